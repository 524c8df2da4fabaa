import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from koers_engine.concepts import DimensionKind
from koers_engine.observations import FaultyTable, VintageStore
from koers_engine.sources import files
from koers_engine.sources.cbs import NoRecording, read_recording
from koers_engine.sources.cbs import reading as cbs_reading
from koers_engine.sources.cbs.reading import NoTableCode
from koers_engine.sources.cbs.source import collect
from koers_engine.sources.fetching import Fetcher
from koers_engine.sources.request import SourceRequest
from tests.engine.samples import JULY
from tests.engine.spoiling import (
    add_measure_in_words,
    change_json,
    cut_in_half,
    replace_text,
)

PAGE_1, PAGE_2 = "observations-page-1.json", "observations-page-2.json"


def test_codes_values_and_reasons_come_out_as_they_were_published(recording: Path) -> None:
    dataset = read_recording(recording, "00001tst")

    columns = ["area", "period", "value", "status", "Sex"]
    rows = dataset.observations.select(columns).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("GM0106", "2023JJ00", 60.0, "A", "T"),
        ("GM0106", "2024JJ00", None, "Q", "T"),
        ("GM0113", "2023JJ00", None, "M", "T"),
        ("GM0113", "2024JJ00", None, "M", "T"),
        ("NL01", "2023JJ00", 100.0, "A", "T"),
        ("NL01", "2024JJ00", 110.5, "P", "T"),
    ]


def test_measures_dimensions_codes_and_terms_come_along(recording: Path) -> None:
    dataset = read_recording(recording, "00001TST")

    assert dataset.id == "cbs:00001tst"
    assert [(m.code, m.title.nl, m.unit.text) for m in dataset.measures] == [
        ("M1", "People", "aantal")
    ]
    assert [(d.identifier, d.kind) for d in dataset.dimensions] == [
        ("Sex", DimensionKind.OTHER),
        ("RegioS", DimensionKind.AREA),
        ("Perioden", DimensionKind.PERIOD),
    ]
    assert dataset.codes["RegioS"].column("code").to_pylist() == ["NL01", "GM0106", "GM0113"]
    assert dataset.origin.licence == "CC BY 4.0"
    assert dataset.origin.retrieved_at.isoformat() == "2026-07-02T12:11:02.089000+00:00"


def test_a_table_without_regions_is_about_the_nation(recording: Path) -> None:
    change_json(recording / "dimensions.json", lambda content: content["value"].pop(1))
    for page in (PAGE_1, PAGE_2):
        change_json(recording / page, lambda content: content.update(value=content["value"][:2]))
    change_json(recording / PAGE_2, lambda content: content.update(value=[]))
    change_json(recording / "index.json", lambda content: content.update(observationRows=2))

    dataset = read_recording(recording, "00001tst")

    assert set(dataset.observations.column("area").to_pylist()) == {"NL01"}


def test_a_measure_in_words_is_left_out_and_named(recording: Path) -> None:
    whole = read_recording(recording, "00001tst")
    add_measure_in_words(recording)

    dataset = read_recording(recording, "00001tst")

    assert dataset.observations.equals(whole.observations)
    assert [measure.code for measure in dataset.measures] == ["M1"]
    assert "Name" in dataset.description.en
    in_row(PAGE_2, 1, RegioS="GM9999")(recording)
    with pytest.raises(FaultyTable, match=re.escape(f"{PAGE_2}: $.value[1].RegioS")):
        read_recording(recording, "00001tst")


Spoil = Callable[[Path], None]


def in_json(name: str, change: Callable[[dict], object]) -> Spoil:  # type: ignore[type-arg]
    return lambda folder: change_json(folder / name, change)


def in_row(name: str, row: int, **fields: object) -> Spoil:
    return in_json(name, lambda content: content["value"][row].update(fields))


def without_observations(folder: Path) -> None:
    for page in (PAGE_1, PAGE_2):
        in_json(page, lambda content: content.update(value=[]))(folder)
    in_json("index.json", lambda content: content.update(observationRows=0))(folder)


BAD_INPUT = [
    pytest.param(
        lambda folder: replace_text(folder / "measure-codes.json", '"Unit": "aantal",', '"Unit":,'),
        ["measure-codes.json, line 6, column 11", "JSON is broken"],
        id="broken JSON",
    ),
    pytest.param(
        lambda folder: (folder / "codes-Sex.json").unlink(),
        ["codes-Sex.json: the file is not there"],
        id="a code list that is not there",
    ),
    pytest.param(
        in_json("index.json", lambda content: content["files"].pop("codes-Sex")),
        ["index.json: $.files: no file is named for 'codes-Sex'"],
        id="a code list that is not named",
    ),
    pytest.param(
        lambda folder: cut_in_half(folder / PAGE_2),
        [f"{PAGE_2}, line", "stops here", "6 observations are announced and 3 are there"],
        id="a page that stops half way",
    ),
    pytest.param(
        in_json("index.json", lambda content: content["observationPages"].pop()),
        [f"{PAGE_1}: $['@odata.nextLink']", "6 observations are announced and 3 are there"],
        id="a page that is not there",
    ),
    pytest.param(
        in_json("index.json", lambda content: content.update(observationPages=[])),
        ["no page of observations is named"],
        id="no page at all",
    ),
    pytest.param(
        in_row("measure-codes.json", 0, Unit=" "),
        ["measure-codes.json: $.value[0].Unit: measure M1 (People) has no unit"],
        id="a measure without unit",
    ),
    pytest.param(
        in_json("properties.json", lambda content: content.update(Identifier="00009tst")),
        ["properties.json: $.Identifier: expected table '00001tst', found '00009tst'"],
        id="a wrong table id",
    ),
    pytest.param(
        in_row(PAGE_1, 2, RegioS="GM9999"),
        [f"{PAGE_1}: $.value[2].RegioS: code 'GM9999' is not in the code list"],
        id="a code that is not in its list",
    ),
    pytest.param(
        in_row(PAGE_2, 0, Measure="M9"),
        [f"{PAGE_2}: $.value[0].Measure: code 'M9' is not in the code list"],
        id="an unknown measure",
    ),
    pytest.param(
        in_row(PAGE_2, 1, RegioS="GM0106", Perioden="2023JJ00"),
        [f"{PAGE_2}: $.value[1]: the same key", f"as at {PAGE_1}: $.value[2]"],
        id="the same key twice",
    ),
    pytest.param(
        in_row(PAGE_1, 0, Value="many"),
        [f"{PAGE_1}: $.value[0].Value: expected a number, found 'many'"],
        id="a value that is no number",
    ),
    pytest.param(
        in_row(PAGE_1, 0, Value=None, StringValue="many"),
        [f"{PAGE_1}: $.value[0].StringValue: expected a number, found 'many'"],
        id="a value in words",
    ),
    pytest.param(
        in_row(PAGE_1, 0, ValueAttribute="Impossible"),
        [f"{PAGE_1}: $.value[0].Value: there is a value, but the status says it is missing"],
        id="a value that cannot be",
    ),
    pytest.param(
        in_row(PAGE_2, 0, ValueAttribute="None"),
        [f"{PAGE_2}: $.value[0].Value: there is no value, and no status says why"],
        id="no value and no reason",
    ),
    pytest.param(
        in_row(PAGE_2, 0, ValueAttribute="Mislaid"),
        [f"{PAGE_2}: $.value[0].ValueAttribute: 'Mislaid' is none of the known ones"],
        id="an unknown reason",
    ),
    pytest.param(
        in_row("codes-Perioden.json", 1, Status="Vermoedelijk"),
        ["period 2024JJ00: status 'Vermoedelijk' is none of the known ones"],
        id="an unknown status of a period",
    ),
    pytest.param(
        lambda folder: replace_text(folder / PAGE_1, "110.5", "NaN"),
        [f"{PAGE_1}: NaN stands for a number"],
        id="NaN",
    ),
    pytest.param(
        lambda folder: (folder / "properties.json").write_bytes(b"\xff\xfe{}"),
        ["properties.json: byte 1 is no UTF-8"],
        id="another encoding",
    ),
    pytest.param(
        lambda folder: (folder / PAGE_2).write_text("[" * 200_000),
        [f"{PAGE_2}: the file is nested deeper than any table is"],
        id="nested without end",
    ),
    pytest.param(
        lambda folder: (folder / PAGE_2).write_text('{"error": "busy"}'),
        [f"{PAGE_2}: $.value: expected a list"],
        id="an answer that is no page",
    ),
    pytest.param(
        in_json("index.json", lambda content: content.update(capturedAt="yesterday")),
        ["index.json: $.capturedAt: expected a date with time and time zone, found 'yesterday'"],
        id="no moment of retrieval",
    ),
    pytest.param(
        in_json("index.json", lambda c: c["files"].update(properties="../store/secret.json")),
        ["'../store/secret.json' is no file name"],
        id="a file outside the folder",
    ),
    pytest.param(
        in_json("dimensions.json", lambda content: content["value"].pop(2)),
        ["no dimension is a TimeDimension"],
        id="no period",
    ),
    pytest.param(
        in_json("dimensions.json", lambda content: content.update(value=[])),
        ["no dimension is a TimeDimension"],
        id="no dimension",
    ),
    pytest.param(
        in_row(PAGE_2, 0, Value=9007199254740993, ValueAttribute="None"),
        [f"{PAGE_2}: Integer value 9007199254740993 is outside of the range"],
        id="a whole number that no double holds",
    ),
    pytest.param(
        in_row(PAGE_2, 0, Value=10**400, ValueAttribute="None"),
        [f"{PAGE_2}: PyLong is too large"],
        id="a number past all bounds",
    ),
    pytest.param(
        in_row(PAGE_1, 0, Value=True),
        [f"{PAGE_1}: $.value[0].Value: expected a number, found True"],
        id="true for a value",
    ),
    pytest.param(
        in_row("measure-codes.json", 0, Decimals=True),
        ["measure-codes.json: $.value[0].Decimals: expected a whole number from 0 to 15, found T"],
        id="true for decimals",
    ),
    pytest.param(
        in_json("index.json", lambda content: content.update(observationRows=True)),
        ["index.json: $.observationRows: expected a whole number, found True"],
        id="true for a number of rows",
    ),
    pytest.param(
        lambda folder: (folder / "properties.json").write_text("{}"),
        ["properties.json: $: expected an object that is not empty"],
        id="properties that say nothing",
    ),
    pytest.param(
        in_json("measure-codes.json", lambda content: content.update(value=[])),
        ["measures: the table has no measure"],
        id="no measure",
    ),
    pytest.param(
        in_json("measure-codes.json", lambda content: content["value"].append(content["value"][0])),
        ["measures: code 'M1' stands twice"],
        id="the same measure twice",
    ),
    pytest.param(
        in_json("codes-RegioS.json", lambda content: content["value"].append(content["value"][1])),
        ["codes of RegioS: code 'GM0106' stands twice"],
        id="the same code twice",
    ),
    pytest.param(
        without_observations,
        ["observations: there is not a single one"],
        id="no observation at all",
    ),
    pytest.param(
        lambda folder: replace_text(folder / PAGE_2, '"M1"', '"M1\\ud800"'),
        [f"{PAGE_2}: '\\ud800' in a text is half a sign"],
        id="half a sign",
    ),
    pytest.param(
        in_row("dimensions.json", 0, Identifier="Measure"),
        ["dimensions.json: $.value[0].Identifier: 'Measure' is the name of another column too"],
        id="a dimension with the name of a field",
    ),
    pytest.param(
        in_row("dimensions.json", 0, Identifier="breaks_series"),
        ["'breaks_series' is the name of another column too"],
        id="a dimension with the name of a column of Koers",
    ),
    pytest.param(
        in_row("dimensions.json", 0, Identifier="regioS", Kind="GeoDimension"),
        ["dimensions.json: $.value[1].Identifier: 'RegioS' is the name of another column too"],
        id="the same dimension twice, case aside",
    ),
    pytest.param(
        in_json("index.json", lambda c: c.update(capturedAt="0001-01-01T00:00:00+14:00")),
        ["index.json: $.capturedAt: expected a date with time and time zone"],
        id="a moment before the calendar",
    ),
]


@pytest.mark.parametrize(("spoil", "told"), BAD_INPUT)
def test_bad_input_is_refused_with_its_place(
    recording: Path, spoil: Spoil, told: list[str]
) -> None:
    spoil(recording)

    with pytest.raises(FaultyTable) as refusal:
        read_recording(recording, "00001tst")

    for part in told:
        assert part in str(refusal.value)


def test_all_faults_are_told_at_once(recording: Path) -> None:
    in_row("measure-codes.json", 0, Unit="")(recording)
    in_row(PAGE_1, 0, Value="many")(recording)
    (recording / "codes-Sex.json").unlink()

    with pytest.raises(FaultyTable) as refusal:
        read_recording(recording, "00001tst")

    places = " ".join(fault.where for fault in refusal.value.faults)
    for file in ("measure-codes.json", PAGE_1, "codes-Sex.json"):
        assert file in places


def test_a_refusal_names_the_table_that_was_asked_for(recording: Path) -> None:
    with pytest.raises(FaultyTable, match=r"^cbs:00009tst was refused"):
        read_recording(recording, "00009tst")


def test_without_a_readable_list_of_measures_the_rows_do_not_repeat_that(recording: Path) -> None:
    cut_in_half(recording / "measure-codes.json")

    with pytest.raises(FaultyTable) as refused:
        read_recording(recording, "00001tst")

    places = [fault.where.partition(":")[0] for fault in refused.value.faults]
    assert places == ["measure-codes.json, line 5, column 13", "measures"]


def test_a_packed_page_that_stops_half_way_is_refused(recording: Path) -> None:
    content = (recording / PAGE_2).read_bytes()
    (recording / PAGE_2).unlink()
    (recording / f"{PAGE_2}.gz").write_bytes(gzip.compress(content)[:60])

    with pytest.raises(FaultyTable, match=rf"{PAGE_2}\.gz: the file stops half way"):
        read_recording(recording, "00001tst")


def test_a_page_that_unpacks_without_end_is_refused(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MOST_BYTES", 1_000_000)
    (recording / PAGE_2).unlink()
    (recording / f"{PAGE_2}.gz").write_bytes(gzip.compress(b" " * 5_000_000))

    with pytest.raises(FaultyTable, match="holds more than 1,000,000 bytes"):
        read_recording(recording, "00001tst")


def test_more_observations_than_are_taken_in_at_once_are_refused(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cbs_reading, "MOST_OBSERVATIONS", 4)

    with pytest.raises(FaultyTable, match="over 4 observations"):
        read_recording(recording, "00001tst")


def test_a_folder_that_is_no_recording_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoRecording, match=r"holds no index\.json"):
        read_recording(tmp_path, "00001tst")


@pytest.mark.parametrize("code", ["", "00001tst?x=1", "00001tst#frag", "../00001tst", "٠٣"])
def test_what_is_no_code_of_a_table_is_refused(recording: Path, code: str) -> None:
    with pytest.raises(NoTableCode, match="letters and digits"):
        read_recording(recording, code)
    with pytest.raises(NoTableCode, match="letters and digits"):
        collect(SourceRequest(kind="cbs", name=code), Fetcher(recording, JULY))


def test_a_whole_sign_written_as_two_halves_is_read(recording: Path) -> None:
    replace_text(recording / "properties.json", "Specimen", "\\ud83c\\udf33")

    assert read_recording(recording, "00001tst").title.nl.startswith("🌳")


def test_a_refusal_without_a_fault_is_a_mistake_of_the_reader() -> None:
    with pytest.raises(ValueError, match="without a fault"):
        FaultyTable("cbs:00001tst", [])


def test_after_a_refusal_the_store_is_as_it_was(recording: Path, store: VintageStore) -> None:
    store.add(read_recording(recording, "00001tst"))
    before = store.state()
    in_row(PAGE_1, 0, Value="many")(recording)

    with pytest.raises(FaultyTable):
        store.add(read_recording(recording, "00001tst"))

    assert store.state() == before


@pytest.mark.parametrize("table", ["80590ned", "82235NED", "82242NED", "83932NED"])
def test_the_other_recorded_tables_come_in_whole(shared_data: Path, table: str) -> None:
    folder = shared_data / "cbs_odata_v4" / table
    announced = json.loads((folder / "index.json").read_text())["observationRows"]

    dataset = read_recording(folder, table)

    assert dataset.observations.num_rows == announced
