"""Bars below each other, each with the interval in which it lies."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import pgettext

from koers.monitor.drawings.palette import MUTED, PALE
from koers.monitor.drawings.parts import Written, axis, below, figure_or_none, head, no_figure
from koers_engine.maps import svg
from koers_engine.maps.svg import INK, OWN, PAPER, WIDTH, Drawing


@dataclass(frozen=True, slots=True)
class IntervalBar:
    """A bar with the ends of its interval; None where there is none."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    is_own: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class IntervalBars:
    """Bars on one scale, from zero where that is near; `label` says of what, `named` whose.

    `ticks` writes the figures below the scale, which are round.
    """

    bars: Sequence[IntervalBar]
    label: str
    named: str
    written: Written
    ticks: Written


def interval_bars(wanted: IntervalBars) -> Drawing:
    """Draw each figure as a bar, and its interval as a line with ends across the tip."""
    held = [
        value
        for bar in wanted.bars
        for value in map(figure_or_none, (bar.value, bar.low, bar.high))
        if value is not None
    ]
    is_far = bool(held) and min(held) > 0.6 * max(held) > 0  # from zero, all bars would look alike
    scale = axis(held, 1, WIDTH - 12, zero=not is_far)
    shapes: list[str] = []
    rows: list[tuple[str, ...]] = []
    y = 16.0
    for bar in wanted.bars:
        value, low, high = map(figure_or_none, (bar.value, bar.low, bar.high))
        told = no_figure() if value is None else wanted.written(value)
        words, foot = head(bar.name, told, y, strong=bar.is_own)
        top = foot + 6
        shapes.append(words)
        if value is not None:
            zero = scale.at(0.0 if scale.low <= 0 <= scale.high else scale.low)
            left, width = min(zero, scale.at(value)), abs(scale.at(value) - zero)
            fill, edge = (OWN, OWN) if bar.is_own else (PALE, MUTED)
            shapes.append(svg.rect(left, top, width, 14, fill=fill, stroke=edge))
        if low is not None and high is not None:
            start, end = sorted((scale.at(low), scale.at(high)))
            shapes.append(_whisker(start, end, top + 7))
        ends = ["" if end is None else wanted.written(end) for end in (low, high)]
        rows.append((bar.name, told, *ends))
        y = foot + 42
    ground = below(scale, 22, y - 18, wanted.ticks, label=wanted.label) if held else ""
    header = (wanted.named, wanted.label, pgettext("interval", "from"), pgettext("interval", "to"))
    height = y + 24 if held else max(y - 18, 1)
    return Drawing(
        f"-6 0 {WIDTH + 12} {svg.n(height)}", "".join([ground, *shapes]), "", header, tuple(rows)
    )


def _whisker(start: float, end: float, y: float) -> str:
    """A dark line with a white rim, which shows on the bar and beside it."""
    parts = []
    for stroke, width in ((PAPER, 5.0), (INK, 2.0)):
        parts.append(svg.line(start, y, end, y, stroke=stroke, width=width))
        parts += [svg.line(x, y - 5, x, y + 5, stroke=stroke, width=width) for x in (start, end)]
    return "".join(parts)
