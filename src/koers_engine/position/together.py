"""The figure of a group of areas together, and how it grew, from the figures of its members."""

import numpy as np

from koers_engine.indicators import IndicatorKind
from koers_engine.indicators.panel import FloatArray


def growth_percent(then: float, now: float) -> float:
    """How much a figure changed, in percent of what it was; NaN from zero, less, or unknown.

    >>> growth_percent(200.0, 250.0)
    25.0
    """
    return 100 * (now / then - 1) if then > 0 else float("nan")


def together(values: FloatArray, inhabitants: FloatArray, kind: IndicatorKind) -> float:
    """The members' figure as one: the sum of counts, else the mean weighted by inhabitants.

    Args:
        values: The members' figures, shape (n,); NaN where not released.
        inhabitants: Their population, shape (n,); NaN where unknown. Counts do not need it.

    Returns:
        The figure in the indicator's unit; NaN where no member has what it takes.
    """
    if kind is IndicatorKind.COUNT:
        released = values[~np.isnan(values)]
        return float(released.sum()) if released.size else float("nan")
    weighed = ~np.isnan(values) & (inhabitants > 0)
    if not weighed.any():
        return float("nan")
    return float(np.average(values[weighed], weights=inhabitants[weighed]))


def growth_together(
    then: FloatArray, now: FloatArray, inhabitants: FloatArray, kind: IndicatorKind
) -> float:
    """Growth in percent of the members that have a figure at both moments, as one.

    Args:
        then: The members' figures at the base period, shape (n,); NaN where not released.
        now: The same members' figures in the period asked for.
        inhabitants: Weights for figures that are no counts, the same at both moments.
    """
    both = ~np.isnan(then) & ~np.isnan(now)
    return growth_percent(
        together(then[both], inhabitants[both], kind), together(now[both], inhabitants[both], kind)
    )
