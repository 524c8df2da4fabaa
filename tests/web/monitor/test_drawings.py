"""Every drawing is sound SVG whatever its figures and texts, and holds all of them as a table."""

import re
import time
from collections.abc import Callable
from typing import TypeAlias
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from koers.monitor.drawings import (
    Choropleth,
    Compared,
    Comparison,
    Dot,
    Drawing,
    Funnel,
    Intervals,
    Limit,
    Line,
    Mark,
    Multiple,
    ScoreBar,
    ScoreBars,
    ShareBar,
    ShareBars,
    Spine,
    Vertebra,
    Whisker,
    as_png,
    choropleth,
    comparison,
    funnel,
    intervals,
    multiple,
    multiples,
    score_bars,
    share_bars,
    spine,
    standalone,
)
from koers.monitor.drawings.palette import MARK_LOOKS
from koers.monitor.drawings.pictures import NotOurs
from koers_engine.concepts import Bilingual
from tests.engine.maps import small_map

Values: TypeAlias = list[float | None]
Draw: TypeAlias = Callable[[str, Values], Drawing]

HOSTILE = '"><script>alert(1)</script></text>&\x00\x1b[31m\ud800\u202e' + "x" * 300
NAN, INF = float("nan"), float("inf")
FIGURES: dict[str, Values] = {
    "ordinary": [61, 38.5, 58, 12],
    "one alone": [5],
    "all missing": [None, None, None],
    "not finite": [NAN, INF, -INF, 3],
    "constant": [4, 4, 4],
    "zeros": [0, 0],
    "negative": [-12, 3.5, -0.04],
    "very large and very small": [1e15, 1e-9, -1e15],
    "none at all": [],
}


def written(value: float) -> str:
    return f"{value:.1f}"


def as_scores(name: str, values: Values) -> Drawing:
    bars = [ScoreBar(name, value, value, value) for value in values]
    return score_bars(ScoreBars(bars=bars, place=name, reference=name, written=written))


def as_shares(name: str, values: Values) -> Drawing:
    bars = [ShareBar(name, value, (value, None)) for value in values]
    return share_bars(ShareBars(bars=bars, place=name, references=(name, name), written=written))


def as_intervals(name: str, values: Values) -> Drawing:
    marks: list[Mark | None] = [None, *Mark]
    whiskers = [
        Whisker(name, value, value, None if place == 1 else value, place == 0, marks[place])
        for place, value in enumerate(values)
    ]
    return intervals(Intervals(whiskers=whiskers, unit=name, written=written))


def as_spine(name: str, values: Values) -> Drawing:
    vertebrae = [
        Vertebra(
            name=name, own=value, own_label=name, reference=value, low=value, high=value,
            lower=value, upper=None, low_label=name, high_label=name, reference_label=name,
            mark=mark, is_reversed=place == 1,
        )
        for place, (value, mark) in enumerate(zip(values, Mark, strict=False))
    ]  # fmt: skip
    return spine(Spine(vertebrae=vertebrae, place=name, reference=name))


def as_funnel(name: str, values: Values) -> Drawing:
    dots = [Dot(name, value, value, place == 0) for place, value in enumerate(values)]
    numbers = [NAN if value is None else value for value in values]
    return funnel(
        Funnel(
            dots=dots, reference=values[0] if values else None, reference_label=name,
            limits=[Limit(name, numbers, numbers, numbers)], unit=name, size_unit=name,
            place=name, written=written, size_written=written,
        )
    )  # fmt: skip


def as_comparison(name: str, values: Values) -> Drawing:
    indicators = [
        Compared(
            name=name, unit=name, values=tuple(values), written=written,
            reference=values[0] if values else None, from_zero=from_zero,
        )
        for from_zero in (True, False)
    ]  # fmt: skip
    return comparison(
        Comparison(places=(name,) * len(values), indicators=indicators, reference=name)
    )


def as_multiples(name: str, values: Values) -> Drawing:
    own = Line(name, tuple(enumerate(values, 2019)))
    other = Line(name, tuple(enumerate(reversed(values), 2021)))
    wanted = Multiple(
        name=name, unit=name, lines=(own, other), written=written, breaks=frozenset({2021})
    )
    return multiples([wanted, wanted, wanted])


def as_map(name: str, values: Values) -> Drawing:
    codes = tuple(f"GM000{place}" for place in range(1, 6))
    return choropleth(
        Choropleth(
            outlines=small_map(2023, codes),
            values={c: v for c, v in zip(codes, values, strict=False) if v is not None},
            names=dict.fromkeys(codes, name),
            indicator=Bilingual.same(name),
            unit=Bilingual.same(name),
            period="2023",
            decimals=1,
            own=codes[0],
        )
    )


DRAWN: dict[str, Draw] = {
    draw.__name__: draw
    for draw in (
        as_scores, as_shares, as_intervals, as_spine, as_funnel, as_comparison, as_multiples,
        as_map,
    )
}  # fmt: skip


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
@pytest.mark.parametrize("values", FIGURES.values(), ids=FIGURES)
@pytest.mark.parametrize("name", ["Assen", HOSTILE], ids=["plain text", "hostile text"])
def test_a_drawing_is_sound_whatever_it_is_given(draw: Draw, values: Values, name: str) -> None:
    drawing = draw(name, values)

    svg = standalone(drawing, title=name, description=name, attribution=name)
    ElementTree.fromstring(svg)
    assert "<script" not in svg
    assert not re.search(r"\b(nan|inf)\b", svg)
    assert not re.search(r"\b(nan|inf)\b", " ".join(cell for row in drawing.rows for cell in row))
    assert all(len(row) == len(drawing.header) for row in drawing.rows)


@pytest.mark.parametrize("draw", [d for d in DRAWN.values() if d is not as_multiples])
def test_texts_are_12_pixels_high_on_a_telephone(draw: Draw) -> None:
    drawing = draw("Assen", FIGURES["ordinary"])

    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)"', drawing.body)]

    assert sizes
    # Of 380 pixels the page keeps 30 for its margins.
    assert min(sizes) * 350 / drawing.size[0] >= 12


@pytest.mark.parametrize("draw", [d for d in DRAWN.values() if d is not as_funnel])
def test_what_has_no_figure_says_so(draw: Draw) -> None:
    drawing = draw("Assen", [3, None, 5])

    with override("nl"):
        told = " ".join(cell for row in draw("Assen", [3, None, 5]).rows for cell in row)

    assert any("no figure" in cell for row in drawing.rows for cell in row) or "geen cijfer" in told


def test_a_missing_figure_leaves_out_the_bar_and_keeps_the_row() -> None:
    with_figure, without = as_scores("Assen", [40]), as_scores("Assen", [None])

    assert with_figure.body.count("<rect") > without.body.count("<rect")
    assert len(without.rows) == 1


def test_a_score_bar_is_as_long_as_its_score() -> None:
    drawing = as_scores("Assen", [25, 50])

    widths = [
        float(w) for w in re.findall(r'width="([\d.]+)" height="14" fill="#00528f"', drawing.body)
    ]

    assert widths[1] == pytest.approx(2 * widths[0], abs=0.2)


def test_lower_is_right_in_a_reversed_row_of_the_spine() -> None:
    def place_of(*, is_reversed: bool) -> float:
        row = Vertebra(
            name="Unemployment", own=3.0, own_label="3", reference=4.0, low=2.0, high=6.0,
            mark=Mark.BETTER, is_reversed=is_reversed,
        )  # fmt: skip
        body = spine(Spine(vertebrae=[row], place="Assen", reference="Nation")).body
        return float(re.findall(r"translate\(([\d.]+) [\d.]+\) scale\(8\)", body)[0])

    assert place_of(is_reversed=True) > 210 > place_of(is_reversed=False)


def test_a_comparison_of_seven_places_is_refused() -> None:
    with pytest.raises(ValueError, match="6 at most"):
        as_comparison("Assen", [1.0] * 7)


def test_marks_differ_in_shape_where_they_mean_otherwise() -> None:
    judged = {(MARK_LOOKS[m].shape, MARK_LOOKS[m].is_open) for m in ("better", "similar", "worse")}

    assert len(judged) == 3


def test_a_line_is_not_drawn_over_a_break_and_dotted_over_a_gap() -> None:
    line = Line("Assen", ((2019, 1.0), (2020, 2.0), (2021, None), (2022, 3.0), (2023, 4.0)))

    def body(breaks: set[int]) -> str:
        wanted = Multiple(
            name="Jobs", unit="jobs", lines=(line,), written=written, breaks=frozenset(breaks)
        )
        return multiple(wanted).body

    assert 'stroke-dasharray="2 4"' in body(set())
    assert 'stroke-dasharray="2 4"' not in body({2022})


def test_a_drawing_becomes_a_picture() -> None:
    png = as_png(standalone(as_scores("Assen", [61, 38]), title="Scores", attribution="CBS"))

    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    assert len(png) > 2000


@pytest.mark.parametrize(
    "inside",
    [
        '<image href="file:///etc/hostname"/>',
        '<rect fill="url(http://example.org/x)"/>',
        '<text style="font-family: x">y</text>',
        '<use href="#a"/>',
    ],
)
def test_a_picture_is_never_made_of_what_reaches_out(inside: str) -> None:
    with pytest.raises(NotOurs):
        as_png(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{inside}</svg>')


@pytest.mark.parametrize("draw", DRAWN.values(), ids=DRAWN)
def test_a_drawing_is_quick(draw: Draw) -> None:
    draw("Assen", FIGURES["ordinary"])
    began = time.process_time()

    for _ in range(5):
        draw("Assen", FIGURES["ordinary"])

    assert (time.process_time() - began) / 5 < 0.03
