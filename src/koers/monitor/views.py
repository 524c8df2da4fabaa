"""Bringing figures in from the workspace: tables, runs, own files."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from wagtail.admin import messages

from koers.accounts.models import User
from koers.monitor import own_files, services
from koers.monitor.models import ImportRun, RunState
from koers.monitor.run_forms import AcceptForm, AskForm, LayoutForm, UploadForm
from koers.monitor.selectors import latest_runs, runs_with_a_layout
from koers.monitor.sources import store_trouble
from koers.monitor.tables import kept_tables

P = ParamSpec("P")
MAY = "monitor.{}_importrun"


class SignedInRequest(HttpRequest):
    """A request of the workspace, which Wagtail hands on only for who may enter it."""

    user: User


View = Callable[Concatenate[SignedInRequest, P], HttpResponse]


def permitted(action: str, may: str = MAY) -> Callable[[View[P]], Callable[..., HttpResponse]]:
    """Lets whoever may do `action` with a run, or as `may` says; see koers.accounts.rights."""

    def wrap(view: View[P]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: SignedInRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.has_perm(may.format(action)):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return guarded

    return wrap


@require_safe
@permitted("view")
def overview(request: SignedInRequest) -> HttpResponse:
    trouble = store_trouble()
    tables = [] if trouble else kept_tables()
    context = {
        "trouble": trouble,
        "tables": tables,
        "any_renewable": any(table.is_renewable for table in tables),
        "runs": latest_runs(),
        "may_ask": request.user.has_perm(MAY.format("add")),
    }
    return _page(request, "overview", _("Figures"), **context)


@permitted("add")
def ask(request: SignedInRequest) -> HttpResponse:
    form = AskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            run = services.ask_for_table(**form.cleaned_data, by=request.user, at=timezone.now())
        except services.UnableToRun as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("figures:run", run.pk)
    return _page(request, "ask", _("Bring in a table"), form=form)


@permitted("add")
def upload(request: SignedInRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None, earlier=runs_with_a_layout())
    if request.method == "POST" and form.is_valid():
        file, like = form.cleaned_data["file"], form.cleaned_data["like"]
        try:
            mapping = like.mapping if like else own_files.proposed_mapping(file)
        except ValidationError as refusal:
            form.add_error("file", refusal)
        else:
            run = services.prepare_file(
                upload=file, mapping=mapping, by=request.user, at=timezone.now()
            )
            return redirect("figures:layout", run.pk)
    return _page(request, "upload", _("Bring in a file"), form=form)


@permitted("add")
def layout(request: SignedInRequest, run_id: int) -> HttpResponse:
    run = get_object_or_404(ImportRun, pk=run_id, kind="file")
    if run.is_under_way or run.state in (RunState.ADDED, RunState.UNCHANGED):
        return redirect("figures:run", run.pk)
    form = LayoutForm(request.POST or None, initial={"mapping": run.mapping})
    if request.method == "POST" and form.is_valid():
        try:
            run = services.describe_file(run=run, mapping=form.cleaned_data["mapping"])
        except services.UnableToRun as refusal:  # somebody else brought it in, just before
            messages.error(request, str(refusal))
            return redirect("figures:run", run.pk)
    read = own_files.as_read(run)
    if request.POST.get("bring-in") and form.is_valid() and not read.faults:
        return _act(request, run, services.take_up)
    context = {"run": run, "form": form, "read": read, "is_checked": request.method == "POST"}
    return _page(request, "layout", _("What the columns are"), **context)


@require_safe
@permitted("view")
def run(request: SignedInRequest, run_id: int) -> HttpResponse:
    found = get_object_or_404(ImportRun.objects.select_related("asked_by"), pk=run_id)
    context = _of_run(request, found) | {"accept": AcceptForm(checks=found.unaccepted)}
    return _page(request, "run", str(found), **context)


@require_safe
@permitted("view")
def run_now(request: SignedInRequest, run_id: int) -> HttpResponse:
    """The part of a run's page that changes while it is under way."""
    found = get_object_or_404(ImportRun.objects.select_related("asked_by"), pk=run_id)
    return render(request, "monitor/workspace/_run_now.html", _of_run(request, found))


@require_POST
@permitted("change")
def accept(request: SignedInRequest, run_id: int) -> HttpResponse:
    found = get_object_or_404(ImportRun, pk=run_id)
    form = AcceptForm(request.POST, checks=found.unaccepted)
    if not form.is_valid():
        return _page(request, "run", str(found), **_of_run(request, found), accept=form)
    return _act(request, found, services.accept_findings, reasons=form.reasons)


@require_POST
@permitted("change")
def take_up(request: SignedInRequest, run_id: int) -> HttpResponse:
    return _act(request, get_object_or_404(ImportRun, pk=run_id), services.take_up)


@require_POST
@permitted("change")
def stop(request: SignedInRequest, run_id: int) -> HttpResponse:
    return _act(request, get_object_or_404(ImportRun, pk=run_id), services.stop)


@require_POST
@permitted("add")
def renew(request: SignedInRequest) -> HttpResponse:
    try:
        run = services.renew(
            dataset=request.POST.get("dataset", ""), by=request.user, at=timezone.now()
        )
    except services.UnableToRun as refusal:
        messages.error(request, str(refusal))
        return redirect("figures:overview")
    return redirect("figures:run", run.pk)


@require_POST
@permitted("add")
def renew_all(request: SignedInRequest) -> HttpResponse:
    try:
        if not services.renew_all(by=request.user, at=timezone.now()):
            messages.warning(request, _("There is no table to ask again, or all are being asked."))
    except services.UnableToRun as refusal:
        messages.error(request, str(refusal))
    return redirect("figures:overview")


def _act(
    request: SignedInRequest, run: ImportRun, service: Callable[..., ImportRun], **more: Any
) -> HttpResponse:
    try:
        service(run=run, by=request.user, at=timezone.now(), **more)
    except services.UnableToRun as refusal:
        messages.error(request, str(refusal))
    return redirect("figures:run", run.pk)


def _of_run(request: SignedInRequest, run: ImportRun) -> dict[str, Any]:
    now = timezone.now()
    return {
        "run": run,
        "lines": run.lines.select_related("by").order_by("at", "pk"),
        "is_silent": run.is_silent(now),
        "seconds_left": run.seconds_left(now),
        "may_be_taken_up": run.may_be_taken_up(now),
        "may_change": request.user.has_perm(MAY.format("change")),
    }


def _page(request: SignedInRequest, name: str, title: str, **context: Any) -> HttpResponse:
    home = {"url": reverse("wagtailadmin_home"), "label": _("Home")}
    figures = {"url": reverse("figures:overview"), "label": _("Figures")}
    here = [] if name == "overview" else [{"url": "", "label": title}]
    return render(
        request,
        f"monitor/workspace/{name}.html",
        {
            "breadcrumbs_items": [home, figures, *here],
            "header_title": title,
            "header_icon": "table",
            **context,
        },
    )
