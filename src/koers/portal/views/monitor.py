"""Official figures: the profile of every municipality, and where the figures come from."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from koers.core.models import Municipality
from koers.monitor import profile as profiling
from koers.monitor import sources as sourcing
from koers.monitor.figures import NoFigure, register_trouble
from koers.monitor.files import figure_as_csv
from koers.monitor.models import TopicGroup
from koers.monitor.selectors import documents_that_state, topics_of_area
from koers.monitor.selectors import topics as every_topic
from koers.portal.addresses import without_drafts


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
    if code != code.upper():
        return HttpResponsePermanentRedirect(reverse("portal:profile", args=[code.upper()]))
    if trouble := register_trouble():
        return render(request, "portal/profile_unknown.html", {"trouble": trouble}, status=404)
    if not profiling.is_current(code):
        context = {"code": code, "former_name": profiling.former_name(code)}
        return render(request, "portal/profile_unknown.html", context, status=404)
    topics = without_drafts(topics_of_area(code))
    return render(
        request,
        "portal/profile.html",
        {
            "profile": profiling.profile(code),
            "topics": topics,
            "topics_by_group": {
                group.name.lower(): [topic for topic in topics if topic.group == group]
                for group in TopicGroup
            },
        },
    )


def figure_csv(_request: HttpRequest, indicator: str, code: str) -> HttpResponse:
    found = profiling.figure_beside_references(indicator, code)
    if isinstance(found, NoFigure):
        raise Http404(found.missing)
    return HttpResponse(
        figure_as_csv(found),
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{found.indicator}-{found.area_code}.csv"'
        },
    )


def sources(request: HttpRequest) -> HttpResponse:
    trouble = sourcing.store_trouble()
    return render(
        request,
        "portal/sources.html",
        {
            "trouble": trouble,
            "tables": [] if trouble else sourcing.source_tables(),
            "without_table": [] if trouble else sourcing.indicators_without_table(),
            "documents": documents_that_state(without_drafts(every_topic())),
        },
    )


def source(request: HttpRequest, dataset: str) -> HttpResponse:
    table = None if sourcing.store_trouble() else sourcing.source_table(dataset)
    if table is None:
        raise Http404(dataset)
    return render(
        request,
        "portal/source.html",
        {"table": table, "vintages": sourcing.vintages_of(table)},
    )
