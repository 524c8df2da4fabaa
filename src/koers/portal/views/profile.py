"""The profile of every municipality."""

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from koers.core.bilingual import current_language
from koers.core.models import Municipality
from koers.monitor.choices import read_choice
from koers.monitor.figures import measure_of, register_trouble
from koers.monitor.mapping import usual_indicator
from koers.monitor.profiles import profile as profiling
from koers.monitor.profiles.scores import stated_scores
from koers.monitor.selectors import topics_of_area
from koers.portal.addresses import without_drafts
from koers.portal.as_of import as_of
from koers.portal.profile_form import form_of
from koers.portal.profile_fragments import fragments
from koers.portal.profile_stated import by_group, stated

MAP = "map"


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
        query = request.META.get("QUERY_STRING", "")
        address = reverse("portal:profile", args=[code.upper()])
        return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)
    chosen = read_choice(dict(request.GET.lists()))
    if trouble := register_trouble(chosen.moment):
        context = {"trouble": trouble, "as_of": as_of(request)}
        return render(request, "portal/profile_unknown.html", context, status=404)
    made = profiling.making(chosen)
    found = profiling.profile(code, made)
    if isinstance(found, profiling.NoProfile):
        context = {"code": code, "none": found, "as_of": as_of(request)}
        return render(request, "portal/profile_unknown.html", context, status=404)
    name = found.name.text(current_language())
    topics = without_drafts(topics_of_area(code))
    wanted = request.GET.get(MAP, "")
    map_code = wanted if wanted and measure_of(wanted) else usual_indicator()
    figures = None
    if not chosen.faults:  # nothing else is shown than what was asked
        scores = stated_scores(by_group(topics)["sdg"])
        figures = fragments(code, made, map_code, scores)
    return render(
        request,
        "portal/profile.html",
        {
            "code": code,
            "name": name,
            "figures": figures,
            "chosen": chosen,
            "form": form_of(found, chosen, wanted and map_code, request.GET.getlist("reference")),
            "stated": stated(topics, name),
        },
    )
