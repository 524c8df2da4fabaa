"""`koers index build` and `koers index recipe`, as they are called."""

import csv
import io
import json
import re
import sys
import tomllib
from pathlib import Path

import pytest

from koers_engine import cli
from koers_engine.composite import findings
from koers_engine.composite.recipe import Recipe
from koers_engine.composite.recipe_text import recipe_of
from tests.engine.composites import IDATA, IMETA, two_tables


@pytest.fixture
def koers(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    def run(*words: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["koers", "index", *map(str, words)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out + printed.err

    return run


def test_the_recipe_that_is_printed_is_the_default(koers) -> None:  # type: ignore[no-untyped-def]
    code, printed = koers("recipe")

    assert code == 0
    assert recipe_of(tomllib.loads(printed)) == Recipe()


def test_an_index_is_printed_with_ranks_coherence_and_findings(koers, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data, meta = two_tables(tmp_path)

    code, printed = koers("build", "--data", data, "--meta", meta)

    assert code == 0
    assert printed.startswith("Index: 4 units, 3 indicators, 3 levels\n")
    assert re.search(r"^ +1  A     Aa +\d+\.\d\d", printed, re.MULTILINE)
    assert "The parts of Economy" in printed
    assert re.search(r"^Index [0-9a-f]{12}, of data [0-9a-f]{12} and recipe", printed, re.MULTILINE)


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_is_missing_is_no_number_in_any_form(
    koers, tmp_path: Path, form: str, language: str
) -> None:  # type: ignore[no-untyped-def]
    data, meta = two_tables(
        tmp_path, data=IDATA.replace("A,Aa,north,10,5,2,8", "A,Aa,north,NA,NA,,")
    )
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('steps = ["normalise"]', encoding="utf-8")

    code, printed = koers(
        "build", "--data", data, "--meta", meta, "--recipe", recipe, "--format", form,
        "--language", language, "--out", tmp_path / "out",
    )  # fmt: skip

    assert code == 0, printed
    kept = "\n".join(path.read_text() for path in (tmp_path / "out").rglob("*.csv"))
    assert not re.search(r"(?i:\bnan\b|\binf\b)|None", printed + kept)
    if form == "json":
        last = json.loads(printed)["scores"][-1]
        assert last["code"] == "A"
        assert last["scores"]["index"] == {"score": None, "rank": None}
    if form == "csv":
        last = list(csv.DictReader(io.StringIO(printed)))[-1]
        assert (last["code"], last["index"], last["index rank"]) == ("A", "", "")


def test_texts_of_others_neither_run_as_formulas_nor_steer_a_terminal(
    koers, tmp_path: Path
) -> None:  # type: ignore[no-untyped-def]
    data, meta = two_tables(
        tmp_path,
        data=IDATA.replace("A,Aa", "=1+1,\x1b[31mAa").replace("jobs", "+jobs"),
        meta=IMETA.replace("jobs,Jobs", "+jobs,@Jobs"),
    )

    code, printed = koers(
        "build", "--data", data, "--meta", meta, "--out", tmp_path / "out", "--format", "csv"
    )

    assert code == 0, printed
    tables = [printed, *(path.read_text() for path in (tmp_path / "out").rglob("*.csv"))]
    for table in tables:
        assert "\x1b" not in table
        for cells in csv.reader(io.StringIO(table)):
            assert not any(cell.startswith(("=", "@", "+")) for cell in cells)


def test_every_step_that_finds_something_has_a_name_in_both_languages() -> None:
    found = set(
        re.findall(r'Finding\("(\w+)", ', Path(findings.__file__).read_text(encoding="utf-8"))
    )

    assert found == set(findings.STEP_NAMES)


def test_results_do_not_overwrite_what_is_there(koers, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data, meta = two_tables(tmp_path)

    code, printed = koers("build", "--data", data, "--meta", meta, "--out", tmp_path)

    assert code == 1
    assert "Give --out a new one" in printed


def test_a_refusal_ends_with_code_one_and_leaves_no_folder(koers, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    data, meta = two_tables(tmp_path, meta=IMETA.replace("index,Index", "Index,Index"))

    code, printed = koers("build", "--data", data, "--meta", meta, "--out", tmp_path / "out")

    assert code == 1
    assert "Nearest: Index" in printed
    assert not (tmp_path / "out").exists()
