"""The drawings of a profile, each whole and by itself: to keep, to print, or to put in a report."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

from django.utils.translation import gettext as _

from koers.core.bilingual import current_language
from koers.monitor import drawings
from koers.monitor.drawings import Drawing
from koers.monitor.figure import Source
from koers.monitor.numbers import number
from koers.monitor.standings.drawings import vertebra
from koers.monitor.store import in_words
from koers_engine.observations import Vintage
from koers_engine.profile import Held, Profile, ProfileFigure, Shares
from koers_engine.scores import GoalScore, IndexScore

_COLUMNS = 3  # of lines through time
_MOST_BESIDE = 3  # references beside the shares of a whole
_FEWEST = 2  # periods with a figure, for a line


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileDrawing:
    """A drawing that can be made of a profile: its name in an address, and its title."""

    name: str
    title: str
    sources: tuple[Source, ...]
    draw: Callable[[], Drawing]


def profile_drawings(profile: Profile) -> list[ProfileDrawing]:
    """The drawings that this profile has enough figures for; none is made yet."""
    place = in_words(profile.name)
    found = []
    middle = _middle(profile)
    if middle:
        title = _("%(place)s beside %(reference)s")
        label = in_words(middle[0][1].position.label)
        found.append(
            ProfileDrawing(
                name="overview",
                title=title % {"place": place, "reference": label},
                sources=_sources(figure for figure, _held in middle),
                draw=partial(_overview, middle, place, label),
            )
        )
    if profile.scores:
        found.append(
            ProfileDrawing(
                name="scores",
                title=f"{in_words(profile.scores.goal_set.title)}: {place}",
                sources=tuple(map(Source.of, profile.scores.vintages)),
                draw=partial(_scores, profile),
            )
        )
    drawn = [figure for figure in profile.figures if _has_line(figure)]
    if drawn:
        found.append(
            ProfileDrawing(
                name="through-time",
                title=_("%(place)s through time") % {"place": place},
                sources=_sources(drawn),
                draw=partial(_through_time, drawn),
            )
        )
    for section in profile.sections:
        found += [
            ProfileDrawing(
                name=shares.code,
                title=f"{in_words(shares.title)}: {place}, {shares.period}",
                sources=_sources(shares.parts),
                draw=partial(_shares, shares, place),
            )
            for shares in section.shares
        ]
    return found


def _sources(figures: Iterable[ProfileFigure]) -> tuple[Source, ...]:
    vintages: dict[Vintage, None] = {}
    for figure in figures:
        vintages |= dict.fromkeys(figure.vintages)
    return tuple(map(Source.of, vintages))


def _middle(profile: Profile) -> list[tuple[ProfileFigure, Held]]:
    """The figures beside the first reference that any of them can be held against."""
    for reference in profile.references:
        found = [
            (figure, held)
            for figure in profile.figures
            for held in figure.held
            if held.position.reference == reference.text
            and held.position.n > 1
            and held.level is not None
        ]
        if found:
            return found
    return []


def _overview(rows: Sequence[tuple[ProfileFigure, Held]], place: str, reference: str) -> Drawing:
    vertebrae = [_vertebra(figure, held) for figure, held in rows]
    return drawings.spine(drawings.Spine(vertebrae=vertebrae, place=place, reference=reference))


def _vertebra(figure: ProfileFigure, held: Held) -> drawings.Vertebra:
    name = f"{in_words(figure.indicator.name)}, {figure.period}"
    write = partial(figure.phrase.figure, language=current_language())
    return vertebra(name, figure.indicator, figure.value, held, write)


def _scores(profile: Profile) -> Drawing:
    card = profile.scores
    if card is None:
        raise LookupError(profile.area.code)
    bars = [_bar(in_words(card.goal_set.title), card.index)]
    bars += [_bar(in_words(each.goal.title), each) for each in card.goals if each.indicators]
    nation = card.index.marks[0].area.name if card.index.marks else ""
    return drawings.score_bars(
        drawings.ScoreBars(
            bars=bars, place=in_words(profile.name), reference=nation, written=number
        )
    )


def _bar(name: str, scored: GoalScore | IndexScore) -> drawings.ScoreBar:
    return drawings.ScoreBar(name, scored.score, scored.marks[0].score if scored.marks else None)


def _has_line(figure: ProfileFigure) -> bool:
    own = figure.lines[0].points if figure.lines else ()
    return len([value for _period, value in own if value is not None]) >= _FEWEST


def _through_time(figures: Sequence[ProfileFigure]) -> Drawing:
    return drawings.multiples([_multiple(figure) for figure in figures], columns=_COLUMNS)


def _multiple(figure: ProfileFigure) -> drawings.Multiple:
    base = figure.index_base
    scale = _("index, %(base)s = 100") % {"base": base.label} if base else ""
    lines = tuple(
        drawings.Line(
            in_words(line.label), tuple({p.year: value for p, value in line.points}.items())
        )
        for line in figure.lines
    )
    written = number if base else partial(figure.phrase.figure, language=current_language())
    return drawings.Multiple(
        name=in_words(figure.indicator.name),
        unit=scale or in_words(figure.indicator.unit),
        lines=lines,
        written=written,
        breaks=frozenset(period.year for period in figure.breaks),
    )


def _shares(shares: Shares, place: str) -> Drawing:
    own, *others = shares.rows[: 1 + _MOST_BESIDE]
    bars = [
        drawings.ShareBar(
            in_words(part.indicator.name), own[1][at], tuple(values[at] for _l, values in others)
        )
        for at, part in enumerate(shares.parts)
    ]
    return drawings.share_bars(
        drawings.ShareBars(
            bars=bars,
            place=place,
            references=tuple(in_words(label) for label, _values in others),
            written=partial(shares.parts[0].phrase.figure, language=current_language()),
        )
    )
