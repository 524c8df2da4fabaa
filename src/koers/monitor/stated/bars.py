"""Stated figures as lying bars: the arithmetic of the drawing.

Lengths are in percent of the drawing's width, heights in pixels: so a bar grows with the page while
its text keeps the reader's own size.
"""

import textwrap
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal

from koers.core.bilingual import capitalised
from koers.monitor.models import Statement
from koers.monitor.numbers import plain
from koers.monitor.stated.wording import apart, percent_of

ROOM = 22  # percent of the width, beside the longest bar, for its figure
LINE, GAP = 20, 14  # heights: of a line of the label, and below a bar
THICK, THIN = 28, 16  # heights of the own place's bar, and of another
LETTERS = 36  # of a line of the label: what a phone has room for


@dataclass(frozen=True, slots=True)
class Extent:
    """Where a bar lies, in percent of the width; `end` is where its figure stands."""

    x: str
    width: str
    end: str
    is_below_zero: bool


@dataclass(frozen=True, slots=True)
class Bar:
    """A figure with its label; `tops` are the baselines of the lines of the label."""

    lines: list[tuple[int, str]]
    value: str
    extent: Extent
    top: int
    thickness: int
    is_own: bool
    is_contradicted: bool

    @property
    def middle(self) -> int:
        return self.top + self.thickness // 2


@dataclass(frozen=True, slots=True)
class Bars:
    """Bars on one scale, from zero; `zero` is where that lies, empty where no bar goes below it."""

    rows: list[Bar]
    zero: str
    height: int


@dataclass(frozen=True, slots=True)
class Labelled:
    """A figure to draw."""

    label: str
    value: Decimal
    text: str
    is_own: bool = False
    is_contradicted: bool = False


def bars_of(compared: Sequence[Statement], contradicted: Collection[Statement]) -> Bars:
    """A bar for each statement, all with a figure; those of the first one's place stand out."""
    own = compared[0]
    return laid_out(
        [
            Labelled(
                label=", ".join(filter(None, (capitalised(each.area), apart(each, own)))),
                value=each.value or Decimal(),
                text=plain(each.value or Decimal()),
                is_own=each.where == own.where,
                is_contradicted=each in contradicted,
            )
            for each in compared
        ]
    )


def bars_of_shares(shares: Sequence[tuple[str, Decimal]]) -> Bars:
    """A bar for each share, in percent, that is not part of one whole."""
    return laid_out([Labelled(name, value, percent_of(value)) for name, value in shares])


def laid_out(figures: Sequence[Labelled]) -> Bars:
    """Bars below each other, each under its label."""
    zero, extents = extents_of([each.value for each in figures])
    rows, top = [], 0
    for each, extent in zip(figures, extents, strict=True):
        lines = textwrap.wrap(each.label, LETTERS) or [""]
        baselines = [top + LINE * (n + 1) - 5 for n in range(len(lines))]
        row = Bar(
            lines=list(zip(baselines, lines, strict=True)),
            value=each.text,
            extent=extent,
            top=top + LINE * len(lines),
            thickness=THICK if each.is_own else THIN,
            is_own=each.is_own,
            is_contradicted=each.is_contradicted,
        )
        rows.append(row)
        top = row.top + row.thickness + GAP
    goes_below = any(each.value < 0 for each in figures)
    return Bars(rows=rows, zero=zero if goes_below else "", height=max(top - GAP, 0) + 2)


def extents_of(values: Sequence[Decimal]) -> tuple[str, list[Extent]]:
    """Where zero lies, and each bar; there is room for figures on each side that has bars.

    >>> extents_of([Decimal(10), Decimal(5)])[1][1]
    Extent(x='0.00%', width='39.00%', end='39.00%', is_below_zero=False)
    """
    low, high = min([Decimal(), *values]), max([Decimal(), *values])
    left, right = (ROOM if low < 0 else 0), (ROOM if high > 0 else 0)
    scale = Decimal(100 - left - right) / ((high - low) or 1)
    zero = left - low * scale
    extents = []
    for value in values:
        end = zero + value * scale
        start = min(zero, end)
        extents.append(
            Extent(
                x=_percent(start),
                width=_percent(abs(value) * scale),
                end=_percent(end),
                is_below_zero=value < 0,
            )
        )
    return _percent(zero), extents


def _percent(length: Decimal) -> str:
    return f"{length:.2f}%"
