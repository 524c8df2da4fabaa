"""An indicator on the map of all municipalities, as its page and its files show it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

import numpy as np
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from koers.core.bilingual import LocalisedText, current_language
from koers.monitor import drawings
from koers.monitor.choices import Chosen, query_of, read_choice
from koers.monitor.drawings.inline import inline
from koers.monitor.figure import NoFigure, Source
from koers.monitor.figures import register_trouble
from koers.monitor.known import Definitions, definitions, outline
from koers.monitor.maps import maps, outlines_for
from koers.monitor.sheets import Cell
from koers.monitor.store import (
    boundary_years,
    catalogue,
    in_words,
    last_change,
    panel,
    register,
    store,
)
from koers.monitor.wording import why_missing
from koers_engine.areas import UnknownArea
from koers_engine.concepts import AreaKind, Period, Refusal
from koers_engine.indicators import Panel
from koers_engine.maps import Breaks, Choropleth, Outlines
from koers_engine.profile import Choice
from koers_engine.profile.rows import sources
from koers_engine.profile.sight import last_until

_LONGEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class MapAsked:
    """What was asked to be drawn, and what of it cannot be followed."""

    code: str
    chosen: Chosen
    breaks: Breaks = Breaks.QUANTILES
    place: str = ""
    faults: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The end of the address that asks for just this."""
        named = [("classes", self.breaks.value)] if self.breaks is Breaks.ROUND else []
        held = [("place", self.place)] if self.place else []
        choice = [pair for pair in self.chosen.pairs if pair[0] in _PARAMETERS]
        return query_of([*choice, *named, *held])


_PARAMETERS = ("period", "boundaries", "as-of")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shaded:
    """A municipality of the map: its figure and the number of its class, or why there is none."""

    code: str
    name: str
    figure: str
    shade: str
    missing: str = ""
    has_profile: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Map:
    """A drawn map with all its figures; `is_converted`: brought to the map's boundaries."""

    name: LocalisedText
    unit: LocalisedText
    definition: LocalisedText
    formula: LocalisedText
    period: str
    periods: tuple[str, ...]
    year: int
    is_converted: bool
    drawing: drawings.Drawing
    inline: SafeString
    shaded: tuple[Shaded, ...]
    sources: tuple[Source, ...]
    outlines: str
    """Whose boundaries they are, and under which licence."""
    written: Callable[[], tuple[Mapping[str, Cell], ...]]

    def has(self, place: str) -> bool:
        """Whether the map shows the municipality of this code."""
        return any(each.code == place for each in self.shaded)

    @property
    def rows(self) -> tuple[Mapping[str, Cell], ...]:
        """For a file, and made for that alone: a figure per municipality, not rounded."""
        return self.written()

    @property
    def title(self) -> str:
        name = self.name[:1].upper() + self.name[1:]
        return _("%(indicator)s, %(period)s") % {"indicator": name, "period": self.period}


def read_map(code: str, query: Mapping[str, Sequence[str]], own: str = "") -> MapAsked | None:
    """What an address asks for; None for an indicator that there is not.

    Args:
        own: The code of the place that is marked where the address names none.
    """
    if code not in catalogue().by_code:
        return None
    chosen = read_choice({name: query.get(name, ()) for name in _PARAMETERS})
    faults = chosen.said
    breaks = Breaks.QUANTILES
    written = next(iter(query.get("classes", ())), "")
    if written in set(Breaks):
        breaks = Breaks(written)
    elif written:
        faults.append(_("Classes: choose quantiles or round."))
    place, asked = own, " ".join(next(iter(query.get("place", ())), "").split())[:_LONGEST]
    if asked and register_trouble(chosen.moment) is None:
        try:
            place = register(chosen.moment).find(asked).code
        except UnknownArea:
            faults.append(_("There is no place called “%(text)s”.") % {"text": asked})
    return MapAsked(code=code, chosen=chosen, breaks=breaks, place=place, faults=tuple(faults))


def usual_indicator() -> str:
    """The indicator that is drawn where none was chosen."""
    return outline().tiles[0]


def map_years(moment: datetime | None = None) -> tuple[int, ...]:
    """The years on whose boundaries a map can be drawn, the latest first."""
    span = boundary_years(moment)
    return tuple(year for year in reversed(maps().years()) if year in span)


def draw(asked: MapAsked) -> Map | NoFigure:
    """The map, or why there is none.

    Figures are drawn as published where there is a map of the municipalities of their period, else
    on the boundaries of the last map.
    """
    if trouble := register_trouble(asked.chosen.moment):
        return trouble
    moment = asked.chosen.moment
    state = store().state(), maps().state(), definitions(), current_language()
    return _drawn(
        asked.code,
        asked.chosen.choice,
        _Look(asked.breaks, asked.place),
        _When(moment and last_change(moment), state),
    )


@dataclass(frozen=True, slots=True)
class _Look:
    breaks: Breaks
    own: str


@dataclass(frozen=True, slots=True)
class _When:
    """The moment of the figures, and what the map rests on beside them."""

    moment: datetime | None
    state: tuple[frozenset[str], tuple[tuple[str, int, int], ...], Definitions, str]


@lru_cache(maxsize=24)
def _drawn(code: str, choice: Choice, look: _Look, when: _When) -> Map | NoFigure:
    moment, boundaries = when.moment, choice.boundaries
    try:
        held, period, outlines = _found(code, choice.period, boundaries, moment)
    except Refusal as refusal:
        return _nothing(code, boundaries, refusal)
    if period is None:
        missing = _("No figure has been released for any municipality.")
        return NoFigure(indicator=code, missing=missing)
    now = register(moment)
    names = {each: now.areas[each].name for each in outlines.areas if each in now.areas}
    column = held.values[:, held.column(period)].tolist()
    indicator = held.indicator
    drawing = drawings.choropleth(
        Choropleth(
            outlines=outlines,
            values=dict(zip(held.areas, column, strict=True)),
            names=names,
            indicator=indicator.name,
            unit=indicator.unit,
            period=period.label,
            decimals=indicator.decimals,
            own=look.own,
            breaks=look.breaks,
        )
    )
    return Map(
        name=in_words(indicator.name),
        unit=in_words(indicator.unit),
        definition=in_words(indicator.definition),
        formula=in_words(indicator.formula),
        period=period.label,
        periods=tuple(each.label for each in reversed(_released(held))),
        year=outlines.year,
        is_converted=held.boundaries is not None,
        drawing=drawing,
        inline=inline(drawing, label=drawing.sentence, css="drawing map"),
        shaded=_shaded(drawing, names, held, period, {area.code for area in now.municipalities()}),
        sources=tuple(Source.of(vintage) for vintage in held.vintages_of(period)),
        outlines=f"{outlines.attribution} ({outlines.licence})",
        written=partial(_rows, drawing, names, held, period),
    )


def _nothing(code: str, boundaries: int | None, refusal: Refusal) -> NoFigure:
    years = map_years()
    if not years:
        missing = _("No map of municipalities has been brought in yet.")
    elif boundaries is not None and boundaries not in years:
        missing = _("There is no map of the municipalities of %(year)s. Choose one of: %(years)s.")
        missing %= {"year": boundaries, "years": ", ".join(map(str, years))}
    else:
        missing = _("The figures of this indicator have not been brought in yet.")
    return NoFigure(indicator=code, missing=missing, remedy=str(refusal))


def _found(
    code: str, until: Period | None, boundaries: int | None, moment: datetime | None
) -> tuple[Panel, Period | None, Outlines]:
    """The figures, their period, and the map they are drawn on.

    Raises:
        koers_engine.concepts.Refusal: There are no figures, or no map.
    """
    held = panel(code, moment, boundaries)
    period = last_until(_released(held), until)
    last = max(maps().years(), default=0)  # of the year 0 there is none, which is refused
    if boundaries is not None or period is None:
        return held, period, outlines_for(boundaries or last)
    try:
        return held, period, outlines_for(period.year)
    except Refusal:
        return panel(code, moment, last), period, outlines_for(last)


def _released(held: Panel) -> list[Period]:
    """The periods in which any municipality has a figure, in order."""
    rows = np.array([AreaKind.of(area) is AreaKind.MUNICIPALITY for area in held.areas], bool)
    has_figure = (~np.isnan(held.values[rows])).any(axis=0).tolist()
    return [period for period, is_there in zip(held.periods, has_figure, strict=True) if is_there]


def _shaded(
    drawing: drawings.Drawing,
    names: Mapping[str, str],
    held: Panel,
    period: Period,
    living: set[str],
) -> tuple[Shaded, ...]:
    """The rows of the drawing, each with the code of its municipality."""
    codes = {name: code for code, name in names.items()}
    found = []
    for name, figure, shade in drawing.rows:
        code = codes.get(name, name)
        found.append(
            Shaded(
                code=code,
                name=name,
                figure=figure,
                shade=shade.partition(":")[0],
                missing="" if shade else why_missing(_status(held, code, period)),
                has_profile=code in living,
            )
        )
    return tuple(found)


def _status(held: Panel, code: str, period: Period) -> str:
    row = held.row(code)
    return "O" if row is None else str(held.statuses[row, held.column(period)])


def _rows(
    drawing: drawings.Drawing, names: Mapping[str, str], held: Panel, period: Period
) -> tuple[Mapping[str, Cell], ...]:
    codes = {name: code for code, name in names.items()}
    indicator = held.indicator
    found: list[Mapping[str, Cell]] = []
    for name, _figure, shade in drawing.rows:
        code = codes.get(name, name)
        how = held.made_how(code, period)
        found.append(
            {
                "indicator": indicator.code,
                "indicator_name": in_words(indicator.name),
                "unit": in_words(indicator.unit),
                "area": code,
                "area_name": name,
                "period": period.label,
                "value": held.value(code, period),
                "status": _status(held, code, period),
                "class": shade or None,
                "boundaries": held.boundaries.year if held.boundaries else None,
                "text": in_words(how) if how else None,
                "source": sources(held.vintages_of(period)),
            }
        )
    return tuple(found)


MAP_COLUMNS = (
    "indicator", "indicator_name", "unit", "area", "area_name", "period", "value", "status",
    "class", "boundaries", "text", "source",
)  # fmt: skip
