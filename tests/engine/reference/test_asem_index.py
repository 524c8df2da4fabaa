"""The ASEM index as COINr 1.1.14 computes it from the same two tables, by its example recipe."""

import csv
import json
import sys
from pathlib import Path

import numpy as np
import pytest

from koers_engine import cli
from koers_engine.composite.building import Index, build
from koers_engine.composite.coherence import belongings
from koers_engine.composite.data import CompositeData
from koers_engine.composite.reading import read_composite
from koers_engine.composite.recipe_text import read_recipe
from koers_engine.composite.treating import kurtosis, skewness
from tests.engine.composites import a_recipe

RECIPE = """\
steps = ["denominate", "impute", "screen", "treat", "normalise"]

[impute]
method = "group-mean"
group = "EurAsia_group"

[screen]
minimum_share = 0.9
"""


@pytest.fixture(scope="module")
def tables(shared_data: Path) -> tuple[Path, Path]:
    folder = shared_data / "composite"
    return folder / "ASEM_iData.csv", folder / "ASEM_iMeta.csv"


@pytest.fixture(scope="module")
def recipe_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("asem") / "recipe.toml"
    file.write_text(RECIPE, encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def data(tables: tuple[Path, Path]) -> CompositeData:
    return read_composite(*tables)


@pytest.fixture(scope="module")
def index(data: CompositeData, recipe_file: Path) -> Index:
    return build(data, read_recipe(recipe_file))


@pytest.fixture(scope="module")
def expected(shared_data: Path) -> dict[str, dict[str, float]]:
    with (shared_data / "composite" / "ASEM_expected_index.csv").open(encoding="utf-8") as file:
        return {
            row.pop("uCode"): {code: float(score) for code, score in row.items()}
            for row in csv.DictReader(file)
        }


def test_every_level_of_every_unit_is_as_published(
    tables: tuple[Path, Path],
    recipe_file: Path,
    expected: dict[str, dict[str, float]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data, meta = map(str, tables)
    command = ["koers", "index", "build", "--data", data, "--meta", meta, "--format", "json"]
    monkeypatch.setattr(sys, "argv", [*command, "--recipe", str(recipe_file)])

    with pytest.raises(SystemExit) as end:
        cli.main()

    printed = capsys.readouterr()
    assert end.value.code == 0, printed.err
    found = {unit["code"]: unit["scores"] for unit in json.loads(printed.out)["scores"]}
    assert found.keys() == expected.keys()
    for unit, scores in expected.items():
        assert len(found[unit]) == len(scores) == 11
        for code, score in scores.items():
            assert found[unit][code]["score"] == pytest.approx(score, abs=1e-9), (unit, code)


@pytest.mark.parametrize(
    ("unit", "score", "rank"),
    [("CHE", 68.38372, 1), ("NLD", 64.81952, 2), ("DNK", 64.80408, 3), ("RUS", 35.65554, 51)],
)
def test_known_units_have_their_score_and_rank(
    index: Index, unit: str, score: float, rank: int
) -> None:
    place = index.codes.index(unit)

    assert index.scores[place, -1] == pytest.approx(score, abs=5e-6)
    assert index.ranks[place, -1] == rank


def test_foreign_investment_is_as_skewed_as_published(data: CompositeData) -> None:
    column = data.structure.places["FDI"]

    assert skewness(data.values)[0, column] == pytest.approx(2.102823, abs=5e-7)
    assert kurtosis(data.values)[0, column] == pytest.approx(4.892063, abs=5e-7)


def test_both_halves_correlate_with_the_index_as_published(index: Index) -> None:
    found = {held.code: held.with_index for held in belongings(index.data.structure, index.scores)}

    assert found["Conn"] == pytest.approx(0.9397805, abs=5e-8)
    assert found["Sust"] == pytest.approx(0.8382873, abs=5e-8)


@pytest.mark.parametrize(
    ("mean", "score"),
    [("arithmetic", 65.17132), ("geometric", 53.46454), ("harmonic", 25.18936)],
)
def test_on_a_scale_from_one_to_a_hundred_the_netherlands_score_by_each_mean_as_published(
    data: CompositeData, mean: str, score: float
) -> None:
    recipe = a_recipe(
        steps=["denominate", "impute", "treat", "normalise"],
        impute={"method": "group-mean", "group": "EurAsia_group"},
        normalise={"low": 1},
        aggregate={"methods": [mean]},
    )

    index = build(data, recipe)

    assert index.scores[index.codes.index("NLD"), -1] == pytest.approx(score, abs=5e-6)


def test_an_index_that_was_kept_is_built_again_to_the_bit(
    tables: tuple[Path, Path],
    recipe_file: Path,
    index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data, meta = map(str, tables)
    recipe = recipe_file
    for name in ("first", "again"):
        out = tmp_path / name
        command = ["koers", "index", "build", "--data", data, "--meta", meta]
        monkeypatch.setattr(sys, "argv", [*command, "--recipe", str(recipe), "--out", str(out)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        assert end.value.code == 0
        recipe = out / "recipe.toml"

    files = sorted(
        path.relative_to(tmp_path / "first") for path in (tmp_path / "first").rglob("*.*")
    )
    assert len(files) == 12
    for file in files:
        assert (tmp_path / "first" / file).read_bytes() == (tmp_path / "again" / file).read_bytes()
    about = json.loads((tmp_path / "first" / "about.json").read_text(encoding="utf-8"))
    assert about["digests"]["scores"] == index.digest


def test_without_a_recipe_the_tables_make_an_index_too(data: CompositeData) -> None:
    index = build(data, a_recipe())

    assert len(index.codes) == 51
    assert not np.isnan(index.scores[:, -1]).any()
