"""Up to six places side by side, for each indicator apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koers.monitor.drawings.palette import MUTED, PALE
from koers.monitor.drawings.parts import (
    Axis,
    Entry,
    Written,
    axis,
    figure_or_none,
    legend,
    no_figure,
    shape,
)
from koers_engine.maps import svg
from koers_engine.maps.svg import INK, LINE, OWN, PAPER, SOFT, WIDTH, Drawing

MOST_PLACES = 6
_BOLD = 1.15  # bold letters take more
_NAMES = 136  # how much of the width the names of places have


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One indicator: a figure per place, None where there is none, and that of the reference.

    `from_zero`: bars from zero, for what can be added or divided; else dots on a range, for what
    has no true zero, such as an index.
    """

    name: str
    unit: str
    values: tuple[float | None, ...]
    written: Written
    reference: float | None = None
    from_zero: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Indicators below each other, for the same places; the first place is filled darkest."""

    places: tuple[str, ...]
    indicators: Sequence[Compared]
    reference: str = ""


def comparison(wanted: Comparison) -> Drawing:
    """Draw the places below each other, once per indicator.

    Raises:
        ValueError: There are more than MOST_PLACES places, or an indicator has other ones.
    """
    if len(wanted.places) > MOST_PLACES or any(
        len(each.values) != len(wanted.places) for each in wanted.indicators
    ):
        message = f"a comparison has the same places throughout, {MOST_PLACES} at most"
        raise ValueError(message)
    shapes: list[str] = []
    rows: list[tuple[str, ...]] = []
    y = 17.0
    for each in wanted.indicators:
        group, y = _group(each, wanted.places, y)
        shapes.append(group)
        told = [*each.values, each.reference] if wanted.reference else each.values
        rows.append((each.name, each.unit, *(_told(value, each.written) for value in told)))
        y += 30
    height, drawn = y - 20, ""
    if wanted.reference and any(figure_or_none(e.reference) is not None for e in wanted.indicators):
        sample = svg.line(0, -10, 0, 10, stroke=INK, width=2, dash="5 3")
        drawn, height = legend([Entry(sample, wanted.reference)], y - 8)
    header = (_("Indicator"), _("Unit"), *wanted.places)
    header += (wanted.reference,) if wanted.reference else ()
    body = "".join([*shapes, drawn])
    return Drawing(f"0 0 {WIDTH} {svg.n(max(height, 1))}", body, "", header, tuple(rows))


def _told(value: float | None, written: Written) -> str:
    known = figure_or_none(value)
    return no_figure() if known is None else written(known)


def _group(each: Compared, places: tuple[str, ...], y: float) -> tuple[str, float]:
    """The shapes of an indicator, and the foot of its last place."""
    title = svg.lines_of(each.name, WIDTH / _BOLD, at_most=2)
    parts = [svg.written(0, y, title, bold=True)]
    y += len(title) * svg.LINE_HEIGHT
    unit = svg.lines_of(each.unit, WIDTH, at_most=1)
    parts.append(svg.written(0, y, unit, fill=SOFT))
    values = [figure_or_none(value) for value in each.values]
    reference = figure_or_none(each.reference)
    released = [value for value in (*values, reference) if value is not None]
    room = max((svg.taken(each.written(value)) for value in released), default=0) + 10
    scale = axis(released, _NAMES + 8, WIDTH - room, ticks=5, zero=each.from_zero)
    top, y = y + 8, y + 24
    if reference is not None:
        foot = top + 24 * len(places)
        x = scale.at(reference)
        parts.append(svg.line(x, top, x, foot, stroke=INK, width=2, dash="5 3"))
    for place, (name, value) in enumerate(zip(places, values, strict=True)):
        label = svg.lines_of(name, _NAMES, at_most=1)
        parts.append(svg.written(0, y, label, bold=not place))
        words = _told(value, each.written)
        if value is None:
            parts.append(svg.text(_NAMES + 8, y, words, fill=SOFT))
        elif each.from_zero:
            parts.append(_bar(scale, value, y, words, is_own=not place))
        else:
            parts.append(_dot(scale, value, y, words, is_own=not place))
        y += 24
    return "".join(parts), y - 24


def _bar(scale: Axis, value: float, y: float, words: str, *, is_own: bool) -> str:
    zero, end = sorted((scale.at(0), scale.at(value)))
    fill, edge = (OWN, OWN) if is_own else (PALE, MUTED)
    bar = svg.rect(zero, y - 13, max(end - zero, 1), 17, fill=fill, stroke=edge)
    return bar + _label(end + 6, y, words, is_own=is_own)


def _label(x: float, y: float, words: str, *, is_own: bool) -> str:
    """A figure on a ground of its own, so that no line reads as one of its signs."""
    ground = svg.rect(x - 2, y - 13, svg.taken(words) + 4, 17, fill=PAPER)
    return ground + svg.text(x, y, words, bold=is_own)


def _dot(scale: Axis, value: float, y: float, words: str, *, is_own: bool) -> str:
    ground = svg.line(scale.start, y - 5, scale.end, y - 5, stroke=LINE)
    name, colour = ("circle", OWN) if is_own else ("square", MUTED)
    dot = shape(name, scale.at(value), y - 5, 6.5, colour=colour)
    return ground + dot + _label(scale.at(value) + 12, y, words, is_own=is_own)
