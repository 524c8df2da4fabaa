"""The pitfalls of the official files, each with the real file that shows it.

They stand in the descriptions of ../shared/data/SOURCES.md and in the design's facts about the
sources. A test's name is the rule that keeps Koers out of the pit.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from koers_engine.intake.area_codes import AreaCodes
from koers_engine.observations import FaultyTable, VintageStore
from koers_engine.sources.cbs import read_recording
from koers_engine.sources.files import read_bytes
from koers_engine.sources.tabular import guess
from koers_engine.sources.tabular.cells import cells_of
from koers_engine.sources.tabular.parsing import parse_mapping
from koers_engine.sources.tabular.reading import read_cells
from tests.data.independent import MAPPINGS

STATLINE = "cbs_statline_csv/"
NAMES_ONLY = f"{STATLINE}70072ned_2019_bevolking_oppervlakte.csv"
UNTYPED = f"{STATLINE}70072ned_2015_untyped.csv.gz"
JOBS = "cbs_statmine/banen_van_werknemers_sbi_gemeente_2008_2010.csv.gz"
CITIES = "eurostat/urb_cpop1_1_Data.csv.gz"
ABOUT = '[dataset]\nid = "test:table"\ntitle = "Table"\npublisher = "Someone"\n'


@pytest.fixture(scope="module")
def areas(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    store = VintageStore(tmp_path_factory.mktemp("register"))
    store.add(read_recording(shared_data / "cbs_odata_v4" / "03759ned", "03759ned"))
    return AreaCodes(store)


def read(path: Path, mapping: str, areas: Mapping[str, str] | None = None) -> pd.DataFrame:
    text = mapping if "\n" in mapping else (MAPPINGS / f"{mapping}.toml").read_text("utf-8")
    parsed = parse_mapping(text, "mapping")
    cells = cells_of(read_bytes(path), parsed.layout, path.name)
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    dataset = read_cells(cells, parsed, name=path.name, retrieved_at=moment, area_codes=areas or {})
    return dataset.observations.to_pandas()


def one(frame: pd.DataFrame, **keys: str) -> pd.Series:
    for name, code in keys.items():
        frame = frame[frame[name] == code]
    assert len(frame) == 1
    return frame.iloc[0]


def test_codes_and_numbers_padded_with_spaces_are_read_without_them(shared_data: Path) -> None:
    mapping = ABOUT + (
        '[file]\ndelimiter = ";"\n[area]\ncolumn = "RegioS"\n[period]\ncolumn = "Perioden"\n'
        'form = "cbs"\n[[measures]]\ncolumn = "TotaleBevolking_1"\nunit = "aantal"\n'
    )
    figure = one(read(shared_data / UNTYPED, mapping), area="GM0193")
    assert (figure.period, figure.value) == ("2015JJ00", 123861.0)


def test_a_byte_order_mark_is_no_part_of_the_first_name(shared_data: Path) -> None:
    found = guess(shared_data / UNTYPED)
    assert found.mapping["other_columns"]["leave_out"] == ["ID"]


def test_latin_letters_are_read_in_their_encoding_and_refused_in_another(
    shared_data: Path, areas: Mapping[str, str]
) -> None:
    path = shared_data / NAMES_ONLY
    frame = read(path, "70072ned_2019", areas)
    assert one(frame, area="GM1900", measure="Totale bevolking").value == 89710.0  # Súdwest-Fryslân

    found = guess(path, area_codes=areas)
    assert found.mapping["file"]["encoding"] == "cp1252"
    as_utf8 = (MAPPINGS / "70072ned_2019.toml").read_text("utf-8").replace("cp1252", "utf-8")
    with pytest.raises(ValueError, match=r"line \d+: byte \d+ is no utf-8"):
        read(path, as_utf8, areas)


def test_a_decimal_comma_is_a_decimal_mark(shared_data: Path, areas: Mapping[str, str]) -> None:
    frame = read(shared_data / NAMES_ONLY, "70072ned_2019", areas)
    assert one(frame, area="GM1680", measure="Totale oppervlakte km2").value == 278.87


def test_a_footer_is_no_row_and_bronckhorst_is_no_footer(
    shared_data: Path, areas: Mapping[str, str]
) -> None:
    frame = read(shared_data / NAMES_ONLY, "70072ned_2019", areas)
    assert frame.area.nunique() == 722
    assert one(frame, area="GM1876", measure="Totale bevolking").value == 36212.0
    assert guess(shared_data / NAMES_ONLY, area_codes=areas).mapping["file"]["footer"] == (
        r"^Bron\: CBS$"
    )


def test_a_defunct_municipality_has_no_figure_and_no_zero(
    shared_data: Path, areas: Mapping[str, str]
) -> None:
    frame = read(shared_data / NAMES_ONLY, "70072ned_2019", areas)
    people = frame[frame.measure == "Totale bevolking"]
    assert (people.status == "M").sum() == 367
    assert people.value[people.status == "M"].isna().all()


def test_names_get_the_codes_of_the_register_and_without_it_the_way_to_it_is_told(
    shared_data: Path, areas: Mapping[str, str]
) -> None:
    path = shared_data / NAMES_ONLY
    assert "GM0106" in set(read(path, "70072ned_2019", areas).area)
    with pytest.raises(FaultyTable, match="koers data add cbs:03759ned") as refusal:
        read(path, "70072ned_2019")
    assert len(refusal.value.faults) == 1


def test_names_that_no_register_knows_are_listed_with_the_nearest(
    shared_data: Path, areas: Mapping[str, str]
) -> None:
    path = shared_data / f"{STATLINE}37230ned_bevolking_einde_jaar_2012_2016_2020_2024.csv"
    found = guess(path, area_codes=areas).preview
    assert len(found.faults) == 4
    assert "line 169, column Regio's: 's-Gravendeel'" in str(found.faults[0])
    assert "GM0517" in str(found.faults[0])


def test_secret_and_unknown_are_told_apart(shared_data: Path, areas: Mapping[str, str]) -> None:
    frame = read(shared_data / JOBS, "statmine", areas)
    missing = frame[frame.value.isna()].status.value_counts().to_dict()
    assert missing == {"O": 3603 + 18140, "Q": 6909 + 5438}


def test_asterisks_behind_a_period_make_its_figures_provisional(
    shared_data: Path, areas: Mapping[str, str]
) -> None:
    frame = read(shared_data / JOBS, "statmine", areas)
    assert set(frame.period) == {"2008MM12", "2009MM12", "2010MM12"}
    assert set(frame[frame.value.notna()].status) == {"P"}


def test_a_province_and_a_municipality_of_one_name_keep_apart(
    shared_data: Path, areas: Mapping[str, str]
) -> None:
    frame = read(shared_data / JOBS, "statmine", areas)
    jobs = frame[(frame.measure == "Banen van werknemers") & (frame.period == "2008MM12")]
    every = jobs[jobs.SBI == "A-U Alle economische activiteiten"].set_index("area").value
    assert every["PV20"] > every["GM0014"] > 0


def test_flags_become_statuses_and_breaks(shared_data: Path) -> None:
    frame = read(shared_data / CITIES, "urb_cpop1")
    assert frame.breaks_series.sum() == 1860 + 1454 + 860
    assert (frame.status == "O").sum() == 17041


def test_one_label_for_two_areas_is_refused_until_they_are_told_apart(shared_data: Path) -> None:
    path = shared_data / CITIES
    text = (MAPPINGS / "urb_cpop1.toml").read_text("utf-8")
    with pytest.raises(FaultyTable, match="the same key"):
        read(path, text.replace('repeated = "number"\n', ""))

    madrid = read(path, text).query("measure.str.endswith('total') and period == '2008JJ00'")
    whole = madrid[madrid.measure == "Population on the 1st of January, total"]
    assert one(whole, area="Madrid").value == 3213271
    assert one(whole, area="Madrid (2)").status == "O"


def test_codes_are_texts_so_that_a_trailing_zero_counts(shared_data: Path) -> None:
    frame = read(shared_data / "iv3/iv3_summary_2017_2023.csv.gz", "iv3_summary")
    tasks = frame[(frame.measure == "lasten_per_taakveld") & (frame.area == "GM0106")]
    assert {"0.1", "0.2"} <= set(tasks.taakveld)
    with pytest.raises(ValueError, match="are codes"):
        guess(shared_data / "iv3/iv3_taakvelden.csv")
    codes = ABOUT + (
        '[area]\ncode = "NL01"\n[period]\ncolumn = "jaar"\n[[measures]]\ncolumn = "#"\nunit = "row"'
        '\n[[dimensions]]\ncolumn = "code"\n'
    )
    listed = read(shared_data / "iv3/iv3_taakvelden.csv", codes)
    assert {"0.1", "0.10"} <= set(listed.code)


def test_json_in_a_cell_is_a_breakdown_and_its_total_is_kept_apart(shared_data: Path) -> None:
    frame = read(shared_data / "iv3/iv3_summary_2017_2023.csv.gz", "iv3_summary")
    frame = frame[(frame.area == "GM0003") & (frame.period == "2017X000")]
    broken = frame[frame.measure == "per_hoofdtaakveld"]
    assert one(broken, hoofdtaakveld="6").value == 21879.0
    assert one(frame, measure="lasten").hoofdtaakveld == "_T"
    assert broken.value.sum() == one(frame, measure="lasten").value


def test_a_budget_and_an_account_of_one_year_are_two_periods(shared_data: Path) -> None:
    frame = read(shared_data / "iv3/iv3_summary_2017_2023.csv.gz", "iv3_summary")
    assert {"2017X000", "2017X005"} <= set(frame.period)
    assert not frame.period.str.endswith("JJ00").any()


def test_a_whole_number_is_a_code_with_its_zeros_and_letters(
    shared_data: Path, areas: Mapping[str, str]
) -> None:
    path = shared_data / "cbs_boundaries/gemeentegrenzen_2019_2020_simplified.geojson"
    frame = read(path, "gemeentegrenzen_2019_geojson")
    assert one(frame, area="GM0106", measure="inwoners").value == 67963
    found = guess(path, area_codes=areas).mapping["area"]
    assert (found["pad"], found["prefix"]) == (4, "GM")


def test_seconds_since_1970_are_a_day_or_the_week_it_is_in(shared_data: Path) -> None:
    path = shared_data / "covid_rivm/raw_GM0106_archived.json.gz"
    assert "20200302" in set(read(path, "raw_tested").period)
    assert "2020W137" in set(read(path, "raw_sewer").period)


def test_the_last_week_of_a_year_can_lie_in_the_next(shared_data: Path) -> None:
    frame = read(shared_data / "covid_rivm/gm_sewer_2020_2023.csv.gz", "rivm_sewer")
    periods = set(frame.period)
    assert {"2020W153", "2021W101"} <= periods  # 28 December 2020 and 4 January 2021
    assert "2021W153" not in periods


def test_a_year_with_a_decimal_is_that_year(shared_data: Path) -> None:
    frame = read(shared_data / "synthetic_control/basque.csv", "basque")
    assert min(frame.period) == "1955JJ00"


def test_words_for_true_and_false_are_figures_only_where_the_mapping_says_so(
    shared_data: Path,
) -> None:
    path = shared_data / "synthetic_control/CPS.csv"
    text = (MAPPINGS / "cps.toml").read_text("utf-8")
    assert set(read(path, text).query("measure == 'min_wage'").value) <= {0.0, 1.0}
    with pytest.raises(FaultyTable, match=r"line 2, column min_wage: expected a number.*'FALSE'"):
        read(path, text.partition("[numbers]")[0])


def test_a_number_of_powers_of_ten_is_that_number(shared_data: Path) -> None:
    frame = read(shared_data / "composite/WorldDenoms.csv", "world_denoms")
    assert one(frame, area="ASM", measure="GDP").value == 6.36e8


def test_two_answers_to_one_question_are_refused(shared_data: Path) -> None:
    path = shared_data / "openspending_api/governments.json"
    text = (MAPPINGS / "openspending_governments.toml").read_text("utf-8")
    start = text.index("[[dimensions]]")
    end = text.find("\n\n", start)
    with pytest.raises(FaultyTable, match="the same key"):
        read(path, text[:start] + (text[end:] if end > 0 else ""))


def test_what_cannot_occur_is_no_number_in_odata(shared_data: Path) -> None:
    folder = shared_data / "cbs_odata_v4" / "03759ned"
    frame = read_recording(folder, "03759ned").observations.to_pandas()
    cannot = frame[frame.status == "M"]
    assert len(cannot) > 1000
    assert cannot.value.isna().all()


def test_the_number_that_stands_for_nothing_is_missing(tmp_path: Path) -> None:
    # CBS writes it in tables of neighbourhoods; none of the shared files holds one.
    path = tmp_path / "buurten.csv"
    path.write_text("code;jaar;afstand\nGM0106;2024;-99999999\nGM0114;2024;1.2\n", "utf-8")
    found = guess(path)
    assert found.mapping["missing"] == {"-99999999": "O"}
    assert [row["status"] for row in found.preview.rows] == ["O", "A"]


def test_boundaries_and_code_lists_hold_no_figures(shared_data: Path) -> None:
    for name in ("cbs_boundaries/gemeenten_vr_2023.topo.json", "eurostat/nuts_60M_2016.geojson"):
        with pytest.raises(ValueError, match="holds no statistics"):
            guess(shared_data / name)


def test_merged_municipalities_stay_in_the_code_list(shared_data: Path) -> None:
    folder = shared_data / "cbs_odata_v4" / "03759ned"
    listed = read_recording(folder, "03759ned").codes["RegioS"].column("code").to_pylist()
    codes = json.loads((folder / "codes-RegioS.json").read_text("utf-8"))["value"]
    assert listed == [row["Identifier"].strip() for row in codes]
