"""A table against its last vintage: revised throughout, or partly gone."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.arrival.cells import Found, IntArray, encoded, numbered
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
    old_key, new_key = _keys_of(before, dataset.observations, keys)
    there = _places_in(new_key, old_key)
    old = pc.fill_null(before.column("value"), np.nan).to_numpy()
    new = pc.fill_null(dataset.observations.column("value"), np.nan).to_numpy()[there]
    known = (there >= 0) & ~np.isnan(old) & ~np.isnan(new)
    revised = known & (np.abs(new - old) > LEAST_CHANGE * np.abs(old))
    measure, codes = encoded(before.column("measure"))
    n_known, n_revised = np.bincount(measure, known), np.bincount(measure, revised)
    for place, code in enumerate(codes):
        if n_revised[place] > USUAL_SHARE * n_known[place]:
            yield Found(
                f"measure {code}",
                f"{n_revised[place]:,.0f} of {n_known[place]:,.0f} figures that were known "
                f"changed by over {LEAST_CHANGE:.0%}",
            )


def vanished(dataset: Dataset, before: pa.Table | None) -> Iterator[Found]:
    """Whether over GONE_SHARE of the released figures known before have no key any more."""
    if before is None or not (keys := _shared_keys(dataset, before)):
        return
    old_key, new_key = _keys_of(before, dataset.observations, keys)
    released = pc.is_valid(before.column("value")).to_numpy()
    n_gone = int(np.count_nonzero(released & (_places_in(new_key, old_key) < 0)))
    n_released = int(np.count_nonzero(released))
    if n_gone > GONE_SHARE * n_released:
        yield Found(
            "the whole table",
            f"{n_gone:,} of the {n_released:,} figures that were known are not there any more",
        )


def _shared_keys(dataset: Dataset, before: pa.Table) -> list[str]:
    """The key columns; none where the table has other dimensions than before."""
    keys = ["measure", "area", "period"]
    keys += [name for name in before.column_names if name not in FIXED_COLUMNS]
    return keys if set(before.column_names) == set(dataset.observations.column_names) else []


def _keys_of(before: pa.Table, now: pa.Table, keys: list[str]) -> tuple[IntArray, IntArray]:
    """The key of every row as one number, equal for equal keys of both tables."""
    places, sizes = [], []
    for name in keys:
        old, old_codes = encoded(before.column(name))
        new, new_codes = encoded(now.column(name))
        both = {code: place for place, code in enumerate(dict.fromkeys([*old_codes, *new_codes]))}
        lookup = np.array([both[code] for code in new_codes], np.int64)
        places.append(np.concatenate([old, lookup[new]]))
        sizes.append(len(both))
    number = numbered(places, sizes)
    return number[: before.num_rows], number[before.num_rows :]


def _places_in(keys: IntArray, wanted: IntArray) -> IntArray:
    """Where each wanted key stands among the keys; -1 where it does not."""
    order = np.argsort(keys)
    place = np.minimum(np.searchsorted(keys, wanted, sorter=order), keys.size - 1)
    return np.where(keys[order[place]] == wanted, order[place], -1)
