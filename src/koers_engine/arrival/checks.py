from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from koers_engine.arrival.cells import Cells, Found
from koers_engine.arrival.jumps import jumps, units_mistaken
from koers_engine.arrival.revisions import revised_throughout, vanished
from koers_engine.arrival.stocks import stocks_and_flows
from koers_engine.arrival.totals import overlaps, parts_and_totals
from koers_engine.observations import Dataset, Finding, Severity

MOST_FINDINGS = 10
"""Of one check; the rest is counted."""
MOST_CELLS = 20_000_000
"""A larger table is not looked at as a whole; the finding says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A table that has come in, and what was known before it."""

    dataset: Dataset
    cells: Cells
    before: pa.Table | None
    """Observations of the last vintage, as in Dataset; None for a first one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that is looked at; `title` says it in a few words, `severity` what it means."""

    name: str
    title: str
    severity: Severity
    find: Callable[[Arrived], Iterable[Found]]


def _check(
    name: str, title: str, severity: Severity, find: Callable[[Arrived], Iterable[Found]]
) -> Check:
    return Check(name=name, title=title, severity=severity, find=find)


CHECKS = (
    # A table whose own arithmetic fails in a few cells was misread or mistyped there.
    _check(
        "parts-and-totals",
        "Parts do not add up to a total that they make up elsewhere in the table",
        Severity.REFUSAL,
        lambda arrived: parts_and_totals(arrived.dataset, arrived.cells, grave=True),
    ),
    # Small differences come from figures that publishers cannot assign to a part.
    _check(
        "rest-in-total",
        "A total holds more or less than its parts",
        Severity.WARNING,
        lambda arrived: parts_and_totals(arrived.dataset, arrived.cells, grave=False),
    ),
    _check(
        "overlap",
        "Codes of one dimension overlap, so that they may not be summed",
        Severity.WARNING,
        lambda arrived: overlaps(arrived.dataset),
    ),
    _check(
        "stock-and-flow",
        "A stock does not follow from the stock before it and what came and went",
        Severity.WARNING,
        lambda arrived: stocks_and_flows(arrived.cells),
    ),
    _check(
        "jump",
        "A figure leaps, and no status says why",
        Severity.WARNING,
        lambda arrived: jumps(arrived.cells),
    ),
    # A thousandfold is never what happened: a unit changed, or a decimal mark was misread.
    _check(
        "unit",
        "Figures change about a thousandfold at once",
        Severity.REFUSAL,
        lambda arrived: units_mistaken(arrived.cells),
    ),
    _check(
        "revised-throughout",
        "The publisher revised most of what was known",
        Severity.WARNING,
        lambda arrived: revised_throughout(arrived.dataset, arrived.before),
    ),
    # Half a table that replaces a whole one is what a broken download looks like.
    _check(
        "vanished",
        "Much of what was known is not there any more",
        Severity.REFUSAL,
        lambda arrived: vanished(arrived.dataset, arrived.before),
    ),
)


def findings_of(dataset: Dataset, before: pa.Table | None = None) -> list[Finding]:
    """Everything about a table that a researcher should look at, in the order of CHECKS.

    Args:
        before: The observations of the table's last vintage; None for a first one.
    """
    if dataset.observations.num_rows > MOST_CELLS:
        what = f"over {MOST_CELLS:,} observations: only keys, codes and statuses were checked"
        return [Finding("size", "the whole table", what)]
    arrived = Arrived(dataset=dataset, cells=Cells.of(dataset), before=before)
    return [finding for check in CHECKS for finding in _listed(check, arrived)]


def _listed(check: Check, arrived: Arrived) -> Iterator[Finding]:
    found = list(check.find(arrived))
    for one in found[:MOST_FINDINGS]:
        yield Finding(check.name, one.where, one.what, check.severity, one.place)
    if len(found) > MOST_FINDINGS:
        more = f"{len(found) - MOST_FINDINGS:,} more of the same: {check.title.lower()}"
        yield Finding(check.name, "elsewhere in the table", more, check.severity)
