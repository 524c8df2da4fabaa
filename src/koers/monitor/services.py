"""Acts upon runs: ask for a table, prepare a file, stop, take up again, accept what was found."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from koers.accounts.models import User
from koers.monitor.models import ImportRun, RunEvent, RunLine, RunState
from koers.monitor.running import carry_out
from koers.monitor.store import datasets
from koers_engine.concepts import Refusal
from koers_engine.observations import Vintage


class UnableToRun(ValueError):
    """A run cannot be started, stopped or changed as it is now."""

    @classmethod
    def because_under_way(cls, run: ImportRun) -> "UnableToRun":
        message = _("%(run)s is being brought in already: follow or stop that run first.")
        return cls(message % {"run": run})

    @classmethod
    def because_over(cls, run: ImportRun) -> "UnableToRun":
        return cls(_("%(run)s has ended, so there is nothing to stop.") % {"run": run})

    @classmethod
    def because_done(cls, run: ImportRun) -> "UnableToRun":
        message = _("%(run)s came to its end. To ask for the table again, start a new run.")
        return cls(message % {"run": run})

    @classmethod
    def because_unknown(cls, dataset: str) -> "UnableToRun":
        message = _("What was asked for %(dataset)s is not known, so it cannot be asked again.")
        return cls(message % {"dataset": dataset})


@transaction.atomic
def ask_for_table(
    *,
    kind: str,
    name: str,
    form: str,
    where: Mapping[str, Sequence[str]],
    by: User,
    at: datetime,
) -> ImportRun:
    """Ask a publisher for a table, or for a part of it.

    Raises:
        UnableToRun: The same is being brought in already.
    """
    request: dict[str, Any] = {"kind": kind, "name": name, "form": form, "where": dict(where)}
    _refuse_twice(**request)
    return _asked(ImportRun(**request), by=by, at=at)


@transaction.atomic
def renew(*, dataset: str, by: User, at: datetime) -> ImportRun:
    """Ask again what was asked when the last vintage of a table came in.

    Raises:
        UnableToRun: That is not known, or it is being asked already.
    """
    vintage = next((each for each in _tables() if each.dataset_id == dataset), None)
    if vintage is None or not is_renewable(vintage):
        raise UnableToRun.because_unknown(dataset)
    _refuse_twice(dataset=dataset, renews=True)
    request = vintage.provenance.request
    run = ImportRun(
        kind=request["kind"],
        name=request["name"],
        form=request.get("form", ""),
        where=request.get("where", {}),
        dataset=dataset,
        renews=True,
    )
    return _asked(run, by=by, at=at)


@transaction.atomic
def renew_all(*, by: User, at: datetime) -> list[ImportRun]:
    """Ask again for every table of which it is known what was asked; those under way are left.

    Raises:
        UnableToRun: The store cannot be read.
    """
    return [
        renew(dataset=vintage.dataset_id, by=by, at=at)
        for vintage in _tables()
        if is_renewable(vintage) and not _under_way(dataset=vintage.dataset_id, renews=True)
    ]


def is_renewable(vintage: Vintage) -> bool:
    """Whether it is known what to ask, and of a publisher: a file here does not renew itself."""
    return vintage.provenance.request.get("kind") in ("cbs", "sdmx")


@transaction.atomic
def prepare_file(*, upload: UploadedFile, mapping: str, by: User, at: datetime) -> ImportRun:
    """Keep an uploaded file, with a first proposal of what its columns are."""
    run = ImportRun(
        kind="file",
        name=(upload.name or "")[-300:],
        upload=upload,
        mapping=mapping,
        state=RunState.PREPARED,
        asked_by=by,
        asked_at=at,
    )
    run.save()
    _write(run, RunEvent.PREPARED, at=at, by=by, detail=run.name)
    return run


@transaction.atomic
def describe_file(*, run: ImportRun, mapping: str) -> ImportRun:
    """Say what the columns of an uploaded file are.

    Raises:
        UnableToRun: It is being brought in, or has been.
    """
    run = _locked(run)
    if run.is_under_way:
        raise UnableToRun.because_under_way(run)
    if run.state in (RunState.ADDED, RunState.UNCHANGED):
        raise UnableToRun.because_done(run)
    run.mapping = mapping
    run.save(update_fields=["mapping"])
    return run


@transaction.atomic
def take_up(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """Bring a prepared file in, or go on with a run that was stopped, refused or failed.

    Raises:
        UnableToRun: It is under way, or came to its end.
    """
    run = _locked(run)
    if run.state == RunState.PREPARED:
        return _queued(run, RunEvent.ASKED, by=by, at=at)
    if not run.may_be_taken_up(at):
        raise (
            UnableToRun.because_under_way(run)
            if run.is_under_way
            else UnableToRun.because_done(run)
        )
    return _queued(run, RunEvent.AGAIN, by=by, at=at)


@transaction.atomic
def accept_findings(
    *, run: ImportRun, reasons: Mapping[str, str], by: User, at: datetime
) -> ImportRun:
    """Let what checks found pass, each for its reason, and go on with the run.

    Raises:
        UnableToRun: It is under way, or came to its end.
    """
    run = _locked(run)
    if run.state != RunState.REFUSED:
        raise (
            UnableToRun.because_under_way(run)
            if run.is_under_way
            else UnableToRun.because_done(run)
        )
    run.accepted = {**run.accepted, **reasons}
    told = "\n".join(f"{check}: {reason}" for check, reason in reasons.items())
    _write(run, RunEvent.ACCEPTED, at=at, by=by, detail=told)
    return _queued(run, RunEvent.AGAIN, by=by, at=at)


@transaction.atomic
def stop(*, run: ImportRun, by: User, at: datetime) -> ImportRun:
    """Ask a run to stop; one that still waits stops at once. What was fetched is kept.

    Raises:
        UnableToRun: It has ended.
    """
    run = _locked(run)
    if not run.is_under_way:
        raise UnableToRun.because_over(run)
    _write(run, RunEvent.STOP_ASKED, at=at, by=by)
    run.stop_asked = True
    if run.state == RunState.QUEUED or run.is_silent(at):
        run.state, run.ended_at = RunState.STOPPED, at
        _write(run, RunEvent.STOPPED, at=at)
    run.save(update_fields=["stop_asked", "state", "ended_at"])
    return run


def _tables() -> tuple[Vintage, ...]:
    try:
        return datasets()
    except Refusal as refusal:
        raise UnableToRun(str(refusal)) from refusal


def _under_way(**request: Any) -> ImportRun | None:
    return ImportRun.objects.filter(
        state__in=(RunState.QUEUED, RunState.RUNNING), **request
    ).first()


def _refuse_twice(**request: Any) -> None:
    if run := _under_way(**request):
        raise UnableToRun.because_under_way(run)


def _locked(run: ImportRun) -> ImportRun:
    return ImportRun.objects.select_for_update().get(pk=run.pk)


def _asked(run: ImportRun, *, by: User, at: datetime) -> ImportRun:
    run.asked_by, run.asked_at = by, at
    return _queued(run, RunEvent.ASKED, by=by, at=at)


def _queued(run: ImportRun, event: RunEvent, *, by: User, at: datetime) -> ImportRun:
    run.state, run.stop_asked, run.refusal, run.findings = RunState.QUEUED, False, "", []
    run.done, run.whole = 0, None
    run.started_at = run.seen_at = run.ended_at = None
    run.save()
    _write(run, event, at=at, by=by)
    carry_out.enqueue(run.pk)
    return run


def _write(
    run: ImportRun, event: RunEvent, *, at: datetime, by: User | None = None, detail: str = ""
) -> None:
    RunLine.objects.create(run=run, at=at, event=event, by=by, detail=detail)
