"""Addresses that people type without their last slash."""

import pytest
from django.test import Client


@pytest.mark.parametrize("address", ["/en", "/workspace"])
def test_given_an_address_without_its_slash_then_the_reader_is_led_to_the_page(
    client: Client, address: str
) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (301, f"{address}/")
