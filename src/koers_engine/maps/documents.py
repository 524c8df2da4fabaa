"""GeoJSON and TopoJSON, read as a stranger's: bounded, and every fault told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from koers_engine.indicators.panel import FloatArray
from koers_engine.observations import Fault

MOST_POINTS = 2_000_000
MOST_RINGS = 100_000
MOST_FEATURES = 5_000

# Of one area: its polygons' rings, outer ones and holes alike; points (n, 2), the last one first.
Rings = list[FloatArray]


@dataclass(slots=True)
class Feature:
    """One thing with a shape: what the file says of it, its rings, and where in the file it is."""

    where: str
    properties: Mapping[str, Any]
    rings: Rings


@dataclass(slots=True)
class Found:
    """What a document holds, and what is wrong with it."""

    features: list[Feature] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    rings: int = 0
    points: int = 0

    def fault(self, where: str, what: str) -> None:
        """Add what is wrong somewhere."""
        self.faults.append(Fault(where, what))


class _Wrong(ValueError):
    """What is wrong with one shape."""


def features_of(document: Any, *, layer: str | None = None) -> Found:
    """Every feature of a GeoJSON FeatureCollection, or of one object of a TopoJSON topology.

    Args:
        document: The file as JSON gives it.
        layer: Name of the object in a topology; not needed where there is one.

    Source: RFC 7946 (GeoJSON); the TopoJSON Format Specification 1.0.
    """
    found = Found()
    kind = document.get("type") if isinstance(document, dict) else None
    match kind:
        case "FeatureCollection":
            _collect(document.get("features"), _of_feature, found)
        case "Topology":
            _read_topology(document, layer, found)
        case _:
            found.fault("file", "is no GeoJSON FeatureCollection and no TopoJSON Topology")
    return found


def _collect(listed: Any, read: Any, found: Found) -> None:
    if not isinstance(listed, list) or not listed:
        return found.fault("file", "holds no features")
    if len(listed) > MOST_FEATURES:
        return found.fault("file", f"holds more than {MOST_FEATURES:,} features")
    for place, item in enumerate(listed, 1):
        where = f"feature {place}"
        try:
            if not isinstance(item, dict):
                raise _Wrong("is no object")  # noqa: TRY301 - told like what is wrong with a shape
            properties, polygons = read(item)
            rings = [_checked(ring) for polygon in polygons for ring in _listed(polygon)]
        except _Wrong as wrong:
            found.fault(where, str(wrong))
            continue
        found.rings += len(rings)
        found.points += sum(map(len, rings))
        if found.rings > MOST_RINGS or found.points > MOST_POINTS:
            return found.fault(
                where,
                f"here the file passes {MOST_POINTS:,} points or {MOST_RINGS:,} rings; take the "
                "publisher's generalised boundaries",
            )
        properties = properties if isinstance(properties, dict) else {}
        found.features.append(Feature(where, properties, rings))
    return None


def _of_feature(item: Mapping[str, Any]) -> tuple[Any, Sequence[Any]]:
    geometry = item.get("geometry")
    if not isinstance(geometry, dict):
        raise _Wrong("has no geometry")
    return item.get("properties"), _polygons(geometry, geometry.get("coordinates"))


def _polygons(geometry: Mapping[str, Any], held: Any) -> Sequence[Any]:
    kind = geometry.get("type")
    if kind not in {"Polygon", "MultiPolygon"}:
        raise _Wrong(f"is a {str(kind)[:40]!r}; only Polygon and MultiPolygon have an outline")
    polygons = [held] if kind == "Polygon" else held
    if not _listed(polygons) or not all(_listed(polygon) for polygon in polygons):
        raise _Wrong("has a polygon without rings")
    return list(polygons)


def _listed(held: Any) -> list[Any]:
    if not isinstance(held, list):
        raise _Wrong("has something else where a list belongs")
    return held


def _checked(ring: Any) -> FloatArray:
    """The points of a closed ring, without the repeated last one."""
    points = ring if isinstance(ring, np.ndarray) else _points(ring)
    if len(points) < 4:
        raise _Wrong("has a ring of fewer than 4 positions")
    if not np.array_equal(points[0], points[-1]):
        raise _Wrong("has a ring that does not end where it begins")
    return points[:-1]


def _points(held: Any) -> FloatArray:
    """Longitude and latitude of positions; heights are left out."""
    listed = _listed(held)
    try:
        pairs = [(position[0], position[1]) for position in listed]
        if not all(type(number) in {int, float} for pair in pairs for number in pair):
            raise _Wrong("has a coordinate that is no number")
        points = np.array(pairs, dtype=np.float64).reshape(-1, 2)
    except (TypeError, LookupError, OverflowError) as reason:
        raise _Wrong("has a position that is no pair of numbers") from reason
    if not np.isfinite(points).all():
        raise _Wrong("has a coordinate that is not finite")
    return points


def _read_topology(document: Mapping[str, Any], layer: str | None, found: Found) -> None:
    objects = document.get("objects")
    if not isinstance(objects, dict) or not objects:
        return found.fault("objects", "there is none")
    names = ", ".join(str(name)[:40] for name in list(objects)[:10])
    if layer is None and len(objects) > 1:
        return found.fault("objects", f"there are several: {names}; choose one with --object")
    chosen = objects.get(next(iter(objects)) if layer is None else layer)
    if not isinstance(chosen, dict) or chosen.get("type") != "GeometryCollection":
        return found.fault("objects", f"none is a GeometryCollection {layer or ''!r}; of {names}")
    try:
        arcs = _arcs(document)
    except _Wrong as wrong:
        return found.fault("arcs", str(wrong))

    def read(item: Mapping[str, Any]) -> tuple[Any, Sequence[Any]]:
        polygons = _polygons(item, item.get("arcs"))
        # A small file can name an arc a million times: what is joined is counted while it grows.
        left = [MOST_POINTS - found.points]
        joined = [[_joined(ring, arcs, left) for ring in _listed(each)] for each in polygons]
        return item.get("properties"), joined

    return _collect(chosen.get("geometries"), read, found)


def _arcs(document: Mapping[str, Any]) -> list[FloatArray]:
    """The arcs; where they are quantised, each position is a step from the one before."""
    lines = _listed(document.get("arcs"))
    if sum(len(line) for line in lines if isinstance(line, list)) > MOST_POINTS:
        raise _Wrong(f"hold more than {MOST_POINTS:,} positions")
    arcs = [_points(line) for line in lines]
    transform = document.get("transform")
    if transform is None:
        return arcs
    if not isinstance(transform, dict):
        raise _Wrong("the transform is no object")
    turned = _points([transform.get("scale") or [], transform.get("translate") or []])
    scale, translate = turned
    return [arc.cumsum(axis=0) * scale + translate for arc in arcs]


def _joined(ring: Any, arcs: Sequence[FloatArray], left: list[int]) -> FloatArray:
    """The arcs of a ring end to end; ~n stands for arc n backwards."""
    parts = list(_in_turn(_listed(ring), arcs, left))
    if not parts:
        raise _Wrong("has a ring without arcs")
    if any(not np.array_equal(one[-1], two[0]) for one, two in pairwise(parts)):
        raise _Wrong("has arcs that do not join")
    return np.concatenate([parts[0], *(part[1:] for part in parts[1:])])


def _in_turn(ring: list[Any], arcs: Sequence[FloatArray], left: list[int]) -> Iterator[FloatArray]:
    for number in ring:
        if type(number) is not int or not -len(arcs) <= number < len(arcs):
            raise _Wrong(f"names an arc {str(number)[:40]!r} that is not there")
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        if not len(arc):
            raise _Wrong(f"names arc {number}, which has no position")
        left[0] -= len(arc)
        if left[0] < 0:
            raise _Wrong(f"brings the file past {MOST_POINTS:,} points")
        yield arc
