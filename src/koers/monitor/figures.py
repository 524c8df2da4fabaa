"""The platform's one door to official figures: every page, target and file asks here."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from koers.core.bilingual import LocalisedText
from koers.core.models import Municipality
from koers.monitor import wording
from koers.monitor.figure import (
    Aim,
    Figure,
    NoFigure,
    Point,
    Series,
    Source,
    comparable_since,
)
from koers.monitor.numbers import number
from koers.monitor.reference_lists import mentions_a_list, references_named
from koers.monitor.store import (
    add_table,
    catalogue,
    characteristics,
    in_words,
    indicator_choices,
    panel,
    register,
)
from koers_engine.areas import NotThereThen, UnknownArea
from koers_engine.concepts import Period, Refusal
from koers_engine.indicators import IndicatorKind, Panel
from koers_engine.observations import NotYetKnown
from koers_engine.position import position
from koers_engine.references import Reference, UnknownGroup

__all__ = [
    "Figure",
    "KeyFigure",
    "Measure",
    "NoFigure",
    "add_table",
    "baseline",
    "figure",
    "goal_figure",
    "indicator_choices",
    "latest_baseline",
    "latest_figure",
    "measure_of",
    "panel",
    "register_trouble",
]

POPULATION = "population"


class Target(Protocol):
    """What a goal promises about an indicator (koers.goals.models.Target)."""

    indicator_code: str
    baseline_value: Decimal | None
    baseline_period: str
    value: Decimal | None
    year: int | None
    references: list[str]


@dataclass(frozen=True, slots=True)
class Measure:
    """What is known of an indicator before any figure: its unit, its tables, and the good way."""

    name: LocalisedText
    unit: LocalisedText
    source: str
    direction: str


@dataclass(frozen=True, slots=True)
class KeyFigure:
    """The last figure of a place in a few words; `value` is a dash where there is none."""

    indicator: str
    name: LocalisedText
    unit: LocalisedText
    value: str
    period: str
    is_known: bool = True


def measure_of(code: str) -> Measure | None:
    """What the catalogue says of an indicator; None where it does not know the code."""
    if code not in catalogue().by_code:
        return None
    indicator = catalogue()[code]
    return Measure(
        name=in_words(indicator.name),
        unit=in_words(indicator.unit),
        source=", ".join(catalogue().datasets_of(code)),
        direction=indicator.direction.value,
    )


def figure(
    indicator: str,
    area_code: str,
    references: Sequence[str] = (),
    as_of: datetime | None = None,
    boundaries: int | None = None,
) -> Figure | NoFigure:
    """The series of an indicator for a place beside its references, as known at `as_of` or last,
    as published or brought to the municipal boundaries of a year.
    """
    try:
        return _worded(_figure(indicator, area_code, references, as_of, boundaries))
    except NotThereThen as refusal:
        return _not_there(indicator, refusal)
    except Refusal as refusal:
        return _no_figure(indicator, refusal)


def no_municipality(indicator: str) -> NoFigure:
    """There is no figure of our own municipality as long as nobody said which one that is."""
    return NoFigure(
        indicator=indicator,
        missing=_("It has not been set which municipality this site is about."),
        remedy=_("Staff: choose the area code under Settings, Municipality."),
    )


def goal_figure(target: Target, as_of: datetime | None = None) -> Figure | NoFigure:
    """The figure that a goal is measured by, for this municipality, with baseline and target."""
    area_code = Municipality.load().area_code
    if not area_code:
        return no_municipality(target.indicator_code)
    try:
        found = _figure(target.indicator_code, area_code, target.references, as_of)
        return _worded(replace(found, baseline=_baseline_of(target), target=_aim_of(target)))
    except Refusal as refusal:
        return _no_figure(target.indicator_code, refusal)


def latest_figure(indicator: str, area_code: str) -> KeyFigure:
    """The last released figure of a place."""
    found = figure(indicator, area_code)
    if isinstance(found, NoFigure) or found.latest is None or found.latest.value is None:
        measure = measure_of(indicator)
        nameless = LocalisedText(indicator, "en")
        return KeyFigure(
            indicator=indicator,
            name=measure.name if measure else nameless,
            unit=measure.unit if measure else LocalisedText("", "en"),
            value="–",
            period=_("no figure yet"),
            is_known=False,
        )
    return KeyFigure(
        indicator=indicator,
        name=found.name,
        unit=found.unit,
        value=number(found.latest.value, found.decimals),
        period=found.latest.period.label,
    )


def register_trouble(as_of: datetime | None = None) -> NoFigure | None:
    """Why no place can be looked up, where that is so: most often since the store is empty."""
    try:
        register(as_of)
    except NotYetKnown:
        return NoFigure(
            indicator=POPULATION,
            missing=_("On that day this site did not know any official figures yet."),
        )
    except Refusal as refusal:
        return NoFigure(
            indicator=POPULATION,
            missing=_("The official figures of the municipalities have not been brought in yet."),
            remedy=str(refusal),
        )
    return None


def baseline(indicator: str, area_code: str, period: str) -> tuple[Decimal, str] | None:
    """Value of a place in a period (CBS code), and the vintage it was read from, by its digest.

    An indicator that is derived from several tables gives the digests of all, with spaces. None
    where no figure was released.

    Raises:
        koers_engine.concepts.Refusal: The indicator is not defined, the period cannot be read, or
            the store holds no table of the indicator.
    """
    known, asked = panel(indicator), Period.from_cbs(period)
    value = known.value(area_code, asked)
    if value is None:
        return None
    digests = " ".join(vintage.digest for vintage in known.vintages_of(asked))
    return Decimal(str(round(value, 4))), digests


def latest_baseline(indicator: str, area_code: str, period: str) -> Decimal | None:
    """The value that a baseline would have were it read today; None where there is none now."""
    try:
        found = baseline(indicator, area_code, period)
    except Refusal:
        return None
    return found and found[0]


def _figure(
    code: str,
    area_code: str,
    references: Sequence[str],
    as_of: datetime | None,
    boundaries: int | None = None,
) -> Figure:
    known, areas = panel(code, as_of, boundaries), register(as_of, boundaries)
    if boundaries is None:
        area = areas.find(area_code)
    else:
        area = areas.find_on(area_code, date(boundaries, 1, 1))
    own = tuple(
        Point(
            period,
            value,
            status,
            breaks=_breaks(known, area.code, period),
            estimated=known.estimated_share(area.code, period),
            how=in_words(how) if (how := known.made_how(area.code, period)) else "",
        )
        for period, value, status in known.series(area.code)
    )
    indicator = known.indicator
    asked = _asked(references, as_of)
    beside, start = _beside(known, own, area.code, asked, as_of)
    return Figure(
        indicator=code,
        name=in_words(indicator.name),
        definition=in_words(indicator.definition),
        unit=in_words(indicator.unit),
        formula=in_words(indicator.formula),
        decimals=indicator.decimals,
        is_change=indicator.kind is IndicatorKind.PERCENT,
        area_code=area.code,
        place=area.name,
        own=Series(LocalisedText(area.name, "nl"), own),
        references=beside,
        paced_from=start,
        sources=tuple(map(Source.of, known.vintages)),
        absent=known.absent,
        boundaries=boundaries,
    )


def _asked(references: Sequence[str], as_of: datetime | None) -> list[Reference]:
    """What the figure is held against: without lists of its own where one was not there yet."""
    try:
        return references_named(references, as_of)
    except UnknownGroup:
        return references_named([t for t in references if not mentions_a_list(t)], as_of)


def _breaks(known: Panel, area_code: str, period: Period) -> bool:
    row = known.row(area_code)
    own_break = row is not None and bool(known.area_breaks[row, known.column(period)])
    return own_break or period in known.breaks


def _beside(
    known: Panel,
    own: tuple[Point, ...],
    area_code: str,
    references: Sequence[Reference],
    as_of: datetime | None,
) -> tuple[tuple[Series, ...], Period | None]:
    """The series of the references in the indicator's unit, and since when they are paced.

    A count is paced: own value at the start × the growth of the reference since. The start is the
    first value since the last break, for growth over a break means nothing.
    """
    if not references:
        return (), None
    paced = known.indicator.kind is IndicatorKind.COUNT
    start = comparable_since(own)
    last = max((point.period for point in own if point.value is not None), default=None)
    if paced and (start is None or start.period == last):
        return (), None
    since = start.period if paced and start else None
    boundaries = known.boundaries.year if known.boundaries else None
    areas, known_of = register(as_of, boundaries), characteristics(as_of, boundaries)
    held = {
        point.period: position(
            known,
            area_code,
            references=references,
            register=areas,
            characteristics=known_of,
            period=point.period,
            since=since,
        )
        for point in own
        if since is None or point.period > since
    }
    area, series = areas.find(area_code), []
    for place, reference in enumerate(references):
        values = {
            period: _paced(start, at.references[place].growth)
            if paced
            else at.references[place].value
            for period, at in held.items()
        }
        if paced and start:
            values[start.period] = start.value
        label = in_words(reference.group_for(area, areas, known_of, own[-1].period).label)
        series.append(Series(label, tuple(_point(own_at.period, values) for own_at in own)))
    return tuple(series), since


def _paced(start: Point | None, growth: float | None) -> float | None:
    if start is None or start.value is None or growth is None:
        return None
    return start.value * (1 + growth / 100)


def _point(period: Period, values: Mapping[Period, float | None]) -> Point:
    value = values.get(period)
    return Point(period, value, "O" if value is None else "A")


def _baseline_of(target: Target) -> Point | None:
    if target.baseline_value is None or not target.baseline_period:
        return None
    return Point(Period.from_cbs(target.baseline_period), float(target.baseline_value), "A")


def _aim_of(target: Target) -> Aim | None:
    return None if target.value is None else Aim(float(target.value), target.year)


def _worded(found: Figure) -> Figure:
    return replace(
        found, title=wording.figure_title(found), sentence=wording.figure_sentence(found)
    )


def _no_figure(code: str, refusal: Refusal) -> NoFigure:
    """The page stays: it says what is missing, and to staff how to bring it in."""
    measure = measure_of(code)
    if measure is None:
        return NoFigure(
            indicator=code,
            missing=_("The indicator “%(code)s” is not defined.") % {"code": code},
            remedy=str(refusal),
        )
    if isinstance(refusal, UnknownArea):
        nowhere = _("There is no place here with this code.")
        return NoFigure(indicator=code, missing=nowhere, is_unknown=True)
    if isinstance(refusal, NotYetKnown):
        unknown = _("On that day this site did not know this figure yet: %(indicator)s.")
        return NoFigure(indicator=code, missing=unknown % {"indicator": measure.name})
    return NoFigure(
        indicator=code,
        missing=_("There is no official figure here yet: %(indicator)s.")
        % {"indicator": measure.name},
        remedy=str(refusal),
    )


def _not_there(code: str, refusal: NotThereThen) -> NoFigure:
    """A municipality that was none on the day of the boundaries, and where to look instead."""
    words = {"place": refusal.area.name, "year": refusal.day.year}
    if refusal.heirs or refusal.began is None:
        gone = _(
            "On 1 January %(year)s %(place)s was no longer a municipality. Look at what it became "
            "a part of, or choose the boundaries of an earlier year."
        )
        heirs = tuple((heir.code, heir.name) for heir in refusal.heirs)
        return NoFigure(code, gone % words, instead=heirs)
    not_yet = _(
        "On 1 January %(year)s %(place)s was not a municipality yet: it became one on %(day)s. "
        "Choose the boundaries of a later year."
    )
    return NoFigure(code, not_yet % (words | {"day": date_format(refusal.began, "j F Y")}))
