"""The first page of the workspace: what somebody answers for, keeps up to date, saw changed."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from koers.accounts.models import User
from koers.accounts.services import make_demonstration_accounts
from koers.core.workspace.first_page import kept_by, last_changes, yours
from koers.goals.models import Goal
from tests.web.accounts.examples import one_of_each_kind

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def accounts() -> list[User]:
    return make_demonstration_accounts()


def test_given_a_role_then_the_page_names_the_records_it_keeps_up_to_date_and_no_others(
    client: Client,
) -> None:
    controller = User.objects.get(username="controller")
    client.force_login(controller)

    text = client.get("/workspace/").content.decode()

    assert {kind.label for kind in kept_by(controller)} >= {"Subsidies", "Subsidieregelingen"}
    assert "Doelstellingen" not in {kind.label for kind in kept_by(controller)}
    assert f'href="{reverse("wagtailsnippets_funding_grant:list")}"' in text


def test_given_an_alderman_then_the_page_says_that_everything_can_be_looked_up(
    client: Client,
) -> None:
    alderman = User.objects.get(username="alderman")
    client.force_login(alderman)

    text = client.get("/workspace/").content.decode()

    assert not [*kept_by(alderman)]
    assert "houden de gegevens bij" in text


def test_given_an_owner_then_the_page_lists_what_they_own() -> None:
    one_of_each_kind()
    lead = User.objects.get(username="project-lead")
    Goal.objects.update(owner=lead)

    assert [entry.title for entry in yours(lead)] == ["Meer banen"]
    assert not [*yours(User.objects.get(username="alderman"))]


def test_given_changes_then_the_latest_comes_first_with_its_reason_in_one_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    records = one_of_each_kind()
    manager = User.objects.get(username="programme-manager")
    for reason in ("Eerst", "Daarna"):
        records["goals.goal"].change_note = reason
        records["goals.goal"].save_revision(user=manager)
    list(last_changes())  # content types are remembered from now on

    with django_assert_num_queries(1):
        changes = [*last_changes()]

    assert [(change.reason, change.by) for change in changes] == [
        ("Daarna", "Programmamanager"),
        ("Eerst", "Programmamanager"),
    ]
