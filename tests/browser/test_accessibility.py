"""No axe violation on any page type, in both languages; no page wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

PAGES = [
    "/",
    "/agendas",
    "/agendas/economic-agenda-2020-2025",
    "/agendas/ambition-agenda",
    "/goals",
    "/goals/dwellings-10000",
    "/goals/naledi-partnership",
    "/projects",
    "/projects/tackling-drugs-reducing-crime",
    "/partners",
    "/partners/poznan",
    "/grants",
    "/decisions",
    "/work-plans/international-2009-2010",
    "/profile",
    "/profile/GM0106",
    "/profile/GM0344",
    "/figures/population/GM1969?boundaries=2021",
    "/figures/population/GM0017?boundaries=2021",
    "/figures/welfare-per-1000/GM0106?reference=nl&reference=peers",
    "/figures/owner-occupied/GM0088?reference=x",
    "/compare",
    "/compare?places=GM0106,GM0114,NL01&reference=province",
    "/compare?places=GM0005,Asen&period=x",
    "/maps/jobs-per-1000",
    "/maps/population?boundaries=1999&classes=none",
    "/sources",
    "/sources/cbs-03759ned",
    "/glossary",
    "/no-such-page",
]


@pytest.mark.parametrize("address", [*PAGES, "/en/", *(f"/en{path}" for path in PAGES[1:])])
def test_a_page_has_no_axe_violations_and_fits_a_phone(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 380, "height": 800})
    page.goto(address)

    found = Axe().run(page)
    width = page.evaluate("document.documentElement.scrollWidth")

    assert found.violations_count == 0, found.generate_report()
    assert width <= 380


@pytest.mark.parametrize("address", PAGES)
def test_a_wide_page_has_no_axe_violations(page: Page, address: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
