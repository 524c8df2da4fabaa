"""One score out of several, and the same again on every level up to the index."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from koers_engine.composite.arrays import BoolArray, FloatArray
from koers_engine.composite.structure import Group, Structure

_TIE = 1e-9


class Aggregation(StrEnum):
    """How the scores of a group become one; `w` are the weights, adding up to 1."""

    ARITHMETIC = "arithmetic"
    """Σ w x: a low score is made good by a high one."""
    GEOMETRIC = "geometric"
    """exp Σ w ln x: a low score weighs heavier; of scores above zero."""
    HARMONIC = "harmonic"
    """1 / Σ (w / x): a low score weighs heaviest; of scores above zero."""
    GENERALISED = "generalised"
    """(Σ w xᵖ)^(1/p) with the power p of the recipe."""
    MAZZIOTTA_PARETO = "mazziotta-pareto"
    """M − S² / M, with mean M and standard deviation S of the scores: imbalance is a penalty."""
    COPELAND = "copeland"
    """Other units that it beats minus those that it loses from, on most of the weight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """How one level is aggregated."""

    method: Aggregation = Aggregation.ARITHMETIC
    power: float = 1.0
    """Of GENERALISED; 1 is the arithmetic, 0 the geometric and -1 the harmonic mean."""
    minimum_share: float = 0.5
    """Least share of a group's scores that must be there; the weights of those are scaled up."""

    @property
    def takes_zero(self) -> bool:
        """Whether a score of zero can be taken."""
        method, power = self.method, self.power
        return not (
            method in {Aggregation.GEOMETRIC, Aggregation.HARMONIC}
            or (method is Aggregation.GENERALISED and power <= 0)
        )

    @property
    def takes_negative(self) -> bool:
        """Whether a score below zero can be taken."""
        if self.method is Aggregation.GENERALISED:
            return self.power == 1.0
        return self.method not in {Aggregation.GEOMETRIC, Aggregation.HARMONIC}

    def cannot_take(self, scores: FloatArray) -> BoolArray:
        """Which scores this mean has no outcome for; missing ones are no such scores."""
        if self.takes_negative:
            return np.zeros(scores.shape, dtype=np.bool_)
        with np.errstate(invalid="ignore"):
            return np.asarray((scores < 0) if self.takes_zero else (scores <= 0))


def enough(scores: FloatArray, weights: FloatArray, minimum_share: float) -> BoolArray:
    """Which units have enough scores for an aggregate, shape (..., n_units).

    Args:
        scores: Shape (..., n_units, n_children); NaN is missing. A child that no unit has a score
            of does not count.
        weights: Shape (..., n_children).
        minimum_share: Least share of the children that must be there; at least one always must,
            and one that weighs something.
    """
    there = ~np.isnan(scores)
    if there.all():
        weighs = (weights != 0).any(axis=-1, keepdims=True)
        return np.broadcast_to(weighs, (*weighs.shape[:-1], scores.shape[-2]))
    counting = np.maximum(there.any(axis=-2).sum(axis=-1, keepdims=True), 1)
    share = there.sum(axis=-1) / counting
    weighs = (there * (weights[..., np.newaxis, :] != 0)).any(axis=-1)
    return np.asarray((share >= minimum_share - 1e-12) & weighs)


def aggregate(scores: FloatArray, weights: FloatArray, mean: Mean) -> FloatArray:
    """One score per unit out of those of a group.

    Args:
        scores: Shape (..., n_units, n_children), more is better; NaN is missing.
        weights: Shape (..., n_children), 0 or more; they need not add up to 1.
        mean: How.

    Returns:
        Shape (..., n_units). NaN where a unit has not `enough`, and where the mean has no outcome:
        a score that it cannot take and that weighs something, or for MAZZIOTTA_PARETO a mean of
        zero or less.

    Source: OECD/JRC (2008), step 6; De Muro, Mazziotta and Pareto (2011); Copeland as COINr's
    a_copeland.
    """
    fit = enough(scores, weights, mean.minimum_share)
    if mean.method is Aggregation.COPELAND:
        compared = np.where(fit[..., np.newaxis], scores, np.nan)
        return np.where(fit, _copeland(compared, weights), np.nan)
    w, x = weights[..., np.newaxis, :], scores
    there = ~np.isnan(scores)
    if not there.all():
        w, x = np.where(there, w, 0.0), np.where(there, scores, 1.0)
    with np.errstate(invalid="ignore", divide="ignore", over="ignore"):
        w = w / w.sum(axis=-1, keepdims=True)
        unfit = mean.cannot_take(x)
        if unfit.any():  # what weighs nothing stands in no mean's way
            fit = fit & ~((w != 0) & unfit).any(axis=-1)
            x = np.where(unfit, 1.0, x)
        outcome = _outcome(x, w, mean)
    fit = fit & np.isfinite(outcome)
    return outcome if fit.all() else np.where(fit, outcome, np.nan)


def _outcome(x: FloatArray, w: FloatArray, mean: Mean) -> FloatArray:
    match mean.method:
        case Aggregation.GEOMETRIC:
            return np.exp(_weighed(np.log(x), w))
        case Aggregation.HARMONIC:
            return np.asarray(1 / _weighed(1 / x, w))
        case Aggregation.GENERALISED:
            if mean.power == 0:
                return np.exp(_weighed(np.log(x), w))
            return np.asarray(_weighed(x**mean.power, w) ** (1 / mean.power))
        case Aggregation.MAZZIOTTA_PARETO:
            middle = _weighed(x, w)
            variance = _weighed((x - middle[..., np.newaxis]) ** 2, w)
            return np.asarray(middle - variance / np.where(middle > 0, middle, np.nan))
        case _:
            return _weighed(x, w)


def _weighed(x: FloatArray, w: FloatArray) -> FloatArray:
    """Σ w x over the children; not by a product of matrices, which rounds equal units unequally."""
    if w.shape[-2] == 1:  # the same weights for all units
        return np.asarray(np.einsum("...uc,...c->...u", x, w[..., 0, :]))
    return np.asarray(np.einsum("...uc,...uc->...u", x, w))


def _copeland(scores: FloatArray, weights: FloatArray) -> FloatArray:
    """Won minus lost, over the children that two units both have a score of."""
    won = np.zeros((1, 1))
    for child in range(scores.shape[-1]):  # one at a time, to hold one table of pairs
        x = scores[..., child]
        pairs = x[..., :, np.newaxis] - x[..., np.newaxis, :]
        won = won + np.nan_to_num(np.sign(pairs)) * weights[..., child, np.newaxis, np.newaxis]
    # differences of rounding between sums of the same weights are ties
    size = _TIE * abs(weights).sum(axis=-1)[..., np.newaxis, np.newaxis]
    return np.asarray(np.where(abs(won) > size, np.sign(won), 0.0).sum(axis=-1))


def combine(
    normalised: FloatArray,
    structure: Structure,
    weights: FloatArray,
    means: Sequence[Mean],
    *,
    look_at: Callable[[Group, FloatArray, FloatArray], FloatArray | None] | None = None,
) -> FloatArray:
    """The scores of all elements, from the indicators up to the index.

    Args:
        normalised: Scores of the indicators, shape (..., n_units, n_indicators); NaN is missing.
        structure: Which element is part of which.
        weights: Of all elements, shape (..., n_elements).
        means: How each level is made, from level 2 up: `structure.height` − 1 of them.
        look_at: Called before a group is aggregated, with the group, the scores of its children
            and their weights; weights that it returns are taken instead.

    Returns:
        Shape (..., n_units, n_elements), in the order of `structure.elements`.
    """
    lead = np.broadcast_shapes(normalised.shape[:-2], weights.shape[:-1])
    n_units, n_indicators = normalised.shape[-2:]
    scores = np.empty((*lead, n_units, len(structure.elements)))
    scores[..., :n_indicators] = normalised
    for group in structure.groups:
        children = list(group.children)
        below = normalised if max(children) < n_indicators else scores  # without leading axes
        parts, own = below[..., children], weights[..., children]
        if look_at is not None:
            instead = look_at(group, parts, own)
            own = own if instead is None else instead
        mean = means[structure.elements[group.parent].level - 2]
        scores[..., group.parent] = aggregate(parts, own, mean)
    return scores
