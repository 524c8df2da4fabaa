"""The form of a reference list: municipalities by code or name, every fault named at once."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from koers.core.workspace.forms import ListField, RecordForm
from koers.monitor.store import register
from koers_engine.areas import AreaRegister, UnknownArea
from koers_engine.concepts import AreaKind, Refusal

_CODE = re.compile(r"GM\d{4}", re.ASCII)
_NAMED = re.compile(r"(GM\d{4})\s.*", re.ASCII)
_MOST = 1000


class MembersField(ListField):
    """Municipalities, one on each line or with commas in between; kept as codes in order."""

    widget = forms.Textarea(attrs={"rows": 12})

    def prepare_value(self, value: Any) -> Any:
        """Codes with the names beside them, which are not read again."""
        if not isinstance(value, list):
            return value
        try:
            areas = register().areas
        except Refusal:
            areas = {}
        named = (f"{code} {areas[code].name}" if code in areas else code for code in value)
        return "\n".join(named)

    def to_python(self, value: Any) -> Any:
        lines = super().to_python(value)
        parts = [part.strip() for line in lines for part in str(line).split(",") if part.strip()]
        return [_NAMED.sub(r"\1", part) for part in parts]

    def clean(self, value: Any) -> list[str]:
        texts = super().clean(value)
        if len(texts) > _MOST:
            raise ValidationError(_("At most %(n)s municipalities."), params={"n": _MOST})
        try:
            known = register()
        except Refusal:  # without figures there is nothing to look names and codes up in
            return _codes_only(texts)
        faults: list[ValidationError] = []
        codes = [code for text in texts if (code := _code(text, known, faults))]
        if faults:
            raise ValidationError(faults)
        return sorted(set(codes))


def _code(text: str, known: AreaRegister, faults: list[ValidationError]) -> str:
    """The code of a municipality that is there now; else a fault that says how to go on."""
    try:
        area = known.find(text)
    except UnknownArea as refusal:
        near = ", ".join(f"{each.name} ({each.code})" for each in refusal.suggestions)
        message = _("“%(text)s” is no municipality. Nearest: %(near)s.")
        faults.append(ValidationError(message, params={"text": text, "near": near or "–"}))
        return ""
    if area.kind is not AreaKind.MUNICIPALITY:
        message = _("“%(text)s” is no municipality: name its municipalities one by one.")
        faults.append(ValidationError(message, params={"text": text}))
        return ""
    last = max(known.living, default=None)
    if last is not None and area.code not in known.living[last]:
        heirs = known.successors(area.code)
        message = _("%(name)s is no municipality any more. It went over into: %(heirs)s.")
        named = ", ".join(f"{heir.name} ({heir.code})" for heir in heirs) or "–"
        words = {"name": f"{area.name} ({area.code})", "heirs": named}
        faults.append(ValidationError(message, params=words))
        return ""
    return area.code


def _codes_only(texts: list[str]) -> list[str]:
    codes = [text.upper() for text in texts]
    wrong = [code for code in codes if not _CODE.fullmatch(code)]
    if wrong:
        message = _("Give codes such as GM0106: there are no figures yet to look up %(texts)s in.")
        raise ValidationError(message, params={"texts": ", ".join(wrong)})
    return sorted(set(codes))


class ReferenceListForm(RecordForm):
    """Records a list, or revises it: what was recorded before stays as an earlier version."""

    members = MembersField(
        label=_("Municipalities"),
        help_text=_("One on each line: a code such as GM0106, or a name."),
    )

    def save(self, commit: bool = True) -> Any:  # noqa: FBT001, FBT002 - as Django has it
        self.instance.recorded_by = self.for_user
        return super().save(commit=commit)
