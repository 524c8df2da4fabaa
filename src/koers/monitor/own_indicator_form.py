"""The form of an own indicator, with choices out of the table that it is taken from."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from koers.core.workspace.forms import RecordForm
from koers.monitor.figures import indicator_choices
from koers.monitor.models import Calculation
from koers.monitor.own_indicators import catalogue_with
from koers.monitor.store import datasets, in_words, store
from koers_engine.concepts import Dimension, DimensionKind, Refusal
from koers_engine.indicators import load_panel
from koers_engine.observations import Vintage

WHERE = "where-"  # before the identifier of a dimension, in the names of the fields


class OwnIndicatorForm(RecordForm):
    """Defines an indicator. The engine itself says whether the definition can be used."""

    dataset = forms.CharField(required=False, widget=forms.HiddenInput)
    measure = forms.ChoiceField(label=_("Measure"), required=False)
    of = forms.ChoiceField(label=_("Derived from"), required=False)
    by = forms.ChoiceField(label=_("Divided by"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = [c for c in indicator_choices() if c[0] != self.instance.slug]
        for name in ("of", "by"):
            self.fields[name].choices = [("", "—"), *others]
        if self.table is None:
            calculation = self.fields["calculation"]
            calculation.choices = [c for c in calculation.choices if c[0] != Calculation.PUBLISHED]
            del self.fields["measure"], self.fields["multiply"], self.fields["frequency"]
            return
        self.fields["measure"].choices = [("", "—"), *_measures(self.table)]
        for axis in self.axes:
            self.fields[f"{WHERE}{axis.identifier}"] = forms.ChoiceField(
                label=axis.title,
                required=False,
                choices=[("", "—"), *_codes(self.table, axis)],
                initial=self.instance.where.get(axis.identifier, ""),
            )

    @cached_property
    def table(self) -> Vintage | None:
        """The table that the indicator is taken from; None where it is derived from others."""
        if self.instance.pk and self.instance.calculation != Calculation.PUBLISHED:
            return None
        given = self.data.get(self.add_prefix("dataset")) if self.is_bound else None
        wanted = given or self.instance.dataset
        return next((each for each in tables() if each.dataset_id == wanted), None)

    @property
    def axes(self) -> list[Dimension]:
        """The dimensions of the table of which one code must be chosen."""
        table = self.table
        return [a for a in table.dimensions if a.kind is DimensionKind.OTHER] if table else []

    @property
    def where_fields(self) -> list[forms.BoundField]:
        return [self[f"{WHERE}{axis.identifier}"] for axis in self.axes]

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        for name in self._needed(cleaned_data.get("calculation")):
            if name in self.fields and not cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, _("Choose one: without it there is no figure."))
        if self.table is not None:
            chosen = {axis: cleaned_data.get(f"{WHERE}{axis.identifier}") for axis in self.axes}
            self.instance.where = {axis.identifier: code for axis, code in chosen.items() if code}
        return cleaned_data

    def _needed(self, calculation: str | None) -> list[str]:
        if calculation == Calculation.PUBLISHED:
            return ["measure", *(f"{WHERE}{axis.identifier}" for axis in self.axes)]
        if calculation == Calculation.GROWTH:
            return ["of", "years"]
        return ["of", "by"]

    def _post_clean(self) -> None:
        """Have the engine read the definition, once the fields themselves are right."""
        super()._post_clean()
        if self.errors:
            return
        try:
            catalogue = catalogue_with(self.instance)
        except ValidationError as refusal:
            self.add_error(None, refusal)
            return
        if self.instance.calculation == Calculation.PUBLISHED:
            try:
                load_panel(self.instance.slug, store=store(), catalogue=catalogue)
            except Refusal as refusal:
                self.add_error("measure", str(refusal))


def tables() -> list[Vintage]:
    """The tables that an indicator may be taken from; none where the store cannot be read."""
    try:
        return list(datasets())
    except Refusal:
        return []


def _measures(table: Vintage) -> Iterator[tuple[str, str]]:
    for measure in table.measures:
        yield measure.code, f"{in_words(measure.title)} ({measure.unit.text}) – {measure.code}"


def _codes(table: Vintage, axis: Dimension) -> Iterator[tuple[str, str]]:
    try:
        codes = store().codes(table, axis.identifier)
    except Refusal:  # the vintage is damaged, as the page of the table says
        return
    for code, title in zip(*(codes.column(n).to_pylist() for n in ("code", "title")), strict=True):
        yield code, f"{title} – {code}"
