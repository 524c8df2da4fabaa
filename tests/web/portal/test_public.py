"""Only agendas that are no draft, and what hangs on them, are public."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from koers.agenda.models import Agenda, AgendaStatus, OfferOrAsk, Side
from koers.core.models import SourceDocument
from koers.core.records import Record
from koers.core.workspace.kinds import record_kinds
from koers.council.models import Decision
from koers.goals.models import Effect, Effort, Result
from koers.monitor.models import StatementTopic
from koers.obligations.models import Rule
from koers.portal import addresses
from koers.work_plans.models import WorkPlan, WorkPlanRow, WorkPlanStatus
from tests.web.accounts.examples import one_of_each_kind
from tests.web.portal.policy import a_chain, a_decision, a_goal, a_grant, a_project, an_agenda

pytestmark = pytest.mark.django_db

# Whom the municipality works with, with which words and why, hangs on no agenda.
ALWAYS_PUBLIC = {
    "funding.subsidyprogramme",
    "glossary.term",
    "monitor.ownindicator",
    "monitor.referencelist",
    "partners.agreement",
    "partners.motive",
    "partners.organisation",
    "partners.relation",
}
LISTS = ("home", "agendas", "goals", "projects", "grants", "decisions", "partners", "glossary")


def _policy(status: AgendaStatus) -> dict[str, Model]:
    """An agenda with one of everything that hangs on it; every title says “secret”."""
    agenda = an_agenda("secret agenda", status=status)
    goal = a_goal("secret goal", agenda)
    a_chain(goal, "secret effort", "secret result", "secret effect")
    project = a_project("secret project", goal)
    a_grant(project, "secret programme", 2008, 10, 0)
    plan = WorkPlan.objects.create(
        title_nl="secret plan",
        agenda=agenda,
        year_from=2009,
        year_until=2010,
        status=WorkPlanStatus.ADOPTED,
    )
    WorkPlanRow.objects.create(
        work_plan=plan,
        goal=goal,
        effort=Effort.objects.get(),
        result=Result.objects.get(),
        effect=Effect.objects.get(),
    )
    ask = OfferOrAsk.objects.create(agenda=agenda, side=Side.ASK, text_nl="secret ask")
    for subject in (agenda, goal, project, plan, ask, Effort.objects.get()):
        a_decision(f"secret decision on {subject._meta.model_name}", subject)
    return {"agenda": agenda, "goal": goal, "project": project, "work_plan": plan}


@pytest.mark.parametrize("page", ["agenda", "goal", "project", "work_plan"])
@pytest.mark.parametrize(
    ("status", "answer"),
    [
        (AgendaStatus.DRAFT, 404),
        (AgendaStatus.CONSULTATION, 200),
        (AgendaStatus.ADOPTED, 200),
        (AgendaStatus.CLOSED, 200),
    ],
)
def test_given_an_agenda_then_its_status_decides_whether_what_hangs_on_it_has_a_page(
    client: Client, page: str, status: AgendaStatus, answer: int
) -> None:
    record = _policy(status)[page]

    response = client.get(reverse(f"portal:{page}", args=[record.slug]))  # type: ignore[attr-defined]

    assert response.status_code == answer


@pytest.mark.parametrize("page", LISTS)
def test_given_a_draft_then_no_list_names_it_or_what_hangs_on_it(client: Client, page: str) -> None:
    _policy(AgendaStatus.DRAFT)

    response = client.get(reverse(f"portal:{page}"))

    assert "secret" not in response.content.decode()


@pytest.mark.parametrize("page", ["home", "agendas", "goals", "projects", "grants", "decisions"])
def test_given_an_adopted_agenda_then_the_lists_name_what_hangs_on_it(
    client: Client, page: str
) -> None:
    _policy(AgendaStatus.ADOPTED)

    response = client.get(reverse(f"portal:{page}"))

    assert "secret" in response.content.decode()


def test_given_a_project_for_a_public_and_a_draft_goal_then_only_the_public_one_is_named(
    client: Client,
) -> None:
    public = a_goal("public goal", an_agenda("public"))
    draft = a_goal("hidden goal", an_agenda("draft", status=AgendaStatus.DRAFT))
    project = a_project("joint", public, draft)

    page = client.get(reverse("portal:project", args=[project.slug])).content.decode()

    assert "public goal" in page
    assert "hidden goal" not in page


def test_given_a_project_on_no_agenda_at_all_then_it_is_public(client: Client) -> None:
    project = a_project("of long ago")

    assert client.get(reverse("portal:project", args=[project.slug])).status_code == 200


def test_every_kind_of_record_has_an_address_or_a_reason_to_have_none() -> None:
    decided_by_what_rests_on_them = {Decision, SourceDocument}

    assert {*addresses.KINDS} == {*record_kinds()} - decided_by_what_rests_on_them


@pytest.mark.parametrize("kind", sorted(kind._meta.label_lower for kind in addresses.KINDS))
def test_given_a_decision_on_one_record_then_it_is_public_as_that_record_is(
    client: Client, kind: str
) -> None:
    records = one_of_each_kind()
    WorkPlan.objects.update(status=WorkPlanStatus.ADOPTED)
    subject = records[kind]
    a_decision("sole subject", subject)

    def is_shown() -> bool:
        return "sole subject" in client.get(reverse("portal:decisions")).content.decode()

    assert is_shown()
    address = addresses.addresses_of([subject])[subject]
    assert not address or client.get(address.partition("#")[0]).status_code == 200

    hang_on_a_draft(records)
    assert is_shown() == (kind in ALWAYS_PUBLIC)


def hang_on_a_draft(records: dict[str, Record]) -> None:
    """Make the agenda a draft, and everything hang on it that can."""
    goal, project = records["goals.goal"], records["projects.project"]
    project.goals.set([goal])
    project.save()
    about_the_goal = {
        "subject_type": ContentType.objects.get_for_model(goal),
        "subject_id": goal.pk,
    }
    Rule.objects.update(**about_the_goal)
    StatementTopic.objects.update(**about_the_goal)
    Agenda.objects.update(status=AgendaStatus.DRAFT)


def test_given_a_decision_on_a_public_and_a_hidden_record_then_it_names_the_public_one(
    client: Client,
) -> None:
    public = an_agenda("public agenda")
    draft = an_agenda("hidden agenda", status=AgendaStatus.DRAFT)
    a_decision("both", public, draft)

    page = client.get(reverse("portal:decisions")).content.decode()

    assert reverse("portal:agenda", args=[public.slug]) in page
    assert "hidden agenda" not in page
