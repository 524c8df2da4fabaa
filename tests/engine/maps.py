"""Small maps to read, draw and spoil."""

import json
from itertools import cycle
from pathlib import Path
from typing import Any

from koers_engine.maps import MapRequest, Outline, Outlines

REQUEST = MapRequest(year=2023, attribution="© CBS / Kadaster")

Ring = list[list[float]]


def square(x: float, y: float, side: float = 0.1) -> Ring:
    """A ring in degrees."""
    return [[x, y], [x + side, y], [x + side, y + side], [x, y + side], [x, y]]


def feature(code: object, *rings: Ring) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": list(rings)}
    return {"type": "Feature", "properties": {"code": code}, "geometry": geometry}


def collection(*features: dict[str, Any]) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}


TWO = collection(feature("GM0106", square(6.5, 53.0)), feature("GM0114", square(6.6, 53.0)))

# The same two squares: their shared side is arc 0, which the second walks backwards.
TOPOLOGY: dict[str, Any] = {
    "type": "Topology",
    "transform": {"scale": [0.1, 0.1], "translate": [6.5, 53.0]},
    "arcs": [
        [[1, 0], [0, 1]],
        [[1, 1], [-1, 0], [0, -1], [1, 0]],
        [[1, 0], [1, 0], [0, 1], [-1, 0]],
    ],
    "objects": {
        "gm_features": {
            "type": "GeometryCollection",
            "geometries": [
                {"type": "Polygon", "arcs": [[0, 1]], "properties": {"code": "GM0106"}},
                {"type": "Polygon", "arcs": [[2, -1]], "properties": {"code": "GM0114"}},
            ],
        }
    },
}


def written(folder: Path, document: object, name: str = "map.json") -> Path:
    path = folder / name
    path.write_text(document if isinstance(document, str) else json.dumps(document))
    return path


def small_map(year: int = 2023, codes: tuple[str, ...] = ("GM0106", "GM0114")) -> Outlines:
    """Squares in a row, which begins anew after twenty."""
    return Outlines(
        year=year,
        attribution="© CBS / Kadaster",
        licence="CC BY 4.0",
        width=100 * min(len(codes), 20) + 1,
        height=101,
        edge="M1 1l100 0",
        areas={
            code: Outline(f"M{100 * place + 1} 1l100 0 0 100-100 0z", (100 * place + 50, 50))
            for place, code in zip(cycle(range(20)), codes, strict=False)
        },
    )
