import tomllib
from pathlib import Path
from typing import Any

import pytest

from koers_engine.composite.recipe import Recipe, UnusableRecipe
from koers_engine.composite.recipe_text import read_recipe, recipe_of, written
from tests.engine.composites import a_recipe

FULL: dict[str, Any] = {
    "steps": ["impute", "normalise"],
    "screen": {"minimum_share": 0.9, "minimum_not_zero": 0.1},
    "impute": {"method": "group-median", "group": 'Reg"ion\n\x7f', "predictors": 5},
    "treat": {"most_points": 0, "transformation": "box-cox", "fixed_lambda": 0.5},
    "normalise": {"method": "goalposts", "low": 1, "goalposts": {"a b": [0, 1.5], "c": [1, 2]}},
    "weigh": {"method": "budget", "experts": [{"a b": 3, "c": 1}, {"c": 2.5}]},
    "aggregate": {"methods": ["generalised", "copeland"], "power": 0.1, "minimum_share": 1},
    "uncertainty": {"noise": 0.25, "imputation": ["none", "mean"], "levels": {"1": 0.1}},
}


@pytest.mark.parametrize("recipe", [Recipe(), recipe_of(FULL)], ids=["default", "full"])
def test_a_recipe_that_was_written_is_read_as_the_same(recipe: Recipe) -> None:
    assert recipe_of(tomllib.loads(written(recipe))) == recipe


WRONG = [
    pytest.param({"stpes": ["normalise"]}, "stpes: nothing reads this key", id="unknown table"),
    pytest.param({"treat": {"most": 1}}, "treat.most: nothing reads", id="unknown key"),
    pytest.param({"steps": ["wash"]}, "'wash' is none of denominate", id="unknown step"),
    pytest.param({"steps": ["normalise", "treat"]}, "last step must be normalise", id="order"),
    pytest.param({"steps": ["impute", "impute", "normalise"]}, "stands there twice", id="twice"),
    pytest.param({"screen": {"minimum_share": 90}}, "90.0 is not from 0 to 1", id="percent"),
    pytest.param({"impute": {"method": "mode"}}, "'mode' is none of", id="unknown method"),
    pytest.param({"impute": {"method": "group-mean"}}, "type Group", id="no group"),
    pytest.param({"normalise": {"low": 5, "high": 5}}, "not above low", id="no scale"),
    pytest.param({"normalise": {"low": "x"}}, "expected a finite number", id="no number"),
    pytest.param({"normalise": {"method": "goalposts"}}, "two posts per", id="no goalposts"),
    pytest.param(
        {"normalise": {"goalposts": {"a": [3, 1]}}}, "is not above the first", id="posts turned"
    ),
    pytest.param({"normalise": {"goalposts": {"a": [3]}}}, "expected two posts", id="one post"),
    pytest.param({"weigh": {"method": "budget"}}, "at least one expert", id="no experts"),
    pytest.param({"weigh": {"experts": [{"a": -1}]}}, "-1.0 is not from 0", id="negative points"),
    pytest.param({"aggregate": {"methods": []}}, "", id="no methods is the default"),
]


@pytest.mark.parametrize(("tables", "told"), WRONG)
def test_a_recipe_that_cannot_be_used_is_refused(tables: dict[str, Any], told: str) -> None:
    if not told:
        assert a_recipe(**tables) == Recipe()
        return
    with pytest.raises(UnusableRecipe) as refusal:
        a_recipe(**tables)

    assert told in str(refusal.value)


def test_all_faults_of_a_recipe_are_told_at_once(tmp_path: Path) -> None:
    file = tmp_path / "recipe.toml"
    file.write_text("steps = []\nfast = true\n[treat]\nmost_points = -1\n", encoding="utf-8")

    with pytest.raises(UnusableRecipe) as refusal:
        read_recipe(file)

    assert len(refusal.value.faults) == 2


def test_a_file_that_is_no_toml_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "recipe.toml"
    file.write_text("steps = [", encoding="utf-8")

    with pytest.raises(UnusableRecipe, match=r"recipe\.toml"):
        read_recipe(file)
