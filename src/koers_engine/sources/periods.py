from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import Period, UnreadablePeriod
from koers_engine.observations import Fault


def unreadable_periods(
    column: pa.ChunkedArray, locate: Callable[[int, str], str]
) -> Iterator[Fault]:
    """A fault for each distinct code in the column that is no period as CBS writes them."""
    for code in pc.unique(column).to_pylist():
        try:
            Period.from_cbs(code or "")
        except UnreadablePeriod as reason:
            yield Fault(locate(pc.index(column, code).as_py(), "period"), str(reason))
