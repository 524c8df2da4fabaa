"""Files of one's own with a mapping: each rule on a file of a few lines."""

from datetime import UTC, datetime
from typing import Any

import pytest

from koers_engine.concepts import UnreadablePeriod
from koers_engine.observations import Dataset, FaultyTable
from koers_engine.sources.files import UnreadableFile
from koers_engine.sources.tabular.cells import cells_of
from koers_engine.sources.tabular.mapping import PeriodForm, PeriodLength
from koers_engine.sources.tabular.parsing import parse_mapping
from koers_engine.sources.tabular.periods import period_of
from koers_engine.sources.tabular.reading import read_cells

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ABOUT = '[dataset]\nid = "assen:survey"\ntitle = "Survey"\npublisher = "Assen"\n'
AXES = '[area]\ncolumn = "gm"\n[period]\ncolumn = "year"\n'
SCORE = '[[measures]]\ncolumn = "score"\nunit = "%"\ndecimals = 1\n'
AREAS = {"assen": "GM0106", "emmen": "GM0114"}


def read(content: str | bytes, mapping: str, **options: Any) -> Dataset:
    parsed = parse_mapping(ABOUT + mapping, "own.toml")
    raw = content if isinstance(content, bytes) else content.encode()
    cells = cells_of(raw, parsed.layout, "own.csv")
    options.setdefault("area_codes", AREAS)
    return read_cells(cells, parsed, name="own.csv", retrieved_at=NOW, **options)


def rows(dataset: Dataset) -> list[tuple[Any, ...]]:
    kept = dataset.observations.to_pylist()
    return [(row["area"], row["period"], row["value"], row["status"]) for row in kept]


def faults(content: str | bytes, mapping: str, **options: Any) -> list[str]:
    with pytest.raises(FaultyTable) as refusal:
        read(content, mapping, **options)
    return [str(fault) for fault in refusal.value.faults]


NUMBERS = [
    pytest.param(".", "", "1.5", 1.5, id="decimal point"),
    pytest.param(",", ".", "1.234,5", 1234.5, id="Dutch thousands"),
    pytest.param(",", ".", "1.234", 1234.0, id="a thousand and no fraction"),
    pytest.param(".", ",", "1,234,567", 1234567.0, id="English thousands"),
    pytest.param(".", " ", "1 234", 1234.0, id="thousands with spaces"),
    pytest.param(".", "", "−2", -2.0, id="a true minus"),
    pytest.param(".", "", "6.36e+08", 6.36e8, id="powers of ten"),
    pytest.param(".", "", "  7", 7.0, id="padded"),
]


@pytest.mark.parametrize(("decimal", "thousands", "text", "value"), NUMBERS)
def test_a_number_is_read_as_its_country_writes_it(
    decimal: str, thousands: str, text: str, value: float
) -> None:
    layout = f'[file]\ndelimiter = ";"\ndecimal = "{decimal}"\nthousands = "{thousands}"\n'
    dataset = read(f"gm;year;score\nGM0106;2024;{text}\n", layout + AXES + SCORE)
    assert rows(dataset) == [("GM0106", "2024JJ00", value, "A")]


@pytest.mark.parametrize("text", ["1.5", "12.34,5", "1,2,3", "€ 5", "5%", "nan", "0x10", "1_000"])
def test_what_is_no_number_in_that_writing_is_a_fault_with_its_line(text: str) -> None:
    layout = '[file]\ndelimiter = ";"\ndecimal = ","\nthousands = "."\n'
    content = f"gm;year;score\nGM0106;2024;1\nGM0114;2024;{text}\n"
    [found] = faults(content, layout + AXES + SCORE)
    assert found.startswith(f"own.csv, line 3, column score: expected a number, found {text!r}")


STATUSES = [
    pytest.param("5", "", (5.0, "A", False), id="a figure"),
    pytest.param("5*", "", (5.0, "P", False), id="a mark behind it"),
    pytest.param("5*", "e", (5.0, "E", False), id="what is said of it goes before its mark"),
    pytest.param("5", "b", (5.0, "A", True), id="a break alone"),
    pytest.param("5", "be", (5.0, "E", True), id="a break beside a status"),
    pytest.param("x", "", (None, "Q", False), id="a missing mark"),
    pytest.param("", "", (None, "M", False), id="nothing at all"),
    pytest.param("x", "c", (None, "L", False), id="the column tells why it is missing"),
    pytest.param("x", "e", (None, "Q", False), id="a status of figures says nothing of a gap"),
]


@pytest.mark.parametrize(("text", "flag", "expected"), STATUSES)
def test_a_status_comes_from_column_mark_and_gap_in_that_order(
    text: str, flag: str, expected: tuple[float | None, str, bool]
) -> None:
    mapping = (
        AXES + SCORE + '[missing]\nx = "Q"\n"" = "M"\n[marks]\n"*" = "P"\n'
        '[status]\ncolumn = "flag"\n[status.codes]\nb = "B"\ne = "E"\nbe = "EB"\nc = "L"\n'
    )
    [row] = read(
        f"gm,year,score,flag\nGM0106,2024,{text},{flag}\n", mapping
    ).observations.to_pylist()
    assert (row["value"], row["status"], row["breaks_series"]) == expected


def test_a_figure_that_the_status_calls_missing_is_a_fault() -> None:
    mapping = AXES + SCORE + '[status]\ncolumn = "flag"\n[status.codes]\nc = "Q"\n'
    [found] = faults("gm,year,score,flag\nGM0106,2024,5,c\n", mapping)
    assert "line 2, column score: there is a value, but the status says it is missing" in found


PERIODS = [
    pytest.param("2019", "year", None, "2019JJ00", id="year"),
    pytest.param("1955.0", "year", None, "1955JJ00", id="year with a decimal"),
    pytest.param("2019kw01", "cbs", None, "2019KW01", id="CBS code"),
    pytest.param("2024-Q3", "sdmx", None, "2024KW03", id="SDMX"),
    pytest.param("2019 1e kwartaal", "statline", None, "2019KW01", id="StatLine quarter"),
    pytest.param("2008 december", "statline", None, "2008MM12", id="StatLine month"),
    pytest.param("2018/'19", "statline", None, "2018SJ00", id="StatLine school year"),
    pytest.param("2019 2e halfjaar", "statline", None, "2019HJ02", id="StatLine half year"),
    pytest.param("2020 maart 2", "statline", None, "20200302", id="StatLine day"),
    pytest.param("2024-12-31", "date", None, "20241231", id="date"),
    pytest.param("2024-12-31 09:30:00", "date", "month", "2024MM12", id="moment to month"),
    pytest.param("31-12-2024", "day-month-year", "quarter", "2024KW04", id="Dutch date"),
    pytest.param("12/31/2024", "month-day-year", "year", "2024JJ00", id="American date"),
    pytest.param("2021-01-03", "date", "week", "2020W153", id="a week of the year before"),
    pytest.param("0", "unix", None, "19700101", id="seconds"),
    pytest.param("2024MM05", "cbs", "year", "2024JJ00", id="a month to its year"),
]


@pytest.mark.parametrize(("text", "form", "length", "code"), PERIODS)
def test_a_period_is_read_in_its_form(text: str, form: str, length: str | None, code: str) -> None:
    as_long = PeriodLength(length) if length else None
    assert period_of(text, PeriodForm(form), as_long).cbs == code


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("2024-02-30", "date"),
        ("24", "year"),
        ("2024KW09", "cbs"),
        ("2024 brumaire", "statline"),
        ("99999999999999", "unix"),
        ("31-12-2024", "month-day-year"),
    ],
)
def test_what_is_no_period_in_its_form_is_refused(text: str, form: str) -> None:
    with pytest.raises(UnreadablePeriod):
        period_of(text, PeriodForm(form), None)


def test_areas_as_columns_and_one_period() -> None:
    mapping = (
        '[area]\ncolumns = ["Assen", "Emmen"]\nby = "name"\n[period]\ncode = "2024"\n'
        '[measure]\ncolumn = "topic"\nunit = "%"\n'
    )
    dataset = read("topic,Assen,Emmen\nsafe,80,75\nproud,60,\n", mapping)
    assert [m.code for m in dataset.measures] == ["safe", "proud"]
    assert rows(dataset) == [
        ("GM0106", "2024JJ00", 60.0, "A"),
        ("GM0114", "2024JJ00", None, "O"),
        ("GM0106", "2024JJ00", 80.0, "A"),
        ("GM0114", "2024JJ00", 75.0, "A"),
    ]


def test_a_period_made_of_two_columns() -> None:
    mapping = '[area]\ncolumn = "gm"\n[period]\ntemplate = "{year}KW0{q}"\nform = "cbs"\n' + SCORE
    assert rows(read("gm,year,q,score\nGM0106,2024,3,1\n", mapping))[0][1] == "2024KW03"


def test_a_part_is_taken_by_code_and_named() -> None:
    content = "gm,year,score,men\nGM0106,2024,1,2\nGM0114,2024,3,4\n"
    mapping = AXES + '[other_columns]\nunit = "%"\n'
    dataset = read(content, mapping, where={"Area": ("GM0106",), "Measure": ("men",)})
    assert rows(dataset) == [("GM0106", "2024JJ00", 2.0, "A")]
    assert [m.code for m in dataset.measures] == ["men"]
    assert dataset.origin.part == "Area=GM0106; Measure=men"
    assert (
        "no 'GM0107'. Nearest: GM0106" in faults(content, mapping, where={"Area": ("GM0107",)})[0]
    )


def test_a_part_keeps_the_names_of_its_codes() -> None:
    mapping = '[area]\ncolumn = "gm"\nby = "name"\n[period]\ncolumn = "year"\n' + SCORE
    content = "gm,year,score\nAssen,2024,1\nEmmen,2024,3\nEmmen,2025,4\n"
    dataset = read(content, mapping, where={"Area": ("GM0114",)})
    [area] = dataset.codes["Area"].to_pylist()
    assert (area["code"], area["title"]) == ("GM0114", "Emmen")


def test_rows_are_left_out_only_where_the_mapping_says_so() -> None:
    content = "gm,year,score\nTotal,2024,9\nGM0106,2024,1\n,,\n"
    mapping = AXES + SCORE + '[[leave_out]]\ncolumn = "gm"\ntexts = ["Total"]\n'
    assert rows(read(content, mapping)) == [("GM0106", "2024JJ00", 1.0, "A")]


def test_a_fault_is_on_its_line_though_cells_before_it_hold_line_breaks() -> None:
    content = 'gm,year,score,remark\nGM0106,2024,1,"two\nlines"\n\nGM0114,2024,none,\n'
    [found] = faults(content, AXES + SCORE)
    assert found.startswith("own.csv, line 5, column score")


def test_a_row_of_another_length_is_a_fault() -> None:
    [found] = faults("gm,year,score\nGM0106,2024,1\nGM0114,2024\n", AXES + SCORE)
    assert "expected 3 cells, found 2: 'GM0114,2024'" in found


def test_two_figures_with_one_key_are_refused_with_both_lines() -> None:
    [found] = faults("gm,year,score\nGM0106,2024,1\nGM0106,2024,2\n", AXES + SCORE)
    assert "line 3" in found
    assert "as at own.csv, line 2" in found


def test_columns_that_are_not_there_are_named_with_the_nearest() -> None:
    found = faults("GM,jaar,score\nGM0106,2024,1\n", AXES + SCORE)
    assert found == [
        "area.column: the file has no column 'gm'. Nearest: GM.",
        "period.column: the file has no column 'year'. Nearest: jaar.",
    ]


def test_columns_of_one_name_are_numbered() -> None:
    mapping = AXES + SCORE.replace('"score"', '"score (2)"')
    assert rows(read("gm,year,score,score\nGM0106,2024,1,2\n", mapping))[0][2] == 2.0


def test_a_json_cell_that_is_none_is_a_fault_at_its_line() -> None:
    mapping = AXES + SCORE + 'keys = ["task"]\n'
    [found, _] = faults('gm;year;score\nGM0106;2024;{"a":\n', '[file]\ndelimiter=";"\n' + mapping)
    assert found.startswith("own.csv, line 2, column score: expected a JSON object")


MAPPINGS = [
    pytest.param("[area\n", "own.toml: Expected", id="no TOML"),
    pytest.param(AXES, "nothing tells which columns hold figures", id="no measure"),
    pytest.param(SCORE, "own.toml: area: expected a table, it is absent", id="no area"),
    pytest.param(AXES + SCORE + 'colour = "red"\n', "nothing reads this key", id="unknown key"),
    pytest.param(AXES + SCORE + '[missing]\nx = "A"\n', "no status of a missing value", id="A"),
    pytest.param(AXES + SCORE + '[marks]\n1 = "P"\n', "signs, and no digits", id="digit as mark"),
    pytest.param(AXES + SCORE + '[file]\ndecimal = "."\nthousands = "."\n', "same sign", id="same"),
    pytest.param(AXES + SCORE + '[file]\nencoding = "utf-9"\n', "unknown; write utf-8", id="enc"),
    pytest.param(AXES + SCORE + SCORE, "two have the code 'score'", id="a code twice"),
    pytest.param(
        AXES.replace('"gm"', '"gm"\ncode = "NL01"') + SCORE, "one of the keys column", id="both"
    ),
    pytest.param(
        AXES + SCORE + '[[dimensions]]\ncolumn = "value"\n', "name of another one", id="taken"
    ),
    pytest.param(
        AXES + SCORE + '[[dimensions]]\ncolumn = "age group"\n', "without spaces", id="spaces"
    ),
    pytest.param(ABOUT.replace("assen:", "../") + AXES + SCORE, "Cannot", id="dataset twice"),
]


@pytest.mark.parametrize(("mapping", "what"), MAPPINGS)
def test_a_mapping_that_contradicts_itself_is_refused_with_every_fault(
    mapping: str, what: str
) -> None:
    with pytest.raises(FaultyTable, match="fault") as refusal:
        parse_mapping(ABOUT + mapping, "own.toml")
    assert what in str(refusal.value)


def test_a_dataset_id_leads_nowhere_else() -> None:
    with pytest.raises(FaultyTable, match="expected publisher:table"):
        parse_mapping(ABOUT.replace("assen:survey", "a:../../b") + AXES + SCORE, "own.toml")


def test_an_expression_of_a_footer_that_is_none_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="is no expression"):
        read("gm,year,score\nGM0106,2024,1\n", '[file]\nfooter = "("\n' + AXES + SCORE)
