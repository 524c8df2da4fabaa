"""Who the municipality works with, since when, why, and what was agreed."""

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from koers.core.bilingual import BilingualText
from koers.core.partial_dates import PartialDateField
from koers.core.records import Cited, Record, Titled


class Motive(Titled):
    """Why the municipality cooperates: to help, to learn, to trade; the list is its own."""

    description = BilingualText(_("description"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("motive")
        verbose_name_plural = _("motives")
        ordering = ["position", "slug"]


class OrganisationKind(models.TextChoices):
    """What sort of organisation a partner is."""

    PARTNER_CITY = "partner_city", _("partner city")
    LOCAL_GOVERNMENT = "local_government", _("other municipality")
    REGION = "region", _("region or province")
    NATIONAL_GOVERNMENT = "national_government", _("national government")
    EUROPEAN_UNION = "european_union", _("European Union")
    NETWORK = "network", _("network")
    KNOWLEDGE = "knowledge", _("education and research")
    HEALTH = "health", _("health and care")
    COMPANY = "company", _("company")
    CIVIL_SOCIETY = "civil_society", _("civil society")
    PUBLIC_SERVICE = "public_service", _("public service")


class Organisation(Cited, Titled):
    """A partner of any kind; `title` is its name."""

    kind = models.CharField(_("kind"), max_length=30, choices=OrganisationKind)
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{2}$")],
        help_text=_("Two letters (ISO 3166-1), such as NL or PL."),
    )
    description = BilingualText(_("description"), blank=True)
    website = models.URLField(_("website"), blank=True)
    area_code = models.CharField(
        _("area code"), max_length=20, blank=True, help_text=_("Code in official statistics.")
    )

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["title_nl"]


class Relation(Cited, Record):
    """A period of cooperation with an organisation, with its motives and why it began and ended."""

    organisation = models.ForeignKey(
        Organisation,
        verbose_name=_("organisation"),
        on_delete=models.PROTECT,
        related_name="relations",
    )
    started = PartialDateField(_("started"))
    ended = PartialDateField(_("ended"))
    period_fields = ("started", "ended")
    motives = ParentalManyToManyField(Motive, verbose_name=_("motives"), blank=True)
    why_started = BilingualText(_("why it began"), blank=True)
    why_ended = BilingualText(_("why it ended"), blank=True)
    description = BilingualText(_("description"), blank=True)

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        ordering = ["started", "slug"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.started}–{self.ended}"


class AgreementKind(models.TextChoices):
    """What sort of agreement."""

    LETTER_OF_INTENT = "letter_of_intent", _("letter of intent")
    MEMORANDUM = "memorandum", _("memorandum of understanding")
    COOPERATION = "cooperation", _("cooperation agreement")
    MEMBERSHIP = "membership", _("membership")


class Agreement(Cited, Titled):
    """What was agreed with one or more organisations, and how long it holds."""

    kind = models.CharField(_("kind"), max_length=20, choices=AgreementKind)
    parties = ParentalManyToManyField(
        Organisation, verbose_name=_("parties"), related_name="agreements"
    )
    topics = BilingualText(_("topics"), blank=True)
    signed = PartialDateField(_("signed"))
    valid_from = PartialDateField(_("valid from"))
    valid_until = PartialDateField(_("valid until"))
    period_fields = ("valid_from", "valid_until")

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["signed", "slug"]
