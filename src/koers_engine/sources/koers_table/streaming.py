"""The observations of a table in Koers' own format batch by batch: Parquet, or a large CSV."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from pyarrow import csv

from koers_engine.observations import Fault, ObservationStream
from koers_engine.sources.periods import unreadable_periods

MOST_IN_MEMORY = 5_000_000
"""A Parquet file with more observations than this is never in memory as a whole."""
MOST_BYTES_IN_MEMORY = {".csv": 200_000_000, ".gz": 40_000_000, ".zst": 40_000_000}
"""The same for a text file, by its size on disk."""
_ROWS_PER_BATCH = 1 << 19
_BYTES_PER_BLOCK = 1 << 24
_CODES = pa.dictionary(pa.int32(), pa.string())

Batches = Callable[[], Iterator[pa.RecordBatch]]


class _OtherColumns(ValueError):
    """A file does not have the columns that dataset.toml asks for."""


def is_large(path: Path) -> bool:
    """Whether a file holds more observations than are read into memory at once."""
    if path.suffix == ".parquet":
        try:
            return bool(pq.read_metadata(path).num_rows > MOST_IN_MEMORY)
        except (OSError, pa.ArrowException):
            return False  # and reading it tells why
    return path.is_file() and path.stat().st_size > MOST_BYTES_IN_MEMORY.get(path.suffix, 0)


def observations_of(path: Path, columns: Sequence[str]) -> ObservationStream:
    """The observations in a Parquet or CSV file with these columns.

    In Parquet `value` is a number and `break` may be a truth value; the others are texts, as all
    are in CSV, where a value has a decimal point.
    """
    read = _parquet_batches if path.suffix == ".parquet" else _csv_batches

    def locate(row: int, column: str) -> str:
        line = f"line {row + 2}" if read is _csv_batches else f"row {row + 1}"
        return f"{path.name}, {line}, column {column}"

    def batches(faults: list[Fault]) -> Iterator[pa.RecordBatch]:
        check, before = _Checks(faults, locate), 0
        with _told(path, faults):
            for batch in read(path, columns):
                yield check.batch(batch, before)
                before += batch.num_rows

    return ObservationStream(batches, locate)


@contextmanager
def _told(path: Path, faults: list[Fault]) -> Iterator[None]:
    """Make a fault of what Arrow cannot read."""
    try:
        yield
    except (OSError, pa.ArrowException, UnicodeDecodeError, _OtherColumns) as reason:
        faults.append(Fault(path.name, str(reason).splitlines()[0]))


def _parquet_batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    texts = [name for name in columns if name not in ("value", "break")]
    with pq.ParquetFile(path, read_dictionary=texts) as file:
        schema = file.schema_arrow
        _refuse_other_columns(schema.names, columns)
        for name in texts:
            kind = schema.field(name).type
            kind = kind.value_type if pa.types.is_dictionary(kind) else kind
            if not (pa.types.is_string(kind) or pa.types.is_large_string(kind)):
                raise _OtherColumns(f"column {name}: expected texts, found {kind}")
        kind = schema.field("value").type
        if not (pa.types.is_floating(kind) or pa.types.is_integer(kind)):
            raise _OtherColumns(f"column value: expected numbers, found {kind}")
        yield from file.iter_batches(_ROWS_PER_BATCH, columns=list(columns))


def _csv_batches(path: Path, columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    kinds = dict.fromkeys(columns, _CODES) | {"value": pa.float64()}
    with csv.open_csv(
        path,
        read_options=csv.ReadOptions(block_size=_BYTES_PER_BLOCK),
        convert_options=csv.ConvertOptions(
            column_types=kinds, null_values=[""], strings_can_be_null=False
        ),
    ) as file:
        _refuse_other_columns(file.schema.names, columns)
        yield from file


def _refuse_other_columns(found: Sequence[str], expected: Sequence[str]) -> None:
    if sorted(found) != sorted(expected):
        raise _OtherColumns(f"expected the columns {', '.join(expected)}, found {', '.join(found)}")


@dataclass(slots=True)
class _Checks:
    """Looks at what only this format knows, and gives columns the names of a dataset."""

    faults: list[Fault]
    locate: Callable[[int, str], str]
    seen: set[str] = field(default_factory=set)

    def batch(self, batch: pa.RecordBatch, before: int) -> pa.RecordBatch:
        """The batch as a stream of observations has it; `before` rows stood before it."""

        def here(row: int, column: str) -> str:
            return self.locate(before + row, column)

        period = batch.column("period")
        if pa.types.is_dictionary(period.type):
            fresh = set(period.dictionary.to_pylist()) - self.seen
        else:
            fresh = set(pc.unique(period).to_pylist()) - self.seen
        if fresh:
            self.seen |= fresh
            self.faults += unreadable_periods(pa.chunked_array([period.cast(pa.string())]), here)
        columns = {name: batch.column(name) for name in batch.schema.names if name != "break"}
        columns["breaks_series"] = self._breaks(batch.column("break"), here)
        return pa.RecordBatch.from_pydict(columns)

    def _breaks(self, column: pa.Array, here: Callable[[int, str], str]) -> pa.Array:
        if pa.types.is_boolean(column.type):
            return pc.fill_null(column, fill_value=False)
        if not pa.types.is_dictionary(column.type):
            column = column.cast(pa.string()).dictionary_encode()
        marks = [*column.dictionary.to_pylist(), ""]  # the last one stands for null
        rows = column.indices.fill_null(len(marks) - 1).to_numpy(zero_copy_only=False)
        wrong = np.array([mark not in {"", "1"} for mark in marks])
        if wrong.any():
            for row in np.flatnonzero(wrong[rows])[:20].tolist():
                what = f"expected 1 or nothing, found {marks[rows[row]]!r}"
                self.faults.append(Fault(here(row, "break"), what))
        return pa.array(np.array([mark == "1" for mark in marks])[rows])
