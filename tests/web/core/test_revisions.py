"""Records in the workspace: revised with a reason, never overwritten, and comparable."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import Revision

from koers.accounts.models import User
from koers.accounts.services import make_demonstration_accounts
from koers.core.records import Record
from koers.core.workspace.kinds import record_key
from koers.council.models import Decision
from koers.goals.models import Goal
from koers.obligations.models import Rule
from koers.projects.models import Project
from tests.web.accounts.examples import form_data, one_of_each_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def records() -> dict[str, Record]:
    return one_of_each_kind()


@pytest.fixture
def manager(client: Client) -> Client:
    return _signed_in(client, "programme-manager")


def test_given_a_record_when_it_is_changed_without_a_reason_then_it_stays_as_it_was(
    records: dict[str, Record], manager: Client
) -> None:
    goal = records["goals.goal"]

    answer = _revise(manager, goal, title_nl="Nog meer banen", change_note=" ")

    assert "change_note" in answer.context["form"].errors
    assert Goal.objects.get(pk=goal.pk).title_nl == "Meer banen"
    assert not Revision.objects.exists()


def test_given_a_changed_record_when_it_is_opened_again_then_its_reason_is_empty(
    records: dict[str, Record], manager: Client
) -> None:
    goal = records["goals.goal"]
    _revise(manager, goal, title_nl="Nog meer banen", change_note="Motie 12")

    form = manager.get(_address(goal, "edit")).context["form"]

    assert form["title_nl"].value() == "Nog meer banen"
    assert form["change_note"].value() == ""


def test_given_two_changes_then_the_history_says_who_when_and_why(
    records: dict[str, Record], client: Client
) -> None:
    goal = records["goals.goal"]
    _revise(_signed_in(client, "programme-manager"), goal, change_note="Motie 12")
    _revise(_signed_in(client, "policy-adviser"), goal, change_note="Typefout")

    history = _signed_in(client, "alderman").get(_address(goal, "history"))

    listing = history.content.decode().split("<main", 1)[1]
    _head, latest, earlier = re.findall(r"<tr.*?</tr>", listing, re.DOTALL)
    for row, reason, who in (
        (latest, "Typefout", "Beleidsadviseur"),
        (earlier, "Motie 12", "Programmamanager"),
    ):
        assert reason in row
        assert who in row
        assert "<time" in row


def test_given_two_revisions_then_whoever_may_look_can_compare_them(
    records: dict[str, Record], client: Client
) -> None:
    decision = records["council.decision"]
    clerk = _signed_in(client, "council-clerk")
    subject = record_key(records["projects.project"])
    _revise(clerk, decision, title_nl="Vaststelling", change_note="Eerste lezing")
    _revise(
        clerk,
        decision,
        title_nl="Vaststelling agenda",
        change_note="Na amendement",
        **{"subjects-0-about": subject},
    )
    first, second = Revision.objects.for_instance(decision).order_by("pk")

    url = _address(decision, "revisions_compare", first.pk, second.pk)
    text = _signed_in(client, "alderman").get(url).content.decode()

    assert re.search(r'Vaststelling<span class="addition">\s*agenda</span>', text)
    assert "Workprofiler" in text  # what it is about changed too, by name
    assert "Meer banen" in text


def test_given_a_record_then_its_address_never_changes(
    records: dict[str, Record], manager: Client
) -> None:
    goal = records["goals.goal"]

    _revise(manager, goal, slug="another", change_note="Try it")

    assert Goal.objects.get(pk=goal.pk).slug == "meer-banen"


def test_given_an_earlier_revision_when_it_is_restored_then_that_too_has_a_reason(
    records: dict[str, Record], manager: Client
) -> None:
    goal = records["goals.goal"]
    _revise(manager, goal, title_nl="Eerst", change_note="Een")
    _revise(manager, goal, title_nl="Daarna", change_note="Twee")
    first = Revision.objects.for_instance(goal).order_by("pk")[0]

    url = _address(goal, "revisions_revert", first.pk)
    form = manager.get(url).context["form"]

    assert form["title_nl"].value() == "Eerst"
    assert form["change_note"].value() == ""
    assert form.fields["change_note"].required


def test_given_a_decision_then_its_subject_is_chosen_by_kind_and_title(
    records: dict[str, Record], client: Client
) -> None:
    clerk = _signed_in(client, "council-clerk")
    page = clerk.get(_address(records["council.decision"], "edit")).content.decode()
    project_key = record_key(records["projects.project"])

    assert re.search(rf'<option value="{project_key}"[^>]*>Workprofiler</option>', page)

    _revise(
        clerk,
        records["council.decision"],
        change_note="Ander onderwerp",
        **{"subjects-0-about": project_key},
    )
    subjects = Decision.objects.get().subjects.all()
    assert [subject.subject for subject in subjects] == [Project.objects.get()]


def test_given_a_subject_that_does_not_exist_then_the_form_refuses_it(
    records: dict[str, Record], manager: Client
) -> None:
    rule = records["obligations.rule"]

    for wrong in ("goals.goal:999", "accounts.user:1", "nonsense"):
        answer = _revise(manager, rule, about=wrong, change_note="Try it")
        assert "about" in answer.context["form"].errors

    assert Rule.objects.get().subject_type is None


def test_given_a_rule_about_a_goal_when_the_choice_is_emptied_then_it_is_about_nothing(
    records: dict[str, Record], manager: Client
) -> None:
    rule = records["obligations.rule"]
    _revise(manager, rule, about=record_key(records["goals.goal"]), change_note="Over een doel")
    assert Rule.objects.get().subject == records["goals.goal"]

    _revise(manager, Rule.objects.get(), about="", change_note="Algemeen")

    assert Rule.objects.get().subject is None


def test_given_a_project_then_its_partners_and_outcomes_are_kept_with_it(
    records: dict[str, Record], client: Client
) -> None:
    lead = _signed_in(client, "project-lead")
    project = records["projects.project"]

    _revise(lead, project, change_note="Prijs", **{"outcomes-0-text_nl": "Twee prijzen"})

    kept = Project.objects.get()
    assert [str(outcome) for outcome in kept.outcomes.all()] == ["Twee prijzen"]
    assert [str(partner.organisation) for partner in kept.partners.all()] == ["Poznań"]
    content = Revision.objects.for_instance(kept).get().content
    assert [outcome["text_nl"] for outcome in content["outcomes"]] == ["Twee prijzen"]


def test_given_records_then_a_list_finds_them_by_their_own_text_and_by_what_they_belong_to(
    records: dict[str, Record], manager: Client
) -> None:
    grants = _address(records["funding.grant"], "list")

    assert _found(manager, grants, "workprof") == [records["funding.grant"]]
    assert _found(manager, grants, "riolering") == []


def test_given_a_record_with_a_public_page_then_the_workspace_links_to_it(
    records: dict[str, Record], manager: Client
) -> None:
    for page in ("edit", "inspect"):
        text = manager.get(_address(records["goals.goal"], page)).content.decode()
        assert f'href="{reverse("portal:goal", args=["meer-banen"])}"' in text


def test_given_a_year_then_lists_and_pages_write_it_as_a_year(
    records: dict[str, Record], manager: Client
) -> None:
    for page in ("list", "inspect"):
        text = manager.get(_address(records["work_plans.workplan"], page)).content.decode()
        assert "2009" in text
        assert "2.009" not in text


def test_given_somebody_who_may_only_look_then_the_past_offers_no_change(
    records: dict[str, Record], client: Client
) -> None:
    goal = records["goals.goal"]
    _revise(_signed_in(client, "programme-manager"), goal, change_note="Eerst")
    _revise(_signed_in(client, "programme-manager"), goal, change_note="Daarna")
    one, other = Revision.objects.for_instance(goal).order_by("pk")
    alderman = _signed_in(client, "alderman")

    history = alderman.get(_address(goal, "history"))
    compared = alderman.get(_address(goal, "revisions_compare", one.pk, other.pk))

    for page in (history, compared):
        assert page.status_code == 200
        assert not page.context["header_buttons"]
    assert "/revert/" not in history.content.decode()


def _found(client: Client, address: str, words: str) -> list[Record]:
    return [*client.get(address, {"q": words}).context["object_list"]]


def _signed_in(client: Client, username: str) -> Client:
    make_demonstration_accounts()
    client.force_login(User.objects.get(username=username))
    return client


def _address(record: Record, page: str, *revisions: int) -> str:
    args = [record.pk, *revisions] if page != "list" else []
    return reverse(type(record).snippet_viewset.get_url_name(page), args=args)


def _revise(client: Client, record: Record, **changes: str) -> HttpResponse:
    record = type(record)._default_manager.get(pk=record.pk)
    form = type(record).snippet_viewset.get_form_class()(instance=record)
    return client.post(_address(record, "edit"), form_data(form) | changes)
