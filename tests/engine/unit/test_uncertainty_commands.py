"""`koers index uncertainty` and `koers index sensitivity`, as they are called."""

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from koers_engine import cli
from tests.engine.composites import IDATA, two_tables

Koers = Callable[..., tuple[int, str]]


@pytest.fixture
def koers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Koers:
    """Runs a command on two small tables; `data` stands in for the first, `recipe` adds one."""

    def run(command: str, *words: str, data: str = IDATA, recipe: str = "") -> tuple[int, str]:
        figures, meta = two_tables(tmp_path, data=data)
        given = ["--data", str(figures), "--meta", str(meta)]
        if recipe:
            (tmp_path / "recipe.toml").write_text(recipe, encoding="utf-8")
            given += ["--recipe", str(tmp_path / "recipe.toml")]
        monkeypatch.setattr(sys, "argv", ["koers", "index", command, *given, *words])
        with pytest.raises(SystemExit) as end:
            cli.main()
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out + printed.err

    return run


def test_each_place_is_printed_with_its_interval_and_the_asked_one_in_words(koers: Koers) -> None:
    code, printed = koers("uncertainty", "--replicates", "200", "--area", "bee")

    assert code == 0
    assert printed.startswith("Bee stands ")
    assert " of 200 reasonable ways to compute this index." in printed or "all 200" in printed
    assert "top 1 %" in printed
    assert "Varied, all alternatives as likely: the choice of weights" in printed


def test_json_and_csv_hold_the_same_places(koers: Koers) -> None:
    words = ("uncertainty", "--replicates", "50", "--format")

    told = json.loads(koers(*words, "json")[1])
    rows = list(csv.DictReader(io.StringIO(koers(*words, "csv")[1])))

    assert told["computed"] == 50
    assert [area["code"] for area in told["areas"]] == [row["code"] for row in rows]
    assert [area["worst_place"] for area in told["areas"]] == [
        int(row["worst_place"]) for row in rows
    ]


def test_the_seed_decides_the_answer(koers: Koers) -> None:
    first, again, other = (
        koers("uncertainty", "--replicates", "20", "--seed", seed, "--format", "csv")[1]
        for seed in ("1", "1", "2")
    )

    assert first == again
    assert first != other


@pytest.mark.parametrize("form", ["table", "json", "csv"])
@pytest.mark.parametrize("command", ["uncertainty", "sensitivity"])
def test_what_cannot_be_computed_or_does_not_vary_is_no_number(
    koers: Koers, command: str, form: str
) -> None:
    """The last area has no figure; places never move, for the other areas keep their order."""
    data = "\n".join(
        line if not line.startswith("D,") else "D,Dee,south,50,,,"
        for line in IDATA.replace("B,Bee,north,20,15,4,6", "B,Bee,north,20,9,9,2").splitlines()
    )
    recipe = 'steps = ["normalise"]\n[uncertainty]\nweights = 0.01'

    code, printed = koers(
        command, *(("--base", "32") if command == "sensitivity" else ()),
        "--format", form, "--language", "nl", data=data, recipe=recipe,
    )  # fmt: skip

    assert code == 0
    assert "nan" not in printed.lower()
    if form != "csv":
        assert "Zonder score in de index, en dus zonder plaats: Dee." in printed


def test_the_choices_are_printed_by_what_they_explain(koers: Koers) -> None:
    code, printed = koers("sensitivity", "--base", "32", "--area", "A")

    assert code == 0
    assert printed.startswith("Of the variation in how far places shift, ")
    assert "Of the variation in the score of Aa, " in printed
    assert "total order" in printed
    assert "ways in 32 rows; intervals hold 95% of the bootstrap" in printed


def test_shares_come_as_json_and_csv(koers: Koers) -> None:
    words = ("sensitivity", "--base", "32", "--format")

    told = json.loads(koers(*words, "json")[1])
    rows = list(csv.DictReader(io.StringIO(koers(*words, "csv")[1])))

    assert [share["choice"] for share in told["outputs"][0]["shares"]] == [
        row["choice"] for row in rows
    ]
    assert float(rows[0]["total"]) == told["outputs"][0]["shares"][0]["total"]


REFUSED = [
    (("uncertainty", "--replicates", "0"), "", "take 1 to "),
    (("uncertainty", "--area", "Aaa"), "", "'Aaa' has no score in this index. Nearest: "),
    (("sensitivity", "--base", "100"), "", "Take a power of 2"),
    (("sensitivity", "--base", "67108864"), "", "replicates; for this index at most"),
    (("uncertainty",), "[uncertainty]\nweihgts = 0.1", "uncertainty.weihgts: nothing reads"),
    (("uncertainty",), "[uncertainty]\nweights = 0", "No choice of this index varies"),
]


@pytest.mark.parametrize(("words", "recipe", "told"), REFUSED)
def test_what_cannot_be_done_is_refused_with_a_way_on(
    koers: Koers, words: tuple[str, ...], recipe: str, told: str
) -> None:
    code, printed = koers(*words, recipe=recipe)

    assert code == 1
    assert printed.startswith("koers: ")
    assert told in printed


def test_a_name_that_looks_like_a_formula_is_harmless_in_csv(koers: Koers) -> None:
    _, printed = koers(
        "uncertainty", "--replicates", "5", "--format", "csv",
        data=IDATA.replace("A,Aa,", "A,=1+1,"),
    )  # fmt: skip

    assert "'=1+1" in printed
    assert ",=1+1" not in printed
