"""Answers as text: a table to read, JSON, or CSV that a spreadsheet does not run."""

import csv
import io
import json
import textwrap
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


def as_table(header: Sequence[str], rows: Sequence[Sequence[str]], *, fold: bool = False) -> str:
    """Columns side by side; those that hold numbers only are aligned right.

    With `fold` a header that is longer than what stands below it goes on on the next line.
    """
    body = [[printable(cell) for cell in row] for row in rows]
    columns = list(zip(*body, strict=True)) if body else [()] * len(header)
    heads = [
        _folded(printable(name), max(map(len, cells), default=0)) if fold else [printable(name)]
        for name, cells in zip(header, columns, strict=True)
    ]
    height = max(map(len, heads), default=1)
    heads = [[""] * (height - len(head)) + head for head in heads]
    widths = [max(map(len, (*head, *cells))) for head, cells in zip(heads, columns, strict=True)]
    numeric = [all(map(_looks_numeric, cells)) for cells in columns]
    lines = []
    for row in (*zip(*heads, strict=True), *body):
        aligned = (
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(row, widths, numeric, strict=True)
        )
        lines.append("  ".join(aligned).rstrip())
    lines.insert(height, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def _folded(name: str, width: int) -> list[str]:
    """The words of a name over lines of at most a width, or of the longest word.

    >>> _folded("Jobs per 1,000 inhabitants", 7)
    ['Jobs per', '1,000', 'inhabitants']
    """
    words = name.split() or [""]
    return textwrap.wrap(name, max(width, *map(len, words))) or [""]


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
