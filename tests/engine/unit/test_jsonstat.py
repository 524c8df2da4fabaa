"""JSON-stat: every form of it, value by value; and what is none refused with its JSON path."""

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from koers_engine.observations import Dataset, FaultyTable
from koers_engine.sources.jsonstat.document import NoTableYet, WhichTable
from tests.engine.reading_sdmx import brought, cells, old_eurostat

TABLE: dict[str, Any] = {
    "version": "2.0",
    "class": "dataset",
    "label": "Bevolking",
    "source": "Provincie Drenthe",
    "updated": "2026-01-02T03:04:05Z",
    "id": ["what", "geo", "time"],
    "size": [2, 2, 2],
    "role": {"metric": ["what"], "geo": ["geo"], "time": ["time"]},
    "value": [1, 2, 3, 4, None, 6.5, 7, 8],
    "status": {"0": "p", "4": ":c"},
    "dimension": {
        "what": {
            "label": "onderwerp",
            "category": {
                "index": {"POP": 0, "AGE": 1},
                "label": {"POP": "Inwoners"},
                "unit": {"POP": {"label": "aantal", "decimals": 0, "multiplier": 3}},
            },
        },
        "geo": {
            "category": {
                "index": ["NL", "NL13"],
                "label": {"NL13": "Drenthe"},
                "child": {"NL": ["NL13"]},
                "note": {"NL": ["zonder de eilanden"]},
            }
        },
        "time": {"category": {"index": ["2020", "2020Q2"]}},
    },
}
EXPECTED = {
    ("POP", "NL", "2020JJ00"): (1.0, "P", False),
    ("POP", "NL", "2020KW02"): (2.0, "A", False),
    ("POP", "NL13", "2020JJ00"): (3.0, "A", False),
    ("POP", "NL13", "2020KW02"): (4.0, "A", False),
    ("AGE", "NL", "2020JJ00"): (None, "Q", False),
    ("AGE", "NL", "2020KW02"): (6.5, "A", False),
    ("AGE", "NL13", "2020JJ00"): (7.0, "A", False),
    ("AGE", "NL13", "2020KW02"): (8.0, "A", False),
}


def changed(**parts: Any) -> dict[str, Any]:
    return copy.deepcopy(TABLE) | parts


def read(tmp_path: Path, document: object, fragment: str = "", **more: Any) -> Dataset:
    file = tmp_path / "drenthe.json"
    content = document if isinstance(document, bytes) else json.dumps(document).encode()
    file.write_bytes(content)
    return brought(tmp_path / "taken", f"{file}{fragment}", kind="jsonstat", **more)


def first_form() -> dict[str, Any]:
    """The table as JSON-stat 1.x has it: id, size and role below dimension, in a bundle."""
    table = copy.deepcopy(TABLE)
    table["dimension"] |= {key: table.pop(key) for key in ("id", "size", "role")}
    return {"population": table}


def sparse() -> dict[str, Any]:
    """Only the cells that are there; one has a status and no value."""
    values = {str(n): value for n, value in enumerate(TABLE["value"]) if value is not None}
    return changed(value=values)


SAME = [
    pytest.param(TABLE, id="2.0"),
    pytest.param(first_form(), id="1.x"),
    pytest.param(sparse(), id="sparse"),
    pytest.param(
        changed(status=["p", None, None, None, ":c", None, None, ""]), id="list of statuses"
    ),
    pytest.param({"class": "collection", "link": {"item": [TABLE]}}, id="collection of one"),
]


@pytest.mark.parametrize("document", SAME)
def test_every_form_of_a_table_has_the_same_figures(tmp_path: Path, document: object) -> None:
    assert cells(read(tmp_path, document)) == EXPECTED


def test_every_value_and_status_of_eurostats_old_form_is_read(
    shared_data: Path, tmp_path: Path
) -> None:
    file = shared_data / "eurostat" / "json_stat" / "eurostat-name_gpd_c.json"

    dataset = brought(tmp_path / "taken", str(file), kind="jsonstat")

    expected = old_eurostat(file)
    found = cells(dataset)
    assert len(found) == len(expected) == 3036
    for (area, year), (value, mark) in expected.items():
        status = "O" if value is None else "E" if mark == "e" else "A"
        assert found["OBS_VALUE", area, f"{year}JJ00"] == (value, status, mark == "b")
    assert dataset.id == "estat:nama_gdp_c"
    assert dataset.measures[0].unit.text == "Euro per inhabitant"
    assert dataset.origin.published_at.isoformat() == "2016-02-09T23:00:00+00:00"


def test_measures_have_their_unit_and_codes_their_parent_and_note(tmp_path: Path) -> None:
    dataset = read(tmp_path, TABLE)

    told = [(m.code, m.title.nl, m.unit.text, m.decimals) for m in dataset.measures]
    assert told == [("POP", "Inwoners", "aantal × 1,000", 0), ("AGE", "AGE", "not stated", 1)]
    assert dataset.codes["geo"].to_pylist() == [
        {"code": "NL", "title": "NL", "group": "", "description": "zonder de eilanden"},
        {"code": "NL13", "title": "Drenthe", "group": "NL", "description": ""},
    ]
    assert (dataset.id, dataset.origin.publisher) == ("jsonstat:drenthe", "Provincie Drenthe")


def test_one_status_stands_for_all_cells(tmp_path: Path) -> None:
    statuses = {status for _, status, _ in cells(read(tmp_path, changed(status="e"))).values()}

    assert statuses == {"E", "O"}


def test_given_several_tables_then_one_is_to_be_named(tmp_path: Path) -> None:
    both = first_form() | {"other": changed(label="andere")}

    with pytest.raises(WhichTable, match="population, other"):
        read(tmp_path, both)
    assert read(tmp_path, both, "#other").title.nl == "andere"


def test_a_huge_product_of_sizes_makes_no_cells_that_are_not_there(tmp_path: Path) -> None:
    places = 20_000
    axes = {
        "geo": {"category": {"index": [f"G{n}" for n in range(places)]}},
        "time": {"category": {"index": [str(n) for n in range(1000, 2000)]}},
    }
    bomb = changed(id=["geo", "time"], size=[places, 1000], dimension=axes, status=None)

    dataset = read(tmp_path, bomb | {"value": {"19999999": 5}})

    assert cells(dataset) == {("OBS_VALUE", "G19999", "1999JJ00"): (5.0, "A", False)}
    with pytest.raises(FaultyTable, match="8 entries, and by the sizes there are 20,000,000"):
        read(tmp_path, bomb)


FAULTS = [
    pytest.param(b"<html>", "no whole JSON", id="page"),
    pytest.param(json.dumps(TABLE).encode()[:-9], "no whole JSON", id="half a file"),
    pytest.param(b"[" * 100_000, "no whole JSON", id="deep"),
    pytest.param([], "it is no object", id="list"),
    pytest.param({}, "no dataset", id="nothing"),
    pytest.param(changed(value=[1]), "$.value: 1 entries", id="too few values"),
    pytest.param(changed(value={"8": 1}), "'8' is no cell", id="outside"),
    pytest.param(changed(value={"1_0": 1}), "'1_0' is no cell", id="no number of a cell"),
    pytest.param(changed(value={"1": 1, "01": 2}), "a cell stands twice", id="twice"),
    pytest.param(changed(value=[1, 2, 3, "4,5", 5, 6, 7, 8]), "$.value[3]", id="text"),
    pytest.param(changed(value=[1, 2, True, 4, 5, 6, 7, 8]), "$.value[2]", id="true"),
    pytest.param(changed(value=5), "expected a list or an object", id="one value"),
    pytest.param(changed(status={"0": 3}), "$.status[0]", id="number for a status"),
    pytest.param(changed(status={"0": "k"}), "flag 'k'", id="unknown status"),
    pytest.param(changed(size=[2, 2, 3]), "its size is 3", id="size"),
    pytest.param(changed(size=[2**40] * 3), "its size is", id="sizes without end"),
    pytest.param(changed(size=[2, 2]), "$.size", id="fewer sizes"),
    pytest.param(changed(id=["what", "geo", "geo"]), "$.id", id="a dimension twice"),
    pytest.param(changed(id=["what", "geo", "nope"]), "$.dimension.nope", id="not described"),
    pytest.param(
        {"class": "collection", "link": {"item": [{"class": "dataset", "href": "http://a/b"}]}},
        "links to tables: http://a/b",
        id="links only",
    ),
]


@pytest.mark.parametrize(("document", "told"), FAULTS)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, document: object, told: str) -> None:
    with pytest.raises(FaultyTable) as found:
        read(tmp_path, document)
    assert told in str(found.value)


def test_a_table_without_time_is_refused(tmp_path: Path) -> None:
    table = changed(role={"metric": ["what"], "geo": ["geo"]})
    table["id"][2] = "jaren"
    table["dimension"]["jaren"] = table["dimension"].pop("time")

    with pytest.raises(FaultyTable, match="no dimension is time"):
        read(tmp_path, table)


def test_a_message_of_eurostat_in_place_of_a_table_is_told(tmp_path: Path) -> None:
    later = {"warning": {"status": 413, "label": "ASYNCHRONOUS_RESPONSE. Try again later."}}

    with pytest.raises(NoTableYet, match="ASYNCHRONOUS_RESPONSE"):
        read(tmp_path, later)
