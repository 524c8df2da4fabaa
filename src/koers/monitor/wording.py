"""What a figure shows, in plain words; each case has a sentence of its own, so that each language
can order its words as it likes.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koers.monitor.figure import Figure, Point
from koers.monitor.numbers import number, percent, share_of, signed_percent
from koers_engine.concepts import ObservationStatus
from koers_engine.indicators import Direction

_MARKS = {
    ObservationStatus.PROVISIONAL: gettext_lazy("provisional"),
    ObservationStatus.ESTIMATED: gettext_lazy("estimated"),
    ObservationStatus.IMPUTED: gettext_lazy("imputed"),
    ObservationStatus.FORECAST: gettext_lazy("forecast"),
    ObservationStatus.EXPERIMENTAL: gettext_lazy("experimental"),
    ObservationStatus.LOW_RELIABILITY: gettext_lazy("less reliable"),
    ObservationStatus.DEFINITION_DIFFERS: gettext_lazy("another definition"),
}
_REASONS = {
    ObservationStatus.CANNOT_EXIST: gettext_lazy("cannot exist"),
    ObservationStatus.SUPPRESSED: gettext_lazy("kept secret by the publisher"),
    ObservationStatus.NOT_COLLECTED: gettext_lazy("not collected"),
}


_DIRECTIONS = {
    Direction.HIGHER: gettext_lazy("higher is better"),
    Direction.LOWER: gettext_lazy("lower is better"),
    Direction.NEITHER: gettext_lazy("neither higher nor lower is better in itself"),
}


def direction_words(direction: Direction) -> str:
    """Which way is the good one."""
    return str(_DIRECTIONS[direction])


def status_mark(status: str) -> str:
    """What a reader must know of a released value; empty for an ordinary one."""
    return str(_MARKS.get(ObservationStatus(status), ""))


def why_missing(status: str) -> str:
    """Why a value was not released."""
    return str(_REASONS.get(ObservationStatus(status), _("not released")))


def figure_title(figure: Figure) -> str:
    return _("%(indicator)s: %(place)s") % {"indicator": figure.name, "place": figure.place}


def figure_sentence(figure: Figure) -> str:
    """What `figure` shows: its last value, how it changed, and what it is held against."""
    if figure.latest is None:
        return _("%(indicator)s: no figure has been released for %(place)s.") % {
            "indicator": figure.name,
            "place": figure.place,
        }
    said = [_level(figure, figure.latest), *_pace(figure), *_aim(figure), *_boundaries(figure)]
    return " ".join(said)


def _boundaries(figure: Figure) -> list[str]:
    """On which boundaries the figures are, and how many of the place's own are part estimate."""
    if figure.boundaries is None:
        return []
    said = [
        _("All figures are on the municipal boundaries of 1 January %(year)s.")
        % {"year": figure.boundaries}
    ]
    estimated = [point.estimated for point in figure.own.released if point.estimated]
    if estimated:
        told = ngettext(
            "One figure of %(place)s is estimated in part: %(share)s of it.",
            "%(n)s figures of %(place)s are estimated in part: %(share)s at most.",
            len(estimated),
        )
        share = share_of(max(estimated))
        said.append(told % {"place": figure.place, "n": len(estimated), "share": share})
    return said


def _level(figure: Figure, latest: Point) -> str:
    first = figure.first
    words = {
        "indicator": figure.name,
        "place": figure.place,
        "value": number(latest.value or 0.0, figure.decimals),
        "unit": figure.unit,
        "period": latest.period.label,
    }
    if first is None or first.period == latest.period or not first.value or figure.is_change:
        return _("%(indicator)s in %(place)s: %(value)s %(unit)s in %(period)s.") % words
    change = 100 * ((latest.value or 0.0) / first.value - 1)
    words |= {"change": percent(abs(change)), "first": first.period.label}
    if round(change, 1) > 0:
        return (
            _(
                "%(indicator)s in %(place)s: %(value)s %(unit)s in %(period)s, "
                "%(change)s more than in %(first)s."
            )
            % words
        )
    if round(change, 1) < 0:
        return (
            _(
                "%(indicator)s in %(place)s: %(value)s %(unit)s in %(period)s, "
                "%(change)s fewer than in %(first)s."
            )
            % words
        )
    return (
        _(
            "%(indicator)s in %(place)s: %(value)s %(unit)s in %(period)s, "
            "practically as many as in %(first)s."
        )
        % words
    )


def _pace(figure: Figure) -> list[str]:
    """How the first reference changed over the time that the figure is compared over."""
    if figure.paced_from is None or figure.latest is None or not figure.references:
        return []
    reference = figure.references[0]
    values = {point.period: point.value for point in reference.points}
    start, end = values[figure.paced_from], values[figure.latest.period]
    if not start or end is None:
        return []
    words = {"reference": reference.label, "change": signed_percent(100 * (end / start - 1))}
    return [_("In the same time the change in %(reference)s was %(change)s.") % words]


def _aim(figure: Figure) -> list[str]:
    target, baseline = figure.target, figure.baseline
    if target is None:
        return []
    words: dict[str, object] = {
        "target": number(target.value, figure.decimals),
        "unit": figure.unit,
        "year": target.year,
    }
    if baseline is None or baseline.value is None:
        if target.year is None:
            return [_("The target is %(target)s %(unit)s; no year has been set.") % words]
        return [_("The target is %(target)s %(unit)s in %(year)s.") % words]
    words["baseline"] = number(baseline.value, figure.decimals)
    words["period"] = baseline.period.label
    if target.year is None:
        return [
            _(
                "The target is %(target)s %(unit)s, from a baseline of %(baseline)s in %(period)s; "
                "no year has been set."
            )
            % words
        ]
    return [
        _(
            "The target is %(target)s %(unit)s in %(year)s, from a baseline of %(baseline)s in "
            "%(period)s."
        )
        % words
    ]
