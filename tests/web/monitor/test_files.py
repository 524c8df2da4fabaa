"""A figure as a file."""

import csv
import io

import pytest

from koers.core.bilingual import LocalisedText
from koers.monitor.figure import Figure
from koers.monitor.files import figure_as_csv
from tests.web.monitor.examples import a_figure, a_series


def rows(figure: Figure) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(figure_as_csv(figure))))


def test_a_missing_value_is_an_empty_cell_with_its_status_and_never_nought() -> None:
    first, second = rows(a_figure({2019: None, 2020: 1.5}))

    assert (first["value"], first["status"]) == ("", "O")
    assert (second["value"], second["status"]) == ("1.5", "A")


def test_a_break_is_told() -> None:
    assert [row["break"] for row in rows(a_figure({2019: 1.0, 2020: 2.0}, breaks_at=2020))] == [
        "",
        "1",
    ]


def test_the_references_come_after_the_place() -> None:
    found = rows(a_figure({2020: 1.0}, references=(a_series("Drenthe", {2020: 2.0}),)))

    assert [(row["series"], row["area"]) for row in found] == [("Assen", "GM0106"), ("Drenthe", "")]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_a_spreadsheet_would_run_is_made_plain(start: str) -> None:
    hostile = LocalisedText(f"{start}cmd|' /C calc'!A0", "en")

    assert rows(a_figure({2020: -1.0}, unit=hostile))[0]["unit"].startswith("'")
    assert rows(a_figure({2020: -1.0}))[0]["value"] == "-1.0"
