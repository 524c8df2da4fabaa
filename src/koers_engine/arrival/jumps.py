"""Leaps in a series that no status explains.

A change is judged on the logarithm of the ratio between two successive figures, against the
changes of all areas at the same time and those of the area itself, both by the median and the
median absolute deviation (Rousseeuw and Croux, 1993, doi:10.1080/01621459.1993.10476408).
"""

from collections.abc import Iterator

import numpy as np

from koers_engine.arrival.additivity import adds_up
from koers_engine.arrival.cells import BoolArray, Cells, FloatArray, Found, IntArray
from koers_engine.concepts import Frequency, Period

DEVIATIONS = 10.0
"""A leap lies this many deviations (1.4826 × MAD) from the median of its peers and its own past."""
LEAST_RATIO = 1.5
"""And is at least by this factor, up or down."""
LEAST_FIGURE = 100.0
"""And both figures are above this: in small numbers chance leaps."""
VOLATILE_SHARE = 0.05
"""A measure that leaps at over this share of its steps has no level to leap from."""
THOUSANDFOLD = (500.0, 2_000.0)
LEAST_SERIES = 0.5
"""A unit is mistaken where this share of all series changes about a thousandfold at once."""
LEAST_FIGURE_OF_UNIT = 10.0
"""And the smaller of both figures is above this: from 1 to 1,000 is a matter of chance."""


def jumps(cells: Cells) -> Iterator[Found]:
    """Successive figures of one frequency that leap; not at a break or another definition.

    Only measures that add up and are never below zero: a balance or correction has no level.
    """
    signed = {
        cells.codes["measure"][place]
        for place in np.unique(cells.places["measure"][cells.value < 0])
    }
    levels = [code for code, one in cells.measures.items() if adds_up(one) and code not in signed]
    steps = _Steps.of(cells, levels)
    if steps is None:
        return
    leaps = (
        (np.abs(steps.change) > np.log(LEAST_RATIO))
        & (steps.smaller >= LEAST_FIGURE)
        & ~cells.is_explained[steps.after]
    )
    leaps &= ~_is_volatile(cells.places["measure"][steps.after], leaps)
    for group in (steps.moment, steps.series):  # its peers, and its own past
        leaps &= _far_from_its_group(steps.change, group, leaps)
    yield from steps.told(cells, leaps)


def units_mistaken(cells: Cells) -> Iterator[Found]:
    """Moments at which most series of a measure change about a thousandfold, up or down."""
    steps = _Steps.of(cells, list(cells.measures))
    if steps is None:
        return
    size, large = np.abs(steps.change), steps.smaller >= LEAST_FIGURE_OF_UNIT
    thousandfold = (size > np.log(THOUSANDFOLD[0])) & (size < np.log(THOUSANDFOLD[1])) & large
    if not thousandfold.any():
        return
    moment = cells.groups(steps.after, but=cells.places.keys() - {"measure", "period"})
    n_large = np.maximum(np.bincount(moment, large), 1)
    share = np.bincount(moment, thousandfold) / n_large
    yield from steps.told(cells, thousandfold & (share[moment] >= LEAST_SERIES))


class _Steps:
    """Pairs of successive figures of one series: row numbers, and the logarithm of their ratio.

    `series` numbers the series, `moment` the measure, dimensions and period that steps share.
    """

    def __init__(self, before: IntArray, after: IntArray, cells: Cells) -> None:
        self.before, self.after = before, after
        self.smaller: FloatArray = np.minimum(cells.value[before], cells.value[after])
        self.change: FloatArray = np.log(cells.value[after] / cells.value[before])
        self.series = cells.groups(after, but=["period"])
        self.moment = cells.groups(after, but=["area"])

    @classmethod
    def of(cls, cells: Cells, measures: list[str]) -> "_Steps | None":
        rows = cells.rows_of_measures(measures)
        rows = rows[cells.value[rows] > 0]
        periods = [Period.from_cbs(code) for code in cells.codes["period"]]
        kinds = [_kind(period) for period in periods]
        frequencies = sorted(set(kinds))
        frequency = np.array([frequencies.index(kind) for kind in kinds])
        in_time = np.argsort(np.argsort(np.array([p.year * 10_000 + p.ordinal for p in periods])))
        place = cells.places["period"][rows]
        series = cells.groups(rows, but=["period"]) * len(frequencies) + frequency[place]
        order = np.argsort(series * max(len(periods), 1) + in_time[place])
        rows, series = rows[order], series[order]
        follows = np.flatnonzero(series[1:] == series[:-1])
        return cls(rows[follows], rows[follows + 1], cells) if follows.size else None

    def told(self, cells: Cells, chosen: BoolArray) -> Iterator[Found]:
        """The chosen steps in words, the largest first."""
        found = np.flatnonzero(chosen)
        for step in found[np.argsort(-np.abs(self.change[found]), kind="stable")]:
            before, after = int(self.before[step]), int(self.after[step])
            earlier = Period.from_cbs(cells.codes["period"][cells.places["period"][before]])
            yield cells.found(
                after,
                f"{cells.value[after]:,.10g}, after {cells.value[before]:,.10g} in {earlier.label}"
                f" (× {np.exp(self.change[step]):.3g})",
            )


def _kind(period: Period) -> tuple[str, int]:
    """What the periods of one series share: special ones of one year do not follow each other."""
    special = period.frequency is Frequency.SPECIAL
    return period.frequency.value, period.ordinal if special else 0


def _is_volatile(measure: IntArray, leaps: BoolArray) -> BoolArray:
    """Per step whether its measure leaps so often that one leap says nothing."""
    n_steps, n_leaps = np.bincount(measure), np.bincount(measure, leaps)
    volatile: BoolArray = (n_leaps > VOLATILE_SHARE * n_steps) & (n_steps >= 100)
    return volatile[measure]


def _far_from_its_group(change: FloatArray, group: IntArray, asked: BoolArray) -> BoolArray:
    """Whether a change lies over DEVIATIONS from its group's median; False where not asked.

    A group of fewer than four tells nothing, so that the other yardstick decides alone.
    """
    far = np.zeros(change.size, bool)
    in_play = np.flatnonzero(np.bincount(group, asked)[group] > 0)
    if not in_play.size:
        return far
    change, group = change[in_play], np.unique(group[in_play], return_inverse=True)[1]
    away = np.abs(change - _medians(change, group)[group])
    spread = 1.4826 * _medians(away, group)
    is_small = np.bincount(group) < 4
    far[in_play] = is_small[group] | (away > DEVIATIONS * spread[group])
    return far & asked


def _medians(values: FloatArray, group: IntArray) -> FloatArray:
    """The median of each group, in order of group."""
    ordered = values[np.lexsort((values, group))]
    sizes = np.bincount(group)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    medians: FloatArray = (ordered[starts + (sizes - 1) // 2] + ordered[starts + sizes // 2]) / 2
    return medians
