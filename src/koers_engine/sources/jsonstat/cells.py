"""The values and statuses of a JSON-stat table, as columns.

Values stand in row-major order over the dimensions, as a list with every cell or as an object with
only the cells that are there: a cell that an object leaves out is no observation. Statuses are a
list, an object, or one text for all. No cell is ever made that is not in the file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from koers_engine.observations import Fault
from koers_engine.sources.sdmx.assembling import MOST_OBSERVATIONS, Axis

_MOST_PLACES = 1 << 62
_MOST_DIGITS = 19
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """The cells that are there: `place` is each one's number in the table, in rising order."""

    place: IntArray
    value: pa.ChunkedArray
    flags: pa.ChunkedArray


class UnreadableCells(ValueError):
    """The cells cannot be told apart, or one of them is no number or text."""

    def __init__(self, where: str, what: str) -> None:
        self.fault = Fault(where, what)
        super().__init__(str(self.fault))


def cells_of(values: Any, statuses: Any, sizes: Sequence[int]) -> Cells:
    """The cells of a table of these sizes.

    Raises:
        UnreadableCells: With the first fault; where one is, the others often follow from it.
    """
    n_places = prod(sizes)
    if n_places >= _MOST_PLACES:
        raise UnreadableCells("$.size", "more cells than can be numbered")
    place, entries = _placed(values, n_places, "value")
    if len(place) > MOST_OBSERVATIONS:
        raise UnreadableCells("$.value", f"over {MOST_OBSERVATIONS:,} cells; ask for a part")
    if isinstance(statuses, list) and len(statuses) == 1:
        statuses = statuses[0]
    if isinstance(statuses, list | dict):
        flagged, marks = _placed(statuses, n_places, "status")
    else:
        flagged, marks = place, [statuses] * len(entries)
    value, flags = _numbers(entries, place), _texts(marks, flagged)
    whole = np.union1d(place, flagged) if isinstance(values, dict) else place
    return Cells(
        place=whole,
        value=pa.chunked_array([_at(whole, place, value)]),
        flags=pa.chunked_array([_at(whole, flagged, flags).fill_null("")]),
    )


def columns_of(axes: Sequence[Axis], sizes: Sequence[int], place: IntArray) -> dict[str, Any]:
    """Per dimension the code of each cell."""
    columns, step = {}, prod(sizes)
    for axis, size in zip(axes, sizes, strict=True):
        step //= max(size, 1)
        codes = pa.array([code.code for code in axis.codes], pa.string())
        columns[axis.name] = pa.chunked_array([codes.take(pa.array(place // step % max(size, 1)))])
    return columns


def _placed(given: Any, n_places: int, key: str) -> tuple[IntArray, list[Any]]:
    """The places of the entries, in rising order, and the entries themselves."""
    where = f"$.{key}"
    if isinstance(given, list):
        if len(given) != n_places:
            what = f"{len(given):,} entries, and by the sizes there are {n_places:,} cells"
            raise UnreadableCells(where, what)
        return np.arange(len(given)), given
    if not isinstance(given, dict):
        raise UnreadableCells(where, "expected a list or an object")
    for cell in given:
        is_number = cell.isdecimal() and cell.isascii() and len(cell) <= _MOST_DIGITS
        if not is_number or int(cell) >= n_places:
            raise UnreadableCells(where, f"{cell[:40]!r} is no cell; there are {n_places:,}")
    entries = list(given.values())
    places = np.array(list(given), dtype=f"U{_MOST_DIGITS}").astype(np.int64)
    order = np.argsort(places, kind="stable")
    places = places[order]
    if (places[1:] == places[:-1]).any():
        raise UnreadableCells(where, "a cell stands twice")
    return places, [entries[number] for number in order.tolist()]


def _numbers(given: list[Any], place: IntArray) -> pa.Array:
    """The values, null where there is none; a colon says so too, another text is a fault."""
    if not set(map(type, given)) <= {int, float, type(None)}:
        for number, entry in enumerate(given):
            if not (entry is None or type(entry) in {int, float} or entry in (":", "")):
                what = f"expected a number or null, found {str(entry)[:60]!r}"
                raise UnreadableCells(f"$.value[{place[number]}]", what)
        given = [None if isinstance(entry, str) else entry for entry in given]
    try:
        return pa.array(given, pa.float64())
    except (pa.ArrowInvalid, OverflowError) as reason:
        raise UnreadableCells("$.value", f"a number that cannot be kept ({reason})") from reason


def _texts(given: list[Any], place: IntArray) -> pa.Array:
    for number, entry in enumerate(given):
        if not isinstance(entry, str | None):
            what = f"expected a text or null, found {str(entry)[:60]!r}"
            raise UnreadableCells(f"$.status[{place[number]}]", what)
    return pa.array(given, pa.string())


def _at(place: IntArray, known: IntArray, entries: pa.Array) -> pa.Array:
    """The entries at these places; null where there is none."""
    if not known.size:
        return pa.nulls(place.size, entries.type)
    found = np.minimum(np.searchsorted(known, place), known.size - 1)
    return entries.take(pa.array(found, mask=known[found] != place))
