"""What the council and the executive decided, and on what."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from koers.core.bilingual import BilingualText
from koers.core.partial_dates import PartialDateField
from koers.core.records import About, Cited, Titled


class Body(models.TextChoices):
    """Who decides."""

    COUNCIL = "council", _("municipal council")
    EXECUTIVE = "executive", _("municipal executive")


class Outcome(models.TextChoices):
    """What became of a proposal."""

    PROPOSED = "proposed", _("proposed")
    ADOPTED = "adopted", _("adopted")
    ADOPTED_WITH_CONDITIONS = "conditional", _("adopted with conditions")
    REJECTED = "rejected", _("rejected")
    NOTED = "noted", _("taken note of")


class Decision(Cited, Titled):
    """A decision of council or executive. It may be about any records; they do not know of it."""

    body = models.CharField(_("body"), max_length=20, choices=Body)
    decided = PartialDateField(_("decided on"))
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome)
    summary = BilingualText(_("summary"), blank=True)
    conditions = BilingualText(_("conditions"), blank=True)

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-decided", "slug"]


class DecisionSubject(About, Orderable):
    """One of the records that a decision is about."""

    decision = ParentalKey(Decision, on_delete=models.CASCADE, related_name="subjects")

    class Meta(Orderable.Meta):
        verbose_name = _("subject of a decision")

    def __str__(self) -> str:
        return str(self.subject)
