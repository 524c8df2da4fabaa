"""How indicators go together: correlation, and whether a group measures one thing."""

import numpy as np

from koers_engine.composite.arrays import FloatArray, is_constant, mean

FEWEST = 3


def correlations(values: FloatArray, with_: FloatArray | None = None) -> FloatArray:
    """Pearson's correlation of every column with every column.

    Args:
        values: Shape (n_units, n_columns); NaN is missing.
        with_: The other columns, shape (n_units, n_others); the same by default.

    Returns:
        Shape (n_columns, n_others), -1 to 1, each over the units with both values; NaN where
        fewer than FEWEST units have both, and where one of the two is constant among them.
    """
    others = values if with_ is None else with_
    left, right = (np.asarray(~np.isnan(table), dtype=np.float64) for table in (values, others))
    # from deviations, so that a large mean does not swallow the differences
    x, y = (np.nan_to_num(_deviations(table)) for table in (values, others))
    n = left.T @ right
    sum_x, sum_y = x.T @ right, left.T @ y
    with np.errstate(invalid="ignore", divide="ignore"):
        together = x.T @ y - sum_x * sum_y / n
        spread_x = (x**2).T @ right - sum_x**2 / n
        spread_y = left.T @ (y**2) - sum_y**2 / n
        said = (n >= FEWEST) & (spread_x > 1e-14 * n) & (spread_y > 1e-14 * n)
        found = together / np.sqrt(spread_x * spread_y)
    return np.where(said, np.clip(found, -1.0, 1.0), np.nan)


def _deviations(table: FloatArray) -> FloatArray:
    """Deviations from the mean, the largest of them 1; nothing where all values are the same."""
    away = table - mean(table)
    size = np.nanmax(abs(np.nan_to_num(away)), axis=0, keepdims=True)
    size[is_constant(table) | (size == 0)] = np.inf
    return np.asarray(away / size)


def cronbach_alpha(values: FloatArray) -> float | None:
    """Cronbach's alpha: how far the columns measure one thing; 1 is wholly.

    Args:
        values: Shape (n_units, n_columns), on one scale and in one direction; NaN is missing.

    Returns:
        k² × mean covariance between the columns / sum of all (co)variances, with covariances over
        the units that have both values; None for fewer than two columns that vary, or where a
        pair of columns has no FEWEST units together.

    Source: Cronbach (1951); OECD/JRC (2008), step 4; pairwise as COINr's get_cronbach.
    """
    varying = values[:, ~is_constant(values)[0] & ~np.isnan(values).all(axis=0)]
    k = varying.shape[1]
    if k < 2:
        return None
    covariances = _covariances(varying)
    total = covariances.sum()
    if np.isnan(total) or total <= 0:
        return None
    between = (total - np.trace(covariances)) / (k * (k - 1))
    return float(k**2 * between / total)


def _covariances(values: FloatArray) -> FloatArray:
    there = np.asarray(~np.isnan(values), dtype=np.float64)
    x = np.nan_to_num(values - mean(values))
    n = there.T @ there
    sums = x.T @ there
    with np.errstate(invalid="ignore", divide="ignore"):
        found = (x.T @ x - sums * sums.T / n) / (n - 1)
    return np.where(n >= FEWEST, found, np.nan)
