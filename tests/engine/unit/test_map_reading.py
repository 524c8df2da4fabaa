"""Boundaries are read as a stranger's: bounded, every fault told, and the same from any format."""

import gzip
import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from koers_engine.maps import FaultyMap, MapRequest, Outlines, documents, read_map, reading
from tests.engine.maps import (
    REQUEST,
    TOPOLOGY,
    TWO,
    collection,
    feature,
    small_map,
    square,
    written,
)

NOT_A_NUMBER = json.dumps(TWO).replace("53.0", "NaN")
ENDLESS = json.dumps(TWO).replace("53.0", "1e999")


def faults_of(path: Path, request: MapRequest = REQUEST) -> str:
    with pytest.raises(FaultyMap) as refusal:
        read_map(path, request)
    return str(refusal.value)


def test_topology_and_geojson_of_the_same_places_give_the_same_outlines(tmp_path: Path) -> None:
    plain = read_map(written(tmp_path, TWO), REQUEST)
    topology = read_map(written(tmp_path, TOPOLOGY), REQUEST)

    assert plain.areas == topology.areas
    assert plain.areas.keys() == {"GM0106", "GM0114"}


@pytest.mark.parametrize("code", ["GM0106", 106, "106", "0106", 106.0])
def test_a_code_may_be_given_in_any_way_publishers_do(tmp_path: Path, code: object) -> None:
    path = written(tmp_path, collection(feature(code, square(6.5, 53.0))))

    assert [*read_map(path, REQUEST).areas] == ["GM0106"]


@pytest.mark.parametrize("code", ["NL01", "GM01066", "", None, True, 106.5, ["GM0106"], "GM01٣٤"])
def test_what_is_no_code_of_a_municipality_is_refused(tmp_path: Path, code: object) -> None:
    path = written(tmp_path, collection(feature(code, square(6.5, 53.0))))

    assert "is no code such as GM0106" in faults_of(path)


def test_metres_of_the_national_grid_are_taken_as_they_are(tmp_path: Path) -> None:
    ring = [[230_000, 555_000], [240_000, 555_000], [240_000, 565_000], [230_000, 555_000]]

    outlines = read_map(written(tmp_path, collection(feature(106, ring))), REQUEST)

    assert (outlines.width, outlines.height) == (102, 102)
    assert outlines.areas["GM0106"].path == "M1 101l100 0 0-100z"


def without_closing(ring: list[list[float]]) -> list[list[float]]:
    return ring[:-1]


SPOILT = [
    pytest.param("", "is no JSON", id="nothing"),
    pytest.param("[" * 100_000, "is no JSON", id="nested without end"),
    pytest.param(NOT_A_NUMBER, "is no JSON", id="NaN as a coordinate"),
    pytest.param(ENDLESS, "no JSON|not finite", id="a coordinate without end"),
    pytest.param([], "is no GeoJSON", id="a list"),
    pytest.param({"type": "FeatureCollection"}, "holds no features", id="no features"),
    pytest.param(collection(feature(1)), "polygon without rings|features", id="no rings"),
    pytest.param(
        collection(feature(1, square(6.5, 53)[:-1])), "does not end where it begins", id="open ring"
    ),
    pytest.param(collection(feature(1, [[6, 53], [6, 53]])), "fewer than 4", id="two positions"),
    pytest.param(collection(feature(1, [["6", "53"]] * 4)), "no number", id="texts"),
    pytest.param(collection(feature(1, [[6]] * 4)), "no pair", id="half a position"),
    pytest.param(collection(feature(1, square(-70, 12))), "outside the Netherlands", id="abroad"),
    pytest.param(
        collection(feature(1, square(53, 6.5))), "in that order", id="latitude before longitude"
    ),
    pytest.param(
        collection(feature(1, square(6.5, 53)), feature(1, square(6.5, 53))),
        "GM0001 was there before",
        id="the same municipality twice",
    ),
    pytest.param(
        {"type": "FeatureCollection", "features": [{"geometry": {"type": "Point"}}]},
        "is a 'Point'",
        id="a point",
    ),
]


@pytest.mark.parametrize(("document", "told"), SPOILT)
def test_a_spoilt_map_is_refused_and_told_why(tmp_path: Path, document: object, told: str) -> None:
    message = faults_of(written(tmp_path, document))

    assert any(part in message for part in told.split("|")), message


def spoilt_topology(change: str) -> dict[str, Any]:
    topology = deepcopy(TOPOLOGY)
    first = topology["objects"]["gm_features"]["geometries"][0]
    match change:
        case "unknown arc":
            first["arcs"] = [[0, 99]]
        case "arcs apart":
            first["arcs"] = [[0, 2]]
        case "no scale":
            topology["transform"] = {"translate": [6.5, 53.0]}
        case "repeated":
            first["arcs"] = [[0, 1] * 1_000_000]
        case "no arcs":
            del topology["arcs"]
        case "two objects":
            topology["objects"]["provinces"] = {}
    return topology


TOPOLOGIES = [
    ("unknown arc", "names an arc '99' that is not there"),
    ("arcs apart", "arcs that do not join"),
    ("no scale", "position that is no pair"),
    ("repeated", "past 2,000,000 points"),
    ("no arcs", "a list belongs"),
    ("two objects", "gm_features, provinces; choose one with --object"),
]


@pytest.mark.parametrize(("change", "told"), TOPOLOGIES)
def test_a_spoilt_topology_is_refused(tmp_path: Path, change: str, told: str) -> None:
    assert told in faults_of(written(tmp_path, spoilt_topology(change)))


def test_all_faults_are_told_at_once(tmp_path: Path) -> None:
    path = written(tmp_path, collection(feature("X", square(6, 53)), feature(2, [[6, 53]])))

    message = faults_of(path, MapRequest())

    assert "4 faults" in message
    for told in ("--year", "--attribution", "'X' is no code", "fewer than 4 positions"):
        assert told in message


def test_a_missing_property_is_told_once_with_those_there_are(tmp_path: Path) -> None:
    message = faults_of(written(tmp_path, TWO), MapRequest(year=2023, attribution="©", code="cbs"))

    assert "1 fault" in message
    assert "none has a property 'cbs'; the first has code. Choose one with --code" in message


def test_features_can_be_chosen_by_a_property(tmp_path: Path) -> None:
    land, water = feature(106, square(6.5, 53.0)), feature(106, square(6.6, 53.0))
    land["properties"]["H2O"], water["properties"]["H2O"] = "NEE", "JA"
    path = written(tmp_path, collection(land, water))

    outlines = read_map(path, MapRequest(year=2023, attribution="©", where={"H2O": "NEE"}))

    assert outlines.areas["GM0106"].path.count("M") == 1


def test_a_small_file_that_unpacks_to_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1 << 20)
    path = tmp_path / "bomb.geojson.gz"
    path.write_bytes(gzip.compress(b" " * (2 << 20)))

    assert "holds more than 1,048,576 bytes" in faults_of(path)


def test_a_file_with_too_many_points_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "MOST_POINTS", 7)

    assert "feature 2: here the file passes 7 points" in faults_of(written(tmp_path, TWO))


def test_neighbours_share_one_border_however_crooked_it_is(tmp_path: Path) -> None:
    border = [[6.6 + 0.004 * (place % 3), 53.0 + place / 100] for place in range(11)]
    west = [*border, [6.5, 53.1], [6.5, 53.0], border[0]]
    east = [*reversed(border), [6.7, 53.0], [6.7, 53.1], border[-1]]

    outlines = read_map(written(tmp_path, collection(feature(1, west), feature(2, east))), REQUEST)

    shared = points(outlines, "GM0001") & points(outlines, "GM0002")
    assert len(shared) > 4
    assert points(outlines, "GM0001") - shared <= {
        p for p in points(outlines, "GM0001") if p[0] < 9
    }


def points(outlines: Outlines, code: str) -> set[tuple[int, int]]:
    steps = outlines.areas[code].path[1:].replace("z", "").replace("-", " -").split("l")
    (x, y), moves = map(int, steps[0].split()), [*map(int, steps[1].split())]
    found = {(x, y)}
    for right, down in zip(moves[::2], moves[1::2], strict=True):
        x, y = x + right, y + down
        found.add((x, y))
    return found


def test_a_corner_that_one_side_of_a_border_lacks_is_added_to_it(tmp_path: Path) -> None:
    west = [[6.5, 53.0], [6.6, 53.0], [6.6, 53.1], [6.5, 53.1], [6.5, 53.0]]
    east = [[6.6, 53.0], [6.7, 53.0], [6.7, 53.1], [6.6, 53.1], [6.6004, 53.05], [6.6, 53.0]]

    outlines = read_map(written(tmp_path, collection(feature(1, west), feature(2, east))), REQUEST)

    # The border is met twice, so that it is no edge: the edge begins and ends at its two ends.
    assert outlines.edge.count("M") == 2


def test_koers_own_format_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = written(tmp_path, small_map().to_json())

    assert read_map(path, MapRequest()) == small_map()


OWN_FORMAT = [
    ('"M1 1l100 0 0 100-100 0z"', '"M1 1\\"/><script>"', "GM0106: has no path of whole numbers"),
    ('"GM0106"', '"GM0106<"', "has no code such as GM0106"),
    ("2023", '"2023"', "year: is no whole number"),
    ("[50,50]", "[50,1e9]", "GM0106: has no centre"),
    ('"edge": "M1 1l100 0"', '"edge": "url(x)"', "edge: is no path"),
    ('"M1 1l100 0 0 100-100 0z"', f'"M1 1l{"1" * 60_000}x"', "GM0106: has no path"),
]


@pytest.mark.parametrize(("part", "other", "told"), OWN_FORMAT)
def test_a_map_in_koers_own_format_can_do_no_harm(
    tmp_path: Path, part: str, other: str, told: str
) -> None:
    text = small_map().to_json()
    assert part in text

    assert told in faults_of(written(tmp_path, text.replace(part, other, 1)), MapRequest())
