from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Bilingual, Dimension, Measure, Origin
from koers_engine.observations.checks import (
    check_codes,
    check_duplicates,
    check_lists,
    check_values,
)
from koers_engine.observations.faults import Fault, FaultyTable
from koers_engine.observations.ordering import ranked, total_order
from koers_engine.observations.stream import Locate, ObservationStream

__all__ = [
    "CODE_COLUMNS",
    "FIXED_COLUMNS",
    "Dataset",
    "Locate",
    "checked_dataset",
    "key_columns",
    "row_and_column",
    "streamed_dataset",
]

CODE_COLUMNS = ("code", "title", "group", "description")
FIXED_COLUMNS = ("measure", "area", "period", "value", "status", "breaks_series")
_LAST_KEYS = ("area", "period")


def row_and_column(row: int, column: str) -> str:
    """The place of a cell where the source has no better name for it."""
    return f"observation {row + 1}, {column}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """A table as a publisher released it, ready for the store. Made by `checked_dataset`.

    `observations` has the columns of FIXED_COLUMNS and one per other dimension; its key columns
    (all but value, status and breaks_series) are sorted dictionaries, its rows in the order of
    measure, other dimensions, area and period: what one question asks for stands together.
    `value` is in the measure's unit, null where missing; `status` then says why.
    Of a table too large for the memory, made by `streamed_dataset`, it is an ObservationStream.
    `codes` has, per dimension identifier, a table with CODE_COLUMNS in the publisher's order.
    """

    id: str
    title: Bilingual
    description: Bilingual
    origin: Origin
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]
    codes: Mapping[str, pa.Table]
    observations: pa.Table
    locate: Locate = field(default=row_and_column, compare=False, repr=False)
    """Names the place in the source of a cell of `observations`, by its row and column."""

    @property
    def is_stream(self) -> bool:
        """Whether the observations are read only when the store takes them in."""
        return isinstance(self.observations, ObservationStream)


def key_columns(columns: Iterable[str]) -> list[str]:
    """Those of the columns that make up the key of an observation, in the order of the rows.

    >>> key_columns(["measure", "area", "period", "value", "status", "breaks_series", "Age"])
    ['measure', 'Age', 'area', 'period']
    """
    others = sorted(name for name in columns if name not in FIXED_COLUMNS)
    return ["measure", *others, *_LAST_KEYS]


def checked_dataset(
    *,
    id: str,  # noqa: A002 - the field of the dataclass
    title: Bilingual,
    description: Bilingual,
    origin: Origin,
    measures: Iterable[Measure],
    dimensions: Iterable[Dimension],
    codes: Mapping[str, pa.Table],
    observations: pa.Table,
    locate: Locate = row_and_column,
    found_before: Iterable[Fault] = (),
) -> Dataset:
    """Check the observations as a whole, put them in a total order, and make the dataset.

    Args:
        observations: Columns as in Dataset, codes as plain text, rows in the source's order.
        locate: Names the place of a faulty cell in the source.
        found_before: Faults that the reader met; they are reported together with those found here.

    Raises:
        FaultyTable: There is no measure or observation; a code is not in its list or twice in it,
            a key stands twice, or value and status contradict each other; or the reader found
            faults before.
    """
    measures, dimensions = tuple(measures), tuple(dimensions)
    known_codes = {
        dimension.column: codes[dimension.identifier].column("code")
        for dimension in dimensions
        if dimension.identifier in codes
    }
    if measures:  # without any, which is a fault, each row's would only say so again
        codes_of_measures = [measure.code for measure in measures]
        known_codes["measure"] = pa.chunked_array([pa.array(codes_of_measures, pa.string())])
    keys = {name: ranked(observations[name]) for name in key_columns(observations.column_names)}

    faults = [*found_before, *check_lists(measures, codes)]
    if not observations.num_rows:
        faults.append(Fault("observations", "there is not a single one"))
    faults += check_codes(keys, known_codes, locate)
    faults += check_values(observations, locate)
    order, repeats = total_order(list(keys.values()))
    faults += check_duplicates(keys, order, repeats, locate)
    if faults:
        raise FaultyTable(id, faults)

    others = [name for name in keys if name not in FIXED_COLUMNS]
    columns = {
        name: keys[name].as_dictionary() if name in keys else observations.column(name)
        for name in [*FIXED_COLUMNS, *others]
    }
    columns["value"] = pc.add(columns["value"].cast(pa.float64()), 0.0)  # -0.0 is 0.0
    table = pa.table(columns)
    if (np.diff(order) != 1).any():  # what comes in order is not copied
        table = table.take(pa.array(order))
    return Dataset(
        id=id,
        title=title,
        description=description,
        origin=origin,
        measures=measures,
        dimensions=dimensions,
        codes=dict(codes),
        observations=table.combine_chunks(),
        locate=lambda row, column: locate(int(order[row]), column),
    )


def streamed_dataset(
    *,
    id: str,  # noqa: A002 - the field of the dataclass
    title: Bilingual,
    description: Bilingual,
    origin: Origin,
    measures: Iterable[Measure],
    dimensions: Iterable[Dimension],
    codes: Mapping[str, pa.Table],
    observations: ObservationStream,
    found_before: Iterable[Fault] = (),
) -> Dataset:
    """Make a dataset of a table too large for the memory; the store checks and orders it.

    Raises:
        FaultyTable: There is no measure, a dimension has no code list, a code is twice in a list,
            or the reader found faults before.
    """
    measures, dimensions = tuple(measures), tuple(dimensions)
    faults = [*found_before, *check_lists(measures, codes)]
    faults += [
        Fault(f"codes of {axis.identifier}", "the list is not there or empty")
        for axis in dimensions
        if axis.identifier not in codes or not codes[axis.identifier].num_rows
    ]
    if faults:
        raise FaultyTable(id, faults)
    return Dataset(
        id=id,
        title=title,
        description=description,
        origin=origin,
        measures=measures,
        dimensions=dimensions,
        codes=dict(codes),
        observations=observations,
    )
