"""Outliers: an indicator whose skewness and kurtosis are both beyond their limits is treated.

First its most extreme points are brought to the next one (winsorised), up to a number of points;
if that does not suffice, the untreated values are transformed instead.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from scipy import optimize, special

from koers_engine.composite.arrays import (
    UNITS,
    BoolArray,
    FloatArray,
    IntArray,
    count,
    highest,
    is_constant,
    mean,
)

MAXIMUM_SKEWNESS = 2.0
MAXIMUM_KURTOSIS = 3.5
MOST_POINTS = 5
_LARGEST_LAMBDA = 5.0


class Transformation(StrEnum):
    """What is done where winsorising does not suffice."""

    NONE = "none"
    LOG = "log"
    BOX_COX = "box-cox"


class Treatment(StrEnum):
    """What was done to one indicator."""

    NONE = "none"
    WINSORISED = "winsorised"
    LOG = "log"
    BOX_COX = "box-cox"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Treated:
    """The values after treatment, and what was done; each has the leading axes of the values."""

    values: FloatArray
    """Shape (..., n_units, n_indicators)."""
    winsorised: IntArray
    """Points brought to the next one, shape (..., n_indicators); 0 where another way was taken."""
    transformed: BoolArray
    """Whether the transformation was done, shape (..., n_indicators)."""
    still_out: BoolArray
    """Whether the indicator is still beyond both limits, shape (..., n_indicators)."""


def skewness(values: FloatArray) -> FloatArray:
    """Sample skewness of each indicator, shape (..., 1, n_indicators), corrected for its bias.

    NaN below three values and where all values are the same.

    Source: type 2 of Joanes and Gill (1998), as in SAS, SPSS, Excel and COINr.
    """
    n, away = count(values), _deviations(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        second, third = (np.nansum(away**power, axis=UNITS, keepdims=True) for power in (2, 3))
        plain = np.sqrt(n) * third / second**1.5
        return np.where(n > 2, plain * np.sqrt(n * (n - 1)) / (n - 2), np.nan)


def kurtosis(values: FloatArray) -> FloatArray:
    """Sample excess kurtosis of each indicator, shape (..., 1, n_indicators), bias corrected.

    0 for a normal distribution; NaN below four values and where all values are the same.

    Source: type 2 of Joanes and Gill (1998), as in SAS, SPSS, Excel and COINr.
    """
    n, away = count(values), _deviations(values)
    with np.errstate(invalid="ignore", divide="ignore"):
        second, fourth = (np.nansum(away**power, axis=UNITS, keepdims=True) for power in (2, 4))
        plain = n * fourth / second**2 - 3
        corrected = ((n + 1) * plain + 6) * (n - 1) / ((n - 2) * (n - 3))
        return np.where(n > 3, corrected, np.nan)


def _deviations(values: FloatArray) -> FloatArray:
    """Deviations from the mean, the largest of them 1, for powers of them must not overflow."""
    away = values - mean(values)
    size = np.where(is_constant(values), np.nan, highest(abs(away)))
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(away / size)


def is_out(
    values: FloatArray,
    *,
    maximum_skewness: float = MAXIMUM_SKEWNESS,
    maximum_kurtosis: float = MAXIMUM_KURTOSIS,
) -> BoolArray:
    """Whether |skewness| and kurtosis are both beyond their limit, shape (..., n_indicators)."""
    with np.errstate(invalid="ignore"):
        out = (abs(skewness(values)) > maximum_skewness) & (kurtosis(values) > maximum_kurtosis)
    return np.asarray(out[..., 0, :])


def treat(
    values: FloatArray,
    *,
    most_points: int = MOST_POINTS,
    transformation: Transformation = Transformation.LOG,
    maximum_skewness: float = MAXIMUM_SKEWNESS,
    maximum_kurtosis: float = MAXIMUM_KURTOSIS,
    fixed_lambda: float | None = None,
) -> Treated:
    """Treat the indicators that are beyond both limits; the others keep their values.

    Args:
        values: Shape (..., n_units, n_indicators); NaN is missing.
        most_points: Most points to winsorise per indicator; points that are tied go together, so
            that it can be passed by ties. 0 for none.
        transformation: What to do with the untreated values if that does not suffice.
        maximum_skewness: Limit of |skewness|.
        maximum_kurtosis: Limit of the excess kurtosis.
        fixed_lambda: Parameter of Box and Cox; by maximum likelihood where it is None.

    Source: OECD/JRC (2008), step 5; the order of COINr's Treat.
    """
    lead, n_units = values.shape[:-2], values.shape[UNITS]
    # all variants side by side, as columns of one table
    table = np.moveaxis(values, UNITS, 0).reshape(n_units, -1).copy()
    limits = {"maximum_skewness": maximum_skewness, "maximum_kurtosis": maximum_kurtosis}
    points = np.zeros(table.shape[1], dtype=np.intp)
    transformed = np.zeros(table.shape[1], dtype=np.bool_)
    out = is_out(table, **limits)
    if out.any() and most_points > 0:
        columns = np.flatnonzero(out)
        winsorised, number, left = _winsorised(table[:, columns], most_points, limits)
        done = columns[~left] if transformation is not Transformation.NONE else columns
        kept = ~left if transformation is not Transformation.NONE else np.ones_like(left)
        table[:, done] = winsorised[:, kept]
        points[done] = number[kept]
        out[columns] = left
    if transformation is not Transformation.NONE:
        for column in np.flatnonzero(out):
            if transformation is Transformation.LOG:
                table[:, column] = log_transformed(table[:, column])
            else:
                table[:, column] = box_cox(table[:, column], fixed_lambda)
            transformed[column] = True
        out = is_out(table, **limits)
    shape = (*lead, values.shape[-1])
    return Treated(
        values=np.moveaxis(table.reshape(n_units, *shape), 0, UNITS),
        winsorised=points.reshape(shape),
        transformed=transformed.reshape(shape),
        still_out=out.reshape(shape),
    )


def _winsorised(
    table: FloatArray, most_points: int, limits: dict[str, float]
) -> tuple[FloatArray, IntArray, BoolArray]:
    """The columns winsorised, the number of points of each, and whether it is still out."""
    table = table.copy()
    at_top = np.zeros(table.shape[1], dtype=np.intp)
    at_bottom = np.zeros_like(at_top)
    out = np.ones(table.shape[1], dtype=np.bool_)
    active = out.copy()
    while active.any():
        columns = np.flatnonzero(active)
        part = table[:, columns]
        upper = skewness(part)[0] >= 0
        sign = np.where(upper, 1.0, -1.0)
        upright = part * sign
        extreme = upright == highest(upright)
        table[:, columns] = np.where(
            extreme, highest(np.where(extreme, np.nan, upright)) * sign, part
        )
        moved = extreme.sum(axis=0)
        at_top[columns] = np.where(upper, moved, at_top[columns])
        at_bottom[columns] = np.where(upper, at_bottom[columns], moved)
        out[columns] = is_out(table[:, columns], **limits)
        active = out & (at_top + at_bottom < most_points)
    return table, at_top + at_bottom, out


def log_transformed(values: FloatArray) -> FloatArray:
    """The logarithm of one indicator, shape (n_units,); NaN stays NaN and the order is kept.

    ln(x − min + a) where the skewness is positive, and −ln(max − x + a) where it is negative,
    with a = 0.01 × (max − min), so that zero and negative values can be taken.

    Source: COINr's log_CT_plus, after the COIN Tool of the JRC.
    """
    low, high = np.nanmin(values), np.nanmax(values)
    shift = 0.01 * (high - low)
    if skewness(values[:, np.newaxis])[0, 0] < 0:
        return np.asarray(-np.log(high - values + shift))
    return np.asarray(np.log(values - low + shift))


def box_cox(values: FloatArray, fixed_lambda: float | None = None) -> FloatArray:
    """The power transformation of Box and Cox of one indicator, shape (n_units,).

    The values are first made positive as for the log. Without a lambda, the one between -5 and 5
    under which the outcome is most likely normal is taken.

    Source: Box and Cox (1964).
    """
    low, high = np.nanmin(values), np.nanmax(values)
    positive = (values - low) / (high - low) + 0.01
    known = positive[~np.isnan(positive)]
    logs = np.log(known).sum()

    def unlikeliness(power: float) -> float:
        spread = np.var(special.boxcox(known, power))
        return float(known.size / 2 * np.log(spread) - (power - 1) * logs)

    if fixed_lambda is None:
        bounds = (-_LARGEST_LAMBDA, _LARGEST_LAMBDA)
        found = optimize.minimize_scalar(unlikeliness, bounds=bounds, method="bounded")
        fixed_lambda = float(found.x)
    return np.asarray(special.boxcox(positive, fixed_lambda))
