"""Every shared file that holds statistics comes in by one command, and nothing of it is lost.

The table is the list of those commands. What each brought in is held against an independent
reading with pandas: cell by cell, status by status.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner

from koers_engine.cli import app
from koers_engine.concepts import Refusal
from koers_engine.observations import VintageStore
from tests.data import independent

MAPPINGS = independent.MAPPINGS
AS_EXPORTED = "cbs_statline_csv/70072ned_2015_untyped.csv.gz"
RAW = "covid_rivm/raw_GM0106_archived.json.gz"


@dataclass(frozen=True)
class Shared:
    """A file, the command that brings it in, and the independent account of it."""

    file: str
    """Below ../shared/data."""
    source: str
    """What `koers data add` is given, with {data} and {mappings} for the folders."""
    dataset: str
    account: Callable[[Path], pd.DataFrame]

    def command(self, data: Path) -> list[str]:
        words = self.source.split(" ")
        return ["data", "add", *(w.format(data=data, mappings=MAPPINGS) for w in words)]


def own(file: str, mapping: str, dataset: str, account: Callable[[Path], pd.DataFrame]) -> Shared:
    source = f"file:{{data}}/{file} --mapping {{mappings}}/{mapping}.toml"
    return Shared(file, source, dataset, account)


def recorded(table: str) -> Shared:
    folder = f"cbs_odata_v4/{table}"
    source = f"cbs:{table} --from {{data}}/{folder}"
    return Shared(folder, source, f"cbs:{table}", independent.odata(table))


def raw(
    mapping: str, table: str, measures: str, moment: str = "date_unix", dimension: str = ""
) -> Shared:
    account = independent.dashboard(table, measures.split(), moment, dimension)
    name = mapping.replace("_", "-")
    return own(RAW, f"raw_{mapping}", f"rivm:assen-{name}", account)


wide = independent.wide
ADDED = [
    recorded("03759ned"),
    recorded("80590ned"),
    recorded("82235NED"),
    recorded("82242NED"),
    recorded("83932NED"),
    own(
        "cbs_statline_csv/37230ned_bevolking_einde_jaar_2012_2016_2020_2024.csv",
        "37230ned",
        "statline:37230ned",
        independent.periods_as_columns,
    ),
    own(
        "cbs_statline_csv/81955ned_woningvoorraad_2012_2016_2020_2024.csv",
        "81955ned",
        "statline:81955NED",
        independent.dwellings,
    ),
    own(
        "cbs_statline_csv/70072ned_2019_bevolking_oppervlakte.csv",
        "70072ned_2019",
        "statline:70072ned-2019",
        independent.key_figures_2019,
    ),
    Shared(
        AS_EXPORTED,
        f"cbs:70072ned --form v3 --from {{data}}/{AS_EXPORTED}",
        "cbs-v3:70072ned",
        independent.key_figures_2015,
    ),
    own(
        "cbs_statline_csv/gebieden_in_nederland_2019.csv",
        "gebieden_2019",
        "statline:84378NED",
        independent.areas_2019,
    ),
    own(
        "cbs_statline_csv/kwb_2019_gemeenten.csv",
        "kwb_2019",
        "statline:kwb-2019",
        independent.neighbourhoods,
    ),
    own(
        "cbs_statmine/banen_van_werknemers_sbi_gemeente_2008_2010.csv.gz",
        "statmine",
        "statline:81402ned",
        independent.jobs,
    ),
    own(
        "cbs_gebieden/gemeenten_2014_indeling_kerncijfers.csv",
        "gemeenten_2014",
        "cbs-gebieden:gemeenten-2014",
        independent.municipalities_2014,
    ),
    own(
        "cbs_gebieden/inwoners_per_gemeente_jaar.csv",
        "inwoners",
        "cbs-gebieden:inwoners",
        independent.inhabitants,
    ),
    own(
        "cbs_boundaries/gemeenten_2014_wgs84.geojson",
        "gemeenten_2014_geojson",
        "cbs-gebieden:grenzen-2014",
        independent.boundaries_2014,
    ),
    own(
        "cbs_boundaries/gemeentegrenzen_2019_2020_simplified.geojson",
        "gemeentegrenzen_2019_geojson",
        "cbs-gebieden:grenzen-2019",
        independent.boundaries_2019,
    ),
    own("iv3/iv3_summary_2017_2023.csv.gz", "iv3_summary", "iv3:summary", independent.finances),
    own(
        "covid_rivm/gm_tested_daily_2020_2023.csv.gz",
        "rivm_tested",
        "rivm:tested-daily",
        independent.tested,
    ),
    own(
        "covid_rivm/gm_sewer_2020_2023.csv.gz",
        "rivm_sewer",
        "rivm:sewer-weekly",
        independent.sewage,
    ),
    raw(
        "sewer",
        "sewer_archived_20230623",
        "average data_is_outdated total_number_of_samples sampled_installation_count "
        "total_installation_count",
        "date_start_unix",
    ),
    raw(
        "tested",
        "tested_overall_archived_20230331",
        "infected infected_moving_average infected_moving_average_rounded infected_per_100k "
        "infected_per_100k_moving_average",
    ),
    raw(
        "deceased",
        "deceased_rivm_archived_20221231",
        "covid_daily covid_total covid_daily_moving_average",
    ),
    raw(
        "hospital",
        "hospital_nice_archived_20240228",
        "admissions_on_date_of_admission admissions_on_date_of_admission_moving_average "
        "admissions_on_date_of_admission_moving_average_rounded admissions_on_date_of_reporting "
        "admissions_in_the_last_7_days",
    ),
    raw("booster", "booster_coverage_archived_20220904", "percentage", dimension="age_group"),
    raw(
        "vaccine_20220908",
        "vaccine_coverage_per_age_group_archived_20220908",
        "has_one_shot_percentage fully_vaccinated_percentage booster_shot_percentage",
        dimension="age_group_range",
    ),
    raw(
        "vaccine_20220622",
        "vaccine_coverage_per_age_group_archived_20220622",
        "has_one_shot_percentage fully_vaccinated_percentage",
        dimension="age_group_range",
    ),
    raw(
        "vaccine_20231004",
        "vaccine_coverage_per_age_group_archived_20231004",
        "vaccinated_percentage_12_plus vaccinated_percentage_18_plus vaccinated_percentage_60_plus",
        dimension="vaccination_type",
    ),
    own(
        "eurostat/urb_cpop1_1_Data.csv.gz",
        "urb_cpop1",
        "estat-export:urb_cpop1",
        independent.cities,
    ),
    own(
        "synthetic_control/basque.csv",
        "basque",
        "research:basque",
        wide(
            "synthetic_control/basque.csv",
            "regionno",
            "year",
            slice(3, None),
            codes=lambda column: "ES-" + column.str.removesuffix(".0").str.zfill(2),
        ),
    ),
    own(
        "synthetic_control/smoking_data.csv",
        "smoking",
        "research:smoking",
        wide("synthetic_control/smoking_data.csv", "state", "year", slice(2, None)),
    ),
    own(
        "synthetic_control/california_prop99.csv",
        "prop99",
        "research:prop99",
        wide("synthetic_control/california_prop99.csv", "State", "Year", slice(2, None), sep=";"),
    ),
    own(
        "synthetic_control/CPS.csv",
        "cps",
        "research:cps",
        wide(
            "synthetic_control/CPS.csv",
            "state",
            "year",
            slice(2, None),
            sep=";",
            words={"TRUE": 1.0, "FALSE": 0.0},
        ),
    ),
    own(
        "synthetic_control/mpdta.csv",
        "mpdta",
        "research:mpdta",
        wide(
            "synthetic_control/mpdta.csv",
            "countyreal",
            "year",
            slice(2, None),
            codes=lambda column: column.str.removesuffix(".0").str.zfill(5),
        ),
    ),
    own(
        "synthetic_control/logfemrate.txt",
        "logfemrate",
        "research:logfemrate",
        independent.series_of_women,
    ),
    own(
        "composite/ASEM_iData.csv",
        "asem",
        "jrc:asem-2018",
        wide("composite/ASEM_iData.csv", "uCode", "Time", slice(7, None)),
    ),
    own(
        "composite/ASEM_expected_index.csv",
        "asem_index",
        "jrc:asem-2018-index",
        wide("composite/ASEM_expected_index.csv", "uCode", "2018", slice(1, None)),
    ),
    own(
        "composite/WorldDenoms.csv",
        "world_denoms",
        "world-bank:denominators",
        wide("composite/WorldDenoms.csv", "uCode", "2019", slice(2, 6)),
    ),
    own(
        "south_africa/municipalities_treasury_292.csv",
        "south_africa",
        "treasury-za:municipalities",
        wide("south_africa/municipalities_treasury_292.csv", "geo_code", "2011", slice(4, None)),
    ),
    own(
        "openspending_api/governments.json",
        "openspending_governments",
        "openspending:governments",
        independent.governments,
    ),
    own(
        "openspending_api/entries.json",
        "openspending_entries",
        "openspending:entries",
        independent.entries,
    ),
    own("forecast/m3_yearly.csv.gz", "m3", "research:m3-yearly", independent.competition),
    Shared(
        "eurostat/sdmx_ml/demography-xs.xml",
        "sdmx:ESTAT/demography --from {data}/eurostat/sdmx_ml/demography-xs.xml",
        "estat:demography",
        independent.demography,
    ),
    Shared(
        "eurostat/json_stat/eurostat-name_gpd_c.json",
        "jsonstat:{data}/eurostat/json_stat/eurostat-name_gpd_c.json",
        "estat:nama_gdp_c",
        independent.gross_product,
    ),
]

GUESS = "data guess {path}"
AS_SDMX = "data add sdmx:ESTAT/flow --from {path}"
# Per file why it holds no statistics, the command, and what its refusal says.
WITHOUT_STATISTICS = {
    "cbs_gebieden/gemeenten_per_jaar_2010_2026.csv": (
        "a list of municipalities per year",
        GUESS,
        "the columns with numbers (prv_code) are codes",
    ),
    "cbs_statline_csv/82949NED_gebieden_2015_typed.csv": (
        "a list of codes and names",
        GUESS,
        "the columns with numbers (ID) are codes",
    ),
    "iv3/iv3_taakvelden.csv": ("a code list", GUESS, "holds no statistics"),
    "cbs_boundaries/gemeenten_vr_2021.topo.json": (
        "boundaries with codes only",
        GUESS,
        "holds no statistics",
    ),
    "cbs_boundaries/gemeenten_vr_2023.topo.json": (
        "boundaries with codes only",
        GUESS,
        "holds no statistics",
    ),
    "eurostat/nuts_60M_2016.geojson": (
        "boundaries with codes and names only",
        GUESS,
        "holds no statistics",
    ),
    "composite/ASEM_iMeta.csv": (
        "weights and targets of an index: of no place and no period",
        "data add file:{path}",
        "Nothing tells what the columns",
    ),
    "eurostat/sdmx_ml/GOV_10Q_GGNFA.xml": ("a structure", AS_SDMX, "a structure message"),
    "eurostat/sdmx_ml/apro_mk_cola-structure.xml": ("a structure", AS_SDMX, "a structure message"),
    "eurostat/sdmx_ml/demography-structure.xml": ("a structure", AS_SDMX, "a structure message"),
    "eurostat/sdmx_ml/footer2.xml": (
        "a message that the figures come later",
        AS_SDMX,
        "still makes the table",
    ),
}


@pytest.fixture(scope="module")
def store(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> VintageStore:
    """One store for all files; the register of areas comes first, for files with names only."""
    found = VintageStore(tmp_path_factory.mktemp("every") / "store")
    run(ADDED[0].command(shared_data), found)
    return found


def run(command: list[str], store: VintageStore) -> None:
    result = CliRunner().invoke(app, [*command, "--store", str(store.path)])
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == 0, result.output


@pytest.mark.parametrize("shared", ADDED, ids=lambda shared: shared.dataset)
def test_what_one_command_brought_in_is_what_the_file_holds(
    shared: Shared, store: VintageStore, shared_data: Path
) -> None:
    run(shared.command(shared_data), store)

    vintage = store.vintage(shared.dataset)
    kept = store.answer(vintage, store.observations(vintage)).to_pandas()
    expected = shared.account(shared_data)[list(kept.columns)]
    keys = [name for name in kept.columns if name not in {"value", "status", "breaks_series"}]
    pd.testing.assert_frame_equal(
        as_compared(kept, keys), as_compared(expected, keys), check_exact=True
    )


def as_compared(frame: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    plain = frame.astype({**dict.fromkeys([*keys, "status"], "object"), "value": "float64"})
    return plain.sort_values(keys, ignore_index=True)


@pytest.mark.parametrize("name", WITHOUT_STATISTICS)
def test_a_file_without_statistics_is_refused_with_a_sentence_that_says_so(
    name: str, shared_data: Path, tmp_path: Path
) -> None:
    _, command, sentence = WITHOUT_STATISTICS[name]
    words = [word.format(path=shared_data / name) for word in command.split(" ")]

    result = CliRunner().invoke(app, [*words, "--store", str(tmp_path)])

    assert isinstance(result.exception, Refusal)
    assert sentence in str(result.exception)
    assert VintageStore(tmp_path).datasets() == []


def test_no_shared_file_is_forgotten(shared_data: Path) -> None:
    named = {shared.file for shared in ADDED} | WITHOUT_STATISTICS.keys()
    found = {
        path.relative_to(shared_data).as_posix()
        for path in shared_data.rglob("*")
        if path.is_file() and path.name != "SOURCES.md"
    }
    forgotten = {
        name for name in found if not any(name == n or name.startswith(f"{n}/") for n in named)
    }
    assert forgotten == set()
