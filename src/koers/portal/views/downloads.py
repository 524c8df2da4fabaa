"""What pages show as files; a choice that cannot be followed gives no other figures instead."""

from collections.abc import Iterable

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.urls import reverse

from koers.core.models import Municipality
from koers.monitor import comparing, downloads, mapping
from koers.monitor.choices import read_choice
from koers.monitor.figure import NoFigure
from koers.monitor.standings import standing
from koers.portal.files import handed_over


def compare(request: HttpRequest, form: str) -> HttpResponse:
    asked = comparing.read_comparison(dict(request.GET.lists()))
    if asked.has_fault or not asked.places:
        return _refused(asked.said)
    page = request.build_absolute_uri(reverse("portal:compare") + asked.query)
    return handed_over(downloads.comparison_file(asked, form, address=page))


def profile(request: HttpRequest, code: str, form: str) -> HttpResponse:
    chosen = read_choice(dict(request.GET.lists()))
    if chosen.faults:
        return _refused(chosen.said)
    page = request.build_absolute_uri(reverse("portal:profile", args=[code]) + chosen.query)
    return _found(downloads.profile_file(code, chosen, form, address=page))


def profile_drawing(request: HttpRequest, code: str, name: str, form: str) -> HttpResponse:
    chosen = read_choice(dict(request.GET.lists()))
    if chosen.faults:
        return _refused(chosen.said)
    return _found(downloads.profile_drawing_file(code, chosen, name, form))


def figure(request: HttpRequest, indicator: str, code: str, form: str) -> HttpResponse:
    chosen = read_choice(dict(request.GET.lists()))
    if chosen.faults:
        return _refused(chosen.said)
    part = standing.one_figure(indicator, code, chosen)
    address = reverse("portal:figure", args=[indicator, code]) + chosen.query
    page = request.build_absolute_uri(address)
    return _found(downloads.figure_file(part, chosen, form, address=page))


def map(request: HttpRequest, indicator: str, form: str) -> HttpResponse:  # noqa: A001
    own = Municipality.load(request_or_site=request).area_code
    asked = mapping.read_map(indicator, dict(request.GET.lists()), own)
    if asked is None:
        raise Http404(indicator)
    if asked.faults:
        return _refused(asked.faults)
    drawn = mapping.draw(asked)
    if isinstance(drawn, NoFigure):
        raise Http404(drawn.missing)
    page = request.build_absolute_uri(reverse("portal:map", args=[indicator]) + asked.query)
    return handed_over(downloads.map_file(asked, drawn, form, address=page))


def _found(download: downloads.Download | None) -> HttpResponse:
    if download is None:
        raise Http404
    return handed_over(download)


def _refused(faults: Iterable[str]) -> HttpResponse:
    return HttpResponseBadRequest("\n".join(faults), content_type="text/plain; charset=utf-8")
