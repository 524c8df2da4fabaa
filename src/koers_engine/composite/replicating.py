"""An index made in many ways at once, by the very steps of `build`, each taken once where shared.

What is done to the indicators (imputing, treating, normalising) has few combinations, and each is
prepared once; weights, and the indicator that is left out, are stacked on top of it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from koers_engine.composite import uncertainty_wording as say
from koers_engine.composite.aggregating import Aggregation, Mean, combine
from koers_engine.composite.arrays import BoolArray, FloatArray, IntArray
from koers_engine.composite.building import Index, given_weights, uncomputable
from koers_engine.composite.data import CompositeData
from koers_engine.composite.imputing import Imputation
from koers_engine.composite.preparing import normalise_as, prepare
from koers_engine.composite.recipe import Recipe, Step
from koers_engine.composite.structure import Group, Structure
from koers_engine.composite.variants import NONE_LEFT_OUT, Choice, ChoiceSpace, Variants
from koers_engine.composite.weighing import Weighting, equal, pca
from koers_engine.concepts import Bilingual

_CELLS_AT_ONCE = 1 << 21
COMPUTED = -1
Telling = Callable[[int, int], None]
"""Hears how many ways are done, of how many."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Replicates:
    """The index of the areas that have one as published, in every way that was asked."""

    scores: FloatArray
    """Of the index, shape (n, n_areas); NaN throughout for a way that could not be computed."""
    why: IntArray
    """Shape (n,): the place in `reasons` of why a way could not be computed, else COMPUTED."""
    reasons: tuple[Bilingual, ...]

    @property
    def computed(self) -> BoolArray:
        """Which ways could be computed, shape (n,)."""
        return np.asarray(self.why == COMPUTED)


def areas_of(index: Index) -> IntArray:
    """Places among the index's units of those that have a score, shape (n_areas,)."""
    return np.flatnonzero(~np.isnan(index.scores[:, -1]))


def replicate(
    index: Index, space: ChoiceSpace, variants: Variants, *, tell: Telling | None = None
) -> Replicates:
    """Make the index in every way; `tell` hears time and again how many of how many are done.

    Screening is not repeated: all ways compare the units that the index as published compares.
    A way fails where `build` would refuse it, and where an area with a published score gets none.

    Raises:
        UnusableRecipe, UnknownGrouping: An alternative asks for what the data does not have.
    """
    data = only(index.data, index.kept)
    areas = areas_of(index)
    weights = given_weights(data.structure, index.recipe)
    scores = np.full((len(variants), len(areas)), np.nan)
    why = np.full(len(variants), COMPUTED, dtype=np.intp)
    reasons: dict[Bilingual, int] = {}
    done = 0
    for recipe, values, ways in _prepared(data, space, variants):
        means = recipe.means_for(data.structure.height)
        for chunk in _chunks(ways, data, means):
            own, out = weights * variants.factors[chunk], variants.left_out[chunk]
            elements = _combined(values, data.structure, own, out, recipe)
            scores[chunk] = elements[:, areas, -1]
            for reason, failed in _failures(elements, areas, data.structure, own, means):
                first = chunk[failed & (why[chunk] == COMPUTED)]
                if first.size:
                    why[first] = reasons.setdefault(reason, len(reasons))
            done += len(chunk)
            if tell is not None:
                tell(done, len(variants))
    scores[why != COMPUTED] = np.nan
    return Replicates(scores=scores, why=why, reasons=tuple(reasons))


def only(data: CompositeData, units: IntArray) -> CompositeData:
    """The data of some units; `units` holds their places."""
    return replace(
        data,
        codes=tuple(data.codes[place] for place in units),
        names=tuple(data.names[place] for place in units),
        values=data.values[units],
        groups={by: tuple(group[place] for place in units) for by, group in data.groups.items()},
        denominators={name: column[units] for name, column in data.denominators.items()},
        findings=(),
    )


def _prepared(
    data: CompositeData, space: ChoiceSpace, variants: Variants
) -> Iterator[tuple[Recipe, FloatArray, IntArray]]:
    """Each combination of alternatives: its recipe, the indicators on one scale, and its ways."""
    choices = [Choice.IMPUTATION, Choice.TREATMENT, Choice.NORMALISATION, Choice.AGGREGATION]
    none = np.zeros(len(variants), dtype=np.intp)
    taken = np.column_stack([variants.alternatives.get(choice, none) for choice in choices])
    fillings = space.imputing or (space.recipe.imputing,)
    regressed = np.array([each.method is Imputation.REGRESSION for each in fillings])
    # only a regression looks at other indicators, and so at which of them is there
    out = np.where(regressed[taken[:, 0]], variants.left_out, NONE_LEFT_OUT)
    told = np.column_stack([taken[:, :2], out, taken[:, 2:]])
    combinations, which = np.unique(told, axis=0, return_inverse=True)
    order = np.argsort(which, kind="stable")
    ends = np.searchsorted(which[order], np.arange(1, len(combinations)))
    units = np.arange(len(data.codes), dtype=np.intp)
    treated: dict[tuple[int, ...], FloatArray] = {}
    for row, ways in zip(combinations.tolist(), np.split(order, ends), strict=True):
        filling, treatment, left_out, scale, mean = row
        now = dict(zip(choices, (filling, treatment, scale, mean), strict=True))
        recipe = space.recipe_with(now)
        key = (filling, treatment, left_out)
        if key not in treated:  # the rows are in order, so that one is kept at a time
            treated = {key: _treated(data, recipe, left_out)}
        yield recipe, normalise_as(recipe.normalising, treated[key], data, units), ways


def _treated(data: CompositeData, recipe: Recipe, left_out: int) -> FloatArray:
    """The indicators as they are before normalisation, without screening."""
    steps = tuple(step for step in recipe.steps if step != Step.SCREEN)
    told = replace(data, values=_without(data.values, left_out))
    before = prepare(told, replace(recipe, steps=steps)).steps[:-1]
    return before[-1].values if before else told.values


def _chunks(ways: IntArray, data: CompositeData, means: Sequence[Mean]) -> list[IntArray]:
    """The ways in parts that take a bounded amount of memory at a time."""
    n_units, cells = len(data.codes), len(data.structure.elements)
    if any(mean.method is Aggregation.COPELAND for mean in means):
        cells += n_units  # it holds a table of pairs
    size = max(1, _CELLS_AT_ONCE // (n_units * cells))
    return [ways[start : start + size] for start in range(0, len(ways), size)]


def _without(values: FloatArray, left_out: int) -> FloatArray:
    """The values without those of one indicator: for every step as if it were not there."""
    if left_out == NONE_LEFT_OUT:
        return values
    values = values.copy()
    values[..., left_out] = np.nan
    return values


def _combined(
    values: FloatArray,
    structure: Structure,
    weights: FloatArray,
    left_out: IntArray,
    recipe: Recipe,
) -> FloatArray:
    """The scores of all elements in each of some ways, shape (n, n_units, n_elements).

    `weights` become those that were used: 0 where an indicator is left out and need not be made
    to miss, and those from the data where the recipe takes them from there.
    """
    means = recipe.means_for(structure.height)
    ways = np.flatnonzero(left_out != NONE_LEFT_OUT)
    by_components = recipe.weighing.method is Weighting.PCA
    if np.isnan(values).any() or means[0].cannot_take(values).any() or by_components:
        values = np.repeat(values[np.newaxis], len(weights), axis=0)
        values[ways, :, left_out[ways]] = np.nan
    else:
        # where every unit has a score, one without weight is one that is not there
        weights[ways, left_out[ways]] = 0.0

    def weigh(group: Group, parts: FloatArray, factors: FloatArray) -> FloatArray:
        weights[..., list(group.children)] = _weighed_by_components(parts, factors)
        return np.asarray(weights[..., list(group.children)])

    return combine(values, structure, weights, means, look_at=weigh if by_components else None)


def _weighed_by_components(parts: FloatArray, factors: FloatArray) -> FloatArray:
    """The weights from the data, as `build` takes them, times their factors."""
    weights = np.zeros(factors.shape)
    found: dict[bytes, FloatArray] = {}  # of indicators, many ways have the same
    for way, scores in enumerate(parts):
        key = scores.tobytes()
        if key not in found:
            there = ~np.isnan(scores).all(axis=0)
            found[key] = np.zeros(len(there))
            component = pca(scores[:, there])
            found[key][there if component is not None else slice(None)] = (
                equal(len(there)) if component is None else component
            )
        weights[way] = found[key]
    return weights * factors


def _failures(
    scores: FloatArray,
    areas: IntArray,
    structure: Structure,
    weights: FloatArray,
    means: Sequence[Mean],
) -> Iterator[tuple[Bilingual, BoolArray]]:
    """Why ways cannot be computed, and which, shape (n,)."""
    for group in structure.groups:
        if not np.isnan(scores[..., group.parent]).any():
            continue
        parent = structure.elements[group.parent]
        mean = means[parent.level - 2]
        units = uncomputable(scores, group, weights, mean)
        wrong = units & np.any(mean.cannot_take(scores[..., list(group.children)]), axis=-1)
        score = say.SCORE_BELOW_ZERO if mean.takes_zero else say.SCORE_OF_ZERO
        is_penalty = mean.method is Aggregation.MAZZIOTTA_PARETO
        other = say.MEAN_OF_ZERO if is_penalty else say.TOO_LARGE
        for why, those in ((score, wrong), (other, units & ~wrong)):
            if those.any():
                yield say.no_outcome(mean.method, parent.name, why), np.any(those, axis=-1)
    unscored = np.any(np.isnan(scores[:, areas, -1]), axis=-1)
    if unscored.any():
        yield say.AREA_WITHOUT_SCORE, unscored
