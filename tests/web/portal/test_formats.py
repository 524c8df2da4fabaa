"""Amounts, numbers, countries and periods in the reader's language; unknown is never nothing."""

from decimal import Decimal

import pytest
from django.utils.translation import override

from koers.portal.formats import country, euro, number, period


@pytest.mark.parametrize(
    ("amount", "dutch", "english"),
    [
        (Decimal("4874851.00"), "€ 4.874.851", "€4,874,851"),
        (Decimal(0), "€ 0", "€0"),
        (Decimal("12.50"), "€ 12,50", "€12.50"),
        (Decimal(-1250), "€ -1.250", "-€1,250"),
        (None, "", ""),
    ],
)
def test_euro(amount: Decimal | None, dutch: str, english: str) -> None:
    with override("nl"):
        assert euro(amount).replace("\xa0", " ") == dutch
    with override("en"):
        assert euro(amount) == english


def test_number() -> None:
    with override("nl"):
        assert (number(Decimal("33215.0000")), number(Decimal("45.5000"))) == ("33.215", "45,5")
        assert number(None) == ""


def test_country() -> None:
    with override("nl"):
        assert (country("PL"), country("ZZ9")) == ("Polen", "ZZ9")
    with override("en"):
        assert country("ZA") == "South Africa"


@pytest.mark.parametrize(
    ("started", "ended", "words"),
    [
        ("2006-06", "2008-05", "June 2006 to May 2008"),
        ("2004", "", "from 2004"),
        ("", "2009", "until 2009"),
        ("2006", "2006", "2006"),
        ("", "", "period unknown"),
        (2009, 2013, "2009 to 2013"),
        (None, None, "period unknown"),
    ],
)
def test_period(started: str | int | None, ended: str | int | None, words: str) -> None:
    with override("en"):
        assert period(started, ended) == words
