import numpy as np
import pytest

from koers_engine.concepts import Period
from koers_engine.indicators import derive
from koers_engine.indicators.indicator import Growth, Ratio
from tests.engine.samples import NAN, a_panel, an_indicator

RESULT = an_indicator(code="result")
PER_1000 = Ratio("a", "b", 1000)

RATIOS = [
    pytest.param(5.0, 1000.0, 5.0, id="per 1,000"),
    pytest.param(0.0, 1000.0, 0.0, id="none of them is 0, not missing"),
    pytest.param(NAN, 1000.0, NAN, id="missing above"),
    pytest.param(5.0, NAN, NAN, id="missing below"),
    pytest.param(5.0, 0.0, NAN, id="nobody to divide by"),
]


@pytest.mark.parametrize(("over", "under", "expected"), RATIOS)
def test_ratio(over: float, under: float, expected: float) -> None:
    panel = derive.ratio(
        RESULT, PER_1000, a_panel({"GM1": [over]}, [2024]), a_panel({"GM1": [under]}, [2024])
    )

    assert panel.values[0, 0] == pytest.approx(expected, nan_ok=True)


def test_a_ratio_is_of_the_areas_and_periods_that_both_have() -> None:
    over = a_panel({"GM1": [1, 2], "GM2": [3, 4]}, [2023, 2024])
    under = a_panel({"GM2": [1000, 2000], "GM3": [1, 1]}, [2024, 2025])

    panel = derive.ratio(RESULT, PER_1000, over, under)

    assert (panel.areas, panel.periods) == (("GM2",), (Period(2024),))
    assert panel.values.tolist() == [[4.0]]


STATUSES = [
    pytest.param("A", "A", "A", id="both normal"),
    pytest.param("P", "A", "P", id="provisional if a part is"),
    pytest.param("A", "E", "E", id="estimated if a part is"),
]


@pytest.mark.parametrize(("over", "under", "expected"), STATUSES)
def test_a_ratio_has_the_weakest_status_of_its_parts(over: str, under: str, expected: str) -> None:
    panel = derive.ratio(
        RESULT,
        PER_1000,
        a_panel({"GM1": [1]}, [2024], statuses={"GM1": [over]}),
        a_panel({"GM1": [1]}, [2024], statuses={"GM1": [under]}),
    )

    assert panel.statuses.tolist() == [[expected]]


def test_a_missing_ratio_tells_the_reason_of_its_parts() -> None:
    panel = derive.ratio(
        RESULT,
        PER_1000,
        a_panel({"GM1": [NAN]}, [2024], statuses={"GM1": ["Q"]}),
        a_panel({"GM1": [1]}, [2024]),
    )

    assert panel.statuses.tolist() == [["Q"]]


GROWTHS = [
    pytest.param([100, 110, 121], [2022, 2023, 2024], 1, [10, 10], id="year on year"),
    pytest.param([100, 110, 121], [2022, 2023, 2024], 2, [21], id="over two years"),
    pytest.param([100, 121], [2022, 2024], 1, [], id="a year that is not there has no growth"),
    pytest.param([0, 110], [2023, 2024], 1, [NAN], id="from zero there is no percentage"),
    pytest.param([NAN, 110], [2023, 2024], 1, [NAN], id="from unknown neither"),
]


@pytest.mark.parametrize(("figures", "years", "span", "expected"), GROWTHS)
def test_growth(figures: list[float], years: list[int], span: int, expected: list[float]) -> None:
    panel = derive.growth(RESULT, Growth("a", span), a_panel({"GM1": figures}, years))

    np.testing.assert_allclose(panel.values[0], expected)


def test_growth_does_not_cross_a_break() -> None:
    broken = a_panel({"GM1": [100, 110, 121]}, [2022, 2023, 2024], breaks=[2023])

    panel = derive.growth(RESULT, Growth("a", 1), broken)

    assert panel.series("GM1") == [
        (Period(2023), None, "O"),
        (Period(2024), pytest.approx(10.0), "A"),
    ]
