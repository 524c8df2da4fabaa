"""Fewer points, with neighbours still sharing the very same border.

Rings are cut where three areas, or an area and two pieces of the edge, meet. Each piece between
two such points is simplified once, in one direction, and put back on both sides of the border.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
import numpy.typing as npt

_LONGEST_PART = 2_000

IntArray = npt.NDArray[np.int64]


def keys_of(points: IntArray) -> IntArray:
    """One number per point, equal for equal points."""
    keys: IntArray = (points[:, 0] << 32) + points[:, 1]
    return keys


class Pieces:
    """The pieces of border between the points where areas meet, each simplified once.

    Source: D.H. Douglas and T.K. Peucker (1973), "Algorithms for the reduction of the number of
    points required to represent a digitized line or its caricature", Cartographica 10(2).
    """

    def __init__(self, rings: Sequence[IntArray], *, tolerance: float) -> None:
        """Take the rings of all areas: points (n, 2), the first not repeated as last."""
        self._tolerance = tolerance
        self._kept: dict[bytes, IntArray] = {}
        self._used: dict[bytes, int] = {}
        self._junctions = _junctions(rings)

    def simplified(self, ring: IntArray) -> IntArray:
        """The ring with fewer points; itself where fewer than three would be left."""
        parts = [self._piece(piece) for piece in self._cut(ring)]
        whole = np.concatenate([part[:-1] for part in parts])
        return whole if len(whole) >= 3 else ring

    def edge(self, *, at_least: float) -> Iterator[IntArray]:
        """The simplified pieces that one ring alone has.

        What hangs together over less than `at_least` is left out: specks in a harbour, and crumbs
        of borders that do not quite meet.
        """
        alone = [self._kept[name] for name, times in self._used.items() if times == 1]
        groups: dict[int, list[IntArray]] = {}
        for piece, group in zip(alone, _hanging_together(alone), strict=True):
            groups.setdefault(group, []).append(piece)
        for pieces in groups.values():
            if np.ptp(np.concatenate(pieces), axis=0).max() >= at_least:
                yield from pieces

    def _cut(self, ring: IntArray) -> Iterator[IntArray]:
        places = np.flatnonzero(np.isin(keys_of(ring), self._junctions))
        # A ring that meets nothing is cut at its first point in order, whoever walks it.
        first = places[0] if places.size else int(np.argmin(keys_of(ring)))
        closed = np.concatenate([ring[first:], ring[: first + 1]])
        cuts = [*(places - first), len(ring)] if places.size else [0, len(ring)]
        for start, end in pairwise(cuts):
            yield closed[start : end + 1]

    def _piece(self, piece: IntArray) -> IntArray:
        there, back = piece.tobytes(), piece[::-1].tobytes()
        name = min(there, back)
        if name not in self._kept:
            forward = np.frombuffer(name, dtype=np.int64).reshape(-1, 2)
            self._kept[name] = _simplified(forward, self._tolerance)
        self._used[name] = self._used.get(name, 0) + 1
        return self._kept[name] if name == there else self._kept[name][::-1]


def _hanging_together(pieces: Sequence[IntArray]) -> list[int]:
    """Per piece the number of its group; pieces of a group share ends."""
    root = list(range(len(pieces)))

    def top(place: int) -> int:
        while root[place] != place:
            root[place] = root[root[place]]
            place = root[place]
        return place

    met: dict[int, int] = {}
    for place, piece in enumerate(pieces):
        for end in keys_of(piece[[0, -1]]).tolist():
            root[top(place)] = top(met.setdefault(end, place))
    return [top(place) for place in range(len(pieces))]


def _junctions(rings: Sequence[IntArray]) -> IntArray:
    """The points whose neighbours along the line are not everywhere the same two."""
    points = np.concatenate([keys_of(ring) for ring in rings])
    before = np.concatenate([np.roll(keys_of(ring), 1) for ring in rings])
    after = np.concatenate([np.roll(keys_of(ring), -1) for ring in rings])
    lower, upper = np.minimum(before, after), np.maximum(before, after)
    order = np.argsort(points, kind="stable")
    points, lower, upper = points[order], lower[order], upper[order]
    starts = np.flatnonzero(np.r_[True, points[1:] != points[:-1]])
    first = np.repeat(starts, np.diff(np.r_[starts, len(points)]))
    differs = (lower != lower[first]) | (upper != upper[first])
    found: IntArray = np.unique(points[differs])
    return found


def _simplified(line: IntArray, tolerance: float) -> IntArray:
    """The line with its ends, and the points that lie too far from the straight way."""
    keep = np.zeros(len(line), bool)
    # In parts, since the work may grow with the square of their length.
    cuts = [*range(0, len(line) - 1, _LONGEST_PART), len(line) - 1]
    keep[cuts] = True
    stack = [*pairwise(cuts)]
    if len(cuts) == 2 and np.array_equal(line[0], line[-1]) and len(line) > 3:
        # A closed line has no straight way: its farthest point divides it.
        middle = int(np.argmax(((line - line[0]) ** 2).sum(axis=1)))
        keep[middle] = True
        stack = [(0, middle), (middle, len(line) - 1)]
    while stack:
        start, end = stack.pop()
        if end - start < 2:
            continue
        distances = _distances(line[start + 1 : end], line[start], line[end])
        farthest = int(np.argmax(distances))
        if distances[farthest] > tolerance:
            place = start + 1 + farthest
            keep[place] = True
            stack += [(start, place), (place, end)]
    return line[keep]


def _distances(points: IntArray, start: IntArray, end: IntArray) -> npt.NDArray[np.float64]:
    """How far each point is from the stretch between two ends."""
    way = (end - start).astype(np.float64)
    offset = (points - start).astype(np.float64)
    length = float(way @ way)
    along = np.clip(offset @ way / length, 0.0, 1.0) if length else np.zeros(len(points))
    away: npt.NDArray[np.float64] = np.hypot(*(offset - along[:, None] * way).T)
    return away
