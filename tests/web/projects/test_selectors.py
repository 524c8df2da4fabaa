"""The line of a project through time."""

import pytest

from koers.agenda.models import AgendaStatus
from koers.projects.selectors import line_of, public_projects
from tests.web.portal.policy import a_chain, a_goal, a_project, an_agenda

pytestmark = pytest.mark.django_db


def test_given_three_projects_in_a_row_then_each_has_the_whole_line() -> None:
    first = a_project("I", started="2004")
    second = a_project("II", started="2006", follows=first)
    third = a_project("III", follows=second)  # of which the start is unknown

    for project in (first, second, third):
        assert line_of(project) == [first, second, third]


def test_given_projects_that_follow_each_other_in_a_circle_then_the_line_ends() -> None:
    first = a_project("I", started="2004")
    second = a_project("II", started="2006", follows=first)
    first.follows.set([second])
    first.save()

    assert line_of(first) == [first, second]


def test_given_a_follow_up_under_a_draft_agenda_then_the_line_leaves_it_out() -> None:
    first = a_project("I")
    draft = a_goal("goal", an_agenda("draft", status=AgendaStatus.DRAFT))
    a_project("II", draft, follows=first)

    assert line_of(first) == [first]


def test_given_a_project_that_only_carries_efforts_then_their_goals_decide() -> None:
    for title, status in (("shown", AgendaStatus.ADOPTED), ("hidden", AgendaStatus.DRAFT)):
        goal = a_goal(title, an_agenda(title, status=status))
        project = a_project(title)
        project.efforts.set([a_chain(goal, f"effort {title}", "result", "effect")])
        project.save()

    assert [str(project) for project in public_projects()] == ["shown"]
