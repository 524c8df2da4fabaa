"""What a figure shows, in plain words; each case has a sentence of its own, so that each language
can order its words as it likes."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from koers_engine.concepts import ObservationStatus

from koers.monitor.figure import Figure, Point
from koers.monitor.numbers import number, percent

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
    return " ".join([_level(figure, figure.latest), *_paces(figure), *_aim(figure)])


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


def _paces(figure: Figure) -> list[str]:
    """How fast the references changed over the time that the figure could be compared."""
    if figure.paced_from is None or figure.latest is None:
        return []
    start = next(point for point in figure.own.points if point.period == figure.paced_from)
    found = []
    for reference in figure.references:
        end = next(p for p in reference.points if p.period == figure.latest.period)
        if end.value is None or not start.value:
            continue
        change = 100 * (end.value / start.value - 1)
        words = {"reference": reference.label, "change": percent(abs(change))}
        sentence = (
            _("Growth over the same time in %(reference)s: %(change)s.")
            if change >= 0
            else _("Decrease over the same time in %(reference)s: %(change)s.")
        )
        found.append(sentence % words)
    return found


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
