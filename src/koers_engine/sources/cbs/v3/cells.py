"""Cells of OData v3 in bulk: texts as published become values and statuses, without a loop."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import ObservationStatus
from koers_engine.observations.stream import place_of

# The key to the symbols in CBS's publications: a blank is a figure that cannot occur on logical
# grounds; "." one that is unknown, not reliable enough or secret (CBS does not say which of
# these); "x" one that is secret, in older tables; "-" is nil, which is a figure: none at all.
# Sources: "Verklaring van tekens" in CBS's tables, as on monitorlangdurigezorg.nl ("Wat betekenen
# de symbolen bij de tabellen?"); for "-" the Environmental Data Compendium of CBS, PBL and WUR
# ("Explanation of symbols").
MARKS = {
    "": ObservationStatus.CANNOT_EXIST,
    ".": ObservationStatus.MISSING,
    "x": ObservationStatus.SUPPRESSED,
    "-": ObservationStatus.NORMAL,
}
_NIL = "-"
_NUMBER = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
StatusArray = npt.NDArray[np.uint8]


_NORMAL, _MISSING = place_of(ObservationStatus.NORMAL), place_of(ObservationStatus.MISSING)
_STATUS_OF_MARK = np.array([place_of(status) for status in MARKS.values()], dtype=np.uint8)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of some rows, arrays of shape (n_topics, n_rows).

    `values` is NaN where there is no figure; `statuses` holds what `place_of` gives.
    """

    values: npt.NDArray[np.float64]
    statuses: StatusArray

    @classmethod
    def missing(cls, n_topics: int, n_rows: int) -> "Cells":
        """Cells without figures, for rows that are refused."""
        shape = n_topics, n_rows
        return cls(np.full(shape, np.nan), np.full(shape, _MISSING, dtype=np.uint8))


class NotNumbers(ValueError):
    """Some cells hold neither a number nor a mark: their topic, row and text, a few of them."""

    def __init__(self, cells: Sequence[tuple[int, int, str]]) -> None:
        self.cells = cells
        super().__init__(f"{len(cells)} cells hold no number")


def cells_of_texts(columns: Sequence[pa.Array]) -> Cells:
    """Read the cells of UntypedDataSet, one column per topic, padded as they come.

    Raises:
        NotNumbers: A cell holds something else than a number or a mark.
    """
    n_rows = len(columns[0])
    texts = pc.utf8_trim_whitespace(pc.fill_null(pa.concat_arrays(columns), ""))
    marks = pc.index_in(texts, value_set=pa.array(list(MARKS)))
    numbers = pc.if_else(pc.is_null(marks), texts, None) if len(marks) > marks.null_count else texts
    try:
        parsed = pc.cast(numbers, pa.float64())
    except pa.ArrowInvalid:
        wrong = pc.and_(pc.is_null(marks), pc.invert(pc.match_substring_regex(texts, _NUMBER)))
        places = np.flatnonzero(wrong.to_numpy(zero_copy_only=False))[:20].tolist()
        raise NotNumbers([(*divmod(at, n_rows), texts[at].as_py()) for at in places]) from None
    values = parsed.fill_null(np.nan).to_numpy(zero_copy_only=False)
    statuses = np.full(values.size, _NORMAL, dtype=np.uint8)
    if marks.null_count < len(marks):
        mark = marks.fill_null(-1).to_numpy(zero_copy_only=False)
        is_mark = mark >= 0
        statuses[is_mark] = _STATUS_OF_MARK[mark[is_mark]]
        values = values.copy()
        values[mark == list(MARKS).index(_NIL)] = 0.0
    shape = len(columns), n_rows
    return Cells(values.reshape(shape), statuses.reshape(shape))


def cells_of_numbers(columns: Sequence[pa.Array]) -> Cells:
    """Take the cells of TypedDataSet, one column per topic; a null is missing, whyever it is."""
    together = pa.concat_arrays(columns)
    values = together.fill_null(np.nan).to_numpy(zero_copy_only=False)
    statuses = np.full(values.size, _NORMAL, dtype=np.uint8)
    statuses[together.is_null().to_numpy(zero_copy_only=False)] = _MISSING
    shape = len(columns), len(columns[0])
    return Cells(values.reshape(shape), statuses.reshape(shape))
