"""The figures of a data message as columns of text, whatever its format."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.observations import Fault
from koers_engine.observations.dataset import Locate

_NUMBER = r"^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,3})?$"
_NO_NUMBER = ["", ":", "NaN", "nan", "-", "NA"]
_FAULTS = 20


@dataclass(slots=True, kw_only=True)
class Figures:
    """One row per observation; a text that is not given is empty.

    `dimensions` are the names of the columns that make up the key, as the message itself tells
    them, in its order; `attributes` the others. `titles` and `labels` are there where the message
    carries words beside the codes.
    """

    flow: str = ""
    dimensions: Sequence[str]
    columns: dict[str, pa.ChunkedArray]
    value: pa.ChunkedArray
    attributes: dict[str, pa.ChunkedArray]
    titles: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    measure: str = ""
    publisher: str = ""
    published_at: datetime | None = None
    locate: Locate


def numbers(text: pa.ChunkedArray, locate: Locate, faults: list[Fault]) -> pa.ChunkedArray:
    """The values as numbers, null where none is given; other texts are faults.

    SDMX writes NaN for a missing value, Eurostat a colon or nothing.
    """
    text = pc.utf8_trim_whitespace(text)
    is_number = pc.match_substring_regex(text, _NUMBER)
    is_gap = pc.is_in(text, value_set=pa.array(_NO_NUMBER))
    wrong = pc.indices_nonzero(pc.invert(pc.or_(is_number, is_gap)))
    for row in wrong[:_FAULTS].to_pylist():
        what = f"expected a number with a decimal point, found {text[row].as_py()[:60]!r}"
        faults.append(Fault(locate(row, "value"), what))
    if len(wrong) > _FAULTS:
        faults.append(Fault("value", f"no number either in {len(wrong) - _FAULTS:,} more rows"))
    return pc.if_else(is_number, text, pa.scalar(None, pa.string())).cast(pa.float64())
