"""What the drawings share: marks, legends, axes, and what counts as a figure."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias, assert_never

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from koers.monitor.drawings.palette import MARK_LOOKS, Mark
from koers_engine.maps import svg
from koers_engine.maps.classes import round_steps
from koers_engine.maps.svg import LINE, PAPER, SOFT, WIDTH

# Writes a figure as the reader does: the caller knows its decimals and its sign.
Written: TypeAlias = Callable[[float], str]

_SHAPES = {
    "circle": "M-1 0A1 1 0 1 0 1 0A1 1 0 1 0-1 0z",
    "square": "M-.9-.9H.9V.9H-.9z",
    "triangle-up": "M0-1.15L1.1.85H-1.1z",
    "triangle-down": "M0 1.15L1.1-.85H-1.1z",
    "diamond": "M0-1.3L1.1 0L0 1.3L-1.1 0z",
    "cross": "M-.35-1.05H.35V-.35H1.05V.35H.35V1.05H-.35V.35H-1.05V-.35H-.35z",
}


def figure_or_none(value: float | None) -> float | None:
    """The figure, None where there is none: what is not finite is no figure."""
    return value if value is not None and math.isfinite(value) else None


def shape(name: str, x: float, y: float, size: float, *, colour: str, is_open: bool = False) -> str:
    """A mark with a white rim, so that it shows on any ground; `size` is half its height."""
    fill, stroke = (PAPER, colour) if is_open else (colour, PAPER)
    width = (2.4 if is_open else 1.4) / size
    return (
        f'<path d="{_SHAPES[name]}" transform="translate({svg.n(x)} {svg.n(y)}) '
        f'scale({svg.n(size)})" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{width:.2f}"/>'
    )


def mark(of: Mark, x: float, y: float, size: float = 7) -> str:
    """How a place stands, as a shape."""
    look = MARK_LOOKS[of]
    return shape(look.shape, x, y, size, colour=look.colour, is_open=look.is_open)


def mark_label(of: Mark) -> str:
    """What the shape means."""
    match of:
        case Mark.BETTER:
            return pgettext("mark", "better")
        case Mark.SIMILAR:
            return pgettext("mark", "similar")
        case Mark.WORSE:
            return pgettext("mark", "worse")
        case Mark.HIGHER:
            return pgettext("mark", "higher")
        case Mark.LOWER:
            return pgettext("mark", "lower")
        case Mark.UNKNOWN:
            return pgettext("mark", "not judged")
        case _:
            assert_never(of)


def no_figure() -> str:
    return _("no figure")


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a legend: a sample, drawn around 0,0 at most 26 wide, and what it means."""

    sample: str
    label: str


def legend(entries: Sequence[Entry], y: float, *, width: float = WIDTH) -> tuple[str, float]:
    """The entries beside each other where they fit; the shapes, and the y below them."""
    shapes, x = [], 0.0
    for entry in entries:
        label = svg.lines_of(entry.label, width - 34, at_most=2)
        taken = 34 + max(map(svg.taken, label)) + 16
        if x and x + taken > width + 16:
            x, y = 0.0, y + 23
        shapes.append(f'<g transform="translate({svg.n(x + 13)} {svg.n(y)})">{entry.sample}</g>')
        shapes.append(svg.written(x + 32, y + 5, label))
        if len(label) > 1:
            x, y = 0.0, y + 23 + (len(label) - 1) * svg.LINE_HEIGHT
        else:
            x += taken
    return "".join(shapes), y + (16 if x else -7)


@dataclass(frozen=True, slots=True)
class Axis:
    """Where a figure stands between two ends, in the units of the drawing."""

    low: float
    high: float
    start: float
    end: float
    ticks: tuple[float, ...] = ()

    def at(self, value: float) -> float:
        """The place of a figure; what lies beyond an end stands at it."""
        if self.high == self.low:
            return (self.start + self.end) / 2
        share = (value - self.low) / (self.high - self.low)
        return self.start + min(max(share, 0.0), 1.0) * (self.end - self.start)


def axis(
    values: Iterable[float], start: float, end: float, *, ticks: int = 4, zero: bool = False
) -> Axis:
    """An axis that holds all figures, from one round number to another."""
    held = [*values, *([0.0] if zero else [])] or [0.0, 1.0]
    low, high = min(held), max(held)
    if low == high:
        low, high = low - (abs(low) or 1) * 0.1, high + (abs(high) or 1) * 0.1
    steps = round_steps(low, high, at_most=ticks)
    return Axis(steps[0], steps[-1], start, end, tuple(steps))


def below(axis_: Axis, top: float, foot: float, written: Written, *, label: str = "") -> str:
    """The lines of an upright grid with their figures beneath, those that fit."""
    shapes, free = [], -math.inf
    for tick in axis_.ticks:
        x, words = axis_.at(tick), written(tick)
        half = svg.taken(words) / 2
        shapes.append(svg.line(x, top, x, foot, stroke=LINE))
        left = min(max(x, half), WIDTH - half) - half
        if left > free:
            shapes.append(svg.text(left + half, foot + 17, words, anchor="middle", fill=SOFT))
            free = left + 2 * half + 8
    if label:
        one = svg.lines_of(label, WIDTH - 20, at_most=1)
        shapes.append(svg.written(axis_.end, foot + 36, one, anchor="end", fill=SOFT))
    return "".join(shapes)


def head(name: str, value: str, y: float, *, strong: bool = True) -> tuple[str, float]:
    """A name at the left, its figure at the right; the shapes, and the foot of the last line."""
    room = WIDTH - svg.taken(value, 16) - 14
    lines = svg.lines_of(name, max(room, 160), at_most=3)
    foot = y + (len(lines) - 1) * svg.LINE_HEIGHT
    shapes = svg.written(0, y, lines, halo=True)
    return shapes + svg.text(WIDTH, foot, value, anchor="end", bold=strong, halo=True), foot
