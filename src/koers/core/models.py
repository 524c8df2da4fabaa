"""The municipality that runs this site, and the documents that records come from."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from koers.core.bilingual import BilingualText
from koers.core.partial_dates import PartialDateField
from koers.core.records import Titled

_TOKEN_NAME = re.compile(r"--[a-z0-9][a-z0-9-]*")
_TOKEN_VALUE = re.compile(r"""(?:[-#%.,()\w /*+]|"[^"'\\\n\r;{}<>]*"|'[^"'\\\n\r;{}<>]*')+""")
_NO_TOKEN = re.compile(r"/\*|\*/|//|\b(?:url|src|image|image-set|expression)\s*\(", re.IGNORECASE)


def validate_design_tokens(tokens: object) -> None:
    """Refuse whatever is not a plain custom property: a token must never become other CSS."""
    if not isinstance(tokens, dict):
        raise ValidationError(_("Design tokens are pairs of a name and a value."))
    faults = [
        f"{name}: {value}"
        for name, value in tokens.items()
        if not (_TOKEN_NAME.fullmatch(str(name)) and isinstance(value, str) and _is_plain(value))
    ]
    if faults:
        raise ValidationError(
            _("No design tokens: %(faults)s. Write them as “--name”: “value”."),
            params={"faults": "; ".join(faults)},
        )


def _is_plain(value: str) -> bool:
    """Whether a value is one that CSS reads as it is: quotes and brackets closed, no comment, and
    no function that asks another host for something.
    """
    if not _TOKEN_VALUE.fullmatch(value) or _NO_TOKEN.search(value):
        return False
    open_brackets = 0
    for sign in re.sub(r"\"[^\"]*\"|'[^']*'", "", value):
        open_brackets += {"(": 1, ")": -1}.get(sign, 0)
        if open_brackets < 0:
            return False
    return open_brackets == 0


@register_setting(icon="site", order=10)
class Municipality(BaseGenericSetting):
    """The municipality that runs this site: its name, place in the statistics, and look."""

    name = models.CharField(_("name"), max_length=100, default="Koers")
    area_code = models.CharField(
        _("area code"),
        max_length=6,
        blank=True,
        validators=[RegexValidator(r"^GM\d{4}$")],
        help_text=_("The code of Statistics Netherlands, such as GM0106."),
    )
    tagline = BilingualText(_("tagline"), max_length=200, blank=True)
    contact_url = models.URLField(_("address for reactions"), blank=True)
    design_tokens = models.JSONField(
        _("design tokens"),
        default=dict,
        blank=True,
        validators=[validate_design_tokens],
        help_text=_("The municipality's own look, as CSS custom properties."),
    )

    class Meta:
        verbose_name = _("municipality")

    def __str__(self) -> str:
        return self.name


class SourceDocument(Titled):
    """A document that records rest on: a policy, a report, a web page."""

    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published = PartialDateField(_("published"))
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("source document")
        verbose_name_plural = _("source documents")
        ordering = ["published", "slug"]
