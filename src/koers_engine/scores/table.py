"""The scores of all places at once: a column per indicator, then goals and index as means."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, AreaKind, Bilingual, Period, Refusal
from koers_engine.indicators import Panel
from koers_engine.indicators.panel import BoolArray, FloatArray
from koers_engine.position.kernel import standings
from koers_engine.references import Characteristics
from koers_engine.references.characteristics import POPULATION
from koers_engine.scores import notes
from koers_engine.scores.goalposts import MINIMUM_MUNICIPALITIES, score
from koers_engine.scores.goals import GoalIndicator, GoalSet

# A period counts as an indicator's when it has this share of the figures of its fullest period.
_SHARE_OF_FULLEST = 0.5
# Scores that differ by less are the same: what adding up in another order changes is no difference.
_KEPT_DECIMALS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One indicator behind a goal, for all places of the table.

    Arrays have shape (n_places,), in the order of the table's places; figures in the indicator's
    unit, NaN where there is none.
    """

    asked: GoalIndicator
    panel: Panel | None
    period: Period | None
    """The indicator's last period up to the one asked for; None where it has none."""
    worst: float
    best: float
    n: int
    """Municipalities whose figures the goalposts could rest on."""
    values: FloatArray
    is_official: BoolArray
    """False where the figure is the mean of municipalities, weighted by inhabitants."""
    scores: FloatArray
    clipped: BoolArray
    why_none: Bilingual | None
    """Why nobody has a score; None where somebody can have one."""


@dataclass(frozen=True, kw_only=True)
class ScoreTable:
    """Scores, goals and index of every municipality, and of the nation and the provinces.

    `places` are first the municipalities that are ranked, `n_ranked` of them, in order of code.
    """

    goal_set: GoalSet
    places: tuple[Area, ...]
    n_ranked: int
    period: Period | None
    """The period asked for: no figure of a later year counts. None for the last there is."""
    columns: tuple[tuple[Column, ...], ...]
    """Per goal its indicators, as in the set."""

    @cached_property
    def goals(self) -> FloatArray:
        """Scores of goals, shape (n_places, n_goals), 0 to 100; NaN where there is none."""
        minimum = self.goal_set.minimum_of_indicators
        found = [mean_of(self.scores_of(place), minimum) for place in range(len(self.columns))]
        return np.stack(found, axis=1)

    @cached_property
    def index(self) -> FloatArray:
        """Mean of the goals, shape (n_places,), 0 to 100; NaN where too few goals have a score."""
        bearing = [place for place, columns in enumerate(self.columns) if columns]
        return mean_of(self.goals[:, bearing], self.goal_set.minimum_of_goals)

    def scores_of(self, goal: int) -> FloatArray:
        """Scores of a goal's indicators, shape (n_places, n_indicators)."""
        columns = self.columns[goal]
        if not columns:
            return np.zeros((len(self.places), 0))
        return np.stack([column.scores for column in columns], axis=1)

    def row(self, code: str) -> int | None:
        """The row of a place; None where it is not in the table."""
        return self._rows.get(code)

    @cached_property
    def _rows(self) -> dict[str, int]:
        return {place.code: row for row, place in enumerate(self.places)}

    @cached_property
    def ranks(self) -> FloatArray:
        """The place of each on the index and then on each goal, shape (n_places, 1 + n_goals).

        Among the municipalities that are ranked, 1 the best, ties sharing the best; NaN for what
        has no score and for what is no such municipality.
        """
        found = np.full((len(self.places), 1 + len(self.columns)), np.nan)
        if self.n_ranked:
            scores = np.column_stack([self.index, self.goals])[: self.n_ranked]
            found[: self.n_ranked] = standings(np.round(scores.T, _KEPT_DECIMALS)).rank().T
        return found

    @cached_property
    def nation(self) -> int | None:
        """The row of the nation; None where the register has none."""
        larger = enumerate(self.places[self.n_ranked :], self.n_ranked)
        return next((row for row, place in larger if place.kind is AreaKind.COUNTRY), None)


def needed(of: int, minimum: float) -> int:
    """How many of `of` parts must have a score, for a minimum share of them."""
    return max(1, math.ceil(round(minimum * of, _KEPT_DECIMALS)))


def mean_of(scores: FloatArray, minimum: float) -> FloatArray:
    """The mean per row of what there is, NaN where less than a minimum share is there.

    Args:
        scores: Shape (n_places, n_parts); NaN where there is none.
        minimum: Share of the parts, from 0.0 to 1.0.

    >>> mean_of(np.array([[40.0, np.nan], [np.nan, np.nan]]), 0.5)
    array([40., nan])
    """
    there = ~np.isnan(scores)
    found = there.sum(axis=1)
    enough = found >= needed(scores.shape[1], minimum)
    sums = np.where(there, scores, 0.0).sum(axis=1)
    return np.where(enough, sums / np.maximum(found, 1), np.nan)


def score_all(
    goal_set: GoalSet,
    *,
    panels: Mapping[str, Panel | Refusal],
    register: AreaRegister,
    characteristics: Characteristics,
    period: Period | None = None,
    also: Sequence[str] = (),
) -> ScoreTable:
    """Score all municipalities, the provinces and the nation on every goal of a set.

    Args:
        panels: Per indicator of the set its figures, or why there are none; all of one moment
            and on the same boundaries.
        register: Tells which municipalities are there, and in which province each lies.
        characteristics: For the inhabitants, which weigh municipalities into the figure of an area
            that has none of its own.
        period: No figure of a later year counts; by default the last ones there are.
        also: Codes of other places to be in the table, such as a municipality that is no more.

    Source: `docs/methods/scores.md`.
    """
    municipalities = _municipalities(panels, register, period)
    larger = [
        area.code
        for area in register.areas.values()
        if area.kind in {AreaKind.COUNTRY, AreaKind.PROVINCE}
    ]
    codes = list(dict.fromkeys([*municipalities, *larger, *also]))
    work = _Work(codes, register, characteristics, period)
    return ScoreTable(
        goal_set=goal_set,
        places=tuple(register.areas.get(code) or Area(code=code, name=code) for code in codes),
        n_ranked=len(municipalities),
        period=period,
        columns=tuple(
            tuple(work.column(asked, panels.get(asked.indicator.code)) for asked in goal.indicators)
            for goal in goal_set.goals
        ),
    )


def _municipalities(
    panels: Mapping[str, Panel | Refusal], register: AreaRegister, period: Period | None
) -> list[str]:
    """The municipalities to be ranked: those of the boundaries, else of the period, else all."""
    there = [panel for panel in panels.values() if isinstance(panel, Panel)]
    on = next((panel.boundaries.year for panel in there if panel.boundaries), None)
    listed = register.municipalities(period if on is None else Period(on))
    every = [area for area in register.areas.values() if area.kind is AreaKind.MUNICIPALITY]
    return sorted(area.code for area in listed or every)


class _Work:
    """What the columns of one table have in common."""

    def __init__(
        self,
        codes: list[str],
        register: AreaRegister,
        characteristics: Characteristics,
        period: Period | None,
    ) -> None:
        self.codes = codes
        self._register = register
        self._characteristics = characteristics
        self._period = period
        self._layouts: dict[tuple[str, ...], _Layout] = {}

    def column(self, asked: GoalIndicator, panel: Panel | Refusal | None) -> Column:
        """The scores of all places on one indicator."""
        if not isinstance(panel, Panel):
            return self._empty(asked, None, notes.NO_SOURCE)
        layout = self._layout(panel.areas)
        period = _last_period(panel, layout.municipal, self._period)
        if period is None:
            return self._empty(asked, panel, notes.no_period(self._period))
        inhabitants, known = self._characteristics.of(POPULATION, panel.areas, period)
        now = panel.values[:, panel.column(period)]
        is_there = layout.municipal & ~np.isnan(now)
        if known == period:
            is_there &= ~np.isnan(inhabitants)
        n = int(is_there.sum())
        worst, best = asked.goalposts.stand_at(now[is_there], asked.direction)
        why_none = None
        if math.isnan(worst):
            few = n < MINIMUM_MUNICIPALITIES and not asked.goalposts.are_fixed
            too_few = notes.too_few_municipalities(n, MINIMUM_MUNICIPALITIES)
            why_none = too_few if few else notes.NO_SPREAD
        values, is_official = self._values(layout, now, is_there, inhabitants)
        scores, clipped = score(values, worst, best)
        return Column(
            asked=asked,
            panel=panel,
            period=period,
            worst=worst,
            best=best,
            n=n,
            values=values,
            is_official=is_official,
            scores=scores,
            clipped=clipped,
            why_none=why_none,
        )

    def _empty(self, asked: GoalIndicator, panel: Panel | None, why: Bilingual) -> Column:
        nothing, nowhere = np.full(len(self.codes), np.nan), np.zeros(len(self.codes), bool)
        return Column(
            asked=asked,
            panel=panel,
            period=None,
            worst=math.nan,
            best=math.nan,
            n=0,
            values=nothing,
            is_official=nowhere,
            scores=nothing,
            clipped=nowhere,
            why_none=why,
        )

    def _values(
        self, layout: "_Layout", now: FloatArray, is_there: BoolArray, inhabitants: FloatArray
    ) -> tuple[FloatArray, BoolArray]:
        """The figures of the table's places, and which of them are as the publisher gives them."""
        values = np.where(layout.is_known, now[layout.rows], np.nan)
        is_official = ~np.isnan(values)
        computed = [row for row in np.flatnonzero(~is_official) if self.codes[row] in layout.within]
        if computed:
            members = is_there & np.stack([layout.within[self.codes[row]] for row in computed])
            held = standings(now[None, :], members=members, weights=inhabitants[None, :])
            values[computed] = held.weighted[:, 0]
        return values, is_official

    def _layout(self, areas: tuple[str, ...]) -> "_Layout":
        """How the areas of a panel relate to the places; most panels have the same ones."""
        if areas not in self._layouts:
            self._layouts[areas] = _Layout.of(areas, self.codes, self._register)
        return self._layouts[areas]


@dataclass(frozen=True, slots=True)
class _Layout:
    """The areas of a panel, n_areas of them, against the places of a table."""

    municipal: BoolArray
    """Shape (n_areas,)."""
    rows: npt.NDArray[np.intp]
    """Shape (n_places,): where each place stands among the areas, if it does."""
    is_known: BoolArray
    """Shape (n_places,): whether it does."""
    within: Mapping[str, BoolArray]
    """Per nation and province of the table, which areas lie in it, shape (n_areas,)."""

    @classmethod
    def of(cls, areas: tuple[str, ...], codes: Sequence[str], register: AreaRegister) -> "_Layout":
        names, asked = np.array(areas, str), np.array(codes, str)
        rows = np.searchsorted(names, asked).clip(max=max(names.size - 1, 0))
        province = np.array([register.province.get(area, "") for area in areas], str)
        kinds = {code: AreaKind.of(code) for code in codes}
        provinces = {c: province == c for c, kind in kinds.items() if kind is AreaKind.PROVINCE}
        nations = {
            c: np.ones(len(areas), bool) for c, kind in kinds.items() if kind is AreaKind.COUNTRY
        }
        return cls(
            municipal=np.array(
                [AreaKind.of(area) is AreaKind.MUNICIPALITY for area in areas], bool
            ),
            rows=rows,
            is_known=names[rows] == asked if names.size else np.zeros(len(codes), bool),
            within=nations | provinces,
        )


def _last_period(panel: Panel, municipal: BoolArray, until: Period | None) -> Period | None:
    """The panel's last period up to a year in which more than a few municipalities have one."""
    released = (~np.isnan(panel.values[municipal])).sum(axis=0)
    fullest = int(released.max(initial=0))
    full = [
        known
        for known, number in zip(panel.periods, released, strict=True)
        if number > 0
        and number >= _SHARE_OF_FULLEST * fullest
        and (until is None or known.year <= until.year)
    ]
    return full[-1] if full else None
