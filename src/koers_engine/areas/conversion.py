from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt

from koers_engine.areas.changes import Flow, Weight
from koers_engine.areas.history import AreaHistory
from koers_engine.areas.sizes import Sizes, Total, nothing_known
from koers_engine.areas.transfer import Transfer, transfers

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """How figures on the boundaries of one day become figures on those of another.

    `codes` are the n municipalities that a change in between touched; whoever is not among them
    keeps its figures. Rows stand for the areas that figures come from, columns for those they
    are for. Everything is linear, so a chain of changes is a product of matrices.
    """

    since: date
    until: date
    codes: tuple[str, ...]
    shares: FloatArray
    """Shape (n, n): the part of the row's figure that the column gets; NaN where not known."""
    divided: FloatArray
    """Shape (n, n): the part of the row's figure that is put in or taken out of the column by a
    share of something and not as a whole."""
    weighed_by: BoolArray
    """Shape (n_weights, n, n): which weights, in the order of Weight, had a say in the share."""
    left_out: tuple[tuple[Flow, BoolArray], ...]
    """Changes whose proportion is not known, each with the columns that they would touch, (n,)."""

    def parts(self, code: str) -> list[tuple[str, float]]:
        """Where the figure of an area comes from, with the share of each.

        Whole areas first, so that a share is never read as being of those that follow.
        """
        if code not in self.codes:
            return [(code, 1.0)]
        column = self.shares[:, self.codes.index(code)]
        found = [(self.codes[row], float(column[row])) for row in np.flatnonzero(column != 0)]
        return sorted(found, key=lambda part: (part[1] != 1.0, part[0] != code, part[0]))

    def weights(self, code: str) -> list[Weight]:
        """What the shares in an area's figure were taken from; empty where all is whole."""
        if code not in self.codes:
            return []
        used = self.weighed_by[:, :, self.codes.index(code)]
        return [weight for weight, is_used in zip(Weight, used, strict=True) if is_used.any()]

    def without(self, code: str) -> list[Flow]:
        """The changes that an area's figure does not take into account."""
        if code not in self.codes:
            return []
        place = self.codes.index(code)
        return [flow for flow, reach in self.left_out if reach[place]]


class Converter:
    """Makes conversions by one weight; what happens on a day is worked out once.

    `weight` tells how much moved where a part of a municipality did, and `total` the sizes of
    those that went on to be there.

    Source: `docs/methods/boundaries.md`.
    """

    def __init__(self, history: AreaHistory, weight: Weight, total: Total = nothing_known) -> None:
        self.history = history
        self.weight = weight
        self._sizes = Sizes(history, total)
        self._steps: dict[tuple[date, bool], list[Transfer]] = {}

    def between(self, since: date, until: date) -> Conversion:
        """From the boundaries of the day `since` to those of `until`, forwards or backwards."""
        forwards = until >= since
        days = self.history.between(min(since, until), max(since, until))
        steps = [self._step(day, forwards) for day in (days if forwards else reversed(days))]
        each = [transfer for step in steps for transfer in step]
        touched = {code for transfer in each for code in (transfer.code, *transfer.shares)}
        for flow in (flow for transfer in each for flow in transfer.left_out):
            touched |= {flow.origin, flow.destination}
        moved = self.history.moved_between(min(since, until), max(since, until))
        composed = _Composed(self.history, since, sorted(touched | moved))
        for step in steps:
            composed.pass_on(step)
        return composed.conversion(since, until)

    def _step(self, day: date, forwards: bool) -> list[Transfer]:  # noqa: FBT001
        if (day, forwards) not in self._steps:
            self._steps[day, forwards] = transfers(
                self.history, day, forwards=forwards, weight=self.weight, sizes=self._sizes
            )
        return self._steps[day, forwards]


class _Composed:
    """The product of the steps so far; a step touches only the columns of its own areas."""

    def __init__(self, history: AreaHistory, since: date, codes: Sequence[str]) -> None:
        n = len(codes)
        self.codes = tuple(codes)
        self.place = {code: at for at, code in enumerate(codes)}
        self.shares = np.diag(np.array([history.existed(code, since) for code in codes], float))
        self.shares = self.shares.reshape(n, n)
        self.divided = np.zeros((n, n))
        self.unknown = np.zeros((n, n), bool)
        self.weighed_by = np.zeros((len(Weight), n, n), bool)
        self.left_out: list[Flow] = []
        self.reach = np.zeros((0, n), bool)  # of each change left out: the columns it would touch

    def pass_on(self, step: Sequence[Transfer]) -> None:
        """Let every area that took part pass on what it has."""
        if not step:
            return
        ends = sorted({code for each in step for code in (each.code, *each.shares)})
        sources = np.array([self.place[each.code] for each in step])
        columns = np.array([self.place[end] for end in ends])
        told = np.array([[each.shares.get(end, 0.0) for end in ends] for each in step])
        # Of an area that goes on, what left it counts as estimated, and not what stayed.
        stayed = np.array([[each.itself == end for end in ends] for each in step])
        is_divided = np.array([[not each.is_whole] for each in step]) & (told != 0)
        unknown = np.isnan(told)
        share = np.where(unknown, 0.0, told)
        divided = np.where(is_divided & ~unknown, np.where(stayed, 1 - share, share), 0.0)
        weighed = np.stack(
            [is_divided & np.array([[each.weight is weight] for each in step]) for weight in Weight]
        )
        had = self.shares[:, sources]
        goes = told != 0
        self.weighed_by = _dealt(self.weighed_by, sources, columns, goes)
        self.weighed_by[..., columns] |= (had != 0) @ weighed
        self.unknown = _dealt(self.unknown, sources, columns, goes)
        self.unknown[:, columns] |= (had != 0) @ unknown
        self.divided = _dealt(self.divided, sources, columns, share)
        self.divided[:, columns] += had @ divided
        self.shares = _dealt(self.shares, sources, columns, share)
        left_out = list(dict.fromkeys(flow for each in step for flow in each.left_out))
        touched = [
            np.isin(np.array(self.codes, str), [flow.origin, flow.destination]) for flow in left_out
        ]
        self.left_out += left_out
        self.reach = _dealt(np.vstack([self.reach, *touched]), sources, columns, goes)

    def conversion(self, since: date, until: date) -> Conversion:
        return Conversion(
            since=since,
            until=until,
            codes=self.codes,
            shares=np.where(self.unknown, np.nan, self.shares),
            divided=self.divided,
            weighed_by=self.weighed_by,
            left_out=tuple(zip(self.left_out, self.reach, strict=True)),
        )


def _dealt(
    held: npt.NDArray[Any],
    sources: npt.NDArray[np.intp],
    columns: npt.NDArray[np.intp],
    share: npt.NDArray[Any],
) -> npt.NDArray[Any]:
    """What the sources' columns hold, dealt out over the columns of the other side."""
    dealt = held.copy()
    passed = held[..., sources]
    dealt[..., sources] = 0
    dealt[..., columns] += passed @ share
    return dealt
