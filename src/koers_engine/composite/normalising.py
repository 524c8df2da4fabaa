"""Bringing indicators to one scale, on which more is always better."""

from enum import StrEnum
from typing import TypeVar

import numpy as np

from koers_engine.composite.arrays import (
    FloatArray,
    count,
    deviation,
    highest,
    is_constant,
    lowest,
    mean,
    ranks_from_low,
)

_Given = TypeVar("_Given")


class Normalisation(StrEnum):
    """How an indicator, turned so that more is better, is brought to a scale from low to high."""

    MIN_MAX = "min-max"
    """low + (high − low) × (x − min) / (max − min)."""
    Z_SCORE = "z-score"
    """low + (high − low) × (x − mean) / s: mean low, standard deviation high − low."""
    RANK = "rank"
    """1 for the lowest; the scale is not used."""
    PERCENTILE_RANK = "percentile-rank"
    """low + (high − low) × (rank − 1) / (n − 1)."""
    BORDA = "borda"
    """rank − 1; the scale is not used."""
    GOALPOSTS = "goalposts"
    """As min-max, with the goalposts of the recipe for min and max, and cut off there."""
    DISTANCE_TO_REFERENCE = "distance-to-reference"
    """As min-max, with the value of one unit for max; that can be passed."""
    DISTANCE_TO_TARGET = "distance-to-target"
    """As min-max, with the target of the indicator for max; that can be passed."""
    DISTANCE_TO_BEST = "distance-to-best"
    """low + (high − low) × x / max, and min / x where less is better: the share of the best."""


def normalise(
    values: FloatArray,
    directions: FloatArray,
    method: Normalisation,
    *,
    low: float = 0.0,
    high: float = 100.0,
    posts: FloatArray | None = None,
    targets: FloatArray | None = None,
    reference: int | None = None,
) -> FloatArray:
    """The values on one scale, where more is better.

    Args:
        values: Shape (..., n_units, n_indicators); NaN is missing.
        directions: 1 where more is better and -1 where less is, shape (n_indicators,).
        method: How.
        low: Begin of the scale.
        high: End of the scale.
        posts: Lowest and highest goalpost per indicator in its own unit, shape (2, n_indicators),
            for GOALPOSTS.
        targets: Target per indicator in its own unit, shape (n_indicators,), NaN for none, for
            DISTANCE_TO_TARGET.
        reference: Place of the unit that DISTANCE_TO_REFERENCE holds the others against.

    Returns:
        Shape as `values`. An indicator is missing for all units where the method cannot compare
        them: it is constant; its target, reference or goalposts are absent or do not lie above
        the lowest value; a share of the best is asked of values below zero, or of zero where
        less is better.

    Source: OECD/JRC (2008), step 5 (normalisation); definitions as COINr's n_ functions, except
    DISTANCE_TO_BEST, which is the handbook's distance to the leader.
    """
    x = values * directions
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        match method:
            case Normalisation.RANK:
                return ranks_from_low(x)
            case Normalisation.BORDA:
                return ranks_from_low(x) - 1
            case Normalisation.PERCENTILE_RANK:
                shares = (ranks_from_low(x) - 1) / (count(x) - 1)
            case Normalisation.MIN_MAX:
                shares = _between(x, lowest(x), highest(x))
            case Normalisation.Z_SCORE:
                shares = (x - mean(x)) / np.where(is_constant(x), np.nan, deviation(x))
            case Normalisation.GOALPOSTS:
                ends = np.sort(_given(posts, "goalposts", method) * directions, axis=0)
                shares = np.clip(_between(x, ends[:1], ends[1:]), 0.0, 1.0)
            case Normalisation.DISTANCE_TO_REFERENCE:
                place = _given(reference, "a reference unit", method)
                shares = _between(x, lowest(x), x[..., place : place + 1, :])
            case Normalisation.DISTANCE_TO_TARGET:
                aims = _given(targets, "targets", method) * directions
                shares = _between(x, lowest(x), aims[np.newaxis, :])
            case Normalisation.DISTANCE_TO_BEST:
                least, most = lowest(values), highest(values)
                shares = np.where(
                    directions > 0,
                    values / np.where((least >= 0) & (most > 0), most, np.nan),
                    np.where(least > 0, least, np.nan) / values,
                )
        scaled = low + (high - low) * shares
    return np.where(np.isfinite(scaled), scaled, np.nan)


def _between(x: FloatArray, begin: FloatArray, end: FloatArray) -> FloatArray:
    """Where x lies between begin (0) and end (1); missing where the end is not above the begin."""
    size = end - begin
    negligible = 1e-12 * np.maximum(abs(begin), abs(end))
    return np.asarray((x - begin) / np.where(size > negligible, size, np.nan))


def _given(given: _Given | None, what: str, method: Normalisation) -> _Given:
    if given is None:
        message = f"{method} needs {what}"
        raise ValueError(message)
    return given
