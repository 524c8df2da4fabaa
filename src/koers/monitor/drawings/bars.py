"""Bars: scores from 0 to 100, and the shares of sectors, each beside what it is held against."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koers.monitor.drawings.palette import MUTED, PALE, TARGET
from koers.monitor.drawings.parts import (
    Entry,
    Written,
    axis,
    figure_or_none,
    head,
    legend,
    no_figure,
    shape,
)
from koers_engine.maps import svg
from koers_engine.maps.svg import INK, OWN, PAPER, SOFT, WIDTH, Drawing


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """A score (0-100) with that of the reference and the one to reach; None where there is none."""

    name: str
    score: float | None
    reference: float | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreBars:
    """Scores below each other; `reference` names what the mark on each bar stands for."""

    bars: Sequence[ScoreBar]
    place: str
    reference: str
    written: Written


def score_bars(wanted: ScoreBars) -> Drawing:
    """Draw scores on bars from 0 to 100."""
    shapes: list[str] = []
    rows: list[tuple[str, ...]] = []
    y = 16.0
    has_target = any(figure_or_none(bar.target) is not None for bar in wanted.bars)
    for bar in wanted.bars:
        score, reference, target = map(figure_or_none, (bar.score, bar.reference, bar.target))
        told = no_figure() if score is None else wanted.written(score)
        words, foot = head(bar.name, told, y, strong=score is not None)
        shapes += [words, _track(foot + 8, score, reference, target)]
        texts = (
            no_figure() if each is None else wanted.written(each) for each in (reference, target)
        )
        rows.append((bar.name, told, *list(texts)[: 1 + has_target]))
        y = foot + 52
    entries = [
        Entry(svg.rect(-13, -7, 26, 14, fill=OWN), wanted.place),
        Entry(_reference_mark(0, -11), wanted.reference),
    ]
    if has_target:
        entries.append(Entry(shape("diamond", 0, 0, 7, colour=TARGET), _("target")))
    drawn, end = legend(entries, y - 4)
    header = (_("Indicator"), wanted.place, wanted.reference, *([_("target")] * has_target))
    return Drawing(f"0 0 {WIDTH} {svg.n(end)}", "".join([*shapes, drawn]), "", header, tuple(rows))


def score_bar(bar: ScoreBar) -> Drawing:
    """The bar of one score by itself, for a list that holds its figures."""
    score, reference, target = map(figure_or_none, (bar.score, bar.reference, bar.target))
    return Drawing(f"0 0 {WIDTH} 24", _track(5, score, reference, target))


def _track(
    y: float, score: float | None, reference: float | None, target: float | None
) -> str:  # fmt: skip
    def at(value: float) -> float:
        return 1 + min(max(value, 0), 100) / 100 * (WIDTH - 2)

    ground = svg.rect(1, y, WIDTH - 2, 14, fill=PAPER, stroke=MUTED, dash="4 3" * (score is None))
    parts = [ground]
    if score is not None:
        parts.append(svg.rect(1, y, at(score) - 1, 14, fill=OWN))
    if reference is not None:
        parts.append(_reference_mark(at(reference), y - 4))
    if target is not None:
        parts.append(shape("diamond", at(target), y + 7, 8, colour=TARGET))
    return "".join(parts)


def _reference_mark(x: float, y: float) -> str:
    """A dark stroke with a white rim, that stands out from the bar at both ends."""
    return svg.rect(x - 3.5, y, 7, 22, fill=PAPER) + svg.rect(x - 1.5, y, 3, 22, fill=INK)


@dataclass(frozen=True, slots=True)
class ShareBar:
    """A sector's share (0-1 or percent) of the place, and of each reference in the same order."""

    name: str
    own: float | None
    references: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBars:
    """Shares below each other, on one scale from zero."""

    bars: Sequence[ShareBar]
    place: str
    references: tuple[str, ...]
    written: Written


def share_bars(wanted: ShareBars) -> Drawing:
    """Draw shares as bars: the place's own filled, those of its references open below it."""
    released = [
        value
        for bar in wanted.bars
        for value in map(figure_or_none, (bar.own, *bar.references))
        if value is not None
    ]
    room = max((svg.taken(wanted.written(value)) for value in released), default=0) + 8
    scale = axis(released, 1, WIDTH - room, zero=True)
    shapes: list[str] = []
    rows: list[tuple[str, ...]] = []
    y = 16.0
    for bar in wanted.bars:
        lines = svg.lines_of(bar.name, WIDTH, at_most=2)
        shapes.append(svg.written(0, y, lines))
        y += (len(lines) - 1) * svg.LINE_HEIGHT + 8
        told = [bar.name]
        for place, value in enumerate(map(figure_or_none, (bar.own, *bar.references))):
            words = no_figure() if value is None else wanted.written(value)
            told.append(words)
            zero, end = scale.at(0), scale.at(value or 0)
            left, width = min(zero, end), abs(end - zero)
            fill, edge = (OWN, OWN) if not place else (PALE, MUTED)
            dash = "" if place < 2 else "3 3"
            shapes.append(svg.rect(left, y, width, 13, fill=fill, stroke=edge, dash=dash))
            shapes.append(
                svg.text(
                    max(zero, end) + 6,
                    y + 12,
                    words,
                    bold=not place and value is not None,
                    fill=SOFT if place else INK,
                )
            )
            y += 18
        rows.append(tuple(told))
        y += 22
    entries = [Entry(svg.rect(-13, -7, 26, 14, fill=OWN, stroke=OWN), wanted.place)]
    for place, name in enumerate(wanted.references):
        dash = "" if not place else "3 3"
        entries.append(Entry(svg.rect(-13, -7, 26, 14, fill=PALE, stroke=MUTED, dash=dash), name))
    drawn, end = legend(entries, y)
    header = (_("Sector"), wanted.place, *wanted.references)
    return Drawing(f"0 0 {WIDTH} {svg.n(end)}", "".join([*shapes, drawn]), "", header, tuple(rows))
