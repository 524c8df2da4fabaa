from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

IntArray = npt.NDArray[np.int64]


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

    A null takes the place of an empty code; `checks` refuses both.
    """
    encoded = pc.fill_null(column, "").combine_chunks().dictionary_encode()
    order = pc.sort_indices(encoded.dictionary).to_numpy()
    places = np.empty(order.size, dtype=np.int64)
    places[order] = np.arange(order.size)
    return RankedColumn(
        codes=encoded.dictionary.take(pa.array(order)),
        ranks=places[encoded.indices.to_numpy(zero_copy_only=False)],
    )


def total_order(columns: Sequence[RankedColumn]) -> IntArray:
    """Row numbers in the order of the first column, ties by the next, and so on."""
    telling = [column.ranks for column in columns if len(column.codes) > 1]
    if not telling:
        return np.arange(columns[0].ranks.size)
    return np.lexsort(telling[::-1])
