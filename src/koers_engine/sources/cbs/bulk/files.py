"""The files of a table in bulk: in a zip archive, or in a folder, packed one by one or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv as pa_csv

from koers_engine.observations.packing import BrokenPacking, unpacking
from koers_engine.sources.archives import check_archive, entry_of, is_archive
from koers_engine.sources.cbs.recording import Index, Recording
from koers_engine.sources.files import UnreadableFile, packed_or_plain

OBSERVATIONS = "Observations.csv"
PROPERTIES, DIMENSIONS, MEASURES = "Properties.csv", "Dimensions.csv", "MeasureCodes.csv"
BULK = "bulk.zip"
"""What the server sends is kept under this name, though it may be one plain CSV file."""
MOST_BYTES_OF_LISTS = 256 << 20
_WHOLE_NUMBERS = {"Decimals", "ObservationCount"}


@dataclass(slots=True)
class BulkFiles(Recording):
    """Reads lists from CSV as `Recording` does from JSON, so that they are told of alike."""

    archive: Path | None = None
    entries: dict[str, str] = field(default_factory=dict)
    """Per file name its name in the archive, which may stand in a folder there."""
    plain: Path | None = None
    """Where the observations came as one plain file, that file; its lists are in JSON."""

    @classmethod
    def found_in(cls, folder: Path) -> "BulkFiles":
        """The files in the folder.

        Raises:
            UnreadableFile: The archive is not safe to read, or there are several.
        """
        files = [path for path in sorted(folder.iterdir()) if path.is_file()]
        archives = [path for path in files if is_archive(path)]
        if len(archives) > 1:
            raise UnreadableFile("there are several archives; give the one of this table")
        if archives:
            return cls(folder, archive=archives[0], entries=_entries(archives[0]))
        single = folder / BULK
        return cls(folder, plain=single if single.is_file() else None)

    def place(self, name: str, row: int) -> str:
        """Names a row of a list: the first is number 0."""
        return f"{name}, row {row + 1}" if self.plain is None else Recording.place(self, name, row)

    def has(self, name: str) -> bool:
        """Whether a file is there."""
        if self.archive is not None:
            return name in self.entries
        if self.plain is not None and name == OBSERVATIONS:
            return True
        return packed_or_plain(self.folder / name).is_file()

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """The content of a file, unpacked while it is read.

        Raises:
            UnreadableFile: It is not there, stops half way, or its bytes are not those packed.
        """
        if self.archive is not None:
            with entry_of(self.archive, self.entries.get(name, name)) as entry:
                yield entry
            return
        path = packed_or_plain(self.folder / name)
        if self.plain is not None and name == OBSERVATIONS:
            path = self.plain
        try:
            with unpacking(path) as file:
                yield file
        except FileNotFoundError as reason:
            raise UnreadableFile(f"there is no {name}; give all files of the archive") from reason
        except BrokenPacking as reason:
            raise UnreadableFile(f"{name} is damaged ({reason}); fetch it again") from reason

    def object_of(self, index: Index, kind: str) -> dict[str, Any]:
        """The one row of a list; empty, with a fault, where it cannot be read."""
        if self.plain is not None:
            return Recording.object_of(self, index, kind)
        rows = self.rows_of(index, kind)
        return rows[0] if rows else {}

    def rows_of(self, index: Index, kind: str) -> list[dict[str, Any]]:
        """The rows of a list as objects; empty, with a fault, where it cannot be read."""
        if self.plain is not None:
            return Recording.rows_of(self, index, kind)
        name = index.files[kind]
        try:
            rows = _rows(self._list(name))
        except UnreadableFile as reason:
            self.fault(name, str(reason))
            return []
        except (pa.ArrowInvalid, pa.ArrowKeyError) as reason:
            self.fault(name, f"the file is no CSV in UTF-8 with ; between its columns ({reason})")
            return []
        if not rows:
            self.fault(name, "the list is empty")
        return rows

    def _list(self, name: str) -> bytes:
        with self.opened(name) as file:
            content = file.read(MOST_BYTES_OF_LISTS + 1)
        if len(content) > MOST_BYTES_OF_LISTS:
            raise UnreadableFile(f"holds more than {MOST_BYTES_OF_LISTS:,} bytes")
        return content


def header_of(first_bytes: bytes) -> list[str]:
    """The names of the columns, out of the beginning of a file.

    Raises:
        UnreadableFile: The bytes are no UTF-8.
    """
    try:
        line = first_bytes.split(b"\n", 1)[0].decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise UnreadableFile(
            f"byte {reason.start + 1} is no UTF-8; save the file as UTF-8"
        ) from reason
    return [name.strip().strip('"') for name in line.split(";")]


def _entries(archive: Path) -> dict[str, str]:
    entries: dict[str, str] = {}
    for entry in check_archive(archive):
        name = PurePosixPath(entry).name
        if name in entries:
            raise UnreadableFile(f"{name} stands in two folders of the archive")
        entries[name] = entry
    return entries


def _rows(content: bytes) -> list[dict[str, Any]]:
    names = header_of(content)
    table = pa_csv.read_csv(
        pa.BufferReader(content),
        pa_csv.ReadOptions(
            use_threads=False, block_size=max(len(content), 1), column_names=names, skip_rows=1
        ),
        pa_csv.ParseOptions(delimiter=";", newlines_in_values=True),
        pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
    )
    rows: list[dict[str, Any]] = table.to_pylist()
    for row in rows:  # JSON has these as numbers
        for name in _WHOLE_NUMBERS & row.keys():
            text = row[name]
            row[name] = int(text) if text.isascii() and text.isdigit() else text or None
    return rows
