import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from koers_engine.observations import Dataset, FaultyTable, VintageStore
from koers_engine.observations.digest import content_digest
from koers_engine.sources.cbs import bulk, read_recording
from koers_engine.sources.cbs.bulk import reading as bulk_reading
from koers_engine.sources.cbs.bulk.reading import NotInBulk
from koers_engine.sources.cbs.part import UnknownPart
from koers_engine.sources.fetching import Fetcher, FetchFailed, unheard
from koers_engine.sources.files import packed_or_plain, read_bytes
from koers_engine.sources.request import SourceRequest
from tests.engine.loopback import LoopbackCbs, serving
from tests.engine.spoiling import add_measure_in_words

NOON = datetime(2026, 7, 2, 12, tzinfo=UTC)
NAMES = {
    "properties": "Properties.csv",
    "dimensions": "Dimensions.csv",
    "measure-codes": "MeasureCodes.csv",
}


def asked(name: str = "00001tst", *, origin: str = "", **where: tuple[str, ...]) -> SourceRequest:
    return SourceRequest(kind="cbs", name=name, form="csv", origin=origin, where=where)


def read(folder: Path, request: SourceRequest | None = None) -> Dataset:
    request = request or asked()
    return bulk.read(request, folder, retrieved_at=NOON, progress=unheard, area_codes={})


def unpacked(recording: Path, folder: Path) -> Path:
    """The same table as CBS serves it in bulk: CSV with semicolons, decimal commas and a BOM."""
    folder.mkdir()
    index = json.loads(read_bytes(recording / "index.json"))
    for kind, name in index["files"].items():
        content = json.loads(read_bytes(packed_or_plain(recording / name)))
        rows = [content] if kind == "properties" else content["value"]
        target = NAMES.get(kind) or f"{kind.removeprefix('codes-')}Codes.csv"
        (folder / target).write_bytes(as_csv(rows))
    pages = [read_bytes(packed_or_plain(recording / page)) for page in index["observationPages"]]
    rows = [row for page in pages for row in json.loads(page)["value"]]
    (folder / "Observations.csv").write_bytes(as_csv(rows))
    properties = folder / "Properties.csv"
    announced = pd.read_csv(properties, sep=";", dtype=str)
    announced["ObservationCount"] = str(len(rows))  # a recording may hold a part
    announced.to_csv(properties, sep=";", index=False)
    return folder


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    out = io.StringIO()
    names = list(dict.fromkeys(name for row in rows for name in row if name[0] != "@"))
    writer = csv.DictWriter(out, names, delimiter=";", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        told = {name: "" if value is None else str(value) for name, value in row.items()}
        if "Value" in told:
            told["Value"] = told["Value"].removesuffix(".0").replace(".", ",")
        writer.writerow(told)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def zipped(folder: Path, path: Path, *, below: str = "") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, below + file.name)
    return path


@pytest.fixture
def files(recording: Path, tmp_path: Path) -> Path:
    """The small recorded table in bulk, to be spoilt at will."""
    return unpacked(recording, tmp_path / "files")


def test_a_table_in_bulk_is_the_same_table_as_by_odata_v4(recording: Path, files: Path) -> None:
    assert content_digest(read(files)) == content_digest(read_recording(recording, "00001tst"))


def test_a_measure_in_words_is_left_out_and_named(recording: Path, tmp_path: Path) -> None:
    add_measure_in_words(recording)
    files = unpacked(recording, tmp_path / "with words")

    assert content_digest(read(files)) == content_digest(read_recording(recording, "00001tst"))
    with (files / "Observations.csv").open("a") as rows:
        rows.write("7;W1;None;;Here;T;GM0106;2023JJ00\n8;M1;None;;many;T;GM0106;2023JJ00\n")
    with pytest.raises(FaultyTable, match="line 10"):
        read(files)


@pytest.mark.parametrize("table", ["03759ned", "80590ned", "82235NED", "82242NED", "83932NED"])
def test_recorded_tables_of_cbs_read_alike_in_bulk_and_by_odata_v4(
    shared_data: Path, tmp_path: Path, table: str
) -> None:
    recording = shared_data / "cbs_odata_v4" / table
    files = unpacked(recording, tmp_path / "files")
    (tmp_path / "in").mkdir()
    zipped(files, tmp_path / "in" / f"{table}.zip")

    found = read(tmp_path / "in", asked(table))

    assert found.observations.equals(read_recording(recording, table).observations)
    assert content_digest(found) == content_digest(read_recording(recording, table))


def test_an_archive_reads_as_the_files_that_were_in_it(files: Path, tmp_path: Path) -> None:
    for below in ("", "00001tst/"):
        folder = tmp_path / f"in{len(below)}"
        folder.mkdir()
        zipped(files, folder / "table.zip", below=below)

        assert content_digest(read(folder)) == content_digest(read(files))


def test_a_decimal_point_is_read_too(files: Path) -> None:
    before = read(files)
    observations = files / "Observations.csv"
    observations.write_text(observations.read_text(encoding="utf-8").replace(",", "."), "utf-8")

    assert read(files).observations.equals(before.observations)


def test_a_table_that_announces_very_many_rows_is_read_as_a_stream_with_the_same_content(
    files: Path, store: VintageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = store.add(read(files))
    monkeypatch.setattr(bulk_reading, "MOST_IN_MEMORY", 5)

    dataset = read(files)

    assert dataset.is_stream
    addition = store.add(dataset)
    assert not addition.is_new
    assert addition.vintage.digest == whole.vintage.digest


def test_only_the_part_that_was_asked_for_is_taken(files: Path) -> None:
    dataset = read(files, asked(RegioS=("GM0106", "NL01"), Perioden=("2024JJ00",)))

    rows = dataset.observations.select(["area", "period", "value", "status"]).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("GM0106", "2024JJ00", None, "Q"),
        ("NL01", "2024JJ00", 110.5, "P"),
    ]
    assert dataset.origin.part == "RegioS=GM0106,NL01; Perioden=2024JJ00"
    with pytest.raises(UnknownPart, match="no code of Measure 'M2'"):
        read(files, asked(Measure=("M2",)))


def test_the_line_of_a_row_is_told_after_others_were_left_out(files: Path) -> None:
    in_csv("Observations.csv", "GM0113;2024JJ00", "GM0113;2023JJ00")(files)
    lines = (files / "Observations.csv").read_text(encoding="utf-8-sig").splitlines()
    first, second = (at for at, line in enumerate(lines, 1) if "GM0113;2023JJ00" in line)

    with pytest.raises(FaultyTable) as refusal:
        read(files, asked(RegioS=("GM0113",)))

    told = str(refusal.value)
    assert f"Observations.csv, line {second}: the same key" in told
    assert f"as at Observations.csv, line {first}" in told


Spoil = Callable[[Path], object]


def in_csv(name: str, old: str, new: str) -> Spoil:
    def spoil(folder: Path) -> None:
        text = (folder / name).read_text(encoding="utf-8-sig")
        assert old in text
        (folder / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return spoil


def bytes_of(name: str, content: bytes) -> Spoil:
    return lambda folder: (folder / name).write_bytes(content)


BAD_INPUT = [
    pytest.param(
        in_csv("Observations.csv", "110,5", "many"),
        "line 3, column Value: expected a number, found 'many'",
        id="a value that is no number",
    ),
    pytest.param(
        in_csv("Observations.csv", "110,5", "1.110,5"),
        "line 3, column Value: expected a number, found '1.110,5'",
        id="a mark for thousands",
    ),
    pytest.param(
        in_csv("Observations.csv", ";None;", ";Mislaid;"),
        "column ValueAttribute: 'Mislaid' is none of the known ones",
        id="an unknown reason",
    ),
    pytest.param(
        in_csv("Observations.csv", "GM0106", "GM9999"),
        "column RegioS: code 'GM9999' is not in the code list",
        id="an area that is not in the list",
    ),
    pytest.param(
        in_csv("Observations.csv", "2024JJ00", "2024?"),
        "line 3, the period: '2024?' is no period",
        id="a code that is no period",
    ),
    pytest.param(
        in_csv("Observations.csv", "Value;", "Waarde;"),
        "Observations.csv, line 1: there is no column Value",
        id="a column that is not there",
    ),
    pytest.param(
        in_csv("Observations.csv", "\n", "\n1;2\n"),
        "Observations.csv: the file is no CSV in UTF-8 with ; between its columns",
        id="a row that is too short",
    ),
    pytest.param(
        lambda folder: (folder / "Observations.csv").write_bytes(
            b"".join((folder / "Observations.csv").read_bytes().splitlines(keepends=True)[:-1])
        ),
        "6 observations are announced and 5 are there",
        id="a file that stops half way",
    ),
    pytest.param(
        bytes_of("Observations.csv", b""),
        "Observations.csv, line 1: there is no column Measure",
        id="an empty file",
    ),
    pytest.param(
        bytes_of(
            "Observations.csv", b"Id;Measure;Sex;RegioS;Perioden;Value;ValueAttribute\n\xff;\xfe"
        ),
        "Observations.csv",
        id="bytes that are no text",
    ),
    pytest.param(
        in_csv("Observations.csv", "Sex;", 'Sex"";'),
        "Observations.csv",
        id="a header with a stray quote",
    ),
    pytest.param(
        in_csv("Observations.csv", "Sex;", "Sex\r;"),
        "Observations.csv",
        id="a header that stops half way",
    ),
    pytest.param(
        bytes_of("Observations.csv", b"\xff\xfe\x00"),
        "Observations.csv",
        id="another encoding",
    ),
    pytest.param(
        lambda folder: (folder / "Dimensions.csv").unlink(),
        "Dimensions.csv: there is no Dimensions.csv; give all files of the archive",
        id="no list of dimensions",
    ),
    pytest.param(
        lambda folder: (folder / "SexCodes.csv").unlink(),
        "SexCodes.csv: there is no SexCodes.csv",
        id="a code list that is not there",
    ),
    pytest.param(
        bytes_of("MeasureCodes.csv", b"Identifier;Title\nM1;People;3\n"),
        "MeasureCodes.csv: the file is no CSV",
        id="a broken list",
    ),
    pytest.param(
        in_csv("MeasureCodes.csv", ";aantal", ";"),
        "MeasureCodes.csv, row 1.Unit: measure M1 (People) has no unit",
        id="a measure without unit",
    ),
    pytest.param(
        in_csv("Properties.csv", "00001tst", "00009tst"),
        "expected table '00001tst', found '00009tst'",
        id="another table",
    ),
    pytest.param(
        in_csv("PeriodenCodes.csv", "Voorlopig", "Vermoedelijk"),
        "period 2024JJ00: status 'Vermoedelijk' is none of the known ones",
        id="an unknown status of a period",
    ),
]


@pytest.mark.parametrize(("spoil", "told"), BAD_INPUT)
def test_bad_input_is_refused_and_named(files: Path, spoil: Spoil, told: str) -> None:
    spoil(files)

    with pytest.raises(FaultyTable) as refusal:
        read(files)

    assert told in str(refusal.value)


def test_an_unsafe_archive_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "table.zip", "w") as archive:
        archive.writestr("../Observations.csv", "Id")

    with pytest.raises(FaultyTable, match="leads outside the archive"):
        read(tmp_path)


def test_an_archive_of_which_a_part_is_damaged_is_refused(files: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "table.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for file in files.iterdir():
            archive.write(file, file.name)
    path.write_bytes(path.read_bytes().replace(b"110,5", b"999,9"))

    with pytest.raises(FaultyTable, match=r"Observations\.csv is damaged"):
        read(tmp_path / "in")


def test_an_entry_that_lies_elsewhere_than_the_archive_says_is_refused(
    files: Path, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    content = bytearray(zipped(files, tmp_path / "in" / "table.zip").read_bytes())
    at = content.find(b"PK\x01\x02") + 42  # where the first entry begins
    content[at : at + 4] = b"\xff\xff\xff\x7f"
    (tmp_path / "in" / "table.zip").write_bytes(content)

    with pytest.raises(FaultyTable):
        read(tmp_path / "in")


def test_a_folder_without_a_table_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(NotInBulk, match="no table of CBS in bulk"):
        read(tmp_path)


class Bulk(LoopbackCbs):
    """Serves one body at /odata/bulk/TABLE, and OData v4 elsewhere."""

    body = b""

    def answer(self, target: str) -> tuple[int, bytes]:
        if target == f"/odata/bulk/{self.table}":
            return 200, self.body
        status, content = super().answer(target)
        return status, content


def collected(server: Bulk, folder: Path, monkeypatch: pytest.MonkeyPatch, table: str) -> Dataset:
    folder.mkdir()
    monkeypatch.setenv("KOERS_CBS_BASE", server.address)
    request = asked(table, origin=f"{server.address}/bulk")
    with Fetcher(folder, NOON, wait=lambda _seconds: None) as fetcher:
        bulk.collect(request, fetcher)
    return read(folder, request)


def test_what_a_server_sends_is_read_zipped_or_plain(
    recording: Path, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = content_digest(read(files))
    with serving(Bulk(recording)) as server:
        assert isinstance(server, Bulk)
        server.body = zipped(files, tmp_path / "table.zip").read_bytes()
        from_archive = collected(server, tmp_path / "zip", monkeypatch, "00001tst")
        assert content_digest(from_archive) == whole

        server.body = (files / "Observations.csv").read_bytes()
        from_plain = collected(server, tmp_path / "plain", monkeypatch, "00001tst")
        assert content_digest(from_plain) == whole


def test_a_server_that_sends_neither_is_refused(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(Bulk(recording)) as server:
        assert isinstance(server, Bulk)
        server.body = b"<html>busy</html>"
        with pytest.raises(FetchFailed, match="neither an archive nor observations in CSV"):
            collected(server, tmp_path / "in", monkeypatch, "00001tst")
        with pytest.raises(FetchFailed, match="no table '00002tst'"):
            collected(server, tmp_path / "other", monkeypatch, "00002tst")
