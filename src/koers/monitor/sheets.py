"""Tables as files that open safely in a spreadsheet: CSV, and a workbook of Excel."""

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import xlsxwriter

from koers.core.spreadsheets import without_formula

_LONGEST = 32_767  # letters that a cell of Excel can hold
_LONGEST_NAME = 31
_REFUSED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class Number:
    """A figure with how many decimals are shown of it; it is kept whole. `is_share`: 0-1, in %."""

    value: float
    decimals: int = 0
    is_share: bool = False

    @property
    def format(self) -> str:
        """How Excel writes it, in the manner of its user's country."""
        places = f".{'0' * self.decimals}" if self.decimals else ""
        return f"0{places}%" if self.is_share else f"#,##0{places}"


Cell = str | int | float | Number | None


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column, and how wide it is in letters; wide ones break their texts."""

    title: str
    width: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A table under a name; a missing number is an empty cell."""

    name: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]


def as_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A table as CSV (RFC 4180): numbers whole, with a point; no text that reads as a formula."""
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow([_written(name) for name in header])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return file.getvalue()


def _written(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case Number():
            return repr(cell.value)
        case str():
            return without_formula(visible(cell))
        case _:
            return repr(cell)


def as_workbook(sheets: Iterable[Sheet], *, title: str) -> bytes:
    """Sheets as a workbook (XLSX): heads that stay in sight, and no cell that is a formula."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"title": visible(title)[:255]})
        formats = _Formats(book)
        for sheet in sheets:
            _write(book.add_worksheet(_name(sheet.name)), sheet, formats)
    return file.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[str, Any] = {}
        heading = {"bold": True, "text_wrap": True, "valign": "bottom", "bottom": 2}
        self.head = book.add_format(heading | {"bg_color": "#E8EEF5"})
        self.text = book.add_format({"valign": "top"})
        self.long_text = book.add_format({"valign": "top", "text_wrap": True})

    def of(self, number: Number) -> Any:
        if number.format not in self._made:
            self._made[number.format] = self._book.add_format(
                {"num_format": number.format, "valign": "top"}
            )
        return self._made[number.format]


_WRAPPED_FROM = 40  # letters of width


def _write(page: Any, sheet: Sheet, formats: _Formats) -> None:
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    for place, column in enumerate(sheet.columns):
        page.set_column(place, place, column.width)
    for place, column in enumerate(sheet.columns):
        page.write_string(0, place, visible(column.title), formats.head)
    last = 0
    for last, row in enumerate(sheet.rows, start=1):
        for place, (cell, column) in enumerate(zip(row, sheet.columns, strict=True)):
            is_long = column.width >= _WRAPPED_FROM
            _put(page, (last, place), cell, formats, is_long=is_long)
    page.autofilter(0, 0, last, len(sheet.columns) - 1)


def _put(page: Any, at: tuple[int, int], cell: Cell, formats: _Formats, *, is_long: bool) -> None:
    match cell:
        case None | "":
            return
        case str():
            text = formats.long_text if is_long else formats.text
            page.write_string(*at, visible(cell)[:_LONGEST], text)
        case Number():
            page.write_number(*at, cell.value, formats.of(cell))
        case _:
            page.write_number(*at, cell, formats.text)


def _name(name: str) -> str:
    return visible(name).translate(_REFUSED).strip()[:_LONGEST_NAME]


def visible(text: str) -> str:
    """The text without control characters, which neither XML nor a terminal bears."""
    return "".join(sign for sign in text if sign.isprintable() or sign == "\n")
