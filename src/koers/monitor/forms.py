"""Form fields by which people choose an indicator from the catalogue, by name."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koers.core.workspace.forms import RecordForm
from koers.monitor.figures import indicator_choices


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
