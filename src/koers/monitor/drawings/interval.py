"""A place and its references, each with the interval in which its true figure lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koers.monitor.drawings.palette import Mark
from koers.monitor.drawings.parts import (
    Axis,
    Written,
    axis,
    below,
    figure_or_none,
    head,
    mark,
    mark_label,
    no_figure,
    shape,
)
from koers_engine.maps import svg
from koers_engine.maps.svg import OWN, SOFT, WIDTH, Drawing


@dataclass(frozen=True, slots=True)
class Whisker:
    """A figure with the ends of its interval; None where there is none. `mark` is of the place."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    is_own: bool = False
    mark: Mark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervals:
    """Figures below each other on one scale, with a line through the first reference."""

    whiskers: Sequence[Whisker]
    unit: str
    written: Written


def intervals(wanted: Intervals) -> Drawing:
    """Draw each figure as a mark with a whisker from the low to the high end of its interval."""
    held = [
        value
        for each in wanted.whiskers
        for value in map(figure_or_none, (each.value, each.low, each.high))
        if value is not None
    ]
    scale = axis(held, 12, WIDTH - 12)
    shapes: list[str] = []
    rows: list[tuple[str, ...]] = []
    y = 16.0
    for each in wanted.whiskers:
        row, told, y = _row(each, scale, wanted.written, y)
        shapes.append(row)
        rows.append((each.name, *told))
        y += 46
    foot = y - 22
    reference = next((figure_or_none(w.value) for w in wanted.whiskers if not w.is_own), None)
    ground = below(scale, 4, foot, wanted.written, label=wanted.unit) if held else ""
    if reference is not None:
        x = scale.at(reference)
        ground += svg.line(x, 4, x, foot, stroke=SOFT, width=1.5, dash="5 4")
    header = (_("Place"), _("Figure"), pgettext("interval", "from"), pgettext("interval", "to"))
    height = foot + (46 if held else 4)
    return Drawing(
        f"0 0 {WIDTH} {svg.n(height)}", "".join([ground, *shapes]), "", header, tuple(rows)
    )


def _row(
    each: Whisker, scale: Axis, written: Written, y: float
) -> tuple[str, tuple[str, str, str], float]:
    """The shapes of a figure, its texts, and the foot of its name."""
    value, low, high = map(figure_or_none, (each.value, each.low, each.high))
    ends = sorted((low, high)) if low is not None and high is not None else []
    told = no_figure() if value is None else written(value)
    words = told if each.mark is None else f"{told} · {mark_label(each.mark)}"
    shapes, foot = head(each.name, words, y, strong=each.is_own)
    level, colour = foot + 14, OWN if each.is_own else SOFT
    if ends:
        start, end = map(scale.at, ends)
        width = 3 if each.is_own else 2
        shapes += svg.line(start, level, end, level, stroke=colour, width=width)
        for x in (start, end):
            shapes += svg.line(x, level - 6, x, level + 6, stroke=colour, width=width)
    if value is not None:
        if each.mark is not None:
            shapes += mark(each.mark, scale.at(value), level)
        else:
            name = "circle" if each.is_own else "square"
            shapes += shape(name, scale.at(value), level, 6.5, colour=colour)
    low_told, high_told = (written(end) for end in ends) if ends else ("", "")
    return shapes, (told, low_told, high_told), foot
