"""Composite indices: made of stored indicators, in versions that never change."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import BilingualText, LocalisedText

NEVER_CHANGES = "A version of an index never changes: record a new one."


class CompositeIndex(models.Model):
    """An index by the name that its addresses hold; what it is stands in its versions."""

    slug = models.SlugField(_("short name in the address"), max_length=100, unique=True)

    objects = models.Manager["CompositeIndex"]()

    class Meta:
        verbose_name = _("composite index")
        verbose_name_plural = _("composite indices")
        ordering = ["slug"]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def last(self) -> "IndexVersion":
        """The version recorded last; one query."""
        return self.versions.order_by("-number")[0]

    @property
    def title(self) -> str | LocalisedText:
        try:
            return self.last.title
        except (IndexError, ObjectDoesNotExist):
            return self.slug


class _Kept(models.Model):
    """What is recorded once and for all: who, when and why."""

    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise TypeError(NEVER_CHANGES)
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> NoReturn:
        raise TypeError(NEVER_CHANGES)


class IndexVersion(_Kept):
    """Everything that an index is made from. With the figures known at `as_of` it is made again.

    `parts` is the hierarchy as koers.monitor.indices.parts writes it, `recipe` the choices as TOML.
    """

    index = models.ForeignKey(CompositeIndex, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    title = BilingualText(_("title"), max_length=250)
    description = BilingualText(_("description"), blank=True)
    parts = models.TextField(_("parts"))
    recipe = models.TextField(_("recipe"))
    units = models.CharField(_("municipalities"), max_length=300)
    area_code = models.CharField(_("seen from"), max_length=6)
    period = models.CharField(_("period"), max_length=8, blank=True)
    boundaries = models.PositiveSmallIntegerField(_("boundaries"), null=True, blank=True)
    as_of = models.DateTimeField(_("figures as known on"))
    index_digest = models.CharField(max_length=64)
    data_digest = models.CharField(max_length=64)
    recipe_digest = models.CharField(max_length=64)

    objects = models.Manager["IndexVersion"]()

    class Meta:
        verbose_name = _("version of a composite index")
        verbose_name_plural = _("versions of a composite index")
        ordering = ["index", "number"]
        constraints = [
            models.UniqueConstraint(fields=["index", "number"], name="one_index_version_of_number")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.number})"


class IndexPublication(_Kept):
    """That a version is on the public site from a moment on; without one: no version any more."""

    index = models.ForeignKey(CompositeIndex, on_delete=models.PROTECT, related_name="publications")
    version = models.ForeignKey(
        IndexVersion, on_delete=models.PROTECT, null=True, related_name="publications"
    )

    objects = models.Manager["IndexPublication"]()

    class Meta:
        verbose_name = _("publication of a composite index")
        verbose_name_plural = _("publications of a composite index")
        ordering = ["index", "at", "pk"]

    def __str__(self) -> str:
        return f"{self.index}: {self.version or '–'}"


class DoubtState(models.TextChoices):
    """How far the working out of an index's uncertainty is."""

    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("failed")


class IndexDoubt(models.Model):
    """The uncertainty of a version that takes too long to work out while somebody waits."""

    version = models.OneToOneField(IndexVersion, on_delete=models.PROTECT, related_name="doubt")
    state = models.CharField(max_length=10, choices=DoubtState, default=DoubtState.QUEUED)
    asked_at = models.DateTimeField()
    of_digest = models.CharField(max_length=64, blank=True)
    result = models.JSONField(default=dict)
    refusal = models.TextField(blank=True)

    objects = models.Manager["IndexDoubt"]()

    class Meta:
        verbose_name = _("uncertainty of a composite index")
        verbose_name_plural = _("uncertainties of composite indices")

    def __str__(self) -> str:
        return f"{self.version}: {self.get_state_display()}"
