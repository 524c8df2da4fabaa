"""Projects: with whom, when, for which goals, and what came of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable

from koers.core.bilingual import BilingualText
from koers.core.partial_dates import PartialDateField
from koers.core.records import Cited, Titled
from koers.goals.models import Effort, Goal
from koers.partners.models import Motive, Organisation


class ProjectStatus(models.TextChoices):
    """How far a project is."""

    PROPOSED = "proposed", _("proposed")
    RUNNING = "running", _("running")
    COMPLETED = "completed", _("completed")
    CANCELLED = "cancelled", _("cancelled")


class Project(Cited, Titled):
    """A temporary undertaking with partners, for one or more goals."""

    summary = BilingualText(_("summary"), blank=True)
    description = BilingualText(_("description"), blank=True)
    status = models.CharField(_("status"), max_length=20, choices=ProjectStatus)
    started = PartialDateField(_("started"))
    ended = PartialDateField(_("ended"))
    period_fields = ("started", "ended")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("project lead"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
    )
    goals = ParentalManyToManyField(
        Goal, verbose_name=_("goals"), blank=True, related_name="projects"
    )
    efforts = ParentalManyToManyField(
        Effort, verbose_name=_("efforts it carries"), blank=True, related_name="projects"
    )
    motives = ParentalManyToManyField(Motive, verbose_name=_("motives"), blank=True)
    follows = ParentalManyToManyField(
        "self",
        verbose_name=_("follows on"),
        blank=True,
        symmetrical=False,
        related_name="followed_by",
    )

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["-started", "slug"]


class PartnerRole(models.TextChoices):
    """What a partner does in a project."""

    LEAD = "lead", _("lead")
    PARTNER = "partner", _("partner")
    FUNDER = "funder", _("funder")
    IMPLEMENTING = "implementing", _("implementing")
    KNOWLEDGE = "knowledge", _("knowledge")


class ProjectPartner(Orderable):
    """An organisation in a role in a project."""

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="partners")
    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="project_roles",
    )
    role = models.CharField(
        _("role"), max_length=20, choices=PartnerRole, default=PartnerRole.PARTNER
    )

    class Meta(Orderable.Meta):
        verbose_name = _("partner in a project")

    def __str__(self) -> str:
        return f"{self.organisation} ({self.get_role_display()})"


class OutcomeKind(models.TextChoices):
    """What sort of thing came of a project."""

    RESULT = "result", _("result")
    EFFECT = "effect", _("effect")
    AWARD = "award", _("award")
    LESSON = "lesson", _("knowledge gained")
    COPIED = "copied", _("taken over by others")


class ProjectOutcome(Orderable):
    """One thing that came of a project."""

    project = ParentalKey(Project, on_delete=models.CASCADE, related_name="outcomes")
    kind = models.CharField(_("kind"), max_length=10, choices=OutcomeKind)
    text = BilingualText(_("text"))

    class Meta(Orderable.Meta):
        verbose_name = _("outcome of a project")

    def __str__(self) -> str:
        return str(self.text)
