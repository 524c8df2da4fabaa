"""Borders that two areas drew apart, made one again.

Some publishers simplify each area by itself: a border then has a corner on one side that the other
side lacks. The corner is added to the other side where it lies hardly beside that side's line.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from scipy.spatial import cKDTree

from koers_engine.maps.simplifying import IntArray, keys_of

# What bounds the work for a file made to cost much: lines longer than this, or with more corners
# about them, are left as they are. A publisher's borders have neither.
_LONGEST_LINE = 400
_MOST_CORNERS = 500
_AT_ONCE = 2_000


def snapped(rings: Sequence[IntArray], *, within: float) -> list[IntArray]:
    """The rings with the corners of others that lie at most `within` beside a line of their own.

    Lines that two rings share already stay as they are, so that clean borders do not change.
    """
    points = np.concatenate(rings)
    after = np.concatenate([np.roll(ring, -1, axis=0) for ring in rings])
    owner = np.repeat(np.arange(len(rings)), [len(ring) for ring in rings])
    alone = np.flatnonzero(_met_once(keys_of(points), keys_of(after)))
    added: dict[int, IntArray] = {}
    for line, near in _neighbours(points, after, alone, within):
        others = points[near[owner[near] != owner[line]]]
        corners = _beside(others, points[line], after[line], within)
        if len(corners):
            added[line] = corners
    if not added:
        return list(rings)
    counts = np.ones(len(points), dtype=np.int64)
    counts[list(added)] += [len(corners) for corners in added.values()]
    places = np.cumsum(counts) - counts
    whole = np.repeat(points, counts, axis=0)
    for line, corners in added.items():
        whole[places[line] + 1 : places[line] + 1 + len(corners)] = corners
    ends = np.cumsum(np.bincount(owner, weights=counts).astype(np.int64))
    return np.split(whole, ends[:-1])


def _neighbours(
    points: IntArray, after: IntArray, lines: IntArray, within: float
) -> Iterator[tuple[int, IntArray]]:
    """Of each line the points in the circle about it, as places."""
    tree = cKDTree(points)
    halves = np.hypot(*(after - points).T) / 2
    lines = lines[halves[lines] <= _LONGEST_LINE / 2]
    for start in range(0, len(lines), _AT_ONCE):
        part = lines[start : start + _AT_ONCE]
        circles = ((points + after)[part] / 2, halves[part] + within)
        few = tree.query_ball_point(*circles, return_length=True) <= _MOST_CORNERS
        found = tree.query_ball_point(circles[0][few], circles[1][few])
        for line, near in zip(part[few].tolist(), found, strict=True):
            yield line, np.array(near, dtype=np.int64)


def _met_once(start: IntArray, end: IntArray) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Of each line between two points, whether it is there once, whichever way it goes."""
    lines = np.column_stack((np.minimum(start, end), np.maximum(start, end)))
    _, place, times = np.unique(lines, axis=0, return_inverse=True, return_counts=True)
    once: np.ndarray[tuple[int], np.dtype[np.bool_]] = times[place.ravel()] == 1
    return once


def _beside(corners: IntArray, start: IntArray, end: IntArray, within: float) -> IntArray:
    """The corners strictly between two ends and close to their line, in order along it."""
    way = (end - start).astype(np.float64)
    length = float(np.hypot(*way))
    offset = corners - start
    along = offset @ way / length**2
    away = np.abs(offset[:, 0] * way[1] - offset[:, 1] * way[0]) / length
    chosen = np.flatnonzero((along > 0) & (along < 1) & (away <= within))
    ordered = corners[chosen[np.argsort(along[chosen], kind="stable")]]
    is_first = np.ones(len(ordered), bool)  # of equal corners, which several areas may have
    is_first[1:] = (np.diff(ordered, axis=0) != 0).any(axis=1)
    kept: IntArray = ordered[is_first]
    return kept
