"""`koers data diff`, `koers conclusions`, and asking for the past."""

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from koers_engine.observations import VintageStore
from tests.engine.unit.test_cli import Koers

DIEMEN = ("position", "Diemen", "--indicator", "population", "--period", "2025")
DIFF = ("data", "diff", "cbs:03759ned", "--period", "2025", "--measure", "M000352")
FIRST, LAST = "2025-12-31", "2026-12-31"


@pytest.fixture
def koers(revised_store: VintageStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Koers:
    return Koers(Path(shutil.copytree(revised_store.path, tmp_path / "store")), capsys)


def test_a_figure_is_answered_as_it_was_known_on_the_day(koers: Koers) -> None:
    told = {
        day: json.loads(koers(*DIEMEN, "--as-of", day, "--format", "json")) for day in (FIRST, LAST)
    }

    assert {day: answer["value"] for day, answer in told.items()} == {FIRST: 33_256, LAST: 33_228}
    assert {day: answer["references"][0]["rank"] for day, answer in told.items()} == {
        FIRST: 169,
        LAST: 170,
    }


def test_tables_are_listed_and_shown_as_they_were_known_on_the_day(koers: Koers) -> None:
    [listed] = json.loads(koers("data", "list", "--as-of", FIRST, "--format", "json"))
    shown = json.loads(koers("data", "show", "03759ned", "--as-of", FIRST, "--format", "json"))

    assert (listed["observations"], listed["vintages"]) == (342, 1)
    assert (shown["periods"], len(shown["vintages"])) == (["2025JJ00"], 1)
    assert "was known yet on 2024-12-31" in koers("data", "list", "--as-of", "2024-12-31")
    assert "was known yet" in koers("data", "show", "03759ned", "--as-of", "2024-12-31", code=1)


def test_a_revision_is_told_with_the_conclusions_that_change(koers: Koers) -> None:
    koers(*DIEMEN, "--as-of", FIRST, "--keep", "diemen")

    printed = koers(*DIFF, "--from", FIRST, "--to", LAST, "--limit", "1")

    assert "before: 2025-06-04" in printed
    assert "1 of 326 changed cells, the largest differences first" in printed
    assert "Amsterdam" in printed
    assert "diemen (Diemen, population, 2025) changes:" in printed
    assert "the Netherlands: the rank was 169 of 342 and becomes 170 of 342." in printed


def test_a_revision_is_told_in_dutch(koers: Koers) -> None:
    koers(*DIEMEN, "--as-of", FIRST, "--keep", "diemen")

    printed = koers(*DIFF, "--language", "nl")

    assert "20 van 326 veranderde cellen" in printed
    assert "935.793" in printed
    assert "Nederland: de rang was 169 van 342 en wordt 170 van 342." in printed


@pytest.mark.parametrize("area", ["GM0106", "gm0106", "Assen"])
def test_a_revision_is_told_for_programs(koers: Koers, area: str) -> None:
    content = json.loads(koers(*DIFF, "--area", area, "--format", "json"))

    [cell] = content["cells"]
    assert (cell["before"], cell["after"], cell["difference"]) == (70_395, 70_392, -3)
    assert content["totals"]["revised"] == content["summary"][0]["revised"] == 1
    assert content["before"]["attribution"] == "Bron: CBS (StatLine), tabel 37230ned"


def test_a_revision_is_told_for_spreadsheets(koers: Koers) -> None:
    rows = list(csv.DictReader(io.StringIO(koers(*DIFF, "--format", "csv", "--limit", "0"))))

    assert len(rows) == 326
    assert {row["area"]: row["name"] for row in rows}["GM0518"] == "'s-Gravenhage (gemeente)"
    assert sum(row["change"] == "revised" for row in rows) == 313


def test_on_days_of_one_vintage_nothing_changed(koers: Koers) -> None:
    printed = koers(*DIFF, "--from", "2025-06-30", "--to", FIRST)

    assert "Both days have the same vintage" in printed


def test_what_is_kept_is_listed_and_checked(koers: Koers) -> None:
    assert "No conclusion is kept yet" in koers("conclusions", "list")
    koers(*DIEMEN, "--as-of", FIRST, "--keep", "diemen")
    koers(*DIEMEN, "--keep", "diemen-now")

    [then, now] = json.loads(koers("conclusions", "list", "--format", "json"))
    checked = json.loads(koers("conclusions", "check", "--format", "json"))

    assert (then["answer"]["value"], now["answer"]["value"]) == (33_256, 33_228)
    assert {each["name"]: each["holds"] for each in checked} == {
        "diemen": False,
        "diemen-now": True,
    }
    assert "diemen-now (Diemen, population, 2025) holds." in koers("conclusions", "check")
    assert "diemen,no,rank," in koers("conclusions", "check", "diemen", "--format", "csv")
    as_it_was = koers("conclusions", "check", "diemen", "--as-of", FIRST)
    assert "diemen (Diemen, population, 2025) holds." in as_it_was


def test_a_conclusion_on_other_boundaries_is_drawn_again_on_those(
    population_store: VintageStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    koers = Koers(Path(shutil.copytree(population_store.path, tmp_path / "store")), capsys)
    asked = ("position", "Boxtel", "--indicator", "population", "--period", "2020")

    koers(*asked, "--boundaries", "2021", "--keep", "boxtel")

    [kept] = json.loads(koers("conclusions", "list", "--format", "json"))
    assert kept["question"]["boundaries"] == 2021
    assert kept["answer"]["value"] > 31_000  # with its part of Haaren, which went in 2021
    assert "holds" in koers("conclusions", "check", "boxtel")


REFUSALS = [
    pytest.param((*DIEMEN, "--keep", "../x"), "cannot be the name", id="a name that is a path"),
    pytest.param(("conclusions", "check", "x"), "No conclusion is kept as 'x'", id="no such name"),
    pytest.param((*DIFF, "--area", "GM9999"), "'GM9999'", id="no such area"),
    pytest.param((*DIFF, "--from", "2020-01-01"), "was known yet", id="before the first vintage"),
    pytest.param((*DIFF, "--to", FIRST), "has one vintage only", id="nothing before it"),
    pytest.param(("data", "diff", "cbs:x"), "koers data add cbs:x", id="an unknown table"),
]


@pytest.mark.parametrize(("words", "told"), REFUSALS)
def test_a_refusal_says_how_to_go_on(koers: Koers, words: tuple[str, ...], told: str) -> None:
    assert told in koers(*words, code=1)


@pytest.mark.parametrize("day", ["yesterday", "2025-13-01", "01-07-2025"])
def test_a_day_that_is_no_date_ends_with_code_2(koers: Koers, day: str) -> None:
    assert "is no date" in koers(*DIFF, "--from", day, code=2)


def test_days_in_the_wrong_order_end_with_code_2(koers: Koers) -> None:
    assert "lies after" in koers(*DIFF, "--from", LAST, "--to", FIRST, code=2)
