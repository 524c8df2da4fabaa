"""Official figures, each by itself."""

from dataclasses import replace
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render

from koers.core.models import Municipality
from koers.monitor.choices import Chosen, read_choice
from koers.monitor.figures import Figure, NoFigure, measure_of
from koers.monitor.files import figure_as_csv
from koers.monitor.standings import standing
from koers.monitor.standings.drawings import chance
from koers.monitor.standings.table import interval_words, rows
from koers.portal.as_of import AsOf, as_of
from koers.portal.boundaries import Boundaries, boundaries
from koers.portal.figure_form import form_of
from koers.portal.files import FORMS, TABLES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the form of the page chooses; the day and the boundaries have forms of their own.
_CHOSEN_HERE = ("reference", "period", "since")


def indicator(request: HttpRequest, indicator: str) -> HttpResponse:
    """The figure of the municipality whose site this is."""
    return figure(request, indicator, Municipality.load(request_or_site=request).area_code)


def figure(request: HttpRequest, indicator: str, code: str) -> HttpResponse:
    known = as_of(request)
    on = boundaries(request, known)
    if measure_of(indicator) is None:
        raise Http404(indicator)
    chosen = _chosen(request, known, on)
    part = standing.one_figure(indicator, code, chosen)
    held = part.standing
    return render(
        request,
        "portal/figure.html",
        {
            "part": part,
            "figure": part.figure,
            "standing": held,
            "interval": interval_words(held.position) if held else "",
            "comparisons": rows(held) if held else (),
            "chance": chance(held) if held else None,
            "form": form_of(part, chosen, request.GET.getlist("reference")),
            "code": code,
            "as_of": known,
            "boundaries": on,
            "query": chosen.query,
            "forms": _forms(part.figure),
        },
        status=404 if isinstance(part.figure, NoFigure) and part.figure.is_unknown else 200,
    )


def _chosen(request: HttpRequest, known: AsOf, on: Boundaries) -> Chosen:
    """What this page can be asked for; a day or a year that cannot be followed is left out, and
    said where it is chosen.
    """
    found = read_choice(dict(request.GET.lists()))
    choice = replace(found.choice, as_of=known.day, boundaries=on.year, indicators=())
    faults = {name: texts for name, texts in found.faults.items() if name in _CHOSEN_HERE}
    return replace(found, choice=choice, faults=faults, moment=known.moment)


def _forms(found: Figure | NoFigure) -> tuple[tuple[str, "StrOrPromise"], ...]:
    """The files that there are of a figure: one of a single value has no drawing."""
    has_drawing = isinstance(found, Figure) and len(found.own.released) > 1
    return FORMS if has_drawing else TABLES


def figure_csv(request: HttpRequest, indicator: str, code: str) -> HttpResponse:
    """The figure as a file; a choice that cannot be followed gives no other figures instead."""
    chosen = read_choice(dict(request.GET.lists()))
    if chosen.faults:
        said = "\n".join(chosen.said)
        return HttpResponseBadRequest(said, content_type="text/plain; charset=utf-8")
    found = standing.one_figure(indicator, code, chosen).figure
    if isinstance(found, NoFigure):
        raise Http404(found.missing)
    day, boundaries_of = chosen.choice.as_of, chosen.choice.boundaries
    known = f"-as-of-{day.isoformat()}" if day else ""
    year = f"-boundaries-{boundaries_of}" if boundaries_of else ""
    name = f"{found.indicator}-{found.area_code}{known}{year}.csv"
    return HttpResponse(
        figure_as_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
