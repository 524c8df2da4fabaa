"""Figures drawn on the server: Altair describes, Vega draws, and what comes out is SVG alone.

A series is told apart by dash, shape and a label at its end, never by colour alone; each colour has
a contrast of at least 4.5 to 1 on white. Text stays text, in the reader's own system font.
"""

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any, Literal
from xml.etree import ElementTree

import altair as alt
import vl_convert
from altair.utils.schemapi import debug_mode
from django.utils.translation import gettext as _

from koers.core.bilingual import current_language
from koers.monitor.drawings.palette import LOOKS, TARGET, Look
from koers.monitor.figure import Aim, Figure, Point, Series
from koers.monitor.numbers import number
from koers_engine.maps.svg import FONT, INK, OWN, SVG, Drawing

WIDTH, HEIGHT = 285, 220  # of the plot alone, in the units of the drawing
FULL_WIDTH = 500  # with the axis and the labels, so that every drawing has the same scale
LABEL_LETTERS = 17
FONT_SIZE, LINE_HEIGHT = 15, 17
BRIDGE = (2, 4)  # dash over years without a figure
LOCALES: dict[str, Literal["nl-NL", "en-GB"]] = {"nl": "nl-NL", "en": "en-GB"}
ElementTree.register_namespace("", SVG)

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Frame:
    """The axes of a drawing, and how high one of its units is in the indicator's unit."""

    x: alt.X
    y: alt.Y
    high: float
    unit_height: float


@dataclass(frozen=True, slots=True)
class Label:
    """A name at the end of a series, beside its last value."""

    text: str
    year: int
    value: float
    colour: str

    @property
    def lines(self) -> list[str]:
        return textwrap.wrap(self.text, LABEL_LETTERS) or [""]


def drawing_of(figure: Figure) -> Drawing | None:
    """Draw `figure` in the reader's language; None where it has too little to draw."""
    if len(figure.own.released) < 2:
        return None
    return _drawn(figure, current_language())


@lru_cache(maxsize=2048)
def _drawn(figure: Figure, language: str) -> Drawing:
    # Checking the description against its schema would take longer than drawing it; a test does.
    with debug_mode(arg=False):
        description = chart_of(figure).to_dict(validate=False)
    return _bare(vl_convert.vegalite_to_svg(description, format_locale=LOCALES[language]))


def chart_of(figure: Figure) -> alt.LayerChart:
    """The description of the drawing, for a figure with at least one value."""
    title = alt.TitleParams(
        figure.unit,
        anchor="start",
        fontSize=FONT_SIZE,
        fontWeight="normal",
        color=INK,
        offset=14,
    )
    axis = alt.AxisConfig(
        labelFontSize=FONT_SIZE,
        labelColor=INK,
        gridColor="#dddddd",
        domainColor=INK,
        tickColor=INK,
    )
    return (
        alt.LayerChart(layer=_bars(figure) if figure.is_sparse else _lines(figure))
        .properties(width=WIDTH, height=HEIGHT, title=title)
        .configure(font=FONT, background="transparent", view=alt.ViewConfig(stroke=None), axis=axis)
    )


def _lines(figure: Figure) -> list[alt.Chart]:
    """Values through time as lines; a year without a figure is bridged by dots, a break is not."""
    series = [
        (line, look)
        for line, look in zip((figure.own, *figure.references), LOOKS, strict=False)
        if line.released
    ]
    frame = _frame(figure, [line for line, _ in series])
    lines: list[Row] = []
    points: list[Row] = []
    labels: list[Label] = []
    for place, (line, look) in enumerate(reversed(series)):  # the own place on top
        end = line.released[-1]
        lines += _segments(line, look, name=str(place))
        points += [_mark(point, look) for point in line.released]
        labels.append(Label(line.label, end.period.year, end.value or 0.0, look.colour))
    layers = [
        _chart(lines)
        .mark_line()
        .encode(
            x=frame.x,
            y=frame.y,
            detail="segment:N",
            color=_as_given(alt.Color, "colour"),
            strokeDash=_as_given(alt.StrokeDash, "dash"),
            strokeWidth=_as_given(alt.StrokeWidth, "thickness"),
        ),
        _chart(points)
        .mark_point(opacity=1, size=45)
        .encode(
            x=frame.x,
            y=frame.y,
            stroke=_as_given(alt.Stroke, "colour"),
            fill=_as_given(alt.Fill, "fill"),
            shape=_as_given(alt.Shape, "shape"),
        ),
    ]
    if figure.baseline:
        layers += _baseline(figure.baseline, frame)
    if figure.target:
        first, last = _years(figure)[0], _years(figure)[-1]
        layers += _target(figure.target, frame, first=first, last=last)
        text = _("target %(value)s") % {"value": number(figure.target.value, figure.decimals)}
        labels.append(Label(text, last, figure.target.value, TARGET))
    return [*layers, *_labels(labels, frame)]


def _years(figure: Figure) -> list[int]:
    """The years on the axis: those with a figure, and the target's."""
    released = (p for line in (figure.own, *figure.references) for p in line.released)
    years = {point.period.year for point in released}
    if figure.target and figure.target.year:
        years.add(figure.target.year)
    return sorted(years)


def _frame(figure: Figure, lines: Iterable[Series]) -> Frame:
    values = [point.value for line in lines for point in line.released if point.value is not None]
    if figure.target:
        values.append(figure.target.value)
    margin = (max(values) - min(values) or abs(values[0]) or 1) * 0.08
    low, high = min(values) - margin, max(values) + margin
    years = _years(figure)
    return Frame(
        x=alt.X(
            "year:Q",
            scale=alt.Scale(domain=[years[0], max(years[-1], years[0] + 1)], nice=False),
            axis=alt.Axis(
                title=None,
                format="d",
                grid=False,
                values=years,
                labelOverlap="greedy",
                labelFlush=False,
            ),
        ),
        y=alt.Y(
            "value:Q",
            scale=alt.Scale(domain=[low, high], nice=False, zero=False),
            axis=_value_axis(figure),
        ),
        high=high,
        unit_height=(high - low) / HEIGHT,
    )


def _segments(line: Series, look: Look, *, name: str) -> Iterator[Row]:
    """Each stretch between two figures, as rows that share a segment."""
    for place, (one, two) in enumerate(pairwise(line.released)):
        if two.breaks:
            continue
        is_bridge = two.period.year - one.period.year > 1
        for point in (one, two):
            yield {
                "year": point.period.year,
                "value": point.value,
                "segment": f"{name}-{place}",
                "colour": look.colour,
                "dash": BRIDGE if is_bridge else look.dash,
                "thickness": look.thickness,
            }


def _mark(point: Point, look: Look) -> Row:
    """A point, open where its value is provisional."""
    return {
        "year": point.period.year,
        "value": point.value,
        "colour": look.colour,
        "fill": "white" if point.is_provisional else look.colour,
        "shape": look.shape,
    }


def _target(target: Aim, frame: Frame, *, first: int, last: int) -> Iterator[alt.Chart]:
    """A level to reach: a line across the plot, with a mark in its year where it has one."""
    ends: list[Row] = [{"year": year, "value": target.value} for year in (first, last)]
    level = _chart(ends).mark_line(color=TARGET, strokeDash=[10, 4], strokeWidth=2)
    yield level.encode(x=frame.x, y=frame.y)
    if target.year:
        year = _chart([{"year": target.year, "value": target.value}])
        yield year.mark_point(
            shape="diamond", color=TARGET, fill=TARGET, opacity=1, size=120
        ).encode(x=frame.x, y=frame.y)


def _baseline(baseline: Point, frame: Frame) -> Iterator[alt.Chart]:
    mark = _chart([{"year": baseline.period.year, "value": baseline.value}])
    yield mark.mark_point(shape="diamond", color=INK, fill="white", opacity=1, size=130).encode(
        x=frame.x, y=frame.y
    )
    yield mark.mark_text(align="right", dx=6, dy=-16, fontSize=FONT_SIZE, color=INK).encode(
        x=frame.x, y=frame.y, text=alt.value(_("baseline"))
    )


def _labels(labels: Iterable[Label], frame: Frame) -> Iterator[alt.Chart]:
    """Names at the ends of the series, moved apart where they would overlap."""
    ordered = sorted(labels, key=lambda each: -each.value)
    wanted = [(frame.high - label.value) / frame.unit_height for label in ordered]
    halves = [len(label.lines) * LINE_HEIGHT / 2 for label in ordered]
    rows: list[Row] = [
        {
            "year": label.year,
            # Vega places a text of several lines by its first.
            "value": frame.high - (middle - half + LINE_HEIGHT / 2) * frame.unit_height,
            "text": label.lines,
            "colour": label.colour,
        }
        for label, middle, half in zip(ordered, _moved_apart(wanted, halves), halves, strict=True)
    ]
    for is_strong in (False, True):
        chosen = [row for row in rows if (row["colour"] in {OWN, TARGET}) is is_strong]
        if chosen:
            yield (
                _chart(chosen)
                .mark_text(
                    align="left",
                    baseline="middle",
                    dx=10,
                    fontSize=FONT_SIZE,
                    fontWeight="bold" if is_strong else "normal",
                    lineHeight=LINE_HEIGHT,
                )
                .encode(
                    x=frame.x,
                    y=frame.y,
                    text="text:N",
                    color=_as_given(alt.Color, "colour"),
                )
            )


def _moved_apart(wanted: Sequence[float], halves: Sequence[float]) -> list[float]:
    """Heights of labels, from the top down, so that none overlaps another or the axis below.

    >>> _moved_apart([10.0, 12.0], [8.0, 8.0])
    [10.0, 26.0]
    """
    middles, floor = [], 0.0
    for middle, half in zip(wanted, halves, strict=True):
        middles.append(max(middle, floor + half))
        floor = middles[-1] + half
    ceiling = float(HEIGHT)
    for place in range(len(middles) - 1, -1, -1):
        middles[place] = min(middles[place], ceiling - halves[place])
        ceiling = middles[place] - halves[place]
    return middles


def _bars(figure: Figure) -> list[alt.Chart]:
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
    values = base.mark_text(dy=-9, fontSize=FONT_SIZE, color=INK).encode(x=x, y=y, text="text:N")
    return [bars, values]


def _value_axis(figure: Figure) -> alt.Axis:
    return alt.Axis(
        title=None, tickCount=5, format=f",.{figure.decimals}f", domain=False, ticks=False
    )


def _as_given(channel: type[Any], field: str) -> Any:
    """A channel that takes the field's value as it is, without a scale or legend."""
    return channel(f"{field}:N", scale=None, legend=None)


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
