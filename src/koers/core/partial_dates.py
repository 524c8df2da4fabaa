"""Dates as sources give them: a year, a month or a day (ISO 8601, reduced precision)."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


def validate_partial_date(text: str) -> None:
    """Refuse what is no year, month or day of the calendar, naming the form that is expected."""
    if not _is_partial_date(text):
        raise ValidationError(
            _("“%(text)s” is no date. Write a year, month or day: 2006, 2006-06 or 2006-06-30."),
            params={"text": text},
            code="no_partial_date",
        )


def _is_partial_date(text: str) -> bool:
    match = _PATTERN.fullmatch(text)
    if not match:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True


def partial_date_label(text: str) -> str:
    """`text` as people write it in the current language: 2006, June 2006 or 30 June 2006."""
    match = _PATTERN.fullmatch(text)
    if not match or not match[2]:
        return text
    if not match[3]:
        return date_format(date(int(match[1]), int(match[2]), 1), "F Y")
    return date_format(date(int(match[1]), int(match[2]), int(match[3])), "j F Y")


class PartialDateField(models.CharField):
    """A year, month or day as ISO 8601 text, which sorts in the order of time; empty if unknown."""

    default_validators = [validate_partial_date]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("help_text", _("A year, month or day: 2006, 2006-06 or 2006-06-30."))
        super().__init__(*args, **kwargs)
