import pytest

from koers_engine.concepts import Period
from koers_engine.indicators import IndicatorKind
from koers_engine.position import Position, position
from koers_engine.position.growth import growth_per_year, growth_percent, years_between
from koers_engine.references import parse_reference
from tests.engine.samples import NAN, a_panel, a_register, an_indicator, known_of

REGISTER = a_register({"GM01": "PV22", "GM02": "PV22"}, "NL01")

GROWTH = [
    pytest.param(200.0, 250.0, 25.0, id="up"),
    pytest.param(200.0, 150.0, -25.0, id="down"),
    pytest.param(0.0, 150.0, NAN, id="from zero no percentage"),
    pytest.param(-5.0, 5.0, NAN, id="from below zero no percentage"),
    pytest.param(NAN, 5.0, NAN, id="from unknown"),
    pytest.param(5.0, NAN, NAN, id="to unknown"),
]


@pytest.mark.parametrize(("then", "now", "expected"), GROWTH)
def test_growth_percent(then: float, now: float, expected: float) -> None:
    assert growth_percent(then, now) == pytest.approx(expected, nan_ok=True)


PER_YEAR = [
    pytest.param(21.0, 2, 10.0, id="compounded, not divided"),
    pytest.param(-75.0, 2, -50.0, id="down"),
    pytest.param(0.0, 5, 0.0, id="unchanged"),
    pytest.param(-100.0, 5, -100.0, id="to nothing"),
    pytest.param(5.0, 0.25, None, id="a quarter tells nothing of a year"),
    pytest.param(-110.0, 5, None, id="below zero there is no rate"),
    pytest.param(None, 5, None, id="no growth, no rate"),
]


@pytest.mark.parametrize(("growth", "years", "expected"), PER_YEAR)
def test_growth_per_year(growth: float | None, years: float, expected: float | None) -> None:
    assert growth_per_year(growth, years) == (None if expected is None else pytest.approx(expected))


@pytest.mark.parametrize(
    ("since", "period", "years"),
    [("2019", "2024", 5), ("2019-Q4", "2024-Q1", 4.25), ("2020-03", "2020-09", 0.5)],
)
def test_years_between(since: str, period: str, years: float) -> None:
    assert years_between(Period.parse(since), Period.parse(period)) == pytest.approx(years)


def held(kind: IndicatorKind, figures: dict[str, list[float]]) -> Position:
    population = a_panel(
        {"GM01": [3, 3], "GM02": [1, 1]}, [2022, 2024], indicator=an_indicator(code="population")
    )
    return position(
        a_panel(figures, [2022, 2024], indicator=an_indicator(kind=kind)),
        "GM01",
        references=[parse_reference("nl")],
        register=REGISTER,
        characteristics=known_of(population),
        period=Period(2024),
    )


TOGETHER = [
    pytest.param(IndicatorKind.COUNT, [100, 110], [100, 150], 30.0, id="of the sum"),
    pytest.param(IndicatorKind.COUNT, [100, 110], [NAN, 150], 10.0, id="of those known twice"),
    pytest.param(IndicatorKind.RATE, [10, 20], [20, 20], 60.0, id="of the mean, weights the same"),
]


@pytest.mark.parametrize(("kind", "first", "second", "expected"), TOGETHER)
def test_growth_of_a_group(
    kind: IndicatorKind, first: list[float], second: list[float], expected: float
) -> None:
    reference = held(kind, {"GM01": first, "GM02": second}).references[0]

    assert reference.growth == pytest.approx(expected)
    assert reference.index == pytest.approx(100 + expected)
    assert reference.growth_per_year == pytest.approx(100 * ((1 + expected / 100) ** 0.5 - 1))


def test_the_place_has_an_index_and_a_yearly_rate() -> None:
    answer = held(IndicatorKind.COUNT, {"GM01": [100, 121], "GM02": [1, 1]})

    assert (answer.index, answer.growth_per_year) == (pytest.approx(121), pytest.approx(10))


def test_a_percentage_has_neither() -> None:
    answer = held(IndicatorKind.PERCENT, {"GM01": [50, 60], "GM02": [1, 1]})

    assert (answer.index, answer.growth_per_year) == (None, None)
