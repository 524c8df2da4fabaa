from dataclasses import replace

import pytest

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, Bilingual, Period
from koers_engine.indicators import Direction, Panel
from koers_engine.scores import Arrow, Trend, notes
from koers_engine.scores.goalposts import Fixed, Goalposts
from koers_engine.scores.goals import GoalIndicator, Target
from koers_engine.scores.trend import together, trend
from tests.engine.samples import NAN, a_panel
from tests.engine.scoring import REGISTER, WASTE, WORK

TEXT = Bilingual.same("so chosen")


def moved(
    *figures: float,
    years: tuple[int, ...] = (2015, 2020),
    target: float | None = None,
    by: int = 2030,
    since: int = 2015,
    panel: Panel | None = None,
    lower: bool = False,
    register: AreaRegister = REGISTER,
) -> Trend | Bilingual:
    """How a place with these figures moves towards a best goalpost of 100."""
    indicator = WASTE if lower else WORK
    asked = GoalIndicator(
        indicator=indicator,
        direction=indicator.direction,
        goalposts=Goalposts(Fixed(0), Fixed(100)),
        reason=TEXT,
        target=Target(value=target, by=by),
    )
    return trend(
        panel or a_panel({"GM01": figures}, years, indicator=indicator),
        "GM01",
        asked=asked,
        best=100.0,
        period=Period(years[-1]),
        since=since,
        register=register,
    )


ARROWS = [
    # From 40 in 2015, 4 a year are required to be at 100 in 2030.
    pytest.param([40, 60], {}, 4.0, 4.0, Arrow.ON_TRACK, id="exactly as fast as required"),
    pytest.param([40, 50], {}, 2.0, 4.0, Arrow.MODERATELY_IMPROVING, id="half as fast"),
    pytest.param([40, 49], {}, 1.8, 4.0, Arrow.STAGNATING, id="slower than half"),
    pytest.param([40, 40], {}, 0.0, 4.0, Arrow.STAGNATING, id="no change"),
    pytest.param([40, 39], {}, -0.2, 4.0, Arrow.MOVING_AWAY, id="the wrong way"),
    pytest.param([120, 110], {}, -2.0, 0.0, Arrow.ON_TRACK, id="still beyond the target"),
    pytest.param([120, 90], {}, -6.0, 0.0, Arrow.MOVING_AWAY, id="a target that was lost"),
    pytest.param([40, 60], {"target": 70}, 4.0, 2.0, Arrow.ON_TRACK, id="a target of its own"),
    pytest.param([40, 60], {"by": 2021}, 4.0, 10.0, Arrow.STAGNATING, id="a nearer year"),
    pytest.param(
        [250, 190], {"lower": True}, -12.0, -10.0, Arrow.ON_TRACK, id="where lower is better"
    ),
    pytest.param(
        [250, 260], {"lower": True}, 2.0, -10.0, Arrow.MOVING_AWAY, id="rising, lower is better"
    ),
    pytest.param(
        [0, NAN, 40, 60],
        {"years": (2010, 2014, 2015, 2020)},
        4.0,
        4.0,
        Arrow.ON_TRACK,
        id="earlier years do not count",
    ),
    pytest.param(
        [NAN, 40, 60], {"years": (2015, 2020, 2025)}, 4.0, 6.0, Arrow.MODERATELY_IMPROVING,
        id="the first figure there is",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("figures", "more", "observed", "required", "arrow"), ARROWS)
def test_the_arrow_and_both_its_numbers(
    figures: list[float], more: dict[str, object], observed: float, required: float, arrow: Arrow
) -> None:
    found = moved(*figures, **more)  # type: ignore[arg-type]

    assert isinstance(found, Trend)
    assert (found.observed, found.required) == pytest.approx((observed, required))
    assert found.arrow is arrow


def with_break(*years: int) -> Panel:
    return a_panel({"GM01": [40, 50, 60]}, [2015, 2018, 2020], indicator=WORK, breaks=years)


NO_ARROWS = [
    pytest.param({"figures": [NAN, 60]}, notes.one_period(2015), id="one period"),
    pytest.param({"figures": [60, NAN]}, notes.one_period(2015), id="no figure now"),
    pytest.param({"figures": [40, 60], "since": 2016}, notes.one_period(2016), id="too early"),
    pytest.param({"figures": [], "panel": with_break(2019)}, notes.TOOK_OVER, id="a break between"),
    pytest.param(
        {"figures": [40, 60], "by": 2015},
        notes.target_year_passed(2015, Period(2015)),
        id="late",
    ),
]


@pytest.mark.parametrize(("more", "reason"), NO_ARROWS)
def test_where_there_is_no_arrow_the_reason_is_told(
    more: dict[str, object], reason: Bilingual
) -> None:
    figures = more.pop("figures")

    assert moved(*figures, **more) == reason  # type: ignore[misc, arg-type]


def test_a_trend_begins_after_the_last_break() -> None:
    found = moved(panel=with_break(2018))

    assert isinstance(found, Trend)
    assert (found.since, found.observed) == (Period(2018), 5)


def test_a_place_that_took_in_another_gets_no_arrow(monkeypatch: pytest.MonkeyPatch) -> None:
    taken_in = [Area(code="GM02", name="Haren")]
    monkeypatch.setattr(AreaRegister, "taken_in", lambda *_: taken_in)

    assert moved(40, 60) == notes.boundaries_changed(["Haren"], Period(2015))


def test_a_goal_is_on_track_only_where_none_of_its_indicators_lags() -> None:
    on_track, half, away = moved(40, 90), moved(40, 50), moved(40, 0)
    assert isinstance(on_track, Trend)
    assert isinstance(half, Trend)
    assert isinstance(away, Trend)

    # The ratios are 2.5, 0.5 and -2; each counts from -1 to 1.
    assert together([on_track], of=1, minimum=0.5) is Arrow.ON_TRACK
    assert together([on_track, half], of=2, minimum=0.5) is Arrow.MODERATELY_IMPROVING
    assert together([on_track, away], of=2, minimum=0.5) is Arrow.STAGNATING
    assert together([half, away], of=2, minimum=0.5) is Arrow.MOVING_AWAY
    assert together([on_track], of=3, minimum=0.5) is None
    assert together([], of=0, minimum=0.5) is None
    assert together([replace(half, reached=True)], of=1, minimum=0.5) is Arrow.ON_TRACK


SENTENCES = [
    pytest.param(
        [40, 49],
        "→ komt nauwelijks vooruit: sinds 2015 1,8 per jaar, en 4,0 per jaar is nodig voor 100 in "
        "2030.",
        "→ stagnating: since 2015 1.8 per year, and 4.0 per year is needed for 100 in 2030.",
        id="towards",
    ),
    pytest.param(
        [40, 110],
        "↑ op koers: sinds 2015 14,0 per jaar, en het streefcijfer 100 is bereikt.",
        "↑ on track: since 2015 14.0 per year, and the target of 100 is reached.",
        id="reached",
    ),
    pytest.param(
        [120, 90],
        "↓ raakt verder van het doel: sinds 2015 -6,0 per jaar, en het streefcijfer 100, dat toen "
        "bereikt was, is dat niet meer.",
        "↓ moving away from the target: since 2015 -6.0 per year, and the target of 100, reached "
        "then, no longer is.",
        id="lost",
    ),
]


@pytest.mark.parametrize(("figures", "dutch", "english"), SENTENCES)
def test_a_trend_is_told_with_both_its_numbers(
    figures: list[float], dutch: str, english: str
) -> None:
    found = moved(*figures)

    assert isinstance(found, Trend)
    assert found.sentence(0) == Bilingual(nl=dutch, en=english)


def test_of_a_target_whose_year_is_over_it_is_told_what_was_needed() -> None:
    found = moved(40, 49, years=(2015, 2020), by=2019)

    assert isinstance(found, Trend)
    assert "15.0 per year was needed for 100 in 2019" in found.sentence(0).en
    assert "15,0 per jaar was nodig voor 100 in 2019" in found.sentence(0).nl


def test_every_arrow_has_words_and_a_sign() -> None:
    assert len({arrow.sign for arrow in Arrow}) == len({arrow.words.nl for arrow in Arrow}) == 4
    assert Direction.LOWER is WASTE.direction
