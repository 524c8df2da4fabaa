"""Loading is not a reset: what people changed stays, and nothing is doubled."""

from pathlib import Path

import pytest

from koers.core.models import Municipality
from koers.demonstration.demonstration import Demonstration
from koers.goals.models import Goal
from tests.web.demonstration.conftest import load

pytestmark = pytest.mark.django_db


def test_given_a_loaded_demonstration_when_it_is_loaded_again_then_nothing_is_added(
    demonstration: Demonstration, store: Path
) -> None:
    again = load(store)

    assert demonstration.is_changed
    assert not again.is_changed
    assert again.records.kept == demonstration.records.made


def test_given_a_changed_record_when_it_is_loaded_again_then_the_change_stays(
    demonstration: Demonstration, store: Path
) -> None:
    goal = Goal.objects.get(slug="student-city")
    goal.title_nl = "Een studentenstad met 2.000 studenten"
    goal.save()

    load(store)

    goal.refresh_from_db()
    assert goal.title_nl == "Een studentenstad met 2.000 studenten"


def test_given_a_municipality_of_another_name_when_it_is_loaded_then_the_name_stays(
    demonstration: Demonstration, store: Path
) -> None:
    municipality = Municipality.load()
    municipality.name = "Gemeente Assen"
    municipality.save()

    load(store)

    assert Municipality.load().name == "Gemeente Assen"


def test_given_a_deleted_record_when_it_is_loaded_again_then_only_that_one_is_added(
    demonstration: Demonstration, store: Path
) -> None:
    Goal.objects.get(slug="leisure-economy").delete()

    assert load(store).records.made == {"goals.goal": 1}
