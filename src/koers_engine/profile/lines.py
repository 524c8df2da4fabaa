"""Figures through time of a place beside its references, on one scale."""

import math
from collections.abc import Sequence

import numpy as np

from koers_engine.concepts import Area, Bilingual, Period
from koers_engine.indicators import IndicatorKind, Panel
from koers_engine.indicators.panel import BoolArray, FloatArray
from koers_engine.position.groups import Columns
from koers_engine.position.kernel import standings
from koers_engine.profile.groups import place_name
from koers_engine.profile.profile import Line
from koers_engine.references import Characteristics, ReferenceGroup


def lines_of(
    panel: Panel,
    columns: Columns,
    place: Area,
    *,
    references: Sequence[tuple[str, Bilingual, ReferenceGroup]],
    characteristics: Characteristics,
    base: Period | None,
) -> tuple[tuple[Line, ...], Period | None]:
    """The place and its references through time, and the period that is 100 where they are counts.

    Args:
        columns: Of the panel's areas.
        references: Of each its text, label and group.
        base: The base of the growth; without one, counts have no lines.

    A reference has its official figures where there are any, else those of its municipalities
    together: rates weighted by the inhabitants of each period; of counts the change since `base`
    of those with a figure at both ends. Nothing is drawn across a break in the series.
    """
    if panel.indicator.kind is IndicatorKind.COUNT:
        if base is None:
            return (), None
        start = panel.column(base)
        own = _indexed(panel, _row(panel, columns, place.code), start)
        drawn = [_index_of(panel, columns, group, start) for _, _, group in references]
    else:
        base, own = None, _row(panel, columns, place.code)
        drawn = [_levels_of(panel, columns, group, characteristics) for _, _, group in references]
    lines = [_line(place_name(place.code, place.name), None, panel, own)]
    for (text, label, _), values in zip(references, drawn, strict=True):
        if not np.isnan(values).all():
            lines.append(_line(label, text, panel, values))
    return tuple(lines), base


def _line(label: Bilingual, text: str | None, panel: Panel, values: FloatArray) -> Line:
    figures = [None if math.isnan(value) else value for value in values.tolist()]
    return Line(label=label, reference=text, points=tuple(zip(panel.periods, figures, strict=True)))


def _row(panel: Panel, columns: Columns, area: str | None) -> FloatArray:
    row = None if area is None else columns.row.get(area)
    return np.full(len(panel.periods), np.nan) if row is None else panel.values[row]


def _indexed(panel: Panel, values: FloatArray, start: int) -> FloatArray:
    """The figures as an index, for the periods that compare with the base."""
    if not values[start] > 0:
        return np.full(values.shape, np.nan)
    return np.where(_comparable(panel, start), 100 * values / values[start], np.nan)


def _comparable(panel: Panel, start: int) -> BoolArray:
    base = panel.periods[start]
    return np.array(
        [
            not any(min(base, known) < broken <= max(base, known) for broken in panel.breaks)
            for known in panel.periods
        ],
        bool,
    )


def _index_of(panel: Panel, columns: Columns, group: ReferenceGroup, start: int) -> FloatArray:
    official = _row(panel, columns, group.official)
    if not math.isnan(official[start]):
        return _indexed(panel, official, start)
    now = panel.values.T
    then = np.broadcast_to(now[start], now.shape)
    both = columns.in_group(group) & ~np.isnan(now) & ~np.isnan(then)
    grown = standings(now, members=both).total / standings(then, members=both).total
    return np.where(_comparable(panel, start), 100 * grown[:, 0], np.nan)


def _levels_of(
    panel: Panel, columns: Columns, group: ReferenceGroup, characteristics: Characteristics
) -> FloatArray:
    official = _row(panel, columns, group.official)
    if not np.isnan(official).all():
        return official
    weights = [columns.inhabitants(characteristics, period)[0] for period in panel.periods]
    members = columns.in_group(group)[None]
    return standings(panel.values.T, members=members, weights=np.array(weights)).weighted[:, 0]
