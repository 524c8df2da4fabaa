"""Up to six places side by side."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from koers.core.models import Municipality
from koers.monitor import comparing
from koers.monitor.reference_choices import reference_choices
from koers.monitor.topics import topics
from koers.portal.files import FORMS

FIELDS = 6  # places that the form has room for


def compare(request: HttpRequest) -> HttpResponse:
    """The places that the address asks for; without any, a form that has the own place in it."""
    asked = comparing.read_comparison(dict(request.GET.lists()))
    if "place" in request.GET and asked.places and not asked.has_fault:
        return HttpResponseRedirect(reverse("portal:compare") + asked.query)
    shown = comparing.side_by_side(asked) if asked.places and not asked.has_fault else None
    options = comparing.places_to_choose(asked)
    return render(
        request,
        "portal/compare.html",
        {
            "asked": asked,
            "faults": [(fault.text, asked.ways_on(fault)) for fault in asked.faults],
            "chosen": asked.chosen,
            "choice": asked.chosen.choice,
            "shown": shown,
            "fields": _fields(asked, options, Municipality.load(request_or_site=request).area_code),
            "options": options,
            "topics": topics(asked.chosen.choice.indicators),
            "references": reference_choices(asked.chosen.choice.references),
            "forms": FORMS,
        },
    )


def _fields(asked: comparing.Asked, options: list[str], own_code: str) -> list[str]:
    """What stands in each field of the form: what was found with its code, else what was typed."""
    if asked.typed and not asked.faults:
        filled = [f"{place.name} ({place.code})" for place in asked.places]
    elif asked.typed:
        filled = list(asked.typed)
    else:
        filled = [option for option in options if option.endswith(f"({own_code})")]
    return filled + [""] * (FIELDS - len(filled))
