"""Figures drawn on the server: Altair describes, Vega draws, and what comes out is SVG alone.

A series is told apart by dash, shape and a label at its end, never by colour alone; each colour has
a contrast of at least 4.5 to 1 on white. Text stays text, in the reader's own system font.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal
from xml.etree import ElementTree

import altair as alt
import vl_convert
from django.utils.translation import gettext as _

from koers.core.bilingual import current_language
from koers.monitor.figure import Aim, Figure, Point, Series
from koers.monitor.numbers import number

WIDTH, HEIGHT = 300, 220  # of the plot alone, in the units of the drawing
FULL_WIDTH = 490  # with the axis and the labels, so that every drawing has the same scale
LABEL_LETTERS = 18
LINE_HEIGHT = 15
FONT = "system-ui, sans-serif"
INK = "#1b1b1b"
OWN = "#00528f"
TARGET = "#006b3f"
# Colour, dash and shape of the reference series, in the order in which they are given.
LOOKS = (
    ("#8a3c00", [6, 3], "square"),
    ("#5a5a5a", [2, 2], "triangle-up"),
    ("#7b2d74", [8, 3, 2, 3], "cross"),
    ("#3d5c00", [1, 3], "triangle-down"),
)
LOCALES: dict[str, Literal["nl-NL", "en-GB"]] = {"nl": "nl-NL", "en": "en-GB"}
SVG = "http://www.w3.org/2000/svg"
ElementTree.register_namespace("", SVG)

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The inside of an SVG element, without the element itself."""

    view_box: str
    body: str


@dataclass(frozen=True, slots=True)
class _Label:
    """A name at the end of a series, beside its last value."""

    text: str
    year: int
    value: float
    colour: str

    @property
    def lines(self) -> list[str]:
        return textwrap.wrap(self.text, LABEL_LETTERS) or [""]


def drawing_of(figure: Figure) -> Drawing | None:
    """Draw `figure` in the reader's language; None where it has no value to draw."""
    if not figure.own.released:
        return None
    return _drawn(figure, current_language())


@lru_cache(maxsize=1024)
def _drawn(figure: Figure, language: str) -> Drawing:
    chart = _bars(figure) if figure.is_sparse else _lines(figure)
    chart = chart.properties(
        width=WIDTH,
        height=HEIGHT,
        title=alt.TitleParams(
            figure.unit, anchor="start", fontSize=13, fontWeight="normal", color=INK, offset=14
        ),
    ).configure(
        font=FONT,
        background="transparent",
        view=alt.ViewConfig(stroke=None),
        axis=alt.AxisConfig(
            labelFontSize=13, labelColor=INK, gridColor="#dddddd", domainColor=INK, tickColor=INK
        ),
    )
    svg = vl_convert.vegalite_to_svg(chart.to_dict(), format_locale=LOCALES[language])
    return _bare(svg)


def _lines(figure: Figure) -> alt.LayerChart:
    """Values through time as lines; a year without a figure is bridged by dots, a break is not."""
    lines = (figure.own, *figure.references)
    heights = [point.value for line in lines for point in line.released if point.value is not None]
    if figure.target:
        heights.append(figure.target.value)
    low, high = min(heights), max(heights)
    margin = (high - low or abs(high) or 1) * 0.08
    y = alt.Y(
        "value:Q",
        scale=alt.Scale(domain=[low - margin, high + margin], nice=False, zero=False),
        axis=_value_axis(figure),
    )
    years = sorted({point.period.year for line in lines for point in line.released})
    last = max([*years, figure.target.year or 0]) if figure.target else years[-1]
    x = alt.X(
        "year:Q",
        scale=alt.Scale(domain=[years[0], max(last, years[0] + 1)], nice=False),
        axis=alt.Axis(
            title=None,
            format="d",
            grid=False,
            values=sorted({*years, last}),
            labelOverlap="greedy",
            labelFlush=False,
        ),
    )
    layers: list[alt.Chart] = []
    labels: list[_Label] = []
    for line, (colour, dash, shape) in reversed(
        list(zip(lines, ((OWN, [1, 0], "circle"), *LOOKS), strict=False))
    ):
        layers += _line(line, x, y, colour=colour, dash=dash, shape=shape)
        if line.released:
            end = line.released[-1]
            labels.append(_Label(line.label, end.period.year, end.value or 0.0, colour))
    if figure.target:
        layers += _target(figure.target, x, y, first=years[0])
        labels.append(
            _Label(
                _("target %(value)s") % {"value": number(figure.target.value, figure.decimals)},
                figure.target.year or years[-1],
                figure.target.value,
                TARGET,
            )
        )
    if figure.baseline:
        layers += _baseline(figure.baseline, x, y)
    layers += _labels(labels, x, low - margin, high + margin)
    return alt.LayerChart(layer=layers)


def _line(
    line: Series, x: alt.X, y: alt.Y, *, colour: str, dash: Sequence[int], shape: str
) -> Iterator[alt.Chart]:
    solid: list[Row] = []
    bridges: list[Row] = []
    for segment, (one, two) in enumerate(pairwise(line.released)):
        if two.breaks:
            continue
        gap = two.period.year - one.period.year > 1
        (bridges if gap else solid).extend(_rows((one, two), segment=segment))
    thick = 3 if colour == OWN else 2
    if bridges:
        yield (
            _chart(bridges)
            .mark_line(color=colour, strokeDash=[1, 4], strokeCap="round", strokeWidth=thick)
            .encode(x=x, y=y, detail="segment:N")
        )
    if solid:
        yield (
            _chart(solid)
            .mark_line(color=colour, strokeDash=dash, strokeWidth=thick)
            .encode(x=x, y=y, detail="segment:N")
        )
    for points, fill in (
        ([point for point in line.released if not point.is_provisional], colour),
        ([point for point in line.released if point.is_provisional], "white"),
    ):
        if points:
            yield (
                _chart(_rows(points))
                .mark_point(shape=shape, color=colour, fill=fill, opacity=1, size=45)
                .encode(x=x, y=y)
            )


def _target(target: Aim, x: alt.X, y: alt.Y, *, first: int) -> Iterator[alt.Chart]:
    """A level to reach: up to its year where it has one, else across the whole plot."""
    level: Row = {"value": target.value}
    if not target.year:
        yield _chart([level]).mark_rule(color=TARGET, strokeDash=[10, 4], strokeWidth=2).encode(y=y)
        return
    path: list[Row] = [{"year": year, **level} for year in (first, target.year)]
    yield _chart(path).mark_line(color=TARGET, strokeDash=[10, 4], strokeWidth=2).encode(x=x, y=y)
    yield (
        _chart(path[1:])
        .mark_point(shape="diamond", color=TARGET, fill=TARGET, opacity=1, size=120)
        .encode(x=x, y=y)
    )


def _baseline(baseline: Point, x: alt.X, y: alt.Y) -> Iterator[alt.Chart]:
    mark = _chart(_rows([baseline]))
    yield mark.mark_point(shape="diamond", color=INK, fill="white", opacity=1, size=130).encode(
        x=x, y=y
    )
    yield mark.mark_text(align="right", dx=6, dy=-16, fontSize=13, color=INK).encode(
        x=x, y=y, text=alt.value(_("baseline"))
    )


def _labels(labels: Iterable[_Label], x: alt.X, low: float, high: float) -> Iterator[alt.Chart]:
    """Names at the ends of the series, moved apart where they would overlap."""
    floor = 0.0
    scale = HEIGHT / (high - low)
    for label in sorted(labels, key=lambda each: -each.value):
        half = len(label.lines) * LINE_HEIGHT / 2
        middle = max((high - label.value) * scale, floor + half)
        floor = middle + half
        yield (
            _chart([{"year": label.year}])
            .mark_text(
                align="left",
                baseline="middle",
                lineHeight=LINE_HEIGHT,
                dx=10,
                # Vega places a text of several lines by its first.
                dy=-(len(label.lines) - 1) * LINE_HEIGHT / 2,
                fontSize=13,
                fontWeight="bold" if label.colour in {OWN, TARGET} else "normal",
                color=label.colour,
            )
            .encode(x=x, y=alt.value(middle), text=alt.value(label.lines))
        )


def _bars(figure: Figure) -> alt.LayerChart:
    """Values of years that do not follow on each other as bars from zero, each with its figure."""
    rows = [
        {
            "label": point.period.label,
            "value": point.value,
            "text": number(point.value, figure.decimals),
        }
        for point in figure.own.released
        if point.value is not None
    ]
    x = alt.X(
        "label:O", axis=alt.Axis(title=None, labelAngle=0, ticks=False, labelOverlap="greedy")
    )
    y = alt.Y("value:Q", axis=_value_axis(figure))
    base = _chart(rows)
    bars = base.mark_bar(color=OWN, size=30).encode(x=x, y=y)
    values = base.mark_text(dy=-9, fontSize=13, color=INK).encode(x=x, y=y, text="text:N")
    return alt.LayerChart(layer=[bars, values])


def _value_axis(figure: Figure) -> alt.Axis:
    return alt.Axis(
        title=None, tickCount=5, format=f",.{figure.decimals}f", domain=False, ticks=False
    )


def _rows(points: Iterable[Point], **fixed: object) -> list[Row]:
    return [{"year": point.period.year, "value": point.value, **fixed} for point in points]


def _chart(rows: Sequence[Row]) -> alt.Chart:
    return alt.Chart(alt.Data(values=list(rows)))


def _bare(svg: str) -> Drawing:
    """Only shapes and text: without Vega's roles and names (the page gives the drawing one name
    and one description), and without its empty elements.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314 - drawn here, not received
    for element in root.iter():
        for name in list(element.attrib):
            if name == "role" or name.startswith("aria-") or name in {"class", "pointer-events"}:
                del element.attrib[name]
    _prune(root)
    width, height = (float(root.attrib[name]) for name in ("width", "height"))
    body = "".join(ElementTree.tostring(child, encoding="unicode") for child in root)
    return Drawing(view_box=f"0 0 {max(width, FULL_WIDTH):.0f} {height:.0f}", body=body)


def _prune(element: ElementTree.Element) -> None:
    for child in list(element):
        _prune(child)
        is_empty = not len(child) and not (child.text or "").strip()
        hidden = child.get("display") == "none"
        if hidden or (is_empty and child.tag in {f"{{{SVG}}}g", f"{{{SVG}}}text"}):
            element.remove(child)
