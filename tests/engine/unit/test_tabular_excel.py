"""Excel workbooks: what is read of them, and what is refused before it does harm."""

import io
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime

import openpyxl
import pytest

from koers_engine.sources.files import UnreadableFile
from koers_engine.sources.tabular.cells import cells_of
from koers_engine.sources.tabular.excel import MOST_CELLS, excel_rows
from koers_engine.sources.tabular.mapping import FileFormat, Layout

EXCEL = Layout(format=FileFormat.EXCEL)
SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: Iterable[object], title: str = "Enquête") -> bytes:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def changed(content: bytes, name: str, change: Callable[[str], str]) -> bytes:
    """The workbook with one of its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", 8) as new:
        for entry in old.namelist():
            text = old.read(entry)
            new.writestr(entry, change(text.decode()).encode() if entry == name else text)
    return out.getvalue()


def test_cells_are_texts_numbers_with_the_decimal_mark_and_dates() -> None:
    row = [
        "Assen",
        5,
        5.5,
        True,
        date(2024, 12, 31),
        datetime.fromisoformat("2024-01-01T09:30"),
        None,
        "0.10",
    ]
    sheet = excel_rows(workbook(row), 1, ",")
    assert sheet.rows == [
        ["Assen", "5", "5,5", "TRUE", "2024-12-31", "2024-01-01 09:30:00", "", "0.10"]
    ]


def test_a_cell_is_named_by_its_address() -> None:
    cells = cells_of(workbook(["area", "value"], ["GM0106", 1]), EXCEL, "own.xlsx")
    assert cells.place(0, "value") == "own.xlsx, sheet Enquête, cell B2 (value)"


def test_a_formula_counts_for_the_value_that_was_kept_with_it() -> None:
    content = changed(
        workbook(["value"], ["=1+1"]),
        SHEET,
        lambda xml: (
            xml.replace("<v></v>", "<v>2</v>")
            .replace("<v />", "<v>2</v>")
            .replace("<v/>", "<v>2</v>")
        ),
    )
    sheet = excel_rows(content, 1, ".")
    assert (sheet.rows, sheet.faults) == ([["value"], ["2"]], [])


def test_a_formula_without_a_value_is_a_fault_at_its_cell() -> None:
    sheet = excel_rows(workbook(["value"], [1], ["=A2*2"]), 1, ".")
    [(cell, what)] = sheet.faults
    assert cell == "A3"
    assert "save it again" in what


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    content = changed(
        workbook(["a"], [1]), SHEET, lambda xml: xml.replace('ref="A1:A2"', 'ref="A1:XFD1048576"')
    )
    assert excel_rows(content, 1, ".").rows == [["a"], ["1"]]


def test_ten_million_empty_cells_are_refused_with_the_limit() -> None:
    row = "<row>" + "<c/>" * 10_000 + "</row>"

    def fill(xml: str) -> str:
        return xml.replace("</sheetData>", row * 1000 + "</sheetData>")

    content = changed(workbook(["a"]), SHEET, fill)
    assert len(content) < 1 << 20
    with pytest.raises(UnreadableFile, match=f"more than {MOST_CELLS:,} cells"):
        excel_rows(content, 1, ".")


def test_a_last_cell_a_million_rows_down_is_no_million_rows_of_memory() -> None:
    content = changed(
        workbook(["a"]),
        SHEET,
        lambda xml: xml.replace(
            "</sheetData>", '<row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
        ),
    )
    assert len(excel_rows(content, 1, ".").rows) == 1_048_576


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
def test_external_and_repeated_entities_are_refused(part: str) -> None:
    declared = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'

    def declare(xml: str) -> str:
        start = xml.index("?>") + 2 if xml.startswith("<?xml") else 0
        return f"{xml[:start]}{declared}{xml[start:]}"

    with pytest.raises(UnreadableFile, match="declares entities"):
        excel_rows(changed(workbook(["a"], ["b"]), part, declare), 1, ".")


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    content = changed(workbook(["a"]), SHEET, lambda xml: xml + " " * (200 << 20))
    with pytest.raises(UnreadableFile, match="times is the most"):
        excel_rows(content, 1, ".")


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1", r"before 2007 \(.xls\).*save it as", id="xls"),
        pytest.param(b"PK\x03\x04half", "no whole zip archive", id="half a zip"),
    ],
)
def test_other_workbooks_are_refused_with_how_to_save_them(content: bytes, what: str) -> None:
    with pytest.raises(UnreadableFile, match=what):
        excel_rows(content, 1, ".")


def test_an_open_document_is_refused_with_how_to_save_it() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<x/>")
    with pytest.raises(UnreadableFile, match=r"no Excel workbook \(.xlsx\); open it"):
        excel_rows(out.getvalue(), 1, ".")


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are() -> None:
    with pytest.raises(UnreadableFile, match=r"has no sheet 'Blad2'.*Enquête"):
        excel_rows(workbook(["a"]), "Blad2", ".")
