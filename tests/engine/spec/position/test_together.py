import numpy as np
import pytest

from koers_engine.indicators import IndicatorKind
from koers_engine.position.together import growth_percent, growth_together, together
from tests.engine.samples import NAN

COUNT, RATE = IndicatorKind.COUNT, IndicatorKind.RATE

TOGETHER = [
    pytest.param([1.0, 2.0], [NAN, NAN], COUNT, 3.0, id="counts are summed, without inhabitants"),
    pytest.param(
        [1.0, NAN, 2.0], [1, 1, 1], COUNT, 3.0, id="a missing count is not 0 but left out"
    ),
    pytest.param([NAN], [1], COUNT, NAN, id="nothing known is not 0"),
    pytest.param([10.0, 20.0], [3, 1], RATE, 12.5, id="rates are weighted by inhabitants"),
    pytest.param([10.0, 20.0], [3, NAN], RATE, 10.0, id="a rate without inhabitants has no weight"),
    pytest.param([10.0, NAN], [3, 9], RATE, 10.0, id="inhabitants without a rate do not weigh"),
    pytest.param([10.0], [NAN], RATE, NAN, id="no weights, no mean"),
]


@pytest.mark.parametrize(("values", "inhabitants", "kind", "expected"), TOGETHER)
def test_together(
    values: list[float], inhabitants: list[float], kind: IndicatorKind, expected: float
) -> None:
    figure = together(np.array(values), np.array(inhabitants, float), kind)

    assert figure == pytest.approx(expected, nan_ok=True)


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


GROWTH_TOGETHER = [
    pytest.param([100, 100], [110, 150], COUNT, 30.0, id="of the sum"),
    pytest.param([100, NAN], [110, 150], COUNT, 10.0, id="only of those known at both moments"),
    pytest.param([10.0, 20.0], [20.0, 20.0], RATE, 60.0, id="of the mean, with equal weights"),
]


@pytest.mark.parametrize(("then", "now", "kind", "expected"), GROWTH_TOGETHER)
def test_growth_together(
    then: list[float], now: list[float], kind: IndicatorKind, expected: float
) -> None:
    weights = np.array([3.0, 1.0])

    growth = growth_together(np.array(then, float), np.array(now, float), weights, kind)

    assert growth == pytest.approx(expected)
