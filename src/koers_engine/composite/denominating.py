"""Making units of different size comparable."""

import numpy as np

from koers_engine.composite.arrays import FloatArray


def denominate(values: FloatArray, denominators: FloatArray) -> FloatArray:
    """Each value divided by its denominator.

    Args:
        values: Shape (..., n_units, n_indicators); NaN is missing.
        denominators: The same shape without the leading axes, 1 for what is not divided.

    Returns:
        Shape as `values`; missing where the value or its denominator is missing, where the
        denominator is zero, and where the outcome is beyond what a number can hold.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        outcome = values / denominators
    return np.where(np.isfinite(outcome), outcome, np.nan)
