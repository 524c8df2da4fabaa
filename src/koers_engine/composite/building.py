"""An index out of figures and a recipe: the steps one after another, each with what it found."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from koers_engine.composite import findings as say
from koers_engine.composite.aggregating import Aggregation, Mean, combine, enough
from koers_engine.composite.arrays import BoolArray, FloatArray, IntArray, ranks_from_high
from koers_engine.composite.coherence import coherence_findings
from koers_engine.composite.data import CompositeData
from koers_engine.composite.findings import Finding, FindingKind
from koers_engine.composite.preparing import Prepared, StepTable, prepare
from koers_engine.composite.recipe import Recipe, UnusableRecipe
from koers_engine.composite.recipe_text import written
from koers_engine.composite.structure import Group, Structure
from koers_engine.composite.weighing import Weighting, budget, equal, first_component, scaled
from koers_engine.concepts import Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations.faults import Fault, listed


class NotComputable(Refusal, ArithmeticError):
    """A mean has no outcome for scores that are there; every group where that is so is named."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            f"The index cannot be computed in this way. {listed(faults)}\n"
            "Normalise to a scale that begins above 0 (normalise.low = 1), or choose another "
            "aggregate.methods."
        )


class NoIndex(Refusal, ValueError):
    """No unit gets an index."""

    def __init__(self, found: Sequence[Finding] = ()) -> None:
        uncounted = (FindingKind.NO_VALUES, FindingKind.CONSTANT, FindingKind.NOT_NORMALISED)
        why = "".join(f"\n- {each.text.en}" for each in found if each.kind in uncounted)
        super().__init__(
            "No unit has enough figures for the index. Impute what is missing (impute.method), "
            f"lower aggregate.minimum_share, or leave out indicators that few units have.{why}"
        )


@dataclass(frozen=True, kw_only=True, eq=False)
class Index:
    """An index with all that led to it. Arrays are over the units that were kept."""

    data: CompositeData
    recipe: Recipe
    kept: IntArray
    """Places of the units in `data`, shape (n_units,)."""
    steps: tuple[StepTable, ...]
    """The figures of the indicators after each step."""
    weights: FloatArray
    """Of all elements as they were used, shape (n_elements,); those of a group add up to 1."""
    scores: FloatArray
    """Of all elements, shape (n_units, n_elements), as `data.structure.elements`; NaN is missing,
    and a finding says why."""
    findings: tuple[Finding, ...]

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The units' codes."""
        return tuple(self.data.codes[place] for place in self.kept)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The units' names."""
        return tuple(self.data.names[place] for place in self.kept)

    @cached_property
    def ranks(self) -> FloatArray:
        """Of all elements, shape (n_units, n_elements): 1 is best, ties share the best rank."""
        return ranks_from_high(self.scores)

    @cached_property
    def effective_weights(self) -> FloatArray:
        """The share of each element in the index, as far as all means are arithmetic."""
        return self.data.structure.effective_weights(self.weights)

    @cached_property
    def order(self) -> IntArray:
        """Places of the units from the best index to the worst; without an index last."""
        return np.argsort(-self.scores[:, -1], kind="stable")

    def scores_of(self, code: str) -> FloatArray:
        """The scores of one element, shape (n_units,)."""
        return self.scores[:, self.data.structure.places[code]]

    @cached_property
    def recipe_digest(self) -> str:
        """SHA-256 over the recipe as it is written."""
        return hashlib.sha256(written(self.recipe).encode()).hexdigest()

    @cached_property
    def digest(self) -> str:
        """SHA-256 over the scores to the bit, and whose they are."""
        digest = hashlib.sha256("\n".join(self.codes).encode())
        scores = np.where(np.isnan(self.scores), np.inf, self.scores + 0.0)
        digest.update(np.ascontiguousarray(scores).tobytes())
        return digest.hexdigest()


def build(data: CompositeData, recipe: Recipe) -> Index:
    """Build the index that a recipe makes of the figures.

    Raises:
        UnusableRecipe: The recipe asks for levels, units or elements that the data does not have.
        UnknownGrouping: It imputes by a grouping that the data does not have.
        TooFewUnits: Screening leaves fewer than two units.
        NotComputable: A mean has no outcome, such as a geometric one of a score of zero.
        NoIndex: No unit has enough figures.
    """
    structure = data.structure
    means = recipe.means_for(structure.height)
    prepared = prepare(data, recipe)
    weights = given_weights(structure, recipe)
    found = list(prepared.findings)
    if recipe.weighing.method is Weighting.PCA:
        scores = _weighed_by_components(prepared.values, structure, weights, means, found)
    else:
        scores = combine(prepared.values, structure, weights, means)
    _refuse_uncomputable(prepared, scores, structure, weights, means)
    if np.isnan(scores[:, -1]).all():
        raise NoIndex(found)
    names = [data.names[place] for place in prepared.kept]
    found += _on_missing(scores, structure, means, names)
    index = Index(
        data=data,
        recipe=recipe,
        kept=prepared.kept,
        steps=prepared.steps,
        weights=_adding_up(structure, weights),
        scores=scores,
        findings=tuple(found),
    )
    return replace(index, findings=(*found, *coherence_findings(structure, scores)))


def given_weights(structure: Structure, recipe: Recipe) -> FloatArray:
    """The weights of all elements, shape (n_elements,), before any that come from the data.

    Raises:
        UnusableRecipe: The experts' points are for unknown elements, or leave a group without.
    """
    weighing = recipe.weighing
    if weighing.method is Weighting.GIVEN:
        return structure.weights.copy()
    weights = np.ones(len(structure.elements))
    if weighing.method is not Weighting.BUDGET:
        return weights
    faults = []
    for number, expert in enumerate(weighing.experts):
        for code in expert.keys() - structure.places.keys():
            hint = did_you_mean(nearest(code, structure.places))
            what = f"no part of this index.{hint}"
            faults.append(Fault(f"weigh.experts[{number}].{code}", what))
    for group in structure.groups:
        children = [structure.elements[place].code for place in group.children]
        if len(children) == 1:
            continue  # the only part of a group needs no points
        shares = budget(weighing.experts, children)
        if not shares.any():
            parts = ", ".join(children)
            faults.append(Fault("weigh.experts", f"no expert gave points to any of {parts}"))
        weights[list(group.children)] = shares
    if faults:
        raise UnusableRecipe(faults)
    return weights


def uncomputable(scores: FloatArray, group: Group, weights: FloatArray, mean: Mean) -> BoolArray:
    """Which units have enough parts of a group and yet no score, shape (..., n_units).

    Args:
        scores: Of all elements, shape (..., n_units, n_elements), as `combine` returns them.
        group: The group.
        weights: Of all elements, shape (..., n_elements).
        mean: How the group was aggregated.
    """
    children = list(group.children)
    fit = enough(scores[..., children], weights[..., children], mean.minimum_share)
    return np.asarray(fit & np.isnan(scores[..., group.parent]))


def _weighed_by_components(
    values: FloatArray,
    structure: Structure,
    weights: FloatArray,
    means: Sequence[Mean],
    found: list[Finding],
) -> FloatArray:
    """The scores with weights from the data, which are put into `weights`."""

    def look_at(group: Group, parts: FloatArray, _: FloatArray) -> FloatArray:
        own = weights[list(group.children)]
        there = ~np.isnan(parts).all(axis=0)
        component = first_component(parts[:, there])
        parent = structure.elements[group.parent]
        if component is None:
            own[:] = equal(len(own))
            found.append(say.no_component(parent.code, parent.name))
        else:
            own[~there], own[there] = 0.0, component**2
            names = [structure.elements[place].name for place in group.children]
            turned = [names[at] for at in np.flatnonzero(there)[component < 0].tolist()]
            if turned:
                found.append(say.opposed_loadings(parent.code, parent.name, turned))
        weights[list(group.children)] = own
        return own

    return combine(values, structure, weights, means, look_at=look_at)


def _refuse_uncomputable(
    prepared: Prepared,
    scores: FloatArray,
    structure: Structure,
    weights: FloatArray,
    means: Sequence[Mean],
) -> None:
    faults = []
    for group in structure.groups:
        parent = structure.elements[group.parent]
        mean = means[parent.level - 2]
        failed = uncomputable(scores, group, weights, mean)
        if not failed.any():
            continue
        unit = int(np.flatnonzero(failed)[0])
        children = list(group.children)
        parts = np.where(weights[children] != 0, scores[unit, children], np.nan)
        low = int(np.nanargmin(parts))
        child = structure.elements[group.children[low]].code
        others = f" and {int(failed.sum()) - 1} more" if failed.sum() > 1 else ""
        limit = "less than 0" if mean.takes_zero else "0 or less"
        if mean.method is Aggregation.MAZZIOTTA_PARETO:
            limit = "0 or less on average"
        elif not mean.cannot_take(parts).any():
            limit = "this size"
        faults.append(
            Fault(
                parent.code,
                f"the {mean.method} mean has no outcome for scores of {limit}, found for "
                f"{prepared.codes[unit]}{others}; {prepared.codes[unit]} has {parts[low]:.4g} for "
                f"{child}",
            )
        )
    if faults:
        raise NotComputable(faults)


def _on_missing(
    scores: FloatArray, structure: Structure, means: Sequence[Mean], names: Sequence[str]
) -> list[Finding]:
    """Who has no score of a group, and whose score rests on some of its parts."""
    found = []
    for group in structure.groups:
        element = structure.elements[group.parent]
        parts = np.isnan(scores[:, list(group.children)])
        parts = parts[:, ~parts.all(axis=0)]  # what nobody has is told elsewhere
        without = np.isnan(scores[:, group.parent])
        for units, say_so in (
            (without, partial(say.no_score, least=means[element.level - 2].minimum_share)),
            (parts.any(axis=1) & ~without, say.incomplete),
        ):
            who = [names[unit] for unit in np.flatnonzero(units).tolist()]
            if who:
                found.append(say_so(element.code, element.name, who))
    return found


def _adding_up(structure: Structure, weights: FloatArray) -> FloatArray:
    adding_up: FloatArray = weights.copy()
    adding_up[-1] = 1.0
    for group in structure.groups:
        children: Any = list(group.children)
        adding_up[children] = scaled(weights[children])
    return adding_up
