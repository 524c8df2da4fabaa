"""Whether a place is on its way to a target: what it does a year against what it takes a year."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Bilingual, Period
from koers_engine.concepts.numbers import number
from koers_engine.indicators import Direction, Panel
from koers_engine.scores import notes
from koers_engine.scores.goals import GoalIndicator

ON_TRACK, HALF_WAY = 1.0, 0.5
# So that what is exactly on track is not told to lag by a rounding in the last digit.
_KEPT_DECIMALS = 9


class Arrow(StrEnum):
    """The pace towards a target, in the four steps of the Sustainable Development Report."""

    ON_TRACK = "on_track"
    MODERATELY_IMPROVING = "moderately_improving"
    STAGNATING = "stagnating"
    MOVING_AWAY = "moving_away"

    @classmethod
    def of(cls, ratio: float) -> "Arrow":
        """The step that a ratio of observed to required change falls in.

        Source: Sachs et al., Sustainable Development Report, methods summary, SDG trends.

        >>> [Arrow.of(ratio).sign for ratio in (1.0, 0.5, 0.0, -0.1)]
        ['↑', '↗', '→', '↓']
        """
        if ratio >= ON_TRACK:
            return cls.ON_TRACK
        if ratio >= HALF_WAY:
            return cls.MODERATELY_IMPROVING
        return cls.STAGNATING if ratio >= 0 else cls.MOVING_AWAY

    @property
    def sign(self) -> str:
        """The arrow as a character; never shown without its words."""
        return _SIGNS[self]

    @property
    def words(self) -> Bilingual:
        """What the arrow says."""
        return _WORDS[self]


_SIGNS = {
    Arrow.ON_TRACK: "↑",
    Arrow.MODERATELY_IMPROVING: "↗",
    Arrow.STAGNATING: "→",
    Arrow.MOVING_AWAY: "↓",
}
_WORDS = {
    Arrow.ON_TRACK: Bilingual(nl="op koers", en="on track"),
    Arrow.MODERATELY_IMPROVING: Bilingual(
        nl="gaat vooruit, maar te langzaam", en="moderately improving"
    ),
    Arrow.STAGNATING: Bilingual(nl="komt nauwelijks vooruit", en="stagnating"),
    Arrow.MOVING_AWAY: Bilingual(nl="raakt verder van het doel", en="moving away from the target"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trend:
    """Change towards a target, in the indicator's unit and per year."""

    since: Period
    period: Period
    then: float
    now: float
    target: float
    by: int
    """The year by which the target is to be reached."""
    reached: bool
    """Whether the target is reached in `period`; then the arrow is `on_track`."""
    observed: float
    """(now − then) ÷ years between."""
    required: float
    """(target − then) ÷ years from `since` to `by`."""
    ratio: float | None
    """observed ÷ required; None where the target had been reached at first and was lost since."""
    arrow: Arrow

    def sentence(self, decimals: int) -> Bilingual:
        """Both numbers and what they mean, in words.

        Args:
            decimals: Those of the indicator; changes per year are told with one more.
        """
        return Bilingual(nl=self._told("nl", decimals), en=self._told("en", decimals))

    def _told(self, language: str, decimals: int) -> str:
        def figure(value: float, digits: int) -> str:
            return number(value, digits, language=language)

        text = notes.TOWARDS_TARGET
        if self.ratio is None:
            text = notes.TARGET_LOST
        if self.reached:
            text = notes.TARGET_REACHED
        return text.text(language).format(
            arrow=f"{self.arrow.sign} {self.arrow.words.text(language)}",
            since=self.since,
            observed=figure(self.observed, decimals + 1),
            required=figure(self.required, decimals + 1),
            target=figure(self.target, decimals),
            by=self.by,
            is_or_was="was" if self.by < self.period.year else "is",
        )


def trend(
    panel: Panel,
    area: str,
    *,
    asked: GoalIndicator,
    best: float,
    period: Period,
    since: int,
    register: AreaRegister,
) -> Trend | Bilingual:
    """How a place moves towards a target, or why that cannot be told.

    The base is the first period from the year `since` on in which the place has a figure that
    compares with the one of `period`: no break between, of the same part of the year, and, where
    figures are as published, no other municipality taken in.

    Args:
        best: The goalpost that scores 100: the target where the indicator has none of its own.
        since: The year of the earliest base.

    Source: ratio of observed to required linear change, as in Sachs et al., Sustainable
    Development Report; `docs/methods/scores.md`.
    """
    now = panel.value(area, period)
    if now is None:
        return notes.one_period(since)
    base = _base(panel, area, period, since)
    if base is None:
        return notes.one_period(since)
    if isinstance(base, Bilingual):
        return base
    if panel.boundaries is None:
        taken_in = register.taken_in(area, base, period)
        if taken_in:
            return notes.boundaries_changed([each.name for each in taken_in], base)
    then = panel.value(area, base) or 0.0
    target = best if asked.target.value is None else asked.target.value
    return _towards(target, asked, then=then, now=now, since=base, period=period)


def _base(panel: Panel, area: str, period: Period, since: int) -> Period | Bilingual | None:
    """The first period that compares; a reason where earlier ones do not; None where none is."""
    row = panel.row(area)
    earlier = [
        known
        for known in panel.periods
        if since <= known.year < period.year
        and (known.frequency, known.ordinal) == (period.frequency, period.ordinal)
        and panel.value(area, known) is not None
    ]
    for known in earlier:
        if not panel.broken_between(known, period)[row]:
            return known
    return notes.TOOK_OVER if earlier else None


def _towards(
    target: float,
    asked: GoalIndicator,
    *,
    then: float,
    now: float,
    since: Period,
    period: Period,
) -> Trend | Bilingual:
    sign = -1 if asked.direction is Direction.LOWER else 1
    by = asked.target.by
    reached, was_reached = sign * (now - target) >= 0, sign * (then - target) >= 0
    if by <= since.year:
        return notes.target_year_passed(by, since)
    observed = (now - then) / (period.year - since.year)
    required = 0.0 if was_reached else (target - then) / (by - since.year)
    ratio = None if was_reached else round(observed / required, _KEPT_DECIMALS)
    unless_reached = Arrow.MOVING_AWAY if ratio is None else Arrow.of(ratio)
    return Trend(
        since=since,
        period=period,
        then=then,
        now=now,
        target=target,
        by=by,
        reached=reached,
        observed=observed,
        required=required,
        ratio=ratio,
        arrow=Arrow.ON_TRACK if reached else unless_reached,
    )


def together(trends: list[Trend], *, of: int, minimum: float) -> Arrow | None:
    """The arrow of a goal: the mean of its indicators' ratios, each kept between −1 and 1.

    A target that is reached counts as 1, one that was lost as −1. So no indicator makes up for
    the others by running ahead, and a goal is on track only where all of it is.

    Args:
        of: How many of the goal's indicators have a score.
        minimum: Share of those, from 0.0 to 1.0, that must have a trend.
    """
    if not trends or len(trends) < minimum * of:
        return None
    ratios = [
        1.0 if each.reached else float(np.clip(-1.0 if each.ratio is None else each.ratio, -1, 1))
        for each in trends
    ]
    return Arrow.of(round(sum(ratios) / len(ratios), _KEPT_DECIMALS))
