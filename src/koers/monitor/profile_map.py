"""The map on a profile: one indicator, on the boundaries of its year or of the nearest map."""

from dataclasses import dataclass

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from koers.core.bilingual import LocalisedText
from koers.monitor import drawings
from koers.monitor.drawings.inline import EMPTY, inline
from koers.monitor.maps import maps, outlines_for
from koers.monitor.profile import Making
from koers.monitor.store import in_words, panel
from koers_engine.concepts import Period, Refusal
from koers_engine.indicators import IndicatorKind, Panel
from koers_engine.maps import Choropleth, Outlines
from koers_engine.profile import Profile
from koers_engine.profile.sight import last_until


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOnPage:
    """A map with what it says; without one, `missing` tells why."""

    code: str
    name: LocalisedText
    drawing: SafeString = EMPTY
    sentence: str = ""
    note: str = ""
    attribution: str = ""
    year: int | None = None
    """The year whose municipalities it shows."""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    missing: str = ""


def choices_of(profile: Profile) -> list[tuple[str, LocalisedText]]:
    """The indicators to draw: code and name, as the profile has them."""
    return [(each.indicator.code, in_words(each.indicator.name)) for each in profile.figures]


def usual(profile: Profile) -> str:
    """The indicator that is drawn when none was chosen: the first figure that is no count, for
    what a larger place has more of shows little but its size.
    """
    shown = [each.indicator for each in profile.figures if each.value is not None]
    rates = [each for each in shown if each.kind is not IndicatorKind.COUNT]
    return next((each.code for each in [*rates, *shown]), "")


def map_of(code: str, profile: Profile, made: Making) -> MapOnPage:
    """The map of an indicator in the period that the profile shows it of, with the place marked.

    Where there is no map of the municipalities of that period, figures are brought to those of the
    last map there is.
    """
    indicator = made.known.catalogue[code]
    named = {"code": code, "name": in_words(indicator.name)}
    try:
        held, period, outlines = _found(code, profile, made)
    except Refusal:
        return MapOnPage(**named, missing=_("There is no map on which these figures can be drawn."))
    if period is None:
        return MapOnPage(**named, missing=_("No figure has been released for any municipality."))
    areas = made.known.register.areas
    column = held.values[:, held.column(period)].tolist()
    drawing = drawings.choropleth(
        Choropleth(
            outlines=outlines,
            values=dict(zip(held.areas, column, strict=True)),
            names={each: areas[each].name for each in outlines.areas if each in areas},
            indicator=indicator.name,
            unit=indicator.unit,
            period=period.label,
            decimals=indicator.decimals,
            own=profile.area.code,
        )
    )
    note = ""
    if held.boundaries is not None:
        note = _(
            "The figures were brought to the municipal boundaries of 1 January %(year)s, the year "
            "of the map."
        ) % {"year": held.boundaries.year}
    return MapOnPage(
        **named,
        drawing=inline(drawing, label=drawing.sentence, css="drawing map"),
        sentence=drawing.sentence,
        note=note,
        attribution=outlines.attribution,
        year=outlines.year,
        header=drawing.header,
        rows=drawing.rows,
    )


def _found(code: str, profile: Profile, made: Making) -> tuple[Panel, Period | None, Outlines]:
    """The figures, their period, and the map they can be drawn on.

    Raises:
        koers_engine.concepts.Refusal: There are no figures, or no map.
    """
    year = made.choice.boundaries
    held = made.known.load(code)
    shown = {each.indicator.code: each.period for each in profile.figures}
    period = shown.get(code) or last_until(_released(held), made.choice.period)
    if period is None:
        return held, None, outlines_for(_last_map())
    if year is not None:
        return held, period, outlines_for(year)
    try:
        return held, period, outlines_for(period.year)
    except Refusal:
        last = _last_map()
        return panel(code, made.chosen.moment, last), period, outlines_for(last)


def _last_map() -> int:
    return max(maps().years(), default=0)  # of the year 0 there is none, which is refused


def _released(held: Panel) -> list[Period]:
    has_figure = (~np.isnan(held.values)).any(axis=0).tolist()
    return [period for period, is_there in zip(held.periods, has_figure, strict=True) if is_there]
