import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pandas as pd
import pytest

from koers_engine.concepts import DimensionKind
from koers_engine.observations import FaultyTable, VintageStore
from koers_engine.sources.cbs.part import UnknownPart
from koers_engine.sources.cbs.v3 import reading as v3_reading
from koers_engine.sources.fetching import FetchFailed
from tests.engine.loopback_v3 import (
    LoopbackV3,
    code,
    generated_table,
    property_of,
    serving_v3,
    small_table,
    topic,
)
from tests.engine.reading_v3 import PAGE, asked, cells, collected, put, read


def test_every_mark_becomes_the_reason_that_it_stands_for(tmp_path: Path) -> None:
    found = cells(read(put(tmp_path, small_table())))

    assert found["All_1", "NL01", "2023JJ00"] == (100.0, "A")
    assert found["All_1", "NL01", "2024JJ00"] == (110.0, "P")  # the year is provisional
    assert found["All_1", "GM0106", "2024JJ00"] == (None, "O")  # "."
    assert found["All_1", "GM0113", "2023JJ00"] == (None, "M")  # blank, padded
    assert found["All_1", "GM0113", "2024JJ00"] == (None, "M")  # blank
    assert found["Share_2", "GM0106", "2023JJ00"] == (None, "Q")  # "x"
    assert found["Share_2", "GM0113", "2023JJ00"] == (0.0, "A")  # "-" is nil, which is a figure
    assert len(found) == 12


def test_the_description_comes_along_with_the_groups_of_the_topics(tmp_path: Path) -> None:
    dataset = read(put(tmp_path, small_table()), asked("00001TST"))

    assert dataset.id == "cbs-v3:00001tst"
    assert [(m.code, m.title.nl, m.unit.text, m.decimals) for m in dataset.measures] == [
        ("All_1", "Population / Total", "aantal", 0),
        ("Share_2", "Total", "%", 1),
    ]
    assert [(d.identifier, d.kind) for d in dataset.dimensions] == [
        ("Sex", DimensionKind.OTHER),
        ("RegioS", DimensionKind.AREA),
        ("Perioden", DimensionKind.PERIOD),
    ]
    assert dataset.codes["RegioS"].to_pylist()[0] == {
        "code": "NL01",
        "title": "Nederland",
        "group": "Land",
        "description": "",
    }
    assert dataset.origin.published_at.isoformat() == "2026-03-02T02:00:00+01:00"  # Dutch time


def test_typed_cells_are_the_fall_back_and_say_no_more_than_missing(tmp_path: Path) -> None:
    found = cells(read(put(tmp_path, small_table(), without="UntypedDataSet")))

    assert found["All_1", "NL01", "2023JJ00"] == (100.0, "A")
    assert {found[key] for key in found if found[key][0] is None} == {(None, "O")}


def test_of_two_regions_the_first_is_the_area_and_the_other_is_told(tmp_path: Path) -> None:
    table = small_table()
    table.properties[0] = property_of("Sex", "GeoDimension", ID=0, Title="From")
    table.properties[0], table.properties[1] = table.properties[1], table.properties[0]

    dataset = read(put(tmp_path, table))

    kinds = {axis.identifier: axis.kind for axis in dataset.dimensions}
    assert kinds["RegioS"] is DimensionKind.AREA
    assert kinds["Sex"] is DimensionKind.OTHER
    assert "further dimension: From" in dataset.description.en


def test_topics_in_words_are_left_out_and_named(tmp_path: Path) -> None:
    table = small_table()
    table.properties.append(topic("Name_3", "Name", Datatype="String", Unit=""))
    for row in table.rows:
        row["Name_3"] = "Assen     "

    dataset = read(put(tmp_path, table))

    assert [measure.code for measure in dataset.measures] == ["All_1", "Share_2"]
    assert "hold words, not figures: Name" in dataset.description.en


def test_a_star_behind_a_period_makes_its_figures_provisional(tmp_path: Path) -> None:
    table = small_table()
    table.codes["Perioden"] = [code("2023JJ00", "2023"), code("2024JJ00", "2024**")]

    found = cells(read(put(tmp_path, table)))

    assert {status for (_, _, period), (_, status) in found.items() if period == "2023JJ00"} == {
        *"AMQ"
    }
    assert found["All_1", "NL01", "2024JJ00"] == (110.0, "P")


def test_pages_are_fetched_side_by_side_and_make_the_same_table(tmp_path: Path) -> None:
    table = generated_table(1_000, 3)
    whole = read(put(tmp_path / "whole", table), asked("00300gen"))

    with serving_v3(LoopbackV3(table, page_size=30)) as server:
        request = asked("00300gen", origin=server.address)
        paged = collected(server, tmp_path / "paged", request)

    assert paged.observations.equals(whole.observations)
    pages = [target for target in server.asked if "/UntypedDataSet" in target]
    assert len(pages) == len(set(pages)) == 34
    assert whole.observations.num_rows == 3_000


def test_figures_equal_those_that_pandas_reads(tmp_path: Path) -> None:
    table = generated_table(2_000, 2, seed=5)

    found = read(put(tmp_path, table), asked("00300gen")).observations.to_pandas()

    frame = pd.DataFrame(table.rows).melt(
        ["ID", "Sex", "RegioS", "Perioden"], var_name="measure", value_name="text"
    )
    frame["text"] = frame["text"].str.strip()
    frame["Sex"] = frame["Sex"].str.strip()
    reasons = {"": "M", ".": "O", "x": "Q"}
    frame["status"] = [reasons.get(text, "A") for text in frame["text"]]
    frame["value"] = pd.to_numeric(frame["text"], errors="coerce")
    keys = ["measure", "Sex", "area", "period"]
    frame = frame.rename(columns={"RegioS": "area", "Perioden": "period"}).sort_values(keys)
    for name in (*keys, "status"):
        assert found[name].astype(str).tolist() == frame[name].tolist()
    assert found["value"].equals(frame["value"].reset_index(drop=True))


def test_a_table_of_very_many_cells_is_read_as_a_stream_with_the_same_content(
    tmp_path: Path, store: VintageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = store.add(read(put(tmp_path, generated_table(1_000, 3)), asked("00300gen")))
    monkeypatch.setattr(v3_reading, "MOST_IN_MEMORY", 2_999)

    dataset = read(tmp_path, asked("00300gen"))

    assert dataset.is_stream
    assert store.add(dataset).vintage.digest == whole.vintage.digest


@pytest.mark.parametrize(
    ("where", "n", "told"),
    [
        ({"RegioS": ("GM0106", "NL01")}, 8, "$filter=(RegioS eq 'GM0106' or RegioS eq 'NL01  ')"),
        ({"Measure": ("Share_2",)}, 6, "$select=ID,Sex,RegioS,Perioden,Share_2"),
        ({"Perioden": ("2024JJ00",), "RegioS": ("NL01",)}, 2, "Perioden eq '2024JJ00'"),
    ],
    ids=["areas, with their padding", "a measure", "a period and an area"],
)
def test_a_part_is_asked_of_the_server_in_its_own_words(
    tmp_path: Path, where: dict[str, tuple[str, ...]], n: int, told: str
) -> None:
    with serving_v3(LoopbackV3(small_table(), page_size=2)) as server:
        request = asked(origin=server.address, where=where)
        dataset = collected(server, tmp_path / "part", request)

    assert dataset.observations.num_rows == n
    assert any(told in unquote(target) for target in server.asked)
    assert dataset.origin.part
    whole = read(put(tmp_path / "whole", small_table()), asked(where=where))
    assert whole.observations.equals(dataset.observations)


def test_a_part_that_the_table_does_not_have_is_refused_with_what_is_near(tmp_path: Path) -> None:
    with (
        serving_v3(LoopbackV3(small_table())) as server,
        pytest.raises(UnknownPart, match=r"no code of RegioS 'GM0107'.*GM0106"),
    ):
        collected(
            server, tmp_path / "part", asked(origin=server.address, where={"RegioS": ("GM0107",)})
        )
    assert not any("UntypedDataSet" in target for target in server.asked)


Spoil = Callable[[Path], object]


def in_json(name: str, change: Callable[[Any], object]) -> Spoil:
    def spoil(folder: Path) -> None:
        content = json.loads((folder / name).read_text())
        change(content["value"])
        (folder / name).write_text(json.dumps(content))

    return spoil


def bytes_of(name: str, content: bytes) -> Spoil:
    return lambda folder: (folder / name).write_bytes(content)


BAD_INPUT = [
    pytest.param(
        in_json(PAGE, lambda rows: rows[3].update(All_1="many")),
        f"{PAGE}: $.value[3].All_1: expected a number or a mark, found 'many'",
        id="a cell in words",
    ),
    pytest.param(
        in_json(PAGE, lambda rows: rows[3].update(All_1=3)),
        f"{PAGE}: $.value[3].All_1: expected a text, found 3",
        id="a number where a text is due",
    ),
    pytest.param(
        in_json(PAGE, lambda rows: rows[2].pop("Share_2")),
        f"{PAGE}: $.value[2]: there is no column Share_2",
        id="a cell that is not there",
    ),
    pytest.param(
        in_json(PAGE, lambda rows: rows[1].update(All_1=" nan")),
        f"{PAGE}: $.value[1].All_1: there is no value, and no status says why",
        id="NaN",
    ),
    pytest.param(
        in_json(PAGE, lambda rows: rows[1].update(All_1="1e999")),
        f"{PAGE}: $.value[1].All_1: the value is not a finite number",
        id="a number without end",
    ),
    pytest.param(
        in_json(PAGE, lambda rows: rows[5].update(RegioS="GM9999")),
        f"{PAGE}: $.value[5].RegioS: code 'GM9999' is not in the code list",
        id="an area that is not in the list",
    ),
    pytest.param(
        in_json(PAGE, lambda rows: rows[5].update(RegioS="GM0106")),
        f"{PAGE}: $.value[5]: the same key",
        id="the same row twice",
    ),
    pytest.param(
        in_json(PAGE, lambda rows: rows[5].update(ID=2)),
        "the rows' ID does not go up",
        id="rows that do not follow each other",
    ),
    pytest.param(
        in_json("DataProperties.json", lambda rows: rows.append(rows[-1])),
        "DataProperties.json: $.value: two columns have the Key 'Share_2'",
        id="a topic twice",
    ),
    pytest.param(
        in_json("DataProperties.json", lambda rows: rows[-1].update(Key="RegioS")),
        "DataProperties.json: $.value: two columns have the Key 'RegioS'",
        id="a topic with the key of a dimension",
    ),
    pytest.param(
        in_json("Perioden.json", lambda rows: rows[1].update(Status="Vermoedelijk")),
        "period 2024JJ00: status 'Vermoedelijk' is none of the known ones",
        id="an unknown status of a period",
    ),
    pytest.param(
        in_json("DataProperties.json", lambda rows: rows[4].update(Unit=" ")),
        "DataProperties.json: $.value[4].Unit: measure All_1 (Population / Total) has no unit",
        id="a measure without unit",
    ),
    pytest.param(
        in_json("DataProperties.json", lambda rows: rows.pop(2)),
        "no dimension is a TimeDimension",
        id="no period",
    ),
    pytest.param(
        in_json("DataProperties.json", lambda rows: [rows.pop(4), rows.pop(4)]),
        "the table has no topic",
        id="no measure",
    ),
    pytest.param(
        in_json("DataProperties.json", lambda rows: rows[0].update(Key="status")),
        "'status' is the name of another column too",
        id="a dimension named as a column of ours",
    ),
    pytest.param(
        in_json("TableInfos.json", lambda rows: rows[0].update(Identifier="00009tst")),
        "TableInfos.json: $.value[0].Identifier: expected table '00001tst', found '00009tst'",
        id="another table",
    ),
    pytest.param(
        in_json("TableInfos.json", lambda rows: rows[0].update(Modified="yesterday")),
        "TableInfos.json: $.value[0].Modified: expected a date with time, found 'yesterday'",
        id="no moment of publication",
    ),
    pytest.param(
        lambda folder: (folder / "RegioS.json").unlink(),
        "RegioS.json: the file is not there",
        id="a code list that is not there",
    ),
    pytest.param(
        lambda folder: (folder / PAGE).unlink(),
        f"{PAGE}: the file is not there",
        id="no cells",
    ),
    pytest.param(
        bytes_of(PAGE, b'{"value":[{"ID":0,"Sex'),
        f"{PAGE}, line 1, column",
        id="half a page",
    ),
    pytest.param(
        bytes_of(PAGE, b'{"value":' + b"[" * 100_000),
        f"{PAGE}, line 1, column",
        id="nested without end",
    ),
    pytest.param(
        bytes_of(PAGE, b'{"value":[{"ID":0,"Sex":"\xff"}]}'),
        f"{PAGE}, line 1, column",
        id="another encoding",
    ),
    pytest.param(
        lambda folder: (folder / PAGE).write_bytes(
            (folder / PAGE).read_bytes().replace(b"GM0113", b"GM\xea113", 1)
        ),
        f"{PAGE}, line 1, column",
        id="one byte of another encoding in a page that is whole",
    ),
    pytest.param(
        in_json("DataProperties.json", lambda rows: rows[0].update(Key="S" * 300)),
        f"'{'S' * 100}' is no name of a dimension",
        id="a name that no file can have",
    ),
    pytest.param(
        bytes_of(PAGE, b'{"odata.error":{"code":""}}'),
        f"{PAGE}: $.value: expected a list",
        id="an error of the server",
    ),
    pytest.param(
        bytes_of(PAGE, b'{"value":[1]}'),
        f"{PAGE}: $.value[0]: expected an object",
        id="rows that are no objects",
    ),
    pytest.param(
        bytes_of(PAGE, b'{"value":[]}'),
        "observations: there is not a single one",
        id="not a row",
    ),
    pytest.param(
        lambda folder: (folder / PAGE).write_text(
            (folder / PAGE).read_text()[:-1] + ',"odata.nextLink":"http://x/?$skip=6"}'
        ),
        f"{PAGE}: $['odata.nextLink']: the page announces a next one that is not there",
        id="a page that is not there",
    ),
]


@pytest.mark.parametrize(("spoil", "told"), BAD_INPUT)
def test_bad_input_is_refused_and_named(tmp_path: Path, spoil: Spoil, told: str) -> None:
    folder = put(tmp_path, small_table())
    spoil(folder)

    with pytest.raises(FaultyTable) as refusal:
        read(folder)

    assert told in str(refusal.value)


def test_groups_that_hold_each_other_do_not_keep_a_title_going_round(tmp_path: Path) -> None:
    table = small_table()
    table.properties[3].update(ParentID=9)
    table.properties.append(property_of("", "TopicGroup", ID=9, ParentID=3, Title="Around"))

    dataset = read(put(tmp_path, table))

    assert dataset.measures[0].title.nl == "Around / Population / Total"


@pytest.mark.parametrize("link", ["http://elsewhere.example/", 7, "", "http://[", "ftp:x"])
def test_a_next_page_elsewhere_or_nowhere_is_not_followed(tmp_path: Path, link: object) -> None:
    with serving_v3(LoopbackV3(small_table())) as server:
        content = {"value": [], "odata.nextLink": link}
        target = "/ODataFeed/odata/00001tst/RegioS?$format=json"
        server.instead[target] = json.dumps(content).encode()

        if link == "":
            content["value"] = small_table().codes["RegioS"]
        with pytest.raises(FetchFailed, match="next page"):
            collected(server, tmp_path / "in", asked(origin=server.address))


def test_pages_that_go_round_in_a_circle_are_refused(tmp_path: Path) -> None:
    target = "/ODataFeed/odata/00001tst/RegioS?$format=json"
    with serving_v3(LoopbackV3(small_table())) as server:
        content = {"value": [], "odata.nextLink": server.address + target}
        server.instead[target] = json.dumps(content).encode()

        with pytest.raises(FetchFailed, match="go round in a circle"):
            collected(server, tmp_path / "in", asked(origin=server.address))


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"<html>busy</html>", "something else than OData v3"),
        (b'{"value":[{"ID":0', "stops half way"),
        (b'{"value":[{"ID":0}', "stops half way"),
        (b"", "something else than OData v3"),
    ],
)
def test_an_answer_that_is_none_is_refused_after_some_tries(
    tmp_path: Path, body: bytes, told: str
) -> None:
    target = "/ODataFeed/odata/00001tst/UntypedDataSet?$format=json"
    with serving_v3(LoopbackV3(small_table())) as server:
        server.instead[target] = body
        with pytest.raises(FetchFailed, match=told):
            collected(server, tmp_path / "in", asked(origin=server.address))

    assert server.asked.count(target) == 4


def test_a_table_that_the_server_does_not_have_is_told_so(tmp_path: Path) -> None:
    with (
        serving_v3(LoopbackV3(small_table())) as server,
        pytest.raises(FetchFailed, match="no table '00002tst'"),
    ):
        collected(server, tmp_path / "in", asked("00002tst", origin=server.address))
