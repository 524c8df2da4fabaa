"""Form fields for what is measured: an indicator, a period, reference areas, a baseline."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from koers.core.models import Municipality
from koers.core.workspace.forms import ListField, RecordForm
from koers.monitor.figures import baseline, indicator_choices
from koers.monitor.validators import validate_references
from koers_engine.concepts import Period, Refusal


def _choices_or_none() -> Iterator[tuple[str, str]]:
    yield ("", "—")
    yield from indicator_choices()


class IndicatorField(forms.ChoiceField):
    """One indicator, or none where it is not required."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=_choices_or_none, label=_("Indicator"), **kwargs)


class IndicatorsField(forms.MultipleChoiceField):
    """Any number of indicators."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=indicator_choices, label=_("Indicators"), **kwargs)


class MeasuredRecordForm(RecordForm):
    """The form of a record that an indicator may measure."""

    indicator_code = IndicatorField(required=False)


class PeriodField(forms.CharField):
    """A period as people write it (2024, 2024-Q1), kept as a code of Statistics Netherlands."""

    def clean(self, value: Any) -> str:
        if not (text := super().clean(value)):
            return ""
        try:
            return Period.parse(text).cbs
        except Refusal:
            raise ValidationError(
                _("“%(text)s” is no period. Write it as 2024, 2024-Q1 or 2024-01."),
                params={"text": text},
            ) from None


class ReferencesField(ListField):
    """The reference areas that a figure is held against, one on each line."""

    default_validators = [validate_references]

    def __init__(self, **kwargs: Any) -> None:
        help_text = _("One on each line, such as nl, province or 50000..100000 inhabitants.")
        super().__init__(label=_("Reference areas"), help_text=help_text, **kwargs)


def official_baseline(indicator_code: str, period: str) -> tuple[Decimal, str]:
    """The official figure of our own municipality, and the digest of the vintage it is from.

    Raises:
        ValidationError: There is no such figure; the message says how to go on.
    """
    try:
        found = baseline(indicator_code, Municipality.load().area_code, period)
    except Refusal:
        found = None
    if found is None:
        raise ValidationError(
            _("No official figure for this period: choose another, or fill in the baseline."),
        )
    return found
