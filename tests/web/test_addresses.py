"""Addresses that people type without their last slash."""

import pytest
from django.test import Client
from django.urls import reverse

from koers.portal import urls as portal_urls


@pytest.mark.parametrize("address", ["/en", "/workspace"])
def test_given_an_address_without_its_slash_then_the_reader_is_led_to_the_page(
    client: Client, address: str
) -> None:
    answer = client.get(address)

    assert (answer.status_code, answer["Location"]) == (301, f"{address}/")


@pytest.mark.django_db
@pytest.mark.parametrize("page", [pattern.name for pattern in portal_urls.urlpatterns])
def test_given_a_public_page_then_it_is_read_and_nothing_else(client: Client, page: str) -> None:
    arguments = {
        "source": ["x"],
        "changes": ["x"],
        "profile": ["GM0106"],
        "indicator": ["jobs"],
        "figure": ["jobs", "GM0106"],
        "figure_csv": ["jobs", "GM0106"],
        "figure_file": ["jobs", "GM0106", "xlsx"],
        "profile_file": ["GM0106", "csv"],
        "profile_drawing": ["GM0106", "scores", "png"],
        "compare_file": ["csv"],
        "map": ["jobs"],
        "map_file": ["jobs", "svg"],
        "index": ["x"],
        "index_file": ["x", "index.xlsx"],
        "method": ["maps"],
    }
    of_record = page in {"agenda", "goal", "project", "partner", "work_plan"}
    address = reverse(f"portal:{page}", args=arguments.get(page, ["x"] * of_record))

    refused = [getattr(client, method)(address) for method in ("post", "put", "patch", "delete")]

    assert [answer.status_code for answer in refused] == [405] * 4
    assert client.head(address).status_code in {200, 302, 400, 404}
