"""What is fuzzed: a table that can be read, of which one file at a time is replaced."""

import io
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fuzz import seeds
from koers_engine.areas.descriptions import read_description
from koers_engine.concepts import Refusal
from koers_engine.sources.fetching import unheard
from koers_engine.sources.registry import reader_of
from koers_engine.sources.request import SourceRequest
from koers_engine.sources.tabular import guess

NOON = datetime(2026, 7, 2, 12, tzinfo=UTC)
SPECIMENS = Path(__file__).parents[1] / "tests" / "engine" / "specimens"


@dataclass(frozen=True, slots=True)
class Target:
    """`run` reads the table with any bytes in place of one of its files, and must return.

    `seeds` are good bytes for each file.
    """

    run: Callable[[int, bytes], None]
    seeds: tuple[bytes, ...]


def one_file_of(request: SourceRequest, files: Mapping[str, bytes]) -> Target:
    """A table of which one file at a time is replaced."""
    names = tuple(files)
    folder = Path(tempfile.mkdtemp(prefix="koers-fuzz-", dir=_fast_disk()))
    for name, content in files.items():
        (folder / name).write_bytes(content)
    reader = reader_of(request)

    def run(place: int, data: bytes) -> None:
        (folder / names[place]).write_bytes(data)
        try:
            reader.read(request, folder, retrieved_at=NOON, progress=unheard, area_codes={})
        except Refusal:
            pass
        finally:
            (folder / names[place]).write_bytes(files[names[place]])

    run(0, files[names[0]])  # the reader's modules are loaded, and looked into
    return Target(run, tuple(files.values()))


def _fast_disk() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


def _folder(name: str) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((SPECIMENS / name).iterdir())}


def _sheet(request: SourceRequest) -> Target:
    """A workbook whose sheet is replaced inside its zip file."""
    parts = {}
    with zipfile.ZipFile(io.BytesIO(seeds.workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    whole = one_file_of(
        request, {"survey.xlsx": seeds.workbook(), "mapping.toml": seeds.SHEET_MAPPING}
    )

    def run(_place: int, data: bytes) -> None:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in parts.items():
                archive.writestr(name, data if name == sheet else content)
        whole.run(0, packed.getvalue())

    return Target(run, (parts[sheet],))


def _guessed(_place: int, data: bytes) -> None:
    folder = Path(tempfile.mkdtemp(prefix="koers-fuzz-", dir=_fast_disk()))
    try:
        file = folder / "file.csv"
        file.write_bytes(data)
        guess(file)
    except Refusal:
        pass
    finally:
        shutil.rmtree(folder)


def _described(_place: int, data: bytes) -> None:
    read_description("GM0106", data.decode("utf-8", errors="replace"))


def _request(kind: str, name: str, form: str = "", mapping: str = "") -> SourceRequest:
    return SourceRequest(kind=kind, name=name, form=form, mapping=mapping)


TARGETS: dict[str, Callable[[], Target]] = {
    "cbs-v4": lambda: one_file_of(_request("cbs", "00001tst"), _folder("cbs_recording")),
    "cbs-v3": lambda: one_file_of(_request("cbs", "00001tst", "v3"), seeds.v3()),
    "cbs-csv": lambda: one_file_of(_request("cbs", "00001tst", "csv"), seeds.bulk()),
    "koers": lambda: one_file_of(_request("koers", "00001tst"), _folder("koers_table")),
    "sdmx-ml": lambda: one_file_of(_request("sdmx", "ESTAT/T"), {"data.xml": seeds.SDMX_ML}),
    "sdmx-csv": lambda: one_file_of(_request("sdmx", "ESTAT/T"), {"data.csv": seeds.SDMX_CSV}),
    "jsonstat": lambda: one_file_of(
        _request("jsonstat", "table.json"), {"table.json": seeds.JSON_STAT}
    ),
    "csv": lambda: one_file_of(
        _request("file", "survey.csv"), {"survey.csv": seeds.CSV, "mapping.toml": seeds.MAPPING}
    ),
    "json": lambda: one_file_of(
        _request("file", "survey.json"),
        {"survey.json": seeds.JSON, "mapping.toml": seeds.JSON_MAPPING},
    ),
    "excel": lambda: _sheet(_request("file", "survey.xlsx")),
    "guess": lambda: Target(_guessed, (seeds.CSV, seeds.workbook(), seeds.JSON)),
    "regions": lambda: Target(_described, (seeds.DESCRIPTION,)),
}
