"""The first page: what do we want, what do we do, what does it bring and cost?"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koers.agenda.selectors import public_agendas
from koers.core.models import Municipality
from koers.funding.selectors import Totals, public_grants
from koers.goals.selectors import public_goals
from koers.monitor.figures import goal_figure, latest_figure
from koers.partners.selectors import organisations
from koers.projects.selectors import public_projects_with_partners

LATEST = 4  # projects shown
KEY_INDICATORS = ("population", "dwellings", "jobs")


def home(request: HttpRequest) -> HttpResponse:
    goals = list(public_goals())
    projects = list(public_projects_with_partners())
    area_code = Municipality.load(request_or_site=request).area_code
    aims = [
        (goal, target, goal_figure(target)) for goal in goals for target in goal.current_targets
    ]
    return render(
        request,
        "portal/home.html",
        {
            "agendas": public_agendas(),
            "goals": goals,
            "projects": projects,
            "latest_projects": projects[:LATEST],
            "n_partners": organisations().count(),
            "totals": Totals(grants=list(public_grants())),
            "key_figures": [latest_figure(code, area_code) for code in KEY_INDICATORS]
            if area_code
            else [],
            "aims": aims,
        },
    )
