"""Intervals against SciPy and published figures, and the verdicts and limits that follow."""

import numpy as np
import pytest
from scipy.stats import binomtest, chi2

from koers_engine.indicators import Direction
from koers_engine.position import Comparison, Interval, Method, Verdict
from koers_engine.position.intervals import ALARM, WARNING, byar, ends_of, limits, wilson

CONFIDENCES = [WARNING, ALARM]


def one(number: float) -> np.ndarray:
    return np.array([number], float)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize(("events", "whole"), [(0, 10), (15, 50), (50, 50), (3, 1000), (1, 1)])
def test_wilson_is_that_of_scipy(events: int, whole: int, confidence: float) -> None:
    expected = binomtest(events, whole).proportion_ci(confidence, method="wilson")

    low, high = wilson(one(events), one(whole), confidence)

    assert (low[0], high[0]) == pytest.approx((expected.low, expected.high), abs=1e-14)


# Public Health England (2018), Technical guide: confidence intervals: from 10 events on, Byar's
# method is within 0.2% of Poisson's exact interval at 95%.
@pytest.mark.parametrize(("confidence", "within"), [(WARNING, 0.002), (ALARM, 0.016)])
@pytest.mark.parametrize("events", [10, 48, 100, 8200])
def test_byar_comes_as_near_the_exact_interval_as_published(
    events: int, within: float, confidence: float
) -> None:
    tail = (1 - confidence) / 2
    exact = (chi2.ppf(tail, 2 * events) / 2, chi2.ppf(1 - tail, 2 * events + 2) / 2)

    low, high = byar(one(events), confidence)

    assert (low[0], high[0]) == pytest.approx(exact, rel=within)


def test_byar_of_nothing_begins_at_nothing() -> None:
    low, high = byar(one(0), WARNING)

    assert (low[0], high[0]) == (0, pytest.approx((1 - 1 / 9 + 1.959964 / 3) ** 3))


def test_byar_never_falls_below_nothing() -> None:
    assert (byar(np.array([0.1, 0.5, 1.0]), ALARM)[0] >= 0).all()


@pytest.mark.parametrize("method", list(Method))
def test_the_wider_confidence_covers_the_narrower(method: Method) -> None:
    events, whole = np.arange(0.0, 30.0), np.full(30, 40.0)

    low, high = ends_of(method, events, whole, WARNING)
    lower, higher = ends_of(method, events, whole, ALARM)

    assert (lower <= low).all()
    assert (high <= higher).all()
    assert (low <= events / whole).all()
    assert (events / whole <= high).all()


BETTER, SIMILAR, WORSE = Comparison.BETTER, Comparison.SIMILAR, Comparison.WORSE
VERDICTS = [
    pytest.param(5.0, Direction.HIGHER, BETTER, 0.998, id="far above, and higher is better"),
    pytest.param(7.0, Direction.HIGHER, BETTER, 0.95, id="above at 95% only"),
    pytest.param(10.0, Direction.HIGHER, SIMILAR, 0.95, id="covered"),
    pytest.param(8.0, Direction.HIGHER, SIMILAR, 0.95, id="at the very end it is still covered"),
    pytest.param(13.0, Direction.HIGHER, WORSE, 0.95, id="below at 95% only"),
    pytest.param(15.0, Direction.HIGHER, WORSE, 0.998, id="far below"),
    pytest.param(5.0, Direction.LOWER, WORSE, 0.998, id="above, and lower is better"),
    pytest.param(15.0, Direction.LOWER, BETTER, 0.998, id="below, and lower is better"),
    pytest.param(5.0, Direction.NEITHER, Comparison.HIGHER, 0.998, id="above, and nothing better"),
    pytest.param(15.0, Direction.NEITHER, Comparison.LOWER, 0.998, id="below, and nothing better"),
]


@pytest.mark.parametrize(("reference", "direction", "comparison", "confidence"), VERDICTS)
def test_verdict(
    reference: float, direction: Direction, comparison: Comparison, confidence: float
) -> None:
    interval = Interval(
        method=Method.BYAR, low=8, high=12, low_998=6, high_998=14, events=10, whole=None
    )

    verdict = Verdict.of(interval, reference, direction)

    assert (verdict.comparison, verdict.confidence) == (comparison, confidence)


@pytest.mark.parametrize("confidence", CONFIDENCES)
@pytest.mark.parametrize("method", list(Method))
@pytest.mark.parametrize("reference", [0.0, 0.002, 0.3, 1.0])
def test_outside_the_limits_of_a_funnel_is_having_a_verdict(
    method: Method, reference: float, confidence: float
) -> None:
    events = np.arange(0.0, 41.0)
    for size in (40.0, 400.0):
        whole = np.full(events.shape, size)

        low, high = ends_of(method, events, whole, confidence)
        lower, upper = limits(method, reference, whole, confidence)

        apart = (np.abs(events / whole - lower) > 1e-9) & (np.abs(events / whole - upper) > 1e-9)
        outside = (events / whole < lower) | (events / whole > upper)
        decided = (low > reference + 1e-12) | (high < reference - 1e-12)
        np.testing.assert_array_equal(outside[apart], decided[apart])


@pytest.mark.parametrize("method", list(Method))
def test_limits_close_in_where_more_is_counted(method: Method) -> None:
    lower, upper = limits(method, 0.3, np.array([10.0, 1e3, 1e5, 1e7]), WARNING)

    assert (np.diff(upper) < 0).all()
    assert (np.diff(lower) > 0).all()
    assert (lower[-1], upper[-1]) == pytest.approx((0.3, 0.3), rel=1e-2)
