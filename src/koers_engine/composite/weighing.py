"""How much each part of an index counts. Weights are per group, and only their ratio matters."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

import numpy as np

from koers_engine.composite.arrays import FloatArray, is_constant
from koers_engine.composite.correlating import correlations


class Weighting(StrEnum):
    """Where the weights come from."""

    GIVEN = "given"
    """Those in the table of indicators."""
    EQUAL = "equal"
    """The same for all in a group."""
    PCA = "pca"
    """The squared loadings on a group's first principal component."""
    BUDGET = "budget"
    """Points that experts gave out: the mean of their shares."""


def equal(n: int) -> FloatArray:
    """The same weight for each of n.

    >>> equal(4).tolist()
    [0.25, 0.25, 0.25, 0.25]
    """
    return np.full(n, 1.0 / n)


def scaled(weights: FloatArray) -> FloatArray:
    """Weights that add up to 1 along the last axis, in the same ratio.

    >>> scaled(np.array([1.0, 3.0])).tolist()
    [0.25, 0.75]
    """
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


def first_component(scores: FloatArray) -> FloatArray | None:
    """Loadings on the first principal component; their squares are weights that add up to 1.

    Args:
        scores: Shape (n_units, n_children); NaN is missing. Units without all scores do not count.

    Returns:
        Shape (n_children,), with a positive sum; None where fewer units than children + 1 have all
        scores, or a child is constant among them.

    Source: OECD/JRC (2008), step 6 (weights based on principal components), with one component.
    """
    complete = scores[~np.isnan(scores).any(axis=1)]
    n_children = scores.shape[1]
    if not n_children or len(complete) <= n_children or is_constant(complete).any():
        return None
    if n_children == 1:
        return np.ones(1)
    loadings = np.linalg.eigh(correlations(complete))[1][:, -1]
    return np.asarray(loadings if loadings.sum() >= 0 else -loadings)


def pca(scores: FloatArray) -> FloatArray | None:
    """Weights from the data: the squared `first_component`, or None where there is none."""
    loadings = first_component(scores)
    return None if loadings is None else loadings**2


def budget(points: Sequence[Mapping[str, float]], children: Sequence[str]) -> FloatArray:
    """Weights by budget allocation: the mean over experts of the share each gave to a child.

    Args:
        points: Of each expert, the points by child; a child that is absent got none. An expert
            who gave no points in this group does not count.
        children: The codes of the group.

    Returns:
        Weights that add up to 1, shape (n_children,); all 0 where no expert gave points.

    Source: OECD/JRC (2008), step 6 (budget allocation process).

    >>> budget([{"a": 60, "b": 40}, {"a": 20, "b": 20}], ["a", "b"]).tolist()
    [0.55, 0.45]
    """
    given = np.array([[expert.get(child, 0.0) for child in children] for expert in points])
    given = given.reshape(-1, len(children))
    given = given[given.sum(axis=1) > 0]
    return scaled(given).mean(axis=0) if len(given) else np.zeros(len(children))
