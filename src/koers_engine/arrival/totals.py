"""Parts add up to totals; codes that overlap are not summed."""

from collections.abc import Callable, Iterator
from datetime import date

import numpy as np
import pyarrow as pa

from koers_engine.areas import AreaRegister
from koers_engine.arrival.additivity import adds_up
from koers_engine.arrival.breakdowns import Breakdown, breakdowns, extents_of, overlapping
from koers_engine.arrival.cells import BoolArray, Cells, FloatArray, Found, IntArray
from koers_engine.concepts import AreaKind, DimensionKind, Period
from koers_engine.observations import Dataset

GRAVE_SHARE = 0.05
"""A difference above this share of the total is no matter of figures that cannot be assigned."""
HOLDS_ELSEWHERE = 0.9
"""In this share of its cells a breakdown must hold before a cell is called wrong."""
ROUNDED_TO = (5, 10, 50, 100, 500, 1_000)
"""What publishers round to so that nobody is recognised, in units of the last decimal."""
ROUNDED_SHARE = 0.95
"""A measure is rounded to such a number where this share of its figures is a multiple of it."""

There = Callable[[str], BoolArray]
"""Per code: in which of the table's periods it was there, shape (n_periods,)."""


def parts_and_totals(dataset: Dataset, cells: Cells, *, grave: bool) -> Iterator[Found]:
    """Cells whose total differs from the sum of its parts by more than rounding explains.

    Only measures that add up; where a part is not there or missing for another reason than that
    it cannot exist, nothing can be said. A municipality that the list describes is no part of
    anything before it began and after it ended. A breakdown that the list does not state in words,
    and that holds in no more than HOLDS_ELSEWHERE of its cells, is none.

    Args:
        grave: Those that differ by more than GRAVE_SHARE of the total, or of the parts where these
            are of both signs, and where the breakdown holds elsewhere; else all others.
    """
    additive = [code for code, measure in cells.measures.items() if adds_up(measure)]
    rows = cells.rows_of_measures(additive)
    if not rows.size:
        return
    for axis in dataset.dimensions:
        if axis.identifier not in dataset.codes:
            continue
        codes = dataset.codes[axis.identifier]
        there = _there(cells, codes if axis.kind is DimensionKind.AREA else None)
        for breakdown in breakdowns(axis.kind, axis.column, codes):
            yield from _differences(cells, rows, breakdown, there, grave=grave)


def _there(cells: Cells, areas: pa.Table | None) -> There:
    """In which periods each code was there, as far as a list of areas describes them; else all."""
    listed = [] if areas is None else areas.select(["code", "description"]).to_pylist()
    told = {
        row["code"]: row["description"]
        for row in listed
        if AreaKind.of(row["code"]) is AreaKind.MUNICIPALITY and row["description"]
    }
    lives = AreaRegister(areas={}, province={}, descriptions=told).history.lives
    begins = [Period.from_cbs(code).first_day.toordinal() for code in cells.codes["period"]]
    days = np.array(begins, np.int64)

    def there(code: str) -> BoolArray:
        begin, end = lives.get(code) or (None, None)
        after_begin = days >= (begin or date.min).toordinal()
        before_end: BoolArray = days < (end or date.max).toordinal()
        return after_begin & before_end

    return there


def _differences(
    cells: Cells, rows: IntArray, breakdown: Breakdown, is_there: There, *, grave: bool
) -> Iterator[Found]:
    column = breakdown.column
    names = cells.codes[column]
    totals = sorted(set(breakdown.total_of.values()) & set(names))
    owner = np.full(len(names), -1)
    exists = np.ones((len(names), len(cells.codes["period"])), bool)
    expected = np.zeros((len(totals), len(cells.codes["period"])), np.int64)
    for part, total in breakdown.total_of.items():
        if total in totals:
            existed, own = is_there(part), cells.place_of(column, part)
            expected[totals.index(total)] += existed
            if own >= 0:
                owner[own], exists[own] = totals.index(total), existed
    is_total = np.full(len(names), -1)
    for number, total in enumerate(totals):
        is_total[cells.place_of(column, total)] = number

    group = cells.groups(rows, but=[column])
    code, period = cells.places[column][rows], cells.places["period"][rows]
    shape = (int(group.max()) + 1, len(totals))
    value, missing = cells.value[rows], np.isnan(cells.value[rows])

    parts = np.flatnonzero((owner[code] >= 0) & (exists[code, period] | ~missing))
    cell_of_part = np.ravel_multi_index((group[parts], owner[code[parts]]), shape)
    size = shape[0] * shape[1]
    summed = np.bincount(cell_of_part, np.nan_to_num(value[parts]), size)
    summed_unsigned = np.bincount(cell_of_part, np.nan_to_num(np.abs(value[parts])), size)
    there = np.bincount(cell_of_part, minlength=size)
    unknown = missing[parts] & ~cells.cannot_exist[rows][parts]
    unknown_parts = np.bincount(cell_of_part, unknown, size)
    released = np.bincount(cell_of_part, ~missing[parts], size)

    wholes = np.flatnonzero((is_total[code] >= 0) & ~missing)
    place = np.ravel_multi_index((group[wholes], is_total[code[wholes]]), shape)
    decidable = (
        (there[place] == expected[is_total[code[wholes]], period[wholes]])
        & (unknown_parts[place] == 0)
        & (released[place] > 0)
    )
    wholes, place = wholes[decidable], place[decidable]
    difference = value[wholes] - summed[place]
    slack = _rounding(cells, rows[parts])[cells.places["measure"][rows[wholes]]]
    slack = slack * (released[place] + 1) + 1e-9
    wrong = np.abs(difference) > slack
    holds = not wrong.size or 1 - wrong.mean() >= HOLDS_ELSEWHERE
    if not holds and not breakdown.is_certain:
        return
    size_of_all = np.maximum(np.abs(value[wholes]), summed_unsigned[place])
    is_grave = holds & (np.abs(difference) > GRAVE_SHARE * size_of_all)
    chosen = np.flatnonzero(wrong & (is_grave == grave))
    for cell in chosen[np.argsort(-np.abs(difference[chosen]), kind="stable")]:
        row = int(rows[wholes[cell]])
        parts_then = [
            part
            for part in breakdown.parts_of(names[cells.places[column][row]])
            if is_there(part)[cells.places["period"][row]]
        ]
        yield cells.found(
            row,
            f"the total is {cells.value[row]:,.10g}; {_in_words(parts_then)} add up to "
            f"{summed[place[cell]]:,.10g}, {abs(difference[cell]):,.10g} "
            f"{'less' if difference[cell] > 0 else 'more'}",
        )


def _in_words(parts: list[str]) -> str:
    """The parts of a total, the first and last of them by code."""
    parts = sorted(parts)
    if len(parts) <= 3:
        return " + ".join(parts)
    return f"its {len(parts)} parts {parts[0]} … {parts[-1]}"


def _rounding(cells: Cells, rows: IntArray) -> FloatArray:
    """Per measure the most by which rounding moves one of these figures, in the measure's unit.

    Half a unit of the last decimal, or half of what nearly all figures are a multiple of.
    """
    measures = [cells.measures[code] for code in cells.codes["measure"]]
    last_decimal = np.array([10.0**-measure.decimals for measure in measures])
    place = cells.places["measure"][rows]
    units = np.rint(np.nan_to_num(np.abs(cells.value[rows])) / last_decimal[place])
    n_figures = np.bincount(place, units > 0, len(measures))
    step = np.ones(len(measures))
    for each in ROUNDED_TO:
        n_multiples = np.bincount(place, (units > 0) & (units % each == 0), len(measures))
        step[(n_figures > 0) & (n_multiples >= ROUNDED_SHARE * n_figures)] = each
    half: FloatArray = 0.5 * step * last_decimal
    return half


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
