"""Official figures, each by itself."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from koers.core.models import Municipality
from koers.monitor import standing
from koers.monitor.figures import Figure, NoFigure, measure_of
from koers.monitor.files import figure_as_csv
from koers.portal.as_of import as_of
from koers.portal.boundaries import boundaries, query
from koers.portal.files import FORMS, TABLES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """The figure of the municipality whose site this is."""
    return figure(request, indicator, Municipality.load(request_or_site=request).area_code)


def figure(request: HttpRequest, indicator: str, code: str) -> HttpResponse:
    chosen = as_of(request)
    on = boundaries(request, chosen)
    if measure_of(indicator) is None:
        raise Http404(indicator)
    part = standing.one_figure(indicator, code, chosen.moment, on.year)
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
            "forms": _forms(part.figure),
        },
        status=404 if isinstance(part.figure, NoFigure) and part.figure.is_unknown else 200,
    )


def _forms(found: Figure | NoFigure) -> tuple[tuple[str, "StrOrPromise"], ...]:
    """The files that there are of a figure: one of a single value has no drawing."""
    has_drawing = isinstance(found, Figure) and len(found.own.released) > 1
    return FORMS if has_drawing else TABLES


def figure_csv(request: HttpRequest, indicator: str, code: str) -> HttpResponse:
    """The figure as a file; a choice that cannot be followed gives no other figures instead."""
    chosen = as_of(request)
    on = boundaries(request, chosen)
    if fault := chosen.fault or on.fault:
        return HttpResponseBadRequest(fault, content_type="text/plain; charset=utf-8")
    found = standing.figure_beside_references(indicator, code, chosen.moment, on.year)
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
