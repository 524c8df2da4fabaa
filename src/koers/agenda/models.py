"""Policy agendas: pillars × action themes with a task in every cell, ambitions, trends, asks."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import BilingualText
from koers.core.partial_dates import PartialDateField
from koers.core.records import Cited, Record, Titled
from koers.council.models import Decision
from koers.partners.models import Organisation


class AgendaStatus(models.TextChoices):
    """How far an agenda is."""

    DRAFT = "draft", _("draft")
    CONSULTATION = "consultation", _("in consultation")
    ADOPTED = "adopted", _("adopted")
    CLOSED = "closed", _("closed")


class Agenda(Cited, Titled):
    """What the municipality wants in one field over a period of years."""

    summary = BilingualText(_("summary"), blank=True)
    vision = BilingualText(_("vision"), blank=True)
    mission = BilingualText(_("mission"), blank=True)
    period_from = models.PositiveSmallIntegerField(_("first year"), null=True, blank=True)
    period_until = models.PositiveSmallIntegerField(_("last year"), null=True, blank=True)
    period_fields = ("period_from", "period_until")
    status = models.CharField(
        _("status"), max_length=20, choices=AgendaStatus, default=AgendaStatus.DRAFT
    )
    predecessor = models.ForeignKey(
        "self", verbose_name=_("predecessor"), on_delete=models.PROTECT, null=True, blank=True
    )

    class Meta:
        verbose_name = _("agenda")
        verbose_name_plural = _("agendas")
        ordering = ["-period_from", "slug"]


class PartOfAgenda(Record):
    """A numbered part of an agenda."""

    agenda = models.ForeignKey(
        Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, related_name="%(class)ss"
    )
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    title = BilingualText(_("title"), max_length=250)

    class Meta:
        abstract = True
        ordering = ["agenda", "number", "slug"]

    def __str__(self) -> str:
        return str(self.title)


def refuse_of_another_agenda(
    agenda_id: int | None, **parts: "Iterable[PartOfAgenda | None]"
) -> None:
    """Refuse parts of an agenda in a record that hangs on another one.

    Args:
        agenda_id: The agenda that the record hangs on; None where it is not known yet.
        parts: The parts that each field of the record names; None where it names none.

    Raises:
        ValidationError: A message on every field that names a part of another agenda.
    """
    faults = {
        name: _("This belongs to another agenda. Choose one of the same agenda.")
        for name, named in parts.items()
        if any(part is not None and part.agenda_id != agenda_id for part in named)
    }
    if agenda_id is not None and faults:
        raise ValidationError(faults)


class Pillar(PartOfAgenda):
    """One of the strategic lines (or themes) of an agenda."""

    starting_point = BilingualText(_("starting point"), blank=True)
    ambition = BilingualText(_("ambition"), blank=True)

    class Meta(PartOfAgenda.Meta):
        verbose_name = _("pillar")
        verbose_name_plural = _("pillars")


class ActionTheme(PartOfAgenda):
    """A kind of action that runs across the pillars."""

    description = BilingualText(_("description"), blank=True)

    class Meta(PartOfAgenda.Meta):
        verbose_name = _("action theme")
        verbose_name_plural = _("action themes")


class MatrixCell(Record):
    """The task at the crossing of a pillar and an action theme."""

    pillar = models.ForeignKey(
        Pillar, verbose_name=_("pillar"), on_delete=models.PROTECT, related_name="cells"
    )
    theme = models.ForeignKey(
        ActionTheme, verbose_name=_("action theme"), on_delete=models.PROTECT, related_name="cells"
    )
    task = BilingualText(_("task"))

    class Meta:
        verbose_name = _("cell of the matrix")
        verbose_name_plural = _("cells of the matrix")
        ordering = ["theme__number", "pillar__number"]
        constraints = [
            models.UniqueConstraint(fields=["pillar", "theme"], name="one_cell_per_crossing")
        ]

    def __str__(self) -> str:
        return f"{self.theme} × {self.pillar}"

    def clean(self) -> None:
        super().clean()
        if self.pillar_id and self.theme_id:
            refuse_of_another_agenda(self.pillar.agenda_id, theme=[self.theme])


class Ambition(PartOfAgenda):
    """What an agenda (or one of its pillars) strives for, with a quantity where it names one."""

    pillar = models.ForeignKey(
        Pillar,
        verbose_name=_("pillar"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="ambitions",
    )
    text = BilingualText(_("text"), blank=True)
    quantity = models.DecimalField(
        _("quantity"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    unit = BilingualText(_("unit"), max_length=60, blank=True)
    indicator_code = models.CharField(_("indicator"), max_length=60, blank=True)

    class Meta(PartOfAgenda.Meta):
        verbose_name = _("ambition")
        verbose_name_plural = _("ambitions")

    def clean(self) -> None:
        super().clean()
        refuse_of_another_agenda(self.agenda_id, pillar=[self.pillar])


class Trend(PartOfAgenda):
    """A development from outside that presses on the agenda."""

    text = BilingualText(_("text"), blank=True)
    indicator_code = models.CharField(_("indicator"), max_length=60, blank=True)

    class Meta(PartOfAgenda.Meta):
        verbose_name = _("trend")
        verbose_name_plural = _("trends")


class IndicatorGroup(PartOfAgenda):
    """A group of performances by which the agenda wants to be measured."""

    topics = BilingualText(_("topics"), blank=True)
    indicator_codes = models.JSONField(_("indicators"), default=list, blank=True)

    class Meta(PartOfAgenda.Meta):
        verbose_name = _("indicator group")
        verbose_name_plural = _("indicator groups")


class Side(models.TextChoices):
    """Which way a promise would go."""

    OFFER = "offer", _("offer")
    ASK = "ask", _("ask")


class OfferOrAsk(Cited, Record):
    """A line in the ledger between governments: what is offered or asked, and the answer."""

    agenda = models.ForeignKey(
        Agenda, verbose_name=_("agenda"), on_delete=models.PROTECT, related_name="offers_and_asks"
    )
    pillar = models.ForeignKey(
        Pillar,
        verbose_name=_("pillar"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers_and_asks",
    )
    side = models.CharField(_("offer or ask"), max_length=10, choices=Side)
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    text = BilingualText(_("text"))
    counterpart = models.ForeignKey(
        Organisation,
        verbose_name=_("counterpart"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="offers_and_asks",
    )
    answer = BilingualText(_("answer"), blank=True)
    answered = PartialDateField(_("answered on"))
    decision = models.ForeignKey(
        Decision,
        verbose_name=_("decision"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    received_eur = models.DecimalField(
        _("received (euro)"), max_digits=14, decimal_places=2, null=True, blank=True
    )

    class Meta:
        verbose_name = _("offer or ask")
        verbose_name_plural = _("offers and asks")
        ordering = ["agenda", "pillar__number", "-side", "number"]

    def __str__(self) -> str:
        return str(self.text)

    def clean(self) -> None:
        super().clean()
        refuse_of_another_agenda(self.agenda_id, pillar=[self.pillar])
