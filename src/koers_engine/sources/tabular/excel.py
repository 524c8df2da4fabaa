"""The cells of an Excel workbook as texts; formulas are never worked out."""

import io
import zipfile
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from koers_engine.observations.faults import FAULTS_SHOWN
from koers_engine.sources.archives import SPREADSHEET, check_archive
from koers_engine.sources.files import UnreadableFile

MOST_CELLS = 2_000_000
MOST_ROWS = 1_048_576
MOST_SHEETS = 200
_CHUNK = 1 << 20
_OLD_EXCEL = b"\xd0\xcf\x11\xe0"
_SAVE_AS = "open it in a spreadsheet program and save it as Excel workbook (.xlsx) or CSV"


@dataclass(slots=True)
class Sheet:
    """A sheet's rows, each as long as its last cell; `faults` by the address of their cell."""

    title: str
    rows: list[list[str]]
    faults: list[tuple[str, str]] = field(default_factory=list)


def sheet_titles(content: bytes) -> list[str]:
    """The names of the workbook's sheets.

    Raises:
        UnreadableFile: It is no Excel workbook that may be read.
    """
    try:
        _checked(content)
        return [sheet.title for sheet in _opened(content, values=True).worksheets]
    except UnreadableFile:
        raise
    except Exception as reason:
        raise _damaged(reason) from reason


def excel_rows(content: bytes, wanted: str | int, decimal: str) -> Sheet:
    """The cells of a sheet, named or numbered from 1.

    Numbers are written with the `decimal` mark, dates as 2024-12-31. A formula counts for the
    value that was kept with it; one without is a fault.

    Raises:
        UnreadableFile: It is no Excel workbook, larger than the limits, or has no such sheet.
    """
    try:
        has_formulas = _checked(content)
        workbook = _opened(content, values=True)
        place = _sheet_place(wanted, [sheet.title for sheet in workbook.worksheets])
        sheet = Sheet(str(workbook.worksheets[place].title), [])
        count = 0
        worksheet = workbook.worksheets[place]
        worksheet.reset_dimensions()  # what the file says of its size is not to be trusted
        for row in worksheet.iter_rows(values_only=True):
            cells = [_text(cell, decimal) for cell in row]
            while cells and not cells[-1]:
                cells.pop()
            sheet.rows.append(cells)
            count += max(len(row), 1)
            if count > MOST_CELLS or len(sheet.rows) > MOST_ROWS:
                raise _too_large(sheet.title)  # noqa: TRY301 - beside what openpyxl raises
        while sheet.rows and not sheet.rows[-1]:
            sheet.rows.pop()
        if has_formulas:
            sheet.faults = _unworked_formulas(content, place, sheet.rows)
    except UnreadableFile:
        raise
    # openpyxl meets whatever stands in a damaged workbook with whichever error its code runs into.
    except Exception as reason:
        raise _damaged(reason) from reason
    return sheet


def _checked(content: bytes) -> bool:
    """Whether the workbook has formulas; refused before it is parsed where that could do harm."""
    import openpyxl  # noqa: PLC0415 - takes long to load, and few files are Excel's

    if content.startswith(_OLD_EXCEL):
        raise UnreadableFile(f"this is an Excel file of before 2007 (.xls); {_SAVE_AS}")
    if not openpyxl.DEFUSEDXML:
        raise UnreadableFile("Excel files are read only where defusedxml is installed; install it")
    if "xl/workbook.xml" not in check_archive(io.BytesIO(content), SPREADSHEET, nested=True):
        raise UnreadableFile(f"this is no Excel workbook (.xlsx); {_SAVE_AS}")
    return _has_formulas(content)


def _opened(content: bytes, *, values: bool) -> Any:
    """The workbook, to be read row by row."""
    import openpyxl  # noqa: PLC0415 - as above

    workbook = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=values, keep_links=False
    )
    if len(workbook.worksheets) > MOST_SHEETS:
        raise UnreadableFile(f"has more than {MOST_SHEETS} sheets; save the one with the table")
    return workbook


def _sheet_place(wanted: str | int, titles: list[str]) -> int:
    if isinstance(wanted, int) and 1 <= wanted <= len(titles):
        return wanted - 1
    if wanted in titles:
        return titles.index(str(wanted))
    raise UnreadableFile(f"has no sheet {wanted!r}, which file.sheet names; it has {titles}")


def _unworked_formulas(content: bytes, place: int, rows: list[list[str]]) -> list[tuple[str, str]]:
    """Cells with a formula whose value was not kept: nobody opened and saved the workbook since."""
    worksheet = _opened(content, values=False).worksheets[place]
    worksheet.reset_dimensions()
    what = "the formula has no value; open the workbook, let it calculate, and save it again"
    faults = []
    for y, row in enumerate(worksheet.iter_rows()):
        for x, cell in enumerate(row):
            is_empty = y >= len(rows) or x >= len(rows[y]) or not rows[y][x]
            if cell.data_type == "f" and is_empty:
                faults.append((str(cell.coordinate), what))
                if len(faults) == FAULTS_SHOWN:
                    return faults
    return faults


def _has_formulas(content: bytes) -> bool:
    """Whether a sheet has formulas; a look at the bytes of every part, before any is parsed.

    Raises:
        UnreadableFile: A part declares entities, or a sheet has more cells than are read.
    """
    has_formulas = False
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            is_sheet = name.startswith("xl/worksheets/")
            if not name.endswith((".xml", ".rels")):
                continue
            count = 0
            with archive.open(name) as part:
                tail = b""
                while chunk := part.read(_CHUNK):
                    if b"<!DOCTYPE" in tail + chunk or chunk.startswith((b"\xff\xfe", b"\xfe\xff")):
                        raise UnreadableFile(
                            f"{name} in the workbook declares entities, or is no UTF-8; {_SAVE_AS}"
                        )
                    if is_sheet:
                        has_formulas |= b"<f>" in tail + chunk or b"<f " in tail + chunk
                        count += chunk.count(b"<c ") + chunk.count(b"<c/") + chunk.count(b"<c>")
                        if count > MOST_CELLS:
                            raise _too_large(name)
                    tail = chunk[-8:]
    return has_formulas


def _text(cell: Any, decimal: str) -> str:
    """A cell's value as it would stand in a CSV file."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, timedelta):
        cell = cell / timedelta(days=1)
    if isinstance(cell, float):
        return repr(cell).replace(".", decimal)
    if isinstance(cell, datetime):
        cell = cell.date() if cell.time() == time() else cell.replace(microsecond=0)
    return str(cell)  # of a date as 2024-12-31, of a moment as 2024-12-31 09:30:00


def _damaged(reason: Exception) -> UnreadableFile:
    words = str(reason).splitlines()[0] if str(reason) else type(reason).__name__
    return UnreadableFile(f"the Excel workbook cannot be read ({words}); {_SAVE_AS}")


def _too_large(title: str) -> UnreadableFile:
    return UnreadableFile(
        f"sheet {title!r} has more than {MOST_CELLS:,} cells; remove what is empty below and "
        "beside the table, or save it as CSV"
    )
