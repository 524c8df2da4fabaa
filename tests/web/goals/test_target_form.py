"""Targets are recorded once: a new one says which it supersedes, and by which decision."""

from typing import Any

import pytest

from koers.core.records import Record
from koers.goals.forms import TargetForm
from koers.goals.models import Goal, Target
from tests.web.accounts.examples import one_of_each_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def records() -> dict[str, Record]:
    return one_of_each_kind()


def test_given_a_goal_with_a_target_when_another_does_not_supersede_it_then_it_is_refused(
    records: dict[str, Record],
) -> None:
    form = _new_target(records, value="6000")

    assert [*form.errors] == ["supersedes"]
    assert "Meer banen: population" in form.errors["supersedes"][0]


def test_given_a_superseding_target_when_it_names_no_decision_then_it_is_refused(
    records: dict[str, Record],
) -> None:
    form = _new_target(records, supersedes=records["goals.target"].pk)

    assert [*form.errors] == ["decision"]


def test_given_a_superseding_target_with_its_decision_then_both_are_kept(
    records: dict[str, Record],
) -> None:
    first = records["goals.target"]

    form = _new_target(
        records,
        value="6000",
        supersedes=first.pk,
        decision=records["council.decision"].pk,
        references="nl\n\n province ",
    )
    second = form.save()

    assert [*Target.objects.order_by("pk")] == [first, second]
    assert Target.objects.get(pk=first.pk).superseded_by == second
    assert second.references == ["nl", "province"]


def test_given_a_superseded_target_then_it_cannot_be_superseded_again(
    records: dict[str, Record],
) -> None:
    decision = records["council.decision"].pk
    first = records["goals.target"]
    _new_target(records, supersedes=first.pk, decision=decision).save()

    form = _new_target(records, supersedes=first.pk, decision=decision)

    assert "supersedes" in form.errors


def test_given_the_target_of_another_goal_then_it_is_not_superseded(
    records: dict[str, Record],
) -> None:
    other = Goal.objects.create(title_nl="Meer huizen", agenda=records["agenda.agenda"])

    form = _new_target(
        records,
        goal=other.pk,
        supersedes=records["goals.target"].pk,
        decision=records["council.decision"].pk,
    )

    assert [*form.errors] == ["supersedes"]


def test_given_an_indicator_that_is_not_in_the_catalogue_then_it_is_refused(
    records: dict[str, Record],
) -> None:
    assert [*_new_target(records, indicator_code="happiness").errors] == ["indicator_code"]


def _new_target(records: dict[str, Record], **facts: Any) -> TargetForm:
    form_class = Target.snippet_viewset.get_form_class()
    data = {"goal": records["goals.goal"].pk, "indicator_code": "population", "value": "5500"}
    return form_class(data | facts)
