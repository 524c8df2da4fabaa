"""How much a figure grew: in all, per year, and as an index."""

import math

from koers_engine.concepts import Period


def growth_percent(then: float, now: float) -> float:
    """How much a figure changed, in percent of what it was; NaN from zero, less, or unknown.

    >>> growth_percent(200.0, 250.0)
    25.0
    """
    return 100 * (now / then - 1) if then > 0 else float("nan")


def years_between(since: Period, period: Period) -> float:
    """How many years lie between the beginnings of two periods.

    >>> years_between(Period.parse("2019"), Period.parse("2024"))
    5.0
    >>> years_between(Period.parse("2019-Q4"), Period.parse("2024-Q1"))
    4.25
    """
    first, last = since.first_day, period.first_day
    months = 12 * (last.year - first.year) + last.month - first.month
    return months / 12 + (last.day - first.day) / 365.25


def growth_per_year(growth: float | None, years: float) -> float | None:
    """The yearly rate, in percent, that compounded comes to a growth in percent.

    None where there is no growth, where it is over less than a year, and where the figure fell
    below zero.

    >>> round(growth_per_year(10.25, 2), 6)
    5.0
    """
    if growth is None or years < 1 or growth < -100:
        return None
    return 100 * (math.pow(1 + growth / 100, 1 / years) - 1)


def index(growth: float | None) -> float | None:
    """The figure where that of the base period is 100.

    >>> index(-25.0)
    75.0
    """
    return None if growth is None else 100 + growth
