"""The rows of a recorded table of OData v3, page by page."""

import codecs
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice, repeat
from types import NoneType

import numpy as np
import pyarrow as pa
import pyarrow.json as pa_json

from koers_engine.concepts import Dimension
from koers_engine.sources.cbs.reading import MOST_OBSERVATIONS
from koers_engine.sources.cbs.v3.cells import (
    Cells,
    NotNumbers,
    cells_of_numbers,
    cells_of_texts,
)
from koers_engine.sources.cbs.v3.responses import (
    TYPED,
    UNTYPED,
    Responses,
    Row,
    next_link,
    page_name,
)
from koers_engine.sources.cbs.v3.wide import WideTable
from koers_engine.sources.fetching import Progress
from koers_engine.sources.files import UnreadableFile, packed_or_plain, read_bytes

_AT_ONCE = 2


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
    reading = _Reading(responses, name, dimensions, topics)
    last_id = -1
    for number, page in reading.pages():
        if page is None:
            continue
        pages.files.append(page_name(name, number))
        pages.ends.append(wide.n_rows + len(page.ids))
        wide.put(page.codes, page.cells)
        last_id = _check_order(responses, pages.files[-1], page.ids, last_id)
        progress(wide.n_rows, None)
        if wide.n_rows * len(topics) > MOST_OBSERVATIONS:
            what = f"over {MOST_OBSERVATIONS:,} cells; take a part of it with --where"
            responses.fault(pages.files[-1], what)
            break
    return wide


@dataclass(frozen=True, slots=True)
class _Page:
    ids: pa.Array
    codes: Mapping[str, pa.Array]
    cells: Cells


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads pages, a few at a time: Arrow's parser and gzip let two threads keep two cores busy.

    A page that Arrow's parser does not take is read once more, slowly, to tell what is wrong.
    """

    responses: Responses
    name: str
    dimensions: Sequence[Dimension]
    topics: Sequence[str]

    @property
    def kind(self) -> pa.StructType:
        cell = pa.float64() if self.name == TYPED else pa.string()
        fields = [("ID", pa.int64())]
        fields += [(axis.identifier, pa.string()) for axis in self.dimensions]
        fields += [(topic, cell) for topic in self.topics]
        return pa.struct(fields)

    def pages(self) -> Iterator[tuple[int, _Page | None]]:
        """Each page by its number; None, with faults, where it cannot be read."""
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            numbers = self.responses.numbers(self.name)
            waiting: deque[tuple[int, Future[tuple[_Page, object] | None]]] = deque()
            try:
                while True:
                    for number in islice(numbers, _AT_ONCE + 1 - len(waiting)):
                        waiting.append((number, pool.submit(self._fast, number)))
                    if not waiting:
                        return
                    number, running = waiting.popleft()
                    found = running.result()
                    if found is None:
                        yield number, self._slow(number)
                    else:
                        self.responses.check_next(self.name, number, found[1])
                        yield number, found[0]
            finally:
                pool.shutdown(cancel_futures=True)

    def _fast(self, number: int) -> tuple[_Page, object] | None:
        path = packed_or_plain(self.responses.folder / page_name(self.name, number))
        try:
            content = read_bytes(path)
            rows = _parsed(content, self.kind)
            if rows is None:
                return None
            return self._split(rows), next_link(content)
        except (UnreadableFile, NotNumbers, pa.ArrowInvalid, UnicodeDecodeError):
            return None

    def _split(self, rows: pa.StructArray) -> _Page:
        codes = {axis.identifier: rows.field(axis.identifier) for axis in self.dimensions}
        columns = [rows.field(topic) for topic in self.topics]
        to_cells = cells_of_numbers if self.name == TYPED else cells_of_texts
        return _Page(rows.field("ID"), codes, to_cells(columns))

    def _slow(self, number: int) -> _Page | None:
        rows = self.responses.page(self.name, number)
        if rows is None:
            return None
        file = page_name(self.name, number)
        page = _page(self.responses, file, rows, self.kind)
        try:
            return None if page is None else self._split(page)
        except NotNumbers as reason:
            for topic, row, text in reason.cells:
                where = f"{file}: $.value[{row}].{self.topics[topic]}"
                self.responses.fault(where, f"expected a number or a mark, found {text!r}")
            return None


def _parsed(content: bytes, kind: pa.StructType) -> pa.StructArray | None:
    """The rows of a response, parsed by Arrow; None where that may not tell what they say.

    Raises:
        UnicodeDecodeError: The bytes are no UTF-8, which Arrow's parser would let pass.
        pa.ArrowInvalid: They are no JSON, or of other types.
    """
    str(content, "utf-8")
    first = content[: content.find(b"}")]
    if any(f'"{field.name}"'.encode() not in first for field in kind):
        return None
    table = pa_json.read_json(
        pa.BufferReader(content.removeprefix(codecs.BOM_UTF8)),
        pa_json.ReadOptions(use_threads=False, block_size=len(content) + 1),
        pa_json.ParseOptions(
            explicit_schema=pa.schema([("value", pa.list_(kind))]),
            unexpected_field_behavior="ignore",
        ),
    )
    if table.num_rows != 1 or table.column("value").null_count:
        return None
    rows = table.column("value").chunk(0).flatten()
    for cell, column in zip(kind, rows.flatten(), strict=True):
        # A null is a cell that says so, or one that is not there at all.
        if column.null_count and content.count(f'"{cell.name}":'.encode()) != len(rows):
            return None
    return rows


def _page(
    responses: Responses, file: str, rows: list[Row], kind: pa.StructType
) -> pa.StructArray | None:
    """The rows of a response as columns; None, with faults, where a cell has another type."""
    names = {field.name for field in kind}
    lacking = next((at for at, row in enumerate(rows) if not names <= row.keys()), None)
    if lacking is not None:
        few = ", ".join(sorted(names.difference(rows[lacking]))[:5])
        responses.fault(f"{file}: $.value[{lacking}]", f"there is no column {few}")
        return None
    known_before = len(responses.faults)
    _find_wrong_types(responses, file, rows, kind)
    if len(responses.faults) > known_before:
        return None
    try:
        return pa.array(rows, kind)
    except (pa.ArrowInvalid, OverflowError) as reason:  # right in type, and still not to be kept
        responses.fault(file, str(reason))
        return None


def _find_wrong_types(
    responses: Responses, file: str, rows: list[Row], kind: pa.StructType
) -> None:
    for column in kind:
        is_text = pa.types.is_string(column.type)
        expected = {str, NoneType} if is_text else {int, float, NoneType}  # of which bool is none
        if set(map(type, map(dict.get, rows, repeat(column.name)))) <= expected:
            continue
        for place, row in enumerate(rows):
            if type(value := row[column.name]) not in expected:
                what = "a text" if is_text else "a number"
                where = f"{file}: $.value[{place}].{column.name}"
                responses.fault(where, f"expected {what}, found {value!r}")


def _check_order(responses: Responses, file: str, ids: pa.Array, last: int) -> int:
    """Rows are numbered; pages that overlap or lack rows were made while the table changed."""
    numbers = ids.fill_null(-1).to_numpy(zero_copy_only=False)
    if numbers.size and (numbers[0] <= last or (np.diff(numbers) <= 0).any()):
        what = "the rows' ID does not go up; the table changed while it came in, so fetch it again"
        responses.fault(f"{file}: $.value[0].ID", what)
    return int(numbers[-1]) if numbers.size else last
