"""The chain below a goal, read in a fixed number of queries."""

import pytest
from pytest_django import DjangoAssertNumQueries

from koers.goals.selectors import chain_of
from tests.web.portal.policy import a_chain, a_goal, an_agenda

pytestmark = pytest.mark.django_db


def test_given_a_chain_then_it_leads_from_effort_to_result_to_effect(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    goal = a_goal("goal", an_agenda("agenda"))
    for n in range(4):
        a_chain(goal, f"effort {n % 2}", f"result {n}", "effect")

    with django_assert_num_queries(3):
        chain = chain_of(goal)

    titles = [
        (effort.record.title, result.record.title, effect.record.title)
        for effort in chain
        for result in effort.following
        for effect in result.following
    ]
    assert titles == [
        ("effort 0", "result 0", "effect"),
        ("effort 0", "result 2", "effect"),
        ("effort 1", "result 1", "effect"),
        ("effort 1", "result 3", "effect"),
    ]


def test_given_another_goal_with_the_same_effort_then_each_has_the_whole_chain() -> None:
    one, other = (a_goal(title, an_agenda(title)) for title in ("one", "other"))
    for goal in (one, other):
        a_chain(goal, "effort", "result", "effect")

    assert [link.record for link in chain_of(one)] == [link.record for link in chain_of(other)]
