"""Turns a recorded CBS table into a dataset: no network, no clock, no database."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Bilingual, Dimension, DimensionKind, ObservationStatus, Refusal
from koers_engine.observations import Dataset, FaultyTable, checked_dataset
from koers_engine.observations.ordering import IntArray
from koers_engine.sources.cbs import metadata
from koers_engine.sources.cbs.recording import INDEX, Index, Recording
from koers_engine.sources.periods import unreadable_periods

# What CBS says beside a value (ValueAttribute), and of a period (Status), in SDMX's words.
VALUE_ATTRIBUTES = {
    "None": ObservationStatus.NORMAL,
    "Impossible": ObservationStatus.CANNOT_EXIST,
    "Unknown": ObservationStatus.MISSING,
    "Secret": ObservationStatus.SUPPRESSED,
    "Confidential": ObservationStatus.SUPPRESSED,
}
PERIOD_STATUSES = {
    "": ObservationStatus.NORMAL,
    "Definitief": ObservationStatus.NORMAL,
    "Voorlopig": ObservationStatus.PROVISIONAL,
    "NaderVoorlopig": ObservationStatus.PROVISIONAL,
}
MOST_OBSERVATIONS = 20_000_000
MOST_IN_MEMORY = 2_000_000
"""Of a table with more observations, the forms that can are read as a stream."""
_TABLE_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_]*")
_NATION = "NL01"


class NoTableCode(Refusal, ValueError):
    """A text does not have the form of a table's code."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is no code of a table. Give the last part of its address on StatLine: "
            "letters and digits, as in 03759ned."
        )


def refuse_other_than_code(text: str) -> None:
    """Let only the code of a table through: it becomes part of addresses and file names.

    Raises:
        NoTableCode: The text holds other signs than letters, digits and underscores.
    """
    if not _TABLE_CODE.fullmatch(text):
        raise NoTableCode(text)


class NoRecording(Refusal, FileNotFoundError):
    """A folder holds no recorded CBS table."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} holds no {INDEX}, so it is no recorded CBS table. Give the folder that "
            f"holds {INDEX} and the responses it names, or the base address of a server."
        )


def read_recording(
    folder: Path, table: str, *, page_done: Callable[[int, int], None] | None = None
) -> Dataset:
    """Read the recorded responses of OData v4 for one table.

    Args:
        folder: As `recording` describes.
        table: The table's code, such as 03759ned; case does not count.
        page_done: Told after each page how many observations were read and are announced.

    Raises:
        NoTableCode: `table` is no code of a table.
        NoRecording: There is no index.
        FaultyTable: With every fault of every file, each with its line or JSON path.
    """
    refuse_other_than_code(table)
    if not (folder / INDEX).is_file():
        raise NoRecording(folder)
    recording = Recording(folder)
    index = recording.index()
    properties = metadata.read_properties(recording, index, table)
    identifier = str(properties.get("Identifier") or table)
    if identifier.casefold() == table.casefold():
        table = identifier  # as the publisher writes it; another table's is a fault by now
    origin = metadata.origin_of(recording, index, properties, table)
    measures, in_words = metadata.read_measures(recording, index)
    dimensions = metadata.read_dimensions(recording, index)
    codes, status_of_period = metadata.read_code_lists(recording, index, dimensions)
    if recording.faults and not dimensions:
        raise FaultyTable(f"cbs:{table}", recording.faults)

    told = page_done or (lambda _read, _announced: None)
    rows = _Rows.read(recording, index, dimensions, list(in_words), told)
    has_period = any(axis.kind is DimensionKind.PERIOD for axis in dimensions)
    if origin is None or not rows.pages or not has_period:
        raise FaultyTable(f"cbs:{table}", recording.faults)
    observations = rows.observations(status_of_period, recording)
    return checked_dataset(
        id=f"cbs:{table}",
        title=Bilingual.same(str(properties.get("Title") or table).strip()),
        description=metadata.described(
            str(properties.get("Description") or "").strip(), in_words.values()
        ),
        origin=origin,
        measures=measures,
        dimensions=dimensions,
        codes=codes,
        observations=observations,
        locate=rows.locate,
        found_before=recording.faults,
    )


@dataclass(slots=True)
class _Rows:
    """The observations as they came, page after page, and where each row stood."""

    dimensions: Sequence[Dimension]
    in_words: Sequence[str]
    """The measures that hold words: their rows are left out."""
    pages: list[pa.Table] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    _kept: IntArray | None = None
    """The rows that were not left out; None for all."""

    @classmethod
    def read(
        cls,
        recording: Recording,
        index: Index,
        dimensions: Sequence[Dimension],
        in_words: Sequence[str],
        page_done: Callable[[int, int], None],
    ) -> "_Rows":
        rows = cls(dimensions, in_words)
        n_read, row_type = 0, _row_type(dimensions)
        for name, values in recording.pages(index):
            page = _page_table(recording, name, values, row_type)
            if page is not None:
                rows.pages.append(page)
                rows.names.append(name)
            n_read += len(values)
            page_done(n_read, index.n_rows or n_read)
            if n_read > MOST_OBSERVATIONS:
                recording.fault(name, f"over {MOST_OBSERVATIONS:,} observations; take a part of it")
                break
        if index.n_rows is not None and n_read != index.n_rows:
            recording.fault(
                f"{INDEX}: $.observationRows",
                f"{index.n_rows} observations are announced and {n_read} are there; record again",
            )
        return rows

    def locate(self, row: int, column: str) -> str:
        """The page and JSON path of a cell."""
        if self._kept is not None:
            row = int(self._kept[row])
        ends = np.cumsum([page.num_rows for page in self.pages])
        page = int(np.searchsorted(ends, row, side="right"))
        within = row - int(ends[page - 1] if page else 0)
        names = {d.column: d.identifier for d in self.dimensions} | _FIELD_OF_COLUMN
        return f"{self.names[page]}: $.value[{within}].{names.get(column, column)}".removesuffix(
            ".key"
        )

    def observations(self, status_of_period: Mapping[str, str], recording: Recording) -> pa.Table:
        """The columns of a dataset out of those of CBS."""
        raw = pa.concat_tables(self.pages)
        if self.in_words:
            is_figure = pc.invert(
                pc.is_in(_trimmed(raw.column("Measure")), value_set=pa.array(self.in_words))
            )
            self._kept = np.flatnonzero(is_figure.to_numpy())
            raw = raw.filter(is_figure)
        columns = {"measure": _trimmed(raw.column("Measure"))}
        for axis in self.dimensions:
            columns[axis.column] = _trimmed(raw.column(axis.identifier))
        if "area" not in columns:
            columns["area"] = pa.chunked_array([pa.repeat(_NATION, raw.num_rows)])
        recording.faults += unreadable_periods(columns["period"], self.locate)
        value = raw.column("Value")
        in_words = pc.and_(pc.is_null(value), pc.not_equal(raw.column("StringValue"), ""))
        for row in pc.indices_nonzero(in_words)[:20].to_pylist():
            text = raw.column("StringValue")[row].as_py()
            recording.fault(self.locate(row, "StringValue"), f"expected a number, found {text!r}")
        columns["value"] = value
        columns["status"] = self._status(raw, columns["period"], status_of_period, recording)
        columns["breaks_series"] = pa.chunked_array(
            [pa.repeat(pa.scalar(value=False), raw.num_rows)]
        )
        return pa.table(columns)

    def _status(
        self,
        raw: pa.Table,
        period: pa.ChunkedArray,
        status_of_period: Mapping[str, str],
        recording: Recording,
    ) -> pa.ChunkedArray:
        """What is said of the value; of a value that is normal, what is said of its period."""
        attribute = pc.fill_null(raw.column("ValueAttribute"), "")
        of_value = _translated(attribute, VALUE_ATTRIBUTES)
        for word in pc.unique(attribute.filter(pc.is_null(of_value))).to_pylist():
            where = self.locate(pc.index(attribute, word).as_py(), "ValueAttribute")
            known = ", ".join(VALUE_ATTRIBUTES)
            recording.fault(where, f"{word!r} is none of the known ones: {known}")
        for code, word in status_of_period.items():
            if word not in PERIOD_STATUSES:
                known = ", ".join(filter(None, PERIOD_STATUSES))
                recording.fault(
                    f"period {code}", f"status {word!r} is none of the known ones: {known}"
                )
        by_period = {
            code: PERIOD_STATUSES.get(word, ObservationStatus.NORMAL)
            for code, word in status_of_period.items()
        }
        of_period = pc.fill_null(_translated(period, by_period), "A")
        is_normal = pc.equal(of_value, "A")
        return pc.fill_null(pc.if_else(is_normal, of_period, of_value), "A")


_FIELD_OF_COLUMN = {"measure": "Measure", "value": "Value", "key": "key"}


def _row_type(dimensions: Sequence[Dimension]) -> pa.StructType:
    texts = ["Measure", "ValueAttribute", "StringValue", *(axis.identifier for axis in dimensions)]
    return pa.struct([("Value", pa.float64()), *((name, pa.string()) for name in texts)])


def _page_table(
    recording: Recording, name: str, values: list[dict[str, Any]], kind: pa.StructType
) -> pa.Table | None:
    """The page's rows as columns; None, with faults, where a field has another type."""
    known_before = len(recording.faults)
    # Arrow takes true for 1.0. The types are told without a loop over the observations.
    if bool in set(map(type, map(dict.get, values, repeat("Value")))):
        _find_wrong_types(recording, name, values, kind)
        return None
    try:
        rows = pa.array(values, type=kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as reason:
        _find_wrong_types(recording, name, values, kind)
        if len(recording.faults) == known_before:  # of the right type, and still not to be kept
            recording.fault(name, str(reason))
        return None
    return pa.Table.from_batches([pa.RecordBatch.from_struct_array(rows)])


def _find_wrong_types(
    recording: Recording, name: str, values: list[dict[str, Any]], kind: pa.StructType
) -> None:
    for place, row in enumerate(values):  # only where a page is known to be faulty
        for column in kind:
            value = row.get(column.name)
            number = pa.types.is_floating(column.type)
            expected: tuple[type, ...] = (int, float) if number else (str,)
            if value is not None and type(value) not in expected:  # True is an int too
                what = "a number" if number else "a text"
                where = f"{name}: $.value[{place}].{column.name}"
                recording.fault(where, f"expected {what}, found {value!r}")


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Codes without the spaces that pad them to the width of their dimension."""
    return pc.utf8_trim_whitespace(pc.fill_null(column, ""))


def _translated(column: pa.ChunkedArray, words: Mapping[str, str]) -> pa.ChunkedArray:
    """Each word's translation; null where it has none."""
    known = pa.array(list(words), pa.string())
    meanings = pa.array([str(meaning) for meaning in words.values()], pa.string())
    return pc.take(meanings, pc.index_in(column, value_set=known))
