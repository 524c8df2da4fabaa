"""Money from others: subsidy programmes and the grants they awarded."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import BilingualText
from koers.core.records import Cited, Record, Titled
from koers.partners.models import Organisation
from koers.projects.models import Project


class SubsidyProgramme(Cited, Titled):
    """A scheme from which a funder awards grants."""

    funder = models.ForeignKey(
        Organisation,
        verbose_name=_("funder"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subsidy_programmes",
    )
    description = BilingualText(_("description"), blank=True)

    class Meta:
        verbose_name = _("subsidy programme")
        verbose_name_plural = _("subsidy programmes")
        ordering = ["title_nl"]


class Grant(Cited, Record):
    """An award: in which year, from which programme, for which project, and who pays what."""

    project = models.ForeignKey(
        Project, verbose_name=_("project"), on_delete=models.PROTECT, related_name="grants"
    )
    programme = models.ForeignKey(
        SubsidyProgramme,
        verbose_name=_("subsidy programme"),
        on_delete=models.PROTECT,
        related_name="grants",
    )
    decision_year = models.PositiveSmallIntegerField(_("year of the award decision"))
    amount_eur = models.DecimalField(_("grant awarded (euro)"), max_digits=14, decimal_places=2)
    own_contribution_eur = models.DecimalField(
        _("own contribution (euro)"), max_digits=14, decimal_places=2
    )

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        ordering = ["decision_year", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount_eur__gte=0) & models.Q(own_contribution_eur__gte=0),
                name="grant_amounts_not_negative",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project} ({self.programme}, {self.decision_year})"
