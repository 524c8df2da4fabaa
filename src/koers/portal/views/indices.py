"""Composite indices that were published: the list, and each with its ranking and its recipe."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from koers.monitor.indices.files import FILES
from koers.monitor.indices.report import decomposition, report_or_why
from koers.monitor.indices.services import published_version, published_versions
from koers.monitor.indices.views import file_answer
from koers.monitor.models import CompositeIndex, IndexVersion


def indices(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/indices.html", {"versions": published_versions()})


def index(request: HttpRequest, slug: str) -> HttpResponse:
    version = _published(slug)
    own = version.area_code
    report = report_or_why(version, own)
    context: dict[str, Any] = {
        "version": version,
        "publication": version.index.publications.last(),
        "files": FILES,
    }
    if isinstance(report, str):
        context["refusal"] = report
    else:
        context |= {
            "report": report,
            "is_same": report.index.digest == version.index_digest,
            "decomposition": decomposition(report, request.GET.get("place", "") or own),
        }
    return render(request, "portal/index.html", context)


def file(request: HttpRequest, slug: str, name: str) -> HttpResponse:  # noqa: ARG001
    return file_answer(_published(slug), name)


def _published(slug: str) -> IndexVersion:
    found = CompositeIndex.objects.filter(slug=slug).first()
    version = published_version(found) if found else None
    if version is None:
        raise Http404(slug)
    return version
