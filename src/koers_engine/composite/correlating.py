"""How indicators go together: correlation, and whether a group measures one thing."""

import numpy as np

from koers_engine.composite.arrays import FloatArray, is_constant, mean

FEWEST = 3


def correlations(values: FloatArray) -> FloatArray:
    """Pearson's correlation of every column with every column.

    Args:
        values: Shape (n_units, n_columns); NaN is missing.

    Returns:
        Shape (n_columns, n_columns), -1 to 1, each over the units with both values; NaN where
        fewer than FEWEST units have both, and where one of the two is constant among them.
    """
    there = np.asarray(~np.isnan(values), dtype=np.float64)
    # from deviations, so that a large mean does not swallow the differences
    x = np.nan_to_num(_deviations(values))
    n = there.T @ there
    sums = x.T @ there
    with np.errstate(invalid="ignore", divide="ignore"):
        together = x.T @ x - sums * sums.T / n
        spread = (x**2).T @ there - sums**2 / n  # of the row's column, where both are there
        said = (n >= FEWEST) & (spread > 1e-14 * n) & (1e-14 * n < spread.T)
        found = together / np.sqrt(spread * spread.T)
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
        k / (k − 1) × (1 − sum of the columns' variances / variance of their sum), over the units
        with all k columns; at most 1, and below 0 where the columns go against each other. None
        for fewer than FEWEST such units, and for fewer than two columns that vary among them.

    Source: Cronbach (1951); OECD/JRC (2008), step 4.
    """
    counting = values[:, ~np.isnan(values).all(axis=0)]
    complete = counting[~np.isnan(counting).any(axis=1)]
    if len(complete) < FEWEST:
        return None
    varying = complete[:, ~is_constant(complete)[0]]
    k = varying.shape[1]
    whole = np.var(varying.sum(axis=1))
    if k < 2 or is_constant(varying.sum(axis=1, keepdims=True)).all():
        return None
    return float(k / (k - 1) * (1 - np.var(varying, axis=0).sum() / whole))
