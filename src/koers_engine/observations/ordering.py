"""Rows in a total order by their codes, without comparing a text per row."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

MOST_KEYS = 1 << 62
"""More combinations of codes than this do not fit a whole number."""


@dataclass(frozen=True, slots=True)
class RankedColumn:
    """A column of codes as numbers: `ranks[row]` is the place of its code in the sorted `codes`."""

    codes: pa.Array
    ranks: IntArray

    def as_dictionary(self) -> pa.DictionaryArray:
        """The column in Arrow's own form for codes."""
        indices = pa.array(self.ranks.astype(np.int32))
        return pa.DictionaryArray.from_arrays(indices, self.codes)


def ranked(column: pa.ChunkedArray) -> RankedColumn:
    """The column's distinct codes in order of their bytes, and each row's place among them.

    The column holds texts, or dictionaries of them. A null takes the place of an empty code;
    `checks` refuses both.
    """
    if column.null_count:
        column = pc.fill_null(column.cast(pa.string()), "")
    if not pa.types.is_dictionary(column.type):
        column = pc.dictionary_encode(column)
    encoded = column.unify_dictionaries().combine_chunks()
    indices = encoded.indices.to_numpy(zero_copy_only=False)
    used = np.flatnonzero(np.bincount(indices, minlength=len(encoded.dictionary)))
    texts = encoded.dictionary.take(pa.array(used)).cast(pa.string())
    order = pc.sort_indices(texts).to_numpy()
    places = np.zeros(len(encoded.dictionary), dtype=np.int64)
    places[used[order]] = np.arange(order.size)
    return RankedColumn(codes=texts.take(pa.array(order)), ranks=places[indices])


def total_order(columns: Sequence[RankedColumn]) -> tuple[IntArray, BoolArray]:
    """Row numbers in the order of the first column, ties by the next, and so on.

    Returns:
        The order, and for each place but the first whether its key is that of the place before.
    """
    n_rows = columns[0].ranks.size
    if math.prod(len(column.codes) for column in columns) > MOST_KEYS:
        order = np.lexsort([column.ranks for column in columns][::-1])
        repeats = np.ones(max(n_rows - 1, 0), dtype=bool)
        for column in columns:
            repeats &= np.diff(column.ranks[order]) == 0
        return order, repeats
    keys = np.zeros(n_rows, dtype=np.int64)
    for column in columns:
        keys *= len(column.codes)
        keys += column.ranks
    steps = np.diff(keys)
    if (steps > 0).all():  # as it came, which costs no sorting
        return np.arange(n_rows), np.zeros(steps.size, dtype=bool)
    order = np.argsort(keys, kind="stable")
    return order, np.diff(keys[order]) == 0
