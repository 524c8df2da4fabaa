"""A wide table, a column per topic, turned into observations, one per cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Dimension, ObservationStatus
from koers_engine.observations import Fault
from koers_engine.observations.checks import check_duplicates
from koers_engine.observations.dataset import key_columns
from koers_engine.observations.ordering import (
    BoolArray,
    IntArray,
    RankedColumn,
    ranked,
    total_order,
)
from koers_engine.observations.stream import Locate, place_of, statuses
from koers_engine.sources.cbs.part import MEASURE, Where
from koers_engine.sources.cbs.v3.cells import Cells
from koers_engine.sources.periods import unreadable_periods

_ROWS_PER_BATCH = 1 << 16
NATION = "NL01"
"""The area of a table that has none."""
_NORMAL = place_of(ObservationStatus.NORMAL)
_PROVISIONAL = place_of(ObservationStatus.PROVISIONAL)
Place = Callable[[int, str], str]
"""Names a cell of the source by its row and its column; the whole row for the column ""."""


@dataclass(slots=True)
class WideTable:
    """Rows as they came, with the codes of their dimensions and the cells of their topics.

    Blocks of rows are put in one after the other. The codes are trimmed of what pads them.
    """

    dimensions: Sequence[Dimension]
    topics: Sequence[str]
    place: Place
    codes: dict[str, list[pa.Array]] = field(default_factory=dict)
    """Per dimension identifier, a dictionary array per block."""
    blocks: list[Cells] = field(default_factory=list)

    @property
    def n_rows(self) -> int:
        """How many rows were put in."""
        return sum(block.values.shape[1] for block in self.blocks)

    def put(self, codes: Mapping[str, pa.Array], cells: Cells) -> None:
        """Add a block of rows: per dimension identifier its padded codes, and the cells."""
        for name, column in codes.items():
            encoded = pc.fill_null(column, "").dictionary_encode()
            trimmed = pc.utf8_trim_whitespace(encoded.dictionary)
            self.codes.setdefault(name, []).append(
                pa.DictionaryArray.from_arrays(encoded.indices, trimmed)
            )
        self.blocks.append(cells)

    def column(self, name: str) -> pa.ChunkedArray:
        """The codes of a dimension, as dictionaries."""
        kind = pa.dictionary(pa.int32(), pa.string())
        return pa.chunked_array(self.codes[name], kind).unify_dictionaries()


@dataclass(frozen=True, slots=True)
class LongTable:
    """The observations of a wide table: topic after topic, each in the order of its keys."""

    parts: Callable[[], Iterator[pa.RecordBatch]]
    """Makes the observations, topic after topic in batches; can be called again."""
    n_observations: int
    locate: Locate
    faults: Sequence[Fault]


def melted(wide: WideTable, provisional: Sequence[str], where: Where) -> LongTable:
    """The observations in the part that was asked for.

    Args:
        wide: With a dimension of time.
        provisional: The periods whose figures are not definitive.
        where: Per dimension identifier, or `Measure`, the codes that are wanted.
    """
    columns = {axis.column: wide.column(axis.identifier) for axis in wide.dimensions}
    if "area" not in columns:
        everywhere = pa.array(np.zeros(wide.n_rows, dtype=np.int32))
        nation = pa.DictionaryArray.from_arrays(everywhere, pa.array([NATION]))
        columns["area"] = pa.chunked_array([nation])
    wanted = np.flatnonzero(_rows_wanted(wide, where))
    keys = {name: _taken(ranked(columns[name]), wanted) for name in key_columns(columns)[1:]}
    order, repeats = total_order(list(keys.values()))
    rows = wanted[order]
    titles = {axis.column: axis.identifier for axis in wide.dimensions}

    def place(row: int, column: str) -> str:
        return wide.place(int(row), titles.get(column, ""))

    faults = list(unreadable_periods(columns["period"].cast(pa.string()), place))
    faults += check_duplicates(keys, order, repeats, lambda row, name: place(wanted[row], name))

    topics = [at for at in np.argsort(wide.topics).tolist() if _has(where, wide.topics[at])]
    in_order = {name: _taken(column, order) for name, column in keys.items()}
    not_definitive = _is_among(in_order["period"], provisional)
    codes = {name: column.as_dictionary() for name, column in in_order.items()}

    def parts() -> Iterator[pa.RecordBatch]:
        for topic in topics:
            part = _part(wide, topic, rows, codes, not_definitive)
            for start in range(0, rows.size, _ROWS_PER_BATCH):
                yield part.slice(start, _ROWS_PER_BATCH)

    def locate(row: int, column: str) -> str:
        topic, at = divmod(row, rows.size)
        names = titles | {"key": ""}
        return wide.place(int(rows[at]), names.get(column, wide.topics[topics[topic]]))

    return LongTable(parts, rows.size * len(topics), locate, faults)


def _part(
    wide: WideTable,
    topic: int,
    rows: IntArray,
    codes: Mapping[str, pa.DictionaryArray],
    not_definitive: BoolArray,
) -> pa.RecordBatch:
    """The observations of one topic; the columns of codes are the same arrays for every topic."""
    values = np.concatenate([block.values[topic] for block in wide.blocks])[rows]
    reasons = np.concatenate([block.statuses[topic] for block in wide.blocks])[rows]
    reasons[not_definitive & (reasons == _NORMAL)] = _PROVISIONAL
    name = pa.array([wide.topics[topic]])
    measure = pa.DictionaryArray.from_arrays(pa.array(np.zeros(rows.size, dtype=np.int32)), name)
    return pa.record_batch(
        {
            "measure": measure,
            **codes,
            "value": pa.array(values, from_pandas=True),  # NaN is a missing one
            "status": statuses().take(pa.array(reasons)),
            "breaks_series": pa.repeat(pa.scalar(value=False), rows.size),
        }
    )


def _rows_wanted(wide: WideTable, where: Where) -> BoolArray:
    wanted = np.ones(wide.n_rows, dtype=bool)
    for name, codes in where.items():
        if name != MEASURE:
            among = _is_among(ranked(wide.column(name)), codes)
            wanted &= among
    return wanted


def _is_among(column: RankedColumn, codes: Sequence[str]) -> BoolArray:
    among = pc.is_in(column.codes, value_set=pa.array(codes, pa.string()))
    found: BoolArray = among.to_numpy(zero_copy_only=False)[column.ranks]
    return found


def _has(where: Where, topic: str) -> bool:
    return MEASURE not in where or topic in where[MEASURE]


def _taken(column: RankedColumn, rows: IntArray) -> RankedColumn:
    if rows.size == column.ranks.size and (np.diff(rows) == 1).all():
        return column  # all of them as they stand, which is how most tables come
    return RankedColumn(column.codes, column.ranks[rows])
