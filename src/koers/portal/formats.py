"""Amounts, numbers, countries and dates as the reader's language writes them."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency
from django.utils.translation import gettext

from koers.core.bilingual import current_language
from koers.core.partial_dates import partial_date_label
from koers.monitor.numbers import plain

_LOCALES = {"nl": "nl_NL", "en": "en_GB"}


def euro(amount: Decimal | None) -> str:
    """€ 4.874.851 in Dutch, €4,874,851 in English; cents only where there are any.

    An unknown amount is an empty text, never € 0.
    """
    if amount is None:
        return ""
    locale = _LOCALES[current_language()]
    if amount != int(amount):
        return str(format_currency(amount, "EUR", locale=locale))
    pattern = str(Locale.parse(locale).currency_formats["standard"].pattern)
    return str(
        format_currency(amount, "EUR", pattern.replace("0.00", "0"), locale, currency_digits=False)
    )


def number(value: Decimal | None) -> str:
    """10.000 in Dutch, 10,000 in English; an unknown value is an empty text, never 0."""
    return "" if value is None else plain(value)


def period(started: str | int | None, ended: str | int | None) -> str:
    """From when until when, as far as that is known: 2006 to May 2008, from 2006, until 2008."""
    start, end = partial_date_label(str(started or "")), partial_date_label(str(ended or ""))
    if not start and not end:
        return gettext("period unknown")
    if start == end:
        return start
    if not end:
        return gettext("from %(start)s") % {"start": start}
    if not start:
        return gettext("until %(end)s") % {"end": end}
    return gettext("%(start)s to %(end)s") % {"start": start, "end": end}


def country(code: str) -> str:
    """The name of a country by its ISO 3166-1 code; the code itself where it has no name."""
    return str(Locale.parse(_LOCALES[current_language()]).territories.get(code, code))
