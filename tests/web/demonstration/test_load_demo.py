"""`manage.py load_demo` tells a visitor where to go on."""

from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings
from wagtail.models import Revision

from koers.accounts.roles import Role
from koers.demonstration.demonstration import Demonstration

pytestmark = pytest.mark.django_db


def test_the_demonstration_ends_by_telling_where_to_look_and_as_whom(
    demonstration: Demonstration,
    settings: Settings,
    store: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.KOERS_STORE = store
    settings.WAGTAILADMIN_BASE_URL = "http://127.0.0.1:8123"

    call_command("load_demo")

    told = capsys.readouterr().out
    assert "http://127.0.0.1:8123/\n" in told
    assert "http://127.0.0.1:8123/workspace/\n" in told
    assert all(f"{role}\n" in told for role in Role.values)
    assert "koers-demo-2026" in told


def test_the_history_of_every_record_begins_in_the_language_of_record(
    demonstration: Demonstration,
) -> None:
    reasons = {revision.content["change_note"] for revision in Revision.objects.all()}

    assert reasons == {"Geladen uit de demonstratie"}


def test_given_nothing_new_when_quiet_then_only_addresses_and_accounts_are_told(
    demonstration: Demonstration,
    settings: Settings,
    store: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings.KOERS_STORE = store

    call_command("load_demo", quiet=True)

    assert len(capsys.readouterr().out.splitlines()) == 3 + len(Role)
