"""Is a goal testable? The SMART gate: every point that is missing says why, and how to mend it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext_lazy as _

from koers.goals.models import Goal, Target

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


class Measure(Protocol):
    """What the gate must know of the indicator behind a target."""

    @property
    def unit(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def direction(self) -> str:
        """The good direction: higher, lower or neither."""


@dataclass(frozen=True)
class Case:
    """A goal, the target that holds now, and the measure the target is about."""

    goal: Goal
    target: Target | None
    measure: Measure | None


@dataclass(frozen=True, kw_only=True)
class Point:
    """Something a testable goal has."""

    label: "StrOrPromise"
    why: "StrOrPromise"
    mend: "StrOrPromise"
    is_met: Callable[[Case], bool]


@dataclass(frozen=True)
class Testability:
    """The points of the gate, parted in those that are met and those that are missing."""

    __test__ = False  # pytest takes the name for a test

    met: tuple[Point, ...]
    missing: tuple[Point, ...]

    @property
    def is_testable(self) -> bool:
        return not self.missing


def smart_gate(goal: Goal, target: Target | None, measure: Measure | None) -> Testability:
    """Hold a goal against the gate.

    Args:
        goal: The goal.
        target: The target that holds now; None where the goal has none.
        measure: The indicator of the target; None where it is unknown.

    Source: the policy's demand that goals are specific, measurable, acceptable, realistic and
    time-bound; the points are those of an IATI result with indicator, baseline and target.
    """
    case = Case(goal, target, measure)
    return Testability(
        met=tuple(point for point in POINTS if point.is_met(case)),
        missing=tuple(point for point in POINTS if not point.is_met(case)),
    )


def best_gate(goal: Goal, promises: Iterable[tuple[Target, Measure | None]]) -> Testability:
    """Hold a goal against the gate by that one of its current targets that comes nearest.

    A goal is testable as soon as one target meets every point: the others may add to it. Of
    targets that come equally near the first counts.
    """
    tests = [smart_gate(goal, *promise) for promise in promises]
    return min(tests or [smart_gate(goal, None, None)], key=lambda test: len(test.missing))


def _has_direction(case: Case) -> bool:
    """The measure has a good direction, or the target itself says which way it should go."""
    if case.measure and case.measure.direction in {"higher", "lower"}:
        return True
    target = case.target
    return bool(
        target
        and target.value is not None
        and target.baseline_value is not None
        and target.value != target.baseline_value
    )


POINTS = (
    Point(
        label=_("Indicator"),
        why=_("Without an indicator nobody can measure whether the goal comes nearer."),
        mend=_("Record a target and choose the indicator that shows the goal best."),
        is_met=lambda case: case.target is not None and bool(case.target.indicator_code),
    ),
    Point(
        label=_("Unit"),
        why=_("A number without a unit can mean anything."),
        mend=_("Choose an indicator from the catalogue; each has a unit."),
        is_met=lambda case: case.measure is not None and bool(case.measure.unit),
    ),
    Point(
        label=_("Source"),
        why=_("Who cannot look a figure up cannot check it."),
        mend=_("Bring in the table the indicator is made from, so that its source is known."),
        is_met=lambda case: case.measure is not None and bool(case.measure.source),
    ),
    Point(
        label=_("Baseline with date"),
        why=_("Progress is the distance to a fixed starting point."),
        mend=_("Record a target with the figure at the start and the period it is of."),
        is_met=lambda case: (
            case.target is not None
            and case.target.baseline_value is not None
            and bool(case.target.baseline_period)
        ),
    ),
    Point(
        label=_("Target value"),
        why=_("Without a value it is never clear when the goal is reached."),
        mend=_("Record a target that says how high, or how low, the figure should become."),
        is_met=lambda case: case.target is not None and case.target.value is not None,
    ),
    Point(
        label=_("Target year"),
        why=_("Without a year a goal can never be late."),
        mend=_("Let the council or executive name a year, and record a target that has it."),
        is_met=lambda case: case.target is not None and case.target.year is not None,
    ),
    Point(
        label=_("Direction"),
        why=_("It must be clear whether a higher figure is good or bad."),
        mend=_("Choose an indicator with a direction, or record baseline and target value."),
        is_met=_has_direction,
    ),
    Point(
        label=_("Reference areas"),
        why=_("Only beside comparable places can one see what is the municipality's own doing."),
        mend=_("Record a target with reference areas, such as the nation and the province."),
        is_met=lambda case: case.target is not None and bool(case.target.references),
    ),
    Point(
        label=_("Owner"),
        why=_("What nobody answers for is not followed."),
        mend=_("Choose one person who answers for this goal."),
        is_met=lambda case: case.goal.owner_id is not None,
    ),
    Point(
        label=_("Influence"),
        why=_("A goal is only fair if the municipality can do something about it."),
        mend=_("Describe what the municipality itself can do, and what is out of its hands."),
        is_met=lambda case: bool(case.goal.influence),
    ),
)
