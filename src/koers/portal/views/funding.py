"""The grants by year and by programme, with what the municipality laid beside them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koers.funding.selectors import Totals, public_grants, totals_by
from koers.monitor.selectors import topics_about
from koers.portal.bars import bars_of


def grants(request: HttpRequest) -> HttpResponse:
    found = list(public_grants())
    by_year = totals_by(lambda grant: grant.decision_year, found)
    return render(
        request,
        "portal/grants.html",
        {
            "by_year": by_year,
            "by_programme": totals_by(lambda grant: grant.programme, found),
            "totals": Totals(grants=found),
            "bars": bars_of(by_year),
            "largest": max(by_year, key=lambda year: year[1].amount_eur, default=None),
            "topics": topics_about(*found, *{grant.programme for grant in found}),
        },
    )
