"""Records do not contradict themselves: one agenda, and an end after the start."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError

from koers.agenda.models import ActionTheme, Agenda, Ambition, MatrixCell, OfferOrAsk, Pillar
from koers.core.records import Record
from koers.goals.models import Goal, Target
from koers.projects.models import Project
from koers.work_plans.models import WorkPlan
from tests.web.accounts.examples import form_data
from tests.web.portal.policy import a_goal, an_agenda

pytestmark = pytest.mark.django_db


def _pillar(of: str) -> Pillar:
    return Pillar.objects.create(agenda=an_agenda(of), title_nl=f"pillar of {of}")


def _theme(of: str) -> ActionTheme:
    return ActionTheme.objects.create(agenda=an_agenda(of), title_nl=f"theme of {of}")


def _goal_with_a_cell_of(of: str) -> Goal:
    pillar = _pillar(of)
    theme = ActionTheme.objects.create(agenda=pillar.agenda, title_nl="theme")
    cell = MatrixCell.objects.create(pillar=pillar, theme=theme, task_nl="task")
    return Goal(agenda=an_agenda("own"), title_nl="goal", cells=[cell])


CONTRADICTIONS = [
    pytest.param(
        lambda: Goal(agenda=an_agenda("own"), pillar=_pillar("other"), title_nl="goal"),
        "pillar",
        id="a goal under a pillar of another agenda",
    ),
    pytest.param(
        lambda: _goal_with_a_cell_of("other"), "cells", id="a goal in a cell of another agenda"
    ),
    pytest.param(
        lambda: MatrixCell(pillar=_pillar("own"), theme=_theme("other"), task_nl="task"),
        "theme",
        id="a cell that crosses two agendas",
    ),
    pytest.param(
        lambda: Ambition(agenda=an_agenda("own"), pillar=_pillar("other"), title_nl="ambition"),
        "pillar",
        id="an ambition under a pillar of another agenda",
    ),
    pytest.param(
        lambda: OfferOrAsk(
            agenda=an_agenda("own"), pillar=_pillar("other"), side="ask", text_nl="ask"
        ),
        "pillar",
        id="an ask under a pillar of another agenda",
    ),
    pytest.param(
        lambda: Agenda(title_nl="agenda", period_from=2030, period_until=2020),
        "period_until",
        id="an agenda that ends before it starts",
    ),
    pytest.param(
        lambda: WorkPlan(agenda=an_agenda("own"), title_nl="plan", year_from=2010, year_until=2009),
        "year_until",
        id="a work plan that ends before it starts",
    ),
    pytest.param(
        lambda: Project(title_nl="p", status="running", started="2006-06", ended="2006-05-31"),
        "ended",
        id="a project that ends the month before it starts",
    ),
    pytest.param(
        lambda: Target(
            goal=a_goal("goal", an_agenda("own")), indicator_code="jobs", baseline_period="rubbish"
        ),
        "baseline_period",
        id="a baseline of no period",
    ),
    pytest.param(
        lambda: Target(
            goal=a_goal("goal", an_agenda("own")), indicator_code="jobs", references=["nonsense"]
        ),
        "references",
        id="a target beside no place",
    ),
    pytest.param(
        lambda: Target(
            goal=a_goal("goal", an_agenda("own")), indicator_code="jobs", references={"nl": 1}
        ),
        "references",
        id="references that are no list",
    ),
]


@pytest.mark.parametrize(("make", "field"), CONTRADICTIONS)
def test_given_a_contradiction_then_the_field_says_so(
    make: Callable[[], Record], field: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        make().full_clean()

    assert [*refusal.value.message_dict] == [field]


def test_given_a_start_in_a_month_and_an_end_in_that_year_then_it_may_be_so() -> None:
    Project(title_nl="p", status="running", started="2006-06", ended="2006").full_clean()


def test_given_the_form_of_a_goal_when_a_cell_of_another_agenda_is_chosen_then_it_is_refused() -> (
    None
):
    cell = _goal_with_a_cell_of("other").cells.get()
    goal = a_goal("goal", an_agenda("own"))
    form_class = Goal.snippet_viewset.get_form_class()
    data = form_data(form_class(instance=goal)) | {"change_note": "Because", "cells": [cell.pk]}

    form = form_class(data, instance=goal)

    assert [*form.errors] == ["cells"]
