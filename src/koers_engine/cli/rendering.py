"""Answers as text: a table to read, JSON, or CSV that a spreadsheet does not run."""

import csv
import io
import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Any

from koers_engine.concepts.numbers import number

__all__ = ["Cell", "Format", "as_csv", "as_json", "as_table", "number", "printable"]

Cell = str | int | float | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    """How an answer is printed."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


def printable(text: str, *, lines: bool = False) -> str:
    r"""The text without control characters; labels of others must not steer a terminal.

    >>> printable("As\x1b[31msen")
    'As[31msen'
    """
    return "".join(sign for sign in text if sign.isprintable() or (lines and sign == "\n"))


def as_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns side by side; those that hold numbers only are aligned right."""
    cells = [[printable(cell) for cell in row] for row in (header, *rows)]
    widths = [max(len(row[place]) for row in cells) for place in range(len(header))]
    numeric = [all(_looks_numeric(row[place]) for row in cells[1:]) for place in range(len(header))]
    lines = []
    for row in cells:
        aligned = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        lines.append("  ".join(aligned).rstrip())
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _looks_numeric(cell: str) -> bool:
    return not cell.strip("-–+.,0123456789 %/")


def as_json(content: Any) -> str:
    """JSON with its letters as they are; a missing number is null."""
    return json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)


def as_csv(header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """CSV with a header; a missing value is empty; a text never starts like a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([harmless(name) for name in header])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().removesuffix("\n")


def harmless(cell: Cell) -> Cell:
    """A cell that a spreadsheet takes for what it is, and no text for a formula."""
    if isinstance(cell, str):
        mark = "'" if cell.startswith(_FORMULA_STARTS) else ""
        return f"{mark}{printable(cell)}"
    return cell
