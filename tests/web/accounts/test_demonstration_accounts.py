"""Demonstration accounts: one per role, and only on a demonstration."""

import pytest
from django.contrib.auth import authenticate
from pytest_django import Settings

from koers.accounts.models import User
from koers.accounts.roles import Role
from koers.accounts.services import (
    DEMONSTRATION_PASSWORD,
    NoDemonstration,
    make_demonstration_accounts,
)

pytestmark = pytest.mark.django_db


def test_given_a_demonstration_then_each_role_has_one_account_that_can_sign_in() -> None:
    accounts = make_demonstration_accounts()

    assert [account.username for account in accounts] == Role.values
    for account in accounts:
        assert authenticate(username=account.username, password=DEMONSTRATION_PASSWORD) == account
        assert [group.name for group in account.groups.all()] == [account.username]
        assert account.function_nl
        assert account.function_en


def test_given_no_demonstration_when_accounts_are_asked_for_then_none_is_made(
    settings: Settings,
) -> None:
    settings.KOERS_DEMONSTRATION = False

    with pytest.raises(NoDemonstration, match="KOERS_DEMONSTRATION=1"):
        make_demonstration_accounts()

    assert not User.objects.exists()


def test_given_a_changed_account_when_they_are_made_again_then_the_change_stays() -> None:
    controller = next(a for a in make_demonstration_accounts() if a.username == Role.CONTROLLER)
    controller.set_password("a-password-of-their-own")
    controller.save()

    again = make_demonstration_accounts()

    assert len(again) == len(Role)
    assert authenticate(username=Role.CONTROLLER, password="a-password-of-their-own") == controller
