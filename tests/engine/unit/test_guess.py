"""What is proposed for an unknown file, and the command that asks about it."""

import io
import tomllib
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner

from koers_engine.cli import app
from koers_engine.cli import guess as guessing
from koers_engine.concepts import Refusal
from koers_engine.observations import FaultyTable, VintageStore
from koers_engine.sources.tabular import NoFigures, guess, preview

SURVEY = (
    "Gemeente;Jaar;Tevreden (%);Respondenten\n"
    "Assen;2023;71,5;1.204\nAssen;2025;73,0*;1.310\nEmmen;2023;x;998\nEmmen;2025;70,2;1.011\n"
    "Bron: Bewonersonderzoek;;;\n"
)
AREAS = {"assen": "GM0106", "emmen": "GM0114"}


def test_a_survey_is_read_from_its_content_alone() -> None:
    found = guess(SURVEY.encode("cp1252"), name="survey.csv", area_codes=AREAS)

    assert found.mapping["file"]["delimiter"] == ";"
    assert (found.mapping["file"]["decimal"], found.mapping["file"]["thousands"]) == (",", ".")
    assert found.mapping["area"] == {"column": "Gemeente", "by": "name"}
    assert found.mapping["period"] == {"column": "Jaar", "form": "year"}
    assert [m["unit"] for m in found.mapping["measures"]] == ["%", "unknown"]
    assert found.mapping["missing"] == {"x": "Q"}
    assert found.mapping["marks"] == {"*": "P"}
    assert found.mapping["dataset"]["publisher"] == "Bewonersonderzoek"
    assert found.preview.n_observations == 8
    assert found.preview.faults == ()
    assert "measures" in found.doubts


MARKS = [
    pytest.param("1;31.200,50", (",", "."), 31200.5, (), id="both marks in one number"),
    pytest.param("1;1.234.567", (",", "."), 1234567.0, (), id="several groups are thousands"),
    pytest.param("1;0.123", (".", None), 0.123, (), id="no thousands begin with 0"),
    pytest.param("1;68.000", (",", "."), 68000.0, ("file.decimal",), id="as in Dutch files"),
    pytest.param('1,"68,000"', (".", ","), 68000.0, ("file.decimal",), id="as in English files"),
    pytest.param("1,68.000", (".", None), 68.0, ("file.decimal",), id="a point between commas"),
]


@pytest.mark.parametrize(("row", "signs", "value", "doubts"), MARKS)
def test_what_can_be_a_thousand_or_a_decimal_mark_is_told(
    row: str, signs: tuple[str, str | None], value: float, doubts: tuple[str, ...]
) -> None:
    delimiter = row[1]
    lines = [("Jaar", "Gemeente", "rang", "n"), ("2024", "Assen", row), ("2025", "Assen", row)]
    text = "\n".join(map(delimiter.join, lines))

    found = guess(text.encode(), name="n.csv", area_codes=AREAS)

    assert (found.mapping["file"]["decimal"], found.mapping["file"].get("thousands")) == signs
    assert value in {shown["value"] for shown in found.preview.rows}
    assert tuple(key for key in found.doubts if key.startswith("file")) == doubts


def test_a_column_that_is_not_used_is_named() -> None:
    found = guess(b"jaar,gemeente,kleur,n\n2024,Assen,rood,3\n", name="n.csv", area_codes=AREAS)

    assert "# not used: kleur" in found.toml()


def test_given_codes_of_cbs_when_a_key_stands_twice_then_no_area_is_made_up() -> None:
    twice = b"RegioS,Perioden,n\nGM0106,2024JJ00,3\nGM0106,2024JJ00,4\n"

    found = guess(twice, name="n.csv")

    assert "repeated" not in found.mapping["area"]
    assert "the same key" in str(found.preview.faults)


def test_what_is_proposed_is_toml_with_a_reason_at_each_guess() -> None:
    found = guess(SURVEY.encode(), name="survey.csv", area_codes=AREAS)

    text = found.toml()
    assert tomllib.loads(text) == found.mapping
    assert "# semicolons part" in text
    assert "# CHECK: 2 columns hold figures" in text
    assert preview(SURVEY.encode(), text, name="survey.csv", area_codes=AREAS) == found.preview


def test_a_table_below_a_title_in_a_workbook_is_found() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Toelichting"
    book.active.append(["Hoe te lezen"])
    sheet = book.create_sheet("Cijfers")
    for row in (["Bewonersonderzoek"], [], ["gm_code", "jaar", "score"], ["GM0106", 2025, 7.5]):
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)

    found = guess(out.getvalue(), name="survey.xlsx")

    assert found.mapping["file"] == {"format": "excel", "sheet": "Cijfers", "header": 3}
    [row] = found.preview.rows
    assert (row["area"], row["period"], row["value"]) == ("GM0106", "2025JJ00", 7.5)


FORMS = [
    pytest.param("gm;2023;2024\nGM0106;1;2\n", {"columns": ["2023", "2024"]}, id="columns"),
    pytest.param("gm,maand,n\nGM0106,2024MM01,5\n", {"column": "maand", "form": "cbs"}, id="CBS"),
    pytest.param("gm,datum,n\nGM0106,31-12-2024,5\n", {"form": "day-month-year"}, id="dates"),
    pytest.param("gm,periode,n\nGM0106,2019 1e kwartaal,5\n", {"form": "statline"}, id="words"),
    pytest.param("gm,n\nGM0106,5\n", {"code": "2024"}, id="in the name of the file"),
]


@pytest.mark.parametrize(("text", "expected"), FORMS)
def test_the_period_is_found_in_each_of_its_forms(text: str, expected: dict[str, object]) -> None:
    found = guess(text.encode(), name="cijfers_2024.csv")
    assert expected.items() <= found.mapping["period"].items()
    assert found.preview.n_observations > 0


def test_a_measure_named_in_a_column_and_a_dimension_are_told_apart() -> None:
    text = (
        "geo,time,sex,indic,value,flag\nGM0106,2024,M,jobs,5,p\nGM0106,2024,F,jobs,6,\n"
        "GM0106,2024,M,firms,:,\nGM0106,2024,F,firms,2,be\n"
    )
    found = guess(text.encode(), name="long.csv")
    assert found.mapping["measure"]["column"] == "indic"
    assert [axis["column"] for axis in found.mapping["dimensions"]] == ["sex"]
    assert found.mapping["status"]["codes"] == {"p": "P", "be": "EB"}
    assert found.preview.n_observations == 4


@pytest.mark.parametrize(
    ("content", "what"),
    [
        pytest.param(b"", "the file is empty", id="empty"),
        pytest.param(b"<html></html>", "XML or HTML", id="web page"),
        pytest.param(b"%PDF-1.7\0\0binary", "no text", id="binary"),
        pytest.param(b'{"a": 1', "no JSON", id="half JSON"),
        pytest.param(b"gm;naam\nGM0106;Assen\n", "none of its columns holds numbers", id="list"),
    ],
)
def test_what_holds_no_table_of_figures_is_refused_with_the_reason(
    content: bytes, what: str
) -> None:
    with pytest.raises((FaultyTable, NoFigures), match=what):
        guess(content, name="file")


def test_one_key_of_every_measure_or_of_one_is_changed() -> None:
    mapping = {"measures": [{"unit": "?"}, {"unit": "?"}], "period": {"code": "?"}}
    assert guessing.changed(mapping, "measures.unit = %")[0]["measures"] == [{"unit": "%"}] * 2
    one = guessing.changed(mapping, 'measures.1.unit = "km2"')[0]["measures"]
    assert one == [{"unit": "?"}, {"unit": "km2"}]
    assert guessing.changed(mapping, "area.pad = 4")[0]["area"] == {"pad": 4}
    for wrong in ("unit", "= 4", "period =", "measures.9.unit = 4", "period.code.x = 1"):
        with pytest.raises(guessing.UnreadableChange):
            guessing.changed(mapping, wrong)


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    path = tmp_path / "survey.csv"
    path.write_text("gm;jaar;score\nGM0106;2025;7,5\n", encoding="utf-8")
    return path


def run(*words: str, store: Path) -> str:
    result = CliRunner().invoke(app, ["data", *words, "--store", str(store)])
    if isinstance(result.exception, Refusal):
        raise result.exception
    assert result.exit_code == 0, result.output
    return result.output


def test_a_proposal_is_written_beside_the_file_and_then_brings_it_in(
    survey: Path, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    with pytest.raises(Refusal, match="koers data guess"):
        run("add", f"file:{survey}", store=store)

    printed = run("guess", str(survey), "--yes", store=store)

    assert f"koers data add file:{survey}" in printed
    assert "own:survey: new vintage" in run("add", f"file:{survey}", store=store)
    assert VintageStore(store).vintage("own:survey").n_observations == 1


def test_without_a_terminal_nothing_is_asked_or_written(survey: Path, tmp_path: Path) -> None:
    printed = run("guess", str(survey), store=tmp_path / "store")
    assert "To keep this mapping" in printed
    assert list(tmp_path.iterdir()) == [survey]


def test_a_mapping_that_is_there_is_not_overwritten(survey: Path, tmp_path: Path) -> None:
    mapping = tmp_path / "survey.csv.toml"
    mapping.write_text("mine", encoding="utf-8")
    with pytest.raises(guessing.MappingExists):
        run("guess", str(survey), "--yes", store=tmp_path / "store")
    assert mapping.read_text(encoding="utf-8") == "mine"


def test_a_mapping_in_no_folder_is_refused_with_the_way_on(survey: Path, tmp_path: Path) -> None:
    with pytest.raises(guessing.UnwritableMapping, match="Give another file with --write"):
        run("guess", str(survey), "--write", str(tmp_path / "no" / "m.toml"), store=tmp_path / "s")


def test_on_a_terminal_a_key_is_changed_shown_and_written(
    survey: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    answers: Iterator[str] = iter(["c", "nonsense", "c", "measures.unit = points", "w"])
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)

    guessing.guess_file(survey, write=None, yes=False, store=tmp_path / "store")

    printed = capsys.readouterr().out
    assert "'nonsense' changes nothing" in printed
    written = tomllib.loads((tmp_path / "survey.csv.toml").read_text(encoding="utf-8"))
    assert written["measures"][0]["unit"] == "points"
    assert "own:survey" in run("add", f"file:{survey}", store=tmp_path / "store")
