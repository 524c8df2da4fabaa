"""What share of each municipality went where on one day of change, read in either direction."""

import math
from collections import defaultdict
from collections.abc import Mapping, Set
from dataclasses import dataclass, replace
from datetime import date

from koers_engine.areas.changes import Flow, Weight
from koers_engine.areas.history import AreaHistory
from koers_engine.areas.sizes import Sizes


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """How the figures of one area are dealt out over the areas on the other side of a day.

    `shares` by code add up to 1 exactly as numbers of this size can: the largest is 1 less the
    others. They are NaN where the proportion is not known and somebody is there on the other side
    only, who would be left without any figure.
    `left_out` are other changes that moved somebody in an unknown proportion: the area keeps the
    whole of its figures then.
    """

    code: str
    shares: dict[str, float]
    weight: Weight
    itself: str | None = None
    """The code under which the area itself was there on the other side too, or the area that took
    over more than half of it; None where there is neither."""
    left_out: tuple[Flow, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing was divided: the figures stay together, so that nothing is estimated."""
        return len(self.shares) == 1


def transfers(
    history: AreaHistory, on: date, *, forwards: bool, weight: Weight, sizes: Sizes
) -> list[Transfer]:
    """How each area that took part in the changes of a day passes its figures on.

    Args:
        on: The first day of the new boundaries.
        forwards: From the boundaries before the day to those of the day, else back.
        weight: What tells the proportions; where it is not known of an area, the other one does.
        sizes: Tell what an area kept that gave or got a part, where the change does not.
    """
    lives = history.lives
    by_source: dict[str, dict[str, Flow]] = defaultdict(dict)
    for flow in history.flows.get(on, ()):
        if flow.origin in lives and flow.destination in lives:
            source, end = flow.origin, flow.destination
            by_source[source if forwards else end][end if forwards else source] = flow
    found = []
    for code, by_end in sorted(by_source.items()):
        itself = history.goes_on_as(code, on)
        others = {end: flow for end, flow in by_end.items() if end != itself}
        if itself is not None and (others or itself != code):
            kept = {each: sizes.kept({code, itself}, on, each) for each in Weight}
            only_there = {end for end in others if history.goes_on_as(end, on) is None}
            transfer = _of_one_that_stays(
                code, itself, others, only_there=only_there, kept=kept, weight=weight
            )
            found.append(transfer)
        elif others:
            transfer = _of_one_that_ends(code, others, weight)
            # Back in time nobody takes over: the parts were there before the whole.
            found.append(replace(transfer, itself=_heir(transfer.shares)) if forwards else transfer)
    return found


def _of_one_that_ends(code: str, by_end: Mapping[str, Flow], weight: Weight) -> Transfer:
    """Of an area that is only there on this side of the day."""
    if len(by_end) == 1:
        return Transfer(code=code, shares=dict.fromkeys(by_end, 1.0), weight=weight)
    for tried in _either(weight):
        amounts = {end: flow.amounts.of(tried) for end, flow in by_end.items()}
        shares = _shares(amounts)
        if shares is not None:
            return Transfer(code=code, shares=shares, weight=tried)
    unknown = dict.fromkeys(by_end, math.nan)
    return Transfer(code=code, shares=unknown, weight=weight)


def _of_one_that_stays(
    code: str,
    itself: str,
    by_end: Mapping[str, Flow],
    *,
    only_there: Set[str],
    kept: Mapping[Weight, float | None],
    weight: Weight,
) -> Transfer:
    """Of an area that is there on both sides, and exchanged parts or took in whole others."""
    for tried in _either(weight):
        amounts: dict[str, float | None] = {
            end: flow.amounts.of(tried) for end, flow in by_end.items()
        }
        if not any(amounts.values()) and None not in amounts.values():
            if tried is not weight:
                continue  # what went over is known to be something by the weight that counts
            return Transfer(code=code, shares={itself: 1.0}, weight=tried, itself=itself)
        shares = _shares(amounts | {itself: kept[tried]})
        if shares is not None:
            return Transfer(code=code, shares=shares, weight=tried, itself=itself)
    if only_there:  # and would be left without any figure
        unknown = dict.fromkeys({itself, *by_end}, math.nan)
        return Transfer(code=code, shares=unknown, weight=weight, itself=itself)
    moved = tuple(flow for flow in by_end.values() if flow.amounts.inhabitants != 0)
    return Transfer(code=code, shares={itself: 1.0}, weight=weight, itself=itself, left_out=moved)


def _heir(shares: Mapping[str, float]) -> str | None:
    return next((code for code, share in shares.items() if share > 0.5), None)


def _either(weight: Weight) -> list[Weight]:
    return [weight, *(other for other in Weight if other is not weight)]


def _shares(amounts: Mapping[str, float | None]) -> dict[str, float] | None:
    """The proportions of what is told; None where an amount is not, or all are nothing."""
    known = {code: amount for code, amount in amounts.items() if amount}
    if None in amounts.values() or not known:
        return None
    whole = sum(known.values())
    shares = {code: amount / whole for code, amount in known.items()}
    largest = max(shares, key=lambda code: (shares[code], code))
    shares[largest] = 1.0 - sum(share for code, share in shares.items() if code != largest)
    return shares
