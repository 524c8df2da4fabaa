"""The tutorial on an own survey, walked in the workspace exactly as it is told there."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT

TUTORIAL = ROOT / "docs" / "tutorials" / "own-survey.md"
SURVEY = ROOT / "demo" / "survey" / "residents-survey.xlsx"
RUN_SECONDS = 60


def _mapping() -> str:
    found = re.search(
        r"^```toml\n(# survey\.toml\n.*?)^```", TUTORIAL.read_text(), re.DOTALL | re.MULTILINE
    )
    assert found
    return found[1]


def _sign_in(page: Page) -> None:
    page.goto("/workspace/login/")
    page.fill("input[name=username]", "researcher")
    page.fill("input[name=password]", "koers-demo-2026")
    page.click("button[type=submit]")
    expect(page).to_have_url(re.compile(r"/workspace/$"))


def _assert_no_violation_in_ours(page: Page) -> None:
    """What axe finds in the part of the page that is ours: around it is Wagtail's own."""
    found = Axe().run(page, context="main")
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 380])
def test_a_researcher_brings_a_survey_in_and_makes_an_indicator_of_it(
    page: Page, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    _sign_in(page)

    page.goto("/workspace/figures/")
    _assert_no_violation_in_ours(page)
    page.get_by_role("link", name="Een eigen bestand binnenhalen").click()
    expect(page.locator("[name=file]")).to_be_visible()
    _assert_no_violation_in_ours(page)
    page.set_input_files("[name=file]", SURVEY)
    page.get_by_role("button", name="Uploaden").click()
    expect(page.get_by_role("table")).to_contain_text("GM0106")
    _assert_no_violation_in_ours(page)
    page.get_by_label("Wat de kolommen zijn").fill(_mapping())
    page.get_by_role("button", name="Controleren").click()
    expect(page.locator("main p[role=status]")).to_contain_text("72 cijfers")
    page.get_by_role("button", name="Binnenhalen").click()
    ended = re.compile("Nieuwe stand|Niets nieuws")  # the second width finds it there already
    expect(page.locator(".run-state")).to_have_text(ended, timeout=RUN_SECONDS * 1000)
    page.wait_for_load_state("networkidle")  # a page of a run that ended is shown anew
    _assert_no_violation_in_ours(page)

    page.get_by_role("link", name="Er een indicator van maken").click()
    title = f"Rapportcijfer voor de buurt {width}"
    page.fill("[name=title_nl]", title)
    page.fill("[name=definition_nl]", "Gemiddeld rapportcijfer dat bewoners hun buurt geven.")
    page.fill("[name=unit_nl]", "rapportcijfer")
    page.select_option("[name=direction]", "higher")
    page.fill("[name=decimals]", "1")
    page.select_option("[name=measure]", "mark")
    _assert_no_violation_in_ours(page)
    page.get_by_role("button", name="Opslaan").first.click()

    expect(page.get_by_role("table")).to_contain_text(title)
    page.goto(f"/figures/rapportcijfer-voor-de-buurt-{width}/GM0106")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{title}: Assen")
    expect(page.locator("main")).to_contain_text("12 van de 342 gemeenten")
    expect(page.locator("main")).to_contain_text("Drenthe")
    expect(page.get_by_role("link", name="Voorbeeld van Koers")).to_be_visible()
    _assert_no_violation_in_ours(page)
    page.get_by_role("link", name="Voorbeeld van Koers").click()
    _assert_no_violation_in_ours(page)


def test_the_public_pages_say_as_of_which_day_and_have_no_axe_violations(page: Page) -> None:
    page.set_viewport_size({"width": 380, "height": 900})
    for address in ("/figures/population/GM0106", "/profile/GM0106", "/goals/dwellings-10000"):
        page.goto(f"{address}?as-of=2026-08-01")
        expect(page.locator("main [role=status]").first).to_contain_text("1 augustus 2026")
        _assert_no_violation_in_ours(page)
