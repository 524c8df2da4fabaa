"""Which units have enough values to be compared."""

import numpy as np

from koers_engine.composite.arrays import BoolArray, FloatArray


def share_known(values: FloatArray) -> FloatArray:
    """Share of the indicators with a value, per unit, shape (..., n_units), from 0 to 1."""
    return np.asarray((~np.isnan(values)).mean(axis=-1))


def share_not_zero(values: FloatArray) -> FloatArray:
    """Share of a unit's values that is not zero, shape (..., n_units); 1 without any value."""
    known = (~np.isnan(values)).sum(axis=-1)
    return np.asarray(1 - (values == 0).sum(axis=-1) / np.maximum(known, 1))


def screen(values: FloatArray, *, minimum_share: float, minimum_not_zero: float = 0.0) -> BoolArray:
    """Which units stay, shape (..., n_units).

    Args:
        values: Shape (..., n_units, n_indicators); NaN is missing.
        minimum_share: Least share of the indicators that must have a value, 0 to 1.
        minimum_not_zero: Least share of those values that must not be zero, 0 to 1.

    Source: the rule of COINr's Screen (Becker et al., 2022).
    """
    # a share of 9 in 10 must pass 0.9, however it is rounded
    enough = share_known(values) >= minimum_share - 1e-12
    return np.asarray(enough & (share_not_zero(values) >= minimum_not_zero - 1e-12))
