"""The sentences, case by case."""

from dataclasses import replace

import pytest

from koers.monitor import wording
from koers.monitor.figure import Aim, Figure, Point
from koers.monitor.store import catalogue
from koers_engine.concepts import Area, Period
from koers_engine.indicators import Direction
from koers_engine.position import Position, ReferencePosition
from koers_engine.references import parse_reference
from tests.web.monitor.examples import a_figure

pytestmark = [pytest.mark.usefixtures("in_english"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        pytest.param(
            a_figure({2019: 100.0, 2020: 104.0}),
            "Things in Assen: 104 things in 2020, 4.0% more than in 2019.",
            id="more",
        ),
        pytest.param(
            a_figure({2019: 100.0, 2020: 96.0}),
            "Things in Assen: 96 things in 2020, 4.0% fewer than in 2019.",
            id="fewer",
        ),
        pytest.param(
            a_figure({2019: 100.0, 2020: 100.01}),
            "Things in Assen: 100 things in 2020, practically as many as in 2019.",
            id="as many",
        ),
        pytest.param(
            a_figure({2019: 100.0, 2020: 104.0}, breaks_at=2020),
            "Things in Assen: 104 things in 2020.",
            id="no change over a break",
        ),
        pytest.param(
            a_figure({2019: 0.0, 2020: 104.0}),
            "Things in Assen: 104 things in 2020.",
            id="no percentage of nothing",
        ),
        pytest.param(
            a_figure({2019: 1.0, 2020: 2.0}, is_change=True),
            "Things in Assen: 2 things in 2020.",
            id="no growth of a growth",
        ),
        pytest.param(
            a_figure({2018: 100.0, 2019: 102.0, 2020: None}),
            "Things in Assen: 102 things in 2019.",
            id="the last released one counts, and the monitor's baseline is 2019",
        ),
        pytest.param(
            a_figure({2019: None}),
            "Things: no figure has been released for Assen.",
            id="none",
        ),
        pytest.param(
            a_figure({2020: 5.0}, target=Aim(9.0, 2030)),
            "Things in Assen: 5 things in 2020. The target is 9 things in 2030.",
            id="a target without a baseline",
        ),
        pytest.param(
            a_figure({2020: 5.0}, target=Aim(9.0, 2030), baseline=Point(Period(2020), 5.0, "A")),
            "Things in Assen: 5 things in 2020. The target is 9 things in 2030, from a baseline of "
            "5 in 2020.",
            id="a target with a baseline",
        ),
    ],
)
def test_figure_sentence(shown: Figure, sentence: str) -> None:
    assert wording.figure_sentence(shown) == sentence


def a_position(reference: str = "nl", *, lower: bool = False, **fields: object) -> tuple[str, ...]:
    indicator = catalogue()["population"]
    if lower:
        indicator = replace(indicator, direction=Direction.LOWER)
    given = {
        "reference": reference,
        "label": parse_reference(reference).label,
        "n": 5,
        "is_member": True,
        "value": 10.0,
        "is_official": True,
        "mean": 2.0,
        "median": 2.0,
        "growth": None,
        "rank": 2,
        "percentile": 0.75,
        "difference": 0.0,
        "growth_difference": None,
        "notes": (),
    }
    held = Position(
        area=Area(code="GM0106", name="Assen"),
        indicator=indicator,
        period=Period(2024),
        since=Period(2019),
        value=2.0,
        status="A",
        growth=4.0,
        references=(),
        notes=(),
        vintages=(),
    )
    return wording.standing_sentences(held, ReferencePosition(**(given | fields)))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        pytest.param(
            {},
            "Number 2 of the 5 municipalities in the Netherlands, counted from the highest figure.",
            id="alone on its place",
        ),
        pytest.param(
            {"tied": 1},
            "Number 2 of the 5 municipalities in the Netherlands, counted from the highest figure. "
            "It shares that place with one other.",
            id="tied with one",
        ),
        pytest.param(
            {"rank": 1, "tied": 4},
            "Number 1 of the 5 municipalities in the Netherlands, counted from the highest figure. "
            "It shares that place with 4 others.",
            id="tied with all",
        ),
        pytest.param(
            {"lower": True, "tied": 1},
            "Number 2 of the 5 municipalities in the Netherlands, counted from the lowest figure. "
            "It shares that place with one other.",
            id="tied where lower is better",
        ),
        pytest.param(
            {"reference": "100000.. inhabitants"},
            "Number 2 of the 5 municipalities with 100,000 inhabitants or more, counted from the "
            "highest figure.",
            id="a class of size",
        ),
        pytest.param(
            {"n": 1, "rank": 1, "percentile": None},
            "Assen is the only one there with a figure: the Netherlands.",
            id="the only one",
        ),
    ],
)
def test_rank_sentence(said: dict[str, object], sentence: str) -> None:
    assert a_position(**said) == (sentence,)


def test_given_no_figure_when_a_place_is_held_against_others_then_nothing_is_said() -> None:
    assert a_position(rank=None, percentile=None) == ()


def test_given_both_growths_when_a_place_is_held_against_others_then_both_are_said() -> None:
    assert a_position(growth=-1.26)[1] == (
        "Change since 2019: +4.0% in Assen, and −1.3% in the Netherlands."
    )


@pytest.mark.parametrize(("status", "mark"), [("A", ""), ("P", "provisional"), ("E", "estimated")])
def test_a_released_value_says_what_one_must_know(status: str, mark: str) -> None:
    assert wording.status_mark(status) == mark


@pytest.mark.parametrize(
    ("status", "reason"),
    [("M", "cannot exist"), ("O", "not released"), ("Q", "kept secret by the publisher")],
)
def test_a_missing_value_says_why(status: str, reason: str) -> None:
    assert wording.why_missing(status) == reason
