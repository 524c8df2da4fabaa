"""A figure as the pages show it: a series with its references, marks, sources and sentence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from koers.core.bilingual import LocalisedText
from koers.monitor.store import in_words
from koers_engine.concepts import ObservationStatus, Period
from koers_engine.observations import Vintage
from koers_engine.position.standing import BASELINE_YEAR


@dataclass(frozen=True, slots=True)
class Point:
    """A value in a period, in the figure's unit; None where none was released: see `status`.

    Of a value that was brought to other boundaries `how` says how it was made, or why it could not
    be, and `estimated` which share of it (0-1) is an estimate.
    """

    period: Period
    value: float | None
    status: str
    breaks: bool = False
    estimated: float = 0.0
    how: str = ""

    @property
    def is_provisional(self) -> bool:
        return self.status == ObservationStatus.PROVISIONAL


@dataclass(frozen=True, slots=True)
class Series:
    """The values of one place, or of one reference, in the order of time."""

    label: LocalisedText
    points: tuple[Point, ...]

    @property
    def released(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.value is not None)


@dataclass(frozen=True, slots=True)
class Aim:
    """The value that is to be reached, in the figure's unit, and the year where one was set."""

    value: float
    year: int | None


@dataclass(frozen=True, slots=True)
class Source:
    """The vintage of a table that a figure rests on."""

    dataset: str
    title: LocalisedText
    attribution: str
    licence: str
    published_at: datetime
    retrieved_at: datetime
    digest: str

    @classmethod
    def of(cls, vintage: Vintage) -> "Source":
        return cls(
            dataset=vintage.dataset_id,
            title=in_words(vintage.title),
            attribution=vintage.attribution,
            licence=vintage.licence,
            published_at=vintage.published_at,
            retrieved_at=vintage.retrieved_at,
            digest=vintage.digest,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One indicator for one place, beside its references, with baseline and target where set.

    `references` are in the same unit. Of a rate they hold the reference's own value. Of a count,
    whose level says nothing about another place, they hold what the own place would have had if it
    had grown since `paced_from` as the reference did. `is_change`: the indicator is itself a
    growth, of which no growth is given. `sentence` says what the figure shows. `absent` names the
    tables of the indicator that the store does not hold. `boundaries` is the year to whose
    municipal boundaries all values were brought; None where they are as published.
    """

    indicator: str
    name: LocalisedText
    definition: LocalisedText
    unit: LocalisedText
    formula: LocalisedText
    decimals: int
    is_change: bool
    area_code: str
    place: str
    own: Series
    references: tuple[Series, ...] = ()
    paced_from: Period | None = None
    baseline: Point | None = None
    target: Aim | None = None
    sources: tuple[Source, ...] = ()
    absent: tuple[str, ...] = ()
    boundaries: int | None = None
    title: str = ""
    sentence: str = ""

    @property
    def latest(self) -> Point | None:
        return self.own.released[-1] if self.own.released else None

    @property
    def first(self) -> Point | None:
        return comparable_since(self.own.points)

    @property
    def is_sparse(self) -> bool:
        """No two years follow on each other, and there is nothing beside them to compare with."""
        alone = not (self.references or self.target or self.baseline)
        years = [point.period.year for point in self.own.released]
        return alone and all(two - one > 1 for one, two in pairwise(years))

    @property
    def rows(self) -> list[tuple[Point, list[Point]]]:
        """Each period's own point with those of the references: the table beside the drawing."""
        return [
            (point, [reference.points[index] for reference in self.references])
            for index, point in enumerate(self.own.points)
        ]


@dataclass(frozen=True, slots=True)
class NoFigure:
    """Why there is no figure, in plain words, and for staff how to bring it in.

    `instead` are codes and names of places whose figure says what the asked one cannot.
    `is_unknown`: there is no such place.
    """

    indicator: str
    missing: str
    remedy: str = ""
    instead: tuple[tuple[str, str], ...] = ()
    is_unknown: bool = False


def comparable_since(points: Iterable[Point]) -> Point | None:
    """The value that the last one is compared with: of the monitor's baseline year where that has
    one since the last break in the series, else the first since that break.
    """
    comparable: list[Point] = []
    for point in points:
        if point.value is not None:
            comparable = [point] if point.breaks else [*comparable, point]
    fixed = [point for point in comparable if point.period == Period(BASELINE_YEAR)]
    return next(iter(fixed or comparable), None)
