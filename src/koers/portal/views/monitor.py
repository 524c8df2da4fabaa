"""Official figures: the profile of every municipality, and each figure by itself."""

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import reverse

from koers.core.models import Municipality
from koers.monitor import profile as profiling
from koers.monitor.figures import NoFigure, measure_of, register_trouble
from koers.monitor.files import figure_as_csv
from koers.monitor.models import TopicGroup
from koers.monitor.selectors import topics_of_area
from koers.portal.addresses import without_drafts
from koers.portal.as_of import as_of
from koers.portal.boundaries import boundaries, query


def profiles(request: HttpRequest) -> HttpResponse:
    wanted = request.GET.get("q", "")[:100]
    trouble = register_trouble()
    found = {} if trouble else profiling.municipalities_by_province(wanted)
    return render(
        request,
        "portal/profiles.html",
        {
            "wanted": wanted,
            "provinces": found,
            "n_found": sum(map(len, found.values())),
            "trouble": trouble,
            "own_code": Municipality.load(request_or_site=request).area_code,
        },
    )


def profile(request: HttpRequest, code: str) -> HttpResponse:
    chosen = as_of(request)
    if code != code.upper():
        address = reverse("portal:profile", args=[code.upper()])
        return HttpResponsePermanentRedirect(address + chosen.query)
    if trouble := register_trouble(chosen.moment):
        context = {"trouble": trouble, "as_of": chosen}
        return render(request, "portal/profile_unknown.html", context, status=404)
    if not profiling.is_current(code, chosen.moment):
        former_name = profiling.former_name(code, chosen.moment)
        context = {"code": code, "former_name": former_name, "as_of": chosen}
        return render(request, "portal/profile_unknown.html", context, status=404)
    topics = without_drafts(topics_of_area(code))
    return render(
        request,
        "portal/profile.html",
        {
            "profile": profiling.profile(code, chosen.moment),
            "as_of": chosen,
            "topics": topics,
            "topics_by_group": {
                group.name.lower(): [topic for topic in topics if topic.group == group]
                for group in TopicGroup
            },
        },
    )


def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """The figure of the municipality whose site this is."""
    return figure(request, indicator, Municipality.load(request_or_site=request).area_code)


def figure(request: HttpRequest, indicator: str, code: str) -> HttpResponse:
    chosen = as_of(request)
    on = boundaries(request, chosen)
    if measure_of(indicator) is None:
        raise Http404(indicator)
    part = profiling.one_figure(indicator, code, chosen.moment, on.year)
    return render(
        request,
        "portal/figure.html",
        {
            "part": part,
            "figure": part.figure,
            "code": code,
            "as_of": chosen,
            "boundaries": on,
            "query": query(chosen, on),
        },
        status=404 if isinstance(part.figure, NoFigure) and part.figure.is_unknown else 200,
    )


def figure_csv(request: HttpRequest, indicator: str, code: str) -> HttpResponse:
    """The figure as a file; a choice that cannot be followed gives no other figures instead."""
    chosen = as_of(request)
    on = boundaries(request, chosen)
    if fault := chosen.fault or on.fault:
        return HttpResponseBadRequest(fault, content_type="text/plain; charset=utf-8")
    found = profiling.figure_beside_references(indicator, code, chosen.moment, on.year)
    if isinstance(found, NoFigure):
        raise Http404(found.missing)
    day = f"-as-of-{chosen.day.isoformat()}" if chosen.day else ""
    year = f"-boundaries-{on.year}" if on.year else ""
    name = f"{found.indicator}-{found.area_code}{day}{year}.csv"
    return HttpResponse(
        figure_as_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
