"""Two languages: the same page in the other one, and texts that say which they are in."""

import pytest
from django.test import Client

from tests.web.portal.policy import a_goal, an_agenda

pytestmark = pytest.mark.django_db


def test_given_a_page_then_its_language_switch_leads_to_the_same_page(client: Client) -> None:
    goal = a_goal("doel", an_agenda("agenda"))

    dutch = client.get(f"/goals/{goal.slug}").content.decode()
    english = client.get(f"/en/goals/{goal.slug}").content.decode()

    assert '<html lang="nl">' in dutch
    assert f'href="/en/goals/{goal.slug}" lang="en"' in dutch
    assert '<html lang="en">' in english
    assert f'href="/goals/{goal.slug}" lang="nl"' in english


def test_given_a_search_then_the_language_switch_keeps_it(client: Client) -> None:
    page = client.get("/projects?q=water").content.decode()

    assert 'href="/en/projects?q=water"' in page


def test_given_a_page_that_does_not_exist_then_the_switch_leads_home(client: Client) -> None:
    page = client.get("/no-such-page").content.decode()

    assert 'href="/en/" lang="en"' in page


def test_given_a_text_in_dutch_alone_then_the_english_page_marks_it_as_dutch(
    client: Client,
) -> None:
    a_goal("Schoon water", an_agenda("agenda", title_en="agenda in English"))

    page = client.get("/en/goals").content.decode()

    assert '<span lang="nl">Schoon water</span>' in page
    assert ">agenda in English</a>" in page
