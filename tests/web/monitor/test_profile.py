"""The profile of every municipality, and the pages about sources."""

import csv
import re
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from koers.monitor.choices import read_choice
from koers.monitor.figures import baseline
from koers.monitor.known import outline
from koers.monitor.profiles import profile
from koers.monitor.profiles.page import page_of
from koers.monitor.profiles.profile import NoProfile
from koers_engine.profile import Profile
from tests.web.monitor.examples import a_statement, a_topic

pytestmark = pytest.mark.django_db


def a_profile(code: str, **query: str) -> Profile:
    found = profile.profile(code, profile.making(read_choice({k: [v] for k, v in query.items()})))
    assert not isinstance(found, NoProfile)
    return found


def populations(demo_figures: Path, year: str) -> dict[str, float]:
    with (demo_figures / "03759ned" / "observations.csv").open(encoding="utf-8") as file:
        return {
            row["area"]: float(row["value"])
            for row in csv.DictReader(file)
            if row["measure"] == "M000352"
            and row["period"] == f"{year}JJ00"
            and row["area"].startswith("GM")
            and row["value"]
        }


@pytest.mark.usefixtures("official_figures")
def test_every_current_municipality_has_a_profile(client: Client, demo_figures: Path) -> None:
    codes = sorted(populations(demo_figures, "2026"))
    assert len(codes) == 342

    answers = {code: client.get(f"/en/profile/{code}") for code in codes}

    assert {code for code, answer in answers.items() if answer.status_code != 200} == set()
    for code, answer in answers.items():
        text = answer.content.decode()
        assert f"({code})" in text
        assert not re.search(r"\b(None(?! of)|nan|inf)\b", text), code
        assert text.count('class="tile"') == 6, code
        assert len(re.findall(r'id="part-[a-z0-9-]+"', text)) == len(outline().indicators), code


@pytest.mark.usefixtures("official_figures", "in_english")
@pytest.mark.parametrize("code", ["GM0106", "GM0344", "GM0088", "GM0014"])
def test_the_rank_and_mean_on_a_profile_follow_from_the_table(
    demo_figures: Path, code: str
) -> None:
    everyone = populations(demo_figures, "2026")

    page = page_of(a_profile(code))

    nation = next(tile for tile in page.tiles if tile.code == "population").beside[0]
    rank = 1 + sum(value > everyone[code] for value in everyone.values())
    below = sum(value < everyone[code] for value in everyone.values()) / (len(everyone) - 1)
    assert nation.place == f"{rank} of {len(everyone)}"
    assert nation.level == f"{sum(everyone.values()) / len(everyone):,.0f}"
    assert nation.below == f"{100 * below:.0f}%"


@pytest.mark.usefixtures("official_figures")
def test_each_figure_names_its_table_its_method_and_where_all_its_numbers_are(
    client: Client,
) -> None:
    text = client.get("/en/profile/GM0106").content.decode()

    card = text[text.index('id="part-population"') : text.index('id="part-population-growth"')]
    for address in (
        "/en/sources/cbs-03759ned#population",
        "/en/methods/position",
        "/en/figures/population/GM0106",
    ):
        assert f'href="{address}"' in card
    assert 'class="drawing"' in card


@pytest.mark.usefixtures("official_figures")
def test_a_statement_stands_beside_the_official_figure_and_is_marked_as_stated(
    client: Client,
) -> None:
    a_statement(a_topic(indicator_code="jobs-per-1000", unit_nl="banen", unit_en="jobs"), 816)

    text = client.get("/en/profile/GM0106").content.decode()

    assert "They are no official series" in text
    assert "<strong>816</strong>" in text
    assert "Official figure: Jobs per 1,000 inhabitants, 2015" in text


DRAWINGS = {"stated": 4, "commuting": 1, "shares": 1, "score__bar": 8}


def test_assens_profile_shows_the_figures_of_its_agenda(
    client: Client, settings: Settings, filled_store: Path, tmp_path: Path
) -> None:
    settings.KOERS_STORE = tmp_path / "store"  # its own, for the demonstration brings maps in
    shutil.copytree(filled_store, settings.KOERS_STORE)
    call_command("load_demo", verbosity=0)

    text = client.get("/en/profile/GM0106").content.decode()

    for sentence in (
        "816 jobs per 1,000 inhabitants in 2018, more than mid-size towns",
        "Also stated for Assen: 5.3 (in the past five years).",
        "23,800 against 15,800 people, a difference of 8,000.",
        "Care is the largest sector named, with 24%. The 4 sectors named have 48% together.",
        "Assen: 61; the Netherlands: 54",
        "Assen: 36; the Netherlands: 51",
    ):
        assert sentence in text
    drawings = {name: text.count(f'<svg class="{name}"') for name in DRAWINGS}
    assert drawings == DRAWINGS
    assert "sources differ" in text


@pytest.mark.usefixtures("official_figures")
def test_a_code_in_small_letters_leads_to_the_profile(client: Client) -> None:
    answer = client.get("/en/profile/gm0106")

    assert (answer.status_code, answer["Location"]) == (301, "/en/profile/GM0106")


@pytest.mark.usefixtures("official_figures")
@pytest.mark.parametrize(
    ("code", "said"),
    [
        pytest.param("GM0003", "Appingedam (GM0003) no longer exists", id="merged"),
        pytest.param("GM9999", "GM9999 is not the code", id="never was"),
        pytest.param("PV22", "PV22 is not the code", id="a province"),
    ],
)
def test_given_no_such_municipality_when_asked_then_the_page_says_why(
    client: Client, code: str, said: str
) -> None:
    answer = client.get(f"/en/profile/{code}")

    assert answer.status_code == 404
    assert said in answer.content.decode()


@pytest.mark.usefixtures("official_figures")
def test_all_municipalities_are_listed_by_province(client: Client) -> None:
    answer = client.get("/en/profile")

    assert len(answer.context["provinces"]) == 12
    assert answer.context["n_found"] == 342


@pytest.mark.usefixtures("official_figures")
@pytest.mark.parametrize(
    ("asked", "found"),
    [("asSEN", ["Assen", "Wassenaar"]), ("gm0106", ["Assen"]), ("’<x>", [])],
)
def test_a_municipality_is_found_by_a_part_of_its_name_or_its_code(
    client: Client, asked: str, found: list[str]
) -> None:
    answer = client.get("/en/profile", {"q": asked})

    names = [place.name for places in answer.context["provinces"].values() for place in places]
    assert sorted(names) == found
    assert "<x>" not in answer.content.decode()


@pytest.mark.usefixtures("empty_store")
@pytest.mark.parametrize(
    ("address", "status"),
    [("/en/profile", 200), ("/en/profile/GM0106", 404), ("/en/sources", 200)],
)
def test_given_an_empty_store_when_a_page_is_asked_then_it_says_what_is_missing(
    client: Client, address: str, status: int
) -> None:
    answer = client.get(address)

    assert answer.status_code == status
    assert "brought in yet" in answer.content.decode()
    assert "koers data add" not in answer.content.decode()  # that is for staff


@pytest.mark.usefixtures("empty_store")
def test_given_an_empty_store_when_staff_look_then_they_see_how_to_fill_it(
    admin_client: Client,
) -> None:
    assert "koers data add cbs:03759ned" in admin_client.get("/en/profile/GM0106").content.decode()


@pytest.mark.usefixtures("official_figures")
@pytest.mark.parametrize("name", ["statline-81955NED", "statline:81955NED"])
def test_a_table_has_a_page_with_its_vintage_licence_and_indicators(
    client: Client, name: str
) -> None:
    text = client.get(f"/en/sources/{name}").content.decode()

    _value, digest = baseline("dwellings", "GM0106", "2024JJ00")
    for shown in (digest, "CC BY 4.0", 'id="dwellings"', "Beginstand", "Wageningen"):
        assert shown in text


@pytest.mark.usefixtures("official_figures")
def test_every_table_is_listed_with_what_it_is_used_for(client: Client) -> None:
    text = client.get("/en/sources").content.decode()

    for publisher, table in (
        ("cbs", "03759ned"),
        ("statline", "81955NED"),
        ("statline", "81402ned"),
        ("cbs-v3", "70072ned"),
    ):
        assert f"{publisher}:{table}" in text
        assert f'href="/en/sources/{publisher}-{table}"' in text


@pytest.mark.usefixtures("official_figures")
def test_given_no_such_table_or_figure_when_asked_then_it_is_not_found(client: Client) -> None:
    assert client.get("/en/sources/cbs-00000ned").status_code == 404
    assert client.get("/en/figures/no-such/GM0106.csv").status_code == 404
    assert client.get("/en/figures/population/GM9999.csv").status_code == 404


@pytest.mark.usefixtures("official_figures")
def test_a_figure_is_downloaded_as_csv_with_its_references(client: Client) -> None:
    answer = client.get("/en/figures/population/GM0106.csv")

    rows = list(csv.DictReader(answer.content.decode().splitlines()))
    assert answer["Content-Type"].startswith("text/csv")
    assert {"Assen", "the Netherlands", "Drenthe"} <= {row["series"] for row in rows}
    assert [row["value"] for row in rows if row["area"] == "GM0106"][-1] == "70769.0"


@pytest.mark.usefixtures("official_figures")
def test_a_choice_stands_in_the_address_and_every_link_to_figures_keeps_it(client: Client) -> None:
    query = "?reference=GM0114,GM0109&period=2020&boundaries=2021"

    answer = client.get(f"/en/profile/GM0106{query}")

    text = answer.content.decode()
    labels = [one.label for one in answer.context["figures"].page.references]
    assert labels == ["Emmen, Coevorden"]
    assert f'href="/en/profile/GM0106.xlsx{query.replace("&", "&amp;")}"' in text
    assert 'href="/en/figures/population/GM0106?boundaries=2021"' in text
    assert "on the municipal boundaries of 1 January 2021" in text
    population = next(t for t in answer.context["figures"].page.tiles if t.code == "population")
    assert (population.period, len(population.beside)) == ("2020", 1)


@pytest.mark.usefixtures("official_figures")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        pytest.param({"reference": "GMx"}, "GMx", id="no such reference"),
        pytest.param({"reference": "group:nobody"}, "nobody", id="no such list"),
        pytest.param({"boundaries": "1700"}, "1700", id="no such year"),
        pytest.param({"period": "<b>"}, "&lt;b&gt;", id="no period"),
        pytest.param({"since": "2024", "period": "2020"}, "not before", id="a base too late"),
        pytest.param(
            {"reference": ["nl"] * 1 + [f"PV{n}" for n in range(20, 30)]}, "11", id="many"
        ),
    ],
)
def test_given_a_choice_that_cannot_be_followed_then_the_form_says_so_and_no_figure_is_shown(
    client: Client, query: dict[str, str], said: str
) -> None:
    answer = client.get("/en/profile/GM0106", query)

    text = answer.content.decode()
    fault = text[text.index('role="alert"') :]
    assert said in fault[: fault.index("</div>")]
    assert answer.context["figures"] is None
    assert 'class="tile"' not in text
    assert "<b>" not in text


@pytest.mark.usefixtures("official_figures")
@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        pytest.param("GM0003", 404, 'href="/en/profile/GM1979"', id="its heir is named"),
        pytest.param("GM0003?boundaries=2014", 200, "Profile of Appingedam", id="as it was"),
        pytest.param("GM1992?boundaries=2014", 404, "was not there on 1 January 2014", id="new"),
        pytest.param("GM1992", 200, "?boundaries=2026", id="new, with a way to see more"),
    ],
)
def test_a_municipality_that_came_or_went_has_a_page_that_leads_on(
    client: Client, address: str, status: int, said: str
) -> None:
    answer = client.get(f"/en/profile/{address}")

    assert answer.status_code == status
    assert said in answer.content.decode()


@pytest.mark.usefixtures("official_figures")
def test_what_has_no_figure_says_why_and_is_drawn_nowhere(client: Client) -> None:
    page = client.get("/en/profile/GM1992").context["figures"].page

    missing = [figure for section in page.sections for figure in section.missing]
    assert len(missing) > 20
    for figure in missing:
        assert figure.missing.endswith(".")
        assert (figure.value, figure.drawing, figure.spine, figure.beside) == ("–", "", "", ())


@pytest.mark.usefixtures("official_figures")
def test_without_a_statement_on_commuting_the_page_says_that_there_is_no_table_of_it(
    client: Client,
) -> None:
    assert "no table of it has been brought in" in client.get("/en/profile/GM0363").content.decode()


@pytest.mark.usefixtures("figures_and_maps")
def test_the_map_is_of_the_indicator_that_is_chosen_and_an_unknown_one_gives_the_usual(
    client: Client,
) -> None:
    chosen = client.get("/en/profile/GM0106", {"map": "population-growth"}).content.decode()
    unknown = client.get("/en/profile/GM0106", {"map": "<script>"}).content.decode()

    assert '<option value="population-growth" selected>' in chosen
    assert "Growth of the number of inhabitants, 2026" in chosen
    assert '<option value="jobs-per-1000" selected>' in unknown
    assert "brought to the municipal boundaries of 1 January 2023" in unknown
    assert "<script>" not in unknown.partition("<main")[2]


@pytest.mark.usefixtures("official_figures")
def test_a_profile_asked_before_is_the_same_and_follows_what_documents_state(
    client: Client,
) -> None:
    first = client.get("/en/profile/GM0106").content
    again = client.get("/en/profile/GM0106").content
    a_statement(a_topic(title_en="Trees", group="fact"), 12)
    after = client.get("/en/profile/GM0106").content.decode()

    assert first == again
    assert "Trees" in after
    assert "Trees" not in first.decode()


@pytest.mark.usefixtures("official_figures")
def test_a_stated_score_stands_beside_the_official_one_of_the_same_goal(client: Client) -> None:
    topic = a_topic(group="sdg", sdg=1, unit_nl="score", unit_en="score", slug="poverty")
    a_statement(topic, 38)

    text = client.get("/en/profile/GM0106").content.decode()

    goal = text[text.index("No poverty") :]
    assert "Assen: 38" in goal[: goal.index("Good health")]
