"""Composite indices in the workspace: list, make, revise, look at, publish."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from koers.core.bilingual import current_language
from koers.monitor.indices import services
from koers.monitor.indices.choosing import ChoosingIndexForm, can_be_chosen, topics
from koers.monitor.indices.data import Built, built, collect
from koers.monitor.indices.doubt import ask_again, doubt_of
from koers.monitor.indices.files import FILES, file_of
from koers.monitor.indices.forms import IndexForm, TextIndexForm
from koers.monitor.indices.parts import TOP, Goal, Member, Parts, read_parts
from koers.monitor.indices.report import decomposition, preview_of, report_or_why
from koers.monitor.known import outline
from koers.monitor.models import CompositeIndex, IndexVersion
from koers.monitor.store import catalogue
from koers.monitor.views import SignedInRequest, permitted
from koers_engine.composite import build
from koers_engine.concepts import Bilingual, Refusal

MAY = "monitor.{}_compositeindex"
MOST_CHOSEN = 60


@require_safe
@permitted("view", MAY)
def indices(request: SignedInRequest) -> HttpResponse:
    rows = [
        {"index": each, "version": each.last, "published": services.published_version(each)}
        for each in CompositeIndex.objects.all()
    ]
    return _page(request, "list", _("Indices"), rows=rows)


@require_safe
@permitted("add", MAY)
def choose(request: SignedInRequest) -> HttpResponse:
    """Choose indicators; of an index that is there, those that it has are chosen already."""
    of = CompositeIndex.objects.filter(slug=request.GET.get("of", "")).first()
    chosen = read_parts(of.last.parts).indicators if of else ()
    action = reverse("indices:revise", args=[of.slug]) if of else reverse("indices:make")
    context = {"topics": topics(), "chosen": chosen, "action": action}
    return _page(request, "choose", _("Choose indicators"), index=of, **context)


@permitted("add", MAY)
def make(request: SignedInRequest) -> HttpResponse:
    return _form_page(request, None)


@permitted("change", MAY)
def revise(request: SignedInRequest, slug: str) -> HttpResponse:
    return _form_page(request, get_object_or_404(CompositeIndex, slug=slug))


def _form_page(request: SignedInRequest, index: CompositeIndex | None) -> HttpResponse:
    title = _("Make an index") if index is None else _("Revise %(name)s") % {"name": index.title}
    area_code = services.own_area()
    if not area_code:
        return _page(request, "no_place", title, index=index)
    version = index.last if index else None
    form = _form(request, version, area_code)
    if form is None:
        return redirect("indices:choose")
    context: dict[str, Any] = {"form": form, "is_text": isinstance(form, TextIndexForm)}
    if request.method == "POST" and form.is_valid() and form.making is not None:
        try:
            if "record" in request.POST:
                recorded = services.record_version(
                    index=index,
                    texts=form.texts,
                    making=form.making,
                    by=request.user,
                    at=timezone.now(),
                    reason=form.cleaned_data["reason"],
                )
                messages.success(request, _("Version %(n)s is recorded.") % {"n": recorded.number})
                return redirect("indices:index", recorded.index.slug)
            collected = collect(form.making, current_language())
            made = Built(index=build(collected.data, form.making.recipe), collected=collected)
            context["report"] = preview_of(made, area_code)
        except Refusal as refusal:
            context["refusal"] = str(refusal)
    query = request.GET.copy()
    query["as"] = "toml"
    context["as_text"] = f"?{query.urlencode()}"
    return _page(request, "form", title, index=index, **context)


def _form(
    request: SignedInRequest, version: IndexVersion | None, area_code: str
) -> IndexForm | None:
    """The form that fits; None where no indicator was chosen yet."""
    known = {each.code for each in catalogue()}
    asked = dict.fromkeys(code for code in request.GET.getlist("indicator") if code in known)
    before = read_parts(version.parts) if version else Parts()
    chosen = list(asked)[:MOST_CHOSEN]
    parts = _starting_with(chosen, before) if chosen else before
    data = request.POST if request.method == "POST" else None
    is_plain = version is None or can_be_chosen(version)
    if request.GET.get("as") == "toml" or not is_plain:
        return TextIndexForm(data, area_code=area_code, version=version, starts_with=parts)
    indicators = [code for code in parts.indicators if code in known]
    if not indicators:
        return None
    return ChoosingIndexForm(
        data, area_code=area_code, version=version, indicators=indicators, starts_with=parts
    )


def _starting_with(chosen: list[str], before: Parts) -> Parts:
    """The chosen indicators below a goal for each topic; what was there before keeps its place."""
    there = {each.code: each for each in before.members}
    goals = {goal.code: goal for goal in before.goals}
    names = {goal.name.nl: goal.code for goal in before.goals}
    members = []
    sections = [(each.code, each.title, each.indicators) for each in outline().sections]
    topic_of = {code: (topic, title) for topic, title, codes in sections for code in codes}
    for code in chosen:
        if code in there:
            members.append(there[code])
            continue
        topic, title = topic_of.get(code, (_OTHERS, Bilingual(nl="Overig", en="Other")))
        goal = names.setdefault(title.nl, topic if topic not in goals else f"{topic}-2")
        goals.setdefault(goal, Goal(code=goal, name=title))
        members.append(Member(code=code, part_of=goal))
    used = {each.part_of for each in members}
    kept = tuple(goal for goal in goals.values() if goal.code in used or goal in before.goals)
    if len(kept) == 1 and not before.goals:  # one topic: no goals between
        return Parts(members=tuple(replace(each, part_of=TOP) for each in members))
    return Parts(goals=kept, members=tuple(members))


_OTHERS = "others"


@require_safe
@permitted("view", MAY)
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(CompositeIndex, slug=slug)
    version = _version(request, found)
    own = version.area_code
    context: dict[str, Any] = {
        "index": found,
        "version": version,
        "versions": found.versions.select_related("by").order_by("-number"),
        "publications": found.publications.select_related("by", "version").order_by("-pk"),
        "published": services.published_version(found),
        "files": FILES,
        "may_change": request.user.has_perm(MAY.format("change")),
        "keeps_version": True,
    }
    report = report_or_why(version, own)
    if isinstance(report, str):
        context["refusal"] = report
    else:
        place = request.GET.get("place", "") or own
        context |= {
            "report": report,
            "is_same": report.index.digest == version.index_digest,
            "decomposition": decomposition(report, place),
        }
    return _page(request, "index", str(version.title), **context)


@require_safe
@permitted("view", MAY)
def uncertainty_now(request: SignedInRequest, slug: str) -> HttpResponse:
    """The part of an index's page that changes while a worker finds its uncertainty."""
    version = _version(request, get_object_or_404(CompositeIndex, slug=slug))
    try:
        doubt = doubt_of(version, built(version, "nl").index)
    except Refusal as refusal:
        raise Http404(slug) from refusal
    context = {
        "doubt": doubt,
        "index": version.index,
        "version": version,
        "may_change": request.user.has_perm(MAY.format("change")),
    }
    return render(request, "monitor/workspace/_index_uncertainty_now.html", context)


@require_POST
@permitted("change", MAY)
def work_out(request: SignedInRequest, slug: str) -> HttpResponse:
    version = _version(request, get_object_or_404(CompositeIndex, slug=slug))
    ask_again(version, at=timezone.now())
    return redirect(_address(version))


@require_POST
@permitted("change", MAY)
def publish(request: SignedInRequest, slug: str) -> HttpResponse:
    version = _version(request, get_object_or_404(CompositeIndex, slug=slug))
    return _act(request, version, partial(services.publish, version=version))


@require_POST
@permitted("change", MAY)
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(CompositeIndex, slug=slug)
    return _act(request, found.last, partial(services.withdraw, index=found))


def _act(
    request: SignedInRequest, version: IndexVersion, service: Callable[..., Any]
) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()[:300]
    if not reason:
        messages.error(request, _("Say why: the reason is kept, and is public."))
        return redirect(_address(version))
    try:
        service(by=request.user, at=timezone.now(), reason=reason)
    except services.UnableToPublish as refusal:
        messages.error(request, str(refusal))
    return redirect(_address(version))


@require_safe
@permitted("view", MAY)
def file(request: SignedInRequest, slug: str, name: str) -> HttpResponse:
    return file_answer(_version(request, get_object_or_404(CompositeIndex, slug=slug)), name)


def file_answer(version: IndexVersion, name: str) -> HttpResponse:
    """A file about a version, as a download."""
    if name not in FILES:
        raise Http404(name)
    report = report_or_why(version, version.area_code)
    if isinstance(report, str):
        return HttpResponse(report, status=404, content_type="text/plain; charset=utf-8")
    kind, content = file_of(report, name)
    disposition = f'attachment; filename="{version.index.slug}-{version.number}-{name}"'
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _version(request: HttpRequest, of: CompositeIndex) -> IndexVersion:
    """The version that the address names, else the last."""
    number = (request.GET.get("version") or request.POST.get("version") or "")[:9]
    if not number:
        return of.last
    if not (number.isascii() and number.isdecimal()):
        raise Http404(number)
    return get_object_or_404(of.versions, number=int(number))


def _address(version: IndexVersion) -> str:
    return f"{reverse('indices:index', args=[version.index.slug])}?version={version.number}"


def _page(request: SignedInRequest, name: str, title: str, **context: Any) -> HttpResponse:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    above = {"url": reverse("indices:indices"), "label": _("Indices")}
    here = [] if name == "list" else [{"url": "", "label": title}]
    return render(
        request,
        f"monitor/workspace/index_{name}.html",
        {
            "breadcrumbs_items": [home, above, *here],
            "header_title": title,
            "header_icon": "list-ol",
            "may_add": request.user.has_perm(MAY.format("add")),
            **context,
        },
    )
