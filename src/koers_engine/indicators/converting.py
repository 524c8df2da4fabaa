"""Figures brought to the municipal boundaries of one year.

Method and its limits: `docs/methods/boundaries.md`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
import numpy.typing as npt

from koers_engine.areas import AreaRegister, Weight
from koers_engine.areas.conversion import Conversion, Converter
from koers_engine.areas.sizes import Total, nothing_known
from koers_engine.concepts import AreaKind, Bilingual, Period
from koers_engine.indicators.boundaries import (
    LARGER_AREA_NOT_KNOWN,
    Boundaries,
    larger_area_changed,
    too_early,
)
from koers_engine.indicators.derive import GRAVEST_FIRST, WEAKEST_FIRST
from koers_engine.indicators.indicator import IndicatorKind
from koers_engine.indicators.panel import BoolArray, FloatArray, Panel, StatusArray

Columns = npt.NDArray[np.intp]


class BoundaryConversion:
    """Brings panels of published figures to the boundaries of 1 January of one year.

    Args:
        register: With the history of every municipality.
        year: Of the boundaries that are wanted.
        total: Sizes of municipalities, for the parts of those that went on to be there.

    Raises:
        NoHistory: The list of regions came without descriptions.
        UnknownBoundaries: The list does not reach to the year.
    """

    def __init__(self, register: AreaRegister, year: int, total: Total = nothing_known) -> None:
        register.refuse_unknown_boundaries(year)
        self.day = date(year, 1, 1)
        self.register = register.on(self.day)
        self._names = {code: area.name for code, area in register.areas.items()}
        self._converters = {weight: Converter(register.history, weight, total) for weight in Weight}

    def __call__(self, panel: Panel) -> Panel:
        """The panel's figures on the boundaries of the day.

        Counts are added up and divided. Other figures are kept where nothing changed, and are
        missing elsewhere; so are those of a time before the first change that the list tells.
        Areas of other publishers' codes are kept as they are.
        """
        history = self.register.history
        first, _ = history.years
        early, conversions = self._conversions(panel, first)
        there = {area for area in panel.areas if area not in history.lives}
        there |= {area for area in panel.areas if history.existed(area, self.day)}
        for conversion, _ in conversions:
            there |= {code for code in conversion.codes if history.existed(code, self.day)}
        made = _Made.of(panel, tuple(sorted(there)))
        made.leave_out(early, before=first)
        for conversion, columns in conversions:
            made.convert(conversion, columns)
            made.change_larger(conversion, columns, self.register)
        return replace(
            panel,
            areas=made.areas,
            values=made.values,
            statuses=made.statuses,
            area_breaks=made.breaks,
            estimated=made.estimated,
            boundaries=Boundaries(
                year=self.day.year,
                is_additive=panel.indicator.kind is IndicatorKind.COUNT,
                conversions={
                    panel.periods[column]: conversion
                    for conversion, columns in conversions
                    for column in columns
                },
                names=self._names,
                was_released=lambda area, period: panel.value(area, period) is not None,
                said=made.said,
                crossed=made.crossed,
            ),
        )

    def _conversions(
        self, panel: Panel, first: int
    ) -> tuple[list[int], list[tuple[Conversion, Columns]]]:
        """The columns from before the year `first`, and the others by the conversion they need."""
        history = self.register.history
        converter = self._converters[panel.indicator.weight]
        used = _boundaries_used(panel, self.register)
        alike: dict[tuple[bool, tuple[date, ...]], list[int]] = defaultdict(list)
        for column, day in enumerate(used):
            if day.year >= first:
                days = history.between(min(day, self.day), max(day, self.day))
                alike[day > self.day, days].append(column)
        early = [column for column, day in enumerate(used) if day.year < first]
        return early, [
            (converter.between(used[columns[0]], self.day), np.array(columns, np.intp))
            for columns in alike.values()
        ]


def _boundaries_used(panel: Panel, register: AreaRegister) -> list[date]:
    """Per period the day whose boundaries its figures are on: mostly that it begins with.

    Where municipalities have a figure that were not there yet, or no longer, the publisher used
    other boundaries: those of the nearest day on which the fewest of them were not there.
    """
    lives = register.history.lives
    rows = [row for row, area in enumerate(panel.areas) if area in lives]
    codes = [panel.areas[row] for row in rows]
    begin = np.array([(lives[code].begin or date.min).toordinal() for code in codes], np.int64)
    end = np.array([(lives[code].end or date.max).toordinal() for code in codes], np.int64)
    released = ~np.isnan(panel.values[rows])

    def strangers(day: date, there: BoolArray) -> int:
        now = day.toordinal()
        return int(np.count_nonzero(there & ~((begin <= now) & (now < end))))

    used = []
    for column, period in enumerate(panel.periods):
        there, first = released[:, column], period.first_day
        if strangers(first, there):
            days = [first, *register.history.flows]
            first = min(days, key=lambda day: (strangers(day, there), abs(day - first), day))
        used.append(first)
    return used


@dataclass(slots=True)
class _Made:
    """The converted figures while they are made; arrays of shape (n_areas, n_periods)."""

    panel: Panel
    areas: tuple[str, ...]
    values: FloatArray
    statuses: StatusArray
    breaks: BoolArray
    estimated: FloatArray
    said: dict[tuple[str, Period], Bilingual] = field(default_factory=dict)
    crossed: dict[tuple[str, Period], tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, panel: Panel, areas: tuple[str, ...]) -> "_Made":
        """The figures of these areas as they are."""
        values, statuses, breaks = _taken(panel, areas, np.arange(len(panel.periods)))
        return cls(panel, areas, values, statuses, breaks, np.zeros(values.shape))

    def leave_out(self, columns: Sequence[int], *, before: int) -> None:
        """Give no municipality a figure in periods of which the boundaries are not known."""
        rows = [row for row, area in enumerate(self.areas) if area.startswith("GM")]
        cells = np.ix_(np.array(rows, np.intp), np.array(columns, np.intp))
        self.values[cells], self.statuses[cells] = np.nan, "O"
        for row in rows:
            for column in columns:
                self.said[self.areas[row], self.panel.periods[column]] = too_early(before)

    def convert(self, conversion: Conversion, columns: Columns) -> None:
        """Bring the figures of some periods, all on the same boundaries, to the other ones."""
        if not conversion.codes:
            return
        values, statuses, breaks = _taken(self.panel, conversion.codes, columns)
        takes = conversion.shares != 0  # NaN included: what is unknown is not nothing
        known = np.nan_to_num(conversion.shares)
        released = np.nan_to_num(values)
        is_single = takes.sum(axis=0) == 1
        is_whole = is_single & (known.max(axis=0) == 1.0)
        made = known.T @ released
        is_unknown = np.any(np.isnan(conversion.shares), axis=0, keepdims=True).T
        without = _any_part(takes, np.isnan(values)) | is_unknown
        if self.panel.indicator.kind is not IndicatorKind.COUNT:
            without |= ~is_whole[:, None]
        made[without] = np.nan
        moved = conversion.divided.T @ np.abs(released)
        with np.errstate(divide="ignore", invalid="ignore"):
            estimated = np.where(moved > 0, np.minimum(1.0, moved / np.abs(made)), 0.0)
        estimated = np.nan_to_num(estimated)
        own = statuses[takes.argmax(axis=0)]
        told = np.where(is_whole[:, None], own, _statuses(takes, statuses, made, estimated))

        rows = {area: row for row, area in enumerate(self.areas)}
        there = [at for at, code in enumerate(conversion.codes) if code in rows]
        cells = np.ix_(np.array([rows[conversion.codes[at]] for at in there], np.intp), columns)
        self.values[cells] = made[there]
        self.statuses[cells] = told[there]
        self.breaks[cells] = _any_part(takes, breaks)[there]
        self.estimated[cells] = estimated[there]

    def change_larger(
        self, conversion: Conversion, columns: Columns, register: AreaRegister
    ) -> None:
        """Let provinces and parts of the country follow the municipalities that crossed over.

        Of COROP areas the register does not tell the municipalities: where the list says that one
        gained or lost somebody, its figures are missing.
        """
        earlier, later = sorted((conversion.since, conversion.until))
        before = register.on(conversion.since)
        moves: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for source, target in np.argwhere(conversion.shares != 0):
            origin, end = conversion.codes[source], conversion.codes[target]
            share = float(conversion.shares[source, target])
            for then, now in (
                (before.province.get(origin), register.province.get(end)),
                (before.landsdeel_of(origin), register.landsdeel_of(end)),
            ):
                if then != now and then and now:
                    moves[then].append((source, -share))
                    moves[now].append((source, share))
                    for column in columns:
                        cell = (end, self.panel.periods[column])
                        others = (*self.crossed.get(cell, ()), register.areas[origin].name)
                        self.crossed[cell] = tuple(dict.fromkeys(others))
        values, statuses, _ = _taken(self.panel, conversion.codes, columns)
        for row, area in enumerate(self.areas):
            if area in moves:
                sources = [source for source, _ in moves[area]]
                shares = np.array([share for _, share in moves[area]])
                self._move(row, columns, values[sources], statuses[sources], shares)
                names = dict.fromkeys(
                    register.areas[conversion.codes[source]].name for source in sources
                )
                for column in columns:
                    released = not np.isnan(self.values[row, column])
                    said = larger_area_changed(list(names), released=released)
                    self.said[area, self.panel.periods[column]] = said
            elif AreaKind.of(area) is AreaKind.COROP and register.history.exchanged(
                area, earlier, later
            ):
                self.values[row, columns] = np.nan
                self.statuses[row, columns] = "O"
                for column in columns:
                    self.said[area, self.panel.periods[column]] = LARGER_AREA_NOT_KNOWN

    def _move(
        self,
        row: int,
        columns: Columns,
        values: FloatArray,
        statuses: StatusArray,
        shares: FloatArray,
    ) -> None:
        """Add what went over to the figures of a larger area; shape of values (n_moves, n)."""
        made = self.values[row, columns] + shares @ values
        if self.panel.indicator.kind is not IndicatorKind.COUNT:
            made = np.full(made.shape, np.nan)
        divided = np.where(np.abs(shares) < 1, np.abs(shares), 0.0) @ np.nan_to_num(np.abs(values))
        with np.errstate(divide="ignore", invalid="ignore"):
            estimated = np.nan_to_num(np.minimum(1.0, divided / np.abs(made)))
        parts = np.vstack([self.statuses[row, columns], statuses])
        takes = np.ones((len(parts), 1), bool)
        self.statuses[row, columns] = _statuses(takes, parts, made[None], estimated[None])[0]
        self.values[row, columns], self.estimated[row, columns] = made, estimated


def _taken(
    panel: Panel, areas: Sequence[str], columns: Columns
) -> tuple[FloatArray, StatusArray, BoolArray]:
    """Values, statuses and breaks of these areas; missing ("O") where the panel has none."""
    rows = {area: row for row, area in enumerate(panel.areas)}
    there = [at for at, area in enumerate(areas) if area in rows]
    cells = np.ix_(np.array([rows[areas[at]] for at in there], np.intp), columns)
    shape = (len(areas), len(columns))
    values, statuses = np.full(shape, np.nan), np.full(shape, "O", dtype="<U1")
    breaks = np.zeros(shape, bool)
    values[there], statuses[there] = panel.values[cells], panel.statuses[cells]
    breaks[there] = panel.area_breaks[cells]
    return values, statuses, breaks


def _statuses(
    takes: BoolArray, parts: StatusArray, made: FloatArray, estimated: FloatArray
) -> StatusArray:
    """The gravest status of the parts of what is missing, else the weakest, estimates included.

    Shapes: takes (n_parts, n), parts (n_parts, n_periods), made and estimated (n, n_periods).
    """
    missing = np.isnan(made)
    statuses = np.where(missing, "O", "A")
    there = set(np.unique(parts).tolist())
    for codes, where in ((GRAVEST_FIRST, missing), (WEAKEST_FIRST, ~missing)):
        for code in reversed([code for code in codes if code == "E" or code in there]):
            has_it = _any_part(takes, parts == code)
            if code == "E":
                has_it |= estimated > 0
            statuses[has_it & where] = code
    return statuses


def _any_part(takes: BoolArray, has_it: BoolArray) -> BoolArray:
    """Whether any part of each area has something; as numbers, for which there are fast routines.

    Shapes: takes (n_parts, n), has_it (n_parts, n_periods); the answer (n, n_periods).
    """
    found: BoolArray = takes.T.astype(np.float32) @ has_it.astype(np.float32) > 0
    return found
