"""The one numerical kernel of positions: the profile page, the whole store and Spark use it.

It works on cells and columns. A cell is a row of figures that belong together (an indicator in a
period, or a reference that one place is held against); a column is an area in its role of member
of a group, or of a place that is held against that group, or both. Nothing loops over figures.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

from koers_engine.indicators.panel import BoolArray, FloatArray

IntArray = npt.NDArray[np.integer[Any]]
N = TypeVar("N", bound=np.generic)

# A percentile among fewer others says more about which they are than about the place; a spread
# of fewer members likewise.
MINIMUM_PEERS = 3


@dataclass(frozen=True, eq=False)
class Standings:
    """Groups of areas per cell, and how each column stands against its group.

    Numbers of a group have shape (n_cells, n_groups), numbers of a column (n_cells, n_columns);
    both are in the unit of the figures, and NaN where there is none to give. Each is worked out
    when it is first asked for. Made by `standings`.
    """

    values: FloatArray
    """Shape (n_cells or 1, n_columns); NaN where there is no figure."""
    counts: BoolArray
    """Shape (n_cells, n_columns): a member of its group, with a figure."""
    groups: IntArray | None
    """Shape (n_cells or 1, n_columns): number of the column's group; None where there is one."""
    n_groups: int
    weights: FloatArray | None
    order: IntArray
    """Shape of `values`: the columns of each cell in ascending order of their figures."""

    @cached_property
    def n(self) -> IntArray:
        """Members with a figure."""
        if self.groups is None:
            return np.count_nonzero(self.counts, axis=1, keepdims=True)
        counted = self._segment[self.counts]
        n = np.bincount(counted, minlength=len(self.counts) * self.n_groups)
        return n.reshape(-1, self.n_groups)

    @cached_property
    def total(self) -> FloatArray:
        """Sum over the members."""
        return np.where(self.n > 0, self._summed(self._members), np.nan)

    @cached_property
    def mean(self) -> FloatArray:
        """Mean over the members, each counting once."""
        return self._summed(self._members) / _some(self.n)

    @cached_property
    def weighted(self) -> FloatArray:
        """Mean over the members whose weight is above zero, by weight; NaN without weights."""
        if self.weights is None:
            return np.full(self.n.shape, np.nan)
        weights = np.where(self.counts & (self.weights > 0), self.weights, 0.0)
        return self._summed(self._members * weights) / _some(self._summed(weights))

    @cached_property
    def deviation(self) -> FloatArray:
        """Standard deviation of the members, who are the whole group (divided by n, not n − 1).

        NaN where all figures are the same and where there are fewer than MINIMUM_PEERS.
        """
        apart = np.where(self.counts, self.values - self.of_column(self.mean), 0.0)
        spread = np.sqrt(self._summed(apart * apart) / _some(self.n))
        tells = (self.n >= MINIMUM_PEERS) & (self.lowest < self.highest)
        return np.where(tells, spread, np.nan)

    @cached_property
    def median(self) -> FloatArray:
        """Median of the members."""
        return self.quantile(0.5)

    @cached_property
    def lowest(self) -> FloatArray:
        """Lowest figure of the members."""
        return self._ranking.member(np.zeros_like(self.n))

    @cached_property
    def highest(self) -> FloatArray:
        """Highest figure of the members."""
        return self._ranking.member(self.n - 1)

    def quantile(self, share: float | FloatArray) -> FloatArray:
        """The figure that this share of the members lies below, from 0.0 to 1.0.

        Interpolates linearly between members (Hyndman and Fan's type 7, as `numpy.quantile`). Of
        several shares at once, of shape (n_shares, 1, 1), the first axis of the answer is theirs.
        """
        place = (self.n - 1) * share
        under = np.floor(place).astype(np.intp)
        low = self._ranking.member(under)
        high = self._ranking.member(np.minimum(under + 1, self.n - 1))
        return np.where(low == high, low, low + (high - low) * (place - under))

    @property
    def below(self) -> IntArray:
        """Members with a lower figure than the column's; meaningless where that has none."""
        return self._ranking.below

    @cached_property
    def tied(self) -> IntArray:
        """Other members with the very figure of the column."""
        return self._ranking.up_to - self._ranking.below - self.counts

    def rank(self, *, lower_is_better: BoolArray | bool = False) -> FloatArray:
        """1 + the other members that are better; ties share the best rank ("1224").

        A column that is no member stands where it would were it one. NaN where it has no figure.

        Args:
            lower_is_better: One for all, or of shape (n_cells, 1); where it is not so, the highest
                figure is first.

        Source: standard competition ranking, as `scipy.stats.rankdata(method="min")`.
        """
        if lower_is_better is True:
            better = self.below
        else:
            better = self.of_column(self.n) - self._ranking.up_to
        if lower_is_better is not True and lower_is_better is not False:
            better = np.where(lower_is_better, self.below, better)
        return np.where(self._has_figure, better + 1, np.nan)

    @cached_property
    def percentile(self) -> FloatArray:
        """Share of the other members below the column's figure, ties counting half.

        NaN where it has no figure, and where fewer than MINIMUM_PEERS others have one.

        Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (ranking);
        ties as in `scipy.stats.percentileofscore(kind="mean")`.
        """
        others = self.of_column(self.n) - self.counts
        enough = self._has_figure & (others >= MINIMUM_PEERS)
        twice_below = self._ranking.below + self._ranking.up_to - self.counts
        share: FloatArray = twice_below / np.where(enough, 2 * others, np.nan)
        return share

    @cached_property
    def standardised_gap(self) -> FloatArray:
        """The column's figure less the mean, in standard deviations; NaN as `deviation`."""
        return (self.values - self.of_column(self.mean)) / self.of_column(self.deviation)

    def best(self, *, lower_is_better: BoolArray | bool = False) -> FloatArray:
        """Best figure of the members."""
        return np.where(lower_is_better, self.lowest, self.highest)

    def gap(self, to: FloatArray) -> FloatArray:
        """The column's figure less a number of its group, shape (n_cells, n_groups)."""
        return self.values - self.of_column(to)

    def of_column(self, of_group: npt.NDArray[N]) -> npt.NDArray[N]:
        """A number of each group, given to the columns of that group."""
        if self.groups is None:
            return of_group
        return np.ravel(of_group).take(self._segment)

    @cached_property
    def _has_figure(self) -> BoolArray:
        return ~np.isnan(self.values)

    @cached_property
    def _members(self) -> FloatArray:
        """The members' figures; 0 elsewhere, so that they can be summed."""
        return np.where(self.counts, self.values, 0.0)

    def _summed(self, figures: FloatArray) -> FloatArray:
        """The sum over the columns of each group."""
        if self.groups is None:
            whole: FloatArray = figures.sum(axis=1, keepdims=True)
            return whole
        n_cells = len(figures)
        segments = n_cells * self.n_groups
        sums: FloatArray = np.asarray(
            np.bincount(self._segment.ravel(), weights=figures.ravel(), minlength=segments),
            np.float64,
        )
        return sums.reshape(n_cells, self.n_groups)

    @cached_property
    def _segment(self) -> IntArray:
        """The number of each column's group among the groups of all cells."""
        firsts = np.arange(len(self.counts))[:, None] * self.n_groups
        groups = 0 if self.groups is None else self.groups
        return np.broadcast_to(firsts + groups, self.counts.shape)

    @cached_property
    def _ranking(self) -> "_Ranking":
        return _Ranking.of(self)


def standings(
    values: FloatArray,
    *,
    members: BoolArray | None = None,
    groups: IntArray | None = None,
    n_groups: int = 1,
    weights: FloatArray | None = None,
    order: IntArray | None = None,
) -> Standings:
    """Hold every column against the members of its group, in every cell at once.

    Args:
        values: Figures, shape (n_cells, n_columns), or (1, n_columns) where all cells have the
            same and differ in their members. NaN where there is no figure; none is infinite.
        members: Whether a column counts as one of its group, shape (n_cells or 1, n_columns).
            One that does not is held against the group nonetheless. None where all count.
        groups: Number of the group that a column belongs to or is held against, from 0 up to, not
            including, `n_groups`, shape (n_cells or 1, n_columns). None where there is one group.
        weights: For `Standings.weighted`, shape (n_cells or 1, n_columns); NaN where unknown.
        order: What `ascending` makes of the values, where they are held against several groups.
    """
    if n_groups == 1:
        groups = None
    if groups is not None and len(groups) > len(values):
        values, order = np.broadcast_to(values, groups.shape), None
    if order is None:
        order = ascending(values)
    counts = ~np.isnan(values)
    if members is not None:
        counts = counts & members
    return Standings(values, counts, groups, n_groups, weights, order)


def ascending(values: FloatArray) -> IntArray:
    """The columns of each cell in ascending order of their figures, those without one last."""
    # NaN as infinity, for only without NaN does NumPy sort in vector registers.
    return np.argsort(np.where(np.isnan(values), np.inf, values), axis=1)


@dataclass(frozen=True, eq=False)
class _Ranking:
    """The members in order of their figures, group by group, and where each column stands."""

    in_order: FloatArray
    """The members' figures, those of one group together, in ascending order."""
    before: IntArray
    """Shape (n_cells, n_groups): how many of `in_order` come before the group's own."""
    n: IntArray
    below: IntArray
    up_to: IntArray
    """Members whose figure is the column's or lower; itself included."""

    @classmethod
    def of(cls, asked: Standings) -> "_Ranking":
        n_cells, n_columns = asked.counts.shape
        order = asked.order
        rows = (np.arange(len(order)) * n_columns)[:, None]
        if asked.groups is not None:
            small = asked.groups.astype(np.uint8 if asked.n_groups <= 1 << 8 else np.uint16)
            grouped = small.take(order + rows if len(small) > 1 else order)
            by_group = np.argsort(grouped, axis=1, kind="stable")  # counting: keeps the order
            order = order.take(by_group + rows)
        flat = rows + order
        values = asked.values.take(flat)
        starts = np.empty(values.shape, bool)  # whether a figure is not that of the column before
        starts[:, 0] = True
        np.not_equal(values[:, 1:], values[:, :-1], out=starts[:, 1:])
        if len(order) < n_cells:  # the same figures in all cells
            flat = flat + (np.arange(n_cells) * n_columns)[:, None]
            values = np.broadcast_to(values, asked.counts.shape)
            starts = np.broadcast_to(starts, asked.counts.shape)
        counted = asked.counts.take(flat)
        reached = np.cumsum(counted, dtype=np.int32)  # over all cells
        starts = np.ravel(starts)
        if asked.groups is not None:
            sizes = np.bincount(np.ravel(asked._segment))  # noqa: SLF001 - its other half
            starts[np.cumsum(sizes)[:-1]] = True
        before = (np.cumsum(asked.n) - np.ravel(asked.n)).reshape(asked.n.shape)

        run = np.cumsum(starts) - 1  # the number of each run of equal figures
        begins = np.flatnonzero(starts)
        below = reached[begins] - np.ravel(counted)[begins]
        up_to = reached[np.append(begins[1:], starts.size) - 1]

        run_of = np.empty(counted.shape, np.intp)  # by column, in the order they came in
        np.put(run_of, flat, run)
        offset = asked.of_column(before)
        return cls(
            in_order=values[counted],
            before=before,
            n=asked.n,
            below=below.take(run_of) - offset,
            up_to=up_to.take(run_of) - offset,
        )

    def member(self, place: IntArray) -> FloatArray:
        """The figure of the member at this place of each group, 0 being the lowest."""
        if not self.in_order.size:
            return np.full(self.n.shape, np.nan)
        at = np.minimum(self.before + place, self.in_order.size - 1)
        return np.where(self.n > 0, self.in_order[at], np.nan)


def _some(number: FloatArray | IntArray) -> FloatArray:
    """What to divide by: NaN in place of 0."""
    return np.where(number > 0, number, np.nan)
