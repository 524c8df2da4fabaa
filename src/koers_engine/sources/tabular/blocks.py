"""The figures of a file as blocks: the values of one column, and what the column says of them."""

import io
import json
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import json as arrow_json

from koers_engine.concepts import Bilingual
from koers_engine.observations import Fault
from koers_engine.sources.tabular.cells import Cells
from koers_engine.sources.tabular.columns import used_columns
from koers_engine.sources.tabular.figures import (
    NUMBER,
    Column,
    Values,
    machine_numbers,
    values_of,
    without_marks,
)
from koers_engine.sources.tabular.mapping import Mapping, MeasureColumn
from koers_engine.sources.tabular.records import ROOT


@dataclass(frozen=True, slots=True)
class Block:
    """The figures of one column, or of one key in it: which rows, and what they are about."""

    source: str
    values: Values
    measure: str = ""
    melted: str = ""
    rows: pa.Array | None = None
    """The rows of the file it is made of; all of them where None."""
    keys: Mapped[str, str] = field(default_factory=dict)


class Blocks:
    """Takes the columns of figures out of the cells; faults are gathered."""

    def __init__(self, cells: Cells, mapping: Mapping) -> None:
        self.cells, self.mapping = cells, mapping
        self.faults: list[Fault] = []

    def placed(self, column: str) -> Callable[[int], str]:
        """Names the place of a row's cell in a column."""
        return lambda row: self.cells.place(row, column)

    def all(self) -> list[Block]:
        """Every block, in the order of the mapping, then of the file."""
        mapping = self.mapping
        melted = mapping.melted
        if melted:
            code = "" if mapping.measure_column else mapping.measures[0].code
            return [
                Block(column, self._values(column), measure=code, melted=column)
                for column in melted.columns
            ]
        if mapping.value_column:
            return [Block(mapping.value_column, self._values(mapping.value_column))]
        blocks: list[Block] = []
        for measure in (*mapping.measures, *self._other_measures()):
            if measure.keys:
                blocks += self._keyed_blocks(measure)
            else:
                blocks.append(
                    Block(measure.column, self._values(measure.column), measure=measure.code)
                )
        return blocks

    def _values(self, column: str) -> Values:
        values = values_of(self.cells.column(column), self.mapping, self.placed(column))
        self.faults += values.faults
        return values

    def _other_measures(self) -> list[MeasureColumn]:
        """The columns that nothing was said of, and that hold figures and missing marks only."""
        mapping, others = self.mapping, self.mapping.others
        if others is None:
            return []
        used = used_columns(mapping) | set(others.leave_out)
        return [
            MeasureColumn(
                column=name,
                code=name,
                title=Bilingual.same(name),
                unit=others.unit,
                decimals=others.decimals,
            )
            for name in self.cells.table.column_names
            if name not in used
            and not name.startswith(f"{ROOT}.")
            and holds_figures(self.cells.column(name), mapping)
        ]

    def _keyed_blocks(self, measure: MeasureColumn) -> list[Block]:
        """The figures in a column whose cells are JSON objects: one block per key."""
        column = self.cells.column(measure.column)
        plain = pc.replace_substring(column, "\n", " ")
        lines = pc.if_else(pc.equal(plain, ""), "{}", plain).to_pylist()
        content = "\n".join([*lines, ""]).encode()
        try:
            table = arrow_json.read_json(
                io.BytesIO(content),
                read_options=arrow_json.ReadOptions(block_size=len(content) + 1),
            )
        except (pa.ArrowInvalid, pa.ArrowNotImplementedError) as reason:
            self.faults.append(self._no_objects(measure.column, lines, str(reason)))
            return []
        if table.num_rows != self.cells.table.num_rows:
            self.faults.append(self._no_objects(measure.column, lines, "several values in a cell"))
            return []
        blocks = []
        for path, values in _leaves(table, len(measure.keys)):
            if not pa.types.is_floating(values.type) and not pa.types.is_integer(values.type):
                words = f"key {'.'.join(path)}: expected a number, found {values.type}"
                self.faults.append(Fault(f"column {measure.column}", words))
                continue
            rows = pc.indices_nonzero(pc.is_valid(values))
            numbers = values.take(rows).cast(pa.float64())
            nothing = pa.chunked_array([pa.nulls(len(rows), pa.string())])
            blocks.append(
                Block(
                    measure.column,
                    Values(numbers, nothing, nothing, []),
                    measure=measure.code,
                    rows=rows,
                    keys=dict(zip(measure.keys, path, strict=True)),
                )
            )
        return blocks

    def _no_objects(self, column: str, lines: Sequence[str], reason: str) -> Fault:
        for row, line in enumerate(lines):  # only where the column is known to be faulty
            try:
                found = json.loads(line)
            except (ValueError, RecursionError) as wrong:
                return Fault(self.cells.place(row, column), f"expected a JSON object ({wrong})")
            if not isinstance(found, dict):
                what = f"expected a JSON object, found {line[:60]!r}"
                return Fault(self.cells.place(row, column), what)
        return Fault(f"column {column}", f"expected JSON objects with the same keys ({reason})")


def holds_figures(column: Column, mapping: Mapping) -> bool:
    """Whether a column has a figure, and beside figures only what the mapping knows."""
    texts, _ = without_marks(column, mapping.marks)
    plain = machine_numbers(texts, mapping.layout)
    numbers = pc.match_substring_regex(plain, NUMBER)
    words = pa.array([*mapping.missing, *mapping.number_words], pa.string())
    known = pc.is_in(texts, value_set=words)
    return bool(pc.any(numbers).as_py() and pc.all(pc.or_(numbers, known)).as_py())


def _leaves(table: pa.Table, depth: int) -> list[tuple[tuple[str, ...], Column]]:
    """The columns `depth` keys deep, with their keys."""
    level: list[tuple[tuple[str, ...], Column]] = [
        ((name,), table.column(name)) for name in table.column_names
    ]
    for _ in range(depth - 1):
        below = []
        for path, column in level:
            if not pa.types.is_struct(column.type):
                below.append(((*path, ""), column.cast(pa.string())))  # told as a fault later
                continue
            inner = column.combine_chunks()
            below += [
                ((*path, child.name), pa.chunked_array([pc.struct_field(inner, child.name)]))
                for child in inner.type
            ]
        level = below
    return level
