"""Indicators that the municipality defines itself, beside those of the catalogue."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import BilingualText
from koers.core.records import Titled

CODE_LENGTH = 60  # as long as the records that name an indicator can hold


class Direction(models.TextChoices):
    """Which way is better."""

    HIGHER = "higher", _("higher is better")
    LOWER = "lower", _("lower is better")
    NEITHER = "neither", _("neither is better")


class Kind(models.TextChoices):
    """How the figures of places add up."""

    COUNT = "count", _("count: places are added up")
    RATE = "rate", _("rate: places are averaged")
    PERCENT = "percent", _("change in percent")
    INDEX = "index", _("index or mark")


class Calculation(models.TextChoices):
    """How the indicator comes about."""

    PUBLISHED = "published", _("as published in a table")
    PER_1000 = "per_1000", _("per 1,000 of another indicator")
    SHARE = "share_percent", _("share of another indicator, in percent")
    GROWTH = "growth_percent", _("growth in percent")


class Frequency(models.TextChoices):
    """How long the periods are that the series is made of (SDMX CL_FREQ)."""

    YEAR = "A", _("years")
    QUARTER = "Q", _("quarters")
    MONTH = "M", _("months")


class OwnIndicator(Titled):
    """An indicator as the catalogue of the engine defines one; its address is its code.

    As published it has `dataset`, `measure` and, in `where`, one code for every other dimension of
    the table; else `of`, and `by` or `years`. Which of these go together the engine's catalogue
    decides: see koers.monitor.own_indicators.
    """

    definition = BilingualText(_("definition"))
    unit = BilingualText(_("unit"), max_length=60)
    direction = models.CharField(
        _("good direction"), max_length=10, choices=Direction, default=Direction.NEITHER
    )
    kind = models.CharField(_("kind of figure"), max_length=10, choices=Kind, default=Kind.RATE)
    decimals = models.PositiveSmallIntegerField(
        _("decimals"), default=0, validators=[MaxValueValidator(6)]
    )
    calculation = models.CharField(
        _("how it comes about"),
        max_length=20,
        choices=Calculation,
        default=Calculation.PUBLISHED,
    )
    dataset = models.CharField(_("table"), max_length=120, blank=True)
    measure = models.CharField(_("measure"), max_length=120, blank=True)
    where = models.JSONField(_("codes of the other dimensions"), default=dict, blank=True)
    frequency = models.CharField(
        _("periods"), max_length=1, choices=Frequency, default=Frequency.YEAR
    )
    multiply = models.FloatField(
        _("multiply by"),
        default=1,
        help_text=_("1,000 where the table counts in thousands, else 1."),
    )
    of = models.CharField(_("derived from"), max_length=CODE_LENGTH, blank=True)
    by = models.CharField(_("divided by"), max_length=CODE_LENGTH, blank=True)
    years = models.PositiveSmallIntegerField(
        _("compared with so many years earlier"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
    )
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("own indicator")
        verbose_name_plural = _("own indicators")
        ordering = ["slug"]

    def clean(self) -> None:
        super().clean()
        self.slug = self.slug or self._free_slug()
        if len(self.slug) > CODE_LENGTH:
            too_long = _("At most %(n)s signs: choose a shorter name in the address.")
            raise ValidationError({"slug": ValidationError(too_long, params={"n": CODE_LENGTH})})

    @property
    def code(self) -> str:
        """The code by which goals, targets and groups name this indicator."""
        return self.slug

    @property
    def table(self) -> dict[str, Any]:
        """The definition as a table of the engine's catalogue; English falls back on Dutch."""
        return {
            "name": _both(self, "title"),
            "definition": _both(self, "definition"),
            "unit": _both(self, "unit"),
            "direction": self.direction,
            "kind": self.kind,
            "decimals": self.decimals,
            **self._origin(),
        }

    def _origin(self) -> dict[str, Any]:
        if self.calculation == Calculation.PUBLISHED:
            source = {
                "dataset": self.dataset,
                "measure": self.measure,
                "where": self.where,
                "multiply": self.multiply,
                "frequency": self.frequency,
            }
            return {"sources": [source]}
        derivation = {"kind": self.calculation, "of": self.of}
        if self.calculation == Calculation.GROWTH:
            return {"derivation": derivation | {"years": self.years}}
        return {"derivation": derivation | {"by": self.by}}


def _both(indicator: OwnIndicator, name: str) -> dict[str, str]:
    dutch, english = (getattr(indicator, f"{name}_{language}") for language in ("nl", "en"))
    return {"nl": dutch, "en": english or dutch}
