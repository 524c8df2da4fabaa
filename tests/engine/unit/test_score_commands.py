import csv
import io
import json
from pathlib import Path

import pytest

from koers_engine.observations import VintageStore
from tests.engine.scoring import HEAD, goal
from tests.engine.unit.test_cli import Koers

OWN = """
[[goals.indicators]]
indicator = "jobs-per-1000"
worst = { value = 200 }
best = { value = 800 }
reason = { nl = "Zo besloten.", en = "So decided." }
"""


@pytest.fixture
def koers(demo_store: VintageStore, capsys: pytest.CaptureFixture[str]) -> Koers:
    return Koers(demo_store.path, capsys)


@pytest.fixture
def own_goals(tmp_path: Path) -> str:
    path = tmp_path / "goals.toml"
    path.write_text(HEAD + goal("work", OWN) + goal("water"), encoding="utf-8")
    return str(path)


def test_a_place_is_scored_on_goals_of_ones_own(koers: Koers, own_goals: str) -> None:
    told = koers("scores", "Assen", "--goals", own_goals)

    # 39,800 jobs of employees for 67,165 inhabitants in 2015: 592.6, of 200 to 800.
    assert "Assen (GM0106), Own goals" in told
    assert (
        "Overall: 65; Nederland 44; Drenthe 33; place 27 of 321; goals with a score: 1 of 1" in told
    )
    assert "Goal work     65  ████████│████·······" in told
    assert "Goal water: No figure." in told
    assert "Bron: CBS (StatLine), tabel 70072ned (CC BY 4.0), as known on 2018-06-06" in told


def test_a_program_gets_all_numbers_with_what_they_rest_on(koers: Koers, own_goals: str) -> None:
    card = json.loads(koers("scores", "Assen", "--goals", own_goals, "--format", "json"))

    (behind,) = card["goals"][0]["indicators"]
    assert card["index"]["score"] == pytest.approx(100 * (1000 * 39_800 / 67_165 - 200) / 600)
    assert (behind["worst"], behind["best"], behind["is_clipped"]) == (200, 800, False)
    assert [mark["area"] for mark in behind["marks"]] == ["NL01", "PV22"]
    assert behind["trend"] is None
    assert behind["why_no_trend"].startswith("No arrow")
    assert card["goals"][1]["why_not"] == "No score: no indicator belongs to this goal."


def test_a_spreadsheet_gets_a_line_for_the_index_each_goal_and_each_indicator(
    koers: Koers, own_goals: str
) -> None:
    told = koers("scores", "Assen", "--goals", own_goals, "--format", "csv", "--language", "nl")

    rows = list(csv.DictReader(io.StringIO(told)))
    assert [row["level"] for row in rows] == ["index", "goal", "indicator", "goal"]
    assert {row["area"] for row in rows} == {"GM0106"}
    assert rows[3]["note"] == "Geen score: bij dit doel hoort geen indicator."


def test_all_municipalities_are_scored_the_best_first(
    koers: Koers, own_goals: str, tmp_path: Path
) -> None:
    out = tmp_path / "scores.csv"

    koers("scores", "--all", "--goals", own_goals, "--out", str(out))

    with out.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert len(rows) == 342
    assert list(rows[0]) == ["area", "name", "rank", "index", "work", "work/jobs-per-1000"]
    scores = [float(row["index"]) for row in rows if row["index"]]
    assert scores == sorted(scores, reverse=True)
    assert len(scores) == 321
    assert not any(row["index"] or row["rank"] for row in rows[321:])
    assert "27  Assen (GM0106)" in koers("scores", "--all", "--goals", own_goals)


def test_a_file_named_json_gets_json(koers: Koers, own_goals: str, tmp_path: Path) -> None:
    out = tmp_path / "assen.json"

    assert not koers("scores", "Assen", "--goals", own_goals, "--out", str(out))

    assert json.loads(out.read_text(encoding="utf-8"))["area"]["code"] == "GM0106"


def test_figures_that_were_not_brought_in_are_told_and_nothing_is_refused(
    koers: Koers, own_goals: str, tmp_path: Path
) -> None:
    told = koers("scores", "Assen", "--goals", own_goals, "--period", "2000")

    assert "No score: there are no figures up to 2000." in told
    assert "nan" not in told


REFUSED = [
    pytest.param([], 2, "Give a place, or --all", id="nothing asked"),
    pytest.param(["Assen", "--all"], 2, "Give a place, or --all", id="both asked"),
    pytest.param(["Nowhere"], 1, "There is no area 'Nowhere'", id="an unknown place"),
    pytest.param(["Assen", "--goals", "/nowhere"], 1, "No such file", id="no set of goals"),
    pytest.param(["Assen", "--period", "soon"], 1, "is no period", id="no period"),
    pytest.param(["Loppersum", "--boundaries", "2024"], 1, "no municipality on", id="gone then"),
]


@pytest.mark.parametrize(("words", "code", "told"), REFUSED)
def test_what_cannot_be_answered_is_refused(
    koers: Koers, words: list[str], code: int, told: str
) -> None:
    assert told in koers("scores", *words, code=code)
