"""Bars of money per year: the arithmetic of the drawing."""

from collections.abc import Sequence
from dataclasses import dataclass

from koers.funding.selectors import Totals

ROW = 56  # height of a year in the drawing, in pixels


@dataclass(frozen=True)
class Bar:
    """A year's bar: lengths in percent of the drawing's width, height in pixels from the top."""

    year: int
    totals: Totals
    top: int
    awarded_percent: float
    own_percent: float


@dataclass(frozen=True)
class Bars:
    """The bars of all years on one scale, from zero."""

    rows: list[Bar]
    height: int


def bars_of(by_year: Sequence[tuple[int, Totals]]) -> Bars:
    """One bar for each year; the longest, own contribution included, fills the width."""
    longest = max(
        (float(totals.amount_eur + totals.own_contribution_eur) for _, totals in by_year), default=0
    )
    scale = 100 / longest if longest else 0
    rows = [
        Bar(
            year=year,
            totals=totals,
            top=index * ROW,
            awarded_percent=round(float(totals.amount_eur) * scale, 2),
            own_percent=round(float(totals.own_contribution_eur) * scale, 2),
        )
        for index, (year, totals) in enumerate(by_year)
    ]
    return Bars(rows=rows, height=len(rows) * ROW)
