"""Forms by which figures are brought in: what is asked, a file, its mapping, and reasons."""

import re
from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from koers.monitor.models import ImportRun

# A table's code, or a flow with its key; never an address or a path: only the publishers that the
# settings name are asked.
_NAMES = {
    "cbs": re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}"),
    "sdmx": re.compile(r"[A-Z][A-Z0-9_]{0,19}/[A-Za-z0-9_]{1,60}(\?[A-Za-z0-9_.+=&;:,-]{1,500})?"),
}
_DIMENSION = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,79}")
_MOST_CODES = 2_000
UPLOAD_SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".json")


class WhereField(forms.CharField):
    """The part of a table that is wanted: on each line a dimension and its codes."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def clean(self, value: Any) -> dict[str, list[str]]:
        text, found = super().clean(value), dict[str, list[str]]()
        faults = []
        for line in filter(None, map(str.strip, text.splitlines())):
            name, _equals, codes = (part.strip() for part in line.partition("="))
            listed = [code.strip() for code in codes.split(",") if code.strip()]
            if not (_DIMENSION.fullmatch(name) and listed) or any(map(_is_odd, listed)):
                message = _("“%(line)s” names no part: write a dimension, = and codes.")
                faults.append(ValidationError(message, params={"line": line[:100]}))
            found.setdefault(name, []).extend(listed)
        if sum(map(len, found.values())) > _MOST_CODES:
            message = _("At most %(n)s codes at once.")
            faults.append(ValidationError(message, params={"n": _MOST_CODES}))
        if faults:
            raise ValidationError(faults)
        return found


def _is_odd(code: str) -> bool:
    return len(code) > 80 or not code.isprintable()


class AskForm(forms.Form):
    """Asks a publisher for a table."""

    kind = forms.ChoiceField(
        label=_("Publisher"),
        choices=[
            ("cbs", _("Statistics Netherlands (CBS)")),
            ("sdmx", _("Eurostat or another publisher of SDMX")),
        ],
    )
    name = forms.CharField(
        label=_("Table"),
        max_length=300,
        help_text=_(
            "Of CBS the code, such as 03759ned; of Eurostat ESTAT and the flow: ESTAT/URB_CPOP1."
        ),
    )
    form = forms.ChoiceField(
        label=_("Form"),
        required=False,
        choices=[
            ("", _("as usual")),
            ("v3", _("OData v3: for a table that is not in the newer service")),
            ("csv", _("bulk file: faster for a large table")),
        ],
        help_text=_("Of CBS only."),
    )
    where = WhereField(
        label=_("Only a part"),
        required=False,
        help_text=_(
            "On each line a dimension and its codes: Geslacht=T001038. Empty for everything."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned_data = super().clean() or {}
        kind, name = cleaned_data.get("kind", ""), cleaned_data.get("name", "")
        if kind in _NAMES and name and not _NAMES[kind].fullmatch(name):
            self.add_error("name", _("This is no name of a table. Addresses are not asked here."))
        if kind != "cbs" and cleaned_data.get("form"):
            self.add_error("form", _("Only CBS has other forms."))
        return cleaned_data


def _dataset_of(run: Any) -> str:
    return str(run.dataset)


class UploadForm(forms.Form):
    """Uploads a file with figures of one's own."""

    file = forms.FileField(
        label=_("File"),
        max_length=150,
        help_text=_("CSV, Excel (xlsx) or JSON: a survey or registration of your own."),
    )
    like = forms.ModelChoiceField(
        label=_("Laid out as"),
        queryset=ImportRun.objects.none(),
        required=False,
        empty_label=_("a new table: propose what the columns are"),
        help_text=_("For a newer file of a table that was brought in before."),
    )

    def __init__(self, *args: Any, earlier: Iterable[ImportRun], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        like = cast(forms.ModelChoiceField, self.fields["like"])
        like.queryset = ImportRun.objects.filter(pk__in=[run.pk for run in earlier])
        like.label_from_instance = _dataset_of  # type: ignore[assignment, method-assign]
        self.fields["file"].widget.attrs["accept"] = ",".join(UPLOAD_SUFFIXES)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(UPLOAD_SUFFIXES):
            raise ValidationError(
                _("This is no CSV, Excel (xlsx) or JSON. Save it in one of these forms first.")
            )
        if file.size > settings.KOERS_UPLOAD_BYTES:
            raise ValidationError(
                _("This file is too large to upload: at most %(most)s. Use the command koers."),
                params={"most": filesizeformat(settings.KOERS_UPLOAD_BYTES)},
            )
        return file


class LayoutForm(forms.Form):
    """Says what the columns of a file are, in the TOML of a mapping."""

    mapping = forms.CharField(
        label=_("What the columns are"),
        max_length=100_000,
        widget=forms.Textarea(
            attrs={"rows": 30, "spellcheck": "false", "class": "layout", "wrap": "off"}
        ),
        strip=False,
    )


class AcceptForm(forms.Form):
    """Gives for each check why its findings may pass."""

    def __init__(self, *args: Any, checks: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checks = list(checks)
        for check in self.checks:
            self.fields[f"accept-{check}"] = forms.CharField(
                label=_("Why the findings of “%(check)s” may pass") % {"check": check},
                max_length=500,
                min_length=10,
                widget=forms.Textarea(attrs={"rows": 2}),
                error_messages={"required": _("Say why: the reason is kept with the vintage.")},
            )

    @property
    def reasons(self) -> dict[str, str]:
        return {check: self.cleaned_data[f"accept-{check}"] for check in self.checks}
