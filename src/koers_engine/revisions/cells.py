"""Which cells of two vintages differ: one full outer join, in DuckDB, within bounded memory."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from functools import reduce
from operator import and_
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from koers_engine.observations.dataset import FIXED_COLUMNS

if TYPE_CHECKING:
    import ibis

MEMORY_LIMIT = "1GB"  # of DuckDB; what does not fit goes to a temporary folder


class Change(StrEnum):
    """What happened to a cell between two vintages."""

    REVISED = "revised"
    """Another figure than before."""
    RELEASED = "released"
    """A figure where there was none."""
    WITHDRAWN = "withdrawn"
    """None where there was a figure."""
    STATUS = "status"
    """The same figure, or none as before; with another status or another mark of a break."""
    ADDED = "added"
    """A cell that was not in the table."""
    REMOVED = "removed"
    """A cell that is no longer in the table."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which cells to compare; an empty list stands for all."""

    measures: Sequence[str] = ()
    areas: Sequence[str] = ()
    periods: Sequence[str] = ()


def compared(
    before: Path,
    after: Path,
    *,
    keys: Sequence[str],
    other_units: Sequence[str],
    wanted: Wanted,
    limit: int | None,
) -> tuple[pa.Table, pa.Table]:
    """Compare two files of observations cell by cell.

    Args:
        before, after: Files of observations, columns as in Dataset.
        keys: Columns that name a cell: measure, area, period, and the other dimensions; each
            combination stands once in a file.
        other_units: Measures whose unit is another one now; their figures have no difference.
        limit: How many changed cells to return; None for all.

    Returns:
        The summary, one row per measure and period with a changed cell: measure, period, cells,
        one column per Change, and of the revised ones mean_difference, largest_difference and
        largest_percent (these two without sign). And the changed cells: keys, change, before,
        after, status_before, status_after, difference, percent; the largest differences first,
        then in order of their keys. Difference is after less before, in the measure's unit;
        percent is of the figure before, null where that is 0. A dimension with the name of one of
        these columns has "_code" behind it.
    """
    import ibis  # noqa: PLC0415 - takes longer to load than most commands take

    # Keys go by number meanwhile: a dimension may be called "change" or "before".
    names = {f"key_{place}": name for place, name in enumerate(keys)}
    with _connection() as connection:
        old, new = (
            _asked(connection.read_parquet(path), wanted).select(
                **names, **{name: name for name in FIXED_COLUMNS[3:]}
            )
            for path in (before, after)
        )
        changes = connection.create_table(
            "changes", _changes(old, new, list(names), other_units), temp=True
        )
        n_before = old.group_by("key_0", "key_2").aggregate(n=ibis._.count())
        summary = _summary(changes, n_before).to_pyarrow()
        largest = changes.order_by(
            [ibis.desc(changes["difference"].abs(), nulls_first=False), *names]
        )
        cells = (largest if limit is None else largest.limit(limit)).to_pyarrow()
    told = cells.column_names[len(names) :]
    taken = {name.casefold() for name in told}
    titles = [f"{name}_code" if name.casefold() in taken else name for name in keys]
    return summary, cells.rename_columns([*titles, *told])


@contextmanager
def _connection() -> Iterator[Any]:
    import ibis  # noqa: PLC0415

    with tempfile.TemporaryDirectory(prefix="koers-diff-") as spill:
        connection = ibis.duckdb.connect(
            memory_limit=MEMORY_LIMIT, temp_directory=spill, preserve_insertion_order=False
        )
        try:
            yield connection
        finally:
            connection.disconnect()


def _asked(table: "ibis.Table", wanted: Wanted) -> "ibis.Table":
    columns = {"measure": wanted.measures, "area": wanted.areas, "period": wanted.periods}
    conditions = [table[name].isin(codes) for name, codes in columns.items() if codes]
    return table.filter(reduce(and_, conditions)) if conditions else table


def _changes(
    old: "ibis.Table", new: "ibis.Table", keys: Sequence[str], other_units: Sequence[str]
) -> "ibis.Table":
    import ibis  # noqa: PLC0415

    both = old.outer_join(new, list(keys), rname="{name}_new")
    both = both.mutate(**{name: ibis.coalesce(both[name], both[f"{name}_new"]) for name in keys})
    # A status is never empty, so one that is null says that the cell is not there at all.
    change = ibis.cases(
        (both.status.isnull(), Change.ADDED.value),
        (both.status_new.isnull(), Change.REMOVED.value),
        (both.value.isnull() & both.value_new.notnull(), Change.RELEASED.value),
        (both.value.notnull() & both.value_new.isnull(), Change.WITHDRAWN.value),
        (both.value != both.value_new, Change.REVISED.value),
        (
            (both.status != both.status_new) | (both.breaks_series != both.breaks_series_new),
            Change.STATUS.value,
        ),
    )
    difference = both.value_new - both.value
    if other_units:
        difference = both.key_0.isin(other_units).ifelse(ibis.null("float64"), difference)
    return (
        both.mutate(change=change)
        .filter(ibis._.change.notnull())
        .select(
            *keys,
            "change",
            before=ibis._.value,
            after=ibis._.value_new,
            status_before=ibis._.status,
            status_after=ibis._.status_new,
            difference=difference,
            percent=100 * difference / both.value.abs().nullif(0),
        )
    )


def _summary(changes: "ibis.Table", n_before: "ibis.Table") -> "ibis.Table":
    import ibis  # noqa: PLC0415

    counts = {kind.value: (changes.change == kind.value).sum() for kind in Change}
    is_revised = changes.change == Change.REVISED.value
    told = changes.group_by(measure="key_0", period="key_2").aggregate(
        **counts,
        mean_difference=changes["difference"].mean(where=is_revised),
        largest_difference=changes["difference"].abs().max(where=is_revised),
        largest_percent=changes.percent.abs().max(where=is_revised),
    )
    same = [told.measure == n_before.key_0, told.period == n_before.key_2]
    joined = told.left_join(n_before, same)
    return joined.select(
        "measure",
        "period",
        cells=ibis.coalesce(joined.n, 0) + joined.added,
        **{name: joined[name] for name in told.columns[2:]},
    ).order_by("measure", "period")
