"""The agendas, and an agenda with its matrix and its ledger of offers and asks."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from koers.agenda.models import Side
from koers.agenda.selectors import matrix_of, public_agendas, public_agendas_in_full
from koers.council.selectors import decisions_about
from koers.goals.selectors import public_goals
from koers.monitor.selectors import topics_about
from koers.obligations.selectors import rules_about
from koers.work_plans.selectors import public_work_plans


def agendas(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/agendas.html", {"agendas": public_agendas()})


def agenda(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(public_agendas_in_full(), slug=slug)
    ledger = list(found.offers_and_asks.all())
    return render(
        request,
        "portal/agenda.html",
        {
            "agenda": found,
            "matrix": matrix_of(found),
            "goals": public_goals().filter(agenda=found),
            "ledger": ledger,
            "n_offers": sum(line.side == Side.OFFER for line in ledger),
            "n_asks": sum(line.side == Side.ASK for line in ledger),
            "work_plans": public_work_plans().filter(agenda=found),
            "decisions": decisions_about(found),
            "rules": rules_about(found),
            "topics": topics_about(found),
        },
    )
