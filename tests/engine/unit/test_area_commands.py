"""`koers areas`, `koers series` and `--boundaries`, on the official table."""

import csv
import io
import json
from pathlib import Path

import pytest

from koers_engine.areas import AreaRegister, NotThereThen
from koers_engine.concepts import Period
from koers_engine.observations import VintageStore
from tests.engine.unit.test_cli import Koers


@pytest.fixture
def koers(population_store: VintageStore, capsys: pytest.CaptureFixture[str]) -> Koers:
    return Koers(population_store.path, capsys)


def test_the_history_of_a_place_is_told_in_sentences_latest_first(koers: Koers) -> None:
    lines = koers("areas", "history", "Groningen").splitlines()

    assert lines[0] == "Groningen (GM0014)"
    assert lines[1].startswith(
        "2019-01-01  Merger, received from Ten Boer (GM0009): 4,531 hectares"
    )
    assert "Groningen itself: 9,492 hectares, 102,562 dwellings" in lines[1]
    assert lines[-1].strip() == "Exists since before 1830."


def test_the_history_names_the_successors_for_programs(koers: Koers) -> None:
    told = json.loads(koers("areas", "history", "GM0788", "--format", "json"))

    assert (told["began_on"], told["ended_on"]) == (None, "2021-01-01")
    assert [heir["name"] for heir in told["successors"]] == [
        "Boxtel", "Oisterwijk", "Tilburg", "Vught",
    ]  # fmt: skip
    first = told["changes"][0]
    assert first["kind"] == "dissolved"
    assert first["parts"][0] == {
        "code": "GM0757", "name": "Boxtel", "hectares": 535.0, "dwellings": 918,
        "inhabitants": 2149,
    }  # fmt: skip


def test_the_history_for_spreadsheets_has_a_line_per_partner(koers: Koers) -> None:
    rows = list(csv.DictReader(io.StringIO(koers("areas", "history", "GM1979", "--format", "csv"))))

    assert [row["other"] for row in rows] == ["GM0003", "GM0010", "GM0024"]
    assert {row["direction"] for row in rows} == {"received"}


def test_what_could_not_be_read_and_what_is_contradicted_are_listed(koers: Koers) -> None:
    assert "GM0997" in koers("areas", "unread")
    assert "told by receiver" in koers("areas", "contradictions")


def test_a_series_over_a_merger_says_how_each_figure_was_made(koers: Koers) -> None:
    words = ("series", "Boxtel", "--indicator", "population", "--boundaries", "2021")

    told = json.loads(koers(*words, "--since", "2020", "--until", "2021", "--format", "json"))

    (before, after) = told["series"]
    assert told["boundaries"] == 2021
    assert before["made_how"] == "Boxtel and 15.0% of Haaren, by share of inhabitants."
    assert 0 < before["estimated"] < 0.1
    assert (after["made_how"], after["estimated"], after["status"]) == (None, 0, "A")
    table = koers(*words, "--language", "nl")
    assert "Boxtel en 15,0% van Haaren, naar aandeel in de inwoners." in table
    rows = list(csv.DictReader(io.StringIO(koers(*words, "--format", "csv"))))
    assert [row["period"] for row in rows][:2] == ["2019", "2020"]


def test_a_series_as_published_stops_where_the_municipality_does(koers: Koers) -> None:
    told = json.loads(koers("series", "Haaren", "--indicator", "population", "--format", "json"))

    assert {row["period"] for row in told["series"] if row["value"]} == {"2019", "2020"}
    assert told["boundaries"] is None


def test_a_position_on_other_boundaries_says_so_for_the_place_and_for_the_group(
    koers: Koers,
) -> None:
    told = json.loads(
        koers("position", "Vught", "--indicator", "population", "--period", "2020", "--format",
              "json", "--boundaries", "2023", "--reference", "province")
    )  # fmt: skip

    assert told["boundaries"] == 2023
    assert told["estimated"] == pytest.approx(0.156, abs=0.001)
    assert told["notes"][0] == "All figures are on the municipal boundaries of 1 January 2023."
    assert "2020: Vught and 34.2% of Haaren, by share of inhabitants." in told["notes"][1]
    assert any("partly estimated figure" in note for note in told["references"][0]["notes"])


def test_growth_that_is_a_merger_is_named(koers: Koers) -> None:
    told = json.loads(koers("position", "Vught", "--indicator", "population", "--format", "json"))

    assert (
        "The growth since 2019 includes what came from another municipality: Haaren."
        in (told["notes"])
    )


def test_a_municipality_that_is_no_more_names_what_it_went_over_into(koers: Koers) -> None:
    told = json.loads(
        koers("position", "Appingedam", "--indicator", "population", "--period", "2024",
              "--format", "json")
    )  # fmt: skip

    assert "It went over into Eemsdelta (GM1979)." in told["notes"][1]


REFUSED = [
    pytest.param(
        ("Appingedam", "2024"),
        "It ended on 2021-01-01 and went over into Eemsdelta (GM1979)",
        id="no more",
    ),
    pytest.param(("Eemsdelta", "2019"), "It began on 2021-01-01", id="not yet"),
    pytest.param(("Assen", "2050"), "The boundaries of 2050 are not known", id="not known"),
]


@pytest.mark.parametrize(("asked", "why"), REFUSED)
@pytest.mark.parametrize("command", ["series", "position"])
def test_boundaries_on_which_the_place_is_not_are_refused_with_the_way_on(
    koers: Koers, command: str, asked: tuple[str, str], why: str
) -> None:
    place, year = asked

    told = koers(command, place, "--indicator", "population", "--boundaries", year, code=1)

    assert why in told


def test_without_the_descriptions_the_way_to_bring_them_in_is_told(
    demo_figures: Path, store: VintageStore, capsys: pytest.CaptureFixture[str]
) -> None:
    koers = Koers(store.path, capsys)
    koers("data", "add", f"koers:{demo_figures.with_name('vintages') / '37230ned'}")

    for words in (
        ("areas", "history", "Assen"),
        ("series", "Assen", "--indicator", "population", "--boundaries", "2021"),
    ):
        assert "koers data add cbs:03759ned" in koers(*words, code=1)


def test_dwellings_go_by_dwellings_as_the_catalogue_says(
    demo_figures: Path,
    population_store: VintageStore,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    koers = Koers(tmp_path / "store", capsys)
    koers("data", "add", f"koers:{demo_figures / '81955NED'}")
    (tmp_path / "store" / "cbs").symlink_to(population_store.path / "cbs", target_is_directory=True)

    table = koers("series", "Boxtel", "--indicator", "new-dwellings", "--boundaries", "2021")

    assert "Boxtel and 15.3% of Haaren, by share of dwellings." in table


def test_before_the_population_is_known_the_history_tells_who_was_there(
    population_store: VintageStore,
) -> None:
    register = AreaRegister.from_store(population_store)

    assert len(register.municipalities(Period(2010))) == 431
    assert register.has_ceased("GM0311", Period(2012))  # Breukelen, until 2011
    with pytest.raises(NotThereThen, match="Stichtse Vecht"):
        register.find_on("Breukelen", Period(2012).first_day)
