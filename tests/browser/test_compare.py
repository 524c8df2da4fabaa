"""A reader lays places side by side and takes the result along, on a phone and on a desk."""

import pytest
from playwright.sync_api import Page, expect

# The first comparison and the first map after a start read the store.
PATIENCE = 30_000

pytestmark = pytest.mark.parametrize("width", [380, 1280])


def test_from_a_profile_to_a_comparison_and_its_workbook(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/en/profile/GM0106")
    page.get_by_role("link", name="Compare Assen with other places").click()

    page.get_by_label("Place 2").fill("Emmen")
    page.get_by_label("Place 3").fill("Hogeveen")
    page.get_by_role("button", name="Lay side by side").click()
    told = "There is no place called “Hogeveen”."
    expect(page.get_by_role("alert")).to_contain_text(told, timeout=PATIENCE)
    expect(page.locator("td")).to_have_count(0)

    page.get_by_role("link", name="Hoogeveen (GM0118)").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Assen, Emmen and Hoogeveen", timeout=PATIENCE
    )
    assert "places=GM0106,GM0114,GM0118" in page.url
    expect(page.get_by_text("most favourable", exact=True).first).to_be_visible()

    with page.expect_download() as download:
        page.get_by_role("link", name="Excel (XLSX)").click()
    assert download.value.suggested_filename == "compare-GM0106-GM0114-GM0118.xlsx"


def test_a_map_is_legible_and_its_choice_needs_no_script(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/en/maps/jobs-per-1000?place=Emmen")

    drawing = page.locator("svg.drawing.map")
    box = drawing.bounding_box()
    units = float((drawing.get_attribute("viewBox") or "").split()[2])
    smallest = page.evaluate(
        "Math.min(...[...document.querySelectorAll('svg.map text')]"
        ".map(text => parseFloat(text.getAttribute('font-size'))))"
    )
    assert box
    assert smallest * box["width"] / units >= 12
    expect(page.locator("tr.own")).to_contain_text("Emmen")

    page.get_by_label("Municipal boundaries").select_option("2014")
    page.get_by_role("button", name="Draw").click()
    expect(page.get_by_text("Municipalities of 1 January 2014.")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("tr.own")).to_contain_text("Emmen")
