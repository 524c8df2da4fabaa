"""An indicator on the map: on which boundaries, with all figures, and with what is refused."""

import pytest
from django.test import Client

from koers.core.models import Municipality
from koers.monitor import mapping
from koers.monitor.figure import NoFigure
from koers_engine.observations import VintageStore

pytestmark = pytest.mark.usefixtures("figures_and_maps")


def drawn(code: str, **query: str) -> mapping.Map:
    asked = mapping.read_map(code, {name: [text] for name, text in query.items()}, "GM0106")
    assert asked is not None
    assert not asked.faults, asked.faults
    found = mapping.draw(asked)
    assert isinstance(found, mapping.Map), found
    return found


def test_figures_are_as_published_where_there_is_a_map_of_their_municipalities() -> None:
    found = drawn("expenditure-per-inhabitant", period="2023")

    assert (found.year, found.is_converted, found.period) == (2023, False, "2023")
    assert len(found.shaded) == 342


def test_else_they_are_brought_to_the_last_map_and_it_is_said(client: Client) -> None:
    found = drawn("jobs-per-1000")

    assert (found.period, found.year, found.is_converted) == ("2015", 2023, True)
    assert "1 January 2023" in client.get("/en/maps/jobs-per-1000").content.decode()


def test_the_boundaries_of_another_map_can_be_chosen() -> None:
    found = drawn("jobs-per-1000", boundaries="2014")

    assert (found.year, len(found.shaded)) == (2014, 403)


def test_the_table_has_every_municipality_the_highest_first_and_the_missing_last() -> None:
    found = drawn("share-under-20", boundaries="2023")

    values = [row["value"] for row in found.rows]
    known = [value for value in values if isinstance(value, float)]
    assert known == sorted(known, reverse=True)
    assert values[: len(known)] == known
    assert all(bool(row.missing) == (row.shade == "") for row in found.shaded)


def test_each_place_leads_to_its_profile_and_our_own_is_marked(
    client: Client, assen: Municipality
) -> None:
    html = client.get("/maps/jobs-per-1000").content.decode()

    assert 'href="/profile/GM0363"' in html
    assert '<tr class="own"><th scope="row"><a class="utrecht-link" href="/profile/GM0106">' in html


def test_a_place_that_is_not_on_the_map_is_said(client: Client) -> None:
    merged = client.get("/en/maps/jobs-per-1000?place=GM0005&boundaries=2023").content.decode()
    there = client.get("/en/maps/jobs-per-1000?place=GM0005&boundaries=2014").content.decode()

    said = "GM0005 is no municipality on this map"
    assert said in merged
    assert said not in there


REFUSED = [
    pytest.param({"classes": "blue"}, id="classes"),
    pytest.param({"place": "Asen"}, id="a place"),
    pytest.param({"period": "someday"}, id="a period"),
    pytest.param({"boundaries": "1700"}, id="boundaries"),
    pytest.param({"as-of": "2999-01-01"}, id="a day"),
]


@pytest.mark.parametrize("query", REFUSED)
def test_what_cannot_be_followed_is_said_and_no_other_map_is_shown(
    client: Client, query: dict[str, str]
) -> None:
    html = client.get("/maps/jobs-per-1000", query).content.decode()

    assert 'class="notice notice--fault"' in html
    assert "<td" not in html


def test_a_year_without_a_map_names_those_with_one() -> None:
    asked = mapping.read_map("jobs-per-1000", {"boundaries": ["2017"]})
    assert asked is not None

    found = mapping.draw(asked)

    assert isinstance(found, NoFigure)
    assert "2023, 2014" in found.missing


def test_the_form_leads_to_the_map_with_its_choice(client: Client) -> None:
    answer = client.get("/maps?indicator=jobs&period=2012&boundaries=&classes=round")

    assert answer["Location"] == "/maps/jobs?period=2012&classes=round"
    assert client.get("/maps?indicator=no-such").status_code == 404
    assert client.get("/maps/no-such").status_code == 404
    assert client.get("/maps").status_code == 302


def test_without_any_map_that_is_said(client: Client, official_figures: VintageStore) -> None:
    assert 'class="missing"' in client.get("/maps/jobs").content.decode()
