"""What single sources say, read out of vintages: Ibis up to the answer, NumPy from there on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Period, Refusal
from koers_engine.indicators.derive import combined_statuses
from koers_engine.indicators.indicator import Indicator, Source
from koers_engine.indicators.panel import BoolArray, FloatArray, StatusArray
from koers_engine.observations import Vintage, VintageStore

if TYPE_CHECKING:
    import ibis

# 38.81 (x 1 000) times 1,000 is 38,810 and not 38,810.000000000004.
_KEPT_DECIMALS = 9
_COLUMNS = ("measure", "area", "period", "value", "status", "breaks_series")

# Measures that are wanted at the same codes of the other dimensions.
_Part = tuple[tuple[str, ...], tuple[tuple[str, str], ...]]


class AmbiguousSource(Refusal, ValueError):
    """A source of an indicator does not single out one figure per area and period."""

    def __init__(self, indicator: Indicator, source: Source, vintage: Vintage, why: str) -> None:
        axes = [axis.identifier for axis in vintage.dimensions if axis.kind == "other"]
        super().__init__(
            f"Indicator {indicator.code!r}, source {source.dataset} {source.measure}: {why} "
            "In the catalogue, name one code under `where` for each of "
            f"{', '.join(axes) or 'no dimension'}, and a measure out of "
            f"{', '.join(measure.code for measure in vintage.measures)}."
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """A source of an indicator, in the vintage that holds it.

    Raises:
        AmbiguousSource: The vintage has no such measure or dimension.
    """

    indicator: Indicator
    source: Source
    vintage: Vintage

    def __post_init__(self) -> None:
        known = {measure.code for measure in self.vintage.measures}
        unknown = [code for code, _ in self.source.signs if code not in known]
        if unknown:
            raise self.refusal(f"the dataset has no measure {', '.join(unknown)}.")
        columns = {axis.column for axis in self.vintage.dimensions}
        if strangers := self.source.where.keys() - columns:
            raise self.refusal(f"the dataset has no dimension {', '.join(sorted(strangers))}.")

    @property
    def where(self) -> tuple[tuple[str, str], ...]:
        """The codes of the other dimensions, in a fixed order."""
        return tuple(sorted(self.source.where.items()))

    def refusal(self, why: str) -> AmbiguousSource:
        """What to say where the source does not give one figure per area and period."""
        return AmbiguousSource(self.indicator, self.source, self.vintage, why)


@dataclass(frozen=True, slots=True)
class Block:
    """What one source says: as in a panel, with "" where it is silent."""

    source: Source
    vintage: Vintage
    areas: Sequence[str]
    periods: Sequence[Period]
    values: FloatArray
    statuses: StatusArray
    breaks: BoolArray


def read_blocks(wanted: Sequence[Wanted], store: VintageStore) -> list[Block | AmbiguousSource]:
    """What each of these sources of one vintage says; the vintage is asked once.

    Raises:
        DamagedVintage: The vintage cannot be read.
    """
    measures: dict[tuple[tuple[str, str], ...], set[str]] = defaultdict(set)
    for each in wanted:
        measures[each.where].update(code for code, _ in each.source.signs)
    parts = tuple(sorted((tuple(sorted(codes)), where) for where, codes in measures.items()))
    rows = _Rows(store.ask(wanted[0].vintage, _rows_of, parts))
    return [rows.block(each) for each in wanted]


def _rows_of(table: "ibis.Table", parts: tuple[_Part, ...]) -> "ibis.Table":
    """The rows of any of the parts, with the dimensions by which these can be told apart."""
    dimensions = sorted({name for _, where in parts for name, _ in where})
    conditions = [
        reduce(
            and_, [table["measure"].isin(measures), *(table[name] == code for name, code in where)]
        )
        for measures, where in parts
    ]
    return table.filter(reduce(or_, conditions)).select(*_COLUMNS, *dimensions)


@dataclass(frozen=True, slots=True)
class _Codes:
    """A column of codes as numbers: which code each row has."""

    known: list[str]
    of_row: npt.NDArray[np.int32]

    @classmethod
    def of(cls, column: pa.ChunkedArray) -> "_Codes":
        encoded = column.combine_chunks().dictionary_encode()
        return cls(encoded.dictionary.to_pylist(), encoded.indices.to_numpy())

    def rows(self, code: str) -> npt.NDArray[np.intp]:
        """The rows that have the code."""
        if code not in self.known:
            return np.zeros(0, np.intp)
        return np.flatnonzero(self.of_row == self.known.index(code))


class _Rows:
    """The answered rows of a vintage, to be put in the cells of blocks."""

    def __init__(self, rows: pa.Table) -> None:
        self._areas, self._periods = (
            _Codes.of(rows.column("area")),
            _Codes.of(rows.column("period")),
        )
        self._known_periods = [Period.from_cbs(code) for code in self._periods.known]
        self._values = pc.fill_null(rows.column("value"), np.nan).to_numpy()
        self._statuses = rows.column("status").to_numpy().astype("<U1")
        self._breaks = rows.column("breaks_series").to_numpy()
        measures = _Codes.of(rows.column("measure"))
        self._of_measure: Mapping[str, npt.NDArray[np.intp]] = {
            code: measures.rows(code) for code in measures.known
        }
        self._others = {
            name: _Codes.of(rows.column(name)) for name in rows.column_names[len(_COLUMNS) :]
        }

    def block(self, wanted: Wanted) -> Block | AmbiguousSource:
        """What the source says; rows of another frequency than its own are left out."""
        source = wanted.source
        found = [self._grid(code, wanted.where) for code, _ in source.signs]
        if None in found:
            return wanted.refusal("there is more than one figure for an area and period.")
        grids = [grid for grid in found if grid is not None]
        signs = np.array([sign for _, sign in source.signs])
        values = np.tensordot(signs, np.array([grid[0] for grid in grids]), axes=1)
        statuses = grids[0][1]
        if len(grids) > 1:
            parts = [grid[1] for grid in grids]
            is_silent = np.all([part == "" for part in parts], axis=0)
            statuses = np.where(is_silent, "", combined_statuses(values, *parts))
        kept = [
            place
            for place, known in enumerate(self._known_periods)
            if known.frequency is source.frequency
        ]
        return Block(
            source,
            wanted.vintage,
            self._areas.known,
            [self._known_periods[place] for place in kept],
            np.round(values * source.multiply, _KEPT_DECIMALS)[:, kept],
            statuses[:, kept],
            np.logical_or.reduce([grid[2] for grid in grids])[:, kept],
        )

    def _grid(
        self, measure: str, where: tuple[tuple[str, str], ...]
    ) -> tuple[FloatArray, StatusArray, BoolArray] | None:
        """Values, statuses and breaks by area and period; None where a cell has several figures."""
        rows = self._of_measure.get(measure, np.zeros(0, np.intp))
        for name, code in where:
            rows = np.intersect1d(rows, self._others[name].rows(code), assume_unique=True)
        cells = self._areas.of_row[rows], self._periods.of_row[rows]
        shape = (len(self._areas.known), len(self._known_periods))
        statuses, breaks = np.full(shape, "", dtype="<U1"), np.zeros(shape, bool)
        values = np.full(shape, np.nan)
        if np.unique(np.ravel_multi_index(cells, shape)).size < rows.size:
            return None
        values[cells] = self._values[rows]
        statuses[cells] = self._statuses[rows]
        breaks[cells] = self._breaks[rows]
        return values, statuses, breaks
