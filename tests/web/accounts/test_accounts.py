"""Accounts and settings: kept by an administrator, who stays below superusers."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from koers.accounts.forms import UserEditForm
from koers.accounts.models import User
from koers.accounts.rights import RIGHTS
from koers.accounts.roles import Role
from koers.accounts.services import make_demonstration_accounts
from koers.core.models import Municipality

pytestmark = pytest.mark.django_db

USERS = "wagtailusers_users"


@pytest.fixture(autouse=True)
def accounts() -> list[User]:
    return make_demonstration_accounts()


@pytest.mark.parametrize("role", list(Role))
def test_given_a_role_then_accounts_and_settings_open_only_where_the_table_says(
    role: Role, client: Client
) -> None:
    client.force_login(User.objects.get(username=role.value))
    municipality = reverse("wagtailsettings:edit", args=["core", "municipality"])

    opened = {
        "accounts.user": client.get(reverse(f"{USERS}:add")).status_code == 200,
        "core.municipality": client.get(municipality, follow=True).redirect_chain[-1:]
        != [(reverse("wagtailadmin_home"), 302)],
    }

    assert opened == {kind: "change" in RIGHTS[kind][role] for kind in opened}


def test_given_an_administrator_then_they_give_somebody_a_role(client: Client) -> None:
    client.force_login(User.objects.get(username="administrator"))
    alderman = User.objects.get(username="alderman")
    clerk = Group.objects.get(name=Role.COUNCIL_CLERK)

    client.post(_edit(alderman), _account(alderman, groups=[clerk.pk], function_en="Clerk"))

    alderman.refresh_from_db()
    assert [*alderman.groups.all()] == [clerk]
    assert alderman.function_en == "Clerk"


def test_given_an_administrator_when_they_ask_for_all_powers_then_nobody_gets_them(
    client: Client,
) -> None:
    client.force_login(User.objects.get(username="administrator"))
    alderman = User.objects.get(username="alderman")

    client.post(_edit(alderman), _account(alderman, is_superuser="on", function_en="Asked"))

    alderman.refresh_from_db()
    assert alderman.function_en == "Asked"
    assert not alderman.is_superuser


def test_given_a_superuser_then_an_administrator_cannot_take_over_the_account(
    client: Client,
) -> None:
    root = User.objects.create_superuser("root", password="a-password-of-their-own")
    client.force_login(User.objects.get(username="administrator"))
    secret = "another-password-12"

    client.post(_edit(root), _account(root, password1=secret, password2=secret))

    root.refresh_from_db()
    assert root.check_password("a-password-of-their-own")


def test_given_the_form_of_an_account_then_roles_have_names_that_people_read() -> None:
    labels = [str(label) for _key, label in UserEditForm().fields["groups"].choices]

    assert len(labels) == len(Role)
    assert "Editors" not in labels


def test_given_an_administrator_then_the_municipality_takes_its_name_and_tokens(
    client: Client,
) -> None:
    client.force_login(User.objects.get(username="administrator"))
    settings_id = Municipality.load().pk
    address = reverse("wagtailsettings:edit", args=["core", "municipality", settings_id])
    data = {"name": "Assen", "area_code": "GM0106", "design_tokens": '{"--koers-accent": "#060"}'}

    client.post(address, data)
    assert Municipality.objects.get().name == "Assen"

    client.post(address, data | {"name": "Fout", "design_tokens": '{"x": "url(//elders)"}'})
    assert Municipality.objects.get().name == "Assen"


def _edit(user: User) -> str:
    return reverse(f"{USERS}:edit", args=[user.pk])


def _account(user: User, **changes: Any) -> dict[str, Any]:
    facts = {"username": user.username, "email": "a@example.org", "is_active": "on"}
    return facts | {"first_name": "A", "last_name": "B"} | changes
