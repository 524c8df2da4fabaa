"""The yearly work plan: rows of objective, effort, result and effect, taken from the chain."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from koers.agenda.models import Agenda
from koers.core.bilingual import BilingualText
from koers.core.records import Cited, Titled
from koers.goals.models import Effect, Effort, Goal, Result


class WorkPlanStatus(models.TextChoices):
    """How far a work plan is."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    ADOPTED = "adopted", _("adopted")
    REPORTED = "reported", _("reported")
    CLOSED = "closed", _("closed")


class WorkPlan(Cited, Titled):
    """What the municipality will do for an agenda in a year or two."""

    agenda = models.ForeignKey(
        Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, related_name="work_plans"
    )
    year_from = models.PositiveSmallIntegerField(_("first year"))
    year_until = models.PositiveSmallIntegerField(_("last year"))
    period_fields = ("year_from", "year_until")
    status = models.CharField(
        _("status"), max_length=20, choices=WorkPlanStatus, default=WorkPlanStatus.DRAFT
    )
    introduction = BilingualText(_("introduction"), blank=True)

    class Meta:
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")
        ordering = ["-year_from", "slug"]


class WorkPlanRow(Orderable):
    """One path through the chain: for this objective we do this, which brings that."""

    work_plan = ParentalKey(WorkPlan, on_delete=models.CASCADE, related_name="rows")
    goal = models.ForeignKey(
        Goal, verbose_name=_("objective"), on_delete=models.PROTECT, related_name="+"
    )
    effort = models.ForeignKey(
        Effort, verbose_name=_("effort"), on_delete=models.PROTECT, related_name="+"
    )
    result = models.ForeignKey(
        Result, verbose_name=_("result"), on_delete=models.PROTECT, related_name="+"
    )
    effect = models.ForeignKey(
        Effect, verbose_name=_("effect"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta(Orderable.Meta):
        verbose_name = _("row of a work plan")

    def __str__(self) -> str:
        return f"{self.goal}: {self.effort}"
