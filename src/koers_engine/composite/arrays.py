"""What the steps share: reductions over the units that leave missing cells out.

Every array of the composite has the shape (..., n_units, n_indicators): leading axes hold variants
of the same table, and NaN is a missing cell. A reduction keeps its axis with length 1 and is NaN
for an indicator without a single value.
"""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.intp]

UNITS = -2
_SAME = 1e-12


def count(values: FloatArray) -> FloatArray:
    """How many units have a value, per indicator."""
    return np.asarray((~np.isnan(values)).sum(axis=UNITS, keepdims=True), dtype=np.float64)


def mean(values: FloatArray) -> FloatArray:
    """The mean over the units with a value."""
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.nansum(values, axis=UNITS, keepdims=True) / count(values))


def median(values: FloatArray) -> FloatArray:
    """The median over the units with a value; of the middle two their mean.

    >>> float(median(np.array([[1.0], [np.nan], [4.0]]))[0, 0])
    2.5
    """
    ordered = np.sort(values, axis=UNITS)  # NaN comes last
    n = count(values).astype(np.intp)
    low = np.take_along_axis(ordered, np.maximum((n - 1) // 2, 0), axis=UNITS)
    high = np.take_along_axis(ordered, np.minimum(n // 2, values.shape[UNITS] - 1), axis=UNITS)
    return np.asarray(low + (high - low) / 2)


def lowest(values: FloatArray) -> FloatArray:
    """The lowest value."""
    found = np.where(np.isnan(values), np.inf, values).min(axis=UNITS, keepdims=True)
    return np.where(np.isposinf(found), np.nan, found)


def highest(values: FloatArray) -> FloatArray:
    """The highest value."""
    return -lowest(-values)


def deviation(values: FloatArray) -> FloatArray:
    """The standard deviation with n − 1; NaN below two values."""
    away = values - mean(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        variance = np.nansum(away**2, axis=UNITS, keepdims=True) / (count(values) - 1)
        return np.sqrt(np.where(count(values) > 1, variance, np.nan))


def is_constant(values: FloatArray) -> BoolArray:
    """Whether all units with a value have the same, to 12 digits; False where none has one."""
    low, high = lowest(values), highest(values)
    with np.errstate(invalid="ignore"):
        return np.asarray(high - low <= _SAME * np.maximum(abs(low), abs(high)))


def ranks_from_low(values: FloatArray) -> FloatArray:
    """The rank of each unit from the lowest value, which is 1; ties share the lowest ("1224").

    >>> ranks_from_low(np.array([[5.0], [3.0], [5.0], [np.nan]])).T.tolist()
    [[2.0, 1.0, 2.0, nan]]
    """
    order = np.argsort(values, axis=UNITS, kind="stable")
    ordered = np.take_along_axis(values, order, axis=UNITS)
    places = np.broadcast_to(np.arange(values.shape[UNITS])[:, np.newaxis], values.shape).copy()
    places[..., 1:, :][ordered[..., 1:, :] == ordered[..., :-1, :]] = 0
    np.maximum.accumulate(places, axis=UNITS, out=places)
    ranks = np.empty(values.shape)
    np.put_along_axis(ranks, order, places + 1.0, axis=UNITS)
    return np.where(np.isnan(values), np.nan, ranks)


def ranks_from_high(values: FloatArray) -> FloatArray:
    """The rank of each unit from the highest value, which is 1; ties share the best rank."""
    return ranks_from_low(-values)
