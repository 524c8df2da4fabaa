"""Filling in what is missing. An imputed value is an estimate, and the index tells where it is."""

from collections.abc import Callable
from enum import StrEnum

import numpy as np

from koers_engine.composite.arrays import FloatArray, IntArray, mean, median
from koers_engine.composite.correlating import correlations

NO_GROUP = -1
PREDICTORS = 3
_Middle = Callable[[FloatArray], FloatArray]


class Imputation(StrEnum):
    """How a missing value is estimated."""

    NONE = "none"
    MEAN = "mean"
    MEDIAN = "median"
    GROUP_MEAN = "group-mean"
    GROUP_MEDIAN = "group-median"
    REGRESSION = "regression"

    @property
    def by_group(self) -> bool:
        """Whether it needs groups of units."""
        return self in {Imputation.GROUP_MEAN, Imputation.GROUP_MEDIAN}


def impute(
    values: FloatArray,
    method: Imputation,
    *,
    groups: IntArray | None = None,
    predictors: int = PREDICTORS,
) -> FloatArray:
    """The values with what is missing estimated; what is known never changes.

    Args:
        values: Shape (..., n_units, n_indicators); NaN is missing.
        method: How to estimate.
        groups: Number of each unit's group, shape (n_units,), NO_GROUP for none; for the methods
            by group.
        predictors: By how many other indicators a regression estimates.

    Returns:
        Shape as `values`. A cell stays missing where nothing can be said: no unit (of the group)
        has a value, the unit has no group, or too few units are left for a regression.

    Source: OECD/JRC (2008), step 3; group mean and median as COINr's i_mean_grp, i_median_grp.
    """
    match method:
        case Imputation.NONE:
            estimates = values
        case Imputation.MEAN:
            estimates = mean(values)
        case Imputation.MEDIAN:
            estimates = median(values)
        case Imputation.GROUP_MEAN | Imputation.GROUP_MEDIAN:
            if groups is None:
                message = f"{method} needs the groups of the units"
                raise ValueError(message)
            middle = mean if method is Imputation.GROUP_MEAN else median
            estimates = _by_group(values, groups, middle)
        case Imputation.REGRESSION:
            tables = values.reshape(-1, *values.shape[-2:])
            estimated = [_regressed(table, predictors) for table in tables]
            estimates = np.array(estimated).reshape(values.shape)
    return np.where(np.isnan(values), estimates, values)


def _by_group(values: FloatArray, groups: IntArray, middle: _Middle) -> FloatArray:
    estimates = np.full(values.shape, np.nan)
    for group in np.unique(groups[groups != NO_GROUP]):
        estimates[..., groups == group, :] = middle(values[..., groups == group, :])
    return estimates


def _regressed(table: FloatArray, predictors: int) -> FloatArray:
    """Each indicator with gaps by least squares on the others that correlate most with it.

    A gap in a predictor is its mean, so that every unit gets an estimate.
    """
    estimates = np.full(table.shape, np.nan)
    gaps = np.isnan(table)
    likeness = abs(correlations(table))
    np.fill_diagonal(likeness, np.nan)
    filled = np.where(gaps, mean(table), table)
    for column in np.flatnonzero(gaps.any(axis=0) & ~gaps.all(axis=0)):
        usable = int((~np.isnan(likeness[column])).sum())
        best = np.argsort(-likeness[column], kind="stable")[: min(predictors, usable)]
        known = ~gaps[:, column]
        if not best.size or known.sum() < best.size + 2:
            continue
        by = filled[:, best]
        scale = by.std(axis=0)
        by = np.column_stack([np.ones(len(by)), (by - by.mean(axis=0)) / scale])
        factors = np.linalg.lstsq(by[known], table[known, column], rcond=None)[0]
        estimates[:, column] = by @ factors
    return estimates
