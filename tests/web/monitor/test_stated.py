"""Stated figures drawn: what is compared, how long the bars are, and what the sentences say."""

from decimal import Decimal

import pytest
from django.utils import translation

from koers.core.models import SourceDocument
from koers.monitor.models import Statement, StatementTopic
from koers.monitor.selectors import topics_of_area
from koers.monitor.stated.bars import Labelled, extents_of, laid_out
from koers.monitor.stated.stated import Stated, stated_on
from tests.web.monitor.examples import a_statement, a_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

TOWNS = {"area_code": "", "area_nl": "middelgrote steden", "area_en": "mid-size towns"}
NORTH = {"area_code": "LD01", "area_nl": "Noord-Nederland", "area_en": "the North"}


def jobs(**fields: object) -> StatementTopic:
    return a_topic(unit_nl="banen", unit_en="jobs", **fields)


def stated() -> Stated:
    (topic,) = topics_of_area("GM0106")
    return stated_on(topic)


@pytest.mark.parametrize(
    ("own", "towns", "north", "sentence"),
    [
        pytest.param(
            {"value": 816},
            {"value": 643},
            {"value": 612},
            "Assen: 816 jobs in 2018, more than mid-size towns (643) and the North (612).",
            id="more than both",
        ),
        pytest.param(
            {"value": 600},
            {"value": 643},
            {"value": 612},
            "Assen: 600 jobs in 2018, less than mid-size towns (643) and the North (612).",
            id="less than both",
        ),
        pytest.param(
            {"value": 620},
            {"value": 643},
            {"value": 612},
            "Assen: 620 jobs in 2018, against mid-size towns (643) and the North (612).",
            id="between the two",
        ),
        pytest.param(
            {"value": "5.3"},
            {"value": "5.30"},
            {},
            "Assen: 5.3 jobs in 2018, the same as mid-size towns (5.3).",
            id="level, and a reference without a figure",
        ),
        pytest.param(
            {"value": 816},
            {"value": 643, "period": "2017"},
            {},
            "Assen: 816 jobs in 2018, against mid-size towns (643, 2017).",
            id="another year is set beside it and not compared",
        ),
        pytest.param(
            {"value": 816, "period": ""},
            {"value": 643, "period": ""},
            {},
            "Assen: 816 jobs, more than mid-size towns (643).",
            id="without a period",
        ),
        pytest.param(
            {"value": 0},
            {"value": -2},
            {},
            "Assen: 0 jobs in 2018, more than mid-size towns (−2).",
            id="nought and below",
        ),
    ],
)
def test_the_sentence_of_a_comparison(own: dict, towns: dict, north: dict, sentence: str) -> None:
    topic = jobs()
    for fields, place in ((own, {}), (towns, TOWNS), (north, NORTH)):
        a_statement(topic, **({"period": "2018", "text_nl": ""} | place | fields))

    assert stated().sentence == sentence


def test_the_sentence_in_dutch() -> None:
    topic = jobs()
    a_statement(topic, 45.5, period="2018")
    a_statement(topic, 34.5, period="2018", **TOWNS)
    a_statement(topic, 41.7, period="2018", **NORTH)

    with translation.override("nl"):
        assert stated().sentence == (
            "Assen: 45,5 banen in 2018, meer dan middelgrote steden (34,5) en "
            "Noord-Nederland (41,7)."
        )


def test_given_no_other_place_then_nothing_is_drawn_and_all_is_listed() -> None:
    topic = jobs()
    first, second = a_statement(topic, 816, period="2018"), a_statement(topic, 780, period="2016")

    found = stated()

    assert (found.bars, found.sentence, found.listed) == (None, "", [first, second])


def test_given_no_figure_of_the_own_place_then_nothing_is_drawn() -> None:
    topic = jobs()
    a_statement(topic, text_nl="veel")
    a_statement(topic, 643, **TOWNS)
    a_statement(topic, 612, **NORTH)

    assert stated().bars is None


def test_what_has_no_figure_is_listed_below_the_bars() -> None:
    topic = jobs()
    a_statement(topic, 816)
    a_statement(topic, 643, **TOWNS)
    silent = a_statement(topic, text_nl="het meest van allemaal", **NORTH)

    assert stated().listed == [silent]


def test_given_a_contradiction_then_both_are_marked_and_listed_with_their_source() -> None:
    topic, note = jobs(), SourceDocument.objects.create(title_nl="Nota")
    one = a_statement(topic, 7.9, period="2014–2018", document=note, place_nl="figuur")
    two = a_statement(topic, 5.3, text_en="in five years", document=note, place_nl="tekst")
    a_statement(topic, 6, period="2014–2018", document=note, place_nl="figuur", **TOWNS)

    found = stated()

    assert found.bars
    assert [(b.is_own, b.is_contradicted) for b in found.bars.rows] == [
        (True, True), (True, True), (False, False),
    ]  # fmt: skip
    assert [b.lines[0][1] for b in found.bars.rows] == [
        "Assen", "Assen, in five years", "Mid-size towns",
    ]  # fmt: skip
    assert found.sentence == (
        "Assen: 7.9 jobs in 2014–2018, more than mid-size towns (6). "
        "Also stated for Assen: 5.3 (in five years)."
    )
    assert (found.listed, found.each_cites, found.citations) == ([one, two], True, [])


def _sourced(place: str, value: int, **fields: str) -> Statement:
    topic = StatementTopic.objects.first() or jobs()
    note, _ = SourceDocument.objects.get_or_create(title_nl="Nota")
    return a_statement(topic, value, document=note, place_nl=place, **fields)


def test_given_one_source_then_it_is_named_once() -> None:
    first = _sourced("figuur", 816)
    _sourced("figuur", 643, **TOWNS)

    assert stated().citations == [first]


def test_given_several_sources_then_each_is_named() -> None:
    statements = [_sourced("figuur", 816), _sourced("tekst", 643, **TOWNS)]

    assert stated().citations == statements


def test_given_a_statement_without_source_then_the_source_of_another_is_not_given_to_it() -> None:
    first = _sourced("figuur", 816)
    unsourced = a_statement(first.topic, text_nl="veel", **NORTH)

    found = stated()

    assert (found.listed, found.each_cites, found.citations) == ([first, unsourced], True, [])


def test_a_note_on_several_statements_is_told_once() -> None:
    topic = jobs()
    for fields in ({}, TOWNS):
        a_statement(topic, 1, note_en="Read from a picture.", note_nl="Uit een beeld.", **fields)

    assert stated().notes == ["Read from a picture."]


@pytest.mark.parametrize(
    ("values", "zero", "bars"),
    [
        pytest.param([10, 5], "0.00%", [("0.00%", "78.00%"), ("0.00%", "39.00%")], id="from zero"),
        pytest.param([0, 0], "0.00%", [("0.00%", "0.00%")] * 2, id="nothing has no length"),
        pytest.param(
            [3, -1], "36.00%", [("36.00%", "42.00%"), ("22.00%", "14.00%")], id="below zero"
        ),
        pytest.param([-2], "100.00%", [("22.00%", "78.00%")], id="all below zero"),
    ],
)
def test_bars_lie_on_one_scale(values: list[int], zero: str, bars: list) -> None:
    found_zero, extents = extents_of([Decimal(value) for value in values])

    assert found_zero == zero
    assert [(each.x, each.width) for each in extents] == bars


def test_no_bar_or_label_overlaps_the_next_and_all_fit_the_height() -> None:
    name = "a place with a name of so many words that it takes more than one line"

    found = laid_out([Labelled(name, Decimal(n), str(n), is_own=n == 3) for n in (3, 2, 1)])

    for upper, lower in zip(found.rows, found.rows[1:], strict=False):
        assert upper.top + upper.thickness < lower.lines[0][0]
        assert len(lower.lines) > 1
    assert found.rows[-1].top + found.rows[-1].thickness <= found.height
