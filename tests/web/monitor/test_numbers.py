from decimal import Decimal

import pytest
from django.utils import translation

from koers.monitor import numbers


@pytest.mark.parametrize(
    ("language", "value", "decimals", "text"),
    [
        pytest.param("nl", 1234567.0, 0, "1.234.567", id="thousands in Dutch"),
        pytest.param("en", 1234567.0, 0, "1,234,567", id="thousands in English"),
        pytest.param("nl", 0.25, 1, "0,3", id="a half goes away from zero"),
        pytest.param("nl", -0.04, 1, "0,0", id="what rounds to zero has no sign"),
        pytest.param("en", -2.0, 0, "−2", id="a minus is a minus, not a hyphen"),
    ],
)
def test_number(language: str, value: float, decimals: int, text: str) -> None:
    with translation.override(language):
        assert numbers.number(value, decimals) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("45.5000", "45.5"), ("816.0000", "816"), ("23800.0000", "23,800"), ("0.0000", "0")],
)
def test_a_stated_value_has_the_decimals_it_was_stated_with(value: str, text: str) -> None:
    with translation.override("en"):
        assert numbers.plain(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"), [(4.13, "+4.1%"), (-0.8, "−0.8%"), (0.04, "0.0%"), (-0.04, "0.0%")]
)
def test_a_change_shows_its_sign_unless_it_rounds_to_none(value: float, text: str) -> None:
    with translation.override("en"):
        assert numbers.signed_percent(value) == text
