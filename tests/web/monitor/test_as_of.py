"""Figures as they were known on a day, and what was revised since."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from django.test import Client
from django.urls import reverse

from koers.core.models import Municipality
from koers.goals.models import Target
from koers.monitor.figures import baseline
from koers.monitor.store import store
from koers_engine.observations import Acceptance, Dataset, Finding, Provenance
from koers_engine.sources.koers_table import read_koers_table
from tests.web.portal.policy import a_goal, an_agenda

pytestmark = pytest.mark.django_db

FIRST = datetime(2026, 7, 2, 12, tzinfo=UTC)
LATER = datetime(2026, 9, 1, 12, tzinfo=UTC)
BETWEEN = "2026-08-01"


def revised(dataset: Dataset) -> Dataset:
    """The same table, retrieved later, with 1,000 more inhabitants of Assen in 2024."""
    table = dataset.observations
    is_assen = pc.and_(
        pc.equal(table["area"].cast(pa.string()), "GM0106"),
        pc.equal(table["period"].cast(pa.string()), "2024JJ00"),
    )
    values = pc.if_else(is_assen, pc.add(table["value"], 1000.0), table["value"])
    place = table.column_names.index("value")
    return replace(
        dataset,
        observations=table.set_column(place, "value", values),
        origin=replace(dataset.origin, retrieved_at=LATER),
    )


@pytest.fixture
def two_vintages(settings: Any, tmp_path: Path, demo_figures: Path, assen: Municipality) -> str:
    settings.KOERS_STORE = tmp_path / "store"
    first = read_koers_table(demo_figures / "03759ned")
    first = replace(first, origin=replace(first.origin, retrieved_at=FIRST))
    store().add(first)
    finding = Finding("jump", "Assen, 2024", "1,000 more than before")
    accepted = Acceptance(check="jump", reason="Een correctie van CBS.", by="researcher", at=LATER)
    provenance = Provenance(snapshot="ab" * 32, findings=(finding,), acceptances=(accepted,))
    store().add(revised(first), provenance=provenance)
    return "GM0106"


@pytest.mark.parametrize("page", ["figure", "figure_csv", "profile"])
def test_given_a_day_then_the_page_answers_as_on_that_day(
    client: Client, two_vintages: str, page: str
) -> None:
    arguments = [two_vintages] if page == "profile" else ["population", two_vintages]
    address = reverse(f"portal:{page}", args=arguments)

    then = client.get(address, {"as-of": BETWEEN, "period": "2024"}).content.decode()
    now = client.get(address, {"period": "2024"}).content.decode()

    was, is_ = ("69701", "70701") if page == "figure_csv" else ("69.701", "70.701")
    assert was in then
    assert is_ not in then
    assert is_ in now


def test_given_a_day_then_the_page_says_so_and_its_links_keep_it(
    client: Client, two_vintages: str
) -> None:
    address = reverse("portal:figure", args=["population", two_vintages])

    page = client.get(address, {"as-of": BETWEEN}).content.decode()

    assert "1 augustus 2026" in page
    assert f"GM0106.csv?as-of={BETWEEN}" in page
    assert f"/en{address}?as-of={BETWEEN}" in page


@pytest.mark.parametrize(
    "day", ["yesterday", "2999-01-01", "2024-13-45", "<script>", "0000-00-00", "", "9" * 400]
)
def test_given_no_day_that_can_be_then_the_profile_says_why_and_shows_no_other_figures(
    client: Client, two_vintages: str, day: str
) -> None:
    address = reverse("portal:profile", args=[two_vintages])
    answer = client.get(address, {"as-of": day, "period": "2024"})

    text = answer.content.decode()
    assert answer.status_code == 200
    assert ("notice--fault" in text) is bool(day)
    assert ("70.701" in text) is not bool(day)
    assert "<script>" not in text


@pytest.mark.parametrize("day", ["yesterday", "2999-01-01", "<script>"])
def test_given_no_day_that_can_be_then_a_figure_is_the_latest_and_the_page_says_why(
    client: Client, two_vintages: str, day: str
) -> None:
    answer = client.get(reverse("portal:figure", args=["population", two_vintages]), {"as-of": day})

    assert "70.701" in answer.content.decode()
    assert "notice--fault" in answer.content.decode()


@pytest.mark.parametrize("page", ["figure", "profile"])
def test_given_a_day_before_anything_was_known_then_the_page_says_so(
    client: Client, two_vintages: str, page: str
) -> None:
    arguments = [two_vintages] if page == "profile" else ["population", two_vintages]

    answer = client.get(reverse(f"portal:{page}", args=arguments), {"as-of": "2001-01-01"})

    assert answer.status_code in (200, 404)
    assert "Op die dag kende deze site" in answer.content.decode()


def test_given_a_goal_then_its_figure_too_is_as_on_the_day(
    client: Client, two_vintages: str
) -> None:
    goal = a_goal("meer inwoners", an_agenda("agenda"))
    Target.objects.create(goal=goal, indicator_code="population", value=80_000, year=2030)
    address = reverse("portal:goal", args=[goal.slug])

    assert "69.701" in client.get(address, {"as-of": BETWEEN}).content.decode()
    assert "70.701" in client.get(address).content.decode()


def test_given_two_vintages_then_their_page_tells_what_was_revised(
    client: Client, two_vintages: str
) -> None:
    page = client.get(reverse("portal:changes", args=["cbs-03759ned"])).content.decode()

    assert "69.701" in page
    assert "70.701" in page
    assert "+1.000" in page
    assert "Assen" in page


def test_given_a_vintage_then_its_findings_reasons_and_checksum_are_public_and_names_are_not(
    client: Client, two_vintages: str
) -> None:
    page = client.get(reverse("portal:source", args=["cbs-03759ned"])).content.decode()

    assert "1,000 more than before" in page
    assert "Een correctie van CBS." in page
    assert "ab" * 32 in page
    assert "researcher" not in page


def test_given_a_baseline_that_the_last_vintage_revised_then_the_table_names_its_target(
    client: Client, two_vintages: str
) -> None:
    value, digest = baseline("population", two_vintages, "2024JJ00") or (Decimal(0), "")
    goal = a_goal("meer inwoners", an_agenda("agenda"))
    target = Target.objects.create(
        goal=goal,
        indicator_code="population",
        baseline_value=value,
        baseline_period="2024JJ00",
        baseline_vintage=digest,
    )
    address = reverse("portal:source", args=["cbs-03759ned"])
    assert "meer inwoners" not in client.get(address).content.decode()

    Target.objects.filter(pk=target.pk).update(baseline_value=69_701)  # as the first vintage said

    assert "meer inwoners" in client.get(address).content.decode()


def test_given_a_table_with_one_vintage_then_nothing_was_revised(
    client: Client, settings: Any, tmp_path: Path, demo_figures: Path
) -> None:
    settings.KOERS_STORE = tmp_path / "one"
    store().add(read_koers_table(demo_figures / "70072ned"))

    assert client.get(reverse("portal:changes", args=["cbs-v3-70072ned"])).status_code == 404
