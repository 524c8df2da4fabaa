"""The form by which a target is recorded, once and for all."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from koers.core.workspace.forms import ListField, RecordForm
from koers.goals.models import Target
from koers.monitor.forms import IndicatorField


class TargetForm(RecordForm):
    """Records a target. It is never edited, so a new one says which target it supersedes."""

    indicator_code = IndicatorField()
    references = ListField(
        label=_("Reference areas"),
        required=False,
        help_text=_("One on each line, such as nl, province or 50000..100000 inhabitants."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        current = self.fields["supersedes"]
        current.queryset = current.queryset.filter(superseded_by=None)

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if fault := self._fault_of_succession(cleaned_data):
            self.add_error(*fault)
        return cleaned_data

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
