"""A table of OData v3 as StatLine's site exports it: one CSV file, padded like the responses.

The export has no description beside it. What the columns are is told by their names and codes:
`ID` first, then the dimensions, then the topics, whose names end in their number (`Mannen_2`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pa_csv

from koers_engine.concepts import (
    MOST_DECIMALS,
    AreaKind,
    Bilingual,
    DimensionKind,
    Measure,
    Period,
    Unit,
    UnreadablePeriod,
)
from koers_engine.observations import Fault
from koers_engine.observations.dataset import CODE_COLUMNS
from koers_engine.sources.cbs.metadata import checked_dimensions
from koers_engine.sources.cbs.v3.cells import MARKS, NotNumbers, cells_of_numbers, cells_of_texts
from koers_engine.sources.cbs.v3.description import DUTCH_TIME, Description
from koers_engine.sources.cbs.v3.wide import WideTable
from koers_engine.sources.files import UnreadableFile, read_text

UNIT_UNKNOWN = Unit("not stated in the export")
_TOPIC = re.compile(r".+_\d+")
_AREA = re.compile(r"[A-Z]{2}[0-9A-Z]{2,8}")
_MOMENT = re.compile(r"_(\d{8}_\d{6})\.csv(?:\.gz)?$", re.IGNORECASE)
_MOST_COLUMNS = 10_000


@dataclass(frozen=True, slots=True)
class Export:
    """The columns of an export as texts, and where each cell stands."""

    file: str
    table: pa.Table

    def place(self, row: int, column: str) -> str:
        """The line of a row and the column of a cell; the header is line 1."""
        cell = f", column {column}" if column else ""
        return f"{self.file}, line {row + 2}{cell}"

    @property
    def columns(self) -> list[str]:
        """The names of all columns."""
        names: list[str] = self.table.column_names
        return names

    def texts(self, name: str) -> pa.Array:
        """A column as it stands in the file."""
        return self.table.column(name).combine_chunks()

    @property
    def made_at(self) -> datetime | None:
        """When StatLine made the file, if it still has the name it was given."""
        found = _MOMENT.search(self.file)
        try:
            made = datetime.strptime(found[1], "%d%m%Y_%H%M%S") if found else None  # noqa: DTZ007
        except ValueError:
            return None
        return made.replace(tzinfo=DUTCH_TIME) if made else None


def read_export(path: Path, faults: list[Fault]) -> Export | None:
    """Read the file as texts; None, with faults, where it is no export of a table."""

    def wrong_width(row: pa_csv.InvalidRow) -> str:
        what = f"expected {row.expected_columns} columns, found {row.actual_columns}"
        faults.append(Fault(f"{path.name}, line {row.number}", f"{what}: {row.text[:60]!r}"))
        return "skip"

    try:
        content = read_text(path).encode()
        names = _header(content)
        if names[0] != "ID" or len(names) > _MOST_COLUMNS or len(set(names)) < len(names):
            what = (
                "this is no export of UntypedDataSet or TypedDataSet, which begins with the "
                "column ID and has no name twice; read a table of another form with a mapping "
                "(koers data guess)"
            )
            faults.append(Fault(f"{path.name}, line 1", what))
            return None
        table = pa_csv.read_csv(
            pa.BufferReader(content),
            pa_csv.ReadOptions(
                use_threads=False,
                block_size=max(len(content), 1),
                column_names=names,
                skip_rows=1,
            ),
            pa_csv.ParseOptions(delimiter=";", invalid_row_handler=wrong_width),
            pa_csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string())),
        )
    except UnreadableFile as reason:
        faults.append(Fault(path.name, str(reason)))
    except (pa.ArrowInvalid, pa.ArrowKeyError) as reason:
        faults.append(Fault(path.name, f"the file is no CSV as StatLine writes it ({reason})"))
    else:
        return Export(path.name, table)
    return None


def _header(content: bytes) -> list[str]:
    line = content.split(b"\n", 1)[0].decode()
    return [name.strip().strip('"') for name in line.split(";")]


def wide_export(export: Export, description: Description, faults: list[Fault]) -> WideTable:
    """The cells of the export, for the dimensions and topics that are described."""
    topics = [measure.code for measure in description.measures]
    wide = WideTable(description.dimensions, topics, export.place)
    columns = [export.texts(topic) for topic in topics]
    try:
        if _is_untyped(export, columns):
            cells = cells_of_texts(columns)
        else:
            cells = cells_of_numbers([_as_numbers(column) for column in columns])
    except NotNumbers as reason:
        for topic, row, text in reason.cells:
            where = export.place(row, topics[topic])
            faults.append(Fault(where, f"expected a number or a mark, found {text!r}"))
    else:
        codes = {axis.identifier: export.texts(axis.identifier) for axis in wide.dimensions}
        wide.put(codes, cells)
    return wide


def _is_untyped(export: Export, columns: Sequence[pa.Array]) -> bool:
    """Whether marks are kept: in UntypedDataSet, which pads its cells or at least has marks."""
    if "typed" in export.file.casefold():
        return "untyped" in export.file.casefold()
    marked = (pc.any(pc.match_substring_regex(column, r"^ |^\s*[.x-]$")) for column in columns)
    return any(told.as_py() for told in marked)


def _as_numbers(column: pa.Array) -> pa.Array:
    cells = cells_of_texts([column])
    is_blank = pc.equal(pc.utf8_trim_whitespace(column), "")
    return pc.if_else(is_blank, None, pa.array(cells.values[0]))


def described_by_itself(export: Export, table: str, faults: list[Fault]) -> Description:
    """What an export without a description beside it tells of its table."""
    names = export.columns[1:]
    n_axes = next((at for at, name in enumerate(names) if _TOPIC.fullmatch(name)), len(names))
    odd = [name for name in names[n_axes:] if not _TOPIC.fullmatch(name)]
    for name in odd:
        what = f"column {name!r} is neither a dimension before the topics nor a topic with a number"
        faults.append(Fault(f"{export.file}, line 1", what))
    topics = [name for name in names[n_axes:] if name not in odd]
    words = [name for name in topics if _holds_words(export.texts(name))]
    measures = [
        Measure(
            code=name,
            title=Bilingual.same(name),
            unit=UNIT_UNKNOWN,
            decimals=_decimals(export.texts(name)),
        )
        for name in topics
        if name not in words
    ]
    if topics and not measures:
        named = ", ".join(words[:5])
        what = f"the export holds words only ({named}); it is a list of areas, and has no figures"
        faults.append(Fault(f"{export.file}, line 1", what))
    kinds = {name: _kind(export.texts(name)) for name in names[:n_axes]}
    dimensions = checked_dimensions(
        [(export.place(-1, name), name, kind, name) for name, kind in kinds.items()],
        f"{export.file}, line 1",
        lambda where, what: faults.append(Fault(where, what)),
    )
    return Description(
        table=table,
        title=table,
        published_at=export.made_at,
        dimensions=dimensions,
        measures=measures,
        in_words=words,
        codes={axis.identifier: _codes(export.texts(axis.identifier)) for axis in dimensions},
        further=[
            axis.identifier
            for axis in dimensions
            if axis.kind is DimensionKind.OTHER and kinds[axis.identifier] != "Dimension"
        ],
    )


def _decimals(column: pa.Array) -> int:
    """The most digits that stand behind a point."""
    texts = pc.utf8_trim_whitespace(column)
    point = pc.find_substring(texts, ".")
    behind = pc.subtract(pc.subtract(pc.utf8_length(texts), point), 1)
    most = pc.max(behind.filter(pc.greater_equal(point, 0))).as_py()
    return min(most or 0, MOST_DECIMALS)


def _codes(column: pa.Array) -> pa.Table:
    """The codes that occur, in the order of the file; an export has no titles for them."""
    codes = pc.unique(pc.utf8_trim_whitespace(pc.fill_null(column, "")))
    nothing = pa.array([""] * len(codes))
    return pa.table([codes, codes, nothing, nothing], names=list(CODE_COLUMNS))


def _holds_words(column: pa.Array) -> bool:
    """Whether a topic's cells are words: padded behind, where numbers are padded in front."""
    texts = pc.drop_null(column)
    trimmed = pc.utf8_trim_whitespace(texts)
    said = texts.filter(pc.invert(pc.is_in(trimmed, value_set=pa.array(list(MARKS)))))
    if not len(said):
        return bool(len(texts)) and pc.all(pc.match_substring_regex(texts, r"\s$")).as_py() is True
    padded_behind = pc.any(pc.match_substring_regex(said, r"\s$")).as_py()
    padded_in_front = pc.any(pc.match_substring_regex(texts, r"^ +[^ ]")).as_py()
    letters_only = pc.all(pc.match_substring_regex(said, r"[^\d\s.,eE+-]")).as_py()
    return bool(padded_behind or (letters_only and not padded_in_front))


def _kind(column: pa.Array) -> str:
    """What the codes of a dimension stand for, in CBS's words for it."""
    codes = pc.unique(pc.utf8_trim_whitespace(pc.fill_null(column, ""))).to_pylist()
    if codes and all(map(_is_period, codes)):
        return "TimeDimension"
    is_of_areas = all(map(_AREA.fullmatch, codes)) and any(
        AreaKind.of(code) is not AreaKind.OTHER for code in codes
    )
    return "GeoDimension" if is_of_areas else "Dimension"


def _is_period(code: str) -> bool:
    try:
        Period.from_cbs(code)
    except UnreadablePeriod:
        return False
    return True
