"""What may vary in an index: as the recipe says, and the usual where it says nothing."""

from typing import Any

import numpy as np
import pytest

from koers_engine.composite.imputing import Imputation
from koers_engine.composite.normalising import Normalisation
from koers_engine.composite.recipe import UnusableRecipe
from koers_engine.composite.recipe_text import recipe_of, written
from koers_engine.composite.variants import UNTREATED, Choice, choice_space
from koers_engine.observations.toml_keys import read_toml
from tests.engine.composites import NAN, a_recipe, some_data

DATA = some_data({"jobs": [1.0, 2.0, 3.0], "green": [1.0, NAN, 3.0]})


def test_an_alternative_says_only_what_it_changes() -> None:
    recipe = a_recipe(
        impute={"method": "regression", "predictors": 2},
        treat={"most_points": 7},
        normalise={"low": 1, "high": 10},
        uncertainty={
            "impute": ["median", {"predictors": 4}],
            "treat": ["none", "box-cox", {"most_points": 1}],
            "normalise": ["rank", {"low": 5}],
            "aggregate": ["geometric", {"methods": ["arithmetic"], "minimum_share": 0.9}],
        },
    )

    space = choice_space(DATA, recipe)

    assert [(each.method, each.predictors) for each in space.imputing] == [
        (Imputation.MEDIAN, 2),
        (Imputation.REGRESSION, 4),
    ]
    assert space.treating[0] == UNTREATED
    assert [each.most_points for each in space.treating[1:]] == [7, 1]
    assert [(each.low, each.high) for each in space.normalising] == [(1, 10), (5, 10)]
    assert [means[0].minimum_share for means in space.means] == [0.5, 0.9]
    assert set(space.columns(DATA.structure)) == {
        Choice.IMPUTATION,
        Choice.TREATMENT,
        Choice.NORMALISATION,
        Choice.AGGREGATION,
    }


def test_without_a_table_the_usual_varies_and_a_geometric_mean_can_be_taken() -> None:
    space = choice_space(DATA, a_recipe())

    assert set(space.columns(DATA.structure)) == set(Choice)
    assert [scale.method for scale in space.normalising] == [
        Normalisation.MIN_MAX,
        Normalisation.PERCENTILE_RANK,
        Normalisation.Z_SCORE,
    ]
    assert all(scale.low > 0 for scale in space.normalising)


def test_where_nothing_is_missing_or_treated_that_does_not_vary() -> None:
    data = some_data({"jobs": [1.0, 2.0, 3.0], "green": [1.0, 4.0, 3.0]})

    space = choice_space(data, a_recipe(steps=["impute", "normalise"]))

    assert not space.imputing
    assert not space.treating


def test_weights_stay_within_their_noise_and_those_without_rival_do_not_vary() -> None:
    space = choice_space(DATA, a_recipe(uncertainty={"weights": {"1": 0.25}}))
    points = np.random.default_rng(1).random((1000, 2))

    factors = space.variants(points, DATA.structure).factors

    assert factors[:, :2].min() == pytest.approx(0.75, abs=0.01)
    assert factors[:, :2].max() == pytest.approx(1.25, abs=0.01)
    assert (factors[:, 2] == 1).all()


def test_the_recipe_that_is_printed_explains_a_table_that_can_be_used(tmp_path) -> None:  # type: ignore[no-untyped-def]
    text = written(a_recipe())
    head, _, told = text.partition("# [uncertainty]\n")
    told = "\n".join(line.removeprefix("# ") for line in told.splitlines())
    file = tmp_path / "recipe.toml"
    file.write_text(f"{head}[uncertainty]\n{told}\n", encoding="utf-8")

    recipe = recipe_of(read_toml(file, []))

    assert set(choice_space(DATA, recipe).columns(DATA.structure)) == set(Choice)
    assert recipe_of(read_toml(_kept(tmp_path, written(recipe)), [])) == recipe


def _kept(folder: Any, text: str) -> Any:
    file = folder / "again.toml"
    file.write_text(text, encoding="utf-8")
    return file


FAULTS = [
    pytest.param({"weight": 0.2}, "uncertainty.weight: nothing reads", id="unknown key"),
    pytest.param({"weights": 1.5}, "uncertainty.weights: 1.5 is not from 0", id="too much noise"),
    pytest.param({"weights": {"9": 0.1}}, "weights.9: is not a level", id="no such level"),
    pytest.param({"weights": "many"}, "weights: expected a finite number", id="noise of words"),
    pytest.param({"leave_one_out": 1}, "leave_one_out: expected true or false", id="no truth"),
    pytest.param({"impute": "mean"}, "impute: expected a list", id="no list"),
    pytest.param({"impute": []}, "impute: 0 alternatives", id="empty list"),
    pytest.param({"impute": ["mena"]}, "impute[0].method: 'mena' is none of", id="misspelt"),
    pytest.param({"impute": [3]}, "impute[0]: expected a word or a table", id="a number"),
    pytest.param({"impute": ["group-mean"]}, "impute[0].group: group-mean needs", id="no group"),
    pytest.param(
        {"normalise": [{"low": 200}]}, "normalise[0].high: 100.0 is not above", id="scale"
    ),
    pytest.param(
        {"aggregate": [{"methods": ["arithmetic"] * 3}]},
        "aggregate[0].methods: 3 methods, and levels of aggregates: 1",
        id="levels",
    ),
    pytest.param({"treat": [{"points": 1}]}, "treat[0].points: nothing reads", id="key within"),
]


@pytest.mark.parametrize(("table", "told"), FAULTS)
def test_what_cannot_vary_is_refused_with_its_key(table: dict[str, Any], told: str) -> None:
    with pytest.raises(UnusableRecipe) as refusal:
        choice_space(DATA, a_recipe(uncertainty=table))

    assert told in str(refusal.value)


def test_all_faults_of_the_table_are_named_at_once() -> None:
    with pytest.raises(UnusableRecipe, match="3 faults"):
        choice_space(
            DATA,
            a_recipe(uncertainty={"weights": -1.0, "impute": ["mena"], "normalise": [{"lo": 1}]}),
        )


def test_a_step_that_is_not_done_does_not_vary() -> None:
    recipe = a_recipe(steps=["normalise"], uncertainty={"treat": ["none", "log"]})

    with pytest.raises(UnusableRecipe, match="steps has no treat"):
        choice_space(DATA, recipe)
