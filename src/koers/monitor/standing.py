"""A figure by itself, and where its place stands beside what it is held against."""

from dataclasses import dataclass
from datetime import datetime
from math import isnan

from koers.core.bilingual import LocalisedText
from koers.monitor import wording
from koers.monitor.figure import Figure, NoFigure
from koers.monitor.figures import POPULATION, figure, measure_of, no_municipality
from koers.monitor.reference_lists import references_named
from koers.monitor.store import characteristics, in_words, panel, register
from koers_engine.concepts import Area, Period, Refusal
from koers_engine.indicators import IndicatorKind
from koers_engine.position import Position, position

# The size classes of municipalities of Statistics Netherlands (gemeentegrootteklassen).
SIZE_LIMITS = (5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 250_000)
NORTH = "LD01"
MOST_OF = 0.9


@dataclass(frozen=True, slots=True)
class Standing:
    """A place beside one reference: the row of the table, and the sentences that say it."""

    label: LocalisedText
    n: int
    level: float | None  # of counts the mean per municipality, of others the reference's own value
    difference: float | None
    growth: float | None
    growth_difference: float | None
    rank: int | None
    share_below: float | None
    sentences: tuple[str, ...]
    notes: tuple[LocalisedText, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator: its figure, and where the place stands in its last period.

    Of the `n_places` municipalities there are, `n_with_figure` have a figure in that period.
    """

    figure: Figure | NoFigure
    is_count: bool = False
    period: str = ""
    since: str = ""
    growth: float | None = None
    standings: tuple[Standing, ...] = ()
    n_with_figure: int = 0
    n_places: int = 0

    @property
    def is_partial(self) -> bool:
        """Whether the table leaves so many municipalities out that a reader must know."""
        return self.n_with_figure < MOST_OF * self.n_places

    @property
    def name(self) -> LocalisedText:
        """The name of the indicator, where there is no figure too."""
        if isinstance(self.figure, Figure):
            return self.figure.name
        measure = measure_of(self.figure.indicator)
        return measure.name if measure else LocalisedText(self.figure.indicator, "en")


def figure_beside_references(
    indicator: str, code: str, as_of: datetime | None = None, boundaries: int | None = None
) -> Figure | NoFigure:
    """The figure of a place beside what its profile holds it against."""
    references = _references_or_none(code, as_of, boundaries)
    return figure(indicator, code, references, as_of, boundaries)


def one_figure(
    indicator: str, code: str, as_of: datetime | None = None, boundaries: int | None = None
) -> Part:
    """A figure beside what the profile of its place holds it against, and where it stands there.

    No `code` stands for our own municipality where nobody said which one that is.
    """
    if not code:
        return Part(no_municipality(indicator))
    found = figure_beside_references(indicator, code, as_of, boundaries)
    if isinstance(found, NoFigure):
        return Part(found)
    area = register(as_of).find(found.area_code)
    return _part(area, _references_or_none(area.code, as_of, boundaries), found, as_of)


def _references_or_none(
    code: str, as_of: datetime | None, boundaries: int | None
) -> tuple[str, ...]:
    try:
        return references_for(code, as_of, boundaries)
    except Refusal:
        return ()


def references_for(
    code: str, as_of: datetime | None = None, boundaries: int | None = None
) -> tuple[str, ...]:
    """What a municipality is held against: the nation, its province, its class of size by its last
    population, and North Netherlands where it lies there.
    """
    found = ["nl", "province"]
    population = panel(POPULATION, as_of, boundaries)
    last = population.last_period(code)
    inhabitants = population.value(code, last) if last else None
    if inhabitants is not None:
        found.append(_size_class(inhabitants))
    if register(as_of, boundaries).landsdeel_of(code) == NORTH:
        found.append("north-netherlands")
    return tuple(found)


def _size_class(inhabitants: float) -> str:
    low = max((limit for limit in SIZE_LIMITS if limit <= inhabitants), default="")
    high = min((limit for limit in SIZE_LIMITS if limit > inhabitants), default="")
    return f"{low}..{high} inhabitants"


def _part(
    area: Area,
    references: tuple[str, ...],
    found: Figure | NoFigure,
    as_of: datetime | None,
) -> Part:
    """The figure with where the place stands beside each reference in its last period."""
    indicator = found.indicator
    if isinstance(found, NoFigure) or found.latest is None:
        return Part(found)
    boundaries = found.boundaries
    try:
        held = position(
            panel(indicator, as_of, boundaries),
            area.code,
            references=references_named(references, as_of),
            register=register(as_of, boundaries),
            characteristics=characteristics(as_of, boundaries),
            period=found.latest.period,
            since=found.first.period if _has_growth(found) and found.first else None,
        )
    except Refusal:  # such as a class of size without any population in the store
        return Part(found)
    known = panel(indicator, as_of, boundaries)
    on = None if boundaries is None else Period(boundaries)
    places = register(as_of, boundaries).municipalities(on)
    values = known.values[:, known.column(held.period)]
    rows = [known.row(place.code) for place in places]
    return Part(
        found,
        n_with_figure=sum(row is not None and not isnan(values[row]) for row in rows),
        n_places=len(places),
        is_count=held.indicator.kind is IndicatorKind.COUNT,
        period=held.period.label,
        since=held.since.label if held.since and held.growth is not None else "",
        growth=held.growth,
        standings=_standings(held),
    )


def _has_growth(found: Figure) -> bool:
    return bool(
        not found.is_change
        and found.first
        and found.latest
        and found.first.period < found.latest.period
    )


def _standings(held: Position) -> tuple[Standing, ...]:
    is_count = held.indicator.kind is IndicatorKind.COUNT
    return tuple(
        Standing(
            label=in_words(beside.label),
            n=beside.n,
            level=beside.mean if is_count else beside.value,
            difference=beside.difference,
            growth=beside.growth if held.growth is not None else None,
            growth_difference=beside.growth_difference,
            rank=beside.rank,
            share_below=beside.percentile,
            sentences=wording.standing_sentences(held, beside),
            notes=tuple(map(in_words, beside.notes)),
        )
        for beside in held.references
    )
