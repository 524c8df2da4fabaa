"""A spine chart: many indicators below each other, each around the figure of one reference.

As the public health profiles of England draw it: the reference in the middle, the whole range of
the municipalities as a bar, the middle half of them darker, and the place as a mark.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from koers.monitor.drawings.palette import MUTED, Mark
from koers.monitor.drawings.parts import (
    Entry,
    figure_or_none,
    head,
    legend,
    mark,
    mark_label,
    no_figure,
)
from koers_engine.maps import svg
from koers_engine.maps.svg import INK, SOFT, WIDTH, Drawing

_MIDDLE = WIDTH / 2
_RANGE, _BAND = "#e4e9ef", "#a3b3c4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Vertebra:
    """An indicator: its figures with how they are written; None where there is none.

    `low` to `high` is the range of all, `lower` to `upper` the middle half. With `is_reversed` low
    figures stand at the right: where lower is better, better is right in every row.
    """

    name: str
    own: float | None
    own_label: str
    reference: float | None
    low: float | None
    high: float | None
    lower: float | None = None
    upper: float | None = None
    low_label: str = ""
    high_label: str = ""
    reference_label: str = ""
    mark: Mark = Mark.UNKNOWN
    is_reversed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Spine:
    """Indicators below each other; `reference` names what stands in the middle."""

    vertebrae: Sequence[Vertebra]
    place: str
    reference: str


def spine(wanted: Spine) -> Drawing:
    """Draw each indicator around its reference; rows differ in scale, and say so by their ends."""
    shapes: list[str] = []
    rows: list[tuple[str, ...]] = []
    y = 18.0
    for each in wanted.vertebrae:
        own = figure_or_none(each.own)
        told = no_figure() if own is None else each.own_label
        words, foot = head(each.name, told, y, strong=own is not None)
        shapes += [words, _bar(each, foot + 19)]
        rows.append((each.name, told, each.reference_label, _verdict(each, own)))
        y = foot + 74
    end = y - 30
    drawn, bottom = legend(entries_of(wanted), end + 18)
    return Drawing(
        f"0 0 {WIDTH} {svg.n(bottom)}",
        "".join([*shapes, drawn]),
        "",
        (_("Indicator"), wanted.place, wanted.reference, _("Verdict")),
        tuple(rows),
    )


def bar(each: Vertebra, *, width: float = 200) -> Drawing:
    """The bar of one indicator by itself, for a row of a table that holds its figures."""
    return Drawing(f"0 0 {svg.n(width)} 26", "".join(_shapes(each, 13, width)[0]))


def _verdict(each: Vertebra, own: float | None) -> str:
    return "" if own is None else mark_label(each.mark)


def _bar(each: Vertebra, y: float) -> str:
    """The bar with its figures below it."""
    parts, ends = _shapes(each, y, WIDTH)
    if ends is not None:
        labels = (each.low_label, each.high_label)
        turned = labels[::-1] if each.is_reversed else labels
        parts += _figures(turned, each.reference_label, *ends, y + 27)
    return "".join(parts)


def _shapes(each: Vertebra, y: float, width: float) -> tuple[list[str], tuple[float, float] | None]:
    """The bar itself, and where it begins and ends; None where there is nothing to show."""
    low, high, reference = map(figure_or_none, (each.low, each.high, each.reference))
    if low is None or high is None or reference is None:
        return [svg.line(10, y, width - 10, y, stroke=SOFT, dash="3 5")], None
    reach = max(high - reference, reference - low)
    middle, half = width / 2, width / 2 - 10

    def at(value: float) -> float:
        away = (value - reference) / reach if reach > 0 else 0.0
        return middle + half * min(max(-away if each.is_reversed else away, -1.0), 1.0)

    left, right = sorted((at(low), at(high)))
    parts = [svg.rect(left, y - 9, right - left, 18, fill=_RANGE, stroke=MUTED)]
    lower, upper = map(figure_or_none, (each.lower, each.upper))
    if lower is not None and upper is not None:
        start, end = sorted((at(lower), at(upper)))
        parts.append(svg.rect(start, y - 9, end - start, 18, fill=_BAND))
    parts.append(svg.line(middle, y - 13, middle, y + 13, stroke=INK, width=2))
    own = figure_or_none(each.own)
    if own is not None:
        parts.append(mark(each.mark, at(own), y, 8))
    return parts, (left, right)


def _figures(
    ends: tuple[str, str], reference: str, left: float, right: float, y: float
) -> Iterator[str]:
    """The ends of the range, and between them the reference's figure where there is room."""
    yield svg.text(left, y, ends[0], fill=SOFT)
    yield svg.text(right, y, ends[1], anchor="end", fill=SOFT)
    half = svg.taken(reference) / 2 + 6
    if left + svg.taken(ends[0]) < _MIDDLE - half and _MIDDLE + half < right - svg.taken(ends[1]):
        yield svg.text(_MIDDLE, y, reference, anchor="middle")


def entries_of(wanted: Spine) -> list[Entry]:
    """What the marks, shades and lines mean."""
    used = dict.fromkeys(
        each.mark for each in wanted.vertebrae if figure_or_none(each.own) is not None
    )
    return [
        *(Entry(mark(of, 0, 0), f"{wanted.place}: {mark_label(of)}") for of in Mark if of in used),
        Entry(svg.line(0, -11, 0, 11, stroke=INK, width=2), wanted.reference),
        Entry(svg.rect(-13, -7, 26, 14, fill=_BAND, stroke=MUTED), _("middle half")),
        Entry(svg.rect(-13, -7, 26, 14, fill=_RANGE, stroke=MUTED), _("all municipalities")),
    ]
