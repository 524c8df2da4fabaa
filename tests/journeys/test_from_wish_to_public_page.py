"""Staff bring a wish of the council to the public site, each role its own part."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from koers.accounts.models import User
from koers.accounts.roles import Role
from koers.agenda.models import Agenda
from koers.core.records import Record
from koers.funding.models import Grant, SubsidyProgramme
from koers.goals.models import Goal
from koers.partners.models import Organisation
from koers.projects.models import Project
from tests.web.accounts.examples import form_data

pytestmark = pytest.mark.django_db


def _signed_in(role: Role) -> Client:
    user = User.objects.create_user(role.value)
    user.groups.add(Group.objects.get(name=role.value))
    client = Client()
    client.force_login(user)
    return client


def _address(kind: type[Record], act: str, *args: Any) -> str:
    return reverse(f"{kind.snippet_viewset.get_url_name(act)}", args=args)  # type: ignore[attr-defined]


def _add(client: Client, kind: type[Record], **facts: Any) -> Any:
    """Fill in and send the form for a new record, as a person does; return what was recorded."""
    form = client.get(_address(kind, "add")).context["form"]
    answer = client.post(_address(kind, "add"), form_data(form) | facts)
    assert answer.status_code == 302, answer.context["form"].errors
    return kind.objects.order_by("-pk")[0]  # type: ignore[attr-defined]


def _revise(client: Client, record: Record, **facts: Any) -> None:
    address = _address(type(record), "edit", record.pk)
    form = client.get(address).context["form"]
    answer = client.post(address, form_data(form) | facts)
    assert answer.status_code == 302, answer.context["form"].errors


def test_given_a_draft_when_the_agenda_is_adopted_then_its_goals_are_public(
    client: Client,
) -> None:
    manager = _signed_in(Role.PROGRAMME_MANAGER)
    agenda = _add(manager, Agenda, title_nl="Wateragenda", status="draft")
    goal = _add(manager, Goal, title_nl="Droge voeten", agenda=agenda.pk)

    assert client.get(f"/goals/{goal.slug}").status_code == 404
    assert "Wateragenda" not in client.get("/agendas").content.decode()

    _revise(manager, agenda, status="adopted", change_note="De raad stelde de agenda vast.")

    assert "Droge voeten" in client.get(f"/goals/{goal.slug}").content.decode()
    assert "Wateragenda" in client.get("/agendas").content.decode()
    notes = [revision.content["change_note"] for revision in agenda.revisions.order_by("pk")]
    assert notes[-1] == "De raad stelde de agenda vast."


def test_given_a_controller_when_a_grant_is_recorded_then_the_totals_follow(
    client: Client,
) -> None:
    project = Project.objects.create(title_nl="Waterplein", status="running")
    funder = Organisation.objects.create(title_nl="Rijk", kind="national_government")
    programme = SubsidyProgramme.objects.create(title_nl="Klimaatfonds", funder=funder)
    controller = _signed_in(Role.CONTROLLER)
    facts = {
        "project": project.pk,
        "programme": programme.pk,
        "decision_year": 2025,
        "own_contribution_eur": "50000",
    }

    _add(controller, Grant, amount_eur="250000", **facts)
    _add(controller, Grant, amount_eur="125000.50", **facts)

    page = client.get("/grants").content.decode()
    assert "375.000,50" in page.replace("\xa0", " ")
    assert "100.000" in page


def test_given_a_negative_grant_then_the_form_says_what_is_wrong_and_nothing_is_stored() -> None:
    project = Project.objects.create(title_nl="Waterplein", status="running")
    programme = SubsidyProgramme.objects.create(title_nl="Klimaatfonds")
    controller = _signed_in(Role.CONTROLLER)
    form = controller.get(_address(Grant, "add")).context["form"]

    answer = controller.post(
        _address(Grant, "add"),
        form_data(form)
        | {
            "project": project.pk,
            "programme": programme.pk,
            "decision_year": 2025,
            "amount_eur": "-1",
            "own_contribution_eur": "0",
        },
    )

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert not Grant.objects.exists()
