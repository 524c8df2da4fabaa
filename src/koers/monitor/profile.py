"""The profile of a municipality: its official figures, each held against comparable places."""

from dataclasses import dataclass, replace
from functools import lru_cache

from django.utils.translation import gettext as _

from koers.core.bilingual import LocalisedText, current_language
from koers.monitor import wording
from koers.monitor.figure import Figure, NoFigure
from koers.monitor.figures import POPULATION, figure
from koers.monitor.store import in_words, panel, register, store
from koers_engine.areas import parse_reference
from koers_engine.concepts import Area, AreaKind, Refusal
from koers_engine.indicators import IndicatorKind
from koers_engine.position import Position, position

# The size classes of municipalities of Statistics Netherlands (gemeentegrootteklassen).
SIZE_LIMITS = (5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 250_000)
NORTH = "LD01"


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
    """One indicator of the profile: its figure, and where the place stands in its last period."""

    figure: Figure | NoFigure
    is_count: bool = False
    period: str = ""
    since: str = ""
    growth: float | None = None
    standings: tuple[Standing, ...] = ()
    table_only: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Indicators that belong together; the first is drawn beside its references in time."""

    slug: str
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything official that is known of a municipality."""

    code: str
    name: str
    province: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as the list of profiles shows it."""

    code: str
    name: str


def municipalities_by_province(wanted: str = "") -> dict[str, list[Place]]:
    """The current municipalities whose name or code has `wanted` in it, by province and name.

    Raises:
        koers_engine.concepts.Refusal: The store does not hold the register of areas.
    """
    known, sought = register(), wanted.strip().casefold()
    grouped: dict[str, list[Place]] = {}
    for area in known.municipalities():
        if sought in area.name.casefold() or sought == area.code.casefold():
            grouped.setdefault(_province_of(area), []).append(Place(area.code, area.name))
    return dict(sorted(grouped.items()))


def is_current(code: str) -> bool:
    """Whether this is the code of a municipality that is there in the last period known.

    Raises:
        koers_engine.concepts.Refusal: The store does not hold the register of areas.
    """
    return any(area.code == code for area in register().municipalities())


def former_name(code: str) -> str:
    """The name of a municipality that no longer is there; empty for a code that never was."""
    area = register().areas.get(code)
    return area.name if area and area.kind is AreaKind.MUNICIPALITY else ""


def profile(code: str) -> Profile:
    """The profile of a current municipality.

    Raises:
        koers_engine.concepts.Refusal: The area is unknown, or the register is not in the store.
    """
    return _profile(code, store().state(), current_language())


@lru_cache(maxsize=512)
def _profile(code: str, _state: frozenset[str], _language: str) -> Profile:
    area = register().find(code)
    references = references_for(area.code)
    return Profile(
        code=area.code,
        name=area.name,
        province=_province_of(area),
        sections=(
            Section(
                "population",
                _("Inhabitants"),
                _parts(area, references, POPULATION, "population-growth"),
            ),
            Section(
                "housing", _("Dwellings"), _parts(area, references, "dwellings", "new-dwellings")
            ),
            Section("work", _("Jobs"), _parts(area, references, "jobs", "jobs-per-1000")),
        ),
    )


def figure_beside_references(indicator: str, code: str) -> Figure | NoFigure:
    """The figure of a place beside what its profile holds it against."""
    try:
        references = references_for(code)
    except Refusal:
        references = ()
    return figure(indicator, code, references)


def references_for(code: str) -> tuple[str, ...]:
    """What a municipality is held against: the nation, its province, its class of size by its last
    population, and North Netherlands where it lies there.
    """
    found = ["nl", "province"]
    population = panel(POPULATION)
    last = population.last_period(code)
    inhabitants = population.value(code, last) if last else None
    if inhabitants is not None:
        found.append(_size_class(inhabitants))
    if register().landsdeel_of(code) == NORTH:
        found.append("north-netherlands")
    return tuple(found)


def _size_class(inhabitants: float) -> str:
    low = max((limit for limit in SIZE_LIMITS if limit <= inhabitants), default="")
    high = min((limit for limit in SIZE_LIMITS if limit > inhabitants), default="")
    return f"{low}..{high} inhabitants"


def _province_of(area: Area) -> str:
    known = register()
    province = known.areas.get(known.province.get(area.code, ""))
    return province.name if province else ""


def _parts(area: Area, references: tuple[str, ...], *indicators: str) -> tuple[Part, ...]:
    first, *others = indicators
    return (
        _part(area, references, figure(first, area.code, references)),
        *(_second(_part(area, references, figure(other, area.code))) for other in others),
    )


def _second(part: Part) -> Part:
    """A part that is not drawn, but where bars say it at a glance."""
    return replace(part, table_only=isinstance(part.figure, Figure) and not part.figure.is_sparse)


def _part(area: Area, references: tuple[str, ...], found: Figure | NoFigure) -> Part:
    indicator = found.indicator
    if isinstance(found, NoFigure) or found.latest is None:
        return Part(found)
    try:
        held = position(
            panel(indicator),
            area.code,
            references=[parse_reference(text) for text in references],
            register=register(),
            population=panel(POPULATION),
            period=found.latest.period,
            since=found.first.period if _has_growth(found) and found.first else None,
        )
    except Refusal:  # such as a class of size without any population in the store
        return Part(found)
    return Part(
        found,
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
