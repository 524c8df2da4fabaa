"""A part of the observations, and observations whose key is told from its twin's."""

from collections.abc import Callable, Sequence
from collections.abc import Mapping as Mapped

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Dimension
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations import Fault

_NO_KEYS = ("value", "status", "breaks_series")
Place = Callable[[int, str], str]


def part_of(
    observations: pa.Table,
    place: Place,
    where: Mapped[str, tuple[str, ...]],
    dimensions: Sequence[Dimension],
) -> tuple[pa.Table, Place, list[Fault]]:
    """The observations that were asked for, how to locate them, and what was asked in vain."""
    columns = {axis.identifier: axis.column for axis in dimensions}
    columns["Measure"] = "measure"
    keep = pa.chunked_array([np.full(observations.num_rows, fill_value=True)])
    faults = []
    for identifier, codes in where.items():
        if identifier not in columns:
            known = ", ".join(columns)
            faults.append(Fault(f"--where {identifier}", f"no such dimension; there are {known}"))
            continue
        column = observations.column(columns[identifier])
        for code in codes:
            if pc.index(column, code).as_py() < 0:
                close = did_you_mean(nearest(code, pc.unique(column).to_pylist()))
                faults.append(Fault(f"--where {identifier}", f"no {code!r}.{close}"))
        keep = pc.and_(keep, pc.is_in(column, value_set=pa.array(codes, pa.string())))
    rows = pc.indices_nonzero(keep)
    return observations.take(rows), lambda r, c: place(rows[r].as_py(), c), faults


def numbered(observations: pa.Table) -> pa.Table:
    """The second, third … figure with the same key is about another area of the same name."""
    keys = [name for name in observations.column_names if name not in _NO_KEYS]
    ranks: list[npt.NDArray[np.int64]] = []
    for name in keys:
        encoded = observations.column(name).combine_chunks().dictionary_encode()
        ranks.append(encoded.indices.to_numpy(zero_copy_only=False).astype(np.int64))
    order = np.lexsort(ranks[::-1])  # stable: equal keys stay in the order of the file
    same = np.ones(order.size, dtype=bool)
    for rank in ranks:
        same[1:] &= rank[order][1:] == rank[order][:-1]
    same[:1] = False
    start = np.maximum.accumulate(np.where(same, 0, np.arange(order.size)))
    occurrence = np.empty(order.size, dtype=np.int64)
    occurrence[order] = np.arange(order.size) - start + 1
    numbers = pa.array(occurrence).cast(pa.string())
    area = observations.column("area").combine_chunks()
    numbered = pc.binary_join_element_wise(area, pa.scalar(" ("), numbers, pa.scalar(")"), "")
    place = observations.column_names.index("area")
    area = pc.if_else(pa.array(occurrence > 1), numbered, area)
    return observations.set_column(place, "area", area)
