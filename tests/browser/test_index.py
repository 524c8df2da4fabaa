"""A researcher makes an index, looks at it, and puts it on the public site."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

CHOSEN = ("jobs-per-1000", "establishments-per-1000", "welfare-per-1000")


def _assert_sound(page: Page, context: str | None = "main") -> None:
    found = Axe().run(page, context=context)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("width", [1280, 380])
def test_a_researcher_makes_an_index_and_publishes_it(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/workspace/login/")
    page.fill("input[name=username]", "researcher")
    page.fill("input[name=password]", "koers-demo-2026")
    page.click("button[type=submit]")
    expect(page).to_have_url(re.compile(r"/workspace/$"))

    page.goto("/workspace/indices/")
    _assert_sound(page)
    page.locator("main a[href$='/indices/choose/']").click()
    for topic in page.locator("details.topic").all():
        if topic.get_attribute("open") is None:
            topic.locator("summary").click()
    for code in CHOSEN:
        page.check(f"input[value='{code}']")
    _assert_sound(page)
    page.locator("main form button[type=submit]").click()
    page.fill("[name=title_nl]", f"Proefindex {width}")
    page.fill("[name=reason]", "Om te proberen")
    page.select_option("[name=units]", "province with itself")
    _assert_sound(page)
    page.locator("button[name=preview]").click()
    expect(page.locator("#preview")).to_be_visible()
    _assert_sound(page)
    page.locator("button[name=record]").click()
    expect(page).to_have_url(re.compile(rf"/indices/proefindex-{width}/$"))
    page.reload()  # without Wagtail's own message, which fades in
    expect(page.locator("main")).to_contain_text("Assen staat")
    _assert_sound(page)

    page.fill("#why-publish", "Om te laten zien")
    page.locator("form[action$='/publish/'] button").click()
    page.goto(f"/indices/proefindex-{width}")
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Proefindex {width}")
    expect(page.locator("main")).to_contain_text("redelijke manieren")
    _assert_sound(page, context=None)
    page.goto("/en/indices/business-climate")
    expect(page.locator("main")).to_contain_text("Assen stands")
    _assert_sound(page, context=None)
