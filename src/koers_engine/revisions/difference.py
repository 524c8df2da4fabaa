import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Refusal, told
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations import Vintage, VintageStore
from koers_engine.revisions.cells import Change, Wanted, compared
from koers_engine.revisions.metadata import MetadataChange, metadata_changes, units_that_differ


class OnlyOneVintage(Refusal, LookupError):
    """A table has said one thing only, so there is nothing to hold it against."""

    def __init__(self, vintage: Vintage) -> None:
        super().__init__(
            f"{vintage.dataset_id} has one vintage only, retrieved on "
            f"{told(vintage.retrieved_at)}. What is revised can be told once the table is read "
            "again and says something else: koers data refresh"
        )


class OtherDimensions(Refusal, ValueError):
    """Two vintages are split in other ways, so that no cell of one is a cell of the other."""

    def __init__(self, before: Vintage, after: Vintage, columns: Sequence[str]) -> None:
        super().__init__(
            f"The vintages {before.digest[:12]} and {after.digest[:12]} of {before.dataset_id} "
            f"cannot be compared: {', '.join(columns)} splits the figures of one of them in "
            "several, and is not in the other. Bring in the same part of the table twice, with "
            f"--where {columns[0]}=CODE."
        )


class NotInTheTable(Refusal, LookupError):
    """A comparison was asked of a code that neither vintage has."""

    def __init__(self, dataset_id: str, what: str, code: str, existing: Sequence[str]) -> None:
        super().__init__(
            f"Neither vintage of {dataset_id} has the {what} {code!r}."
            f"{did_you_mean(nearest(code, existing))} Its codes: koers data show {dataset_id}"
        )


class NotCompared(Refusal, OSError):
    """The comparison broke off, though both vintages are whole."""

    def __init__(self, dataset_id: str, reason: Exception) -> None:
        words = str(reason).splitlines()[0]
        super().__init__(
            f"The vintages of {dataset_id} could not be compared ({words}). Both are whole. Make "
            f"room in {tempfile.gettempdir()} (or name another folder in TMPDIR), or compare one "
            "measure or period at a time."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What became another between two vintages of a table.

    `summary` and `cells` have the columns that `cells.compared` tells; `cells` holds the largest
    differences, at most as many as were asked for.
    """

    before: Vintage
    after: Vintage
    metadata: tuple[MetadataChange, ...]
    summary: pa.Table
    cells: pa.Table

    def total(self, change: Change) -> int:
        """How many cells changed in this way, in all."""
        return int(pc.sum(self.summary.column(change.value)).as_py() or 0)

    @property
    def n_changed(self) -> int:
        """How many cells changed in any way."""
        return sum(self.total(change) for change in Change)


def two_vintages(
    store: VintageStore,
    dataset_id: str,
    *,
    before: datetime | None = None,
    after: datetime | None = None,
) -> tuple[Vintage, Vintage]:
    """The vintages known at two moments; by default the last one, and the one before it.

    Raises:
        UnknownDataset: The store holds nothing of the table.
        NotYetKnown: Nothing of it was known yet at one of the moments.
        OnlyOneVintage: No earlier one was asked for, and there is none.
    """
    last = store.vintage(dataset_id, after)
    if before is not None:
        return store.vintage(dataset_id, before), last
    vintages = store.vintages(dataset_id)
    place = vintages.index(last)
    if place == 0:
        raise OnlyOneVintage(last)
    return vintages[place - 1], last


def diff(
    store: VintageStore,
    before: Vintage,
    after: Vintage,
    *,
    wanted: Wanted | None = None,
    limit: int | None = 20,
) -> Diff:
    """Hold two vintages of a table against each other, cell by cell and word by word.

    A dimension that one of them lacks does not count where the other has a single code of it.

    Args:
        wanted: Which cells to compare; all by default. What is said about the table as a whole
            is compared in any case.
        limit: How many changed cells to list, the largest differences first; None for all.

    Raises:
        OtherDimensions: One is split by a dimension that the other lacks.
        NotInTheTable: A code that was asked for is in neither.
        DamagedVintage: A file is not there or broken.
    """
    wanted = wanted or Wanted()
    _refuse_strangers(store, before, after, wanted)
    with _telling_which(store, before, after):
        summary, cells = compared(
            store.observations_file(before),
            store.observations_file(after),
            keys=_keys(store, before, after),
            other_units=units_that_differ(before, after),
            wanted=wanted,
            limit=limit,
        )
    return Diff(
        before=before,
        after=after,
        metadata=metadata_changes(store, before, after),
        summary=summary,
        cells=cells,
    )


def _keys(store: VintageStore, before: Vintage, after: Vintage) -> list[str]:
    """The columns that both have to name a cell."""
    axes = [{axis.column for axis in vintage.dimensions} for vintage in (before, after)]
    shared = axes[0] & axes[1]
    splitting = [
        name
        for vintage, own in zip((before, after), axes, strict=True)
        for name in sorted(own - shared)
        if _n_codes(store, vintage, name) > 1
    ]
    if splitting:
        raise OtherDimensions(before, after, splitting)
    # A table without a regional dimension has an area for all that.
    return ["measure", "area", "period", *sorted(shared - {"area", "period"})]


def _n_codes(store: VintageStore, vintage: Vintage, column: str) -> int:
    table = store.observations(vintage)
    return len(store.answer(vintage, table.select(column).distinct()))


def _refuse_strangers(store: VintageStore, before: Vintage, after: Vintage, wanted: Wanted) -> None:
    for field, column in zip(fields(wanted), ("measure", "area", "period"), strict=True):
        asked = getattr(wanted, field.name)
        if not asked:
            continue
        known: set[str] = set()
        for vintage in (before, after):
            codes = store.observations(vintage).select(column).distinct()
            known |= set(store.answer(vintage, codes).column(column).to_pylist())
        for code in asked:
            if code not in known:
                raise NotInTheTable(before.dataset_id, column, code, sorted(known))


@contextmanager
def _telling_which(store: VintageStore, *vintages: Vintage) -> Iterator[None]:
    """Name the vintage whose file turns out to be broken, or the lack of room for the work."""
    import duckdb  # noqa: PLC0415 - as ibis

    try:
        yield
    except (duckdb.Error, pa.ArrowException, OSError) as reason:
        for vintage in vintages:  # reading all of it refuses one that is broken
            table = store.observations(vintage)
            store.answer(vintage, table.aggregate(**{c: table[c].max() for c in table.columns}))
        raise NotCompared(vintages[-1].dataset_id, reason) from reason
