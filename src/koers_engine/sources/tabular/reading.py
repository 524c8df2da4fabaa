"""Reads the cells of a file into a dataset, as its mapping says; no network and no clock."""

import bisect
import itertools
from collections.abc import Callable, Sequence
from collections.abc import Mapping as Mapped
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Bilingual, Dimension, DimensionKind, Measure, Origin, Period
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations import Dataset, Fault, FaultyTable, checked_dataset
from koers_engine.sources.tabular.blocks import Block, Blocks
from koers_engine.sources.tabular.cells import Cells
from koers_engine.sources.tabular.columns import unknown_columns
from koers_engine.sources.tabular.figures import (
    Column,
    Values,
    area_codes_of,
    period_codes_of,
    stated_statuses,
    statuses_of,
    translated,
    without_marks,
)
from koers_engine.sources.tabular.mapping import (
    TOTAL,
    Axis,
    Mapping,
    MeasureColumn,
)
from koers_engine.sources.tabular.part import numbered, part_of

MOST_OBSERVATIONS = 200_000_000
_CODE_LIST = pa.schema([(name, pa.string()) for name in ("code", "title", "group", "description")])


def read_cells(
    cells: Cells,
    mapping: Mapping,
    *,
    name: str,
    retrieved_at: datetime,
    where: Mapped[str, tuple[str, ...]] | None = None,
    area_codes: Mapped[str, str],
) -> Dataset:
    """The dataset that the cells of a file hold.

    Args:
        where: Per dimension (`Measure` for measures) the codes to keep; the others are left out.
        area_codes: The code of each area by its casefolded name.

    Raises:
        FaultyTable: With every fault that was found, each with its line or cell.
    """
    unknown = unknown_columns(cells, mapping)
    if unknown:
        raise FaultyTable(name, [*unknown, *cells.faults])
    return _Reading(_without_left_out(cells, mapping), mapping, area_codes).dataset(
        name, retrieved_at, where or {}
    )


def _without_left_out(cells: Cells, mapping: Mapping) -> Cells:
    for rows in mapping.left_out:
        texts = pa.array(rows.texts, pa.string())
        cells = cells.keep(pc.invert(pc.is_in(cells.column(rows.column), value_set=texts)))
    return cells


class _Reading:
    """One file being read; faults are gathered until the end."""

    def __init__(self, cells: Cells, mapping: Mapping, area_codes: Mapped[str, str]) -> None:
        self.cells, self.mapping, self.area_codes = cells, mapping, area_codes
        self.faults = list(cells.faults)
        self.rows = cells.table.num_rows

    def dataset(
        self, name: str, retrieved_at: datetime, where: Mapped[str, tuple[str, ...]]
    ) -> Dataset:
        mapping = self.mapping
        made = Blocks(self.cells, mapping)
        blocks = made.all()
        self.faults += made.faults
        size = sum(self.rows if b.rows is None else len(b.rows) for b in blocks)
        if size > MOST_OBSERVATIONS:
            most = f"{MOST_OBSERVATIONS:,} is the most that is read; take a part of the file"
            raise FaultyTable(name, [Fault(name, f"holds {size:,} figures; {most}")])
        observations, names = self._observations(blocks)
        place = self._locator(blocks)
        if mapping.area.numbers_repeated:
            observations = numbered(observations)
        measures = self._measures(observations)
        titles = {
            axis: _first_names(observations.column(axis), column) for axis, column in names.items()
        }
        part = mapping.part
        if where and observations.num_rows:
            axes = self._dimensions()
            observations, place, faults = part_of(observations, place, where, axes)
            if faults:
                raise FaultyTable(name, [*self.faults, *faults])
            words = [f"{axis}={','.join(codes)}" for axis, codes in where.items()]
            part = "; ".join([*([part] if part else []), *words])
            kept = set(pc.unique(observations.column("measure")).to_pylist())
            measures = [measure for measure in measures if measure.code in kept]
        published_at = mapping.published_at or mapping.retrieved_at or retrieved_at
        return checked_dataset(
            id=mapping.id,
            title=mapping.title,
            description=mapping.description,
            origin=Origin(
                publisher=mapping.publisher,
                source_url=mapping.source_url,
                licence=mapping.licence,
                attribution=mapping.attribution,
                published_at=published_at,
                retrieved_at=mapping.retrieved_at or retrieved_at,
                part=part,
            ),
            measures=measures,
            dimensions=self._dimensions(),
            codes=self._codes(observations, titles),
            observations=observations,
            locate=place,
            found_before=self.faults,
        )

    def _placed(self, column: str) -> Callable[[int], str]:
        return lambda row: self.cells.place(row, column)

    def _observations(self, blocks: Sequence[Block]) -> tuple[pa.Table, dict[str, Column]]:
        """The observations as text columns, and per dimension with names those of its codes."""
        mapping, names = self.mapping, {}
        area = self._axis_column(mapping.area, blocks, "area")
        if mapping.area.name:
            names["area"] = self._spread(self.cells.column(mapping.area.name), blocks)
        elif mapping.area.by_name:
            names["area"] = self._axis_texts(mapping.area, blocks)
        period, of_period = self._periods(blocks)
        stated = None
        if mapping.status_column:
            column = self.cells.column(mapping.status_column)
            found = stated_statuses(column, mapping, self._placed(mapping.status_column))
            self.faults += found.faults
            stated = self._spread(found.column, blocks)
        values = Values(
            _joined([b.values.numbers for b in blocks], pa.float64()),
            _joined([b.values.marks for b in blocks], pa.string()),
            _joined([b.values.missing for b in blocks], pa.string()),
            [],
        )
        status, breaks = statuses_of(values, stated, of_period, mapping)
        columns = {
            "measure": self._measure_column(blocks),
            "area": area,
            "period": period,
            "value": values.numbers,
            "status": status,
            "breaks_series": breaks
            if isinstance(breaks, pa.ChunkedArray)
            else pa.array(np.full(len(status), fill_value=False)),
        }
        for axis in mapping.dimensions:
            plain = self.cells.column(axis.column)
            columns[axis.identifier] = self._with_keys(axis.identifier, plain, blocks)
            if axis.name:
                names[axis.identifier] = self._spread(self.cells.column(axis.name), blocks)
        for key in mapping.keyed_dimensions():
            columns[key] = self._constant(blocks, _code_of(key))
        return pa.table(columns), names

    def _axis_texts(self, axis: Axis, blocks: Sequence[Block]) -> Column:
        """What stands in the file for an area or period, per observation."""
        if axis.columns:
            return self._constant(blocks, lambda b: b.melted)
        if axis.code:
            return self._constant(blocks, lambda _: axis.code)
        return self._spread(self._per_row(axis), blocks)

    def _per_row(self, axis: Axis) -> Column:
        if axis.column:
            return self.cells.column(axis.column)
        parts: list[Column | pa.Scalar] = []
        for place, part in enumerate(axis.template.split("{")):
            name, _, text = part.partition("}") if place else ("", "", part)
            parts += [self.cells.column(name)] if name else []
            parts.append(pa.scalar(text))
        return pc.binary_join_element_wise(*parts, "")

    def _axis_column(self, axis: Axis, blocks: Sequence[Block], kind: str) -> Column:
        """The areas per observation. Each distinct text of the file is translated once."""
        if axis.columns or axis.code:
            texts = pa.chunked_array([pa.array(list(axis.columns) or [axis.code])])
            found = area_codes_of(
                texts, self.mapping.area, self.area_codes, lambda row: f"{kind} {texts[row]}"
            )
            self.faults += found.faults
            code = dict(zip(texts.to_pylist(), found.column.to_pylist(), strict=True))
            return self._constant(blocks, lambda b: code[b.melted if axis.columns else axis.code])
        place = self._placed(axis.column or axis.template)
        found = area_codes_of(self._per_row(axis), self.mapping.area, self.area_codes, place)
        self.faults += found.faults
        return self._spread(found.column, blocks)

    def _periods(self, blocks: Sequence[Block]) -> tuple[Column, Column]:
        """Per observation the period's code, and the status that a mark behind it gives."""
        axis, mapping = self.mapping.period, self.mapping
        melts = bool(axis.columns or axis.code)
        if melts:
            texts = pa.chunked_array([pa.array(list(axis.columns) or [axis.code])])
            place: Callable[[int], str] = lambda row: f"period {texts[row]}"  # noqa: E731
        else:
            texts, place = self._per_row(axis), self._placed(axis.column or axis.template)
        bare, marks = without_marks(texts, mapping.marks)
        found = period_codes_of(bare, axis, place)
        self.faults += found.faults
        status = translated(
            marks, lambda mark: mapping.marks.get(mark, "").replace("B", ""), place
        ).column
        status = pc.if_else(pc.is_in(status, value_set=pa.array(["", "A"])), None, status)
        if not melts:
            return self._spread(found.column, blocks), self._spread(status, blocks)
        codes, statuses = (
            dict(zip(texts.to_pylist(), column.to_pylist(), strict=True))
            for column in (found.column, status)
        )

        def key(block: Block) -> str:
            return block.melted if axis.columns else axis.code

        return (
            self._constant(blocks, lambda b: codes[key(b)]),
            self._constant(blocks, lambda b: statuses[key(b)]),
        )

    def _measure_column(self, blocks: Sequence[Block]) -> Column:
        mapping = self.mapping
        if not mapping.measure_column:
            return self._constant(blocks, lambda b: b.measure)
        codes = {measure.text: measure.code for measure in mapping.measures}

        def code(text: str) -> str | Fault:
            if text in codes:
                return codes[text]
            if mapping.others is None or not text:
                close = did_you_mean(nearest(text, codes))
                return Fault(
                    "", f"no measure has the text {text!r}; add it to [[measures]].{close}"
                )
            return text

        column = self.cells.column(mapping.measure_column)
        found = translated(column, code, self._placed(mapping.measure_column))
        self.faults += found.faults
        return self._spread(found.column, blocks)

    def _with_keys(self, identifier: str, column: Column, blocks: Sequence[Block]) -> Column:
        if not any(identifier in b.keys for b in blocks):
            return self._spread(column, blocks)
        return _joined(
            [
                _repeated(b.keys[identifier], self._length(b))
                if identifier in b.keys
                else self._rows_of(column, b)
                for b in blocks
            ],
            pa.string(),
        )

    def _length(self, block: Block) -> int:
        return self.rows if block.rows is None else len(block.rows)

    def _rows_of(self, column: Column, block: Block) -> Column:
        return column if block.rows is None else column.take(block.rows)

    def _spread(self, column: Column, blocks: Sequence[Block]) -> Column:
        """A column of the file, once per block."""
        return _joined([self._rows_of(column, b) for b in blocks], column.type)

    def _constant(self, blocks: Sequence[Block], text: Callable[[Block], str | None]) -> Column:
        return _joined([_repeated(text(b), self._length(b)) for b in blocks], pa.string())

    def _locator(self, blocks: Sequence[Block]) -> Callable[[int, str], str]:
        ends = list(itertools.accumulate(self._length(b) for b in blocks))

        def place(row: int, column: str) -> str:
            number = bisect.bisect_right(ends, row)
            block = blocks[number]
            at = row - (ends[number - 1] if number else 0)
            at = at if block.rows is None else block.rows[at].as_py()
            return self.cells.place(at, self._file_column(column, block))

        return place

    def _file_column(self, column: str, block: Block) -> str:
        mapping = self.mapping
        named = {
            "area": mapping.area.column,
            "period": mapping.period.column,
            "measure": mapping.measure_column,
            "status": mapping.status_column,
            **{axis.identifier: axis.column for axis in mapping.dimensions},
        }
        return named.get(column) or block.source

    def _measures(self, observations: pa.Table) -> list[Measure]:
        described = [*self.mapping.measures]
        if self.mapping.others:
            known = {measure.code for measure in described}
            described += [
                MeasureColumn(
                    code=code,
                    title=Bilingual.same(code),
                    unit=self.mapping.others.unit,
                    decimals=self.mapping.others.decimals,
                )
                for code in pc.unique(observations.column("measure")).to_pylist()
                if code and code not in known
            ]
        return [
            Measure(code=m.code, title=m.title, unit=m.unit, decimals=m.decimals) for m in described
        ]

    def _dimensions(self) -> list[Dimension]:
        mapping = self.mapping
        kinds = ((mapping.area, DimensionKind.AREA), (mapping.period, DimensionKind.PERIOD))
        axes = [Dimension(identifier=a.identifier, kind=k, title=a.title) for a, k in kinds]
        others = [(axis.identifier, axis.title) for axis in mapping.dimensions]
        others += [(key, key) for key in mapping.keyed_dimensions()]
        return axes + [
            Dimension(identifier=identifier, kind=DimensionKind.OTHER, title=title)
            for identifier, title in others
        ]

    def _codes(
        self, observations: pa.Table, named: Mapped[str, Mapped[str, str]]
    ) -> dict[str, pa.Table]:
        lists = {}
        for axis in self._dimensions():
            codes = [
                code for code in pc.unique(observations.column(axis.column)).to_pylist() if code
            ]
            titles = dict(named.get(axis.column, {}))
            if axis.kind is DimensionKind.PERIOD:
                codes = sorted(codes)
                titles = {code: _label(code) for code in codes}
            titles = {TOTAL: "Total", **titles} if TOTAL in codes else titles
            lists[axis.identifier] = pa.table(
                {
                    "code": codes,
                    "title": [titles.get(code, code) for code in codes],
                    "group": [""] * len(codes),
                    "description": [""] * len(codes),
                },
                schema=_CODE_LIST,
            )
        return lists


def _code_of(key: str) -> Callable[[Block], str]:
    return lambda block: block.keys.get(key, TOTAL)


def _joined(columns: Sequence[Column], kind: pa.DataType) -> Column:
    chunks: list[pa.Array] = []
    for column in columns:
        chunks += column.chunks if isinstance(column, pa.ChunkedArray) else [column]
    return pa.chunked_array(chunks, kind)


def _repeated(text: str | None, times: int) -> pa.Array:
    return pa.repeat(pa.scalar(text, pa.string()), times)


def _first_names(codes: Column, names: Column) -> dict[str, str]:
    """The name that stands beside the first figure of each code."""
    pairs = pa.table({"code": codes, "name": names}).group_by("code", use_threads=False)
    first = pairs.aggregate([("name", "first")])
    found = zip(
        first.column("code").to_pylist(), first.column("name_first").to_pylist(), strict=True
    )
    return {code: name for code, name in found if name}


def _label(code: str) -> str:
    try:
        return Period.from_cbs(code).label
    except ValueError:
        return code
