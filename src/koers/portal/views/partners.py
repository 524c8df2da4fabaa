"""The partners, and a partner with its relations through time."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from koers.council.selectors import decisions_about
from koers.monitor.selectors import topics_about
from koers.obligations.selectors import rules_about
from koers.partners.selectors import organisations_by_kind, organisations_in_full
from koers.projects.selectors import public_projects_with


def partners(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/partners.html", {"by_kind": organisations_by_kind()})


def partner(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(organisations_in_full(), slug=slug)
    return render(
        request,
        "portal/partner.html",
        {
            "partner": found,
            "roles": public_projects_with(found),
            "decisions": decisions_about(found),
            "rules": rules_about(found),
            "topics": topics_about(found, *found.agreements.all()),
        },
    )
