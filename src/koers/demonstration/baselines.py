"""Targets take their baseline from the store of figures, so that nobody mistypes it.

A [[goals.target]] table says `baseline_period = "2024JJ00"` and, if the promise is a growth,
`increase = 10000`; the level then, its vintage and the level promised are filled in here.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeAlias

from koers.core.models import Municipality
from koers.monitor import figures

# Asked with (indicator, period): the level in the municipality itself, in the indicator's unit, and
# the digest of the vintage it was read from; None where no figure was released.
Baseline: TypeAlias = Callable[[str, str], tuple[Decimal, str] | None]


class UnknownBaseline(LookupError):
    """The store of figures has no figure that can serve as a baseline."""

    def __init__(
        self, indicator: str, period: str, reason: object = "it was not released."
    ) -> None:
        super().__init__(
            f"no figure of {indicator!r} in {period!r} for this municipality: {reason} "
            "Bring the table in, or leave out baseline_period and increase."
        )


def own_baseline(indicator: str, period: str) -> tuple[Decimal, str] | None:
    """The figure of the municipality that runs this site, as the store last knew it."""
    return figures.baseline(indicator, Municipality.load().area_code, period)


def with_baseline(values: dict[str, Any], baseline: Baseline) -> dict[str, Any]:
    """The table of a target with baseline_value, baseline_vintage and value filled in.

    A table without `baseline_period`, or with a `baseline_value` of its own, stays as it is.

    Raises:
        UnknownBaseline: The store has no such figure.
    """
    if "baseline_period" not in values or "baseline_value" in values:
        return values
    asked = str(values.get("indicator_code", "")), str(values["baseline_period"])
    try:
        found = baseline(*asked)
    except (LookupError, ValueError) as refusal:
        raise UnknownBaseline(*asked, refusal) from refusal
    if found is None:
        raise UnknownBaseline(*asked)
    level, vintage = found
    completed = {**values, "baseline_value": level, "baseline_vintage": vintage}
    if (increase := completed.pop("increase", None)) is not None:
        completed["value"] = level + increase
    return completed
