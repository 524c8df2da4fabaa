"""Forms by which records are added and revised."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.forms import WagtailAdminModelForm

from koers.core.workspace.kinds import record_choices, record_key, record_of, with_names


class PartForm(WagtailAdminModelForm):
    """A form whose choices are fetched with their names; never a record itself among them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
                field.queryset = with_names(field.queryset)
                if self.instance.pk and field.queryset.model is type(self.instance):
                    field.queryset = field.queryset.exclude(pk=self.instance.pk)


class RecordForm(PartForm):
    """The form of a record. Whoever changes one says why; its address never changes."""

    def _post_clean(self) -> None:
        """Let the record be cleaned with the ties that were chosen: Django sets those after."""
        for field in self.instance._meta.many_to_many:
            if isinstance(field, ParentalManyToManyField) and field.name in self.cleaned_data:
                field.save_form_data(self.instance, self.cleaned_data[field.name])
        super()._post_clean()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["change_note"] = ""  # the reason for the change before is not the one for this
        if self.instance.pk:
            self.fields["change_note"].required = True
            self.fields["change_note"].error_messages["required"] = _(
                "Say why this is changed: the reason is kept with the revision."
            )
            self.fields["slug"].disabled = True


class RecordChoiceField(forms.TypedChoiceField):
    """Any record, chosen by kind and title."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=record_choices, coerce=record_of, empty_value=None, **kwargs)


class AboutForm(PartForm):
    """A form of something that is about one record; see koers.core.records.About."""

    about = RecordChoiceField(label=_("About"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["about"] = record_key(self.instance.subject)

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean()
        if "about" in cleaned_data:
            self.instance.subject = cleaned_data["about"]
        return cleaned_data


class AboutPartForm(AboutForm):
    """The same, for a part of a record that makes no sense without a subject."""

    about = RecordChoiceField(label=_("About"))


class AboutRecordForm(AboutForm, RecordForm):
    """The form of a record that is about another one."""


class ListField(forms.CharField):
    """A list of texts, one on each line; stored as a list."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        lines = value if isinstance(value, list) else str(value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(initial) != self.to_python(data)
