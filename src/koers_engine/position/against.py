"""A place held against groups of municipalities: all of them in one call of the kernel."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from koers_engine.concepts import Area, AreaKind, Bilingual
from koers_engine.indicators import Direction, IndicatorKind
from koers_engine.indicators.panel import BoolArray
from koers_engine.position import notes
from koers_engine.position.field import Field, Figure
from koers_engine.position.growth import growth_per_year, index, years_between
from koers_engine.position.intervals import Interval, Verdict
from koers_engine.position.kernel import MINIMUM_PEERS
from koers_engine.references import Reference, ReferenceGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferencePosition:
    """A place held against one group of municipalities. None where a number cannot be given.

    What stands under `value` to `standardised_gap` is in the indicator's unit, unless said
    otherwise.
    """

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
    """Own value less `mean` (counts) or less `value` (others)."""
    growth_difference: float | None
    """Own growth less the group's, in percentage points."""
    notes: tuple[Bilingual, ...]
    group: ReferenceGroup | None = None
    """Who belongs, whether or not with a figure: its version, and peers with why."""
    weighted: float | None = None
    """Mean by inhabitants; of a count too, where it is that of the municipality of the average
    inhabitant."""
    lowest: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    highest: float | None = None
    best: float | None = None
    """The best figure of the members; None where neither way is better."""
    best_areas: tuple[Area, ...] = ()
    """The members that have it, by code."""
    gap_to_best: float | None = None
    """Own value less `best`."""
    standardised_gap: float | None = None
    """Own value less `mean`, in standard deviations of the members."""
    share: float | None = None
    """Of a count: own value in percent of the group's."""
    verdict: Verdict | None = None
    """How the place compares with `value` beyond chance."""
    growth_per_year: float | None = None
    """Of `value`, in percent per year, compounded."""
    index: float | None = None
    """Of `value`, where that of the base period is 100."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The place that is held against others, with its own figure."""

    area: Area
    own: Figure
    interval: Interval | None

    @property
    def is_municipality(self) -> bool:
        """Whether it can stand among municipalities."""
        return self.area.kind is AreaKind.MUNICIPALITY


def held_against(
    references: Sequence[Reference],
    groups: list[ReferenceGroup],
    place: Place,
    field: Field,
    names: dict[str, Area],
) -> tuple[ReferencePosition, ...]:
    """Hold the place against each group, in this order.

    Args:
        groups: Those of the references, for this place and the field's period.
        names: Every area by its code.
    """
    if not groups:
        return ()
    members = field.members(groups)
    numbers = _Numbers.of(place, members, field)
    return tuple(
        _held(reference, group, at, place=place, field=field, numbers=numbers, names=names)
        for at, (reference, group) in enumerate(zip(references, groups, strict=True))
    )


Numbers = list[float | None]
_FIVE = np.array([0, 0.25, 0.5, 0.75, 1])[:, None, None]
"""Lowest, quartile, median, quartile, highest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbers:
    """What the kernel says, per group."""

    members: BoolArray
    is_member: list[bool]
    n: list[int]
    n_estimated: list[int]
    n_without_base: list[int]
    together: Numbers
    growth: Numbers
    mean: Numbers
    median: Numbers
    weighted: Numbers
    lowest: Numbers
    lower_quartile: Numbers
    upper_quartile: Numbers
    highest: Numbers
    rank: Numbers
    tied: list[int]
    percentile: Numbers
    standardised_gap: Numbers

    @classmethod
    def of(cls, place: Place, members: BoolArray, field: Field) -> "_Numbers":
        held = field.standings(members)
        five = held.quantile(_FIVE)[:, :, 0]
        row = field.columns.row.get(place.area.code)
        nothing: Numbers = [None] * len(members)
        stands = row is not None and place.is_municipality
        lower = field.panel.indicator.direction is Direction.LOWER
        is_comparable = row is not None and (stands or field.kind is not IndicatorKind.COUNT)
        return cls(
            members=members,
            is_member=members[:, row].tolist() if row is not None else [False] * len(members),
            n=held.n[:, 0].tolist(),
            n_estimated=field.estimated_in(members).tolist(),
            n_without_base=field.without_base(members).tolist(),
            together=_numbers(field.together(held)),
            growth=_numbers(field.growth_together(members)),
            mean=_numbers(held.mean[:, 0]),
            median=_numbers(five[2]),
            weighted=_numbers(held.weighted[:, 0]),
            lowest=_numbers(five[0]),
            lower_quartile=_numbers(five[1]),
            upper_quartile=_numbers(five[3]),
            highest=_numbers(five[4]),
            rank=_numbers(held.rank(lower_is_better=lower)[:, row]) if stands else nothing,
            tied=held.tied[:, row].tolist() if stands else [0] * len(members),
            percentile=_numbers(held.percentile[:, row]) if stands else nothing,
            standardised_gap=(
                _numbers(held.standardised_gap[:, row]) if is_comparable else nothing
            ),
        )


def _held(
    reference: Reference,
    group: ReferenceGroup,
    at: int,
    *,
    place: Place,
    field: Field,
    numbers: _Numbers,
    names: dict[str, Area],
) -> ReferencePosition:
    own, indicator = place.own, field.panel.indicator
    is_count = field.kind is IndicatorKind.COUNT
    official = field.figure(group.official)
    is_official = not math.isnan(official.now)
    value = official.now if is_official else numbers.together[at]
    growth = _number(official.growth) if is_official else numbers.growth[at]
    is_comparable = place.is_municipality or not is_count
    compared = numbers.mean[at] if is_count else value

    standing = _standing(place, numbers, at)
    said = list(group.notes)
    if not is_official and growth is not None and numbers.n_without_base[at] and field.since:
        said.append(notes.fewer_at_base(numbers.n_without_base[at], field.since))
    if numbers.n_estimated[at]:
        said.append(notes.partly_estimated(numbers.n_estimated[at]))
    if not is_official and not is_count:
        said += [note for note in field.note_on_population() if note not in said]
    said += standing.why_not
    if standing.rank is not None and not numbers.is_member[at]:
        said.append(notes.NOT_A_MEMBER)
    if not is_comparable:
        said.append(notes.NO_DIFFERENCE)

    ends = {Direction.HIGHER: numbers.highest, Direction.LOWER: numbers.lowest}
    best = ends[indicator.direction][at] if indicator.direction in ends else None
    years = years_between(field.since, field.period) if field.since else 0.0
    return ReferencePosition(
        reference=reference.text,
        label=group.label,
        n=numbers.n[at],
        is_member=numbers.is_member[at],
        group=group,
        value=value,
        is_official=is_official,
        mean=numbers.mean[at],
        median=numbers.median[at],
        weighted=numbers.weighted[at],
        lowest=numbers.lowest[at],
        lower_quartile=numbers.lower_quartile[at],
        upper_quartile=numbers.upper_quartile[at],
        highest=numbers.highest[at],
        growth=growth,
        growth_per_year=growth_per_year(growth, years),
        index=index(growth),
        rank=standing.rank,
        tied=standing.tied,
        percentile=standing.percentile,
        difference=_less(own.now, compared) if is_comparable else None,
        growth_difference=_less(own.growth, growth),
        best=best,
        best_areas=_areas_with(best, field, numbers.members[at], names),
        gap_to_best=_less(own.now, best) if is_comparable else None,
        standardised_gap=numbers.standardised_gap[at],
        share=_share(own.now, value) if is_count else None,
        verdict=None if _is_alone(place, group, numbers, at) else _verdict(place, value, field),
        notes=tuple(said),
    )


def _areas_with(
    best: float | None, field: Field, members: BoolArray, names: dict[str, Area]
) -> tuple[Area, ...]:
    if best is None:
        return ()
    codes = (field.panel.areas[place] for place in np.flatnonzero(members & (field.now == best)))
    return tuple(names.get(code) or Area(code=code, name=code) for code in codes)


def _is_alone(place: Place, group: ReferenceGroup, numbers: _Numbers, at: int) -> bool:
    """Whether the place is held against itself only."""
    return group.official == place.area.code or (numbers.is_member[at] and numbers.n[at] == 1)


def _verdict(place: Place, value: float | None, field: Field) -> Verdict | None:
    """None where there is no interval, and of a count."""
    if place.interval is None or value is None or field.kind is IndicatorKind.COUNT:
        return None
    return Verdict.of(place.interval, value, field.panel.indicator.direction)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """Rank and percentile of a municipality among others, and why one of them is not given."""

    rank: int | None = None
    tied: int = 0
    percentile: float | None = None
    why_not: tuple[Bilingual, ...] = ()


def _standing(place: Place, numbers: _Numbers, at: int) -> _Standing:
    if not numbers.n[at]:
        return _Standing(why_not=(notes.EMPTY_GROUP,))
    if math.isnan(place.own.now):
        return _Standing()
    if not place.is_municipality:
        return _Standing(why_not=(notes.NO_MUNICIPALITY,))
    others = numbers.n[at] - numbers.is_member[at]
    few = () if others >= MINIMUM_PEERS else (notes.too_few(others, MINIMUM_PEERS),)
    return _Standing(
        rank=int(numbers.rank[at] or 0),
        tied=numbers.tied[at],
        percentile=numbers.percentile[at],
        why_not=few,
    )


def _numbers(figures: npt.NDArray[np.float64]) -> Numbers:
    return [_number(figure) for figure in figures.tolist()]


def _number(value: float) -> float | None:
    return None if math.isnan(value) else value


def _less(own: float, other: float | None) -> float | None:
    return None if other is None else _number(own - other)


def _share(own: float, whole: float | None) -> float | None:
    return _number(100 * own / whole) if whole is not None and whole > 0 else None
