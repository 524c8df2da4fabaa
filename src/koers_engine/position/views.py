"""What a funnel and a spine show, as plain numbers for whoever draws them."""

from dataclasses import dataclass

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Bilingual, Refusal
from koers_engine.indicators import Direction, IndicatorKind, Panel
from koers_engine.indicators.panel import FloatArray
from koers_engine.position import notes
from koers_engine.position.against import ReferencePosition
from koers_engine.position.counted import Counted, NotCounted
from koers_engine.position.field import Field
from koers_engine.position.intervals import ALARM, WARNING, Method, ends_of, limits
from koers_engine.position.standing import Position
from koers_engine.references import Characteristics

# Sizes at which a funnel's limits are given: enough for a line without corners.
_SIZES = 60


class NoFunnel(Refusal, LookupError):
    """A position cannot be shown as a funnel."""

    def __init__(self, why: Bilingual) -> None:
        self.why = why
        super().__init__(why.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelPoint:
    """One municipality in a funnel."""

    code: str
    name: str
    whole: float
    """What its figure is divided by, such as inhabitants."""
    value: float
    outside: float | None
    """With which confidence, 0.95 or 0.998, it lies outside the limits; None where inside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunnelLimits:
    """Between what chance keeps a figure of one size, in the indicator's unit."""

    whole: float
    low: float
    high: float
    low_998: float
    high_998: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """Every member of a group by what its figure is divided by, around the group's figure.

    Whoever lies outside the limits differs from the group beyond chance. Where many do, something
    other than chance makes them differ: such overdispersion is not modelled.
    """

    label: Bilingual
    unit: Bilingual
    whole: Bilingual
    """What figures are divided by, such as inhabitants."""
    method: Method
    reference: float
    limits: tuple[FunnelLimits, ...]
    """By growing size, in equal steps of its logarithm."""
    points: tuple[FunnelPoint, ...]
    """The members with a figure, by code; the place itself is not among them."""
    place: FunnelPoint | None
    """None where the place has no figure."""


def funnel(
    position: Position,
    held: ReferencePosition,
    *,
    panel: Panel,
    register: AreaRegister,
    characteristics: Characteristics,
) -> Funnel:
    """The funnel of a position beside one of its references.

    Args:
        position: Made of this panel, register and characteristics.
        held: One of `position.references`.

    Raises:
        NoFunnel: What the figures count is not known, or they are counts themselves, or the group
            has no figure.

    Source: D. J. Spiegelhalter (2005), Funnel plots for comparing institutional performance,
    Statistics in Medicine 24, 1185–1202; limits as in `intervals.limits`.
    """
    try:
        counted = Counted.behind(panel, position.period, characteristics)
    except NotCounted as refusal:
        raise NoFunnel(refusal.why) from None
    if counted.whole is None:
        raise NoFunnel(notes.NO_FUNNEL_OF_COUNT)
    if held.value is None or held.value < 0 or held.group is None:
        raise NoFunnel(notes.NO_REFERENCE_FIGURE)
    field = Field.of(panel, characteristics, register, position.period, None)
    wholes = counted.wholes(panel.areas, position.period)
    own = field.columns.row.get(position.area.code, -1)
    shown = field.members([held.group])[0] & (wholes > 0)
    if own >= 0:
        shown[own] = wholes[own] > 0 and not np.isnan(field.now[own])
    rows = np.flatnonzero(shown)
    if not rows.size:
        raise NoFunnel(notes.NO_REFERENCE_FIGURE)
    outside = _outside(counted, held.value, field.now[rows], wholes[rows])
    points = {
        row: FunnelPoint(
            code=panel.areas[row],
            name=register.areas[panel.areas[row]].name,
            whole=float(wholes[row]),
            value=float(field.now[row]),
            outside=found,
        )
        for row, found in zip(rows.tolist(), outside, strict=True)
    }
    place = points.pop(own, None)
    sizes = np.geomspace(wholes[rows].min(), wholes[rows].max(), _SIZES)
    return Funnel(
        label=held.label,
        unit=panel.indicator.unit,
        whole=counted.whole.indicator.unit,
        method=counted.method,
        reference=held.value,
        limits=_limits(counted, held.value, sizes),
        points=tuple(points.values()),
        place=place,
    )


def _limits(counted: Counted, reference: float, wholes: FloatArray) -> tuple[FunnelLimits, ...]:
    ends = [
        (counted.factor * end).tolist()
        for confidence in (WARNING, ALARM)
        for end in limits(counted.method, reference / counted.factor, wholes, confidence)
    ]
    return tuple(
        FunnelLimits(whole=whole, low=low, high=high, low_998=lower, high_998=higher)
        for whole, low, high, lower, higher in zip(wholes.tolist(), *ends, strict=True)
    )


def _outside(
    counted: Counted, reference: float, values: FloatArray, wholes: FloatArray
) -> list[float | None]:
    """Per figure with which confidence it is another than the reference's; None where similar."""
    events = values * wholes / counted.factor
    if counted.method is Method.WILSON:
        events = np.minimum(events, wholes)  # 100% of 3 must not become more than 3
    found: list[float | None] = [None] * len(values)
    for confidence in (WARNING, ALARM):
        low, high = ends_of(counted.method, events, wholes, confidence)
        level = reference / counted.factor
        for place in np.flatnonzero((low > level) | (high < level)):
            found[place] = confidence
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Spine:
    """Where a place lies between the worst and the best of a group, around the group's figure.

    Each figure comes with its place on a line from −1 to 1: the reference is at 0, better is to
    the right, and the end that lies farthest from the reference is at −1 or 1. Where neither way
    is better, higher is to the right.
    """

    worst: float
    lower_quartile: float
    """The figure that a quarter of the members is worse than; likewise the upper one."""
    upper_quartile: float
    best: float
    reference: float
    own: float | None
    at_worst: float
    at_lower_quartile: float
    at_upper_quartile: float
    at_best: float
    at_own: float | None
    """Kept within −1 and 1, for a place outside the group may lie beyond all of it."""


def spine(position: Position, held: ReferencePosition) -> Spine | None:
    """The spine of a position beside one of its references; None where the group has no spread.

    A count is held against the mean per municipality, and another figure against the group's own.

    Source: OHID, Fingertips, Public health profiles: area profiles (spine charts).
    """
    is_count = position.indicator.kind is IndicatorKind.COUNT
    reference = held.mean if is_count else held.value
    if reference is None or held.lowest is None or held.highest is None:
        return None
    if held.lower_quartile is None or held.upper_quartile is None:
        return None
    longest = max(held.highest - reference, reference - held.lowest)
    if held.lowest == held.highest or longest <= 0:
        return None
    lower_is_better = position.indicator.direction is Direction.LOWER
    turned = -1 if lower_is_better else 1

    def at(figure: float) -> float:
        return min(max(turned * (figure - reference) / longest, -1.0), 1.0)

    figures = (held.lowest, held.lower_quartile, held.upper_quartile, held.highest)
    worst, lower, upper, best = figures[::turned]
    return Spine(
        worst=worst,
        lower_quartile=lower,
        upper_quartile=upper,
        best=best,
        reference=reference,
        own=position.value,
        at_worst=at(worst),
        at_lower_quartile=at(lower),
        at_upper_quartile=at(upper),
        at_best=at(best),
        at_own=None if position.value is None else at(position.value),
    )
