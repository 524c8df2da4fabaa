"""Small multiples: one indicator each through time, the place beside its reference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.translation import gettext as _

from koers.monitor.drawings.palette import LOOKS, Look
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
from koers_engine.maps.svg import INK, LINE, OWN, SOFT, Drawing

PANEL = 320.0  # how wide one of them is
_TOP, _FOOT = 56.0, 154.0
_ROOMY = 1.15  # figures take more than letters on average,
_BOLD = 1.35  # and bold figures with a sign more again
_BRIDGE = "2 4"  # dash over years without a figure


@dataclass(frozen=True, slots=True)
class Line:
    """A place or reference: years with figures, in order; None where none was released."""

    name: str
    points: tuple[tuple[int, float | None], ...]

    @property
    def released(self) -> list[tuple[int, float]]:
        known = ((year, figure_or_none(value)) for year, value in self.points)
        return [(year, value) for year, value in known if value is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Multiple:
    """An indicator: the own line first. `breaks`: years from which on figures do not compare."""

    name: str
    unit: str
    lines: tuple[Line, ...]
    written: Written
    breaks: frozenset[int] = frozenset()


def multiple(wanted: Multiple, *, titled: bool = True) -> Drawing:
    """Draw one indicator through time; without a legend, for these share one.

    Untitled it is for a page that has the name of the indicator above it.
    """
    lines = [(line, look) for line, look in zip(wanted.lines, LOOKS, strict=False)]
    released = [point for line, _look in lines for point in line.released]
    name = svg.lines_of(wanted.name, PANEL, at_most=1) if titled else []
    title = svg.written(0, 16, name, bold=True)
    unit = svg.written(0, 35, svg.lines_of(wanted.unit, PANEL, at_most=1), fill=SOFT)
    years = sorted({year for line, _look in lines for year, _value in line.points})
    header = (_("Year"), *(line.name for line, _look in lines))
    rows = tuple(_row(year, [line for line, _look in lines], wanted.written) for year in years)
    above = 0 if titled else 20
    box = f"0 {above} {svg.n(PANEL)} {180 - above}"
    if not released:
        told = svg.text(0, 66, no_figure(), fill=SOFT)
        return Drawing(box, title + unit + told, "", header, rows)
    words = [wanted.written(line.released[-1][1]) for line, _look in lines if line.released]
    up = axis([value for _year, value in released], _FOOT, _TOP, ticks=3)
    left = _ROOMY * max(svg.taken(wanted.written(tick)) for tick in up.ticks) + 6
    right = PANEL - _BOLD * max(map(svg.taken, words)) - 12
    seen = [year for year, _value in released]
    across = Axis(min(seen), max(seen), left + 6, right)
    parts = [title, unit, *_grid(up, left, right, wanted.written), *_ends(across)]
    parts += [_drawn(line, look, across, up, wanted.breaks) for line, look in reversed(lines)]
    parts += _labels(lines, up, across, wanted.written)
    own = wanted.lines[0]
    if not own.released:
        absent = svg.lines_of(f"{own.name}: {no_figure()}", PANEL - 120, at_most=1)
        parts.append(svg.written(PANEL / 2, _FOOT + 21, absent, anchor="middle"))
    return Drawing(box, "".join(parts), "", header, rows)


def multiples(wanted: Sequence[Multiple], *, columns: int = 2) -> Drawing:
    """Several of them in columns with one legend, as a drawing to keep or print."""
    drawn = [multiple(each) for each in wanted]
    step_x, step_y = PANEL + 28, 200.0
    shapes = [
        f'<g transform="translate({svg.n(place % columns * step_x)} '
        f'{svg.n(place // columns * step_y)})">{each.body}</g>'
        for place, each in enumerate(drawn)
    ]
    width = step_x * min(columns, max(len(drawn), 1)) - 28
    height = step_y * -(-len(drawn) // columns)
    fullest = max((each.lines for each in wanted), key=len, default=())
    names = [line.name for line in fullest[: len(LOOKS)]]
    named, height = legend(entries_of(names), height + 12, width=width)
    rows = tuple(
        (each.name, each.unit, *row, *[""] * (len(names) + 1 - len(row)))
        for each, one in zip(wanted, drawn, strict=True)
        for row in one.rows
    )
    header = (_("Indicator"), _("Unit"), _("Year"), *names)
    return Drawing(
        f"0 0 {svg.n(width)} {svg.n(height)}", "".join([*shapes, named]), "", header, rows
    )


def entries_of(names: Sequence[str]) -> list[Entry]:
    """Which line is whose."""
    return [Entry(_sample(look), name) for name, look in zip(names, LOOKS, strict=False)]


def _row(year: int, lines: Sequence[Line], written: Written) -> tuple[str, ...]:
    values = (dict(line.released).get(year) for line in lines)
    return str(year), *(no_figure() if value is None else written(value) for value in values)


def _grid(up: Axis, left: float, right: float, written: Written) -> Iterator[str]:
    for tick in up.ticks:
        y = up.at(tick)
        yield svg.line(left, y, right, y, stroke=LINE)
        yield svg.text(left - 4, y + 5, written(tick), anchor="end", fill=SOFT)


def _ends(across: Axis) -> Iterator[str]:
    """The first and the last year."""
    first, last = int(across.low), int(across.high)
    if first == last:
        yield svg.text(across.at(first), _FOOT + 21, first, anchor="middle", fill=SOFT)
        return
    yield svg.text(across.start, _FOOT + 21, first, anchor="middle", fill=SOFT)
    yield svg.text(across.end, _FOOT + 21, last, anchor="middle", fill=SOFT)


def _dash(look: Look) -> str:
    return "" if look.dash == (1, 0) else " ".join(map(str, look.dash))


def _sample(look: Look) -> str:
    stroke = svg.line(-13, 0, 13, 0, stroke=look.colour, width=look.thickness, dash=_dash(look))
    return stroke + shape(look.shape, 0, 0, 4.5, colour=look.colour)


def _drawn(line: Line, look: Look, across: Axis, up: Axis, breaks: frozenset[int]) -> str:
    """The line in its stretches: dotted over years without a figure, and open at a break."""
    parts, stretch = [], ""
    for (one, low), (two, high) in pairwise(line.released):
        ends = (across.at(one), up.at(low), across.at(two), up.at(high))
        if any(one < year <= two for year in breaks):
            continue
        if two - one > 1:
            parts.append(svg.line(*ends, stroke=look.colour, width=look.thickness, dash=_BRIDGE))
        else:
            stretch += f"M{svg.n(ends[0])} {svg.n(ends[1])}L{svg.n(ends[2])} {svg.n(ends[3])}"
    if stretch:
        parts.append(svg.path(_run(stretch), stroke=look.colour, width=look.thickness,
                              dash=_dash(look)))  # fmt: skip
    for place, (year, value) in enumerate(line.released):
        size = 4.5 if place == len(line.released) - 1 else 2.6
        parts.append(shape(look.shape, across.at(year), up.at(value), size, colour=look.colour))
    return "".join(parts)


def _run(stretch: str) -> str:
    """Stretches that follow on each other as one, so that a dash runs on over the corners.

    >>> _run("M0 0L1 1M1 1L2 0M5 5L6 6")
    'M0 0L1 1L2 0M5 5L6 6'
    """
    steps = [step.split("L") for step in stretch.split("M")[1:]]
    whole, last = "", ""
    for start, end in steps:
        whole += f"L{end}" if start == last else f"M{start}L{end}"
        last = end
    return whole


def _labels(
    lines: Sequence[tuple[Line, Look]], up: Axis, across: Axis, written: Written
) -> Iterator[str]:
    """The last figure of each line at its end, moved apart where they would overlap."""
    ends = sorted(
        ((up.at(line.released[-1][1]), line, look) for line, look in lines if line.released),
        key=lambda end: end[0],
    )
    floor, total = _TOP - 8, 17.0 * len(ends)
    for place, (y, line, look) in enumerate(ends):
        rest = total - 17 * (place + 1)
        y = min(max(y, floor), _FOOT + 8 - rest)  # noqa: PLW2901 - moved, still the same label
        floor = y + 17
        is_own = look.colour == OWN
        words = written(line.released[-1][1])
        yield svg.text(
            across.end + 9, y + 5, words, bold=is_own, fill=look.colour if is_own else INK
        )
