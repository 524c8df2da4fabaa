"""What a position says beyond level and rank, worked out by hand; and funnels and spines of it."""

from dataclasses import replace

import pytest

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Bilingual, Period
from koers_engine.indicators import Direction, Indicator, IndicatorKind, Panel
from koers_engine.indicators.derive import ratio
from koers_engine.indicators.indicator import Ratio
from koers_engine.position import Comparison, Method, Position, notes, position
from koers_engine.position.views import NoFunnel, funnel, spine
from koers_engine.references import Characteristics, parse_reference
from tests.engine.samples import NAN, a_panel, a_register, an_indicator, known_of

CODES = ("GM01", "GM02", "GM03", "GM04")
REGISTER: AreaRegister = a_register(dict.fromkeys(CODES, "PV22"), "NL01", "PV22")


def counts(code: str, figures: dict[str, float]) -> Panel:
    rows = {area: [figure] for area, figure in figures.items()}
    return a_panel(rows, [2024], indicator=an_indicator(code=code))


def derived(
    events: dict[str, float], whole: dict[str, float], *, factor: int, direction: Direction
) -> tuple[Panel, Characteristics]:
    kind = IndicatorKind.PERCENT if factor == 100 else IndicatorKind.RATE
    rule = Ratio("events", "whole", factor)
    indicator: Indicator = replace(
        an_indicator(kind=kind, direction=direction, code="part"), derivation=rule
    )
    of, by = counts("events", events), counts("whole", whole)
    people = a_panel(
        {code: [10] for code in CODES}, [2024], indicator=an_indicator(code="population")
    )
    return ratio(indicator, rule, of, by), known_of(people, of, by)


def held(panel: Panel, known: Characteristics, area: str = "GM01", *references: str) -> Position:
    return position(
        panel,
        area,
        references=[parse_reference(text) for text in references or ("nl",)],
        register=REGISTER,
        characteristics=known,
        period=Period(2024),
    )


def of_counts(figures: dict[str, float], direction: Direction = Direction.HIGHER) -> Position:
    panel = replace(counts("people", figures), indicator=an_indicator(direction=direction))
    people = a_panel(
        {code: [10] for code in CODES}, [2024], indicator=an_indicator(code="population")
    )
    return held(panel, known_of(people))


def test_best_quartiles_standardised_gap_and_share_are_as_by_hand() -> None:
    there = of_counts({"GM01": 2, "GM02": 4, "GM03": 4, "GM04": 10}).references[0]

    assert (there.lowest, there.lower_quartile, there.upper_quartile, there.highest) == (
        2, 3.5, 5.5, 10,
    )  # fmt: skip
    assert (there.best, [area.code for area in there.best_areas]) == (10, ["GM04"])
    assert there.gap_to_best == -8
    assert there.standardised_gap == pytest.approx((2 - 5) / 9**0.5)
    assert there.share == pytest.approx(10)


def test_where_lower_is_better_the_lowest_are_best_and_all_are_named() -> None:
    there = of_counts({"GM01": 9, "GM02": 4, "GM03": 4}, Direction.LOWER).references[0]

    assert (there.best, [area.code for area in there.best_areas]) == (4, ["GM02", "GM03"])
    assert there.gap_to_best == 5


def test_where_neither_way_is_better_there_is_no_best() -> None:
    there = of_counts({"GM01": 9, "GM02": 4, "GM03": 5}, Direction.NEITHER).references[0]

    assert (there.best, there.best_areas, there.gap_to_best) == (None, (), None)


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param({"GM01": 0.1, "GM02": 0.1, "GM03": 0.1}, id="all the same"),
        pytest.param({"GM01": 1.0, "GM02": 2.0}, id="a group of two"),
        pytest.param({"GM01": 1.0}, id="the place alone"),
        pytest.param({"GM01": NAN, "GM02": NAN, "GM03": NAN}, id="all missing"),
    ],
)
def test_without_spread_there_is_no_standardised_gap(figures: dict[str, float]) -> None:
    assert of_counts(figures).references[0].standardised_gap is None


def test_a_share_goes_by_wilson_and_gets_a_verdict() -> None:
    panel, known = derived(
        {"GM01": 900, "GM02": 500}, {"GM01": 1000, "GM02": 1000}, factor=100,
        direction=Direction.HIGHER,
    )  # fmt: skip

    answer = held(panel, known)

    interval, verdict = answer.interval, answer.references[0].verdict
    assert interval is not None
    assert verdict is not None
    assert (interval.method, interval.events, interval.whole) == (Method.WILSON, 900, 1000)
    assert (interval.low, interval.high) == pytest.approx((87.98, 91.71), abs=0.01)
    assert (verdict.comparison, verdict.confidence) == (Comparison.BETTER, 0.998)


def test_a_share_above_the_whole_makes_all_of_them_rates() -> None:
    panel, known = derived(
        {"GM01": 50, "GM02": 120}, {"GM01": 100, "GM02": 100}, factor=100,
        direction=Direction.LOWER,
    )  # fmt: skip

    answer = held(panel, known)

    assert answer.interval is not None
    assert answer.interval.method is Method.BYAR
    assert answer.references[0].verdict is not None
    assert answer.references[0].verdict.comparison is Comparison.BETTER


def test_a_place_that_is_held_against_itself_only_gets_no_verdict() -> None:
    panel, known = derived(
        {"GM01": 30, "GM02": 40}, {"GM01": 100, "GM02": 100}, factor=100, direction=Direction.LOWER
    )

    alone, both = held(panel, known, "GM01", "GM01", "GM01,GM02").references

    assert alone.verdict is None
    assert both.verdict is not None


def test_a_count_has_an_interval_and_no_verdict() -> None:
    answer = of_counts({"GM01": 100, "GM02": 4})

    assert answer.interval is not None
    assert (answer.interval.low, answer.interval.high) == pytest.approx((81.36, 121.63), abs=0.01)
    assert answer.references[0].verdict is None


WITHOUT = [
    pytest.param(an_indicator(kind=IndicatorKind.PERCENT), 5.0, notes.NO_COUNTS, id="published"),
    pytest.param(an_indicator(), -5.0, notes.BELOW_ZERO, id="below zero"),
]


@pytest.mark.parametrize(("indicator", "figure", "why"), WITHOUT)
def test_without_counts_there_is_no_interval_and_it_says_why(
    indicator: Indicator, figure: float, why: Bilingual
) -> None:
    panel = replace(counts("people", {"GM01": figure, "GM02": 6}), indicator=indicator)
    people = counts("population", dict.fromkeys(CODES, 10))

    answer = held(panel, known_of(people))

    assert (answer.interval, answer.why_no_interval) == (None, why)
    assert answer.references[0].verdict is None


def test_a_funnel_has_every_member_and_tells_the_verdict_of_the_place() -> None:
    events = {"GM01": 900, "GM02": 500, "GM03": 50, "GM04": NAN}
    panel, known = derived(
        events, {"GM01": 1000, "GM02": 1000, "GM03": 100, "GM04": 100}, factor=100,
        direction=Direction.HIGHER,
    )  # fmt: skip
    answer = held(panel, known)

    shown = funnel(
        answer, answer.references[0], panel=panel, register=REGISTER, characteristics=known
    )

    assert [point.code for point in shown.points] == ["GM02", "GM03"]
    assert shown.place is not None
    assert (shown.place.value, shown.place.whole, shown.place.outside) == (90, 1000, 0.998)
    assert (shown.limits[0].whole, shown.limits[-1].whole) == pytest.approx((100, 1000))
    for limit in shown.limits:
        assert 0 <= limit.low_998 < limit.low < shown.reference < limit.high < limit.high_998 <= 100


def test_a_count_has_no_funnel_and_it_says_what_has() -> None:
    answer = of_counts({"GM01": 5, "GM02": 6})
    panel = counts("people", {"GM01": 5, "GM02": 6})
    people = counts("population", dict.fromkeys(CODES, 10))

    with pytest.raises(NoFunnel, match=r"Choose a share, or a number per 1,000"):
        funnel(
            answer,
            answer.references[0],
            panel=panel,
            register=REGISTER,
            characteristics=known_of(people),
        )


def test_a_spine_has_the_reference_in_the_middle_and_better_to_the_right() -> None:
    lower = of_counts({"GM01": 2, "GM02": 4, "GM03": 4, "GM04": 10}, Direction.LOWER)

    shown = spine(lower, lower.references[0])

    assert shown is not None
    assert (shown.worst, shown.best, shown.reference, shown.own) == (10, 2, 5, 2)
    assert (shown.at_worst, shown.at_best, shown.at_own) == (-1, 0.6, 0.6)
    assert (shown.at_lower_quartile, shown.at_upper_quartile) == (-0.1, pytest.approx(0.3))


def test_without_spread_there_is_no_spine() -> None:
    same = of_counts({"GM01": 5, "GM02": 5, "GM03": 5})

    assert spine(same, same.references[0]) is None


def test_a_place_without_a_figure_is_on_no_spine_but_its_group_is() -> None:
    silent = of_counts({"GM01": NAN, "GM02": 5, "GM03": 6})

    shown = spine(silent, silent.references[0])

    assert shown is not None
    assert (shown.own, shown.at_own) == (None, None)
