"""The projects, and a project with its partners, money and outcomes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from koers.council.selectors import decisions_about
from koers.funding.selectors import Totals, public_grants
from koers.monitor.selectors import topics_about
from koers.obligations.selectors import rules_about
from koers.projects.models import OutcomeKind
from koers.projects.selectors import line_of, public_projects_in_full, public_projects_with_partners


def projects(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/projects.html", {"projects": public_projects_with_partners()})


def project(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(public_projects_in_full(), slug=slug)
    outcomes = list(found.outcomes.all())
    grants = list(public_grants().filter(project=found))
    topics = topics_about(found, *grants)
    line = line_of(found) if found.follows.all() or found.followed_by.all() else []
    return render(
        request,
        "portal/project.html",
        {
            "project": found,
            "outcomes": [
                (kind, some)
                for kind in OutcomeKind
                if (some := [outcome for outcome in outcomes if outcome.kind == kind])
            ],
            "totals": Totals(grants=grants),
            "line": line,
            "decisions": decisions_about(found),
            "rules": rules_about(found),
            "topics": topics,
            "sources_differ": any(topic.differs for topic in topics),
        },
    )
