"""Many ways to make an index at once are the same as each of them built by itself."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from koers_engine.composite.aggregating import Aggregation, Mean
from koers_engine.composite.arrays import FloatArray
from koers_engine.composite.building import Index, NotComputable, build, given_weights
from koers_engine.composite.data import CompositeData
from koers_engine.composite.imputing import Imputation
from koers_engine.composite.normalising import Normalisation
from koers_engine.composite.recipe import Imputing, Normalising, Recipe, Step, Weighing
from koers_engine.composite.replicating import areas_of, only, replicate
from koers_engine.composite.structure import Element, Structure
from koers_engine.composite.variants import UNTREATED, Choice, ChoiceSpace, Variants
from koers_engine.composite.weighing import Weighting

FILLINGS = tuple(
    Imputing(method=method, group="size", predictors=2) for method in Imputation
)  # regression among them, which sees which indicators are there
SCALES = (
    Normalising(low=1.0),
    Normalising(method=Normalisation.Z_SCORE, low=100.0, high=110.0),
    Normalising(method=Normalisation.PERCENTILE_RANK, low=0.0),  # of which a zero has no logarithm
    Normalising(method=Normalisation.RANK),
)
MEANS = tuple((Mean(method=method, power=0.5, minimum_share=0.4),) for method in Aggregation)


def some_data(seed: int, *, gaps: float) -> CompositeData:
    """Twelve areas and seven indicators in three groups, one of them of a single indicator."""
    generator = np.random.default_rng(seed)
    values = generator.lognormal(size=(12, 7))
    values[generator.random(values.shape) < gaps] = np.nan
    parents = ["work", "work", "work", "living", "living", "living", "air"]
    indicators = [
        Element(code=f"i{n}", name=f"I{n}", level=1, parent=parent, direction=1 - 2 * (n % 2))
        for n, parent in enumerate(parents)
    ]
    groups = [
        Element(code=code, name=code, level=2, parent="index", weight=weight)
        for code, weight in (("work", 1.0), ("living", 2.0), ("air", 0.5))
    ]
    top = Element(code="index", name="Index", level=3, parent=None)
    return CompositeData(
        codes=tuple(f"GM{n:04}" for n in range(12)),
        names=tuple(f"Place {n}" for n in range(12)),
        structure=Structure((*indicators, *groups, top)),
        values=values,
        groups={"size": ("small", "large") * 6},
    )


def without(elements: Sequence[Element], out: int) -> Structure:
    """A structure in which an indicator never was, nor a group of which nothing is left."""
    left = [element for place, element in enumerate(elements) if place != out]
    parents = {element.parent for element in left}
    return Structure(tuple(each for each in left if each.level == 1 or each.code in parents))


def one_way(index: Index, space: ChoiceSpace, variants: Variants, way: int) -> FloatArray | None:
    """The index of all compared areas as `build` makes it in one way; None where it refuses."""
    data = only(index.data, index.kept)
    weights = given_weights(data.structure, index.recipe) * variants.factors[way]
    elements = [
        replace(element, weight=float(weight))
        for element, weight in zip(data.structure.elements, weights, strict=True)
    ]
    out = int(variants.left_out[way])
    there = [place for place in range(len(data.structure.indicators)) if place != out]
    recipe = space.recipe_with({c: int(taken[way]) for c, taken in variants.alternatives.items()})
    weighing = recipe.weighing
    if weighing.method is not Weighting.PCA:
        weighing = replace(weighing, method=Weighting.GIVEN)
    steps = tuple(step for step in recipe.steps if step is not Step.SCREEN)
    data = replace(data, structure=without(elements, out), values=data.values[:, there])
    try:
        built = build(data, replace(recipe, weighing=weighing, steps=steps))
    except NotComputable:
        return None
    found = built.scores[areas_of(index), -1]
    return None if np.isnan(found).any() else found


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    gaps=st.sampled_from([0.0, 0.0, 0.1, 0.25]),
    weighting=st.sampled_from([Weighting.GIVEN, Weighting.EQUAL, Weighting.PCA]),
)
@example(seed=26, gaps=0.25, weighting=Weighting.PCA)  # a component that lies on one indicator
def test_each_way_is_what_build_makes_of_it(seed: int, gaps: float, weighting: Weighting) -> None:
    data = some_data(seed, gaps=gaps)
    recipe = Recipe(weighing=Weighing(method=weighting))
    space = ChoiceSpace(
        recipe=recipe,
        # weights from the data have no recipe that says them times a factor
        noise={} if weighting is Weighting.PCA else {1: 0.9, 2: 0.5},
        leave_one_out=True,
        imputing=FILLINGS,
        treating=(recipe.treating, UNTREATED),
        normalising=SCALES,
        means=MEANS,
    )
    index = build(data, recipe)
    n_columns = sum(space.columns(data.structure).values())
    points = np.random.default_rng(seed).random((20, n_columns))
    variants = space.variants(points, data.structure)

    found = replicate(index, space, variants)

    for way in range(len(variants)):
        expected = one_way(index, space, variants, way)
        assert found.computed[way] == (expected is not None)
        if expected is not None:
            assert found.scores[way] == pytest.approx(expected, rel=1e-10, abs=1e-10)


def test_the_way_as_published_gives_the_index_as_published() -> None:
    data = some_data(3, gaps=0.1)
    recipe = Recipe(imputing=Imputing(method=Imputation.MEAN))
    space = ChoiceSpace(recipe=recipe, noise={1: 0.25}, leave_one_out=True)
    index = build(data, recipe)
    middle = np.full((1, sum(space.columns(data.structure).values())), 0.5)
    middle[:, -1] = 0.0  # nothing left out

    found = replicate(index, space, space.variants(middle, data.structure))

    assert found.scores[0] == pytest.approx(index.scores[areas_of(index), -1], rel=1e-12)


def test_every_alternative_is_as_likely() -> None:
    data = some_data(1, gaps=0.1)
    space = ChoiceSpace(recipe=Recipe(), leave_one_out=True, normalising=SCALES, means=MEANS[:3])
    points = np.random.default_rng(0).random((6000, 3))

    variants = space.variants(points, data.structure)

    assert np.bincount(variants.left_out + 1) == pytest.approx(np.full(8, 750), rel=0.15)
    for choice, number in ((Choice.NORMALISATION, 4), (Choice.AGGREGATION, 3)):
        counted = np.bincount(variants.alternatives[choice])
        assert counted == pytest.approx(np.full(number, 6000 / number), rel=0.1)
