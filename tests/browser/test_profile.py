"""A profile is chosen, read on a phone and printed on one page, with and without script."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect


@pytest.mark.parametrize("code", ["GM0106", "GM0363", "GM0088", "GM1992", "GM1982"])
def test_a_profile_is_printed_on_one_a4(page: Page, code: str) -> None:
    page.goto(f"/profile/{code}")

    paper = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


@pytest.mark.parametrize("width", [380, 1280])
@pytest.mark.parametrize(
    "address",
    ["/en/profile/GM1992", "/profile/GM0106?reference=foo", "/profile/GM0003"],
)
def test_a_profile_with_little_a_fault_or_nothing_has_no_axe_violations(
    page: Page, address: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_given_another_choice_then_the_address_holds_it_and_the_page_follows(page: Page) -> None:
    page.goto("/en/profile/GM0106")

    page.get_by_text("Choose references, periods and boundaries").click()
    chosen = page.locator("input[name=reference]:checked")
    while chosen.count():
        chosen.first.uncheck()
    page.get_by_label("Something else").fill("GM0114,GM0109")
    page.get_by_label("No later than").select_option("2024")
    page.get_by_role("button", name="Show").click()

    expect(page).to_have_url(re.compile(r"reference=GM0114%2CGM0109.*period=2024"))
    expect(page.locator(".tile").nth(3)).to_contain_text("2024")
    expect(page.locator(".tile").nth(3)).to_contain_text("Emmen")


def test_the_button_to_print_is_there_and_not_on_the_paper(page: Page) -> None:
    page.goto("/en/profile/GM0106")
    button = page.get_by_role("button", name="Print on one page")
    expect(button).to_be_visible()

    page.emulate_media(media="print")

    expect(button).to_be_hidden()
    expect(page.get_by_text("All figures, comparisons, methods and sources:")).to_be_visible()
