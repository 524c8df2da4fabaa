import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from koers_engine.observations import FaultyTable
from koers_engine.sources.koers_table import read_koers_table
from koers_engine.sources.koers_table.reading import NoKoersTable
from tests.engine.spoiling import replace_text


def test_figures_reasons_and_breaks_come_out_as_written(koers_table: Path) -> None:
    dataset = read_koers_table(koers_table)

    columns = ["area", "period", "value", "status", "breaks_series"]
    rows = dataset.observations.select(columns).to_pylist()
    assert [tuple(row.values()) for row in rows] == [
        ("GM0106", "2023JJ00", 60.0, "A", False),
        ("GM0106", "2024JJ00", None, "Q", False),
        ("NL01", "2023JJ00", 100.0, "A", False),
        ("NL01", "2024JJ00", 110.5, "P", True),
    ]
    assert dataset.title.en == "Specimen of a table"


def test_a_code_list_may_tell_more_of_its_codes(koers_table: Path) -> None:
    codes = koers_table / "codes-RegioS.csv"
    header, *rows = codes.read_text(encoding="utf-8").splitlines()
    told = [f"{header},description", *(f'{row},"One, of\ntwo lines"' for row in rows)]
    codes.write_text("\n".join(told) + "\n", encoding="utf-8")

    listed = read_koers_table(koers_table).codes["RegioS"]

    assert listed["description"].to_pylist() == ["One, of\ntwo lines"] * len(rows)


def test_packed_observations_are_the_same_table(koers_table: Path) -> None:
    plain = read_koers_table(koers_table)
    content = (koers_table / "observations.csv").read_bytes()
    (koers_table / "observations.csv").unlink()
    (koers_table / "observations.csv.gz").write_bytes(gzip.compress(content))

    assert read_koers_table(koers_table).observations.equals(plain.observations)


def in_file(name: str, old: str, new: str) -> Callable[[Path], None]:
    return lambda folder: replace_text(folder / name, old, new)


OTHER_DIMENSION = """
[[dimensions]]
identifier = "{}"
kind = "other"
title = "Other"

[[dimensions]]"""


BAD_INPUT = [
    pytest.param(
        in_file("observations.csv", "M1,GM0106,2023JJ00,60,A,", "M1,GM0106,2023JJ00,6O,A,"),
        "observations.csv, line 4, column value: expected a number with a decimal point",
        id="no number",
    ),
    pytest.param(
        in_file("observations.csv", "110.5,P,1", "110.5,Z,1"),
        "line 3, column status: expected a code of SDMX CL_OBS_STATUS without B, found 'Z'",
        id="no status",
    ),
    pytest.param(
        in_file("observations.csv", "110.5,P,1", "110.5,P,yes"),
        "line 3, column break: expected 1 or nothing, found 'yes'",
        id="no break",
    ),
    pytest.param(
        in_file("observations.csv", "2024JJ00,110.5", "2024XX00,110.5"),
        "line 3, column period: '2024XX00' is no period",
        id="no period",
    ),
    pytest.param(
        in_file("observations.csv", "M1,NL01,2023JJ00", "M1,XX01,2023JJ00"),
        "line 2, column area: code 'XX01' is not in the code list",
        id="an unknown area",
    ),
    pytest.param(
        in_file("observations.csv", ",60,A,", ",,A,"),
        "line 4, column value: there is no value, and no status says why",
        id="missing without a reason",
    ),
    pytest.param(
        in_file("observations.csv", "M1,NL01,2024JJ00,110.5,P,1", "M1,NL01,2023JJ00,110.5,P,1"),
        "observations.csv, line 3, column key: the same key",
        id="the same key twice",
    ),
    pytest.param(
        in_file("observations.csv", "measure,area,period", "measure,region,period"),
        "observations.csv, line 1: expected the columns",
        id="another header",
    ),
    pytest.param(
        in_file("observations.csv", "M1,NL01,2023JJ00,100,A,", "M1,NL01"),
        "observations.csv: CSV parse error",
        id="too few columns",
    ),
    pytest.param(
        in_file("dataset.toml", 'unit = "aantal"', 'unit = ""'),
        "dataset.toml: measures[0].unit: expected a text that is not empty",
        id="a measure without unit",
    ),
    pytest.param(
        in_file("dataset.toml", "2026-07-02T12:11:02Z", "2026-07-02T12:11:02"),
        "dataset.toml: retrieved_at: the moment has no time zone",
        id="no time zone",
    ),
    pytest.param(
        in_file("dataset.toml", "2026-07-02T12:11:02Z", "0001-01-01T00:00:00+14:00"),
        "dataset.toml: retrieved_at: the moment lies outside the calendar",
        id="a moment before the calendar",
    ),
    *(
        pytest.param(
            in_file("dataset.toml", "[[dimensions]]", OTHER_DIMENSION.format(name)),
            f"dataset.toml: dimensions: '{name}' is the name of another column too",
            id=f"a dimension named {name}",
        )
        for name in ("Value", "area")
    ),
    pytest.param(
        in_file("dataset.toml", "decimals = 0", "decimals = -1"),
        "dataset.toml: measures[0].decimals: expected 0 to 15, found -1",
        id="fewer than no decimals",
    ),
    pytest.param(
        in_file("dataset.toml", 'kind = "area"', 'kind = "place"'),
        "dataset.toml: dimensions[0].kind: 'place' is none of area, period, other",
        id="an unknown kind of dimension",
    ),
    pytest.param(
        in_file("dataset.toml", 'id = "cbs:00002tst"', "id = "),
        "dataset.toml: Invalid value (at line 1",
        id="broken TOML",
    ),
    pytest.param(
        lambda folder: (folder / "codes-RegioS.csv").unlink(),
        "codes-RegioS.csv: the file is not there",
        id="no code list",
    ),
]


@pytest.mark.parametrize(("spoil", "told"), BAD_INPUT)
def test_bad_input_is_refused_with_its_place(
    koers_table: Path, spoil: Callable[[Path], None], told: str
) -> None:
    spoil(koers_table)

    with pytest.raises(FaultyTable) as refusal:
        read_koers_table(koers_table)

    assert told in str(refusal.value)


def test_a_folder_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoKoersTable, match=r"holds no dataset\.toml"):
        read_koers_table(tmp_path)
