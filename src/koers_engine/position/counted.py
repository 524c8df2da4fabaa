"""What was counted behind a figure, where that is known: the ground of any interval."""

from dataclasses import dataclass

import numpy as np

from koers_engine.concepts import Bilingual, Period, Refusal
from koers_engine.indicators import Indicator, IndicatorKind, Panel
from koers_engine.indicators.indicator import Ratio
from koers_engine.indicators.panel import FloatArray
from koers_engine.position import notes
from koers_engine.position.groups import aligned
from koers_engine.position.intervals import ALARM, WARNING, Interval, Method, ends_of
from koers_engine.references import Characteristics

_PERCENT = 100


class NotCounted(Refusal, LookupError):
    """What a figure counts is not known, so that it has no interval."""

    def __init__(self, why: Bilingual) -> None:
        self.why = why
        super().__init__(why.en)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Events and, for a share or rate, the whole they are divided by, for all areas and periods.

    A figure is `factor` × events ÷ whole.
    """

    method: Method
    events: Panel
    whole: Panel | None
    factor: int

    @classmethod
    def behind(cls, panel: Panel, period: Period, characteristics: Characteristics) -> "Counted":
        """What stands behind the figures of a panel in a period.

        A share of a whole goes by Wilson, a count and a rate by Byar. Where some area's share is
        above 100%, the events are no part of the whole, and it goes for a rate.

        Raises:
            NotCounted: That is not known; it says why.
        """
        indicator = panel.indicator
        if indicator.kind is IndicatorKind.COUNT:
            if not indicator.counts_events:
                raise NotCounted(notes.NO_EVENTS)
            return cls(method=Method.BYAR, events=panel, whole=None, factor=1)
        if not isinstance(indicator.derivation, Ratio):
            raise NotCounted(notes.NO_COUNTS)
        ratio = indicator.derivation
        try:
            events, whole = characteristics.panel(ratio.of), characteristics.panel(ratio.by)
        except LookupError:  # as refusals to load what is not there are
            raise NotCounted(notes.NO_COUNTS) from None
        if not (_is_count(events.indicator) and _is_count(whole.indicator)):
            raise NotCounted(notes.NO_COUNTS)
        if not (events.indicator.counts_events and whole.indicator.counts_events):
            raise NotCounted(notes.NO_EVENTS)
        is_share = ratio.factor == _PERCENT and _within(panel, period)
        return cls(
            method=Method.WILSON if is_share else Method.BYAR,
            events=events,
            whole=whole,
            factor=ratio.factor,
        )

    def interval(self, area: str, period: Period) -> Interval:
        """The interval of the figure of one area in a period.

        Raises:
            NotCounted: There is no count of it, or one below zero.
        """
        events = self.events.value(area, period)
        whole = None if self.whole is None else self.whole.value(area, period)
        if events is None or (self.whole is not None and not (whole or 0) > 0):
            raise NotCounted(notes.NO_COUNTS_OF_PLACE)
        if events < 0:
            raise NotCounted(notes.BELOW_ZERO)
        count, divisor = np.array([events]), np.array([whole or 1.0])
        ends = [
            self.factor * float(end[0])
            for confidence in (WARNING, ALARM)
            for end in ends_of(self.method, count, divisor, confidence)
        ]
        return Interval(
            method=self.method,
            low=ends[0],
            high=ends[1],
            low_998=ends[2],
            high_998=ends[3],
            events=events,
            whole=whole,
        )

    def wholes(self, areas: tuple[str, ...], period: Period) -> FloatArray:
        """What the figures of these areas are divided by, shape (n_areas,); NaN where unknown."""
        if self.whole is None or period not in self.whole.periods:
            return np.full(len(areas), np.nan)
        rows = aligned(areas, self.whole.areas)
        return np.where(rows >= 0, self.whole.values[rows, self.whole.column(period)], np.nan)


def _is_count(indicator: Indicator) -> bool:
    return indicator.kind is IndicatorKind.COUNT


def _within(panel: Panel, period: Period) -> bool:
    """Whether no figure of the period is above 100%."""
    figures = panel.values[:, panel.column(period)]
    return not bool((figures > _PERCENT).any())
