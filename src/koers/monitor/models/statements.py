"""What documents state: figures and facts, each with its source, beside the official ones."""

import re

from django.db import models
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import BilingualText
from koers.core.records import About, Cited, Record, Titled


class TopicGroup(models.TextChoices):
    """Where on the pages a topic is shown."""

    PROFILE = "profile", _("economic profile")
    COMMUTING_IN = "commuting-in", _("commuters in")
    COMMUTING_OUT = "commuting-out", _("commuters out")
    SECTOR = "sector", _("sector shares")
    OTHER_SECTORS = "other-sectors", _("share of all other sectors")
    SDG = "sdg", _("Sustainable Development Goals")
    FACT = "fact", _("other facts")


class StatementTopic(About, Titled):
    """One thing that documents make statements about, such as jobs per 1,000 inhabitants."""

    group = models.CharField(_("group"), max_length=20, choices=TopicGroup)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    area_code = models.CharField(
        _("municipality"),
        max_length=6,
        blank=True,
        help_text=_("Code of the municipality whose profile shows this topic."),
    )
    unit = BilingualText(_("unit"), max_length=60, blank=True)
    description = BilingualText(_("description"), blank=True)
    indicator_code = models.CharField(
        _("indicator"), max_length=60, blank=True, help_text=_("Official figure on the same thing.")
    )
    sdg = models.PositiveSmallIntegerField(
        _("Sustainable Development Goal"),
        null=True,
        blank=True,
        choices=[(n, n) for n in range(1, 18)],
    )

    class Meta:
        verbose_name = _("topic of statements")
        verbose_name_plural = _("topics of statements")
        ordering = ["group", "position", "slug"]

    # Set by the selectors, in the order in which the pages show them.
    statements_list: "list[Statement]"

    @property
    def contradicted(self) -> "list[Statement]":
        """The statements that another one on this topic contradicts."""
        return [
            each
            for each in self.statements_list
            if any(each.contradicts(other) for other in self.statements_list)
        ]

    @property
    def differs(self) -> bool:
        """Whether two documents, or two places in one, contradict each other on this topic."""
        return bool(self.contradicted)


class Statement(Cited, Record):
    """A figure or fact as a document states it. Statements on the same topic may differ.

    `value` is in the topic's unit; a fact without a number has only `text`. `area` is the place
    the statement speaks of, as the document names it.
    """

    topic = models.ForeignKey(
        StatementTopic, verbose_name=_("topic"), on_delete=models.PROTECT, related_name="statements"
    )
    area = BilingualText(_("place it speaks of"), max_length=120, blank=True)
    area_code = models.CharField(_("area code"), max_length=20, blank=True)
    period = models.CharField(_("period"), max_length=40, blank=True)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    text = BilingualText(_("text"), blank=True)
    note = BilingualText(_("note"), blank=True, help_text=_("How this reading was arrived at."))

    class Meta:
        verbose_name = _("statement")
        verbose_name_plural = _("statements")
        ordering = ["topic", "slug"]

    def __str__(self) -> str:
        return f"{self.topic}: {self.text or self.value}"

    def contradicts(self, other: "Statement") -> bool:
        """Whether both speak of the same place and time, and yet say something else."""
        return (
            self.where == other.where
            and self.says != other.says
            and _may_overlap(self.period, other.period)
        )

    @property
    def where(self) -> str:
        """The place it speaks of, to compare by: its code, else its name."""
        return self.area_code or self.area_nl.casefold()

    @property
    def says(self) -> object:
        """What it states, to compare by: its value, else its text."""
        return self.value if self.value is not None else self.text_nl.strip().casefold()


def _may_overlap(period: str, other: str) -> bool:
    """Whether two periods share more than an end; a period without a year may be any."""
    one, two = _years(period), _years(other)
    if not one or not two or one == two:
        return True
    return max(one[0], two[0]) < min(one[-1], two[-1])


def _years(period: str) -> list[int]:
    """The years that `period` names, in order: 2014-2018 gives 2014 and 2018."""
    return sorted(int(year) for year in re.findall(r"\b\d{4}(?!\d)", period))
