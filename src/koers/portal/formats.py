"""Amounts, numbers, countries and dates as the reader's language writes them."""

from decimal import Decimal

from babel import Locale
from babel.numbers import format_currency, format_decimal

from koers.core.bilingual import current_language

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


def number(value: Decimal | int | None) -> str:
    """10.000 in Dutch, 10,000 in English; an unknown value is an empty text, never 0."""
    return "" if value is None else str(format_decimal(value, locale=_LOCALES[current_language()]))


def country(code: str) -> str:
    """The name of a country by its ISO 3166-1 code; the code itself where it has no name."""
    return str(Locale.parse(_LOCALES[current_language()]).territories.get(code, code))
