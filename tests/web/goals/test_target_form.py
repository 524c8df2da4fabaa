"""Targets are recorded once: a new one says which it supersedes, and by which decision."""

from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from koers.core.models import Municipality
from koers.core.records import Record
from koers.goals.forms import TargetForm
from koers.goals.models import Goal, Target
from koers.monitor.figures import add_table
from tests.web.accounts.examples import one_of_each_kind

pytestmark = pytest.mark.django_db


@pytest.fixture
def official_figures(settings: Settings, tmp_path: Path, demo_figures: Path) -> None:
    settings.KOERS_STORE = tmp_path
    add_table(demo_figures / "81955NED")
    Municipality.objects.create(name="Assen", area_code="GM0106")


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


def test_given_a_period_without_a_value_then_the_baseline_is_the_official_figure(
    records: dict[str, Record], official_figures: None
) -> None:
    form = _new_target(records, indicator_code="dwellings", baseline_period="2016")
    target = form.save()

    assert (target.baseline_period, target.baseline_value) == ("2016JJ00", 30691)
    assert len(target.baseline_vintage) == 64


def test_given_a_baseline_of_our_own_then_it_is_kept_and_names_no_vintage(
    records: dict[str, Record], official_figures: None
) -> None:
    target = _new_target(
        records, indicator_code="dwellings", baseline_period="2016", baseline_value="31000"
    ).save()

    assert (target.baseline_value, target.baseline_vintage) == (31000, "")


@pytest.mark.parametrize("period", ["1850", "soon"])
def test_given_a_period_without_an_official_figure_then_the_form_says_so(
    records: dict[str, Record], official_figures: None, period: str
) -> None:
    form = _new_target(records, indicator_code="dwellings", baseline_period=period)

    assert [*form.errors] == ["baseline_period"]


def test_given_reference_areas_that_do_not_exist_then_every_one_of_them_is_named(
    records: dict[str, Record],
) -> None:
    form = _new_target(records, indicator_code="dwellings", references="nl\nthe moon\n12..")

    assert [text for text in ("the moon", "12..") if text in str(form.errors)] == [
        "the moon",
        "12..",
    ]
    assert len(form.errors["references"]) == 2


def _new_target(records: dict[str, Record], **facts: Any) -> TargetForm:
    form_class = Target.snippet_viewset.get_form_class()
    data = {"goal": records["goals.goal"].pk, "indicator_code": "population", "value": "5500"}
    return form_class(data | facts)
