"""The demonstration's official figures: as published, complete, and the same on every machine."""

import csv
import json
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from scripts.demo_figures import jobs
from scripts.demo_figures.reading import rows_of
from scripts.make_demo_figures import main

FORMS = {
    "03759ned": "cbs",
    "81955NED": "statline",
    "81402ned": "statline",
    "70072ned": "cbs-v3",
    "regional-divisions": "koers",
    "70072ned-2019": "statline",
    "81402ned-by-activity": "statline",
    "84378NED": "statline",
    "municipal-finances": "koers",
    "municipal-expenditure": "koers",
}
ATTRIBUTED_TO = {
    "regional-divisions": "70072ned",
    "70072ned-2019": "70072ned",
    "81402ned-by-activity": "81402ned",
    "municipal-finances": "Iv3",
    "municipal-expenditure": "Iv3",
}
TABLES = tuple(FORMS)
DWELLINGS_OF_THE_NATION = "cbs_odata_v4/82235NED/observations-page-1.json"
MUNICIPALITIES_PER_YEAR = "cbs_gebieden/gemeenten_per_jaar_2010_2026.csv"

Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(folder: Path, measure: str) -> dict[str, dict[str, Decimal]]:
    """The released figures by year and area."""
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for row in rows(folder / "observations.csv"):
        if row["measure"] == measure and row["value"]:
            found[row["period"][:4]][row["area"]] = Decimal(row["value"])
    return found


def total(of_area: dict[str, Decimal], kind: str) -> Decimal:
    return sum((value for area, value in of_area.items() if area.startswith(kind)), Decimal(0))


def municipalities(of_area: Iterable[str]) -> set[str]:
    return {area for area in of_area if area.startswith("GM")}


@pytest.fixture(scope="module")
def made(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("figures")
    assert main([str(shared_data), "--to", str(folder)]) == 0
    return folder


# The tables in the repository


@pytest.mark.parametrize("table", TABLES)
def test_given_the_publishers_files_when_made_again_then_every_byte_is_the_committed_one(
    table: str, made: Path, demo_figures: Path
) -> None:
    again = {path.name: path.read_bytes() for path in (made / table).iterdir()}
    committed = {path.name: path.read_bytes() for path in (demo_figures / table).iterdir()}

    assert again.keys() == committed.keys()
    assert [name for name in again if again[name] != committed[name]] == []


def test_given_the_publishers_files_then_the_earlier_vintage_is_the_committed_one(
    made: Path, demo_figures: Path
) -> None:
    again, committed = (
        folder.with_name("vintages") / "37230ned" for folder in (made, demo_figures)
    )

    assert {path.name: path.read_bytes() for path in again.iterdir()} == {
        path.name: path.read_bytes() for path in committed.iterdir()
    }


def test_given_the_committed_tables_then_they_are_the_ones_the_script_makes(
    demo_figures: Path,
) -> None:
    assert {path.name for path in demo_figures.iterdir() if path.is_dir()} == set(TABLES)


@pytest.mark.parametrize("table", TABLES)
def test_given_a_committed_table_then_it_says_who_published_what_when_and_in_which_unit(
    table: str, demo_figures: Path
) -> None:
    dataset = tomllib.loads((demo_figures / table / "dataset.toml").read_text(encoding="utf-8"))

    assert dataset["id"] == f"{FORMS[table]}:{table}"
    assert dataset["licence"] == "CC BY 4.0"
    assert ATTRIBUTED_TO.get(table, table) in dataset["attribution"]
    assert dataset["published_at"] <= dataset["retrieved_at"]
    for text in (dataset["title"], dataset["description"]):
        assert text["nl"]
        assert text["en"]
    assert all(measure["unit"] for measure in dataset["measures"])


@pytest.mark.parametrize("table", TABLES)
def test_given_a_committed_table_then_every_code_is_listed_and_every_gap_has_its_reason(
    table: str, demo_figures: Path
) -> None:
    folder = demo_figures / table
    dataset = tomllib.loads((folder / "dataset.toml").read_text(encoding="utf-8"))
    names = [dimension["identifier"] for dimension in dataset["dimensions"]]
    listed = {name: {row["code"] for row in rows(folder / f"codes-{name}.csv")} for name in names}
    measures = {measure["code"] for measure in dataset["measures"]}

    for row in rows(folder / "observations.csv"):
        assert row["measure"] in measures
        for name, column in zip(names, ["area", "period", *names[2:]], strict=True):
            assert row[column] in listed[name]
        assert (row["value"] == "") == (row["status"] in {"O", "Q"})


@pytest.mark.parametrize("table", TABLES)
def test_given_a_committed_table_then_it_is_small(table: str, demo_figures: Path) -> None:
    assert sum(path.stat().st_size for path in (demo_figures / table).iterdir()) < 1_000_000


def test_given_the_regions_then_all_that_were_merged_away_keep_their_code(
    demo_figures: Path,
) -> None:
    codes = rows(demo_figures / "03759ned" / "codes-RegioS.csv")

    assert len(codes) == 892
    (gone,) = (row for row in codes if row["code"] == "GM0065")
    assert (gone["title"], gone["group"]) == ("Dantumadeel", "GMPV21")
    assert "01-01-2009" in gone["description"]


ASSEN = [
    pytest.param("03759ned", "M000352", "2024JJ00", "69701", id="inhabitants in 2024"),
    pytest.param("81955NED", "Beginstand", "2024JJ00", "33215", id="dwellings in 2024"),
    pytest.param("81955NED", "Nieuwbouw", "2020JJ00", "369", id="new dwellings in 2020"),
    pytest.param("81402ned", "Banen", "2010JJ00", "41.24", id="jobs in 2010"),
    pytest.param("70072ned", "TotaalAantalBanen_112", "2015JJ00", "39.8", id="jobs in 2015"),
    pytest.param("70072ned", "VoorraadOp1Januari_90", "2015JJ00", "30737", id="dwellings in 2015"),
    pytest.param("70072ned", "AfstandTotZiekenhuis_216", "2015JJ00", "4.3", id="to a hospital"),
    pytest.param("70072ned-2019", "80JaarOfOuder", "2019JJ00", "3301", id="80 or over in 2019"),
    pytest.param("84378NED", "Omgevingsadressendichtheid", "2019JJ00", "1531", id="density"),
    pytest.param("municipal-finances", "Equity", "2023JJ00", "194691", id="equity in 2023"),
]


@pytest.mark.parametrize(("table", "measure", "period", "value"), ASSEN)
def test_given_assen_then_its_figures_are_the_published_ones(
    table: str, measure: str, period: str, value: str, demo_figures: Path
) -> None:
    found = [
        row["value"]
        for row in rows(demo_figures / table / "observations.csv")
        if (row["measure"], row["area"], row["period"]) == (measure, "GM0106", period)
    ]

    assert found == [value]


# Sums: a name that got the wrong code, or a row that was lost, shows here


@pytest.mark.parametrize(
    ("measure", "years"), [("M000352", range(2019, 2027)), ("M000365", range(2019, 2026))]
)
def test_given_the_population_then_municipalities_and_provinces_add_up_to_the_nation(
    measure: str, years: range, demo_figures: Path
) -> None:
    found = figures(demo_figures / "03759ned", measure)

    assert [int(year) for year in sorted(found)] == list(years)
    for of_area in found.values():
        assert total(of_area, "GM") == of_area["NL01"]
        assert total(of_area, "PV") == of_area["NL01"]


@pytest.mark.parametrize(
    "measure",
    [
        "TotaleBevolking_1",
        "JongerDan5Jaar_4",
        "k_80JaarOfOuder_12",
        "Geboorte_58",
        "TotaalAantalParticuliereHuishoudens_82",
        "VoorraadOp1Januari_90",
        "PersonenautoSParticulieren_202",
    ],
)
def test_given_the_counts_of_2015_then_every_kind_of_region_adds_up_to_the_nation(
    measure: str, demo_figures: Path
) -> None:
    of_area = figures(demo_figures / "70072ned", measure)["2015"]

    assert {kind: total(of_area, kind) for kind in ("GM", "CR", "PV", "LD")} == dict.fromkeys(
        ("GM", "CR", "PV", "LD"), of_area["NL01"]
    )


def test_given_the_dwellings_then_municipalities_add_up_to_the_nation_in_another_table(
    demo_figures: Path, shared_data: Path
) -> None:
    # Table 82235NED holds the nation only; its stocks are in thousands.
    nation = {
        (row["Measure"], row["Perioden"][:4]): row["Value"]
        for row in json.loads((shared_data / DWELLINGS_OF_THE_NATION).read_text())["value"]
    }
    folder = demo_figures / "81955NED"
    start, new, end = (figures(folder, name) for name in ("Beginstand", "Nieuwbouw", "Eindstand"))

    assert sorted(start) == ["2012", "2016", "2020", "2024"]
    for year in start:
        assert round(total(start[year], "GM") / 1000) == nation["D002936", year]
        assert total(new[year], "GM") == nation["M003003", year]
        assert round(total(end[year], "GM") / 1000) == nation["D002968", year]


def test_given_the_dwellings_of_2015_then_they_are_those_of_the_national_table(
    demo_figures: Path, shared_data: Path
) -> None:
    nation = next(
        row["Value"]
        for row in json.loads((shared_data / DWELLINGS_OF_THE_NATION).read_text())["value"]
        if (row["Measure"], row["Perioden"]) == ("D002936", "2015JJ00")
    )

    of_area = figures(demo_figures / "70072ned", "VoorraadOp1Januari_90")["2015"]

    assert round(of_area["NL01"] / 1000) == nation


def test_given_the_jobs_then_municipalities_and_what_has_none_add_up_to_the_nation(
    demo_figures: Path, shared_data: Path
) -> None:
    unassigned = {
        row["Periode"][:4]: Decimal(row[jobs.COLUMN])
        for _, row in rows_of(
            shared_data / jobs.FILE,
            ("SBI", "Regio", "Periode", jobs.COLUMN),
            delimiter=";",
            encoding="latin-1",
        )
        if row["SBI"] == jobs.ALL_ACTIVITIES and row["Regio"] == "Niet-gemeentelijk ingedeeld"
    }
    found = figures(demo_figures / "81402ned", "Banen")

    assert sorted(found) == sorted(unassigned) == ["2008", "2009", "2010"]
    for year, of_area in found.items():
        # The nation is rounded to hundreds of jobs; municipalities, to tens, come closer than that.
        assert abs(total(of_area, "GM") + unassigned[year] - of_area["NL01"]) <= Decimal("0.1")


@pytest.mark.parametrize(
    ("table", "measure", "rounded_to"),
    [
        pytest.param("81402ned", "Banen", Decimal("0.01"), id="2008-2010"),
        pytest.param("70072ned", "TotaalAantalBanen_112", Decimal("0.1"), id="2015"),
    ],
)
def test_given_the_jobs_then_the_municipalities_of_each_province_add_up_to_it(
    table: str, measure: str, rounded_to: Decimal, demo_figures: Path
) -> None:
    codes = rows(demo_figures / table / "codes-RegioS.csv")
    province = {row["code"]: row["group"].removeprefix("GM") for row in codes}

    for of_area in figures(demo_figures / table, measure).values():
        for code in (area for area in of_area if area.startswith("PV")):
            members = [of_area[area] for area in municipalities(of_area) if province[area] == code]
            rounding = (len(members) * rounded_to + Decimal("0.1")) / 2
            assert abs(sum(members) - of_area[code]) <= rounding


def test_given_the_jobs_by_activity_then_the_main_groups_add_up_to_the_total(
    demo_figures: Path,
) -> None:
    whole = figures(demo_figures / "81402ned", "Banen")
    parts: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(dict)
    for row in rows(demo_figures / "81402ned-by-activity" / "observations.csv"):
        if row["Activity"] in {"A", "B-F", "G-N", "O-U"} and row["value"]:
            parts[row["period"][:4], row["area"]][row["Activity"]] = Decimal(row["value"])
    complete = {place: of for place, of in parts.items() if len(of) == 4}

    assert len(complete) > 1100
    for (year, area), of_activity in complete.items():
        step = Decimal("0.01") if area.startswith("GM") else Decimal("0.1")
        assert abs(sum(of_activity.values()) - whole[year][area]) <= 5 * step / 2


def test_given_the_expenditure_by_field_then_it_adds_up_to_that_of_the_accounts(
    demo_figures: Path,
) -> None:
    whole = figures(demo_figures / "municipal-finances", "Expenditure")
    added: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for row in rows(demo_figures / "municipal-expenditure" / "observations.csv"):
        if row["value"]:
            added[row["period"][:4]][row["area"]] += Decimal(row["value"])

    assert {year: dict(of_area) for year, of_area in added.items()} == whole


# Missing figures


@pytest.mark.parametrize(
    ("table", "measure"),
    [
        ("03759ned", "M000352"),
        ("81955NED", "Beginstand"),
        ("81955NED", "Eindstand"),
        ("81402ned", "Banen"),
        ("70072ned", "TotaalAantalBanen_112"),
        ("70072ned-2019", "Land"),
        ("84378NED", "Omgevingsadressendichtheid"),
    ],
)
def test_given_a_year_then_just_the_municipalities_of_that_year_have_a_figure(
    table: str, measure: str, demo_figures: Path, shared_data: Path
) -> None:
    existing: dict[str, set[str]] = defaultdict(set)
    for row in rows(shared_data / MUNICIPALITIES_PER_YEAR):
        existing[row["jaar"]].add(row["gm_code"])
    found = figures(demo_figures / table, measure)

    years = sorted(found.keys() & existing.keys())  # the list of municipalities begins in 2010

    assert years
    for year in years:
        assert municipalities(found[year]) == existing[year]


def test_given_a_missing_mark_then_it_stays_missing_with_its_reason(demo_figures: Path) -> None:
    missing = [
        (row["area"], row["period"], row["status"])
        for row in rows(demo_figures / "81402ned" / "observations.csv")
        if not row["value"]
    ]

    assert len(missing) == 29
    assert ("GM0065", "2009JJ00", "O") in missing  # Dantumadeel, renamed on 1 January 2009
    assert ("GM1891", "2008JJ00", "O") in missing  # Dantumadiel, its name since


def test_given_accounts_with_nothing_but_zeros_then_there_is_no_report_and_no_figure(
    demo_figures: Path,
) -> None:
    missing: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for row in rows(demo_figures / "municipal-finances" / "observations.csv"):
        if row["status"] == "O":
            missing[row["measure"]].add((row["period"][:4], row["area"]))

    assert missing["Expenditure"] == missing["Taxes"] == missing["Salaries"]
    assert len(missing["Expenditure"]) == 10
    assert missing["Equity"] == missing["Expenditure"] | {("2017", "GM0627")}


def test_given_provisional_jobs_then_their_status_says_so(demo_figures: Path) -> None:
    released = [
        row["status"]
        for row in rows(demo_figures / "81402ned" / "observations.csv")
        if row["value"]
    ]

    assert set(released) == {"P"}


def test_given_regions_without_a_code_then_the_page_beside_the_figures_names_them(
    demo_figures: Path, shared_data: Path
) -> None:
    names = {
        row["Regio"]
        for _, row in rows_of(
            shared_data / jobs.FILE, ("SBI", "Regio"), delimiter=";", encoding="latin-1"
        )
        if jobs.WITHOUT_CODE.fullmatch(row["Regio"])
    }
    page = (demo_figures / "README.md").read_text(encoding="utf-8")

    assert len(names) == 62
    assert [name for name in sorted(names) if name not in page] == []
