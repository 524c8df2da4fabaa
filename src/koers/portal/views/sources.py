"""Where the figures come from: the tables, their vintages, and what was revised between two."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from koers.core.models import Municipality
from koers.goals.baselines import moved_baselines
from koers.monitor import sources as sourcing
from koers.monitor.revisions import revision
from koers.monitor.selectors import documents_that_state
from koers.monitor.selectors import topics as every_topic
from koers.portal.addresses import without_drafts


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
    table = _table(dataset)
    return render(
        request,
        "portal/source.html",
        {
            "table": table,
            "vintages": sourcing.vintages_of(table),
            "own_code": Municipality.load(request_or_site=request).area_code,
            "moved": moved_baselines({indicator.code for indicator in table.indicators}),
        },
    )


def changes(request: HttpRequest, dataset: str) -> HttpResponse:
    table = _table(dataset)
    vintages = sourcing.vintages_of(table)
    if len(vintages) < 2:
        raise Http404(dataset)
    before = sourcing.vintage_named(vintages, request.GET.get("from", "")) or vintages[1]
    after = sourcing.vintage_named(vintages, request.GET.get("to", "")) or vintages[0]
    return render(
        request,
        "portal/changes.html",
        {
            "table": table,
            "vintages": vintages,
            "before": before,
            "after": after,
            "revision": revision(before, after),
            "moved": moved_baselines({indicator.code for indicator in table.indicators}),
        },
    )


def _table(dataset: str) -> sourcing.SourceTable:
    table = None if sourcing.store_trouble() else sourcing.source_table(dataset)
    if table is None:
        raise Http404(dataset)
    return table
