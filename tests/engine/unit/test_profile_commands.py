"""`koers profile` and `koers compare`."""

import csv
import io
import json
from pathlib import Path

import pytest
from rich.console import Console

from koers_engine.cli import profile_screen, profiles
from koers_engine.observations import VintageStore
from koers_engine.profile import build_profile
from tests.engine.unit.test_cli import Koers


@pytest.fixture
def koers(demo_store: VintageStore, capsys: pytest.CaptureFixture[str]) -> Koers:
    return Koers(demo_store.path, capsys)


def test_a_profile_is_told_in_words_and_figures(koers: Koers) -> None:
    printed = koers("profile", "Assen", "--language", "nl")

    assert printed.startswith("Assen (GM0106), Drenthe\n")
    assert (
        "- Assen heeft meer banen per 1.000 inwoners (593 in 2015) dan 93% van de 44 andere "
        "gemeenten met 50.000 tot 100.000 inwoners." in printed
    )
    assert "Gemeentefinanciën" in printed
    assert "Bron: CBS (StatLine), tabel 03759ned" in printed
    assert "\x1b" not in printed


def test_json_and_csv_hold_the_same_figures(koers: Koers) -> None:
    asked = ("profile", "GM0106", "--reference", "nl", "--reference", "peers 5")
    told = json.loads(koers(*asked, "--format", "json"))
    rows = list(csv.DictReader(io.StringIO(koers(*asked, "--format", "csv"))))

    jobs = told["figures"]["jobs-per-1000"]
    own, nation, peers = [row for row in rows if row["indicator"] == "jobs-per-1000"]
    assert float(own["value"]) == jobs["value"]
    assert [row["reference"] for row in (nation, peers)] == ["nl", "peers 5"]
    assert int(nation["rank"]) == jobs["references"][0]["rank"]
    assert nation["text"].startswith("Assen has more jobs per 1,000 inhabitants")
    assert told["choice"] == [["reference", "nl"], ["reference", "peers 5"]]
    assert told["scores"]["goals"]


def test_a_choice_that_cannot_be_followed_is_refused_with_every_fault(koers: Koers) -> None:
    refused = koers(
        "profile", "Assen", "--reference", "the moon", "--period", "20", "--indicator", "jbos",
        "--as-of", "soon", "--boundaries", "1", code=1,
    )  # fmt: skip

    for fault in ("5 faults", "the moon", "period: “20”", "“jbos”", "“soon”", "“1” is no year"):
        assert fault in refused


def test_a_place_that_is_not_there_is_refused_with_how_to_go_on(koers: Koers) -> None:
    assert "Nearest: GM0743 (Asten), GM0106 (Assen)" in koers("profile", "Asen", code=1)
    assert "--boundaries 2018" in koers("profile", "Haren", code=1)
    assert "in 2015" in koers("profile", "Haren", "--boundaries", "2018", "--indicator", "jobs")
    assert "boundaries" in koers("profile", "Assen", "--boundaries", "1950", code=1)


def test_sections_and_lists_of_ones_own_are_shown(koers: Koers, tmp_path: Path) -> None:
    sections, groups = tmp_path / "sections.toml", tmp_path / "groups.toml"
    sections.write_text(
        'tiles = []\n[[sections]]\ncode = "own"\ntitle = { nl = "Eigen", en = "Our own" }\n'
        'indicators = ["jobs"]\n'
    )
    groups.write_text(
        '[[groups]]\nname = "friends"\nversion = 1\n'
        'title = { nl = "Vrienden", en = "Friends" }\n'
        'members = ["GM0114", "GM0118", "GM0109"]\n'
    )

    printed = koers(
        "profile", "Assen", "--sections", str(sections), "--groups", str(groups),
        "--reference", "group:friends",
    )  # fmt: skip

    assert "Our own" in printed
    assert "- Assen has more jobs (39,800 in 2015) than " in printed
    assert "of the group “Friends" in printed


def test_the_profiles_of_all_municipalities_go_to_one_file(koers: Koers, tmp_path: Path) -> None:
    out = tmp_path / "all.csv"

    printed = koers(
        "profile", "--all", "--out", str(out), "--indicator", "population", "--reference", "nl"
    )

    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert printed == f"342 profiles are in {out}\n"
    assert len({row["area"] for row in rows}) == 342
    assert len(rows) == 2 * 342
    for wrong in (("profile",), ("profile", "Assen", "--all", "--out", "x.csv")):
        assert "--all" in koers(*wrong, code=2)


def test_places_are_compared_side_by_side(koers: Koers) -> None:
    asked = ("compare", "Assen", "Emmen", "Eemsdelta", "--indicator", "jobs-per-1000")
    printed = koers(*asked)
    told = json.loads(koers(*asked, "--format", "json"))
    rows = list(csv.DictReader(io.StringIO(koers(*asked, "--format", "csv"))))

    assert "593 *" in printed
    (jobs,) = told["indicators"]
    assert [figure["value"] is None for figure in jobs["figures"]] == [False, False, True]
    assert [row["value"] == "" for row in rows] == [False, False, True]
    assert "at most 6" in koers(
        "compare", "Assen", "Emmen", "Meppel", "Zwolle", "Almere", "Breda", "Tilburg", code=1
    )


def test_a_terminal_shows_tiles_bars_and_marks_that_are_explained(demo_store: VintageStore) -> None:
    choice, known, outline = profiles.looked_up({}, profiles.From((), demo_store.path))
    profile = build_profile("Assen", choice, known=known, outline=outline)
    screen = Console(record=True, width=120, file=io.StringIO(), force_terminal=True)

    profile_screen.draw(profile, "en", screen)

    shown = screen.export_text()
    assert "╭─ Jobs per 1,000 inhabitants" in shown
    assert "▲ 464  the Netherlands" in shown
    assert "▲ better, ▼ worse" in shown
    assert "Others below: the share of the municipalities with 50,000 to" in shown
    assert max(map(len, shown.splitlines())) <= 120


def test_a_terminal_of_80_columns_shows_whole_words_and_figures(demo_store: VintageStore) -> None:
    choice, known, outline = profiles.looked_up({}, profiles.From((), demo_store.path))
    profile = build_profile("Assen", choice, known=known, outline=outline)
    screen = Console(record=True, width=80, file=io.StringIO(), force_terminal=True)

    profile_screen.draw(profile, "en", screen)

    shown = screen.export_text()
    first_table = shown.split("others below", 1)[1].split("•", 1)[0]
    assert "Inhabitants" in first_table
    assert "…" not in first_table
    assert max(map(len, shown.splitlines())) <= 80
