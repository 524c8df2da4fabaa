"""Parts add up to totals; codes that overlap are not summed."""

from collections.abc import Iterator

import numpy as np

from koers_engine.arrival.additivity import adds_up, rounding
from koers_engine.arrival.breakdowns import Breakdown, breakdowns, extents_of, overlapping
from koers_engine.arrival.cells import Cells, FloatArray, Found, IntArray
from koers_engine.concepts import DimensionKind
from koers_engine.observations import Dataset

GRAVE_SHARE = 0.05
"""A difference above this share of the total is no matter of figures that cannot be assigned."""
HOLDS_ELSEWHERE = 0.9
"""In this share of its cells a breakdown must hold before a cell is called wrong."""


def parts_and_totals(dataset: Dataset, cells: Cells, *, grave: bool) -> Iterator[Found]:
    """Cells whose total differs from the sum of its parts by more than rounding explains.

    Only measures that add up; where a part is not there or missing for another reason than that
    it cannot exist, nothing can be said. A breakdown that the list does not state in words, and
    that holds in no more than HOLDS_ELSEWHERE of its cells, is none.

    Args:
        grave: Those that differ by more than GRAVE_SHARE where the breakdown holds elsewhere;
            else all others.
    """
    additive = [code for code, measure in cells.measures.items() if adds_up(measure)]
    rows = cells.rows_of_measures(additive)
    if not rows.size:
        return
    for axis in dataset.dimensions:
        if axis.identifier not in dataset.codes:
            continue
        for breakdown in breakdowns(axis.kind, axis.column, dataset.codes[axis.identifier]):
            yield from _differences(cells, rows, breakdown, grave=grave)


def _differences(
    cells: Cells, rows: IntArray, breakdown: Breakdown, *, grave: bool
) -> Iterator[Found]:
    column = breakdown.column
    names = cells.codes[column]
    if not set(breakdown.total_of) <= set(names):
        return  # a part that the table does not hold: nothing can be said of any total
    totals = sorted(set(breakdown.total_of.values()) & set(names))
    owner = np.full(len(names), -1)
    for part, total in breakdown.total_of.items():
        if total in totals:
            owner[cells.place_of(column, part)] = totals.index(total)
    is_total = np.full(len(names), -1)
    for number, total in enumerate(totals):
        is_total[cells.place_of(column, total)] = number
    expected = np.bincount(owner[owner >= 0], minlength=len(totals))

    group = cells.groups(rows, but=[column])
    code = cells.places[column][rows]
    shape = (int(group.max()) + 1, len(totals))
    value, missing = cells.value[rows], np.isnan(cells.value[rows])

    parts = np.flatnonzero(owner[code] >= 0)
    cell_of_part = np.ravel_multi_index((group[parts], owner[code[parts]]), shape)
    size = shape[0] * shape[1]
    summed = np.bincount(cell_of_part, np.nan_to_num(value[parts]), size)
    there = np.bincount(cell_of_part, minlength=size)
    unknown = missing[parts] & ~cells.cannot_exist[rows][parts]
    unknown_parts = np.bincount(cell_of_part, unknown, size)
    released = np.bincount(cell_of_part, ~missing[parts], size)

    wholes = np.flatnonzero((is_total[code] >= 0) & ~missing)
    place = np.ravel_multi_index((group[wholes], is_total[code[wholes]]), shape)
    decidable = (
        (there[place] == expected[is_total[code[wholes]]])
        & (unknown_parts[place] == 0)
        & (released[place] > 0)
    )
    wholes, place = wholes[decidable], place[decidable]
    difference = value[wholes] - summed[place]
    slack = _slack(cells, rows[wholes], released[place])
    wrong = np.abs(difference) > slack
    holds = not wrong.size or 1 - wrong.mean() >= HOLDS_ELSEWHERE
    if not holds and not breakdown.is_certain:
        return
    is_grave = holds & (np.abs(difference) > GRAVE_SHARE * np.abs(value[wholes]))
    chosen = np.flatnonzero(wrong & (is_grave == grave))
    for cell in chosen[np.argsort(-np.abs(difference[chosen]), kind="stable")]:
        row = int(rows[wholes[cell]])
        total = names[cells.places[column][row]]
        yield cells.found(
            row,
            f"the total is {cells.value[row]:,.10g}; {breakdown.parts_in_words(total)} add up to "
            f"{summed[place[cell]]:,.10g}, {abs(difference[cell]):,.10g} "
            f"{'less' if difference[cell] > 0 else 'more'}",
        )


def _slack(cells: Cells, rows: IntArray, n_parts: FloatArray) -> FloatArray:
    """What rounding of the total and of every part may add up to."""
    per_measure = np.array([rounding(cells.measures[code]) for code in cells.codes["measure"]])
    slack: FloatArray = per_measure[cells.places["measure"][rows]] * (n_parts + 1) + 1e-9
    return slack


def overlaps(dataset: Dataset) -> Iterator[Found]:
    """Per dimension the codes, other than the total, that hold what other codes hold too."""
    for axis in dataset.dimensions:
        codes = dataset.codes.get(axis.identifier)
        if axis.kind is not DimensionKind.OTHER or codes is None:
            continue
        titles = dict(zip(codes["code"].to_pylist(), codes["title"].to_pylist(), strict=True))
        extents = extents_of({code: title.strip() for code, title in titles.items()}, [])
        everything = frozenset().union(*extents.values())
        parts = {code: extent for code, extent in extents.items() if extent < everything}
        crossing = overlapping(parts)
        groups = [
            code
            for code, extent in parts.items()
            if any(other < extent for other in parts.values())
        ]
        if groups or crossing:
            named = [titles[code] for code in groups] or [titles[code] for code, _ in crossing]
            shown = ", ".join(named[:5]) + (f" and {len(named) - 5} more" if len(named) > 5 else "")
            yield Found(
                f"dimension {axis.identifier}",
                f"other codes of this list are part of {shown}; take codes that do not overlap "
                "before you sum",
            )
