"""What a page shows can be taken along: safe to open, with units, sources and the choice."""

import csv
import io
import re
from xml.etree import ElementTree

import openpyxl
import pytest
from django.test import Client

from koers.monitor.sheets import Column, Number, Sheet, as_csv, as_workbook
from koers.monitor.store import panel
from koers_engine.concepts import Period

ADDRESSES = [
    "/profile/GM0106.{}?reference=province&boundaries=2024",
    "/compare.{}?places=GM0106,GM0114&indicators=jobs-per-1000,population&reference=nl",
    "/maps/population.{}?period=2023",
    "/figures/population/GM0106.{}?boundaries=2024",
]
PICTURES = [
    "/profile/GM0106/drawings/overview.{}",
    "/profile/GM0106/drawings/scores.{}",
    "/profile/GM0106/drawings/through-time.{}",
    "/profile/GM0106/drawings/jobs-by-sector.{}",
    "/compare.{}?places=GM0106,GM0114&indicators=jobs-per-1000,population",
    "/maps/population.{}?period=2023",
    "/figures/population/GM0106.{}",
]
HOSTILE = ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", '=HYPERLINK("http://x")', "<script>", "a\x00b"]


@pytest.mark.usefixtures("figures_and_maps")
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_workbook_opens_with_figures_sources_and_no_formula(client: Client, address: str) -> None:
    answer = client.get(address.format("xlsx"))

    assert answer.status_code == 200
    assert re.fullmatch(r'attachment; filename="[\w-]+\.xlsx"', answer["Content-Disposition"])
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert all(sheet.freeze_panes == "A2" for sheet in book)
    figures, sources = book.worksheets[0], book.worksheets[-1]
    assert any(isinstance(cell.value, float | int) for row in figures.iter_rows() for cell in row)
    told = [row[1] for row in sources.iter_rows(values_only=True)]
    assert any("CBS" in str(text) for text in told)
    page = "http://testserver" + address.replace(".{}", "").partition("?")[0]
    assert any(str(text).startswith(page) for text in told)


@pytest.mark.usefixtures("figures_and_maps")
def test_the_choice_is_in_the_file_and_its_name(client: Client) -> None:
    address = "/profile/GM0106.csv?boundaries=2024&reference=province&indicator=population"

    answer = client.get(address)

    assert answer["Content-Disposition"] == (
        'attachment; filename="profile-GM0106-boundaries-2024.csv"'
    )
    own, beside = csv.DictReader(io.StringIO(answer.content.decode()))
    last = panel("population", boundaries=2024)
    value = last.value("GM0106", Period.parse(own["period"]))
    assert (float(own["value"]), own["boundaries"]) == (value, "2024")
    assert (beside["reference"], beside["reference_name"]) == ("province", "Drenthe")


@pytest.mark.usefixtures("figures_and_maps")
def test_a_comparison_and_a_map_are_rows_of_figures_as_they_are(client: Client) -> None:
    compared = client.get("/compare.csv?places=GM0106,NL01&indicators=jobs-per-1000")
    mapped = client.get("/maps/jobs-per-1000.csv?boundaries=2014")

    first, second = csv.DictReader(io.StringIO(compared.content.decode()))
    assert float(first["value"]) == panel("jobs-per-1000").value("GM0106", Period(2015))
    assert (first["difference"], second["area"]) == ("", "NL01")
    rows = list(csv.DictReader(io.StringIO(mapped.content.decode())))
    assert len(rows) == 403
    assert {row["boundaries"] for row in rows} == {"2014"}


@pytest.mark.usefixtures("figures_and_maps")
@pytest.mark.parametrize("address", PICTURES)
def test_a_drawing_is_sound_svg_that_reaches_nowhere_and_a_png(
    client: Client, address: str
) -> None:
    drawing, picture = client.get(address.format("svg")), client.get(address.format("png"))

    root = ElementTree.fromstring(drawing.content)
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    written = drawing.content.decode().replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "http" not in written
    assert "<script" not in written
    assert "Bron: CBS" in written
    assert drawing["Content-Type"] == "image/svg+xml"
    assert drawing["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert picture["Content-Type"] == "image/png"
    assert picture.content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = (int.from_bytes(picture.content[at : at + 4], "big") for at in (16, 20))
    assert 800 <= width <= 6000
    assert 400 <= height <= 20_000


@pytest.mark.usefixtures("figures_and_maps")
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/profile/GM0106.xlsx?period=someday", 400),
        ("/profile/GM0106.csv?as-of=1990-01-01", 404),
        ("/profile/GM0005.csv", 404),
        ("/profile/GM0106/drawings/none.png", 404),
        ("/compare.csv", 400),
        ("/compare.csv?places=Asen", 400),
        ("/maps/jobs.png?place=Asen", 400),
        ("/maps/none.csv", 404),
        ("/figures/population/GM9999.xlsx", 404),
        ("/figures/population/GM0106.png?boundaries=1700", 400),
    ],
)
def test_what_cannot_be_followed_gives_no_file(client: Client, address: str, status: int) -> None:
    answer = client.get(address)

    assert answer.status_code == status
    assert "Content-Disposition" not in answer


def test_no_text_of_a_file_becomes_a_formula() -> None:
    rows = [[text, Number(1.25, 1)] for text in HOSTILE]

    written = list(csv.reader(io.StringIO(as_csv(["=cmd", "n"], rows))))
    content = as_workbook(
        [Sheet(name="=x:/?*[]'", columns=[Column("=cmd"), Column("n")], rows=rows)], title="=1"
    )

    assert all(not row[0].startswith(("=", "+", "-", "@", "\t", "\r")) for row in written)
    book = openpyxl.load_workbook(io.BytesIO(content))
    cells = [cell for row in book.worksheets[0].iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert cells[2].value == "=1+1"  # as text: kept as it was written
    assert cells[3].value == pytest.approx(1.25)


def test_a_missing_number_is_an_empty_cell_and_never_zero() -> None:
    rows = [["a", None], ["b", Number(0.0)]]
    columns = [Column("x"), Column("y")]

    book = openpyxl.load_workbook(
        io.BytesIO(as_workbook([Sheet(name="s", columns=columns, rows=rows)], title="t"))
    )

    assert [row[1] for row in book["s"].iter_rows(min_row=2, values_only=True)] == [None, 0]
    assert as_csv(["x", "y"], rows).splitlines()[1:] == ["a,", "b,0.0"]
