"""The page of a figure: where its place stands, within which chance, and beside what was chosen."""

import csv
import io
import re
from html import unescape
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from koers.accounts.models import User
from koers.monitor.store import characteristics, panel, register
from koers_engine.concepts import Period
from koers_engine.position import position
from koers_engine.references import parse_reference

pytestmark = pytest.mark.usefixtures("official_figures", "in_english")

RATE, EUROS, COUNT, PERCENT = (
    "welfare-per-1000", "result-per-inhabitant", "population", "owner-occupied",
)  # fmt: skip


def shown(client: Client, address: str) -> tuple[str, Any]:
    """The text of a figure's page without marks, and what it was made with."""
    answer = client.get(f"/en/figures/{address}")
    assert answer.status_code == 200
    plain = unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))
    assert not re.search(r"\b(nan|NaN|None|inf)\b", plain)
    return " ".join(plain.split()), answer.context


def cells(context: Any) -> dict[str, list[str]]:
    return {each.name: [text for _, text in texts] for each, texts in context["comparisons"]}


def drawn(context: Any) -> list[str]:
    return [each.code for each in context["chance"].drawings]


def test_given_a_rate_of_events_then_its_interval_verdicts_and_funnel_are_those_of_the_engine(
    client: Client,
) -> None:
    text, context = shown(client, f"{RATE}/GM0106")

    held = position(
        panel(RATE),
        "GM0106",
        references=[parse_reference("nl"), parse_reference("province")],
        register=register(),
        characteristics=characteristics(),
        period=Period(2015),
    )
    assert held.interval
    ends = f"{held.interval.low:.1f} to {held.interval.high:.1f}"
    nation, province = held.references
    table = cells(context)
    assert table["Interval of 95%"][0] == ends
    assert f"Interval of 95% in 2015: {ends}" in text
    assert table["Verdict"][1:3] == ["worse (99.8%)", "worse (99.8%)"]
    assert "with 99.8% confidence" in text
    assert table["Median"][1:3] == [f"{each.median:.1f}" for each in (nation, province)]
    assert table["Average by inhabitants"][1] == f"{nation.weighted:.1f}"
    assert table["Who is best"][1] == nation.best_areas[0].name
    assert table["Place"][1] == f"{nation.rank} of {nation.n}"
    assert drawn(context) == ["interval", "spine", "funnel"]
    funnel = context["chance"].drawings[-1]
    assert len(funnel.rows) == nation.n
    assert next(row for row in funnel.rows if row[0] == "Assen")[-1] == "99.8%"
    assert (
        'href="/en/methods/intervals"' in client.get(f"/en/figures/{RATE}/GM0106").content.decode()
    )


@pytest.mark.parametrize("code", [EUROS, PERCENT])
def test_given_a_figure_that_counts_nothing_known_then_it_says_once_why_there_is_no_interval(
    client: Client, code: str
) -> None:
    text, context = shown(client, f"{code}/GM0106")

    assert text.count("No interval:") == 1
    assert "Interval of 95%" not in text
    assert not {"Interval of 95%", "Verdict"} & set(cells(context))
    assert drawn(context) == ["spine"]


def test_given_a_count_then_its_growth_stands_as_rate_and_index_and_no_funnel_is_drawn(
    client: Client,
) -> None:
    text, context = shown(client, f"{COUNT}/GM0106")

    known = panel(COUNT)
    then, now = (known.value("GM0106", Period(year)) for year in (2019, 2026))
    assert then
    assert now
    table = cells(context)
    assert table["Index (2019 = 100)"][0] == f"{100 * now / then:.1f}"
    assert table["Change per year (%)"][0] == f"+{100 * ((now / then) ** (1 / 7) - 1):.1f}%"
    assert table["Share of the whole"][1] == "0.4%"
    assert "Interval of 95%" in table
    assert "Verdict" not in table
    assert drawn(context) == []
    assert "No funnel: a count is divided by nothing." in text


def test_given_no_figure_of_the_place_then_nothing_is_ranked_and_the_page_says_so(
    client: Client,
) -> None:
    text, context = shown(client, f"{RATE}/GM1969")  # founded after the last figures

    assert context["standing"] is None
    assert "no figure has been released for Westerkwartier" in text


def test_given_no_figure_so_early_then_the_page_says_so_beside_the_line(client: Client) -> None:
    text, context = shown(client, f"{COUNT}/GM1969?period=2016")

    assert context["standing"] is None
    assert context["part"].missing in text
    assert "2016" in context["part"].missing


def test_given_a_tiny_municipality_then_its_interval_is_wide_and_its_difference_can_be_chance(
    client: Client,
) -> None:
    text, context = shown(client, "births-per-1000/GM0088")

    low, high = (float(end) for end in cells(context)["Interval of 95%"][0].split(" to "))
    assert high > 2 * low
    assert "can be chance" in text


def test_given_a_group_of_two_then_there_is_a_place_and_the_page_says_why_no_percentage(
    client: Client,
) -> None:
    text, context = shown(client, f"{RATE}/GM0106?reference=GM0106,GM0114")

    table = cells(context)
    assert table["Place"] == ["–", "1 of 2"]
    assert "Share of the others that is lower" not in table
    assert "No percentile: other municipalities with a figure: 1" in text


def test_given_one_that_is_alone_then_it_is_held_against_nobody(client: Client) -> None:
    _text, context = shown(client, f"{RATE}/GM0106?reference=GM0106")

    assert "Verdict" not in cells(context)


def test_a_choice_stands_in_the_address_and_every_way_on_keeps_it(client: Client) -> None:
    query = "?reference=GM0114,GM0109&reference=corop&period=2024&since=2020&boundaries=2021"

    _text, context = shown(client, f"{COUNT}/GM0106{query}&as-of=2026-11-01")
    page = client.get(f"/en/figures/{COUNT}/GM0106{query}").content.decode()

    held = context["standing"].position
    assert [each.reference for each in held.references] == ["GM0114,GM0109", "corop"]
    assert (held.period, held.since, held.boundaries) == (Period(2024), Period(2020), 2021)
    assert 'href="/en/methods/position"' in page
    for form in ("csv", "xlsx", "svg", "png"):
        assert f'GM0106.{form}{query.replace("&", "&amp;")}"' in page
    assert page.count('<input type="hidden" name="reference" value="corop">') == 2
    assert page.count('<input type="hidden" name="boundaries" value="2021">') == 2
    assert "<option selected>2020</option>" in page
    assert re.search(r'value="corop" checked', page)


def test_given_a_choice_then_its_files_hold_the_same_references(client: Client) -> None:
    query = "?reference=GM0114,GM0109"

    rows = csv.DictReader(
        io.StringIO(client.get(f"/en/figures/{RATE}/GM0106.csv{query}").content.decode())
    )
    book = openpyxl.load_workbook(
        io.BytesIO(client.get(f"/en/figures/{RATE}/GM0106.xlsx{query}").content)
    )

    assert {row["series"] for row in rows} == {"Assen", "Emmen, Coevorden"}
    sheet = book["References and positions"]
    heads = [cell.value for cell in sheet[1]]
    (own, other) = ([cell.value for cell in row] for row in sheet.iter_rows(min_row=2))
    assert (own[0], other[0]) == ("Assen", "Emmen, Coevorden")
    assert other[heads.index("Median")] == pytest.approx(
        sum(panel(RATE).value(code, Period(2015)) or 0 for code in ("GM0114", "GM0109")) / 2
    )


def test_given_a_list_of_ones_own_then_it_can_be_chosen(client: Client, researcher: User) -> None:
    sent = {"title_nl": "Buren", "title_en": "Neighbours", "members": "GM0114,GM0109", "slug": ""}
    client.post(reverse("wagtailsnippets_monitor_referencelist:add"), sent)

    _text, context = shown(client, f"{RATE}/GM0106?reference=group:buren")

    assert "group:buren" in [each.text for each in context["form"].references]
    assert context["standing"].held[0].position.n == 2


@pytest.mark.parametrize(
    "query",
    [
        "reference=the+moon",
        "reference=<script>alert(1)</script>",
        "reference=group:nobody&reference=nl",
        "period=2024'%20or%201=1",
        "since=9999&period=2020",
        "reference=" + "x" * 400,
        "&".join(["reference=nl"] + [f"reference=GM{at:04}" for at in range(100, 120)]),
        "reference=a%00b",
    ],
)
def test_given_what_cannot_be_followed_then_it_is_said_and_nothing_is_compared(
    client: Client, query: str
) -> None:
    text, context = shown(client, f"{RATE}/GM0106?{query}")
    file = client.get(f"/en/figures/{RATE}/GM0106.csv?{query}")

    assert "nothing is compared" in text
    assert context["standing"] is None
    assert context["form"].faults
    assert "<script>alert" not in client.get(f"/en/figures/{RATE}/GM0106?{query}").content.decode()
    assert file.status_code == 400


def test_given_a_group_that_cannot_be_made_then_the_others_are_shown_and_it_is_said(
    client: Client,
) -> None:
    text, context = shown(client, f"{COUNT}/NL01?reference=province&reference=GM0106")

    assert [each.position.reference for each in context["standing"].held] == ["GM0106"]
    assert "This group cannot be made for this place" in text
