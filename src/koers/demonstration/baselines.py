"""Targets of the demonstration take their baseline from the store of figures, never from typing.

A [[goals.target]] table says `baseline_period = "2024JJ00"` and, if the promise is a growth,
`increase = 10000`; the level then, its vintage and the level promised are read and computed here.
"""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

# Asked with (indicator, period): the level in the municipality itself, and its vintage's digest.
Baseline = Callable[[str, str], tuple[float, str]]


class UnknownBaseline(LookupError):
    """The store of figures has no figure to serve as a baseline."""

    def __init__(self, indicator: str, period: str, reason: object) -> None:
        super().__init__(
            f"no baseline for {indicator!r} in {period!r}: {reason} "
            "Bring the table in, or leave out baseline_period and increase."
        )


def with_baseline(values: dict[str, Any], baseline: Baseline) -> dict[str, Any]:
    """The table of a target with baseline_value, baseline_vintage and value filled in.

    A table without `baseline_period`, or with a `baseline_value` of its own, stays as it is.

    Raises:
        UnknownBaseline: The store has no such figure.
    """
    if "baseline_period" not in values or "baseline_value" in values:
        return values
    level, vintage = baseline(str(values.get("indicator_code", "")), values["baseline_period"])
    completed = {
        **values,
        "baseline_value": Decimal(str(level)),
        "baseline_vintage": vintage,
    }
    if (increase := completed.pop("increase", None)) is not None:
        completed["value"] = completed["baseline_value"] + increase
    return completed
