"""The two tables of an index, spoilt in every way."""

from pathlib import Path

import numpy as np
import pytest

from koers_engine.composite import reading
from koers_engine.composite.data import UnusableData
from koers_engine.composite.reading import read_composite
from tests.engine.composites import IDATA, IMETA, two_tables


def test_the_tables_hold_units_figures_groups_and_denominators(tmp_path: Path) -> None:
    data = read_composite(*two_tables(tmp_path, data=IDATA.replace("B,Bee,north,20", "B,,NA,NA")))

    assert data.codes == ("A", "B", "C", "D")
    assert data.names == ("Aa", "B", "Cee", "Dee")
    assert data.groups == {"Region": ("north", None, "south", "south")}
    assert data.values[:, 1].tolist() == [2, 4, 8, 6]
    assert np.isnan(data.divisors[1, 0])
    assert data.divisors[0].tolist() == [10, 1, 1]
    assert data.structure.directions.tolist() == [1, -1, 1]


def test_semicolons_part_the_cells_where_decimals_follow_a_comma(tmp_path: Path) -> None:
    dutch = IDATA.replace(",", ";").replace("A;Aa;north;10;5", "A;Aa;north;10;5,5")

    data = read_composite(*two_tables(tmp_path, data=f"\ufeff{dutch}"))

    assert data.values[0, 0] == 5.5


def test_lines_above_the_header_can_be_comments(tmp_path: Path) -> None:
    files = two_tables(tmp_path, data=f"# made up\n# in 2026\n{IDATA.replace('5,2,8', '5,2,x')}")

    with pytest.raises(UnusableData, match="line 4, column green"):
        read_composite(*files)


def test_a_column_that_is_not_described_is_told_and_not_used(tmp_path: Path) -> None:
    more = IDATA.replace("green\n", "green,extra\n").replace("8\n", "8,x\n").replace("6\n", "6,x\n")
    more = more.replace("8,1\n", "8,1,x\n").replace("6,5\n", "6,5,x\n")

    data = read_composite(*two_tables(tmp_path, data=more))

    assert [found.about for found in data.findings] == ["extra"]


SPOILT_DATA = [
    pytest.param(("D,Dee", "A,Dee"), "2 rows are for unit A; keep one", id="duplicate unit"),
    pytest.param(("A,Aa", ",Aa"), "each unit needs a code", id="no code"),
    pytest.param(("5,2,8", "5,2,lots"), "line 2, column green: 'lots' is no", id="not numeric"),
    pytest.param(("5,2,8", "5,2,NaN"), "line 2, column green: 'NaN' is no finite", id="NaN"),
    pytest.param(("5,2,8", "5,2,-inf"), "'-inf' is no finite number", id="infinite"),
    pytest.param(("5,2,8", "5,2,1_0"), "'1_0' is no finite number", id="underscore"),
    pytest.param(("5,2,8", "5,2,1e300"), "infinite or beyond 1e+100", id="huge"),
    pytest.param(("vacant,green", "vacant,gren"), "no column green. Nearest: gren", id="column"),
    pytest.param(("vacant,green", "green,green"), "2 columns are called 'green'", id="twice"),
    pytest.param(("5,2,8", "5,2"), "line 2: 6 cells, and the header has 7", id="short row"),
    pytest.param(("Population,", "Inhabitants,"), "has no column Population", id="denominator"),
    pytest.param((IDATA, ""), "has no rows below its header", id="empty"),
    pytest.param(("Aa", '"Aa'), "cannot be taken as CSV", id="open quote"),
    pytest.param((IDATA.split("\n", 2)[2], ""), "1 found; an index compares", id="one unit"),
]
SPOILT_META = [
    pytest.param(("Type", "Kind"), "has no column Type", id="no Type"),
    pytest.param(("Indicator", "Indicater"), "'Indicater' is none of Indicator", id="type"),
    pytest.param(("1,1,1,economy", "1,1,1,economi"), "Nearest: economy", id="orphan"),
    pytest.param(("2,1,1,index", "2,1,1,economy"), "Break the ring", id="ring"),
    pytest.param(("jobs,Jobs", "green,Jobs"), "2 parts have this code", id="code twice"),
    pytest.param(("1,1,1,economy", "2,1,1,economy"), "indicator is on level 1", id="level"),
    pytest.param(("1,1,1,economy", "x,1,1,economy"), "'x' is no finite number", id="level text"),
    pytest.param(("1,1,1,economy", ",1,1,economy"), "a number is needed", id="no level"),
    pytest.param(("1,1,1,economy", "1,2,1,economy"), "direction 2 is neither", id="direction"),
    pytest.param(("1,1,1,economy", "1,.5,1,economy"), "are whole numbers", id="half"),
    pytest.param(("1,1,1,living", "1,1,0,living"), "sum to 0", id="weights of zero"),
    pytest.param(("economy,Population", "economy,People"), "'People' is not in", id="divide by"),
    pytest.param(("vacant,Vacant shops", ",Vacant"), "column iCode: is empty", id="no code"),
]


@pytest.mark.parametrize(("swap", "told"), SPOILT_DATA)
def test_spoilt_figures_are_refused_with_their_place(
    tmp_path: Path, swap: tuple[str, str], told: str
) -> None:
    with pytest.raises(UnusableData) as refusal:
        read_composite(*two_tables(tmp_path, data=IDATA.replace(*swap, 1)))

    assert told in str(refusal.value)


@pytest.mark.parametrize(("swap", "told"), SPOILT_META)
def test_a_spoilt_description_is_refused_with_its_place(
    tmp_path: Path, swap: tuple[str, str], told: str
) -> None:
    with pytest.raises(UnusableData) as refusal:
        read_composite(*two_tables(tmp_path, meta=IMETA.replace(*swap, 1)))

    assert told in str(refusal.value)


def test_the_faults_of_both_tables_are_told_at_once(tmp_path: Path) -> None:
    files = two_tables(
        tmp_path,
        data=IDATA.replace("5,2,8", "x,y,z"),
        meta=IMETA.replace("1,1,1,economy", "1,7,-1,nowhere"),
    )

    with pytest.raises(UnusableData) as refusal:
        read_composite(*files)

    assert len(refusal.value.faults) == 6


def test_tables_in_the_place_of_each_other_are_told_in_one_line(tmp_path: Path) -> None:
    data, meta = two_tables(tmp_path)

    with pytest.raises(UnusableData, match="change the two round") as refusal:
        read_composite(meta, data)

    assert len(refusal.value.faults) == 1


def test_files_that_are_none_are_refused(tmp_path: Path) -> None:
    data, meta = two_tables(tmp_path)
    data.write_bytes(b"uCode\n\xff\xfe")

    with pytest.raises(UnusableData, match="no UTF-8"):
        read_composite(data, meta)
    with pytest.raises(UnusableData, match="cannot be read"):
        read_composite(tmp_path / "absent.csv", meta)


@pytest.mark.parametrize(
    ("limit", "told"),
    [
        ("MOST_BYTES", "larger than"),
        ("MOST_CELLS", "line 1: cannot be taken as CSV: it has more than 5"),
        ("MOST_ELEMENTS", "more than 2 indicators and aggregates"),
        ("LONGEST_CELL", "line 1: cannot be taken as CSV: a cell has more than"),
    ],
)
def test_a_file_beyond_the_limits_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, told: str
) -> None:
    monkeypatch.setattr(reading, limit, {"MOST_BYTES": 60, "MOST_CELLS": 5}.get(limit, 2))

    with pytest.raises(UnusableData, match=told):
        read_composite(*two_tables(tmp_path))
