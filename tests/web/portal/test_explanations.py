"""Words of the glossary explain themselves, and a text can never become markup."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from koers.core.bilingual import LocalisedText
from koers.glossary.models import Term
from koers.portal.explanations import Explainer
from tests.web.portal.policy import a_goal, a_term, an_agenda

pytestmark = pytest.mark.django_db


def _explained(text: str, *terms: Term, language: str = "nl") -> list[str]:
    """The words that became links."""
    html = Explainer(terms).explain(LocalisedText(text, language))
    return re.findall(r'<a class="term__word"[^>]*>([^<]*)</a>', html)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("een nulmeting vooraf", ["nulmeting"], id="a whole word"),
        pytest.param("Nulmeting.", ["Nulmeting"], id="capitals and punctuation do not matter"),
        pytest.param("nulmetingen, hernulmeting", [], id="no part of a longer word"),
        pytest.param("nulmeting na nulmeting", ["nulmeting"], id="only its first use"),
        pytest.param("brede welvaart", ["brede welvaart"], id="the longest term"),
        pytest.param("welvaart en nulmeting", ["welvaart", "nulmeting"], id="each term"),
        pytest.param("", [], id="no text"),
    ],
)
def test_given_a_text_then_the_terms_in_it_are_links(text: str, words: list[str]) -> None:
    terms = [a_term("nulmeting"), a_term("welvaart"), a_term("brede welvaart")]

    assert _explained(text, *terms) == words


def test_given_a_term_with_signs_of_a_pattern_then_it_is_sought_as_it_is_written() -> None:
    term = a_term("VNG (vereniging)")

    assert _explained("de VNG (vereniging) helpt", term) == ["VNG (vereniging)"]
    assert _explained("de VNG vereniging helpt", term) == []


def test_given_a_text_in_another_language_then_terms_of_that_language_are_sought() -> None:
    term = a_term("nulmeting", title_en="baseline")

    with override("nl"):
        assert _explained("a baseline, geen nulmeting", term, language="en") == ["baseline"]


def test_given_markup_in_text_title_or_definition_then_it_is_shown_as_text() -> None:
    term = a_term("<b>", '<script>alert("1")</script>')

    html = Explainer([term]).explain(LocalisedText('<img src=x> & "<i>"', "nl"))

    assert "<img" not in html
    assert "<i>" not in html
    assert "&lt;img src=x&gt; &amp; &quot;" in html
    assert "<script>" not in Explainer([term]).explain(LocalisedText("a <b> c", "nl"))


def test_given_several_texts_on_a_page_then_every_explanation_is_described_by_its_own_id(
    client: Client,
) -> None:
    a_term("water", "Wat uit de kraan komt.")
    goal = a_goal("doel", an_agenda("a"), description_nl="water", influence_nl="meer water")

    page = client.get(f"/goals/{goal.slug}").content.decode()

    described = re.findall(r'aria-describedby="(term-\d+)"', page)
    assert len(described) == 2
    assert described == re.findall(r'role="tooltip" id="(term-\d+)"', page)
    assert f'href="/glossary#{Term.objects.get().slug}"' in page


def test_given_many_texts_then_the_terms_are_read_once(client: Client) -> None:
    for n in range(5):
        a_term(f"term {n}")
    goal = a_goal("doel", an_agenda("a"), description_nl="term 1\n\nterm 2\n\nterm 3")

    with CaptureQueriesContext(connection) as queries:
        client.get(f"/goals/{goal.slug}")

    assert sum("glossary_term" in query["sql"] for query in queries) == 1
