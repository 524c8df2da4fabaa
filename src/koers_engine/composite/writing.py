"""The figures of an index as the two tables that `read_composite` reads (COINr's format)."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from koers_engine.composite.data import CompositeData

_META = (
    "iCode",
    "iName",
    "Type",
    "Level",
    "Parent",
    "Direction",
    "Weight",
    "Unit",
    "Target",
    "Denominator",
)


def written_tables(data: CompositeData, harmless: Callable[[str], str] = str) -> tuple[str, str]:
    """The tables iData and iMeta as CSV; figures are not rounded, and a missing one is empty.

    Args:
        data: To be written.
        harmless: Turns a text into one that a spreadsheet does not take for a formula.
    """
    structure = data.structure
    named = {"uCode": data.codes, "uName": data.names, **data.groups}
    figures = {
        **{each.code: data.values[:, at] for at, each in enumerate(structure.indicators)},
        **data.denominators,
    }
    table = [
        [*(column[unit] or "" for column in named.values()),
         *(_number(column[unit]) for column in figures.values())]
        for unit in range(len(data.codes))
    ]  # fmt: skip
    columns: list[Sequence[str]] = [
        (
            element.code,
            element.name,
            "Indicator" if element.level == 1 else "Aggregate",
            str(element.level),
            element.parent or "",
            str(element.direction),
            repr(float(element.weight)),
            element.unit,
            "" if element.target is None else repr(float(element.target)),
            element.denominator or "",
        )
        for element in structure.elements
    ]
    for kind, names in (("Group", data.groups), ("Denominator", data.denominators)):
        columns += [(name, name, kind, "", "", "", "", "", "", "") for name in names]
    return _csv([*named, *figures], table, harmless), _csv(_META, columns, harmless)


def _number(value: float) -> str:
    return "" if np.isnan(value) else repr(float(value))


def _csv(
    header: Sequence[str], rows: Iterable[Sequence[str]], harmless: Callable[[str], str]
) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([harmless(name) for name in header])
    for row in rows:
        writer.writerow([cell if _is_number(cell) else harmless(cell) for cell in row])
    return out.getvalue()


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
