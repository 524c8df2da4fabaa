"""How large a municipality was just before or after a change, where the list does not say it."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import date

from koers_engine.areas.changes import Flow, Weight
from koers_engine.areas.history import AreaHistory

Total = Callable[[Weight, str, int], float | None]
"""The inhabitants or dwellings of a municipality on 1 January of a year; None where not known."""

# A size of another year stands in where the boundaries did not change in between. Municipalities
# grow by some percent in such a time, and by that little the proportion is off.
MOST_YEARS_AWAY = 2


def nothing_known(_weight: Weight, _code: str, _year: int) -> float | None:
    """The totals where there is no series of any."""
    return None


@dataclass(frozen=True, slots=True)
class _Size:
    days_away: int
    size: float
    is_after: bool


class Sizes:
    """What part of a municipality stayed when another part went over, or came in.

    Looked up in the change itself; else taken from the municipality's size, as a change nearby or
    a series of inhabitants or dwellings tells it, less what moved.
    """

    def __init__(self, history: AreaHistory, total: Total = nothing_known) -> None:
        self._history = history
        self._total = total
        self._by_code: dict[str, dict[date, list[Flow]]] = defaultdict(lambda: defaultdict(list))
        for flows in history.flows.values():
            for flow in flows:
                for code in {flow.origin, flow.destination}:
                    self._by_code[code][flow.on].append(flow)

    def kept(self, codes: Set[str], on: date, weight: Weight) -> float | None:
        """How much of a municipality was there on both sides of a day; None where not known.

        Args:
            codes: Its code, or both where it got another one on that day.
        """
        flows = {flow for code in codes for flow in self._by_code[code][on]}
        inside = {flow for flow in flows if flow.origin in codes and flow.destination in codes}
        for flow in inside:
            if flow.amounts.of(weight) is not None:
                return flow.amounts.of(weight)
        around = (size for code in codes for size in self._around(code, on, weight))
        nearest = min(around, key=lambda known: known.days_away, default=None)
        if nearest is None:
            return None
        outside = [
            flow
            for flow in flows - inside
            if (flow.destination if nearest.is_after else flow.origin) in codes
        ]
        moved = _sum(outside, weight)
        kept = None if moved is None else nearest.size - moved
        return kept if kept is not None and kept > 0 else None

    def _around(self, code: str, on: date, weight: Weight) -> Iterator[_Size]:
        """Its sizes on the boundaries just after and just before the day, nearest year first."""
        others = [day for day, flows in self._by_code[code].items() if _sum(flows, weight) != 0]
        before = max((day for day in others if day < on), default=None)
        after = min((day for day in others if day > on), default=None)
        for year in range(on.year - MOST_YEARS_AWAY, on.year + MOST_YEARS_AWAY + 1):
            day = date(year, 1, 1)
            if (before is None or before <= day) and (after is None or day < after):
                size = self._total(weight, code, year)
                if size is not None:
                    yield _Size(abs((day - on).days), size, day >= on)
        for change, is_after in ((after, True), (before, False)):
            if change is not None and abs(change.year - on.year) <= MOST_YEARS_AWAY:
                told = self._told(code, change, weight, before=is_after)
                if told is not None:
                    yield _Size(abs((change - on).days), told, is_after)

    def _told(self, code: str, on: date, weight: Weight, *, before: bool) -> float | None:
        """Its size just before or after a day of change, where all its parts are told."""
        flows = [
            flow
            for flow in self._by_code[code][on]
            if code == (flow.origin if before else flow.destination)
        ]
        life = self._history.lives.get(code)
        edge = None if life is None else life.end if before else life.begin
        is_whole = edge == on or any(flow.origin == flow.destination for flow in flows)
        return _sum(flows, weight) if flows and is_whole else None


def _sum(flows: Sequence[Flow], weight: Weight) -> int | None:
    amounts = [flow.amounts.of(weight) for flow in flows]
    known = [amount for amount in amounts if amount is not None]
    return sum(known) if len(known) == len(amounts) else None
