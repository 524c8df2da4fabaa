"""Observations that are never in memory all at once, as numbers that a file can be sorted by."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import ObservationStatus, Refusal
from koers_engine.observations.faults import FAULTS_SHOWN, Fault
from koers_engine.observations.ordering import MOST_KEYS, IntArray

Locate = Callable[[int, str], str]
"""Names the place of a cell in the source, given the observation's row number and column."""
FloatArray = npt.NDArray[np.float64]

_STATUSES = sorted(status.value for status in ObservationStatus)
_IS_MISSING = np.array([ObservationStatus(code).is_missing for code in _STATUSES])
_BREAKS = 32
"""What a mark is raised by where the series breaks; more than there are statuses."""


@cache  # and not before it is used: PyArrow loads pandas for it, which takes half a second
def statuses() -> pa.Array:
    """The codes that marks stand for, in order."""
    return pa.array(_STATUSES)


def place_of(status: ObservationStatus) -> int:
    """The place of a status in `statuses`, which is how statuses stand in arrays."""
    return _STATUSES.index(status.value)


class TooManyCombinations(Refusal, ValueError):
    """A large table has longer code lists than its keys can be numbered by."""

    def __init__(self, sizes: Mapping[str, int]) -> None:
        lengths = ", ".join(f"{name} {size:,}" for name, size in sizes.items())
        super().__init__(
            f"The code lists are too long for a table of this size ({lengths}): together they make "
            f"more than {MOST_KEYS:,} combinations. Leave codes that are not used out of the lists."
        )


@dataclass(frozen=True, slots=True)
class ObservationStream:
    """The observations of a table that does not fit the memory; read when the store takes it in.

    `batches` is given a list, and yields record batches with the columns of Dataset.observations:
    codes and statuses as texts or dictionaries of them, in the order of the source. Faults that it
    meets on the way are added to the list. It can be called again for the same batches.
    """

    batches: Callable[[list[Fault]], Iterator[pa.RecordBatch]]
    locate: Locate
    listless: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Codes of a key column that no dimension tells of: the area of a table about the nation."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Observations as numbers, arrays of shape (n,): their key, their value (NaN where missing)
    and their mark, which is the place of the status in `statuses`, plus 32 where the series breaks.
    """

    keys: IntArray
    values: FloatArray
    marks: npt.NDArray[np.uint8]

    def take(self, order: npt.NDArray[np.intp]) -> "Rows":
        """The rows at these places."""
        return Rows(self.keys[order], self.values[order], self.marks[order])

    def part(self, start: int, end: int) -> "Rows":
        """The rows from one place up to another, without a copy."""
        return Rows(self.keys[start:end], self.values[start:end], self.marks[start:end])


@dataclass(frozen=True, slots=True)
class KeySpace:
    """Every combination of codes that a table can have, numbered in the order of the keys."""

    codes: Mapping[str, pa.Array]
    """Per key column, in the order of the keys, its codes in the order of their bytes."""
    strides: Mapping[str, int] = field(init=False)

    def __post_init__(self) -> None:
        sizes = {name: len(codes) for name, codes in self.codes.items()}
        if math.prod(sizes.values()) > MOST_KEYS:
            raise TooManyCombinations(sizes)
        strides, stride = {}, 1
        for name in reversed(list(sizes)):
            strides[name], stride = stride, stride * sizes[name]
        object.__setattr__(self, "strides", {name: strides[name] for name in sizes})

    @property
    def size(self) -> int:
        """How many combinations there are."""
        return math.prod(len(codes) for codes in self.codes.values())

    def places(self, keys: IntArray) -> Iterator[tuple[str, IntArray]]:
        """Per key column the place of each row's code in `codes`."""
        rest = keys
        for name, stride in self.strides.items():
            places = rest // stride
            rest = rest - places * stride
            yield name, places

    def named(self, key: int) -> str:
        """A key in words."""
        places = self.places(np.array([key]))
        return ", ".join(f"{name} {self.codes[name][int(at[0])]}" for name, at in places)


def numbered(stream: ObservationStream, space: KeySpace, faults: list[Fault]) -> Iterator[Rows]:
    """The observations batch by batch as numbers, as long as nothing is wrong with them.

    What is wrong with an observation by itself is added to `faults`; reading stops where there
    are more than a message can show.
    """
    before = 0
    for batch in stream.batches(faults):
        found = _numbered_batch(batch, space, _Located(stream.locate, before, faults))
        before += batch.num_rows
        if len(faults) > FAULTS_SHOWN:
            return
        if not faults:
            yield found


def find_repeats(
    stream: ObservationStream, space: KeySpace, repeated: IntArray, faults: list[Fault]
) -> None:
    """Read the table once more to tell where the keys stand that were met twice."""
    first: dict[int, str] = {}
    before = 0
    for batch in stream.batches([]):
        keys = _numbered_batch(batch, space, _Located(stream.locate, before, [])).keys
        for row in np.flatnonzero(np.isin(keys, repeated)).tolist():
            key, here = int(keys[row]), stream.locate(before + row, "key")
            if key in first:
                what = f"the same key ({space.named(key)}) as at {first[key]}"
                faults.append(Fault(here, what))
            first.setdefault(key, here)
        before += batch.num_rows
        if len(faults) > FAULTS_SHOWN:
            return


@dataclass(frozen=True, slots=True)
class _Located:
    """Notes faults of a batch with their place in the table."""

    locate: Locate
    before: int
    faults: list[Fault]

    def at_first(self, wrong: npt.NDArray[np.bool_], column: str, what: str) -> None:
        """One fault for all the rows where something is wrong, at the first of them."""
        rows = np.flatnonzero(wrong)
        if rows.size:
            times = f" ({rows.size} times)" if rows.size > 1 else ""
            where = self.locate(self.before + int(rows[0]), column)
            self.faults.append(Fault(where, what + times))

    def at_each(self, wrong: npt.NDArray[np.bool_], column: str, what: str) -> None:
        """A fault for each row where something is wrong, as far as a message can show them."""
        for row in np.flatnonzero(wrong)[: FAULTS_SHOWN + 1].tolist():
            self.faults.append(Fault(self.locate(self.before + row, column), what))


def _numbered_batch(batch: pa.RecordBatch, space: KeySpace, notes: _Located) -> Rows:
    keys = np.zeros(batch.num_rows, dtype=np.int64)
    for name, stride in space.strides.items():
        known = space.codes[name]
        places, strangers = _places(batch.column(name), known)
        for code, rows in strangers:
            what = f"code {code!r} is not in the code list" if code else "the code is empty"
            notes.at_first(rows, name, what)
        keys += places * stride
    places, strangers = _places(batch.column("status"), statuses())
    for code, rows in strangers:
        expected = f"expected a code of SDMX CL_OBS_STATUS without B, found {code!r}"
        notes.at_first(rows, "status", expected)
    value = batch.column("value").cast(pa.float64())
    has_value = value.is_valid().to_numpy(zero_copy_only=False)
    values = value.fill_null(np.nan).to_numpy(zero_copy_only=False) + 0.0  # -0.0 is 0.0
    is_missing = _IS_MISSING[places]
    if not np.array_equal(has_value, ~is_missing) or not np.isfinite(values[has_value]).all():
        endless = has_value & ~np.isfinite(values)
        notes.at_each(endless, "value", "the value is not a finite number")
        both = "there is a value, but the status says it is missing"
        notes.at_each(has_value & is_missing, "value", both)
        neither = "there is no value, and no status says why"
        notes.at_each(~has_value & ~is_missing, "value", neither)
    marks = places.astype(np.uint8)
    breaks = batch.column("breaks_series")
    if breaks.true_count:
        marks += breaks.to_numpy(zero_copy_only=False).astype(np.uint8) * np.uint8(_BREAKS)
    return Rows(keys, values, marks)


def _places(
    column: pa.Array, known: pa.Array
) -> tuple[IntArray, Sequence[tuple[str, npt.NDArray[np.bool_]]]]:
    """Each row's place among the known codes, and the codes that are not among them by row."""
    if column.null_count:
        column = column.cast(pa.string()).fill_null("")
    if not pa.types.is_dictionary(column.type):
        column = column.dictionary_encode()
    texts = column.dictionary.cast(pa.string())
    indices = column.indices.to_numpy(zero_copy_only=False)
    places = pc.index_in(texts, value_set=known).fill_null(-1).to_numpy().astype(np.int64)
    strange = np.flatnonzero(places < 0)
    strangers = []
    if strange.size:
        used = np.intersect1d(strange, indices)[: FAULTS_SHOWN + 1]
        strangers = [(texts[int(at)].as_py(), indices == at) for at in used.tolist()]
        places[strange] = 0
    return places[indices], strangers


def marks_as_columns(marks: npt.NDArray[np.uint8]) -> tuple[IntArray, pa.Array]:
    """The place of each row's status in `statuses`, and whether the series breaks there."""
    return (marks % _BREAKS).astype(np.int64), pa.array(marks >= _BREAKS)
