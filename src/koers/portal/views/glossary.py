"""The words of the policy, in alphabetical order."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from koers.glossary.selectors import terms_in_alphabetical_order


def glossary(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/glossary.html", {"terms": terms_in_alphabetical_order()})
