"""Carrying a run out: the task of a worker (`manage.py db_worker --backend figures`)."""

import logging
import threading
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import task
from django_tasks_db.management.commands.db_worker import Worker

from koers.monitor.models import ImportRun, RunEvent, RunLine, RunState
from koers.monitor.own_files import refuse_official
from koers.monitor.store import store
from koers_engine.concepts import Refusal
from koers_engine.intake import NotAccepted, Outcome, bring_in, refresh
from koers_engine.observations import Finding, Vintage
from koers_engine.sources.fetching import FetchFailed
from koers_engine.sources.request import SourceRequest

LOOK_SECONDS = 1.0

log = logging.getLogger(__name__)


class Stopped(Exception):
    """Somebody asked the run to stop."""


@task(backend="figures")
def carry_out(run_id: int) -> None:
    """Bring in what a queued run asks for; one that was stopped in the meantime is left."""
    run = _started(run_id)
    if run is None:
        return
    try:
        with Watch(run.pk) as watch:
            vintage, is_new, findings = _bring_in(run, watch)
    except Stopped:
        _end(run, RunState.STOPPED, RunEvent.STOPPED)
    except NotAccepted as refusal:
        run.findings = _as_kept(refusal.findings)
        _end(run, RunState.REFUSED, RunEvent.REFUSED)
    except FetchFailed as failure:
        _end(run, RunState.FAILED, RunEvent.FAILED, str(failure))
    except Refusal as refusal:
        _end(run, RunState.REFUSED, RunEvent.REFUSED, str(refusal))
    except BaseException as fault:
        log.exception("Run %s of %s broke off", run.pk, run)
        told = f"{type(fault).__name__}. Whoever runs the server finds more in its log."
        _end(run, RunState.FAILED, RunEvent.FAILED, told)
        if not isinstance(fault, Exception):  # the worker itself is being stopped
            raise
    else:
        _keep(run, vintage, findings, is_new=is_new)


def _bring_in(run: ImportRun, watch: "Watch") -> tuple[Vintage, bool, tuple[Finding, ...]]:
    """The vintage that holds now, whether it is new, and what the checks found in it."""
    if run.renews and not run.accepted:
        check = refresh(
            store().vintage(run.dataset),
            store=store(),
            now=timezone.now(),
            progress=watch,
            wait=watch.wait,
        )
        if check.failure is not None:
            raise check.failure
        vintage = store().vintage(run.dataset)
        return vintage, check.outcome is Outcome.NEW_VINTAGE, vintage.provenance.findings
    result = bring_in(
        request_of(run),
        store=store(),
        now=timezone.now(),
        by=run.asked_by.get_username(),
        accept=run.accepted,
        progress=watch,
        wait=watch.wait,
    )
    return result.addition.vintage, result.addition.is_new, result.findings


def request_of(run: ImportRun) -> SourceRequest:
    """What the engine is to bring in: no address, and no file but the one that was uploaded."""
    if run.renews:
        return SourceRequest.from_json(store().vintage(run.dataset).provenance.request)
    if run.upload:
        refuse_official(run.mapping)
        return file_request(Path(run.upload.path), run.mapping)
    where = {name: tuple(codes) for name, codes in run.where.items()}
    return SourceRequest(kind=run.kind, name=run.name, form=run.form, where=where)


def file_request(upload: Path, mapping: str) -> SourceRequest:
    """The request for an uploaded file, with its mapping put beside it."""
    beside = upload.with_name("mapping.toml")
    beside.write_text(mapping, encoding="utf-8")
    return SourceRequest(kind="file", name=str(upload), mapping=str(beside))


def start_only_worker() -> None:
    """Carry runs out in a thread of this process, for a site that is one process.

    No other worker may run: what says that it is running, was cut off when the last one stopped.
    """
    for run in ImportRun.objects.filter(state=RunState.RUNNING):
        _end(run, RunState.STOPPED, RunEvent.CUT_OFF)
    worker = Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=LOOK_SECONDS,
        batch=False,
        backend_name="figures",
        startup_delay=False,
        max_tasks=None,
        worker_id=get_random_string(32),
    )
    threading.Thread(target=worker.run, name="figures", daemon=True).start()


class Watch:
    """Follows a run while it is carried out: tells how far it is, and hears when it must stop.

    Every second, beside the work, it writes the progress to the run, which is its sign of life.
    Given to the engine as its progress, it raises Stopped there once somebody asked for that; so it
    does while the engine waits before it asks a server again.
    """

    def __init__(self, run_id: int) -> None:
        self._run_id = run_id
        self._done: int = 0
        self._whole: int | None = None
        self._stop, self._over = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)

    def __call__(self, done: int, whole: int | None) -> None:
        self._done, self._whole = done, whole
        if self._stop.is_set():
            raise Stopped

    def wait(self, seconds: float) -> None:
        if self._stop.wait(seconds):
            raise Stopped

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def look(self) -> None:
        """Write how far the run is, and see whether it is to stop; two queries."""
        found = ImportRun.objects.filter(pk=self._run_id)
        found.update(done=self._done, whole=self._whole, seen_at=timezone.now())
        if found.filter(stop_asked=True).exists():
            self._stop.set()

    def _follow(self) -> None:
        try:
            while not self._over.wait(LOOK_SECONDS):
                try:
                    self.look()
                except DatabaseError:  # it is busy: the next look will tell
                    log.debug("Run %s could not be looked at", self._run_id, exc_info=True)
        finally:
            connection.close()


@transaction.atomic
def _started(run_id: int) -> ImportRun | None:
    run = ImportRun.objects.select_for_update().filter(pk=run_id, state=RunState.QUEUED).first()
    if run is None:
        return None
    run.state, run.started_at = RunState.RUNNING, timezone.now()
    run.seen_at = run.started_at
    run.save(update_fields=["state", "started_at", "seen_at"])
    _write(run, RunEvent.STARTED)
    return run


def _keep(run: ImportRun, vintage: Vintage, findings: tuple[Finding, ...], *, is_new: bool) -> None:
    run.dataset, run.vintage = vintage.dataset_id, vintage.digest
    run.findings = _as_kept(findings)
    told = f"{vintage.dataset_id}: {vintage.n_observations:,}, {vintage.digest[:12]}"
    if is_new:
        _end(run, RunState.ADDED, RunEvent.ADDED, told)
    else:
        _end(run, RunState.UNCHANGED, RunEvent.UNCHANGED, told)


@transaction.atomic
def _end(run: ImportRun, state: RunState, event: RunEvent, why: str = "") -> None:
    """Write the end of a run; how far it came, its watch wrote."""
    why = _storable(why)
    run.state, run.ended_at = state, timezone.now()
    run.refusal = "" if event in (RunEvent.ADDED, RunEvent.UNCHANGED) else why
    run.save(update_fields=["state", "ended_at", "refusal", "findings", "dataset", "vintage"])
    _write(run, event, detail=why)


def _as_kept(findings: Iterable[Finding]) -> list[dict[str, str]]:
    return [
        {name: _storable(text) for name, text in asdict(finding).items()} for finding in findings
    ]


def _storable(text: str) -> str:
    """`text`, which may quote a file, without the signs that no database keeps."""
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode(errors="replace").decode()


def _write(run: ImportRun, event: RunEvent, detail: str = "") -> None:
    RunLine.objects.create(run=run, at=timezone.now(), event=event, detail=detail)
