"""The goals, and a goal with its chain, its test, its figure and what hangs on it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from koers.council.selectors import decisions_about
from koers.goals.models import Goal
from koers.goals.selectors import chain_of, public_goals, related_goals
from koers.goals.testability import Testability, best_gate
from koers.monitor.figures import goal_figure, measure_of
from koers.monitor.selectors import topics_about
from koers.obligations.selectors import rules_about
from koers.portal.as_of import as_of
from koers.portal.network import network_of
from koers.projects.selectors import public_projects_with_partners


def goals(request: HttpRequest) -> HttpResponse:
    tested = [(goal, _testability(goal)) for goal in public_goals()]
    return render(
        request,
        "portal/goals.html",
        {"tested": tested, "n_testable": sum(test.is_testable for _, test in tested)},
    )


def goal(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(public_goals(), slug=slug)
    chain, chosen = chain_of(found), as_of(request)
    return render(
        request,
        "portal/goal.html",
        {
            "goal": found,
            "related": related_goals(found),
            "targets": [
                (target, goal_figure(target, chosen.moment)) for target in found.current_targets
            ],
            "as_of": chosen,
            "testability": _testability(found),
            "chain": chain,
            "network": network_of(found, chain),
            "projects": public_projects_with_partners().filter(goals=found),
            "decisions": decisions_about(found),
            "rules": rules_about(found),
            "topics": topics_about(found),
        },
    )


def _testability(goal: Goal) -> Testability:
    return best_gate(
        goal, [(target, measure_of(target.indicator_code)) for target in goal.current_targets]
    )
