"""Files with a row per region and a column per measure, as most exports are."""

from collections.abc import Callable, Iterable, Mapping

from .areas import UnknownName
from .table import Observation, UnreadableSource, figure

Row = Mapping[str, str]


def observations_of(
    rows: Iterable[tuple[str, Row]],
    measure_of_column: Mapping[str, str],
    *,
    area: Callable[[Row], str],
    period: Callable[[Row], str],
    missing: Callable[[Row, str], bool] | None = None,
) -> list[Observation]:
    """A figure per filled cell; an empty one says that there can be none, and is left out.

    Args:
        missing: Whether a cell's text stands for no figure though it looks like one; its status
            becomes O.

    Raises:
        UnreadableSource: With every cell that holds no figure and every name that has no code.
    """
    faults: list[str] = []
    found: list[Observation] = []
    for place, row in rows:
        if not any(row[column] for column in measure_of_column):
            continue
        try:
            code = area(row)
        except UnknownName as unknown:
            faults.append(f"{place}: {unknown}.")
            continue
        for column, measure in measure_of_column.items():
            if not row[column]:
                continue
            try:
                is_missing = missing is not None and missing(row, column)
                value, status = figure("." if is_missing else row[column])
            except ValueError as fault:
                faults.append(f"{place}, column {column!r}: {fault}")
                continue
            found.append(Observation(measure, code, period(row), value, status))
    if faults:
        raise UnreadableSource(faults)
    return found
