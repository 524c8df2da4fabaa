"""A resident follows a goal from the home page to its figure, and the figure to its source."""

import re

from playwright.sync_api import Browser, Page, expect


def test_a_resident_walks_from_home_to_a_goal_its_figure_and_its_source(page: Page) -> None:
    page.goto("/")

    page.get_by_role("main").get_by_role("link", name="10.000 woningen erbij").first.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("10.000 woningen erbij")
    expect(page.locator("main")).to_contain_text("33.215")
    figure = page.locator("figure:has(svg)").first
    expect(figure.locator("svg").first).to_be_visible()

    page.locator("figure, main").get_by_role("link", name=re.compile("81955NED")).first.click()

    expect(page).to_have_url(re.compile(r"/sources/statline-81955NED"))
    expect(page.locator("main")).to_contain_text("CC BY 4.0")
    expect(page.locator("main")).to_contain_text("81955NED")


def test_the_language_switch_keeps_the_page(page: Page) -> None:
    page.goto("/goals/dwellings-10000")
    assert page.locator("html").get_attribute("lang") == "nl"

    page.get_by_role("link", name="English").click()

    expect(page).to_have_url(re.compile(r"/en/goals/dwellings-10000$"))
    assert page.locator("html").get_attribute("lang") == "en"
    expect(page.get_by_role("heading", level=1)).to_have_text("10,000 more dwellings")

    page.get_by_role("link", name="Nederlands").click()

    expect(page).to_have_url(re.compile(r"[0-9]/goals/dwellings-10000$"))


def test_a_keyboard_reaches_the_content_first(page: Page) -> None:
    page.goto("/goals")

    page.keyboard.press("Tab")
    skip_link = page.locator(":focus")
    expect(skip_link).to_be_visible()
    target = skip_link.get_attribute("href")
    page.keyboard.press("Enter")

    assert page.evaluate("location.hash") == target
    assert page.evaluate("document.querySelector(location.hash).tagName") == "MAIN"


def test_without_scripts_and_styles_a_page_says_the_same_and_can_be_walked(
    page: Page, browser: Browser, site: str
) -> None:
    page.goto("/goals/dwellings-10000")
    said = page.locator("main :is(h1, h2, dt, dd, th, td, strong)").all_text_contents()
    bare = browser.new_context(java_script_enabled=False, base_url=site)
    bare.route("**/*.css", lambda route: route.abort())
    plain = bare.new_page()

    plain.goto("/goals/dwellings-10000")

    assert plain.locator("main :is(h1, h2, dt, dd, th, td, strong)").all_text_contents() == said
    expect(plain.get_by_role("heading", level=1)).to_be_visible()
    plain.locator("header a[href='/grants']").click()
    expect(plain.locator("main")).to_contain_text("4.874.851")
    bare.close()


def test_a_glossary_term_explains_itself_at_the_keyboard(page: Page) -> None:
    page.goto("/goals/dwellings-10000")
    term = page.locator("main a[aria-describedby]").first

    term.focus()

    expect(page.locator(f"#{term.get_attribute('aria-describedby')}")).to_be_visible()
