"""What documents state, and when two of them contradict each other."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from koers.agenda.models import AgendaStatus
from koers.core.models import SourceDocument
from koers.monitor.models import Statement, StatementTopic
from koers.monitor.selectors import documents_that_state, topics, topics_about, topics_of_area
from koers.monitor.stated.scores import score_for
from tests.web.monitor.examples import a_statement, a_topic
from tests.web.portal.policy import a_goal, an_agenda

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        pytest.param({"value": 7.9}, {"value": 5.3}, True, id="another value"),
        pytest.param({"value": 7.9}, {"value": "7.90"}, False, id="the same value"),
        pytest.param({"value": 7.9}, {"value": 6, "area_code": "NL01"}, False, id="another place"),
        pytest.param(
            {"value": 7.9, "period": "2014–2018"}, {"value": 5.3}, True, id="one without a period"
        ),
        pytest.param(
            {"value": 7, "period": "2017"}, {"value": 5, "period": "2018"}, False, id="another year"
        ),
        pytest.param(
            {"value": 7, "period": "2014–2018"},
            {"value": 5, "period": "2013-2018"},
            True,
            id="periods that overlap",
        ),
        pytest.param(
            {"value": 7, "period": "2014–2018"},
            {"value": 5, "period": "2018-2022"},
            False,
            id="periods that only touch",
        ),
        pytest.param({"text_nl": "juni 2006"}, {"text_nl": "begin 2007"}, True, id="another text"),
        pytest.param({"text_nl": "Juni 2006"}, {"text_nl": "juni 2006 "}, False, id="same text"),
    ],
)
def test_contradiction(one: dict, other: dict, differs: bool) -> None:
    topic = a_topic()
    a_statement(topic, **one)
    a_statement(topic, **other)

    (found,) = topics_of_area("GM0106")

    assert found.differs is differs


def test_given_two_that_contradict_and_a_reference_then_the_reference_is_not_contradicted() -> None:
    topic = a_topic()
    first, second = a_statement(topic, 7.9), a_statement(topic, 5.3)
    a_statement(topic, 6, area_code="NL01")

    (found,) = topics_of_area("GM0106")

    assert found.contradicted == [first, second]


def test_the_places_own_statements_come_first() -> None:
    topic = a_topic()
    nation, own = a_statement(topic, 54, area_code="NL01"), a_statement(topic, 61)

    (found,) = topics_of_area("GM0106")

    assert found.statements_list == [own, nation]


def test_topics_come_by_group_and_position_and_only_of_the_place() -> None:
    second = a_topic(title_nl="Tweede", position=2)
    first = a_topic(title_nl="Eerste", position=1)
    sdg = a_topic(title_nl="Onderwijs", group="sdg")
    a_topic(title_nl="Elders", area_code="GM0014")

    assert topics_of_area("GM0106") == [first, second, sdg]


def test_topics_about_a_record_are_found_by_that_record_alone() -> None:
    note, agenda = (SourceDocument.objects.create(title_nl=title) for title in ("Nota", "Agenda"))
    about_note = a_topic(subject=note)
    a_topic(subject=agenda)

    assert topics_about(note) == [about_note]


def test_however_many_statements_there_are_two_queries_find_them(
    django_assert_num_queries: Callable,
) -> None:
    document = SourceDocument.objects.create(title_nl="Nota")
    for number in range(3):
        for value in range(3):
            a_statement(a_topic(title_nl=f"Onderwerp {number}{value}"), value, document=document)

    with django_assert_num_queries(2):
        topics = topics_of_area("GM0106")
        assert [str(s.document) for topic in topics for s in topic.statements_list] == ["Nota"] * 9


def test_only_documents_that_state_something_are_listed_as_sources_of_statements() -> None:
    stating, _silent = (SourceDocument.objects.create(title_nl=t) for t in ("Nota", "Brief"))
    a_statement(a_topic(), 1, document=stating)
    a_statement(a_topic(), 2, document=stating)

    assert list(documents_that_state(topics())) == [stating]


@pytest.mark.parametrize(
    ("own", "nation", "width", "mark", "sentence"),
    [
        pytest.param(
            61, 54, "244.0", "216.0", "Assen: 61; the Netherlands: 54 (score).", id="beside another"
        ),
        pytest.param(
            58, 58, "232.0", "232.0", "Assen and the Netherlands: both 58 (score).", id="level"
        ),
        pytest.param(6, None, "24.0", "", "Assen: 6 (score).", id="alone"),
        pytest.param(0, None, "0.0", "", "Assen: 0 (score).", id="nought is a value"),
    ],
)
def test_a_score_bar(own: int, nation: int | None, width: str, mark: str, sentence: str) -> None:
    topic = a_topic(group="sdg", unit_nl="score", unit_en="score")
    a_statement(topic, own)
    if nation is not None:
        a_statement(topic, nation, area_code="NL01", area_nl="Nederland", area_en="the Netherlands")

    found = score_for(topics_of_area("GM0106")[0])

    assert found is not None
    assert (found.width, found.mark, found.sentence) == (width, mark, sentence)


@pytest.mark.parametrize("value", [None, -1, 101, 816])
def test_given_no_value_from_0_to_100_then_there_is_no_bar(value: int | None) -> None:
    a_statement(a_topic(group="sdg"), value, text_nl="ja")

    assert score_for(topics_of_area("GM0106")[0]) is None


def test_given_a_topic_on_a_draft_then_profile_and_sources_are_silent_about_it(
    client: Client, official_figures: object
) -> None:
    draft = a_goal("hidden goal", an_agenda("draft", status=AgendaStatus.DRAFT))
    for number, subject in enumerate((draft, None), start=1):
        document = SourceDocument.objects.create(title_nl=f"document {number}")
        topic = StatementTopic.objects.create(
            title_nl=f"topic {number}", group="fact", area_code="GM0106", subject=subject
        )
        Statement.objects.create(topic=topic, text_nl="stated", document=document)

    profile = client.get(reverse("portal:profile", args=["GM0106"])).content.decode()
    sources = client.get(reverse("portal:sources")).content.decode()

    for page, word in ((profile, "topic"), (profile, "document"), (sources, "document")):
        assert f"{word} 1" not in page
        assert f"{word} 2" in page
