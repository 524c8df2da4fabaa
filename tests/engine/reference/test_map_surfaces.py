"""Outlines have the surface that CBS gives for the same municipalities."""

import json
import re
from itertools import accumulate
from pathlib import Path

import pytest

from koers_engine.maps import MapRequest, Outline, read_map

FILE = "cbs_boundaries/gemeenten_2014_wgs84.geojson"


def hectares(outline: Outline) -> float:
    """By the shoelace formula, in the units of 100 m that are a hectare each; holes count off."""
    total = 0.0
    for ring in re.findall(r"M[^M]+", outline.path):
        numbers = [int(number) for number in re.findall(r"-?\d+", ring)]
        xs, ys = (list(accumulate(numbers[start::2])) for start in (0, 1))
        pairs = zip(xs, ys, [*xs[1:], xs[0]], [*ys[1:], ys[0]], strict=True)
        total += sum(x * after_y - after_x * y for x, y, after_x, after_y in pairs) / 2
    return abs(total)


def test_each_municipality_keeps_its_surface(shared_data: Path) -> None:
    told = {
        feature["properties"]["CBSCODE"]: feature["properties"]
        for feature in json.loads((shared_data / FILE).read_text())["features"]
    }

    outlines = read_map(
        shared_data / FILE, MapRequest(year=2014, code="CBSCODE", attribution="CBS / Kadaster")
    )

    assert outlines.areas.keys() == told.keys()
    inland = [
        (hectares(area), 100 * (told[code]["Land"] + told[code]["Binnenwater"]))
        for code, area in outlines.areas.items()
        # The publisher's outlines leave out the sea and the great lakes.
        if told[code]["Buitenwater"] == 0 and told[code]["Binnenwater"] < 0.1 * told[code]["Land"]
    ]
    assert len(inland) > 270
    assert all(drawn == pytest.approx(published, rel=0.1) for drawn, published in inland)
    whole = sum(drawn for drawn, _ in inland), sum(published for _, published in inland)
    assert whole[0] == pytest.approx(whole[1], rel=0.003)
