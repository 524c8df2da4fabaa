"""Figures from figures: the closed set of derivations, on whole panels at once."""

from dataclasses import replace

import numpy as np

from koers_engine.concepts import Period
from koers_engine.indicators.indicator import Growth, Indicator, Ratio
from koers_engine.indicators.panel import FloatArray, Panel, StatusArray

# Which reason is told where parts have different ones: the first of these that any part has.
GRAVEST_FIRST = ("M", "Q", "L", "K", "H", "O")
WEAKEST_FIRST = ("F", "E", "I", "U", "G", "V", "P", "D", "S", "W", "N")


def ratio(indicator: Indicator, derivation: Ratio, of: Panel, by: Panel) -> Panel:
    """`factor` × one panel ÷ another, where both have a figure and the divisor is above zero."""
    areas = tuple(sorted(set(of.areas) & set(by.areas)))
    periods = tuple(sorted(set(of.periods) & set(by.periods)))
    over, under = _part(of, areas, periods), _part(by, areas, periods)
    divisor = np.where(under.values > 0, under.values, np.nan)
    values = derivation.factor * over.values / divisor
    return Panel(
        indicator=indicator,
        areas=areas,
        periods=periods,
        values=values,
        statuses=combined_statuses(values, over.statuses, under.statuses),
        area_breaks=over.area_breaks | under.area_breaks,
        breaks=tuple(sorted({*over.breaks, *under.breaks} & set(periods))),
        vintages_by_period=tuple(
            tuple(dict.fromkeys((*of.vintages_of(period), *by.vintages_of(period))))
            for period in periods
        ),
        absent=tuple(dict.fromkeys((*of.absent, *by.absent))),
        estimated=np.maximum(over.estimated, under.estimated),
        boundaries=of.boundaries and replace(of.boundaries, divided_by=by.boundaries),
    )


def growth(indicator: Indicator, derivation: Growth, of: Panel) -> Panel:
    """Percentage change since `years` earlier; none across a break, nor from zero or less."""
    pairs = [
        (period, period.years_earlier(derivation.years))
        for period in of.periods
        if period.years_earlier(derivation.years) in of.periods
    ]
    now = _part(of, of.areas, tuple(period for period, _ in pairs))
    then = _part(of, of.areas, tuple(before for _, before in pairs))
    broken = np.zeros(now.values.shape, bool)
    for place, (period, before) in enumerate(pairs):
        broken[:, place] = of.broken_between(before, period)
    base = np.where((then.values > 0) & ~broken, then.values, np.nan)
    values = 100 * (now.values / base - 1)
    return Panel(
        indicator=indicator,
        areas=of.areas,
        periods=now.periods,
        values=values,
        statuses=combined_statuses(values, now.statuses, then.statuses),
        area_breaks=np.zeros(values.shape, bool),
        vintages_by_period=tuple(of.vintages_of(*pair) for pair in pairs),
        absent=of.absent,
        estimated=np.maximum(now.estimated, then.estimated),
        boundaries=of.boundaries and replace(of.boundaries, years_back=derivation.years),
    )


def _part(panel: Panel, areas: tuple[str, ...], periods: tuple[Period, ...]) -> Panel:
    rows = np.searchsorted(np.array(panel.areas, str), np.array(areas, str))
    columns = np.array([panel.periods.index(period) for period in periods], np.intp)
    cells = np.ix_(rows, columns)
    return Panel(
        indicator=panel.indicator,
        areas=areas,
        periods=periods,
        values=panel.values[cells],
        statuses=panel.statuses[cells],
        area_breaks=panel.area_breaks[cells],
        breaks=panel.breaks,
        estimated=panel.estimated[cells],
    )


def combined_statuses(values: FloatArray, *parts: StatusArray) -> StatusArray:
    """The status of what was derived: the gravest of its parts', fit for there being a value."""
    missing = np.isnan(values)
    statuses = np.where(missing, "O", "A")
    for codes, where in ((GRAVEST_FIRST, missing), (WEAKEST_FIRST, ~missing)):
        for code in reversed(codes):
            has_it = np.any([part == code for part in parts], axis=0)
            statuses[has_it & where] = code
    return statuses
