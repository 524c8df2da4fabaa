"""Figures in a few classes, so that a map can be read."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from koers_engine.indicators.panel import FloatArray

MOST_CLASSES = 5
MISSING = -1


class Breaks(StrEnum):
    """How the borders between classes are chosen."""

    QUANTILES = "quantiles"
    """About as many areas in each class."""
    ROUND = "round"
    """Equal steps from one round number to the next."""


@dataclass(frozen=True, slots=True)
class Class:
    """The figures from `low` to `high`, both included, and how many areas have one."""

    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Classification:
    """The classes, lowest first, and per area its place in them; MISSING where it has no figure.

    `classes` is empty where no area has a figure. With quantiles low and high are figures that
    areas have; with round breaks they are the borders, and a figure on one belongs to the upper.
    """

    classes: tuple[Class, ...]
    of_area: npt.NDArray[np.int64]
    breaks: Breaks


def classified(
    values: FloatArray,
    *,
    decimals: int,
    breaks: Breaks = Breaks.QUANTILES,
    at_most: int = MOST_CLASSES,
) -> Classification:
    """Put figures in classes; equal figures are always in the same one.

    Args:
        values: One figure per area, shape (n_areas,), NaN where there is none.
        decimals: With how many the figures are shown; what reads the same is in one class.
        breaks: How the borders are chosen.
        at_most: How many classes there may be; fewer where there are fewer different figures.

    Source: quantiles as the inverse of the empirical distribution (Hyndman and Fan 1996, type 1);
    round steps 1, 2, 2.5 and 5 times a power of ten (Heckbert 1990, "Nice numbers for graph
    labels").

    >>> classified(np.array([3.0, 1.0, np.nan, 2.0]), decimals=0, at_most=2).of_area.tolist()
    [1, 0, -1, 0]
    """
    known = np.where(np.isfinite(values), values, np.nan)
    shown = np.asarray(np.round(known, decimals) + 0.0, dtype=np.float64)
    released = shown[~np.isnan(shown)]
    of_area = np.full(len(values), MISSING, dtype=np.int64)
    if not released.size:
        return Classification((), of_area, breaks)
    if breaks is Breaks.ROUND and released.min() < released.max():
        return _by_round_breaks(shown, at_most)
    shares = np.arange(1, at_most + 1) / at_most
    upper = np.unique(np.quantile(released, shares, method="inverted_cdf"))
    of_area[~np.isnan(shown)] = np.searchsorted(upper, released)
    members = [shown[of_area == place] for place in range(len(upper))]
    classes = tuple(Class(float(m.min()), float(m.max()), m.size) for m in members)
    return Classification(classes, of_area, Breaks.QUANTILES)


def _by_round_breaks(shown: FloatArray, at_most: int) -> Classification:
    low, high = float(np.nanmin(shown)), float(np.nanmax(shown))
    borders = np.array(round_steps(low, high, at_most=at_most))
    n = len(borders) - 1
    # The last class has its upper border too; the others leave theirs to the next.
    place = np.searchsorted(borders, np.nan_to_num(shown), side="right") - 1
    of_area = np.where(np.isnan(shown), MISSING, np.clip(place, 0, n - 1)).astype(np.int64)
    counts = np.bincount(of_area[of_area >= 0], minlength=n)
    classes = tuple(
        Class(float(borders[each]), float(borders[each + 1]), int(counts[each]))
        for each in range(n)
    )
    return Classification(classes, of_area, Breaks.ROUND)


def round_steps(low: float, high: float, *, at_most: int) -> Sequence[float]:
    """Round numbers at equal steps, the first not above `low` and the last not below `high`.

    >>> round_steps(3, 97, at_most=5)
    [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]
    """
    if not low < high:
        return [low - 0.5, low + 0.5]
    exponent = math.floor(math.log10((high - low) / at_most))
    for power in range(exponent, exponent + 3):
        for times in (1, 2, 2.5, 5):
            step = times * 10.0**power
            first, last = math.floor(low / step), math.ceil(high / step)
            if last - first <= at_most:
                # Rounded, since 3 × 0.1 is not 0.3.
                return [round(n * step, 2 - power) + 0.0 for n in range(first, last + 1)]
    raise AssertionError
