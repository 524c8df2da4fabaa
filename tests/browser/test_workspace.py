"""Staff sign in, revise a goal with a reason, and the public page shows it; history says why."""

import re

from playwright.sync_api import Page, expect


def _sign_in(page: Page, username: str) -> None:
    page.goto("/workspace/login/")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", "koers-demo-2026")
    page.click("button[type=submit]")
    expect(page).to_have_url(re.compile(r"/workspace/$"))


def test_a_programme_manager_revises_a_goal_and_says_why(page: Page) -> None:
    _sign_in(page, "programme-manager")
    page.goto("/workspace/snippets/goals/goal/")
    page.get_by_role("link", name=re.compile("Studentenstad|student", re.IGNORECASE)).first.click()
    page.locator("[name=title_nl]").fill("Assen wordt een bruisende studentenstad")
    page.locator("[name=change_note]").fill("De raad vroeg om een actievere titel.")

    page.get_by_role("button", name=re.compile("Save|Opslaan")).first.click()

    expect(page.locator(".messages")).to_be_visible()
    page.goto("/goals/student-city")
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Assen wordt een bruisende studentenstad"
    )


def test_a_controller_cannot_revise_a_goal(page: Page) -> None:
    _sign_in(page, "controller")

    page.goto("/workspace/snippets/goals/goal/add/")

    expect(page.locator("[name=title_nl]")).to_have_count(0)
