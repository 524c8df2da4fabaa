"""Forms by which an administrator makes accounts and gives them roles."""

from typing import Any

from django import forms
from django.contrib.auth.models import Group
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.users import forms as wagtail_forms

from koers.accounts.models import User
from koers.accounts.roles import Role


class RolesField(forms.ModelMultipleChoiceField):
    """The roles of an account, by their names in the reader's language."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self) -> None:
        groups = Group.objects.filter(name__in=Role.values)
        super().__init__(groups, label=_("Roles"), required=False)

    def label_from_instance(self, group: Group) -> str:
        return capfirst(str(Role(group.name).label))


class _RolesForm(forms.ModelForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if all_powers := self.fields.get("is_superuser"):
            # Rights come from roles; this one would put itself above the table of rights.
            all_powers.disabled = True
            all_powers.help_text = _(
                "Only given by whoever runs the server, with manage.py createsuperuser."
            )


class UserCreationForm(_RolesForm, wagtail_forms.UserCreationForm):
    groups = RolesField()

    class Meta(wagtail_forms.UserCreationForm.Meta):
        model = User
        fields = wagtail_forms.UserCreationForm.Meta.fields | {"function_nl", "function_en"}


class UserEditForm(_RolesForm, wagtail_forms.UserEditForm):
    groups = RolesField()

    class Meta(wagtail_forms.UserEditForm.Meta):
        model = User
        fields = wagtail_forms.UserEditForm.Meta.fields | {"function_nl", "function_en"}
