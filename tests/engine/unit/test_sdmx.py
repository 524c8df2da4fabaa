"""SDMX files: what is read equals what stands there, and what is no table is refused."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from koers_engine.concepts import ObservationStatus, Refusal
from koers_engine.observations import Dataset, FaultyTable
from koers_engine.sources.sdmx.assembling import NoSuchPart
from koers_engine.sources.sdmx.flags import EUROSTAT_FLAGS, marks_of, status_of
from koers_engine.sources.sdmx.messages import ComesLater
from koers_engine.sources.sdmx.periods import NoSdmxPeriod, period_of
from koers_engine.sources.sdmx.query import FlowQuery, NoFlow
from tests.engine.reading_sdmx import CSV_HEADER, brought, cells, cross_sectional

ROW = "ESTAT:DEMO(1.0),22/05/26 11:00:00,A,MIO_EUR,{item},{area},{period},{value},{flag},{secret}\n"


def row(
    item: str = "B1G",
    area: str = "NL",
    period: str = "2020",
    value: str = "1",
    flag: str = "",
    secret: str = "",
) -> str:
    return ROW.format(item=item, area=area, period=period, value=value, flag=flag, secret=secret)


@pytest.fixture
def ml(shared_data: Path) -> Path:
    return shared_data / "eurostat" / "sdmx_ml"


def read_csv(tmp_path: Path, *rows: str, header: str = CSV_HEADER, **more: object) -> Dataset:
    file = tmp_path / "demo.csv"
    file.write_text(header + "".join(rows), encoding="utf-8")
    return brought(tmp_path / "taken", "ESTAT/DEMO", origin=str(file), **more)


def read_bytes(tmp_path: Path, content: bytes, name: str = "demo.xml") -> Dataset:
    file = tmp_path / name
    file.write_bytes(content)
    return brought(tmp_path / "taken", "ESTAT/DEMO", origin=str(file))


def refused(tmp_path: Path, content: bytes, name: str = "demo.xml") -> str:
    with pytest.raises(FaultyTable) as found:
        read_bytes(tmp_path, content, name)
    return str(found.value)


def test_every_value_and_status_of_a_cross_sectional_message_is_read(
    ml: Path, tmp_path: Path
) -> None:
    file = ml / "demography-xs.xml"

    dataset = brought(tmp_path / "taken", "ESTAT/DEMOGRAPHY", origin=str(file))

    found = cells(dataset, "SEX")
    expected = cross_sectional(file)
    assert len(found) == len(expected) == 60
    for (measure, area, year, sex), (value, status) in expected.items():
        contradicts_itself = value is not None and status == "M"  # as one cell of the file does
        expected_status = "V" if contradicts_itself else status
        assert found[measure, area, f"{year}JJ00", sex] == (value, expected_status, False)


def test_given_a_structure_beside_the_figures_then_they_have_its_names(
    ml: Path, tmp_path: Path
) -> None:
    dataset = brought(tmp_path / "taken", "ESTAT/DEMOGRAPHY", origin=str(ml / "demography-xs.xml"))

    births = next(measure for measure in dataset.measures if measure.code == "LBIRTHST")
    assert (births.title.en, births.unit.text, births.decimals) == (
        "Births in Year X",
        "Persons",
        0,
    )
    countries = {row["code"]: row["title"] for row in dataset.codes["COUNTRY"].to_pylist()}
    assert countries["EL"] == "Greece"
    assert "en" in dataset.description.nl


def test_given_no_structure_then_the_same_figures_have_their_codes_for_names(
    ml: Path, tmp_path: Path
) -> None:
    content = (ml / "demography-xs.xml").read_bytes()

    alone = brought_alone(tmp_path, content)

    together = brought(tmp_path / "b", "ESTAT/DEMOGRAPHY", origin=str(ml / "demography-xs.xml"))
    assert cells(alone, "SEX") == cells(together, "SEX")
    assert {measure.title.en for measure in alone.measures} == {
        measure.code for measure in alone.measures
    }


def brought_alone(tmp_path: Path, content: bytes) -> Dataset:
    file = tmp_path / "alone.xml"
    file.write_bytes(content)
    return brought(tmp_path / "a", "ESTAT/DEMOGRAPHY", origin=str(file))


def test_a_folder_with_other_structures_too_is_read_with_the_right_one(
    ml: Path, tmp_path: Path
) -> None:
    dataset = brought(tmp_path / "taken", "ESTAT/DEMOGRAPHY", origin=str(ml))

    assert dataset.observations.num_rows == 60
    assert "Births in Year X" in {measure.title.en for measure in dataset.measures}


@pytest.mark.parametrize("file", ["GOV_10Q_GGNFA.xml", "apro_mk_cola-structure.xml"])
def test_a_structure_without_figures_is_refused_as_what_it_is(
    ml: Path, tmp_path: Path, file: str
) -> None:
    assert "structure message" in refused(tmp_path, (ml / file).read_bytes())


def test_a_message_that_the_figures_come_later_is_refused_as_such(ml: Path, tmp_path: Path) -> None:
    with pytest.raises(ComesLater, match="still makes the table"):
        read_bytes(tmp_path, (ml / "footer2.xml").read_bytes())


GENERIC = """<?xml version="1.0"?><m:GenericData
 xmlns:g="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/generic"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
 xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"><m:Header><m:ID>x</m:ID>
 <m:Test>false</m:Test><m:Prepared>2026-01-02T03:04:05</m:Prepared><m:Sender id="ESTAT"/>
 <m:Structure structureID="S" dimensionAtObservation="TIME_PERIOD"><c:Structure>
 <Ref agencyID="ESTAT" id="D" version="1.0"/></c:Structure></m:Structure></m:Header>
 <m:DataSet structureRef="S"><g:Series><g:SeriesKey><g:Value id="GEO" value="NL"/></g:SeriesKey>
 <g:Attributes><g:Value id="UNIT_MULT" value="6"/><g:Value id="UNIT_MEASURE" value="EUR"/>
 </g:Attributes>
 <g:Obs><g:ObsDimension value="2020-Q1"/><g:ObsValue value="1.5"/><g:Attributes>
 <g:Value id="OBS_STATUS" value="p"/></g:Attributes></g:Obs>
 <g:Obs><g:ObsDimension value="2020-Q2"/><g:ObsValue value="NaN"/></g:Obs>
 </g:Series></m:DataSet></m:GenericData>"""


def test_a_generic_message_is_read_and_its_multiplier_stands_in_the_unit(tmp_path: Path) -> None:
    dataset = read_bytes(tmp_path, GENERIC.encode())

    assert cells(dataset) == {
        ("OBS_VALUE", "NL", "2020KW01"): (1.5, "P", False),
        ("OBS_VALUE", "NL", "2020KW02"): (None, "O", False),
    }
    assert dataset.measures[0].unit.text == "EUR × 1,000,000"
    assert dataset.measures[0].decimals == 1
    assert dataset.origin.published_at.isoformat() == "2026-01-02T03:04:05+00:00"


def test_sdmx_csv_of_eurostat_is_read(tmp_path: Path) -> None:
    dataset = read_csv(
        tmp_path,
        row(value="12.5", flag="bd"),
        row(area="NA", value=""),
        row(period="2020-03", value=":", flag="", secret="C"),
        row(item="P3", value="-0.125", flag="e"),
    )

    assert cells(dataset, "na_item") == {
        ("OBS_VALUE", "NL", "2020JJ00", "B1G"): (12.5, "D", True),
        ("OBS_VALUE", "NA", "2020JJ00", "B1G"): (None, "O", False),
        ("OBS_VALUE", "NL", "2020MM03", "B1G"): (None, "Q", False),
        ("OBS_VALUE", "NL", "2020JJ00", "P3"): (-0.125, "E", False),
    }
    assert dataset.id == "estat:DEMO"
    assert (dataset.measures[0].unit.text, dataset.measures[0].decimals) == ("MIO_EUR", 3)
    assert dataset.origin.published_at.isoformat() == "2026-05-22T11:00:00+00:00"


def test_sdmx_csv_2_with_labels_and_semicolons_is_read(tmp_path: Path) -> None:
    header = (
        "STRUCTURE;STRUCTURE_ID;ACTION;GEO: Area;TIME_PERIOD: Time;OBS_VALUE: Value;OBS_STATUS\n"
    )
    line = "dataflow;OECD:DEMO(1.0);I;NL: Nederland;2020-W05;3;B\n"

    dataset = read_csv(tmp_path, line, header=header)

    assert cells(dataset) == {("OBS_VALUE", "NL", "2020W105"): (3.0, "A", True)}
    assert dataset.codes["GEO"]["title"].to_pylist() == ["Nederland"]


def test_where_one_measure_has_several_units_they_stay_a_dimension(tmp_path: Path) -> None:
    header = "DATAFLOW,GEO,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT\n"
    rows = ("x:DEMO(1),NL,2020,1,EUR,3\n", "x:DEMO(1),NL,2021,2,PC,0\n")

    dataset = read_csv(tmp_path, *rows, header=header)

    assert dataset.measures[0].unit.text == "see UNIT_MEASURE, UNIT_MULT"
    assert set(cells(dataset, "UNIT_MEASURE", "UNIT_MULT")) == {
        ("OBS_VALUE", "NL", "2020JJ00", "EUR", "3"),
        ("OBS_VALUE", "NL", "2021JJ00", "PC", "0"),
    }


def test_a_dimension_named_as_one_of_our_columns_keeps_its_codes(tmp_path: Path) -> None:
    header = "DATAFLOW,GEO,STATUS,MEASURE,TIME_PERIOD,OBS_VALUE\n"

    dataset = read_csv(tmp_path, "x:DEMO(1),NL,S1,POP,2020,1\n", header=header)

    assert cells(dataset, "STATUS_") == {("POP", "NL", "2020JJ00", "S1"): (1.0, "A", False)}


def test_only_the_part_that_was_asked_for_is_taken(tmp_path: Path) -> None:
    rows = [row(area=area, item=item) for area in ("NL", "BE") for item in ("B1G", "P3")]

    dataset = read_csv(tmp_path, *rows, where={"GEO": ("NL",), "na_item": ("P3",)})

    assert set(cells(dataset, "na_item")) == {("OBS_VALUE", "NL", "2020JJ00", "P3")}
    assert dataset.origin.part == "GEO=NL, na_item=P3"
    with pytest.raises(NoSuchPart, match="no figure for geo 'XX'"):
        read_csv(tmp_path, *rows, where={"geo": ("XX",)})


FAULTS = [
    pytest.param(row(value="1,5x"), "Row #2", id="more cells than columns"),
    pytest.param(row(value="8..4"), "line 2, column OBS_VALUE: expected a number", id="value"),
    pytest.param(row(flag="k"), "flag 'k'", id="flag"),
    pytest.param(row(period="2020/2021"), "line 2, column TIME_PERIOD", id="range"),
    pytest.param(row() + row(), "same key", id="twice"),
    pytest.param(row(area=""), "code is empty", id="empty"),
    pytest.param(row().replace("DEMO", "OTHER"), "of the flow 'OTHER'", id="another flow"),
    pytest.param(row() + row().replace("DEMO", "OTHER"), "2 flows", id="two flows"),
]


@pytest.mark.parametrize(("rows", "told"), FAULTS)
def test_a_faulty_row_is_refused_with_its_place(tmp_path: Path, rows: str, told: str) -> None:
    assert told in refused(tmp_path, (CSV_HEADER + rows).encode(), "demo.csv")


def _zipped(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, CSV_HEADER + row())
    return packed.getvalue()


def test_a_packed_file_is_read_as_the_file_in_it(tmp_path: Path) -> None:
    expected = cells(read_bytes(tmp_path, (CSV_HEADER + row()).encode(), "plain.csv"))

    for content in (gzip.compress((CSV_HEADER + row()).encode()), _zipped("data.csv")):
        (folder := tmp_path / str(len(content))).mkdir()
        assert cells(read_bytes(folder, content, "packed")) == expected


BOMB = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>'
EXTERNAL = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
HOSTILE = [
    pytest.param(BOMB, "document type definition", id="entities inside each other"),
    pytest.param(EXTERNAL, "document type definition", id="external entity"),
    pytest.param(EXTERNAL.decode().encode("utf-16"), "document type definition", id="utf-16"),
    pytest.param(b"<a>" * 100 + b"</a>" * 100, "over 64 elements inside", id="deep"),
    pytest.param(GENERIC.encode()[:-40], "no whole XML", id="half a file"),
    pytest.param(b'<?xml version="1.0" encoding="utf-7"?><a/>', "encoding", id="encoding"),
    pytest.param(GENERIC.replace("g:Obs>", "g:Zzz>").encode(), "SDMX-ML 2.1 schema", id="schema"),
    pytest.param(b"<html><body>Not found</body></html>", "begins with 'html'", id="page"),
    pytest.param(b"PK\x03\x04 no zip", "zip", id="no zip"),
    pytest.param(gzip.compress(b"DATAFLOW,")[:-5], "no whole gzip", id="half a gzip"),
    pytest.param(_zipped("../../evil.csv"), "leads outside", id="path out of a zip"),
    pytest.param(_zipped("a.csv", "b.csv"), "holds 2 files", id="two in a zip"),
    pytest.param(b"DATAFLOW,geo\xff,OBS_VALUE\n", "UTF-8", id="a column's name in no encoding"),
    pytest.param(b'DATAFLOW,g"eo\n\x94",OBS_VALUE\n1,2,3\n', "UTF-8", id="a name in quotes"),
    pytest.param(b'DATAFLOW,"geo\nx",OBS_VALUE\n1,2,3\n', "regular CSV", id="a name in two lines"),
    pytest.param(b"", "neither SDMX-ML nor SDMX-CSV", id="empty"),
]


@pytest.mark.parametrize(("content", "told"), HOSTILE)
def test_what_is_harmful_or_no_message_is_refused(
    tmp_path: Path, content: bytes, told: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert told in refused(tmp_path, content)
    assert capfd.readouterr() == ("", "")  # sdmx1 says nothing past us


def test_xml_beyond_the_limits_is_refused_with_the_limit_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("koers_engine.sources.sdmx.xml_figures.MOST_XML_OBSERVATIONS", 1)
    assert "2 observations; at most 1" in refused(tmp_path, GENERIC.encode())
    monkeypatch.setattr("koers_engine.sources.sdmx.messages.MOST_XML_BYTES", 100)
    assert "over 100 bytes of XML" in refused(tmp_path, GENERIC.encode())


PERIODS = [
    ("2024", "2024JJ00"),
    ("2024-A1", "2024JJ00"),
    ("2024-S2", "2024HJ02"),
    ("2024S2", "2024HJ02"),
    ("2024-Q4", "2024KW04"),
    ("2024Q4", "2024KW04"),
    ("2024-01", "2024MM01"),
    ("2024-M12", "2024MM12"),
    ("2024M12", "2024MM12"),
    ("2024-W53", "2024W153"),
    ("2024-02-29", "20240229"),
    ("2024-D060", "20240229"),
]


@pytest.mark.parametrize(("text", "code"), PERIODS)
def test_periods_of_sdmx(text: str, code: str) -> None:
    assert period_of(text).cbs == code


NO_PERIODS = [
    *("2023-02-29", "2024-13", "2024-Q5", "2024-Q0", "2024-W00", "2024-T1", "2024/2025"),
    *("2024-01-01/P1Y", "2023-D366", "2024-01-01T00:00", "24", "２０２４", "0000-01-01", ":"),
]


@pytest.mark.parametrize("text", NO_PERIODS)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(NoSdmxPeriod):
        period_of(text)


S = ObservationStatus
FLAGS = [
    # flag, status of a value, status of a gap, break
    ("", S.NORMAL, S.MISSING, False),
    ("b", S.NORMAL, S.MISSING, True),
    ("bd", S.DEFINITION_DIFFERS, S.MISSING, True),
    ("ep", S.ESTIMATED, S.MISSING, False),
    ("pu", S.LOW_RELIABILITY, S.MISSING, False),
    ("s", S.IMPUTED, S.MISSING, False),
    ("r", S.NORMAL, S.MISSING, False),
    (":c", S.UNVALIDATED, S.SUPPRESSED, False),
    ("z", S.UNVALIDATED, S.CANNOT_EXIST, False),
    ("L", S.UNVALIDATED, S.NOT_COLLECTED, False),
    ("B", S.NORMAL, S.MISSING, True),
    ("na", S.UNVALIDATED, S.MISSING, False),
    ("P, b", S.PROVISIONAL, S.MISSING, True),
]


@pytest.mark.parametrize(("flag", "of_value", "of_gap", "breaks"), FLAGS)
def test_flags(flag: str, of_value: S, of_gap: S, breaks: bool) -> None:
    marks, is_break, unknown = marks_of(flag)

    assert (is_break, unknown) == (breaks, "")
    assert status_of(marks, has_value=True) == of_value
    assert status_of(marks, has_value=False) == of_gap


def test_every_flag_and_status_gives_a_value_a_status_with_a_value_and_a_gap_one_without() -> None:
    for mark in [*EUROSTAT_FLAGS, *S]:
        marks, _, _ = marks_of(mark)
        assert not status_of(marks, has_value=True).is_missing
        assert status_of(marks, has_value=False).is_missing


NO_FLOWS = [
    *("ESTAT", "ESTAT/", "/X", "ESTAT/X?a=b", "ESTAT/X/../../y", "ESTAT/X?A.B&C.D"),
    *("ÉSTAT/X", "ES TAT/X", "ESTAT/X#y", "ESTAT/X?startPeriod=2/..", "ESTAT/X?A%2E"),
]


@pytest.mark.parametrize("name", NO_FLOWS)
def test_what_names_no_flow_is_refused(name: str) -> None:
    with pytest.raises(NoFlow) as found:
        FlowQuery.parse(name)
    assert isinstance(found.value, Refusal)
