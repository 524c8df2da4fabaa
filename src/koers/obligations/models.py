"""The policy's own promises as rules: who must do what, how often or under which condition."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import BilingualText
from koers.core.records import About, Cited, Titled


class RuleKind(models.TextChoices):
    """What a rule asks."""

    EVERY_N_YEARS = "every_n_years", _("at least every so many years")
    BEFORE = "before", _("first this, then that")
    APPROVAL_WHEN = "approval_when", _("approval needed when")
    AT_LEAST_ONE = "at_least_one", _("at least one of")
    CONTRIBUTION = "contribution", _("contribution required")
    PROHIBITION = "prohibition", _("not allowed")


class Rule(About, Cited, Titled):
    """A promise from a policy text, as a rule about one record."""

    kind = models.CharField(_("kind"), max_length=20, choices=RuleKind)
    text = BilingualText(_("text"))
    interval_years = models.PositiveSmallIntegerField(
        _("years between"), null=True, blank=True, help_text=_("For a rule that recurs.")
    )

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["slug"]

    def clean(self) -> None:
        super().clean()
        if (self.kind == RuleKind.EVERY_N_YEARS) != (self.interval_years is not None):
            raise ValidationError(
                {
                    "interval_years": _(
                        "A rule that recurs, and only such a rule, says after how many years."
                    )
                }
            )
