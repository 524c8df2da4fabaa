"""Drawings: one name and one description each, told apart without colour, readable on white."""

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from koers.core.bilingual import LocalisedText
from koers.monitor import charts
from koers.monitor.charts import chart_of, drawing_of
from koers.monitor.figure import Aim, Figure, Point, Series
from koers_engine.concepts import Period
from tests.web.monitor.examples import a_figure, a_series

pytestmark = pytest.mark.usefixtures("in_english")

LINE = a_figure(
    {2019: 100.0, 2020: 104.0, 2022: 110.0},
    references=(a_series("the Netherlands", {2019: 100.0, 2020: 101.0, 2022: None}),),
    baseline=Point(Period(2020), 104.0, "A"),
    target=Aim(140.0, 2030),
)
BARS = a_figure({2012: 229.0, 2016: 240.0, 2020: 369.0})


def drawn(figure: Figure) -> ElementTree.Element:
    drawing = drawing_of(figure)
    assert drawing is not None
    return ElementTree.fromstring(f"<svg>{drawing.body}</svg>")


def texts(figure: Figure) -> list[str]:
    return [
        "".join(element.itertext()) for element in drawn(figure).iter() if "text" in element.tag
    ]


@pytest.mark.parametrize("figure", [LINE, BARS], ids=["line", "bars"])
def test_the_description_of_a_drawing_holds_to_its_schema(figure: Figure) -> None:
    assert chart_of(figure).to_dict(validate=True)["layer"]


@pytest.mark.parametrize("figure", [LINE, BARS], ids=["line", "bars"])
def test_a_drawing_leaves_naming_to_the_page(figure: Figure) -> None:
    attributes = {name for element in drawn(figure).iter() for name in element.attrib}

    assert not {name for name in attributes if name == "role" or name.startswith("aria-")}
    assert "id" not in attributes


def test_each_series_target_and_baseline_has_a_label_of_its_own() -> None:
    written = " ".join(texts(LINE))

    assert all(each in written for each in ("Assen", "Netherlands", "target 140", "baseline"))


def test_given_a_target_without_a_year_when_drawn_then_its_level_crosses_the_plot() -> None:
    without_year = a_figure({2019: 100.0, 2020: 104.0}, target=Aim(140.0, None))

    assert "target 140" in " ".join(texts(without_year))
    assert "2030" not in texts(without_year)


def test_given_years_that_do_not_follow_on_each_other_when_drawn_then_bars_show_their_values() -> (
    None
):
    assert {"229", "240", "369"} <= set(texts(BARS))


@pytest.mark.parametrize("values", [{}, {2020: None}, {2020: 5.0}])
def test_given_less_than_two_values_when_drawn_then_there_is_no_drawing(
    values: dict[int, float | None],
) -> None:
    assert drawing_of(a_figure(values)) is None


def test_given_a_break_when_drawn_then_no_line_crosses_it() -> None:
    whole = chart_of(a_figure({2019: 1.0, 2020: 2.0, 2021: 3.0})).to_dict()
    broken = chart_of(a_figure({2019: 1.0, 2020: 2.0, 2021: 3.0}, breaks_at=2021)).to_dict()

    def years_joined(description: dict) -> set[int]:
        return {row["year"] for row in description["layer"][0]["data"]["values"]}

    assert years_joined(whole) == {2019, 2020, 2021}
    assert years_joined(broken) == {2019, 2020}


def test_given_a_provisional_value_when_drawn_then_its_point_is_open() -> None:
    own = Series(
        LocalisedText("Assen", "en"),
        (Point(Period(2019), 1.0, "A"), Point(Period(2020), 2.0, "P")),
    )

    points = chart_of(a_figure({}, own=own)).to_dict()["layer"][1]["data"]["values"]

    assert [row["fill"] for row in points] == [charts.OWN, "white"]


def test_a_drawing_on_the_page_has_a_title_and_a_description() -> None:
    figure = a_figure(
        {2019: 1.0, 2020: 2.0}, title="Things <in> Assen", sentence="Things in Assen: 2."
    )

    page = Template("{% load figures %}{% chart figure %}").render(Context({"figure": figure}))

    title, described = re.search(r'aria-labelledby="(\S+) (\S+)"', page).groups()
    assert 'role="img"' in page
    assert f'<title id="{title}">Things &lt;in&gt; Assen</title>' in page
    assert f'<desc id="{described}">Things in Assen: 2.</desc>' in page


def test_given_a_name_that_looks_like_markup_when_drawn_then_it_stays_text() -> None:
    figure = a_figure({2019: 1.0, 2020: 2.0}, own=a_series("<b>x", {2019: 1.0, 2020: 2.0}))

    assert "<b>x" in texts(figure)
    assert not [element for element in drawn(figure).iter() if element.tag.endswith("}b")]


def contrast_with_white(colour: str) -> float:
    """Contrast ratio of WCAG 2.2."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


@pytest.mark.parametrize(
    "colour", [*(look.colour for look in charts.LOOKS), charts.INK, charts.TARGET]
)
def test_every_colour_can_be_read_on_white(colour: str) -> None:
    assert contrast_with_white(colour) >= 4.5


def test_no_two_series_are_told_apart_by_colour_alone() -> None:
    assert len({look.dash for look in charts.LOOKS}) == len(charts.LOOKS)
    assert len({look.shape for look in charts.LOOKS}) == len(charts.LOOKS)


@pytest.mark.parametrize(
    ("wanted", "apart"),
    [
        pytest.param([20.0, 60.0], [20.0, 60.0], id="far apart stay"),
        pytest.param([20.0, 22.0], [20.0, 36.0], id="the lower one gives way"),
        pytest.param([0.0], [8.0], id="below the upper edge"),
        pytest.param([210.0, 216.0], [196.0, 212.0], id="above the axis"),
    ],
)
def test_labels_are_moved_apart_within_the_plot(wanted: list[float], apart: list[float]) -> None:
    assert charts._moved_apart(wanted, [8.0] * len(wanted)) == apart
