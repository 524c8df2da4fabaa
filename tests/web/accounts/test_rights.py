"""The table of rights, walked over HTTP: every role, every kind of record, every action."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from koers.accounts.management.commands.rights_page import rights_page
from koers.accounts.models import User
from koers.accounts.rights import RIGHTS, sync_rights
from koers.accounts.roles import Role
from koers.accounts.services import make_demonstration_accounts
from koers.agenda.models import Pillar
from koers.core.records import Record
from koers.core.workspace.kinds import record_kinds
from tests.web.accounts.examples import form_data, one_of_each_kind

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "rights.md"


@pytest.fixture
def records() -> dict[str, Record]:
    return one_of_each_kind()


@pytest.mark.parametrize("role", list(Role))
def test_given_a_role_then_the_workspace_allows_what_the_table_says_and_nothing_else(
    role: Role, records: dict[str, Record], client: Client
) -> None:
    make_demonstration_accounts()
    client.force_login(User.objects.get(username=role.value))

    allowed = {kind: _allowed(client, record) for kind, record in records.items()}

    assert allowed == {kind: set(RIGHTS[kind][role]) for kind in records}


def test_given_an_account_without_a_role_then_the_workspace_stays_closed(
    records: dict[str, Record], client: Client
) -> None:
    client.force_login(User.objects.create_user("nobody"))

    assert not any(_allowed(client, record) for record in records.values())
    assert _is_shown_the_door(client.get("/workspace/"))


def test_given_an_outsider_then_every_address_leads_to_the_door(
    records: dict[str, Record], client: Client
) -> None:
    assert not any(_allowed(client, record) for record in records.values())
    for record in records.values():
        assert _is_shown_the_door(client.get(_address(record, "edit")))


def test_given_the_table_then_it_names_every_kind_of_record_there_is() -> None:
    assert {kind._meta.label_lower for kind in record_kinds()} <= set(RIGHTS)


def test_given_a_superuser_then_nothing_is_deleted_and_a_target_is_not_edited_either(
    records: dict[str, Record], client: Client
) -> None:
    client.force_login(User.objects.create_superuser("root"))

    allowed = {kind: _allowed(client, record) for kind, record in records.items()}

    everything = {kind: {"view", "add", "change"} for kind in records}
    assert allowed == everything | {"goals.target": {"view", "add"}}


def test_given_a_superuser_when_many_are_deleted_at_once_then_all_are_kept(
    records: dict[str, Record], client: Client
) -> None:
    client.force_login(User.objects.create_superuser("root"))

    for record in records.values():
        label = (record._meta.app_label, record._meta.model_name, "delete")
        client.post(reverse("wagtail_bulk_action", args=label) + f"?id={record.pk}")

    assert all(type(record).objects.filter(pk=record.pk).exists() for record in records.values())


def test_given_a_group_that_was_changed_by_hand_when_synced_then_it_follows_the_table_again() -> (
    None
):
    controller = Group.objects.get(name=Role.CONTROLLER)
    as_in_table = set(controller.permissions.all())
    controller.permissions.set(Group.objects.get(name=Role.RESEARCHER).permissions.all())

    sync_rights()

    assert set(controller.permissions.all()) == as_in_table


def test_given_the_page_on_rights_then_it_is_what_the_table_says() -> None:
    assert PAGE.read_text() == rights_page(), (
        "run: manage.py rights_page > docs/reference/rights.md"
    )


def _allowed(client: Client, record: Record) -> set[str]:
    """The actions on the kind of `record` that the workspace lets this visitor do."""
    doors: dict[str, list[Callable[[Client, Record], bool]]] = {
        "view": [_lists, _inspects, _sees_history],
        "add": [_opens_add, _adds],
        "change": [_opens_edit, _revises],
        "delete": [_deletes],
    }
    allowed = set()
    for action, ways in doors.items():
        opened = {way(client, record) for way in ways}
        assert len(opened) == 1, f"{record._meta.label}: {action} is only half allowed"
        if opened == {True}:
            allowed.add(action)
    return allowed


def _lists(client: Client, record: Record) -> bool:
    return client.get(_address(record, "list")).status_code == 200


def _inspects(client: Client, record: Record) -> bool:
    return client.get(_address(record, "inspect")).status_code == 200


def _sees_history(client: Client, record: Record) -> bool:
    return client.get(_address(record, "history")).status_code == 200


def _opens_add(client: Client, record: Record) -> bool:
    return client.get(_address(record, "add")).status_code == 200


def _opens_edit(client: Client, record: Record) -> bool:
    return client.get(_address(record, "edit")).status_code == 200


def _adds(client: Client, record: Record) -> bool:
    records = type(record)._default_manager
    before = records.count()
    with transaction.atomic():
        client.post(_address(record, "add"), _data_of_another(record))
        added = records.count() == before + 1
        transaction.set_rollback(True)
    return added


def _revises(client: Client, record: Record) -> bool:
    with transaction.atomic():
        form = type(record).snippet_viewset.get_form_class()(instance=record)
        client.post(_address(record, "edit"), form_data(form) | {"change_note": "Because"})
        revised = type(record)._default_manager.get(pk=record.pk).change_note == "Because"
        transaction.set_rollback(True)
    return revised


def _deletes(client: Client, record: Record) -> bool:
    with transaction.atomic():
        client.post(_address(record, "delete"))
        deleted = not type(record)._default_manager.filter(pk=record.pk).exists()
        transaction.set_rollback(True)
    return deleted


def _address(record: Record, page: str) -> str:
    viewset = type(record).snippet_viewset
    return reverse(viewset.get_url_name(page), args=[record.pk] * (page not in ("list", "add")))


def _data_of_another(record: Record) -> dict[str, Any]:
    """What a browser sends to add a record like this one, without its parts."""
    data = form_data(type(record).snippet_viewset.get_form_class()(instance=record)) | {"slug": ""}
    for name in data:
        if name.endswith(("-TOTAL_FORMS", "-INITIAL_FORMS")):
            data[name] = 0
    match record._meta.label_lower:
        case "agenda.matrixcell":  # a crossing has one cell
            data["pillar"] = Pillar.objects.create(agenda=record.pillar.agenda, title_nl="X").pk
        case "goals.target":  # another target for this indicator would have to supersede
            data["indicator_code"] = "dwellings"
    return data


def _is_shown_the_door(answer: HttpResponse) -> bool:
    return answer.status_code == 302 and "/login/" in answer["Location"]
