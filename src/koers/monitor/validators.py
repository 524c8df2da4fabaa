"""What may be recorded about what is measured: a period, and reference areas."""

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from koers.monitor.reference_lists import references_named
from koers.monitor.store import catalogue
from koers_engine.concepts import Period, Refusal


def validate_period(code: str) -> None:
    """Refuse what is no period as Statistics Netherlands codes it, such as 2024JJ00."""
    if not _is_read_by(Period.from_cbs, code):
        raise ValidationError(
            _("“%(text)s” is no period. Write a year as 2024JJ00, a quarter as 2024KW01."),
            params={"text": code},
        )


def validate_references(texts: object) -> None:
    """Refuse what is no list of reference areas, naming every text that is none."""
    listed = texts if isinstance(texts, list) else [texts]
    faults = [_no_reference(text) for text in listed if not _is_read_by(_reference, text)]
    if faults:
        raise ValidationError(faults)


def _reference(text: str) -> None:
    """Refuse what names no reference areas, no list there is, or an indicator nobody defined."""
    for code in references_named([text])[0].needs:
        catalogue()[code]


def _is_read_by(read: Callable[[str], object], text: object) -> bool:
    if not isinstance(text, str):
        return False
    try:
        read(text)
    except Refusal:
        return False
    return True


def _no_reference(text: object) -> ValidationError:
    return ValidationError(
        _("“%(text)s” names no reference areas. Write nl, province, a size or codes of areas."),
        params={"text": text},
    )
