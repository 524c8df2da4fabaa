"""Figures on the municipal boundaries of one year."""

import csv
import io
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from koers.monitor.store import catalogue, store
from koers_engine.indicators import load_panel

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official_figures", "assen")]

WESTERKWARTIER = "GM1969"  # since 2019, of Grootegast, Leek, Marum, Zuidhorn and a part of Winsum
HAREN = "GM0017"  # since 2019 part of Groningen


def page(client: Client, code: str, indicator: str = "population", **choice: str) -> str:
    address = reverse("portal:figure", args=[indicator, code])
    answer = client.get(address, {name.replace("_", "-"): text for name, text in choice.items()})
    assert answer.status_code == 200
    return answer.content.decode()


def test_given_a_year_then_a_merged_municipality_has_figures_from_before_and_says_how(
    client: Client,
) -> None:
    text = page(client, WESTERKWARTIER, boundaries="2021")

    assert "Grootegast, Leek, Marum, Zuidhorn en 11,5% van Winsum" in text
    assert "62.234" in text
    assert "2,6%" in text
    assert "Alle cijfers zijn op de gemeentegrenzen van 1 januari 2021" in text
    assert "62.234" not in page(client, WESTERKWARTIER)


def test_given_a_year_then_the_file_says_what_the_engine_says(client: Client) -> None:
    address = reverse("portal:figure_csv", args=["population", WESTERKWARTIER])

    answer = client.get(address, {"boundaries": "2021"})

    own = [r for r in csv.DictReader(io.StringIO(answer.content.decode())) if r["area"]]
    panel = load_panel("population", store=store(), catalogue=catalogue(), boundaries=2021)
    for row, period in zip(own, panel.periods, strict=True):
        assert (row["period"], row["boundaries"]) == (period.label, "2021")
        assert float(row["value"]) == panel.value(WESTERKWARTIER, period)
        assert float(row["estimated"]) == panel.estimated_share(WESTERKWARTIER, period)
    assert "Winsum" in own[0]["made_how"]
    assert "boundaries-2021.csv" in answer["Content-Disposition"]


def test_given_a_year_and_a_day_then_every_way_on_keeps_both(client: Client) -> None:
    today = page(client, WESTERKWARTIER, boundaries="2021", as_of="2026-11-01")

    assert "GM1969.csv?boundaries=2021&amp;as-of=2026-11-01" in today
    address = reverse("portal:figure", args=["population", WESTERKWARTIER])
    assert f"/en{address}?boundaries=2021&amp;as-of=2026-11-01" in today
    assert '<input type="hidden" name="as-of" value="2026-11-01">' in today
    assert '<input type="hidden" name="boundaries" value="2021">' in today


def test_given_a_place_that_was_no_more_then_the_page_says_where_to_look(client: Client) -> None:
    text = page(client, HAREN, boundaries="2021")

    assert "Op 1 januari 2021 was Haren geen gemeente meer" in text
    assert f'{reverse("portal:figure", args=["population", "GM0014"])}?boundaries=2021"' in text


def test_given_a_place_that_was_not_there_yet_then_the_page_says_since_when(
    client: Client,
) -> None:
    text = page(client, WESTERKWARTIER, boundaries="2015")

    assert "Op 1 januari 2015 was Westerkwartier nog geen gemeente" in text
    assert "1 januari 2019" in text


@pytest.mark.parametrize(
    "year", ["1700", "9999", "-1", "２０２１", "<script>", "2021.5", "9" * 400]
)
def test_given_no_year_that_can_be_then_the_page_says_why_and_the_file_is_refused(
    client: Client, year: str
) -> None:
    text = page(client, WESTERKWARTIER, boundaries=year)
    file = client.get(
        reverse("portal:figure_csv", args=["population", WESTERKWARTIER]), {"boundaries": year}
    )

    assert "notice--fault" in text
    assert "<script>" not in text
    assert file.status_code == 400


def test_given_a_figure_that_cannot_be_divided_then_the_table_says_so(client: Client) -> None:
    text = page(client, WESTERKWARTIER, "jobs-per-1000", boundaries="2021")

    assert "Teller en noemer" in text


def test_given_no_figures_at_all_then_no_boundaries_are_offered(
    client: Client, empty_store: Path
) -> None:
    text = page(client, WESTERKWARTIER, boundaries="2021")

    assert "notice--fault" in text
    assert "<select" not in text


def test_given_a_code_of_no_place_then_there_is_no_such_page(client: Client) -> None:
    address = reverse("portal:figure", args=["population", "GM9999"])

    answer = client.get(address)

    assert answer.status_code == 404
    assert "geen plaats met deze code" in answer.content.decode()
