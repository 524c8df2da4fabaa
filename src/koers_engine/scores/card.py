"""The scores of one place: its goals, the indicators behind them, and marks beside them."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, AreaKind, Bilingual, Period, Refusal
from koers_engine.indicators import Indicator, Panel
from koers_engine.observations import Vintage
from koers_engine.references import Characteristics
from koers_engine.scores import notes
from koers_engine.scores.goals import Goal, GoalIndicator, GoalSet
from koers_engine.scores.table import Column, ScoreTable, needed, score_all
from koers_engine.scores.trend import Arrow, Trend, together, trend


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The score of a larger area, to be marked on the bar of a place; None where there is none."""

    area: Area
    score: float | None
    value: float | None = None
    """Of an indicator: the figure that is scored."""
    is_official: bool = True
    """False where that is the mean of municipalities, weighted by inhabitants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorScore:
    """How a place scores on one indicator behind a goal."""

    asked: GoalIndicator
    period: Period | None
    value: float | None
    status: str
    """Code of SDMX CL_OBS_STATUS."""
    is_official: bool
    estimated: float
    """How much of `value`, from 0.0 to 1.0, rests on a share of inhabitants or dwellings, since
    boundaries were changed in between."""
    score: float | None
    is_clipped: bool
    """Whether the figure lies beyond a goalpost, so that the score was kept at 0 or 100."""
    worst: float | None
    """The value that scores 0, in the indicator's unit."""
    best: float | None
    """The value that scores 100."""
    n: int
    """Municipalities with a figure in the period."""
    marks: tuple[Mark, ...]
    trend: Trend | None
    why_no_trend: Bilingual | None
    why_not: Bilingual | None
    """Why there is no score; None where there is one."""
    vintages: tuple[Vintage, ...]

    @property
    def indicator(self) -> Indicator:
        """What is scored."""
        return self.asked.indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalScore:
    """How a place scores on a goal: the mean of the indicators that have a score."""

    goal: Goal
    score: float | None
    used: int
    """Indicators with a score."""
    rank: int | None
    """Among the municipalities with a score on this goal, 1 the best."""
    tied: int
    """Other municipalities with the very same score; 0 where there is no rank."""
    n: int
    """Municipalities with a score on this goal."""
    marks: tuple[Mark, ...]
    """Of the same indicators as the place's own score."""
    indicators: tuple[IndicatorScore, ...]
    arrow: Arrow | None
    why_no_arrow: Bilingual | None
    why_not: Bilingual | None

    @property
    def left_out(self) -> tuple[IndicatorScore, ...]:
        """The indicators without a score, each with its reason."""
        return tuple(each for each in self.indicators if each.score is None)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexScore:
    """The mean of the goals that have a score."""

    score: float | None
    used: int
    """Goals with a score."""
    of: int
    """Goals with an indicator."""
    rank: int | None
    tied: int
    n: int
    """Municipalities with an index."""
    marks: tuple[Mark, ...]
    """Of the same goals and indicators as the place's own."""
    why_not: Bilingual | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreCard:
    """A place on a set of goals."""

    area: Area
    goal_set: GoalSet
    period: Period | None
    """As asked: no figure of a later year counts. None for the last there are."""
    goals: tuple[GoalScore, ...]
    index: IndexScore
    notes: tuple[Bilingual, ...]
    vintages: tuple[Vintage, ...]
    boundaries: int | None
    """The year whose municipalities all figures were brought to; None where as published."""

    @property
    def by_sdg(self) -> Mapping[int, GoalScore]:
        """The goals that are Sustainable Development Goals, by their number.

        To set them beside scores that a document states for the same goal.
        """
        return {each.goal.sdg: each for each in self.goals if each.goal.sdg is not None}


def score_place(
    goal_set: GoalSet,
    area: str,
    *,
    panels: Mapping[str, Panel | Refusal],
    register: AreaRegister,
    characteristics: Characteristics,
    period: Period | None = None,
) -> ScoreCard:
    """Score one place on a set of goals, with the nation and its province as marks.

    Args:
        area: Code or name of the place.
        panels: Per indicator of the set its figures, or why there are none.
        period: No figure of a later year counts; by default the last ones there are.

    Raises:
        UnknownArea: The register has no such area.

    Source: `docs/methods/scores.md`.
    """
    place = register.find(area)
    table = score_all(
        goal_set,
        panels=panels,
        register=register,
        characteristics=characteristics,
        period=period,
        also=[place.code],
    )
    return card_of(table, place.code, register)


def card_of(table: ScoreTable, code: str, register: AreaRegister) -> ScoreCard:
    """The scores of one place out of those of all.

    Raises:
        KeyError: The place is not in the table.
    """
    row = table.row(code)
    if row is None:
        raise KeyError(code)
    place = table.places[row]
    rows = _marks(table, place, register)
    goals = tuple(
        _goal_score(table, number, row, rows, register) for number in range(len(table.columns))
    )
    panels = [column.panel for columns in table.columns for column in columns if column.panel]
    read = [vintage for goal in goals for each in goal.indicators for vintage in each.vintages]
    return ScoreCard(
        area=place,
        goal_set=table.goal_set,
        period=table.period,
        goals=goals,
        index=_index_score(table, row, rows, goals),
        notes=_not_ranked(table, row, register),
        vintages=tuple(dict.fromkeys(read)),
        boundaries=next((panel.boundaries.year for panel in panels if panel.boundaries), None),
    )


def _marks(table: ScoreTable, place: Area, register: AreaRegister) -> list[int]:
    """The rows of the nation and of the place's province, where these are not the place itself."""
    if place.kind is AreaKind.COUNTRY:
        return []
    rows = (table.nation, table.row(register.province.get(place.code, "")))
    return [row for row in rows if row is not None]


def _not_ranked(table: ScoreTable, row: int, register: AreaRegister) -> tuple[Bilingual, ...]:
    place = table.places[row]
    if row < table.n_ranked or place.kind is not AreaKind.MUNICIPALITY:
        return ()
    return (notes.no_longer_there([each.name for each in register.successors(place.code)]),)


def _goal_score(
    table: ScoreTable, number: int, row: int, marks: Sequence[int], register: AreaRegister
) -> GoalScore:
    goal, columns = table.goal_set.goals[number], table.columns[number]
    indicators = tuple(_indicator_score(table, each, row, marks, register) for each in columns)
    minimum = table.goal_set.minimum_of_indicators
    used = sum(each.score is not None for each in indicators)
    own = _number(table.goals[row, number])
    why_not = None
    if own is None:
        least = needed(len(columns), minimum)
        few = notes.too_few_indicators(used, len(columns), least)
        why_not = few if columns else notes.NO_INDICATORS
    trends = [each.trend for each in indicators if each.trend]
    arrow = together(trends, of=used, minimum=minimum) if own is not None else None
    standing = _standing(table, 1 + number, row)
    return GoalScore(
        goal=goal,
        score=own,
        used=used,
        rank=standing.rank,
        tied=standing.tied,
        n=standing.n,
        marks=tuple(_mark_of_goal(table, number, row, mark) for mark in marks),
        indicators=indicators,
        arrow=arrow,
        why_no_arrow=notes.NO_ARROW_OF_GOAL if columns and arrow is None else None,
        why_not=why_not,
    )


def _mark_of_goal(table: ScoreTable, number: int, row: int, mark: int) -> Mark:
    """The mean of another place's scores on the very indicators that this one has a score of."""
    if math.isnan(table.goals[row, number]):
        return Mark(area=table.places[mark], score=_number(table.goals[mark, number]))
    scores = table.scores_of(number)
    same = scores[mark, ~np.isnan(scores[row])]
    return Mark(area=table.places[mark], score=_number(same.mean()))


def _index_score(
    table: ScoreTable, row: int, rows: Sequence[int], goals: Sequence[GoalScore]
) -> IndexScore:
    bearing = [each for each in goals if each.indicators]
    scored = [each for each in bearing if each.score is not None]
    own = _number(table.index[row])
    least = needed(len(bearing), table.goal_set.minimum_of_goals)
    marks = []
    for place, mark in enumerate(rows):
        likes = [each.marks[place].score for each in scored]
        known = [like for like in likes if like is not None]
        like = sum(known) / len(known) if known and len(known) == len(likes) else None
        found = like if own is not None else _number(table.index[mark])
        marks.append(Mark(area=table.places[mark], score=found))
    standing = _standing(table, 0, row)
    return IndexScore(
        score=own,
        used=len(scored),
        of=len(bearing),
        rank=standing.rank,
        tied=standing.tied,
        n=standing.n,
        marks=tuple(marks),
        why_not=notes.too_few_goals(len(scored), len(bearing), least) if own is None else None,
    )


def _indicator_score(
    table: ScoreTable, column: Column, row: int, marks: Sequence[int], register: AreaRegister
) -> IndicatorScore:
    code, panel, period = table.places[row].code, column.panel, column.period
    own = _number(column.scores[row])
    status, estimated, why_not = "O", 0.0, column.why_none
    moves: Trend | Bilingual | None = None
    vintages: tuple[Vintage, ...] = ()
    if panel is not None and period is not None:
        vintages = panel.vintages_of(period)
        at = panel.row(code)
        status = "O" if at is None else str(panel.statuses[at, panel.column(period)])
        estimated = panel.estimated_share(code, period)
        if own is None and why_not is None:
            why_not = notes.no_figure(period, status)
        if own is not None and not column.is_official[row]:
            moves = notes.COMPUTED
        elif own is not None:
            moves = trend(
                panel,
                code,
                asked=column.asked,
                best=column.best,
                period=period,
                since=table.goal_set.since,
                register=register,
            )
        if isinstance(moves, Trend):
            vintages = panel.vintages_of(moves.since, period)
    return IndicatorScore(
        asked=column.asked,
        period=period,
        value=_number(column.values[row]),
        status=status,
        is_official=bool(column.is_official[row]),
        estimated=estimated,
        score=own,
        is_clipped=bool(column.clipped[row]),
        worst=_number(column.worst),
        best=_number(column.best),
        n=column.n,
        marks=tuple(
            Mark(
                area=table.places[mark],
                score=_number(column.scores[mark]),
                value=_number(column.values[mark]),
                is_official=bool(column.is_official[mark]),
            )
            for mark in marks
        ),
        trend=moves if isinstance(moves, Trend) else None,
        why_no_trend=moves if isinstance(moves, Bilingual) else None,
        why_not=why_not,
        vintages=vintages,
    )


@dataclass(frozen=True, slots=True)
class _Standing:
    rank: int | None
    tied: int
    n: int


def _standing(table: ScoreTable, column: int, row: int) -> _Standing:
    ranks = table.ranks[:, column]
    n = int(np.count_nonzero(~np.isnan(ranks)))
    own = _number(ranks[row])
    if own is None:
        return _Standing(None, 0, n)
    return _Standing(int(own), int(np.count_nonzero(ranks == own)) - 1, n)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else float(value)
