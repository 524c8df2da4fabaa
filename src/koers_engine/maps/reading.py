"""From a publisher's file of boundaries to outlines."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from koers_engine.concepts import Refusal
from koers_engine.indicators.panel import FloatArray
from koers_engine.maps.documents import Feature, features_of
from koers_engine.maps.outlines import (
    MOST_YEARS,
    UNIT_METRES,
    FaultyOutlines,
    Outline,
    Outlines,
    is_own_format,
)
from koers_engine.maps.projection import (
    BOUNDS_DEGREES,
    BOUNDS_METRES,
    lies_within,
    to_national_grid,
)
from koers_engine.maps.simplifying import IntArray, Pieces
from koers_engine.maps.snapping import snapped
from koers_engine.observations import Fault
from koers_engine.observations.faults import listed
from koers_engine.observations.packing import unpacking

MOST_BYTES = 64 << 20
MOST_ROUNDED = 500_000
_GENERALISED = "take the publisher's generalised boundaries"
TOLERANCE_METRES = 250
SHORTEST_EDGE_METRES = 4_000
LICENCE = "CC BY 4.0"
_CODE = re.compile(r"(?:GM)?(\d{1,4})", re.ASCII)


class FaultyMap(Refusal, ValueError):
    """A file of boundaries cannot be taken in; every fault that was found is named."""

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(f"The map {file} was refused, and nothing was stored. {listed(faults)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRequest:
    """What one has to tell of a publisher's file; of a map in Koers' own format, nothing.

    `code` names the property that holds a municipality's code, as GM0106 or 106; `layer` the object
    of a topology; `where` keeps the features whose properties read so.
    """

    year: int | None = None
    code: str = "code"
    attribution: str = ""
    licence: str = LICENCE
    layer: str | None = None
    where: Mapping[str, str] = field(default_factory=dict)


def read_map(path: Path, request: MapRequest) -> Outlines:
    """Read GeoJSON, TopoJSON or a map in Koers' own format; gzip and Zstandard by their name.

    Coordinates are longitude and latitude, or metres of the Dutch national grid.

    Raises:
        FaultyMap: The file holds no map of Dutch municipalities; all faults are told.
        OSError: The file cannot be read.
    """
    content = _content(path)
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as reason:  # nesting without end is told here too
        fault = Fault("file", f"is no JSON that can be read ({reason})")
        raise FaultyMap(path.name, [fault]) from reason
    if is_own_format(document):
        try:
            return Outlines.from_json(content)
        except FaultyOutlines as faulty:
            raise FaultyMap(path.name, faulty.faults) from faulty
    return _outlines(path.name, document, request)


def _content(path: Path) -> bytes:
    with unpacking(path) as file:
        content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        what = f"holds more than {MOST_BYTES:,} bytes; {_GENERALISED}"
        raise FaultyMap(path.name, [Fault("file", what)])
    return content


def _outlines(name: str, document: Any, request: MapRequest) -> Outlines:
    faults = _missing_words(request)
    found = features_of(document, layer=request.layer)
    faults += found.faults
    kept = [feature for feature in found.features if _is_wanted(feature, request.where)]
    if found.features and not kept:
        wanted = ", ".join(f"{key}={value}" for key, value in request.where.items())
        faults.append(Fault("features", f"none has {wanted}"))
    areas = _by_code(kept, request.code, faults)
    if areas and not (projected := _projected(areas, faults)):
        areas = {}
    if faults:
        raise FaultyMap(name, faults)
    return _drawn(projected, request, source=name)


def _missing_words(request: MapRequest) -> list[Fault]:
    first, last = MOST_YEARS
    faults = []
    if request.year is None or not first <= request.year <= last:
        faults.append(Fault("year", "tell of which year the boundaries are with --year"))
    if not request.attribution.strip():
        faults.append(Fault("attribution", "tell whose boundaries they are with --attribution"))
    return faults


def _is_wanted(feature: Feature, where: Mapping[str, str]) -> bool:
    return all(str(feature.properties.get(key)) == value for key, value in where.items())


def _by_code(
    features: Sequence[Feature], code: str, faults: list[Fault]
) -> dict[str, list[FloatArray]]:
    areas: dict[str, list[FloatArray]] = {}
    if features and not any(code in feature.properties for feature in features):
        there = ", ".join(str(key)[:30] for key in list(features[0].properties)[:8]) or "none"
        what = f"none has a property {code!r}; the first has {there}. Choose one with --code"
        faults.append(Fault("features", what))
        return areas
    for feature in features:
        if code not in feature.properties:
            faults.append(Fault(feature.where, f"has no property {code!r}, as others have"))
            continue
        area = _area_code(feature.properties[code])
        if area is None:
            told = str(feature.properties[code])[:40]
            faults.append(Fault(feature.where, f"{told!r} is no code such as GM0106 or 106"))
        elif area in areas:
            what = f"{area} was there before; keep one feature of each with --where PROPERTY=VALUE"
            faults.append(Fault(feature.where, what))
        else:
            areas[area] = feature.rings
    return areas


def _area_code(value: Any) -> str | None:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    known = _CODE.fullmatch(str(value).strip())
    return f"GM{int(known[1]):04}" if known else None


def _projected(
    areas: Mapping[str, Sequence[FloatArray]], faults: list[Fault]
) -> dict[str, list[FloatArray]]:
    """In metres of the national grid; empty where the points lie elsewhere."""
    every = [ring for rings in areas.values() for ring in rings]
    if all(lies_within(ring, BOUNDS_DEGREES) for ring in every):
        return {code: [to_national_grid(ring) for ring in rings] for code, rings in areas.items()}
    if all(lies_within(ring, BOUNDS_METRES) for ring in every):
        return {code: list(rings) for code, rings in areas.items()}
    outside = next(
        code
        for code, rings in areas.items()
        if not all(lies_within(r, BOUNDS_DEGREES) or lies_within(r, BOUNDS_METRES) for r in rings)
    )
    faults.append(
        Fault(
            outside,
            "lies outside the Netherlands: give longitude and latitude in degrees, or metres of "
            "the national grid (EPSG:28992), in that order",
        )
    )
    return {}


def _drawn(
    areas: Mapping[str, Sequence[FloatArray]], request: MapRequest, *, source: str
) -> Outlines:
    every = np.concatenate([ring for rings in areas.values() for ring in rings])
    west, north = every[:, 0].min(), every[:, 1].max()
    # A unit is left free on each side, for the line around the country.
    whole = {
        code: [_whole(ring, west, north) for ring in rings] for code, rings in sorted(areas.items())
    }
    seen = {code: _seen(rings) for code, rings in whole.items()}
    if sum(len(ring) for rings in seen.values() for ring in rings) > MOST_ROUNDED:
        what = f"has more than {MOST_ROUNDED:,} points that are 100 m apart; {_GENERALISED}"
        raise FaultyMap(source, [Fault("file", what)])
    joined = iter(snapped([ring for rings in seen.values() for ring in rings], within=1))
    kept = {code: [next(joined) for _ in rings] for code, rings in seen.items()}
    edge = SHORTEST_EDGE_METRES / UNIT_METRES
    pieces = Pieces(
        [ring for rings in kept.values() for ring in rings],
        tolerance=TOLERANCE_METRES / UNIT_METRES,
    )
    outlines = {
        code: Outline(
            path="".join(f"{_path(pieces.simplified(ring))}z" for ring in rings),
            centre=_centre(max(rings, key=lambda ring: abs(_twice_surface(ring)))),
        )
        for code, rings in kept.items()
    }
    extent = np.concatenate([ring for rings in kept.values() for ring in rings]).max(axis=0) + 1
    return Outlines(
        year=request.year or 0,
        attribution=request.attribution.strip(),
        licence=request.licence.strip(),
        width=int(extent[0]),
        height=int(extent[1]),
        areas=outlines,
        edge="".join(_path(line) for line in pieces.edge(at_least=edge)),
        source=source,
    )


def _whole(ring: FloatArray, west: float, north: float) -> IntArray:
    """The ring in whole units, y down, each point once in a row."""
    units = np.rint(np.column_stack((ring[:, 0] - west, north - ring[:, 1])) / UNIT_METRES)
    points = units.astype(np.int64) + 1
    kept: IntArray = points[(points != np.roll(points, 1, axis=0)).any(axis=1)]
    return kept if len(kept) else points[:1]


def _seen(rings: Sequence[IntArray]) -> list[IntArray]:
    """The rings that have a surface at this scale; of a speck, the largest as a small square."""
    seen = [ring for ring in rings if len(ring) >= 3 and _twice_surface(ring)]
    if seen:
        return seen
    x, y = max(rings, key=len)[0]
    return [np.array([[x, y], [x + 1, y], [x + 1, y + 1], [x, y + 1]], dtype=np.int64)]


def _twice_surface(ring: IntArray) -> int:
    after = np.roll(ring, -1, axis=0)
    return int((ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1]).sum())


def _centre(ring: IntArray) -> tuple[int, int]:
    """The centre of gravity of a ring."""
    after = np.roll(ring, -1, axis=0)
    cross = ring[:, 0] * after[:, 1] - after[:, 0] * ring[:, 1]
    x, y = ((ring + after) * cross[:, None]).sum(axis=0) / (3 * cross.sum())
    return round(float(x)), round(float(y))


def _path(points: IntArray) -> str:
    """The line as SVG writes it: where it begins, and each step from the point before."""
    (x, y), steps = points[0].tolist(), np.diff(points, axis=0).ravel().tolist()
    words = [f"{step}" if step < 0 or not place else f" {step}" for place, step in enumerate(steps)]
    return f"M{x} {y}l{''.join(words)}"
