"""The gate of testable goals, as a table: leave one thing out, and that point is missing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest
from django.utils.translation import override

from koers.goals.models import Goal, Target
from koers.goals.testability import POINTS, best_gate, smart_gate


@dataclass(frozen=True)
class KnownMeasure:
    unit: str = "dwellings"
    source: str = "statline:81955NED"
    direction: str = "higher"


def _goal(**changed: Any) -> Goal:
    return Goal(**{"owner_id": 1, "influence_nl": "land and permits"} | changed)


def _target(**changed: Any) -> Target:
    complete = {
        "indicator_code": "dwellings",
        "baseline_value": Decimal(33_215),
        "baseline_period": "2024JJ00",
        "value": Decimal(43_215),
        "year": 2035,
        "references": ["nl"],
    }
    return Target(**complete | changed)


COMPLETE = (_goal(), _target(), KnownMeasure())
CASES = [
    pytest.param(*COMPLETE, [], id="complete"),
    pytest.param(_goal(owner_id=None), _target(), KnownMeasure(), ["Owner"], id="no owner"),
    pytest.param(_goal(influence_nl=""), _target(), KnownMeasure(), ["Influence"], id="influence"),
    pytest.param(_goal(), _target(year=None), KnownMeasure(), ["Target year"], id="no year"),
    pytest.param(_goal(), _target(value=None), KnownMeasure(), ["Target value"], id="no value"),
    pytest.param(
        _goal(), _target(baseline_value=None), KnownMeasure(), ["Baseline with date"], id="no start"
    ),
    pytest.param(
        _goal(), _target(baseline_period=""), KnownMeasure(), ["Baseline with date"], id="no date"
    ),
    pytest.param(
        _goal(), _target(references=[]), KnownMeasure(), ["Reference areas"], id="no references"
    ),
    pytest.param(_goal(), _target(), KnownMeasure(unit=""), ["Unit"], id="no unit"),
    pytest.param(_goal(), _target(), KnownMeasure(source=""), ["Source"], id="no source"),
    pytest.param(
        _goal(), _target(), KnownMeasure(direction="neither"), [], id="the target gives direction"
    ),
    pytest.param(
        _goal(),
        _target(value=Decimal(33_215)),
        KnownMeasure(direction="neither"),
        ["Direction"],
        id="to stay level on a measure without direction",
    ),
    pytest.param(
        _goal(),
        _target(baseline_value=Decimal(0)),
        KnownMeasure(),
        [],
        id="a baseline of zero is one",
    ),
    pytest.param(_goal(), _target(), None, ["Unit", "Source"], id="an unknown indicator"),
    pytest.param(
        _goal(),
        None,
        None,
        [
            "Indicator",
            "Unit",
            "Source",
            "Baseline with date",
            "Target value",
            "Target year",
            "Direction",
            "Reference areas",
        ],
        id="no target at all",
    ),
]


@pytest.mark.parametrize(("goal", "target", "measure", "missing"), CASES)
def test_testability(
    goal: Goal, target: Target | None, measure: KnownMeasure | None, missing: list[str]
) -> None:
    tested = smart_gate(goal, target, measure)

    with override("en"):
        assert [str(point.label) for point in tested.missing] == missing
    assert tested.is_testable == (not missing)
    assert len(tested.met) + len(tested.missing) == len(POINTS)


def test_given_several_targets_then_the_goal_is_tested_by_the_one_that_comes_nearest() -> None:
    vague, clear = _target(value=None, year=None), _target()

    tested = best_gate(_goal(), [(vague, KnownMeasure()), (clear, KnownMeasure())])

    assert tested.is_testable
    assert not best_gate(_goal(), [(vague, KnownMeasure())]).is_testable
    assert not best_gate(_goal(), []).is_testable


def test_every_point_says_why_and_how_to_mend() -> None:
    assert all(str(point.why) and str(point.mend) for point in POINTS)
