import gzip
from pathlib import Path

import pandas as pd
import pytest

from koers_engine.observations import FaultyTable
from koers_engine.sources.cbs.v3.reading import NotOfV3
from tests.engine.loopback_v3 import (
    small_table,
)
from tests.engine.reading_v3 import asked, cells, put, read

EXPORT = (
    '\ufeff"ID";"RegioS";"Perioden";"All_1";"Share_2";"Name_3"\n'
    '"0";"NL01  ";"2023JJ00";"     100";"    50.5";"Nederland "\n'
    '"1";"GM0106";"2023JJ00";"       .";"        ";"          "\n'
)


def exported(folder: Path, text: str = EXPORT, name: str = "any.csv") -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_an_export_tells_by_itself_what_its_columns_are(tmp_path: Path) -> None:
    dataset = read(exported(tmp_path))

    assert cells(dataset) == {
        ("All_1", "GM0106", "2023JJ00"): (None, "O"),
        ("All_1", "NL01", "2023JJ00"): (100.0, "A"),
        ("Share_2", "GM0106", "2023JJ00"): (None, "M"),
        ("Share_2", "NL01", "2023JJ00"): (50.5, "A"),
    }
    assert [(m.code, m.unit.text, m.decimals) for m in dataset.measures] == [
        ("All_1", "not stated in the export", 0),
        ("Share_2", "not stated in the export", 1),
    ]
    assert "Name_3" in dataset.description.en
    assert dataset.codes["RegioS"].column("code").to_pylist() == ["NL01", "GM0106"]


def test_an_export_with_its_description_beside_it_has_units_and_titles(tmp_path: Path) -> None:
    put(tmp_path, small_table(), without="UntypedDataSet")
    (tmp_path / "TypedDataSet.json").unlink()
    lines = ["ID;Sex;RegioS;Perioden;All_1;Share_2"]
    lines += [";".join(map(str, row.values())) for row in small_table().rows]
    exported(tmp_path, "\n".join(lines))

    dataset = read(tmp_path)

    whole = read(put(tmp_path / "whole", small_table()))
    assert dataset.observations.equals(whole.observations)
    assert dataset.measures == whole.measures


def test_an_export_of_typed_cells_does_not_say_why_a_cell_is_empty(tmp_path: Path) -> None:
    typed = EXPORT.replace("     100", "100").replace("    50.5", "50.5")
    typed = typed.replace('"       ."', '""').replace('"        "', '""')

    found = cells(read(exported(tmp_path, typed, "00001tst_TypedDataSet_01032026_101500.csv")))

    assert found["All_1", "GM0106", "2023JJ00"] == (None, "O")
    assert found["Share_2", "GM0106", "2023JJ00"] == (None, "O")


def test_the_name_that_statline_gave_a_file_tells_when_it_was_made(tmp_path: Path) -> None:
    name = "00001tst_UntypedDataSet_06062018_000805.csv"

    dataset = read(exported(tmp_path, name=name))

    assert dataset.origin.published_at.isoformat() == "2018-06-06T00:08:05+02:00"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (EXPORT.replace("     100", "    many"), "line 2, column All_1: expected a number"),
        (EXPORT.replace('"ID"', '"Nr"'), "line 1: this is no export"),
        (EXPORT.replace('"All_1"', '"Share_2"'), "line 1: this is no export"),
        (EXPORT.replace("2023JJ00", "20?3JJ00"), "no dimension is a TimeDimension"),
        (EXPORT + '"2";"GM0106"\n', "line 4: expected 6 columns, found 2"),
        (EXPORT.replace('"1";"GM0106"', '"1";"NL01  "'), "line 3: the same key"),
        ("", "line 1: this is no export"),
        ("ID", "the file is no CSV"),
        ("ID;Perioden;A_1\n", "TimeDimension"),
        (EXPORT.replace("Share_2", "Share"), "'Share' is neither a dimension"),
    ],
)
def test_a_spoilt_export_is_refused_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(FaultyTable) as refusal:
        read(exported(tmp_path, text))

    assert told in str(refusal.value)


def test_bytes_that_are_no_text_are_no_export(tmp_path: Path) -> None:
    for content in (b"ID;Perioden\xff\n", b"ID;Perioden;A_1\n0;\xff\xfe;1\n", b"\x00" * 100):
        (tmp_path / "any.csv").write_bytes(content)
        with pytest.raises(FaultyTable, match=r"any\.csv"):
            read(tmp_path)
    (tmp_path / "any.csv").unlink()
    (tmp_path / "any.csv.gz").write_bytes(gzip.compress(EXPORT.encode())[:50])
    with pytest.raises(FaultyTable, match="stops half way"):
        read(tmp_path)


def test_a_folder_without_a_table_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(NotOfV3, match="no table of OData v3"):
        read(tmp_path)
    exported(tmp_path)
    exported(tmp_path, name="other.csv")
    with pytest.raises(NotOfV3):
        read(tmp_path)


def test_key_figures_of_2015_equal_what_pandas_reads(shared_data: Path, tmp_path: Path) -> None:
    name = "70072ned_2015_untyped.csv.gz"
    (tmp_path / name).symlink_to(shared_data / "cbs_statline_csv" / name)

    found = read(tmp_path, asked("70072ned")).observations.to_pandas()

    frame = pd.read_csv(tmp_path / name, sep=";", dtype=str, keep_default_na=False)
    words = {*frame.columns[271 + 3 - 1 : 309 + 2], "KoppelvariabeleRegioCode_312"}
    frame = frame.drop(columns=["ID", *words]).melt(
        ["RegioS", "Perioden"], var_name="measure", value_name="text"
    )
    text = frame["text"].str.strip()
    frame["value"] = pd.to_numeric(text.mask(text.isin(["", "."])))
    frame["status"] = text.map({"": "M", ".": "O"}).fillna("A")
    frame["area"] = frame["RegioS"].str.strip()
    frame = frame.sort_values(["measure", "area"]).reset_index(drop=True)
    assert len(found) == len(frame) == 210_210
    for column in ("measure", "area", "status"):
        assert (found[column].astype(str).to_numpy() == frame[column].to_numpy()).all()
    assert found["value"].equals(frame["value"])
    assert set(found["period"]) == {"2015JJ00"}


def test_a_list_of_areas_is_refused_for_what_it_is(shared_data: Path, tmp_path: Path) -> None:
    name = "82949NED_gebieden_2015_typed.csv"
    (tmp_path / name).symlink_to(shared_data / "cbs_statline_csv" / name)

    with pytest.raises(FaultyTable, match=r"words only.*a list of areas, and has no figures"):
        read(tmp_path, asked("82949NED"))
