"""The survey of the tutorial is the one that its script writes."""

from pathlib import Path

from openpyxl import load_workbook

from scripts.make_survey import HEADER, rows

SURVEY = Path(__file__).parents[2] / "demo" / "survey" / "residents-survey.xlsx"


def test_the_file_holds_what_the_script_makes() -> None:
    sheet = load_workbook(SURVEY).active

    assert [*sheet.iter_rows(values_only=True)] == [HEADER, *rows()]
