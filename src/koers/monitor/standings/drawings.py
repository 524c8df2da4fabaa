"""Drawings of where a place stands: its interval, a spine, and a funnel, each with its figures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koers.core.bilingual import LocalisedText, capitalised, current_language
from koers.monitor import drawings
from koers.monitor.drawings import Drawing, Mark
from koers.monitor.drawings.inline import inline
from koers.monitor.drawings.parts import Written
from koers.monitor.numbers import number, percent
from koers.monitor.standings.standing import Standing
from koers.monitor.store import in_words
from koers_engine.concepts import numbers
from koers_engine.indicators import Direction, Indicator, IndicatorKind
from koers_engine.position.intervals import ALARM, WARNING
from koers_engine.position.views import Funnel, FunnelPoint, NoFunnel, funnel
from koers_engine.profile import Held


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingDrawing:
    """A drawing with what it shows in a sentence, and its figures as a table."""

    code: str
    title: str
    sentence: str
    drawing: SafeString
    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    method: str = "intervals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """How the figure and its references lie within chance: drawings, and why some are not there."""

    drawings: tuple[StandingDrawing, ...]
    why_not: tuple[LocalisedText, ...]


def chance(standing: Standing) -> Chance:
    """The drawings that there can be of a standing, and why there are no others."""
    held, first = standing.position, next(iter(standing.held), None)
    why_not = [held.why_no_interval] if held.why_no_interval else []
    drawn = [_intervals(standing), _spine(standing, first) if first else None]
    if first:
        try:
            drawn.append(_funnel(standing, first))
        except NoFunnel as refusal:
            if refusal.why not in why_not:  # the want of counts keeps both away
                why_not.append(refusal.why)
    return Chance(
        drawings=tuple(each for each in drawn if each),
        why_not=tuple(map(in_words, why_not)),
    )


def _intervals(standing: Standing) -> StandingDrawing | None:
    """None where there is no interval, and of a count, which compares with no group as one."""
    held, interval = standing.position, standing.position.interval
    known = [each for each in standing.held if each.level is not None]
    if interval is None or held.indicator.kind is IndicatorKind.COUNT or not known:
        return None
    place, write = held.area.name, _writing(standing)
    whiskers = [
        drawings.Whisker(place, held.value, interval.low, interval.high, is_own=True),
        *(drawings.Whisker(_label(each), each.level) for each in known),
    ]
    wanted = drawings.Intervals(
        whiskers=whiskers, unit=in_words(held.indicator.unit), written=write
    )
    told = _(
        "In %(period)s the figure of %(place)s is %(value)s; chance alone would keep it between "
        "%(low)s and %(high)s (95%%). The broken line is the first reference: %(reference)s."
    )
    return _shown(
        "interval",
        _("The interval of %(place)s beside its references") % {"place": place},
        told
        % {
            "period": held.period.label,
            "place": place,
            "value": write(held.value or 0.0),
            "low": write(interval.low),
            "high": write(interval.high),
            "reference": in_words(known[0].position.label),
        },
        drawings.intervals(wanted),
    )


def vertebra(
    name: str,
    indicator: Indicator,
    own: float | None,
    held: Held,
    write: Callable[[float], str],
) -> drawings.Vertebra:
    """The row of a spine: a figure between the ends of a group, around what the group comes to."""
    beside = held.position

    def told(value: float | None) -> str:
        return "" if value is None else write(value)

    return drawings.Vertebra(
        name=name,
        own=own,
        own_label=told(own),
        reference=held.level,
        low=beside.lowest,
        high=beside.highest,
        lower=beside.lower_quartile,
        upper=beside.upper_quartile,
        low_label=told(beside.lowest),
        high_label=told(beside.highest),
        reference_label=told(held.level),
        mark=Mark(beside.verdict.comparison.value) if beside.verdict else Mark.UNKNOWN,
        is_reversed=indicator.direction is Direction.LOWER,
    )


def _spine(standing: Standing, first: Held) -> StandingDrawing | None:
    """None where the first reference has no spread, and of a count, which spreads by size."""
    held, beside = standing.position, first.position
    has_spread = None not in (beside.lowest, beside.highest) and beside.lowest != beside.highest
    if held.indicator.kind is IndicatorKind.COUNT or first.level is None or not has_spread:
        return None
    write, label = _writing(standing), in_words(beside.label)
    name = f"{in_words(held.indicator.name)}, {held.period.label}"
    row = vertebra(name, held.indicator, held.value, first, write)
    drawing = drawings.spine(drawings.Spine(vertebrae=[row], place=held.area.name, reference=label))
    said = _(
        "%(reference)s: the municipalities lie between %(lowest)s and %(highest)s, and the middle "
        "half of them between %(lower)s and %(upper)s."
    )
    ends = (beside.lowest, beside.lower_quartile, beside.upper_quartile, beside.highest)
    lowest, lower, upper, highest = ("" if end is None else write(end) for end in ends)
    words = {"reference": capitalised(label), "lowest": lowest, "highest": highest}
    names = (held.area.name, _("lowest"), _("a quarter has less"), capitalised(label),
             _("a quarter has more"), _("highest"))  # fmt: skip
    figures = (row.own_label, lowest, lower, row.reference_label, upper, highest)
    return _shown(
        "spine",
        _("Where %(place)s lies among the municipalities") % {"place": held.area.name},
        said % (words | {"lower": lower, "upper": upper}),
        drawing,
        header=(_("Place"), _("Figure")),
        rows=tuple(zip(map(capitalised, names), figures, strict=True)),
    )


def _funnel(standing: Standing, first: Held) -> StandingDrawing:
    """Raises NoFunnel, saying why."""
    held, known = standing.position, standing.known
    found = funnel(
        held,
        first.position,
        panel=known.load(held.indicator.code),
        register=known.register,
        characteristics=known.characteristics,
    )
    language = current_language()
    rate = partial(numbers.number, decimals=held.indicator.decimals, language=language)
    size = partial(numbers.number, decimals=0, language=language)
    own = [found.place] if found.place else []
    dots = [drawings.Dot(each.name, each.whole, each.value) for each in found.points]
    dots += [drawings.Dot(each.name, each.whole, each.value, is_own=True) for each in own]
    limits = [
        drawings.Limit(
            _("limits of %(confidence)s") % {"confidence": _confidence(confidence)},
            [limit.whole for limit in found.limits],
            [limit.low if confidence == WARNING else limit.low_998 for limit in found.limits],
            [limit.high if confidence == WARNING else limit.high_998 for limit in found.limits],
        )
        for confidence in (WARNING, ALARM)
    ]
    drawing = drawings.funnel(
        drawings.Funnel(
            dots=dots,
            reference=found.reference,
            reference_label=capitalised(in_words(found.label)),
            limits=limits,
            unit=in_words(found.unit),
            size_unit=in_words(found.whole),
            place=held.area.name,
            written=rate,
            size_written=size,
        )
    )
    members = sorted((*found.points, *own), key=lambda each: -each.whole)
    return _shown(
        "funnel",
        _("Every municipality by its size: %(reference)s") % {"reference": in_words(found.label)},
        _funnel_sentence(found, members),
        drawing,
        header=(_("Municipality"), in_words(found.whole), in_words(found.unit), _("Beyond chance")),
        rows=tuple(
            (each.name, size(each.whole), rate(each.value), _outside(each.outside))
            for each in members
        ),
    )


def _funnel_sentence(found: Funnel, members: Sequence[FunnelPoint]) -> str:
    outside = sum(each.outside is not None for each in members)
    said = [
        ngettext(
            "%(outside)s of %(n)s municipality lies outside the limits of 95%%.",
            "%(outside)s of the %(n)s municipalities lie outside the limits of 95%%.",
            len(members),
        )
        % {"outside": number(outside), "n": number(len(members))}
    ]
    if found.place:
        place = {"place": found.place.name}
        if found.place.outside is None:
            said.append(_("%(place)s lies within them.") % place)
        elif found.place.outside == ALARM:
            said.append(_("%(place)s lies outside them, and outside those of 99.8%% too.") % place)
        else:
            said.append(_("%(place)s lies outside them, and within those of 99.8%%.") % place)
    if outside > len(members) / 4:
        said.append(_("Where so many do, more than chance makes places differ."))
    return " ".join(said)


def _outside(confidence: float | None) -> str:
    return _("no") if confidence is None else _confidence(confidence)


def _confidence(confidence: float) -> str:
    return percent(100 * confidence, 0 if confidence == WARNING else 1)


def _label(held: Held) -> str:
    return capitalised(in_words(held.position.label))


def _writing(standing: Standing) -> Written:
    return partial(number, decimals=standing.position.indicator.decimals)


def _shown(
    code: str,
    title: str,
    sentence: str,
    drawing: Drawing,
    *,
    header: Sequence[str] = (),
    rows: Sequence[Sequence[str]] = (),
) -> StandingDrawing:
    return StandingDrawing(
        code=code,
        title=title,
        sentence=sentence,
        drawing=inline(drawing, label=f"{title}. {sentence}"),
        header=header or drawing.header,
        rows=rows or drawing.rows,
    )
