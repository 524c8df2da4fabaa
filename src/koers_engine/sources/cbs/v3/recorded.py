"""The rows of a recorded table of OData v3, page by page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
import pyarrow as pa

from koers_engine.concepts import Dimension
from koers_engine.sources.cbs.reading import MOST_OBSERVATIONS
from koers_engine.sources.cbs.v3.cells import (
    Cells,
    NotNumbers,
    cells_of_numbers,
    cells_of_texts,
)
from koers_engine.sources.cbs.v3.responses import TYPED, UNTYPED, Responses, Row
from koers_engine.sources.cbs.v3.wide import WideTable
from koers_engine.sources.fetching import Progress


@dataclass(slots=True)
class Pages:
    """Where each row stood: the file of each page, and how many rows there were up to its end."""

    files: list[str] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    def place(self, row: int, column: str) -> str:
        """The file and JSON path of a cell, or of the row."""
        page = int(np.searchsorted(self.ends, row, side="right"))
        within = row - (self.ends[page - 1] if page else 0)
        cell = f".{column}" if column else ""
        return f"{self.files[page]}: $.value[{within}]{cell}"


def read_rows(
    responses: Responses,
    dimensions: Sequence[Dimension],
    topics: Sequence[str],
    progress: Progress,
) -> WideTable:
    """Every row of UntypedDataSet, or of TypedDataSet where that is all there is.

    Args:
        topics: The topics that hold figures; columns of others are left.
    """
    name = TYPED if responses.has(TYPED) and not responses.has(UNTYPED) else UNTYPED
    if not responses.has(name):
        responses.fault(f"{name}.json", "the file is not there; fetch the table again")
    pages = Pages()
    wide = WideTable(dimensions, topics, pages.place)
    last_id = -1
    for file, rows in responses.pages(name):
        pages.files.append(file)
        pages.ends.append(wide.n_rows + len(rows))
        page = _page(responses, file, rows, dimensions, topics, is_typed=name == TYPED)
        if page is None:
            pages.files.pop()
            pages.ends.pop()
            continue
        last_id = _check_order(responses, file, page.field("ID"), last_id)
        cells = _cells(responses, file, {topic: page.field(topic) for topic in topics})
        wide.put({axis.identifier: page.field(axis.identifier) for axis in dimensions}, cells)
        progress(wide.n_rows, None)
        if wide.n_rows * len(topics) > MOST_OBSERVATIONS:
            what = f"over {MOST_OBSERVATIONS:,} cells; take a part of it with --where"
            responses.fault(file, what)
            break
    return wide


def _page(
    responses: Responses,
    file: str,
    rows: list[Row],
    dimensions: Sequence[Dimension],
    topics: Sequence[str],
    *,
    is_typed: bool,
) -> pa.StructArray | None:
    cell = pa.float64() if is_typed else pa.string()
    fields = [pa.field("ID", pa.int64())]
    fields += [pa.field(axis.identifier, pa.string()) for axis in dimensions]
    fields += [pa.field(topic, cell) for topic in topics]
    lacking = [field.name for field in fields if rows and field.name not in rows[0]]
    if lacking:
        responses.fault(f"{file}: $.value[0]", f"there is no column {', '.join(lacking[:5])}")
        return None
    kind = pa.struct(fields)
    # Arrow takes true for 1.0. The types are told without a loop over the cells.
    if is_typed and any(bool in set(map(type, map(dict.get, rows, repeat(t)))) for t in topics):
        _find_wrong_types(responses, file, rows, fields, "")
        return None
    try:
        return pa.array(rows, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError) as reason:
        _find_wrong_types(responses, file, rows, fields, str(reason))
        return None


def _find_wrong_types(
    responses: Responses, file: str, rows: list[Row], fields: Sequence[pa.Field], reason: str
) -> None:
    known_before = len(responses.faults)
    for place, row in enumerate(rows):  # only where a page is known to be faulty
        for column in fields:
            value = row.get(column.name)
            is_text = pa.types.is_string(column.type)
            expected: tuple[type, ...] = (str,) if is_text else (int, float)
            if value is not None and type(value) not in expected:  # True is an int too
                what = "a text" if is_text else "a number"
                where = f"{file}: $.value[{place}].{column.name}"
                responses.fault(where, f"expected {what}, found {value!r}")
    if len(responses.faults) == known_before:  # of the right type, and still not to be kept
        responses.fault(file, reason)


def _check_order(responses: Responses, file: str, ids: pa.Array, last: int) -> int:
    """Rows are numbered; pages that overlap or lack rows were made while the table changed."""
    numbers = ids.fill_null(-1).to_numpy(zero_copy_only=False)
    if numbers.size and (numbers[0] <= last or (np.diff(numbers) <= 0).any()):
        what = "the rows' ID does not go up; the table changed while it came in, so fetch it again"
        responses.fault(f"{file}: $.value[0].ID", what)
    return int(numbers[-1]) if numbers.size else last


def _cells(responses: Responses, file: str, columns: Mapping[str, pa.Array]) -> Cells:
    names, cells = list(columns), list(columns.values())
    if not pa.types.is_string(cells[0].type):
        return cells_of_numbers(cells)
    try:
        return cells_of_texts(cells)
    except NotNumbers as reason:
        for topic, row, text in reason.cells:
            where = f"{file}: $.value[{row}].{names[topic]}"
            responses.fault(where, f"expected a number or a mark, found {text!r}")
        return Cells.missing(len(cells), len(cells[0]))
