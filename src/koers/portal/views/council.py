"""What the council and the executive decided."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koers.council.selectors import decisions as every_decision
from koers.portal.addresses import addresses_of


def decisions(request: HttpRequest) -> HttpResponse:
    """Each decision with those of its subjects that are public.

    A decision that is only about records which are not public yet is not shown.
    """
    found = [
        (decision, [each.subject for each in decision.subjects.all() if each.subject])
        for decision in every_decision()
    ]
    addresses = addresses_of(subject for _, subjects in found for subject in subjects)
    shown = [
        (decision, [(subject, addresses[subject]) for subject in subjects if subject in addresses])
        for decision, subjects in found
    ]
    return render(
        request,
        "portal/decisions.html",
        {
            "decisions": [
                (decision, subjects)
                for decision, subjects in shown
                if subjects or not decision.subjects.all()
            ]
        },
    )
