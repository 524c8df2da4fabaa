"""The position in population, against a calculation of its own from the raw responses of CBS.

Plain Python, written apart from the engine: what both agree on is not a shared mistake.
"""

import gzip
import json
import statistics
from pathlib import Path

import pytest

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue, load_panel
from koers_engine.observations import VintageStore
from koers_engine.position import Position, position
from koers_engine.references import Characteristics, parse_reference

REFERENCES = ["nl", "province", "50000..100000 inhabitants"]
PLACES = ["GM0106", "GM0014", "GM0114", "GM0088"]
YEARS = range(2019, 2027)

Population = dict[tuple[str, int], float]


@pytest.fixture(scope="module")
def raw(recorded_population: Path) -> Population:
    with gzip.open(recorded_population / "observations-page-1.json.gz") as file:
        rows = json.load(file)["value"]
    return {
        (row["RegioS"], int(row["Perioden"][:4])): row["Value"]
        for row in rows
        if row["Measure"] == "M000352" and row["Value"] is not None
    }


@pytest.fixture(scope="module")
def province_of(recorded_population: Path) -> dict[str, str]:
    codes = json.loads((recorded_population / "codes-RegioS.json").read_text())["value"]
    return {code["Identifier"]: code["DimensionGroupId"].removeprefix("GM") for code in codes}


def the_position(store: VintageStore, place: str, year: int = 2024) -> Position:
    catalogue = Catalogue.load()
    population = load_panel("population", store=store, catalogue=catalogue)
    return position(
        population,
        place,
        references=[parse_reference(text) for text in REFERENCES],
        register=AreaRegister.from_store(store),
        characteristics=Characteristics({"population": population}.__getitem__),
        period=Period(year),
        since=Period(2019),
    )


def members(raw: Population, province_of: dict[str, str], place: str, reference: str) -> list[str]:
    alive = [code for code, year in raw if year == 2024 and code.startswith("GM")]
    match reference:
        case "nl":
            return alive
        case "province":
            return [code for code in alive if province_of[code] == province_of[place]]
        case _:
            return [code for code in alive if 50_000 <= raw[code, 2024] < 100_000]


@pytest.mark.parametrize("place", PLACES)
def test_the_place_itself_has_the_figure_and_growth_of_the_raw_file(
    population_store: VintageStore, raw: Population, place: str
) -> None:
    answer = the_position(population_store, place)

    assert answer.value == raw[place, 2024]
    assert answer.growth == pytest.approx((raw[place, 2024] / raw[place, 2019] - 1) * 100)


@pytest.mark.parametrize("reference", REFERENCES)
@pytest.mark.parametrize("place", PLACES)
def test_each_reference_equals_the_calculation_from_the_raw_file(
    population_store: VintageStore,
    raw: Population,
    province_of: dict[str, str],
    place: str,
    reference: str,
) -> None:
    held = the_position(population_store, place).references[REFERENCES.index(reference)]

    group = members(raw, province_of, place, reference)
    figures = [raw[code, 2024] for code in group]
    own, others = raw[place, 2024], [raw[code, 2024] for code in group if code != place]
    both = [code for code in group if (code, 2019) in raw]
    official = {"nl": "NL01", "province": province_of[place]}.get(reference)
    if official:
        value, before, after = raw[official, 2024], raw[official, 2019], raw[official, 2024]
    else:
        value = sum(figures)
        before = sum(raw[code, 2019] for code in both)
        after = sum(raw[code, 2024] for code in both)
    growth = (after / before - 1) * 100
    assert held.n == len(group)
    assert held.is_member == (place in group)
    assert held.is_official == (official is not None)
    assert held.value == value
    assert held.mean == pytest.approx(statistics.mean(figures))
    assert held.median == statistics.median(figures)
    assert held.rank == 1 + sum(figure > own for figure in others)
    assert held.percentile == pytest.approx(sum(figure < own for figure in others) / len(others))
    assert held.difference == pytest.approx(own - statistics.mean(figures))
    assert held.growth == pytest.approx(growth)
    assert held.growth_difference == pytest.approx((own / raw[place, 2019] - 1) * 100 - growth)


def test_assen_in_2024_is_as_counted_by_hand(population_store: VintageStore) -> None:
    nl, drenthe, size = the_position(population_store, "GM0106").references

    assert (nl.n, nl.rank, nl.value) == (342, 56, 17_942_942)
    assert (drenthe.n, drenthe.rank, drenthe.label.nl) == (12, 2, "Drenthe")
    assert (size.n, size.rank) == (63, 24)


@pytest.mark.parametrize("year", YEARS)
def test_the_municipalities_together_are_the_nation(
    population_store: VintageStore, year: int
) -> None:
    panel = load_panel("population", store=population_store, catalogue=Catalogue.load())

    column = panel.values[:, panel.column(Period(year))]
    together = sum(
        value
        for area, value in zip(panel.areas, column, strict=True)
        if area.startswith("GM") and value == value
    )

    assert together == panel.value("NL01", Period(year))


@pytest.mark.parametrize(
    ("defunct", "last_year"), [("GM0003", 2020), ("GM0370", 2021), ("GM0501", 2022)]
)
def test_a_defunct_municipality_is_never_ranked(
    population_store: VintageStore, raw: Population, defunct: str, last_year: int
) -> None:
    assert (defunct, last_year) in raw

    before = the_position(population_store, defunct, last_year)
    after = the_position(population_store, defunct, 2024)

    assert before.references[0].rank is not None
    assert after.value is None
    assert [held.rank for held in after.references] == [None, None, None]
    assert after.references[0].n == 342
    assert after.notes
