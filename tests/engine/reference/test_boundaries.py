"""Boundaries on the official files: nothing is lost, and history agrees with the yearly lists.

Every difference there is stands in `docs/methods/boundaries.md`, and here.
"""

import csv
import gzip
import json
import re
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from koers_engine.areas import AreaRegister
from koers_engine.concepts import AreaKind, Period
from koers_engine.indicators import Catalogue, Panel, load_panel
from koers_engine.indicators.converting import BoundaryConversion
from koers_engine.observations import VintageStore
from tests.engine.samples import a_panel

YEARS = range(2019, 2027)
WANTED = [None, 2018, 2019, 2021, 2023]  # a municipality changed province in 2019


@pytest.fixture(scope="module")
def register(population_store: VintageStore) -> AreaRegister:
    return AreaRegister.from_store(population_store)


@pytest.fixture(scope="module")
def panels(population_store: VintageStore) -> dict[int | None, Panel]:
    catalogue = Catalogue.load()
    return {
        year: load_panel("population", store=population_store, catalogue=catalogue, boundaries=year)
        for year in WANTED
    }


@pytest.fixture(scope="module")
def raw(recorded_population: Path) -> dict[tuple[str, int], float]:
    with gzip.open(recorded_population / "observations-page-1.json.gz") as file:
        rows = json.load(file)["value"]
    return {
        (row["RegioS"], int(row["Perioden"][:4])): row["Value"]
        for row in rows
        if row["Measure"] == "M000352" and row["Value"] is not None
    }


def municipal(panel: Panel, year: int) -> dict[str, float]:
    figures = {
        area: panel.value(area, Period(year))
        for area in panel.areas
        if AreaKind.of(area) is AreaKind.MUNICIPALITY
    }
    return {area: value for area, value in figures.items() if value is not None}


@pytest.mark.parametrize("boundaries", WANTED)
@pytest.mark.parametrize("year", YEARS)
def test_municipalities_add_up_to_their_province_and_to_the_nation(
    panels: dict[int | None, Panel],
    register: AreaRegister,
    raw: dict[tuple[str, int], float],
    year: int,
    boundaries: int | None,
) -> None:
    panel = panels[boundaries]
    province = register.on(date(boundaries or year, 1, 1)).province
    living = municipal(panel, year)

    by_province: dict[str, float] = defaultdict(float)
    for area, value in living.items():
        by_province[province[area]] += value

    official = {f"PV{n}": panel.value(f"PV{n}", Period(year)) for n in range(20, 32)}
    assert sum(living.values()) == pytest.approx(raw["NL01", year], rel=1e-12)
    assert by_province == pytest.approx(official, rel=1e-12)
    assert panel.value("NL01", Period(year)) == raw["NL01", year]
    if boundaries is None or boundaries == year:  # nothing was divided: to the last person
        assert sum(living.values()) == raw["NL01", year]
        assert by_province == official


@pytest.mark.parametrize("boundaries", [2019, 2021, 2023])
@pytest.mark.parametrize("year", YEARS)
def test_exactly_the_municipalities_of_the_wanted_year_have_a_figure(
    panels: dict[int | None, Panel],
    raw: dict[tuple[str, int], float],
    year: int,
    boundaries: int,
) -> None:
    wanted = {code for code, at in raw if at == boundaries and code.startswith("GM")}

    assert municipal(panels[boundaries], year).keys() == wanted


def test_a_whole_merger_is_the_sum_to_the_last_person(
    panels: dict[int | None, Panel], raw: dict[tuple[str, int], float]
) -> None:
    merged = {
        "GM1979": ["GM0003", "GM0010", "GM0024"],  # Eemsdelta
        "GM1991": ["GM0856", "GM1685"],  # Maashorst
        "GM1980": ["GM0398", "GM0416"],  # Dijk en Waard
        "GM1992": ["GM0501", "GM0530", "GM0614"],  # Voorne aan Zee
        "GM0363": ["GM0363", "GM0457"],  # Amsterdam, with Weesp
    }

    made = {code: panels[2023].value(code, Period(2020)) for code in merged}

    assert made == {code: sum(raw[old, 2020] for old in parts) for code, parts in merged.items()}
    assert all(panels[2023].estimated_share(code, Period(2020)) == 0 for code in merged)


def test_haaren_is_divided_as_its_description_tells(
    panels: dict[int | None, Panel], raw: dict[tuple[str, int], float]
) -> None:
    went = {"GM0757": 2149, "GM0824": 5827, "GM0855": 1442, "GM0865": 4900}

    for code, people in went.items():
        part = raw["GM0788", 2020] * people / sum(went.values())
        assert panels[2021].value(code, Period(2020)) == pytest.approx(raw[code, 2020] + part)
        share = panels[2021].estimated_share(code, Period(2020))
        assert share == pytest.approx(part / (raw[code, 2020] + part))
    how = panels[2021].made_how("GM0757", Period(2020))
    assert how is not None
    assert how.nl == "Boxtel en 15,0% van Haaren, naar aandeel in de inwoners."


def test_back_and_forth_gives_the_merged_municipality_its_own_figure_again(
    panels: dict[int | None, Panel], raw: dict[tuple[str, int], float]
) -> None:
    parts = [panels[2019].value(code, Period(2024)) for code in ("GM0003", "GM0010", "GM0024")]

    assert None not in parts
    assert sum(filter(None, parts)) == pytest.approx(raw["GM1979", 2024], rel=1e-12)


@pytest.fixture(scope="module")
def yearly_lists(shared_data: Path) -> dict[int, dict[str, tuple[str, str]]]:
    path = shared_data / "cbs_gebieden" / "gemeenten_per_jaar_2010_2026.csv"
    lists: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            lists[int(row["jaar"])][row["gm_code"]] = (row["gm_naam"], row["prv_code"])
    return lists


@pytest.mark.parametrize("year", range(2010, 2027))
def test_history_has_the_municipalities_of_every_yearly_list(
    register: AreaRegister, yearly_lists: dict[int, dict[str, tuple[str, str]]], year: int
) -> None:
    assert register.history.municipalities(date(year, 1, 1)) == yearly_lists[year].keys()


@pytest.mark.parametrize("year", range(2016, 2027))  # earlier lists name no province
def test_history_has_the_provinces_of_every_yearly_list(
    register: AreaRegister, yearly_lists: dict[int, dict[str, tuple[str, str]]], year: int
) -> None:
    on = register.on(date(year, 1, 1)).province

    assert {code: on[code] for code in yearly_lists[year]} == {
        code: f"PV{province}" for code, (_, province) in yearly_lists[year].items()
    }


def test_names_differ_from_the_yearly_lists_in_nine_known_cases_only(
    register: AreaRegister, yearly_lists: dict[int, dict[str, tuple[str, str]]]
) -> None:
    years: dict[tuple[str, str], list[int]] = defaultdict(list)
    for year, listed in yearly_lists.items():
        for code, (name, _) in listed.items():
            if name != register.areas[code].name:
                years[register.areas[code].name, name].append(year)

    to_2023 = list(range(2010, 2024))
    assert years == {
        # The list of regions marks names that stand for two places; the yearly lists do from 2024.
        ("Hengelo (O.)", "Hengelo"): to_2023,
        ("Laren (NH.)", "Laren"): to_2023,
        ("Rijswijk (ZH.)", "Rijswijk"): to_2023,
        ("Middelburg (Z.)", "Middelburg"): to_2023,
        ("Beek (L.)", "Beek"): to_2023,
        ("Stein (L.)", "Stein"): to_2023,
        # Read in another encoding than they were written in, by whoever made the yearly lists.
        ("Skarsterlân", "Skarsterl‚n"): [2013],
        ("Gaasterlân-Sleat", "Gaasterl‚n-Sleat"): [2013],
        ("Súdwest-Fryslân", "S˙dwest-Frysl‚n"): [2013, 2014],
    }


def test_nothing_of_the_list_of_regions_is_unread_but_prose_and_a_broken_line(
    register: AreaRegister,
) -> None:
    unread = [(line.area, line.line) for line in register.history.unread]

    assert unread == [("CR23", 30), ("GM0997", 3), ("GM0997", 4), ("GM0997", 5)]


def test_every_amount_in_the_list_of_regions_is_in_the_history(
    recorded_population: Path, register: AreaRegister
) -> None:
    """Counted in another way than by the parser: the numbers before the word, over all lines."""
    codes = json.loads((recorded_population / "codes-RegioS.json").read_text())["value"]
    text = "\n".join(c["Description"] for c in codes if c["Identifier"].startswith("GM"))
    told = [
        part.amounts.inhabitants
        for code, changes in register.history.changes.items()
        if code.startswith("GM")
        for change in changes
        for part in change.parts
        if part.amounts.inhabitants is not None
    ]

    counted = [int(number) for number in re.findall(r"(\d+) inwoners?", text)]

    assert len(told) == len(counted)
    assert sum(told) == sum(counted)


def test_giver_and_receiver_contradict_each_other_in_three_known_cases_only(
    register: AreaRegister,
) -> None:
    found = [
        (each.on.year, each.origin, each.destination) for each in register.history.contradictions
    ]

    assert found == [
        (2025, "GM0828", "GM1721"),
        (2025, "GM1721", "GM0828"),
        (2025, "GM1949", "GM0080"),
    ]


def test_a_merger_across_provinces_takes_its_people_along(
    shared_data: Path, register: AreaRegister
) -> None:
    """Vijfheerenlanden, 2019: Leerdam and Zederik went from Zuid-Holland to Utrecht."""
    with (shared_data / "cbs_gebieden" / "inwoners_per_gemeente_jaar.csv").open() as file:
        people = {
            row["gemeente"]: float(row["aantal_inwoners"])
            for row in csv.DictReader(file)
            if row["jaar"] == "2018"
        }
    then, now = (register.on(date(year, 1, 1)).province for year in (2018, 2019))
    provinces: dict[str, float] = defaultdict(float)
    for code, value in people.items():
        provinces[then[code]] += value
    panel = a_panel({code: [value] for code, value in (people | provinces).items()}, [2018])

    made = BoundaryConversion(register, 2019)(panel)

    moved = people["GM0545"] + people["GM0707"]
    assert made.value("GM1961", Period(2018)) == moved + people["GM0620"]
    assert made.value("PV26", Period(2018)) == provinces["PV26"] + moved
    assert made.value("PV28", Period(2018)) == provinces["PV28"] - moved
    living = municipal(made, 2018)
    assert living.keys() == register.history.municipalities(date(2019, 1, 1))
    assert sum(living.values()) == pytest.approx(sum(people.values()), rel=1e-12)
    in_utrecht = sum(value for code, value in living.items() if now[code] == "PV26")
    assert in_utrecht == pytest.approx(made.value("PV26", Period(2018)), rel=1e-12)
