import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, AreaKind, Bilingual, Period, Refusal
from koers_engine.indicators import Indicator, IndicatorKind, Panel
from koers_engine.indicators.panel import FloatArray
from koers_engine.observations import Vintage
from koers_engine.position import notes
from koers_engine.position.field import Field, Figure
from koers_engine.position.rank import TooFewPeers, percentile_rank, rank
from koers_engine.references import Characteristics, Reference, ReferenceGroup

# The monitor's fixed baseline (economic agenda, chapter 7); growth counts from it by default.
BASELINE_YEAR = 2019


class BaseNotEarlier(Refusal, ValueError):
    """Growth was asked for since a period that is not before the period of the position."""

    def __init__(self, since: Period, period: Period) -> None:
        super().__init__(
            f"The base of the growth, {since}, is not before {period}. Give an earlier one."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePosition:
    """A place held against one group of municipalities. None where a number cannot be given."""

    reference: str
    label: Bilingual
    n: int
    """Municipalities of the group with a figure, the place itself included where it belongs."""
    is_member: bool
    value: float | None
    """The group's own figure: official where there is one, else the sum (counts) or the mean
    weighted by inhabitants."""
    is_official: bool
    mean: float | None
    median: float | None
    """Per municipality, unweighted."""
    growth: float | None
    """Of `value`, in percent since the base period."""
    rank: int | None
    tied: int = 0
    """Other members with the very same figure, which share the rank; 0 where there is no rank."""
    percentile: float | None
    difference: float | None
    """Own value less `mean` (counts) or less `value` (others), in the indicator's unit."""
    growth_difference: float | None
    """Own growth less the group's, in percentage points."""
    notes: tuple[Bilingual, ...]


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
    field = Field.of(panel, characteristics, period, _base(panel, period, since))
    own = field.figure(place.code)
    groups = [each.group_for(place, register, characteristics, period) for each in references]
    decided = (vintage for group in groups for vintage in group.vintages)
    return Position(
        area=place,
        indicator=panel.indicator,
        period=period,
        since=field.since,
        value=_number(own.now),
        status=own.status,
        growth=_number(own.growth),
        references=tuple(
            _held_against(reference.text, group, place, own, field)
            for reference, group in zip(references, groups, strict=True)
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


def _held_against(
    reference: str, group: ReferenceGroup, place: Area, own: Figure, field: Field
) -> ReferencePosition:
    members = field.members(group)
    others = members.copy()
    row = field.panel.row(place.code)
    if row is not None:
        others[row] = False
    is_member = bool(members.sum() > others.sum())
    said = list(group.notes)

    official = field.figure(group.official)
    is_official = not math.isnan(official.now)
    value, growth = (official.now, official.growth) if is_official else field.together(members)
    if not is_official and field.since is not None and not math.isnan(growth):
        missing = field.without_base(members)
        said += [notes.fewer_at_base(missing, field.since)] if missing else []
    is_weighted = not is_official and field.kind is not IndicatorKind.COUNT
    estimated = field.estimated_in(members)
    said += [notes.partly_estimated(estimated)] if estimated else []
    if is_weighted:
        said += [note for note in field.note_on_population() if note not in said]

    figures = field.now[members]
    mean = float(figures.mean()) if figures.size else math.nan
    standing = _place_among(field.now[others], place, own, field.panel, is_member=is_member)
    said += standing.why_not
    if standing.rank is not None and not is_member:
        said.append(notes.NOT_A_MEMBER)
    compared = mean if field.kind is IndicatorKind.COUNT else value
    if field.kind is IndicatorKind.COUNT and place.kind is not AreaKind.MUNICIPALITY:
        compared = math.nan
        said.append(notes.NO_DIFFERENCE)
    return ReferencePosition(
        reference=reference,
        label=group.label,
        n=int(members.sum()),
        is_member=is_member,
        value=_number(value),
        is_official=is_official,
        mean=_number(mean),
        median=_number(float(np.median(figures))) if figures.size else None,
        growth=_number(growth),
        rank=standing.rank,
        tied=standing.tied,
        percentile=standing.percentile,
        difference=_number(own.now - compared),
        growth_difference=_number(own.growth - growth),
        notes=tuple(said),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """Rank and percentile of a municipality among others, and why one of them is not given."""

    rank: int | None = None
    tied: int = 0
    percentile: float | None = None
    why_not: tuple[Bilingual, ...] = ()


def _place_among(
    others: FloatArray, place: Area, own: Figure, panel: Panel, *, is_member: bool
) -> _Standing:
    if not others.size and not is_member:
        return _Standing(why_not=(notes.EMPTY_GROUP,))
    if math.isnan(own.now):
        return _Standing()
    if place.kind is not AreaKind.MUNICIPALITY:
        return _Standing(why_not=(notes.NO_MUNICIPALITY,))
    own_rank = rank(own.now, others, panel.indicator.direction)
    tied = int(np.count_nonzero(others == own.now))
    try:
        percentile = percentile_rank(own.now, others)
    except TooFewPeers as few:
        return _Standing(rank=own_rank, tied=tied, why_not=(notes.too_few(few.found, few.needed),))
    return _Standing(rank=own_rank, tied=tied, percentile=percentile)


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value
