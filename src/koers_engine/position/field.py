from dataclasses import dataclass

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Bilingual, Period
from koers_engine.indicators import IndicatorKind, Panel
from koers_engine.indicators.panel import BoolArray, FloatArray
from koers_engine.observations import Vintage
from koers_engine.position import notes
from koers_engine.position.groups import Columns, columns_of
from koers_engine.position.growth import growth_percent
from koers_engine.position.kernel import IntArray, Standings, standings
from koers_engine.references import Characteristics, ReferenceGroup
from koers_engine.references.notes import population_of

_NAN = float("nan")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One area's figure in the period, and its growth since the base; NaN where there is none."""

    now: float
    growth: float
    status: str
    why_no_growth: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """All areas of a panel in one period, with what holding them against each other takes.

    Arrays have shape (n_areas,), in the order of the panel's areas.
    """

    panel: Panel
    period: Period
    since: Period | None
    now: FloatArray
    then: FloatArray
    """Figures of the base period that compare with those of now; NaN elsewhere."""
    columns: Columns
    inhabitants: FloatArray
    population: Panel
    population_period: Period | None
    """The period the inhabitants are of: the one asked for, else the nearest there is."""

    @classmethod
    def of(
        cls,
        panel: Panel,
        characteristics: Characteristics,
        register: AreaRegister,
        period: Period,
        since: Period | None,
    ) -> "Field":
        """Take the period, and the base of the growth, out of the panels."""
        now = panel.values[:, panel.column(period)]
        then = np.full(now.shape, np.nan)
        if since is not None:
            broken = panel.broken_between(since, period)
            then = np.where(broken, np.nan, panel.values[:, panel.column(since)])
        columns = columns_of(panel.areas, register, characteristics)
        inhabitants, nearest = columns.inhabitants(characteristics, period)
        return cls(
            panel=panel,
            period=period,
            since=since,
            now=now,
            then=then,
            columns=columns,
            inhabitants=inhabitants,
            population=characteristics.population,
            population_period=nearest,
        )

    @property
    def kind(self) -> IndicatorKind:
        """How the figures add up."""
        return self.panel.indicator.kind

    def figure(self, area: str | None) -> Figure:
        """The figure of one area; all NaN where the panel has none of it."""
        row = None if area is None else self.columns.row.get(area)
        if row is None:
            return Figure(now=_NAN, growth=_NAN, status="O", why_no_growth=notes.NO_BASE)
        now, then = float(self.now[row]), float(self.then[row])
        is_percent = self.kind is IndicatorKind.PERCENT
        return Figure(
            now=now,
            growth=_NAN if is_percent else growth_percent(then, now),
            status=str(self.panel.statuses[row, self.panel.column(self.period)]),
            why_no_growth=notes.GROWTH_OF_PERCENT if is_percent else self._why_no_base(row),
        )

    def _why_no_base(self, row: int) -> Bilingual:
        if self.since is not None and self.panel.broken_between(self.since, self.period)[row]:
            return notes.SERIES_BREAKS
        return notes.NO_BASE

    def members(self, groups: list[ReferenceGroup]) -> BoolArray:
        """The municipalities of each group that are there in the period and have a figure.

        One is there when its population of the very period is known, or when that of nobody is.
        Shape (n_groups, n_areas).
        """
        is_there = ~np.isnan(self.now)
        if self.population_period == self.period:
            is_there &= ~np.isnan(self.inhabitants)
        in_groups = np.array([self.columns.in_group(group) for group in groups], bool)
        return in_groups.reshape(len(groups), is_there.size) & is_there

    def standings(self, members: BoolArray) -> Standings:
        """Every area held against the members of each group, one cell per group."""
        return standings(self.now[None], members=members, weights=self.inhabitants[None])

    def together(self, held: Standings) -> FloatArray:
        """The figure of each group as one: the sum of counts, else the mean by inhabitants."""
        return (held.total if self.kind is IndicatorKind.COUNT else held.weighted)[:, 0]

    def growth_together(self, members: BoolArray) -> FloatArray:
        """Growth in percent of each group's figure as one, shape (n_groups,).

        Of the members with a figure at both moments, with the same weights at both.
        """
        if self.since is None or self.kind is IndicatorKind.PERCENT:
            return np.full(len(members), np.nan)
        both = members & ~np.isnan(self.then)
        weights = self.inhabitants[None]
        then = self.together(standings(self.then[None], members=both, weights=weights))
        now = self.together(standings(self.now[None], members=both, weights=weights))
        return 100 * (now / np.where(then > 0, then, np.nan) - 1)

    def without_base(self, members: BoolArray) -> IntArray:
        """Per group how many members have a figure now and none that compares at the base."""
        number: IntArray = np.count_nonzero(members & np.isnan(self.then), axis=1)
        return number

    def estimated_in(self, members: BoolArray) -> IntArray:
        """Per group how many members have a partly estimated figure, now or at the base."""
        columns = [self.panel.column(period) for period in (self.period, self.since) if period]
        estimated = (self.panel.estimated[:, columns] > 0).any(axis=1)
        number: IntArray = np.count_nonzero(members & estimated, axis=1)
        return number

    def note_on_population(self) -> tuple[Bilingual, ...]:
        """What to say where the inhabitants are of another period than the one asked for."""
        if self.population_period is None or self.population_period == self.period:
            return ()
        return (population_of(self.population_period),)

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """What the figures and the inhabitants were read from."""
        used = self.panel.vintages_of(*filter(None, (self.period, self.since)))
        weighed = self.population.vintages_of(*filter(None, (self.population_period,)))
        return tuple(dict.fromkeys((*used, *weighed)))
