"""Runs: every time somebody in the workspace asked for a table to be brought in."""

import uuid
from datetime import datetime, timedelta
from pathlib import Path, PurePath

from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.db import models
from django.utils.translation import gettext_lazy as _

SILENCE = timedelta(minutes=2)
"""A run that gives no sign of life for so long is broken off: a worker gives one each second."""


class RunState(models.TextChoices):
    """How far a run is."""

    PREPARED = "prepared", _("in preparation")
    QUEUED = "queued", _("waiting for its turn")
    RUNNING = "running", _("running")
    ADDED = "added", _("new vintage")
    UNCHANGED = "unchanged", _("nothing new")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")
    STOPPED = "stopped", _("stopped")


UNDER_WAY = (RunState.QUEUED, RunState.RUNNING)


class RunEvent(models.TextChoices):
    """What may happen to a run."""

    PREPARED = "prepared", _("file uploaded")
    ASKED = "asked", _("asked for")
    AGAIN = "again", _("taken up again")
    ACCEPTED = "accepted", _("findings accepted")
    STARTED = "started", _("started")
    STOP_ASKED = "stop-asked", _("asked to stop")
    STOPPED = "stopped", _("stopped; what was fetched is kept")
    CUT_OFF = "cut-off", _("broken off: its worker stopped")
    ADDED = "added", _("a new vintage was added")
    UNCHANGED = "unchanged", _("the table is as it was")
    REFUSED = "refused", _("refused")
    FAILED = "failed", _("failed")


class UploadStorage(FileSystemStorage):
    """Where uploaded files lie: in no folder that is served, at whatever KOERS_UPLOADS says now."""

    @property
    def base_location(self) -> str:
        return str(settings.KOERS_UPLOADS)

    @property
    def location(self) -> str:
        return str(Path(self.base_location).absolute())


def uploads() -> UploadStorage:
    return UploadStorage()


def upload_path(_run: "ImportRun", filename: str) -> str:
    """A folder of its own for every upload, so that no name can meet another."""
    return f"{uuid.uuid4().hex}/{PurePath(filename).name}"


class ImportRun(models.Model):
    """A table that somebody asked for: what was asked, how far it is, and what came of it.

    What is asked is what koers_engine.sources.SourceRequest says, without an address: the platform
    asks only the publishers that the settings name, and files only that were uploaded here.
    `accepted` gives for a check's name why its findings may pass. `done` of `whole` parts have
    come; `whole` is None where it is not known. A run that `renews` asks again for `dataset` what
    was asked when its last vintage came in.
    """

    kind = models.CharField(_("kind of source"), max_length=20)
    name = models.CharField(_("table"), max_length=300)
    form = models.CharField(_("form"), max_length=10, blank=True)
    where = models.JSONField(_("part"), default=dict, blank=True)
    upload = models.FileField(
        _("file"), upload_to=upload_path, storage=uploads, max_length=300, blank=True
    )
    mapping = models.TextField(_("mapping"), blank=True)
    renews = models.BooleanField(_("asks again"), default=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("asked by"), on_delete=models.PROTECT
    )
    asked_at = models.DateTimeField(_("asked at"))
    accepted = models.JSONField(_("accepted findings"), default=dict, blank=True)

    state = models.CharField(_("state"), max_length=20, choices=RunState)
    stop_asked = models.BooleanField(default=False)
    done = models.BigIntegerField(default=0)
    whole = models.BigIntegerField(null=True, blank=True)
    seen_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    findings = models.JSONField(_("findings"), default=list, blank=True)
    refusal = models.TextField(_("reason"), blank=True)
    dataset = models.CharField(_("dataset"), max_length=200, blank=True)
    vintage = models.CharField(_("vintage"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("run")
        verbose_name_plural = _("runs")
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["state"]), models.Index(fields=["dataset"])]

    def __str__(self) -> str:
        return self.dataset or f"{self.kind}:{self.name}"

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    def may_be_taken_up(self, now: datetime) -> bool:
        """Whether asking the same once more makes sense: it did not reach an end of its own."""
        broken = (RunState.FAILED, RunState.STOPPED, RunState.REFUSED)
        return self.state in broken or self.is_silent(now)

    @property
    def has_own_layout(self) -> bool:
        """Whether a mapping tells what its columns are."""
        return self.kind == "file"

    @property
    def percent(self) -> int | None:
        """How much of it has come, 0 to 100; None where the whole is not known."""
        return min(100, 100 * self.done // self.whole) if self.whole else None

    def seconds_left(self, now: datetime) -> int | None:
        """How long it will take at the rate so far; None where that cannot be told yet."""
        if not (self.started_at and self.whole and self.done) or self.state != RunState.RUNNING:
            return None
        spent = (now - self.started_at).total_seconds()
        return round(spent * (self.whole - self.done) / self.done) if spent > 5 else None

    def is_silent(self, now: datetime) -> bool:
        """Whether it says that it runs, while nothing has been heard of it for too long."""
        since = self.seen_at or self.asked_at
        return self.state == RunState.RUNNING and now - since > SILENCE

    @property
    def unaccepted(self) -> list[str]:
        """The checks whose refusals nobody has accepted yet, in the order of the findings."""
        refused = [f["check"] for f in self.findings if f["severity"] == "refusal"]
        return [check for check in dict.fromkeys(refused) if check not in self.accepted]


class RunLine(models.Model):
    """A line in the log of a run: what happened, when, and by whom where somebody did it."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="lines")
    at = models.DateTimeField()
    event = models.CharField(max_length=20, choices=RunEvent)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    detail = models.TextField(blank=True)

    class Meta:
        verbose_name = _("line in the log of a run")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.run}: {self.event}"
