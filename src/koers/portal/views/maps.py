"""An indicator on the map of all municipalities."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from koers.core.models import Municipality
from koers.monitor import mapping
from koers.monitor.choices import query_of
from koers.monitor.figure import NoFigure
from koers.monitor.figures import measure_of
from koers.monitor.topics import topics
from koers.portal.files import FORMS


def maps(request: HttpRequest) -> HttpResponse:
    """On to the map of the indicator that was chosen, else of the first of a profile, with all
    else that was chosen.
    """
    code = request.GET.get("indicator") or mapping.usual_indicator()
    if measure_of(code) is None:
        raise Http404(code)
    held = {name: str(text) for name, text in request.GET.items() if name != "indicator"}
    pairs = [(name, text) for name, text in held.items() if text]
    return HttpResponseRedirect(reverse("portal:map", args=[code]) + query_of(pairs))


def map(request: HttpRequest, indicator: str) -> HttpResponse:  # noqa: A001 - as its address
    own = Municipality.load(request_or_site=request).area_code
    asked = mapping.read_map(indicator, dict(request.GET.lists()), own)
    measure = measure_of(indicator)
    if asked is None or measure is None:
        raise Http404(indicator)
    drawn = None if asked.faults else mapping.draw(asked)
    shown = drawn if isinstance(drawn, mapping.Map) else None
    return render(
        request,
        "portal/map.html",
        {
            "is_unmarked": shown and asked.place and not shown.has(asked.place),
            "asked": asked,
            "choice": asked.chosen.choice,
            "measure": measure,
            "map": shown,
            "trouble": drawn if isinstance(drawn, NoFigure) else None,
            "topics": topics([indicator]),
            "years": mapping.map_years(asked.chosen.moment),
            "forms": FORMS,
        },
    )
