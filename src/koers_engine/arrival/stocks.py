"""A stock at the end is the stock at the start and what came and went between."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from koers_engine.arrival.additivity import adds_up, factor, rounding
from koers_engine.arrival.cells import Cells, FloatArray, Found, IntArray
from koers_engine.concepts import Measure, Period

# The words by which CBS names the two ends of a period and the balance between them
# (tables 82235NED, 81955NED, 37230ned and their English translations).
_START = re.compile(r"(?i)(beginstand|\b(aan het|op het) begin|at the (start|beginning))")
_END = re.compile(r"(?i)(eindstand|\b(aan het|op het) einde?|at the end)")
_BALANCE = re.compile(r"(?i)^\s*(saldo voorraad|(totale )?bevolkingsgroei|balance of (the )?stock)")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stock:
    start: Measure
    end: Measure
    balance: Measure | None


def stocks_and_flows(cells: Cells) -> Iterator[Found]:
    """Where end − start is not the balance, or the end of a period is not the start of the next.

    Looked at where a table has one measure of each, told by their titles; periods follow each
    other within one frequency. Differences within rounding are none.
    """
    stock = _stock_of(list(cells.measures.values()))
    if stock is None:
        return
    start, end = _Series.of(cells, stock.start), _Series.of(cells, stock.end)
    if stock.balance is not None:
        balance = _Series.of(cells, stock.balance)
        yield from _unequal(
            end,
            end.value - start.at(end) - balance.at(end),
            end.slack + start.slack + balance.slack,
            "the end of the period differs from its start and balance together by",
        )
    yield from _unequal(
        start,
        start.value - end.at(start, periods_earlier=1),
        start.slack + end.slack,
        "the start of the period differs from the end of the one before by",
    )


def _stock_of(measures: list[Measure]) -> _Stock | None:
    def only(pattern: re.Pattern[str]) -> Measure | None:
        # A growth in percent is no flow.
        counts = [measure for measure in measures if adds_up(measure)]
        found = [measure for measure in counts if pattern.search(measure.title.nl)]
        return found[0] if len(found) == 1 else None

    start, end = only(_START), only(_END)
    if start is None or end is None or start is end:
        return None
    return _Stock(start=start, end=end, balance=only(_BALANCE))


@dataclass(frozen=True, slots=True)
class _Series:
    """One measure in whole numbers (1,000 times "x 1 000"), sorted by key and period."""

    cells: Cells
    rows: IntArray
    value: FloatArray
    key: IntArray
    slack: float

    @classmethod
    def of(cls, cells: Cells, measure: Measure) -> "_Series":
        rows = cells.rows_of_measures([measure.code])
        scale = factor(measure)
        periods = [Period.from_cbs(code) for code in cells.codes["period"]]
        numbers = np.array([_number(period) for period in periods], np.int64)
        every = np.arange(cells.value.size)
        others = cells.groups(every, but=["measure", "period"])
        frequencies = sorted({period.frequency.value for period in periods})
        frequency = np.array([frequencies.index(period.frequency.value) for period in periods])
        place = cells.places["period"][rows]
        key = (others[rows] * len(frequencies) + frequency[place]) * _SPAN + numbers[place]
        order = np.argsort(key)
        return cls(
            cells,
            rows[order],
            cells.value[rows[order]] * scale,
            key[order],
            rounding(measure) * scale,
        )

    def at(self, other: "_Series", *, periods_earlier: int = 0) -> FloatArray:
        """This series' values at the keys of another; NaN where it has none."""
        wanted = other.key - periods_earlier
        place = np.minimum(np.searchsorted(self.key, wanted), max(self.key.size - 1, 0))
        if not self.key.size:
            return np.full(wanted.size, np.nan)
        return np.where(self.key[place] == wanted, self.value[place], np.nan)


_SPAN = 1 << 24


def _number(period: Period) -> int:
    """A number that grows by one from a period to the next of its frequency."""
    within = {"S": 2, "Q": 4, "M": 12}.get(period.frequency.value)
    if within is not None:
        return period.year * within + period.ordinal - 1
    return period.year if period.ordinal == 0 else period.year * 10_000 + period.ordinal


def _unequal(series: _Series, difference: FloatArray, slack: float, words: str) -> Iterator[Found]:
    for row in np.flatnonzero(np.abs(np.nan_to_num(difference)) > slack + 1e-9):
        what = f"{words} {difference[row]:,.10g}"
        yield series.cells.found(int(series.rows[row]), what)
