"""Which promises rest on a figure that has been revised since?"""

from collections.abc import Container
from dataclasses import dataclass
from decimal import Decimal

from koers.core.models import Municipality
from koers.goals.models import Target
from koers.goals.selectors import public_goals
from koers.monitor.figures import latest_baseline


@dataclass(frozen=True, slots=True)
class MovedBaseline:
    """A target whose baseline the tables now give another value; both in the indicator's unit."""

    target: Target
    recorded: Decimal
    now: Decimal


def moved_baselines(indicator_codes: Container[str]) -> list[MovedBaseline]:
    """Current targets of public goals whose official baseline moved, in the order of the goals.

    A baseline that somebody filled in, and no vintage gave, is not compared. Two queries.
    """
    area_code = Municipality.load().area_code
    found = []
    for goal in public_goals():
        for target in goal.current_targets:
            recorded = target.baseline_value
            if (
                recorded is None
                or not target.baseline_vintage
                or target.indicator_code not in indicator_codes
            ):
                continue
            now = latest_baseline(target.indicator_code, area_code, target.baseline_period)
            if now is not None and now != recorded:
                found.append(MovedBaseline(target, recorded, now))
    return found
