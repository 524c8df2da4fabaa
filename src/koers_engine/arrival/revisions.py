"""A table against its last vintage: revised throughout, or partly gone."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.arrival.cells import Found
from koers_engine.observations import Dataset
from koers_engine.observations.dataset import FIXED_COLUMNS

USUAL_SHARE = 0.5
"""More of the figures revised than this is worth a look."""
LEAST_CHANGE = 0.01
"""Revised by this share of the figure; less is rounding or a correction of small size."""
GONE_SHARE = 0.2
"""More of the known observations gone than this is a broken download, until someone says else."""


def revised_throughout(dataset: Dataset, before: pa.Table | None) -> Iterator[Found]:
    """Measures of which over USUAL_SHARE of the figures known before changed by LEAST_CHANGE."""
    if before is None or not (keys := _shared_keys(dataset, before)):
        return
    then = _plain(before, [*keys, "value"])
    now = _plain(dataset.observations, [*keys, "value"])
    both = then.join(now, keys, join_type="inner", right_suffix="_now")
    old = pc.fill_null(both.column("value"), np.nan).to_numpy()
    new = pc.fill_null(both.column("value_now"), np.nan).to_numpy()
    known = ~np.isnan(old) & ~np.isnan(new)
    revised = known & (np.abs(new - old) > LEAST_CHANGE * np.abs(old))
    measures = both.column("measure").combine_chunks().dictionary_encode()
    place = measures.indices.to_numpy()
    n_known, n_revised = np.bincount(place, known), np.bincount(place, revised)
    for number, code in enumerate(measures.dictionary.to_pylist()):
        if n_revised[number] > USUAL_SHARE * n_known[number]:
            yield Found(
                f"measure {code}",
                f"{n_revised[number]:,.0f} of {n_known[number]:,.0f} figures that were known "
                f"changed by over {LEAST_CHANGE:.0%}",
            )


def vanished(dataset: Dataset, before: pa.Table | None) -> Iterator[Found]:
    """Whether over GONE_SHARE of the released figures known before have no key any more."""
    if before is None or not (keys := _shared_keys(dataset, before)):
        return
    released = before.filter(pc.is_valid(before.column("value")))
    gone = _plain(released, keys).join(
        _plain(dataset.observations, keys), keys, join_type="left anti"
    )
    if gone.num_rows > GONE_SHARE * released.num_rows:
        yield Found(
            "the whole table",
            f"{gone.num_rows:,} of the {released.num_rows:,} figures that were known are not "
            "there any more",
        )


def _shared_keys(dataset: Dataset, before: pa.Table) -> list[str]:
    """The key columns; none where the table has other dimensions than before."""
    keys = ["measure", "area", "period"]
    keys += [name for name in before.column_names if name not in FIXED_COLUMNS]
    return keys if set(before.column_names) == set(dataset.observations.column_names) else []


def _plain(table: pa.Table, columns: list[str]) -> pa.Table:
    """The columns with codes as text, in which joins are defined."""
    chosen = table.select(columns)
    fields = [pa.field(name, pa.float64() if name == "value" else pa.string()) for name in columns]
    return chosen.cast(pa.schema(fields))
