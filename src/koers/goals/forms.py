"""The form by which a target is recorded, once and for all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koers.core.workspace.forms import RecordForm
from koers.goals.models import Target
from koers.monitor.forms import IndicatorField, PeriodField, ReferencesField, official_baseline


class TargetForm(RecordForm):
    """Records a target. It is never edited, so a new one says which target it supersedes."""

    indicator_code = IndicatorField()
    baseline_period = PeriodField(
        label=_("Period of the baseline"),
        required=False,
        help_text=_("A year, quarter or month: 2024, 2024-Q1 or 2024-01."),
    )
    references = ReferencesField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["baseline_vintage"]  # nobody types a digest: it comes with the figure
        self.fields["baseline_value"].help_text = _(
            "Leave empty to take the official figure of the period."
        )
        current = self.fields["supersedes"]
        current.queryset = current.queryset.filter(superseded_by=None)

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if fault := self._fault_of_succession(cleaned_data):
            self.add_error(*fault)
        self._take_the_official_baseline(cleaned_data)
        return cleaned_data

    def _take_the_official_baseline(self, target: dict[str, Any]) -> None:
        """Fill in the baseline from the store of figures, where a period but no value is given."""
        indicator, period = target.get("indicator_code"), target.get("baseline_period")
        if not (indicator and period) or target.get("baseline_value") is not None:
            return
        try:
            value, vintage = official_baseline(indicator, period)
        except forms.ValidationError as no_figure:
            self.add_error("baseline_period", no_figure)
        else:
            target["baseline_value"] = value
            self.instance.baseline_vintage = vintage

    def _fault_of_succession(self, target: dict[str, Any]) -> tuple[str, Any] | None:
        """The field at fault and what is wrong with it, or None: one query."""
        promise = {"goal": target.get("goal"), "indicator_code": target.get("indicator_code")}
        if not all(promise.values()):
            return None  # those fields already say what is missing
        current = Target.objects.filter(**promise, superseded_by=None).order_by("-pk").first()
        supersedes = target.get("supersedes")
        if current and supersedes != current:
            message = _("This goal already has a target for this indicator: choose “%(target)s”.")
            return "supersedes", forms.ValidationError(message, params={"target": current})
        if supersedes and supersedes.goal != promise["goal"]:
            return "supersedes", _("A target only supersedes another one of the same goal.")
        if supersedes and not target.get("decision"):
            return "decision", _("Name the decision by which the earlier target is superseded.")
        return None
