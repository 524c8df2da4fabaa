"""A funnel plot: rates of all municipalities against their size, within the limits of chance.

Source: D.J. Spiegelhalter (2005), "Funnel plots for comparing institutional performance",
Statistics in Medicine 24(8).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koers.monitor.drawings.palette import MUTED
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

_TOP, _FOOT, _LEFT = 30.0, 290.0, 58.0
_DASHES = ("", "6 4", "2 3")


@dataclass(frozen=True, slots=True)
class Dot:
    """A municipality: how large it is, and its rate; None where there is none."""

    name: str
    size: float | None
    rate: float | None
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit of chance, such as 95%: the sizes where it is known, with its lower and upper end."""

    label: str
    sizes: Sequence[float]
    lower: Sequence[float]
    upper: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Funnel:
    """All municipalities, the rate of the reference, and the limits around it, narrowest first."""

    dots: Sequence[Dot]
    reference: float | None
    reference_label: str
    limits: Sequence[Limit]
    unit: str
    size_unit: str
    place: str
    written: Written
    size_written: Written


def funnel(wanted: Funnel) -> Drawing:
    """Draw the funnel; sizes on a logarithmic scale, since a few municipalities are very large."""
    known = [
        (dot, size, rate)
        for dot in wanted.dots
        for size, rate in [(figure_or_none(dot.size), figure_or_none(dot.rate))]
        if size is not None and rate is not None and size > 0
    ]
    header = (_("Municipality"), wanted.size_unit, wanted.unit)
    known.sort(key=lambda each: -each[1])
    rows = tuple(
        (dot.name, wanted.size_written(size), wanted.written(rate)) for dot, size, rate in known
    )
    if not known:
        told = svg.text(0, 20, no_figure(), fill=SOFT)
        return Drawing(f"0 0 {WIDTH} 32", told, "", header, rows)
    rates = [rate for _dot, _size, rate in known]
    across = _logarithmic([size for _dot, size, _rate in known])
    up = axis([*rates, *filter(None, [figure_or_none(wanted.reference)])], _FOOT, _TOP, ticks=5)
    marks = [
        f'<circle cx="{svg.n(across.at(math.log10(size)))}" cy="{svg.n(up.at(rate))}" r="3.4">'
        f"<title>{svg.safe(dot.name)}: {svg.safe(told)}</title></circle>"
        for (dot, size, rate), (_name, _size, told) in zip(known, rows, strict=True)
        if not dot.is_own
    ]
    parts = [
        _grid(wanted, across, up),
        *(_limit(limit, across, up, place) for place, limit in enumerate(wanted.limits, 1)),
        f'<g fill="{MUTED}" stroke="{PAPER}">{"".join(marks)}</g>',
        *(
            _own(dot, across.at(math.log10(size)), up.at(rate))
            for dot, size, rate in known
            if dot.is_own
        ),
    ]
    drawn, end = legend(_entries(wanted), _FOOT + 62)
    return Drawing(f"0 0 {WIDTH} {svg.n(end)}", "".join([*parts, drawn]), "", header, rows)


def _logarithmic(sizes: Sequence[float]) -> Axis:
    """From 1, 2 or 5 times a power of ten below the smallest to such a one above the largest."""
    steps = [
        times * 10.0**power
        for power in range(
            math.floor(math.log10(min(sizes))), math.ceil(math.log10(max(sizes))) + 1
        )
        for times in (1, 2, 5)
    ]
    low = max((step for step in steps if step <= min(sizes)), default=min(sizes))
    high = min((step for step in steps if step >= max(sizes)), default=max(sizes))
    ticks = tuple(step for step in steps if low <= step <= high)
    return Axis(math.log10(low), math.log10(high), _LEFT, WIDTH - 14, ticks)


def _grid(wanted: Funnel, across: Axis, up: Axis) -> str:
    parts = [svg.written(0, 14, svg.lines_of(wanted.unit, WIDTH, at_most=1), fill=INK)]
    for tick in up.ticks:
        y = up.at(tick)
        parts.append(svg.line(_LEFT, y, WIDTH - 4, y, stroke=LINE))
        words = wanted.written(tick)
        parts.append(svg.text(_LEFT - 6, y + 5, words, anchor="end", fill=SOFT))
    free = -math.inf
    for tick in across.ticks:
        x, words = across.at(math.log10(tick)), wanted.size_written(tick)
        half = svg.taken(words) / 2
        parts.append(svg.line(x, _FOOT, x, _FOOT + 4, stroke=SOFT))
        if x - half > free and x + half <= WIDTH:
            parts.append(svg.text(x, _FOOT + 19, words, anchor="middle", fill=SOFT))
            free = x + half + 8
    parts.append(svg.text(WIDTH, _FOOT + 38, wanted.size_unit, anchor="end", fill=SOFT))
    reference = figure_or_none(wanted.reference)
    if reference is not None:
        y = up.at(reference)
        parts.append(svg.line(_LEFT, y, WIDTH - 4, y, stroke=INK, width=1.8))
    return "".join(parts)


def _limit(limit: Limit, across: Axis, up: Axis, place: int) -> str:
    dash = _DASHES[min(place, len(_DASHES) - 1)]
    parts = []
    for ends in (limit.lower, limit.upper):
        points = [
            f"{svg.n(across.at(math.log10(size)))} {svg.n(up.at(end))}"
            for size, end in zip(limit.sizes, ends, strict=True)
            # A curve that leaves the drawing is cut off, not pressed along its side.
            if size > 0 and math.isfinite(size) and up.low <= end <= up.high
            and across.low <= math.log10(size) <= across.high
        ]  # fmt: skip
        if len(points) > 1:
            d = "M" + "L".join(points)
            parts.append(svg.path(d, stroke=SOFT, width=1.5, dash=dash))
    return "".join(parts)


def _own(dot: Dot, x: float, y: float) -> str:
    name = svg.lines_of(dot.name, 180, at_most=1)[0]
    anchor, start = ("end", x - 11) if x > WIDTH / 2 else ("start", x + 11)
    label = svg.text(start, y - 8, name, anchor=anchor, bold=True, fill=OWN, halo=True)
    return shape("circle", x, y, 7, colour=OWN) + label


def _entries(wanted: Funnel) -> list[Entry]:
    entries = [Entry(svg.line(-13, 0, 13, 0, stroke=INK, width=1.8), wanted.reference_label)]
    for place, limit in enumerate(wanted.limits, 1):
        dash = _DASHES[min(place, len(_DASHES) - 1)]
        sample = svg.line(-13, 0, 13, 0, stroke=SOFT, width=1.5, dash=dash)
        entries.append(Entry(sample, limit.label))
    if any(dot.is_own for dot in wanted.dots):
        entries.insert(0, Entry(shape("circle", 0, 0, 7, colour=OWN), wanted.place))
    entries.append(Entry(shape("circle", 0, 0, 3.2, colour=MUTED), _("other municipalities")))
    return entries
