import csv
import io
import json
import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from koers_engine import cli
from koers_engine.cli.rendering import as_csv, as_table, number, printable
from koers_engine.observations import VintageStore
from koers_engine.sources.addresses import BaseAddress
from koers_engine.sources.cbs import v4
from tests.engine.loopback import LoopbackCbs, serving
from tests.engine.samples import a_dataset
from tests.engine.spoiling import change_json, replace_text

WEEK = timedelta(days=7)


class Koers:
    """Runs the command in this process."""

    def __init__(self, store: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.store, self.capsys = store, capsys

    def __call__(self, *words: str, code: int = 0) -> str:
        """What it prints: the answer; with another code the error, where it tells one."""
        self.capsys.readouterr()
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("KOERS_STORE", str(self.store))
            patch.setattr(sys, "argv", ["koers", *words])
            with pytest.raises(SystemExit) as end:
                cli.main()
        printed = self.capsys.readouterr()
        assert end.value.code == code, printed
        assert "Traceback" not in printed.err
        return (printed.err or printed.out) if code else printed.out


@pytest.fixture
def koers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Koers:
    return Koers(tmp_path / "store", capsys)


@pytest.fixture
def koers_with_figures(demo_store: VintageStore, capsys: pytest.CaptureFixture[str]) -> Koers:
    return Koers(demo_store.path, capsys)


POSITION = ("position", "GM0106", "--indicator", "population", "--period", "2024")


def test_a_recorded_table_is_added_once(koers: Koers, recording: Path) -> None:
    first = koers("data", "add", "cbs:00001tst", "--from", str(recording))
    again = koers("data", "add", "cbs:00001tst", "--from", str(recording))

    assert "cbs:00001tst: new vintage" in first
    assert "already there as vintage" in again
    assert [row["vintages"] for row in json.loads(koers("data", "list", "--format", "json"))] == [1]


def test_a_table_is_added_from_a_server_and_its_recording_kept(
    koers: Koers, recording: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "kept"
    with serving(LoopbackCbs(recording, page_size=4)) as server:
        koers("data", "add", "cbs:00001tst", "--from", server.address, "--recording", str(kept))

    assert "already there" in koers("data", "add", "cbs:00001tst", "--from", str(kept))


def test_a_recording_that_fails_leaves_nothing_behind(
    koers: Koers, recording: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "below" / "kept"
    words = ["data", "add", "cbs:00001tst", "--recording", str(kept), "--from"]
    with serving(LoopbackCbs(recording, next_link="")) as server:
        koers(*words, server.address, code=1)

        assert not list(tmp_path.glob("below/*"))

    with serving(LoopbackCbs(recording)) as server:
        assert "new vintage" in koers(*words, server.address.replace("http", "HTTP"))


def test_a_recording_of_tomorrow_is_refused(koers: Koers, recording: Path) -> None:
    change_json(recording / "index.json", lambda said: said.update(capturedAt="9000-01-01T00:00Z"))

    refusal = koers("data", "add", "cbs:00001tst", "--from", str(recording), code=1)

    assert "9000-01-01 00:00 UTC lies in the future" in refusal


def test_damaged_files_are_told_and_repaired(koers: Koers, recording: Path) -> None:
    added = ("data", "add", "cbs:00001tst", "--from", str(recording))
    koers(*added)
    next(koers.store.glob("*/*/data/*/observations.parquet")).unlink()

    assert "Add the same content again" in koers("data", "show", "cbs:00001tst", code=1)
    assert "repaired the files of vintage" in koers(*added)
    assert "periods (2)" in koers("data", "show", "cbs:00001tst")


def test_a_table_in_koers_own_format_is_added(koers: Koers, koers_table: Path) -> None:
    assert "cbs:00002tst: new vintage" in koers("data", "add", f"koers:{koers_table}")


def test_the_store_can_be_named(koers: Koers, koers_table: Path, tmp_path: Path) -> None:
    koers("data", "add", f"koers:{koers_table}", "--store", str(tmp_path / "other"))

    assert "is empty" in koers("data", "list")
    assert "cbs:00002tst" in koers("data", "list", "--store", str(tmp_path / "other"))


def test_a_table_is_shown_with_units_dimensions_periods_and_terms(
    koers: Koers, recording: Path
) -> None:
    koers("data", "add", "cbs:00001tst", "--from", str(recording))

    shown = koers("data", "show", "00001tst")
    content = json.loads(koers("data", "show", "cbs:00001tst", "--format", "json"))
    lines = list(csv.reader(io.StringIO(koers("data", "show", "cbs:00001tst", "--format", "csv"))))

    assert "licence: CC BY 4.0" in shown
    assert "periods (2): 2023 to 2024" in shown
    assert content["measures"] == [
        {"code": "M1", "title": "People", "unit": "aantal", "decimals": 0}
    ]
    assert [axis["codes"] for axis in content["dimensions"]] == [1, 3, 2]
    assert ["measure", "M1", "People", "aantal"] in lines


REFUSALS = [
    pytest.param(
        ["data", "add", "03759ned"],
        "names no source. Write the kind of source, a colon",
        id="no publisher",
    ),
    pytest.param(
        ["data", "add", "cbs:x", "--from", "/nowhere"], "no index.json", id="no recording"
    ),
    pytest.param(["data", "add", "koers:/nowhere"], "no dataset.toml", id="no table"),
    pytest.param(["data", "show", "cbs:x"], "koers data add cbs:x", id="an unknown table"),
    pytest.param([*POSITION], "koers data add cbs:03759ned", id="an empty store"),
    pytest.param([*POSITION, "--catalogue", "/nowhere.toml"], "No such file", id="no catalogue"),
]


@pytest.mark.parametrize(("words", "told"), REFUSALS)
def test_a_refusal_says_how_to_go_on(koers: Koers, words: list[str], told: str) -> None:
    refusal = koers(*words, code=1)

    assert refusal.startswith("koers: ")
    assert told in refusal


MISUSES = [
    ["position", "GM0106"],
    ["data", "add"],
    ["data", "add", "koers:x", "--where", "A=B"],
    ["data", "add", "cbs:x", "--where", "AB"],
    ["data", "add", "cbs:x", "--from", "folder", "--where", "A=B"],
    [*POSITION, "--format", "xml"],
    [*POSITION, "--as-of", "yesterday"],
    ["fly"],
]


@pytest.mark.parametrize("words", MISUSES, ids=" ".join)
def test_a_wrong_call_ends_with_code_2(koers: Koers, words: list[str]) -> None:
    assert "Usage" in koers(*words, code=2)


@pytest.mark.parametrize(
    ("source", "option"),
    [
        ("file:own.csv", "--form"),
        ("file:own.csv", "--from"),
        ("sdmx:ESTAT/X", "--form"),
        ("jsonstat:own.json", "--mapping"),
        ("cbs:03759ned", "--mapping"),
    ],
)
def test_an_option_that_means_nothing_to_a_source_is_refused(
    koers: Koers, source: str, option: str
) -> None:
    assert f"takes no {option}" in koers("data", "add", source, option, "csv", code=2)


def test_of_a_table_that_is_too_large_the_part_that_is_used_is_named(
    koers: Koers, recorded_population: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(LoopbackCbs(recorded_population)) as server:
        monkeypatch.setattr(v4, "CBS_V4", BaseAddress("UNSET", server.address, "a test"))
        refusal = koers("data", "add", "cbs:03759ned", "--from", server.address, code=1)

    assert "--where BurgerlijkeStaat=T001019 --where Geslacht=T001038" in refusal


def test_a_faulty_table_leaves_the_store_as_it_was(koers: Koers, recording: Path) -> None:
    koers("data", "add", "cbs:00001tst", "--from", str(recording))
    before = koers("data", "list", "--format", "json")
    replace_text(recording / "measure-codes.json", '"aantal"', '""')

    refusal = koers("data", "add", "cbs:00001tst", "--from", str(recording), code=1)

    assert "nothing was stored" in refusal
    assert koers("data", "list", "--format", "json") == before


def test_a_store_that_cannot_be_written_is_refused(
    koers: Koers, koers_table: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("")

    refusal = koers(
        "data", "add", f"koers:{koers_table}", "--store", str(tmp_path / "file"), code=1
    )

    assert "cannot be used" in refusal


def test_a_position_is_printed_for_people(koers_with_figures: Koers) -> None:
    printed = koers_with_figures(
        *POSITION, "--reference", "nl", "--reference", "50000..100000 inhabitants"
    )

    assert "Assen (GM0106), Inhabitants, 2024" in printed
    assert "69,701 inhabitants; growth since 2019: 2.6 %" in printed
    assert "municipalities with 50,000 to 100,000 inhabitants" in printed
    assert "Bron: CBS (StatLine), tabel 03759ned (CC BY 4.0), as known on 2026-07-02" in printed


def test_a_position_is_printed_in_dutch(koers_with_figures: Koers) -> None:
    printed = koers_with_figures(*POSITION, "--language", "nl")

    assert "69.701 inwoners; groei sinds 2019: 2,6 %" in printed
    assert "Nederland" in printed


def test_a_position_is_printed_for_programs(koers_with_figures: Koers) -> None:
    content = json.loads(koers_with_figures(*POSITION, "--since", "2020", "--format", "json"))

    nl, province = content["references"]
    assert (content["value"], content["since"]) == (69_701, "2020")
    assert (nl["rank"], nl["n"], nl["is_official"]) == (56, 342, True)
    assert province["label"] == "Drenthe"
    assert content["sources"][0]["dataset"] == "cbs:03759ned"


def test_a_position_is_printed_for_spreadsheets(koers_with_figures: Koers) -> None:
    rows = list(csv.DictReader(io.StringIO(koers_with_figures(*POSITION, "--format", "csv"))))

    assert [row["reference"] for row in rows] == ["", "nl", "province"]
    assert [row["rank"] for row in rows] == ["", "56", "2"]
    assert [row["tied"] for row in rows] == ["", "0", "0"]
    assert {row["unit"] for row in rows} == {"inhabitants"}
    assert [row["status"] for row in rows] == ["A", "", ""]
    assert all(row["source"].startswith("cbs:03759ned ") for row in rows)
    assert float(rows[1]["difference"]) == pytest.approx(69_701 - 17_942_942 / 342)


@pytest.mark.parametrize("area", ["NL01", "PV22", "LD01"])
def test_an_area_that_is_no_municipality_is_held_against_the_nation(
    koers_with_figures: Koers, area: str
) -> None:
    content = json.loads(koers_with_figures("position", area, *POSITION[2:], "--format", "json"))

    assert [held["reference"] for held in content["references"]] == ["nl"]


def test_without_a_period_the_last_one_with_a_figure_is_taken(koers_with_figures: Koers) -> None:
    content = koers_with_figures("position", "Assen", "--indicator", "jobs", "--format", "json")

    assert json.loads(content)["period"] == "2015"


def test_figures_can_be_asked_as_they_were_known(koers_with_figures: Koers) -> None:
    refusal = koers_with_figures(*POSITION, "--as-of", "2018-01-01", code=1)

    assert "On 2018-01-01" in refusal
    assert "was known yet" in refusal


def test_the_register_is_the_one_that_was_known(
    demo_store: VintageStore, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    store = VintageStore(Path(shutil.copytree(demo_store.path, tmp_path / "store")))
    vintage = store.vintage("cbs:03759ned")
    later = a_dataset(dataset_id="cbs:03759ned", retrieved_at=vintage.retrieved_at + WEEK)
    store.add(later)  # knows no other area than Assen
    koers = Koers(store.path, capsys)
    asked = ("position", "GM0114", "--indicator", "dwellings", "--period", "2024")

    assert "no area 'GM0114'" in koers(*asked, code=1)
    assert "Emmen" in koers(*asked, "--as-of", f"{vintage.retrieved_at:%Y-%m-%d}")


NEAREST = [
    pytest.param(("position", "Asssen", *POSITION[2:]), "GM0106 (Assen)", id="area"),
    pytest.param((*POSITION[:3], "populaton"), "Nearest: population", id="indicator"),
    pytest.param((*POSITION, "--since", "2010"), "Nearest: 2015, 2019, 2020", id="base"),
    pytest.param((*POSITION[:5], "2030"), "Nearest: 2024, 2025, 2026", id="period"),
    pytest.param((*POSITION, "--reference", "de buren"), "Known forms: nl;", id="reference"),
]


@pytest.mark.parametrize(("words", "told"), NEAREST)
def test_what_is_unknown_is_answered_with_the_nearest(
    koers_with_figures: Koers, words: tuple[str, ...], told: str
) -> None:
    assert told in koers_with_figures(*words, code=1)


def test_a_defunct_municipality_is_answered_with_a_reason_instead_of_a_rank(
    koers_with_figures: Koers,
) -> None:
    content = json.loads(
        koers_with_figures("position", "GM0003", *POSITION[2:], "--format", "json")
    )

    assert content["value"] is None
    assert content["references"][0]["rank"] is None
    assert content["references"][0]["tied"] is None
    assert "No figure was released for 2024" in content["notes"][0]
    assert "no longer exists; its last period with a figure is 2020" in content["notes"][1]


def test_indicators_are_listed(koers: Koers) -> None:
    listed = json.loads(koers("indicators", "--format", "json", "--language", "nl"))

    assert {("jobs", "Banen")} <= {(each["indicator"], each["name"]) for each in listed}


def test_labels_of_others_do_not_steer_the_terminal(koers: Koers, recording: Path) -> None:
    replace_text(recording / "properties.json", "Specimen", "\\u001b[2JSpecimen")
    koers("data", "add", "cbs:00001tst", "--from", str(recording))

    for form in ("table", "csv"):
        assert "\x1b" not in koers("data", "list", "--format", form)
        assert "\x1b" not in koers("data", "show", "cbs:00001tst", "--format", form)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_in_csv_never_starts_like_a_formula(start: str) -> None:
    text = as_csv(["title"], [[f"{start}1+1"]])

    assert next(csv.DictReader(io.StringIO(text)))["title"].startswith("'")


def test_a_negative_number_in_csv_stays_a_number() -> None:
    assert as_csv(["n"], [[-1.5], [None]]) == 'n\n-1.5\n""'


def test_numbers_are_written_as_people_of_the_language_write_them() -> None:
    assert number(-1234.56, 1, language="en") == "-1,234.6"
    assert number(-1234.56, 1, language="nl") == "-1.234,6"
    assert number(None, 1, language="nl") == "–"


def test_a_table_aligns_numbers_right_and_texts_left() -> None:
    assert as_table(["name", "n"], [["Assen", "5"], ["Emmen", "10"]]).splitlines() == [
        "name    n",
        "-----  --",
        "Assen   5",
        "Emmen  10",
    ]


def test_control_characters_are_never_printed() -> None:
    assert printable("a\x1b[31m\x07b\u202ec\n") == "a[31mbc"


@pytest.mark.slow
def test_reading_only_the_first_line_is_no_error(demo_store: VintageStore) -> None:
    command = [sys.executable, "-c", "from koers_engine.cli import main; main()"]
    shown = f"data show cbs:03759ned --format csv --store {demo_store.path}".split()

    with subprocess.Popen(
        [*command, *shown], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        errors = process.stderr.read()

    assert b"Traceback" not in errors
