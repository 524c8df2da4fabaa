import math
from collections.abc import Sequence
from dataclasses import dataclass

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, Bilingual, Period, Refusal
from koers_engine.indicators import Indicator, IndicatorKind, Panel
from koers_engine.observations import Vintage
from koers_engine.position import notes
from koers_engine.position.against import Place, ReferencePosition, held_against
from koers_engine.position.counted import Counted, NotCounted
from koers_engine.position.field import Field, Figure
from koers_engine.position.growth import growth_per_year, index, years_between
from koers_engine.position.intervals import Interval
from koers_engine.references import Characteristics, Reference

# The monitor's fixed baseline (economic agenda, chapter 7); growth counts from it by default.
BASELINE_YEAR = 2019


class BaseNotEarlier(Refusal, ValueError):
    """Growth was asked for since a period that is not before the period of the position."""

    def __init__(self, since: Period, period: Period) -> None:
        super().__init__(
            f"The base of the growth, {since}, is not before {period}. Give an earlier one."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where a place stands in a period: its own figure, and one entry per reference."""

    area: Area
    indicator: Indicator
    period: Period
    since: Period | None
    value: float | None
    status: str
    growth: float | None
    references: tuple[ReferencePosition, ...]
    notes: tuple[Bilingual, ...]
    vintages: tuple[Vintage, ...]
    boundaries: int | None = None
    """The year whose municipalities all figures were brought to; None where as published."""
    estimated: float = 0.0
    """How much of `value`, from 0.0 to 1.0, rests on a share of inhabitants or dwellings."""
    growth_per_year: float | None = None
    """In percent per year, compounded; None over less than a year."""
    index: float | None = None
    """`value`, where that of the base period is 100."""
    interval: Interval | None = None
    """Between what `value` would lie by chance alone; None where what it counts is not known."""
    why_no_interval: Bilingual | None = None


def position(
    panel: Panel,
    area: str,
    *,
    references: Sequence[Reference],
    register: AreaRegister,
    characteristics: Characteristics,
    period: Period,
    since: Period | None = None,
) -> Position:
    """Hold a place against groups of municipalities.

    A municipality counts when it has a figure in the period and, where its population of that
    period is known of others, a population too: one that no longer is there never ranks.

    Args:
        panel: The indicator's figures.
        area: Code or name of the place.
        references: From `parse_reference`; one entry each in the result, in this order.
        characteristics: What decides who belongs to a group, and the inhabitants as weights, on
            the same boundaries; where these lack the period, the nearest one is used and a note
            says so.
        period: The period of the position.
        since: Base of the growth; by default 2019, else the first period since the last break.

    Raises:
        UnknownArea: The register has no such area.
        UnknownPeriod: The panel lacks `period` or `since`.
        LiesNowhere: The place lies in no area that a reference needs.

    Source: `docs/methods/position.md`.
    """
    place = register.find(area)
    base = _base(panel, period, since)
    field = Field.of(panel, characteristics, register, period, base)
    own = field.figure(place.code)
    interval, why_no_interval = _interval(place, own, field, characteristics)
    groups = [each.group_for(place, register, characteristics, period) for each in references]
    decided = (vintage for group in groups for vintage in group.vintages)
    growth = _number(own.growth)
    return Position(
        area=place,
        indicator=panel.indicator,
        period=period,
        since=base,
        value=_number(own.now),
        status=own.status,
        growth=growth,
        growth_per_year=growth_per_year(growth, years_between(base, period)) if base else None,
        index=index(growth),
        interval=interval,
        why_no_interval=why_no_interval,
        references=held_against(
            references,
            groups,
            Place(area=place, own=own, interval=interval),
            field,
            register.areas,
        ),
        notes=_own_notes(place, own, field, register),
        vintages=tuple(dict.fromkeys((*field.vintages, *decided))),
        boundaries=panel.boundaries.year if panel.boundaries else None,
        estimated=panel.estimated_share(place.code, period),
    )


def _base(panel: Panel, period: Period, since: Period | None) -> Period | None:
    """The base of the growth: as asked, else 2019, else the first period since the last break."""
    if since is not None:
        panel.column(since)  # refuses a period that is not there
        if since >= period:
            raise BaseNotEarlier(since, period)
        return since
    if panel.indicator.kind is IndicatorKind.PERCENT:
        return None
    comparable = [
        known
        for known in panel.periods
        if known < period and not any(known < broken <= period for broken in panel.breaks)
    ]
    fixed = [known for known in comparable if known.year == BASELINE_YEAR]
    return next(iter(fixed or comparable), None)


def _own_notes(
    place: Area, own: Figure, field: Field, register: AreaRegister
) -> tuple[Bilingual, ...]:
    said = _notes_on_boundaries(place, field)
    if math.isnan(own.now):
        missing = notes.no_figure(field.period, own.status)
        if register.has_ceased(place.code, field.period):
            last = field.panel.last_period(place.code)
            heirs = register.successors(place.code)
            return (missing, notes.no_longer_there(last, heirs), *said)
        return (missing, *said)
    if field.since is None:
        return tuple(said)
    if math.isnan(own.growth):
        return (own.why_no_growth, *said)
    taken_in = register.taken_in(place.code, field.since, field.period)
    if taken_in and field.panel.boundaries is None:
        said.append(notes.grew_by_merger([area.name for area in taken_in], field.since))
    return tuple(said)


def _notes_on_boundaries(place: Area, field: Field) -> list[Bilingual]:
    """On which boundaries the figures are, and how the place's own came to be on them."""
    panel = field.panel
    if panel.boundaries is None:
        return []
    said = [notes.on_boundaries_of(panel.boundaries.year)]
    for period in filter(None, (field.period, field.since)):
        how = panel.made_how(place.code, period)
        if how is not None:
            said.append(notes.made_how(period, how, panel.estimated_share(place.code, period)))
    return said


def _interval(
    place: Area, own: Figure, field: Field, characteristics: Characteristics
) -> tuple[Interval | None, Bilingual | None]:
    """The interval of the place's figure, or why there is none."""
    if math.isnan(own.now):
        return None, None  # that there is no figure is said elsewhere
    try:
        counted = Counted.behind(field.panel, field.period, characteristics)
        return counted.interval(place.code, field.period), None
    except NotCounted as refusal:
        return None, refusal.why


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
