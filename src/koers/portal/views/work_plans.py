"""A work plan: what the municipality does for an agenda in a year or two."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from koers.council.selectors import decisions_about
from koers.work_plans.selectors import public_work_plans


def work_plan(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(public_work_plans(), slug=slug)
    by_goal = groupby(found.rows.all(), key=lambda row: row.goal)
    return render(
        request,
        "portal/work_plan.html",
        {
            "work_plan": found,
            "by_goal": [(goal, list(rows)) for goal, rows in by_goal],
            "decisions": decisions_about(found),
        },
    )
