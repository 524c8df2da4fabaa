"""The ways to make COINr's ASEM index: on real figures too, each is what `build` makes of it."""

from pathlib import Path

import numpy as np
import pytest

from koers_engine.composite.building import Index, build
from koers_engine.composite.reading import read_composite
from koers_engine.composite.recipe_text import recipe_of
from koers_engine.composite.replicating import replicate
from koers_engine.composite.uncertainty import uncertainty
from koers_engine.composite.variants import Choice, choice_space
from tests.engine.property.test_ways_of_an_index import one_way


@pytest.fixture(scope="module")
def index(shared_data: Path) -> Index:
    folder = shared_data / "composite"
    data = read_composite(folder / "ASEM_iData.csv", folder / "ASEM_iMeta.csv")
    recipe = recipe_of(
        {
            "steps": ["denominate", "impute", "screen", "treat", "normalise"],
            "screen": {"minimum_share": 0.9},
            "impute": {"method": "group-mean", "group": "EurAsia_group"},
        }
    )
    return build(data, recipe)


def test_each_of_the_usual_ways_is_built_alike(index: Index) -> None:
    space = choice_space(index.data, index.recipe)
    columns = space.columns(index.data.structure)
    points = np.random.default_rng(1).random((40, sum(columns.values())))
    variants = space.variants(points, index.data.structure)

    found = replicate(index, space, variants)

    assert set(columns) == set(Choice)
    assert found.computed.all()
    for way, scores in enumerate(found.scores):
        assert scores == pytest.approx(one_way(index, space, variants, way), rel=1e-10)


def test_all_of_a_thousand_usual_ways_can_be_computed_and_agree_on_the_extremes(
    index: Index,
) -> None:
    found = uncertainty(index, replicates=1000)

    assert (found.computed, found.top, found.failures) == (1000, 10, ())
    by_code = {area.code: area for area in found.areas}
    assert by_code["CHE"].worst_place <= 3
    assert by_code["RUS"].best_place >= 45
    assert by_code["CHE"].in_top == 1
    assert by_code["RUS"].in_top == 0
