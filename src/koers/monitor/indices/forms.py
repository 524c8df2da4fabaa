"""The forms of an index: what every one has, and that by its parts and recipe as text."""

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from koers.monitor.forms import PeriodField
from koers.monitor.indices.data import Making
from koers.monitor.indices.parts import (
    LONGEST,
    Parts,
    UnusableParts,
    read_parts,
    recipe_in,
    written_parts,
)
from koers.monitor.indices.services import Texts
from koers.monitor.models import IndexVersion, ReferenceList
from koers.monitor.store import boundary_years
from koers.monitor.validators import validate_references
from koers_engine.composite import Recipe, UnusableRecipe, written
from koers_engine.concepts import Period


def _units() -> Iterator[tuple[str, Any]]:
    yield "nl", _("all municipalities")
    yield "province with itself", _("those of our own province")
    yield "landsdeel with itself", _("those of our own part of the country")
    yield "size-class with itself", _("those of our own class of size")
    yield "urbanisation with itself", _("those of our own degree of urbanisation")
    yield "peers with itself", _("those most like ours, and ours")
    for own in ReferenceList.objects.all():
        yield f"group:{own.slug}", own.title
    yield "", _("others, written below")


def _years() -> Iterator[tuple[str, Any]]:
    for year in reversed(boundary_years()):
        yield str(year), str(year)
    yield "", _("as published: a merged municipality has no figure of before")


class IndexForm(forms.Form):
    """What every index has: its texts, its municipalities, its period, and why it is recorded."""

    title_nl = forms.CharField(label=_("Title (Dutch)"), max_length=LONGEST * 2)
    title_en = forms.CharField(label=_("Title (English)"), max_length=LONGEST * 2, required=False)
    description_nl = forms.CharField(
        label=_("What it is for (Dutch)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    description_en = forms.CharField(
        label=_("What it is for (English)"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    units = forms.ChoiceField(label=_("Municipalities"), choices=_units, required=False)
    other_units = forms.CharField(
        label=_("Other municipalities"),
        max_length=300,
        required=False,
        validators=[validate_references],
        help_text=_("Such as PV22, 50000..100000 inhabitants, or codes: GM0106,GM0114."),
    )
    period = PeriodField(
        label=_("Period"),
        max_length=10,
        required=False,
        help_text=_("Empty: of each indicator the last in which half of them have a figure."),
    )
    boundaries = forms.ChoiceField(label=_("Municipalities as of"), choices=_years, required=False)
    as_of = forms.DateField(
        label=_("Figures as known on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty: as they are known now."),
    )
    reason = forms.CharField(
        label=_("Why this version?"),
        max_length=300,
        required=False,
        help_text=_("Kept with the version. Needed to record it."),
    )

    def __init__(self, *args: Any, area_code: str, version: IndexVersion | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.area_code, self.version = area_code, version
        self.making: Making | None = None
        last_year = next(_years())[0]
        usual = {"boundaries": last_year, "units": "nl"}
        self.initial = {**usual, **self._recorded(), **self.initial}

    def _recorded(self) -> dict[str, Any]:
        """What the last version has."""
        version = self.version
        if version is None:
            return {}
        listed = {value for value, _label in _units()}
        names = ("title_nl", "title_en", "description_nl", "description_en")
        return {name: getattr(version, name) for name in names} | {
            "units": version.units if version.units in listed else "",
            "other_units": "" if version.units in listed else version.units,
            "period": Period.from_cbs(version.period).label if version.period else "",
            "boundaries": str(version.boundaries or ""),
        }

    def clean_as_of(self) -> date | None:
        day: date | None = self.cleaned_data["as_of"]
        if day is not None and day > timezone.localdate():
            raise ValidationError(_("That day has not come yet."))
        return day

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if not reason and "record" in self.data:
            raise ValidationError(_("Say why: the reason is kept with the version."))
        return reason

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        units = cleaned.get("units") or cleaned.get("other_units") or ""
        if not units and "other_units" not in self.errors:
            self.add_error("other_units", _("Say which municipalities are compared."))
        parts, recipe = self.parts(), self.recipe()
        if parts is None or recipe is None or self.errors:
            return cleaned
        day, now = cleaned["as_of"], timezone.now()
        if day is not None:
            zone = timezone.get_current_timezone()
            now = min(now, datetime.combine(day, time.max, tzinfo=zone))
        self.making = Making(
            title=self.texts.title,
            parts=parts,
            recipe=recipe,
            units=units,
            area_code=self.area_code,
            period=Period.from_cbs(cleaned["period"]) if cleaned["period"] else None,
            boundaries=int(cleaned["boundaries"]) if cleaned["boundaries"] else None,
            as_of=now,
        )
        return cleaned

    @property
    def texts(self) -> Texts:
        names = ("title_nl", "title_en", "description_nl", "description_en")
        return Texts(**{name: self.cleaned_data.get(name, "") for name in names})

    def parts(self) -> Parts | None:
        """What the index is made of; None where a fault was added."""
        raise NotImplementedError

    def recipe(self) -> Recipe | None:
        """How it is made; None where a fault was added."""
        raise NotImplementedError

    def rows(self, *names: str) -> list[forms.BoundField]:
        return [self[name] for name in names]

    @property
    def about(self) -> list[forms.BoundField]:
        return self.rows("title_nl", "title_en", "description_nl", "description_en")

    @property
    def compared(self) -> list[forms.BoundField]:
        return self.rows("units", "other_units", "period", "boundaries", "as_of")


class TextIndexForm(IndexForm):
    """An index by its parts and its recipe as TOML, for what the other form cannot say."""

    parts_text = forms.CharField(
        label=_("Parts"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 20, "class": "layout", "spellcheck": "false"}),
    )
    recipe_text = forms.CharField(
        label=_("Recipe"),
        max_length=200_000,
        widget=forms.Textarea(attrs={"rows": 30, "class": "layout", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, starts_with: Parts | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain = written_parts(starts_with or Parts())
        version = self.version
        self.initial.setdefault("parts_text", version.parts if version else plain)
        self.initial.setdefault("recipe_text", version.recipe if version else written(Recipe()))

    def parts(self) -> Parts | None:
        return self._read("parts_text", read_parts)

    def recipe(self) -> Recipe | None:
        return self._read("recipe_text", recipe_in)

    def _read(self, name: str, read: Any) -> Any:
        if name not in self.cleaned_data:
            return None
        try:
            return read(self.cleaned_data[name])
        except (UnusableParts, UnusableRecipe) as refusal:
            self.add_error(name, [str(fault) for fault in refusal.faults])
            return None
