"""Checks on the observations of a table as a whole. Each returns the faults it finds.

Only what is wrong is looked at row by row, and no more of it than an error message can show.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Measure, ObservationStatus
from koers_engine.observations.faults import FAULTS_SHOWN, Fault
from koers_engine.observations.ordering import BoolArray, IntArray, RankedColumn
from koers_engine.observations.stream import Locate

_MISSING = [status.value for status in ObservationStatus if status.is_missing]


def repeated(names: Iterable[str], taken: Iterable[str] = ()) -> Iterator[int]:
    """Places of the names that are taken or stood before."""
    before = set(taken)
    for place, name in enumerate(names):
        if name in before:
            yield place
        before.add(name)


def check_lists(measures: Sequence[Measure], codes: Mapping[str, pa.Table]) -> Iterator[Fault]:
    """No measure at all, and codes that stand twice in their list."""
    if not measures:
        yield Fault("measures", "the table has no measure")
    lists = {"measures": [measure.code for measure in measures]}
    lists |= {f"codes of {name}": table["code"].to_pylist() for name, table in codes.items()}
    for where, listed in lists.items():
        for place in repeated(listed):
            yield Fault(where, f"code {listed[place]!r} stands twice in the list")


def check_codes(
    keys: Mapping[str, RankedColumn], known_codes: Mapping[str, pa.ChunkedArray], locate: Locate
) -> Iterator[Fault]:
    """Codes that are empty, or not in the code list of their column."""
    for name, known in known_codes.items():
        column = keys[name]
        strange = pc.invert(pc.is_in(column.codes, value_set=known.cast(pa.string())))
        for place in np.flatnonzero(strange.to_numpy(zero_copy_only=False)).tolist():
            code = column.codes[place].as_py()
            rows = np.flatnonzero(column.ranks == place)
            what = "the code is empty" if not code else f"code {code!r} is not in the code list"
            times = f" ({rows.size} times)" if rows.size > 1 else ""
            yield Fault(locate(int(rows[0]), name), what + times)


def check_values(observations: pa.Table, locate: Locate) -> Iterator[Fault]:
    """Values without end, values that are there while the status says missing, and the reverse."""
    value, status = observations.column("value"), observations.column("status")
    is_missing = pc.is_in(status, value_set=pa.array(_MISSING))
    has_value = pc.is_valid(value)
    endless = pc.fill_null(pc.invert(pc.is_finite(value)), fill_value=False)
    yield from _faults_at(endless, "value", "the value is not a finite number", locate)
    both = pc.and_(has_value, is_missing)
    yield from _faults_at(
        both, "value", "there is a value, but the status says it is missing", locate
    )
    neither = pc.and_(pc.invert(has_value), pc.invert(is_missing))
    yield from _faults_at(neither, "value", "there is no value, and no status says why", locate)


def _faults_at(rows: pa.ChunkedArray, column: str, what: str, locate: Locate) -> Iterator[Fault]:
    found = np.flatnonzero(rows.to_numpy())
    for row in found[:FAULTS_SHOWN]:
        yield Fault(locate(int(row), column), what)
    if found.size > FAULTS_SHOWN:
        yield Fault(column, f"{what}, in {found.size - FAULTS_SHOWN} more rows")


def check_duplicates(
    keys: Mapping[str, RankedColumn], order: IntArray, repeats: BoolArray, locate: Locate
) -> Iterator[Fault]:
    """Observations whose whole key (measure, area, period and other dimensions) stood before.

    Args:
        order, repeats: As `total_order` gives them.
    """
    found = np.flatnonzero(repeats)
    for place in found[:FAULTS_SHOWN]:
        first, second = int(order[place]), int(order[place + 1])
        key = ", ".join(f"{name} {c.codes[int(c.ranks[second])]}" for name, c in keys.items())
        yield Fault(locate(second, "key"), f"the same key ({key}) as at {locate(first, 'key')}")
    if found.size > FAULTS_SHOWN:
        yield Fault("key", f"{found.size - FAULTS_SHOWN} more observations repeat a key")
