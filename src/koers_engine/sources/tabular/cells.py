"""The cells of a file as texts, whatever its format, and the place that each has in the file."""

import csv
import gzip
import io
import itertools
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow_csv

from koers_engine.observations import Fault
from koers_engine.observations.faults import FAULTS_SHOWN
from koers_engine.observations.packing import bare_name
from koers_engine.sources.files import MOST_BYTES, UnreadableFile, read_bytes
from koers_engine.sources.tabular.excel import excel_rows
from koers_engine.sources.tabular.mapping import LINE, FileFormat, Layout
from koers_engine.sources.tabular.records import json_columns

MOST_COLUMNS = 16_384
FOOTER_ROWS = 50
"""How many rows at the end can be a footer."""
_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Cells:
    """The rows of a file below its header: every column a text column, padding included.

    `place` names a cell's place, given the row (from 0) and the column's name. `faults` are rows
    that could not be read.
    """

    table: pa.Table
    place: Callable[[int, str], str]
    faults: tuple[Fault, ...] = ()

    def column(self, name: str) -> pa.ChunkedArray:
        """A column without padding; LINE gives the number of each row."""
        if name == LINE:
            numbers = pa.array(range(1, self.table.num_rows + 1), pa.int64())
            return pa.chunked_array([numbers.cast(pa.string())])
        return pc.utf8_trim_whitespace(self.table.column(name))

    def keep(self, rows: pa.ChunkedArray) -> "Cells":
        """Only the rows where `rows` is true; each keeps its place."""
        places = pc.indices_nonzero(rows)
        if len(places) == self.table.num_rows:
            return self
        return replace(
            self,
            table=self.table.take(places),
            place=lambda row, column: self.place(places[row].as_py(), column),
        )


def unpacked(content: bytes) -> bytes:
    """The content without its gzip packing, where it has one.

    Raises:
        UnreadableFile: It is no whole gzip file, or holds more than MOST_BYTES.
    """
    if not content.startswith(_GZIP):
        return content
    try:
        with gzip.open(io.BytesIO(content)) as file:
            plain = file.read(MOST_BYTES + 1)
    except (OSError, EOFError, zlib.error) as reason:
        raise UnreadableFile(f"the file is no whole gzip file ({reason})") from reason
    if len(plain) > MOST_BYTES:
        raise UnreadableFile(f"holds more than {MOST_BYTES:,} bytes; split it into smaller files")
    return plain


def file_cells(path: Path, layout: Layout) -> Cells:
    """The cells of a file.

    Raises:
        UnreadableFile: The file as a whole cannot be read, for instance in this encoding.
    """
    return cells_of(read_bytes(path), layout, bare_name(path.name))


def cells_of(content: bytes, layout: Layout, name: str) -> Cells:
    """The cells of a file's content; `name` begins the place of each.

    Raises:
        UnreadableFile: As for `file_cells`.
    """
    content = unpacked(content)
    if layout.format is FileFormat.JSON:
        cells = _json_cells(content, layout, name)
    elif layout.format is FileFormat.EXCEL:
        cells = _excel_cells(content, layout, name)
    else:
        cells = _csv_cells(content, layout, name)
    return _without_footer(_without_blank_rows(cells), layout)


def column_names(names: Sequence[str]) -> list[str]:
    """Names by which each column can be told: trimmed, numbered where empty or there before."""
    if len(names) > MOST_COLUMNS:
        raise UnreadableFile(f"has more than {MOST_COLUMNS:,} columns")
    taken: dict[str, int] = {}
    found = []
    for place, name in enumerate(names, start=1):
        plain = " ".join(name.split()) or f"column {place}"
        taken[plain] = taken.get(plain, 0) + 1
        found.append(plain if taken[plain] == 1 else f"{plain} ({taken[plain]})")
    return found


def decoded(content: bytes, encoding: str) -> str:
    """The text of a file.

    Raises:
        UnreadableFile: The bytes are not of this encoding; the message names the first.
    """
    if encoding.replace("_", "-").casefold() in {"utf-8", "utf8"}:
        encoding = "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeError as reason:
        at = getattr(reason, "start", 0)
        line = content.count(b"\n", 0, at) + 1
        raise UnreadableFile(
            f"line {line}: byte {at + 1} is no {encoding}; give the right file.encoding "
            "(files of older Dutch software are mostly cp1252)"
        ) from reason


class _Lines:
    """The line of each row, worked out only when a fault has to name one."""

    def __init__(self, text: str, layout: Layout, width: int, first: int) -> None:
        self._text, self._layout, self._width, self._first = text, layout, width, first
        self._blank = 0 if width > 1 else width  # of one column, Arrow reads no empty lines

    @cached_property
    def numbers(self) -> list[int]:
        reader = csv_reader(self._text, self._layout)
        found, before = [], 0
        for cells in reader:
            if before >= self._first and len(cells) in {self._width, self._blank}:
                found.append(before + 1)
            before = reader.line_num
        return found

    def of(self, row: int) -> str:
        try:
            return str(self.numbers[row])
        except (IndexError, csv.Error):
            return f"{self._first + row + 1} or later"


def csv_reader(text: str, layout: Layout) -> "csv.Reader":  # type: ignore[name-defined]
    """A reader of the text's rows, one by one."""
    csv.field_size_limit(1 << 24)
    return csv.reader(
        io.StringIO(text, newline=""),
        delimiter=layout.delimiter,
        quotechar=layout.quote or None,
        quoting=csv.QUOTE_MINIMAL if layout.quote else csv.QUOTE_NONE,
    )


def _csv_cells(content: bytes, layout: Layout, name: str) -> Cells:
    text = decoded(content, layout.encoding)
    plain = text.encode()
    names, first = _header(text, layout)
    if not names:
        raise UnreadableFile("the row of the header is empty; name the row with `header`")
    uneven: list[tuple[int, str]] = []

    def note(row: arrow_csv.InvalidRow) -> str:
        if row.text.strip():
            what = f"expected {row.expected_columns} cells, found {row.actual_columns}"
            uneven.append((row.number, f"{what}: {row.text[:60]!r}"))
        return "skip"

    try:
        table = arrow_csv.read_csv(
            io.BytesIO(plain),
            read_options=arrow_csv.ReadOptions(
                column_names=names, skip_rows=first, use_threads=False, block_size=1 << 24
            ),
            parse_options=arrow_csv.ParseOptions(
                delimiter=layout.delimiter,
                quote_char=layout.quote or False,
                newlines_in_values=bool(layout.quote) and layout.quote.encode() in plain,
                ignore_empty_lines=len(names) == 1,
                invalid_row_handler=note,
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
            ),
        )
    except pa.ArrowInvalid as reason:
        if "Empty CSV" not in str(reason):
            raise UnreadableFile(str(reason)) from reason
        table = pa.table({})
    if not table.num_rows:  # of which Arrow tells neither columns nor types
        table = pa.table({column: pa.array([], pa.string()) for column in names})
    lines = _Lines(text, layout, len(names), first)
    return Cells(
        table,
        lambda row, column: f"{name}, line {lines.of(row)}, column {column}",
        tuple(_uneven_rows(uneven, name, layout)),
    )


def _uneven_rows(uneven: Sequence[tuple[int, str]], name: str, layout: Layout) -> list[Fault]:
    """Rows of another length than the header, but for those at the end that are a footer."""
    if isinstance(layout.footer, str) and uneven:
        texts = pa.array([what.partition(": ")[2].strip("'\"") for _, what in uneven])
        footer = matches(texts, layout.footer)
        uneven = [row for row, skip in zip(uneven, footer.to_pylist(), strict=True) if not skip]
    faults = [Fault(f"{name}, row {row}", what) for row, what in uneven[:FAULTS_SHOWN]]
    if len(uneven) > FAULTS_SHOWN:
        more = len(uneven) - FAULTS_SHOWN
        faults.append(Fault(name, f"{more} more rows have another number of cells"))
    return faults


def _header(text: str, layout: Layout) -> tuple[list[str], int]:
    """The names of the columns, and how many lines stand before the first row."""
    reader = csv_reader(text, layout)
    try:
        if not layout.header:
            widest = max((len(cells) for cells in itertools.islice(reader, 20)), default=0)
            return column_names([""] * widest), layout.skip
        for cells in reader:
            if reader.line_num >= layout.header:
                return column_names(cells), reader.line_num + layout.skip
    except csv.Error as reason:
        raise UnreadableFile(f"line {reader.line_num}: {reason}") from reason
    raise UnreadableFile(f"has no line {layout.header}, where file.header says its header is")


def _json_cells(content: bytes, layout: Layout, name: str) -> Cells:
    columns = json_columns(content, layout.records, layout.decimal)
    table = pa.table({column: pa.array(cells, pa.string()) for column, cells in columns.items()})
    where = f"{name}: {layout.records or '$'}"
    return Cells(table, lambda row, column: f"{where}, record {row + 1}, {column}")


def _excel_cells(content: bytes, layout: Layout, name: str) -> Cells:
    sheet = excel_rows(content, layout.sheet, layout.decimal)
    start = layout.header + layout.skip
    rows = sheet.rows[start:]
    width = max(map(len, sheet.rows), default=0)
    if layout.header > len(sheet.rows):
        raise UnreadableFile(f"has no row {layout.header}, where file.header says its header is")
    header = sheet.rows[layout.header - 1] if layout.header else []
    names = column_names([*header, *[""] * (width - len(header))])
    columns = zip(*(row + [""] * (width - len(row)) for row in rows), strict=True)
    filled = list(columns) or [()] * width
    table = pa.table(
        {column: pa.array(cells, pa.string()) for column, cells in zip(names, filled, strict=True)}
    )
    letters = dict(zip(names, map(column_letters, range(width)), strict=True))

    def place(row: int, column: str) -> str:
        cell = f"{letters.get(column, '')}{start + row + 1}"
        return f"{name}, sheet {sheet.title}, cell {cell} ({column})"

    faults = tuple(Fault(f"{name}, sheet {sheet.title}, cell {c}", w) for c, w in sheet.faults)
    return Cells(table, place, faults)


def column_letters(place: int) -> str:
    """How a spreadsheet names the column at a place from 0.

    >>> column_letters(27)
    'AB'
    """
    letters = ""
    place += 1
    while place:
        place, left = divmod(place - 1, 26)
        letters = chr(ord("A") + left) + letters
    return letters


def _without_blank_rows(cells: Cells) -> Cells:
    if not cells.table.num_columns:
        return cells
    filled = pc.not_equal(pc.utf8_trim_whitespace(cells.table.column(0)), "")
    for column in cells.table.columns[1:]:
        if pc.all(filled).as_py():
            return cells
        filled = pc.or_(filled, pc.not_equal(pc.utf8_trim_whitespace(column), ""))
    return cells.keep(filled)


def _without_footer(cells: Cells, layout: Layout) -> Cells:
    """The rows above the footer, which is looked for at the end only: Bronckhorst is no Bron."""
    rows = cells.table.num_rows
    if isinstance(layout.footer, int):
        end = max(rows - layout.footer, 0)
        return replace(cells, table=cells.table.slice(0, end)) if layout.footer else cells
    if not cells.table.num_columns:
        return cells
    start = max(rows - FOOTER_ROWS, 0)
    tail = cells.column(cells.table.column_names[0]).slice(start)
    first = pc.index(matches(tail, layout.footer), value=True).as_py()
    return cells if first < 0 else replace(cells, table=cells.table.slice(0, start + first))


def matches(texts: pa.ChunkedArray, expression: str) -> pa.ChunkedArray:
    """Which texts the expression of a mapping matches.

    Raises:
        UnreadableFile: It is no expression; RE2 reads it, so none can run away.
    """
    try:
        return pc.match_substring_regex(texts, expression)
    except pa.ArrowInvalid as reason:
        raise UnreadableFile(f"file.footer {expression!r} is no expression ({reason})") from reason
