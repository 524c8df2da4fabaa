"""Up to six places side by side: what is laid, what is said, and what is refused."""

import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.utils.html import escape

from koers.core.models import Municipality
from koers.monitor import comparing
from koers.monitor.choices import read_choice
from koers.monitor.store import panel
from koers_engine.concepts import Period
from koers_engine.observations import VintageStore
from koers_engine.profile import Comparison

pytestmark = pytest.mark.usefixtures("official_figures")
SIX = "GM0106,GM0114,GM0014,GM0080,GM0088,GM0363"


def shown(**query: str) -> comparing.SideBySide:
    asked = comparing.read_comparison({name: [text] for name, text in query.items()})
    assert not asked.has_fault, asked.said
    return comparing.side_by_side(asked)


def said(**query: str) -> list[str]:
    asked = comparing.read_comparison({name: [text] for name, text in query.items()})
    assert asked.has_fault
    return asked.said


def page(client: Client, query: str) -> str:
    return client.get(f"/compare?{query}").content.decode()


def test_a_figure_is_that_of_the_store_and_its_difference_that_from_the_first() -> None:
    line = shown(places="GM0106,GM0114", indicators="population", period="2023").lines[0]

    figures = panel("population")
    values = [figures.value(code, Period(2023)) for code in ("GM0106", "GM0114")]
    first, second = (entry for _column, entry in line.entries)
    assert [first.value, second.value] == [f"{value:,.0f}".replace(",", ".") for value in values]
    assert second.difference == f"+{values[1] - values[0]:,.0f}".replace(",", ".")
    assert first.difference == ""


def test_best_is_said_only_where_one_way_is_better() -> None:
    laid = shown(places=SIX, indicators="unemployment-benefits-per-1000,population,address-density")

    best = {line.code: [entry.is_best for _c, entry in line.entries].count(True)
            for line in laid.lines}  # fmt: skip
    assert best == {"unemployment-benefits-per-1000": 1, "population": 0, "address-density": 0}


def test_a_missing_figure_is_said_and_stands_beside_no_difference() -> None:
    laid = shown(places="GM0106,GM1980", indicators="jobs-per-1000")

    entry = laid.lines[0].entries[1][1]
    assert (entry.value, entry.difference, entry.is_best) == ("–", "", False)
    assert entry.missing


def test_periods_that_differ_are_said_of_each_figure(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = {"places": "GM0106,GM0114", "indicators": "population", "period": "2023"}
    assert [entry.period for _column, entry in shown(**asked).lines[0].entries] == ["", ""]
    compare = comparing.compare

    def of_two_years(*places: Any, **known: Any) -> Comparison:
        laid = compare(*places, **known)
        first, second = laid.rows[0].cells
        later = replace(second, period=Period(2020), difference=None)
        return replace(laid, rows=(replace(laid.rows[0], cells=(first, later)),))

    monkeypatch.setattr(comparing, "compare", of_two_years)
    line = shown(**asked).lines[0]

    assert [entry.period for _column, entry in line.entries] == ["2023", "2020"]
    assert "2020" in line.period
    assert "2023" in line.period


def test_the_reference_is_that_of_the_first_place() -> None:
    drenthe = shown(places="GM0106,GM0363", reference="province", indicators="jobs-per-1000")
    holland = shown(places="GM0363,GM0106", reference="province", indicators="jobs-per-1000")

    assert [drenthe.references, holland.references] == [("Drenthe",), ("Noord-Holland",)]
    assert drenthe.lines[0].levels[0][1] != holland.lines[0].levels[0][1]


REFUSED = [
    pytest.param({"places": f"{SIX},GM0599"}, "7", id="seven places"),
    pytest.param({"place": "Asen"}, "Asen", id="no such place"),
    pytest.param({"places": "GM0106,GM0005"}, "Bedum (GM0005)", id="a place that went over"),
    pytest.param({"places": "GM1969", "boundaries": "2015"}, "Westerkwartier", id="not there then"),
    pytest.param({"places": "GM0106", "boundaries": "1700"}, "1700", id="unknown boundaries"),
    pytest.param({"places": "GM0106", "indicators": "job"}, "job", id="no such indicator"),
    pytest.param({"places": "GM0106", "as-of": "2999-01-01"}, "", id="a day to come"),
    pytest.param({"places": ",".join("abcdefghijklmnop")}, "16", id="more than can be read"),
]


@pytest.mark.parametrize(("query", "expected"), REFUSED)
def test_what_cannot_be_compared_is_said(query: dict[str, str], expected: str) -> None:
    told = said(**query)

    assert any(expected in text for text in told), told


def test_a_double_place_stands_once() -> None:
    assert len(shown(places="GM0106,Assen", indicators="jobs").columns) == 1


def test_given_a_fault_then_the_page_shows_no_figure_and_ways_on(
    client: Client, assen: Municipality
) -> None:
    html = page(client, "place=Assen&place=GM0005")

    assert "Het Hogeland (GM1966)" in html
    assert re.search(r'href="/compare\?places=GM0106,GM1966[^"]*"', html)
    assert "<td" not in html
    assert 'value="GM0005"' in html


def test_given_the_form_then_it_leads_to_an_address_that_holds_the_choice(client: Client) -> None:
    query = "place=Assen+(GM0106)&place=emmen&place=&indicator=jobs&reference=nl&period="

    answer = client.get(f"/compare?{query}")

    assert answer.status_code == 302
    assert answer["Location"] == "/compare?places=GM0106,GM0114&indicators=jobs&reference=nl"
    assert "Emmen" in client.get(answer["Location"]).content.decode()


def test_without_places_the_form_holds_our_own(client: Client, assen: Municipality) -> None:
    html = page(client, "")

    assert 'value="Assen (GM0106)"' in html
    assert "<td" not in html


def test_hostile_text_is_shown_as_text(client: Client) -> None:
    evil = '"><script>alert(1)</script>'

    html = client.get("/compare", {"place": evil, "period": evil, "reference": evil}).content

    assert b"<script>alert" not in html
    assert escape(evil).encode() in html


def test_an_empty_site_says_so(client: Client, empty_store: VintageStore) -> None:
    answer = client.get("/compare?places=GM0106")

    assert answer.status_code == 200
    assert 'class="missing"' in answer.content.decode()


def test_a_choice_is_the_same_after_a_turn_through_the_address() -> None:
    query = {"places": ["GM0106"], "indicators": ["jobs,dwellings"], "reference": ["nl"]}

    asked = comparing.read_comparison(query)

    assert asked.chosen.choice.indicators == ("jobs", "dwellings")
    assert asked.query == "?places=GM0106&indicators=jobs,dwellings&reference=nl"
    assert read_choice({}).query == ""
