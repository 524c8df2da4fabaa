"""How much of a figure can be chance: intervals of shares and counts, and of what follows."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from koers_engine.concepts import Bilingual
from koers_engine.indicators import Direction
from koers_engine.indicators.panel import BoolArray, FloatArray

# Two-sided, as public-health profiles give them, with the quantile of the normal distribution.
WARNING, ALARM = 0.95, 0.998
_QUANTILE = {WARNING: 1.959963984540054, ALARM: 3.090232306167813}
_STEPS = 48  # halvings, which bring any limit to twelve digits


class Method(StrEnum):
    """How the interval was made: of a share of a whole, or of a number of events."""

    WILSON = "wilson"
    BYAR = "byar"


def wilson(
    events: FloatArray, whole: FloatArray, confidence: float
) -> tuple[FloatArray, FloatArray]:
    """The interval of a share, from 0.0 to 1.0.

    Args:
        events: How many of the whole, from 0 up to it; any shape, NaN where unknown.
        whole: The same shape; above zero.
        confidence: WARNING or ALARM.

    Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical
    inference, JASA 22, 209–212; without correction for continuity.

    >>> [round(float(end), 4) for end in wilson(np.float64(15), np.float64(50), WARNING)]
    [0.191, 0.4375]
    """
    z = _QUANTILE[confidence]
    share, more = events / whole, z * z / whole
    middle = share + more / 2
    half = z * np.sqrt((share * (1 - share) + more / 4) / whole)
    low, high = (middle - half) / (1 + more), (middle + half) / (1 + more)
    # At none and at all the ends are 0 and 1 exactly; rounding must not take them off.
    return np.where(events == 0, 0.0, low), np.where(events == whole, 1.0, high)


def byar(events: FloatArray, confidence: float) -> tuple[FloatArray, FloatArray]:
    """The interval of a number of events, after Poisson; that of a rate when divided likewise.

    Args:
        events: Zero or more, any shape; NaN where unknown.
        confidence: WARNING or ALARM.

    Source: Byar's approximation, N. E. Breslow and N. E. Day (1987), Statistical Methods in Cancer
    Research II, p. 69; APHO (2008), Technical Briefing 3.

    >>> [round(float(end), 2) for end in byar(np.float64(100), WARNING)]
    [81.36, 121.63]
    """
    z = _QUANTILE[confidence]
    return _byar_low(events, z), _byar_high(events, z)


def _byar_low(events: FloatArray, z: float) -> FloatArray:
    some = np.where(events > 0, events, np.nan)
    low = some * (1 - 1 / (9 * some) - z / (3 * np.sqrt(some))) ** 3
    return np.where(events == 0, 0.0, np.maximum(low, 0.0))


def _byar_high(events: FloatArray, z: float) -> FloatArray:
    more = events + 1
    high: FloatArray = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    return high


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """Between what the figure would lie by chance alone, in the indicator's unit.

    What is counted is counted in full: the interval is not of sampling, but of how many events
    there would have been in the same circumstances.
    """

    method: Method
    low: float
    """At 95%."""
    high: float
    low_998: float
    """At 99.8%."""
    high_998: float
    events: float
    """What was counted."""
    whole: float | None
    """What it is divided by; None for a count."""


class Comparison(StrEnum):
    """How a place compares with a reference, beyond chance."""

    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"


_WORDS = {
    Comparison.BETTER: Bilingual(nl="beter", en="better"),
    Comparison.SIMILAR: Bilingual(nl="vergelijkbaar", en="similar"),
    Comparison.WORSE: Bilingual(nl="slechter", en="worse"),
    Comparison.HIGHER: Bilingual(nl="hoger", en="higher"),
    Comparison.LOWER: Bilingual(nl="lager", en="lower"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Better, similar or worse than a reference; higher or lower where neither way is better.

    `confidence` is 0.95 or 0.998; of "similar" it is 0.95, that of the interval which covers the
    reference.
    """

    comparison: Comparison
    confidence: float

    @property
    def words(self) -> Bilingual:
        """The comparison as one word."""
        return _WORDS[self.comparison]

    @classmethod
    def of(cls, interval: Interval, reference: float, direction: Direction) -> "Verdict":
        """The verdict on a place with this interval, beside the figure of a reference.

        Source: OHID (2022), Fingertips public health technical guidance: compared with the
        interval of the place, that of the reference being narrow beside it.
        """
        ends = {
            WARNING: (interval.low, interval.high),
            ALARM: (interval.low_998, interval.high_998),
        }
        for confidence in (ALARM, WARNING):
            low, high = ends[confidence]
            if low > reference:
                return cls(comparison=_ABOVE[direction], confidence=confidence)
            if high < reference:
                return cls(comparison=_BELOW[direction], confidence=confidence)
        return cls(comparison=Comparison.SIMILAR, confidence=WARNING)


_ABOVE = {
    Direction.HIGHER: Comparison.BETTER,
    Direction.LOWER: Comparison.WORSE,
    Direction.NEITHER: Comparison.HIGHER,
}
_BELOW = {
    Direction.HIGHER: Comparison.WORSE,
    Direction.LOWER: Comparison.BETTER,
    Direction.NEITHER: Comparison.LOWER,
}


def ends_of(
    method: Method, events: FloatArray, whole: FloatArray, confidence: float
) -> tuple[FloatArray, FloatArray]:
    """Both ends of the interval of `events` ÷ `whole`."""
    if method is Method.WILSON:
        return wilson(events, whole, confidence)
    low, high = byar(events, confidence)
    return low / whole, high / whole


def limits(
    method: Method, reference: float, whole: FloatArray, confidence: float
) -> tuple[FloatArray, FloatArray]:
    """Between what a figure must lie to be similar to the reference, by the size of the whole.

    The limits are those figures whose own interval just reaches the reference, so that a place
    lies outside them when, and only when, its verdict is not "similar".

    Args:
        reference: The figure of the reference, as a share from 0.0 to 1.0, or in events per one.
        whole: What figures are divided by; any shape, above zero.

    Returns:
        Lower and upper limits, of the shape of `whole`; a share's are within 0.0 and 1.0.
    """
    expected = reference * whole
    z = _QUANTILE[confidence]
    if method is Method.WILSON:
        half = z * np.sqrt(reference * (1 - reference) / whole)
        return np.maximum(reference - half, 0.0), np.minimum(reference + half, 1.0)
    wide = z * np.sqrt(expected) + z * z + 2

    def halved(is_under: Callable[[FloatArray], BoolArray]) -> FloatArray:
        below, above = np.zeros_like(expected), expected + wide
        for _ in range(_STEPS):
            middle = (below + above) / 2
            under = is_under(middle)
            below, above = np.where(under, middle, below), np.where(under, above, middle)
        return (below + above) / 2

    lowest = halved(lambda events: _byar_high(events, z) < expected)
    lowest = np.where(_byar_high(np.zeros_like(expected), z) >= expected, 0.0, lowest)
    highest = halved(lambda events: _byar_low(events, z) <= expected)
    return lowest / whole, highest / whole
