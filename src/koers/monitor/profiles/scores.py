"""The scores of a place as its page shows them, beside those that documents state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from koers.core.bilingual import LocalisedText, current_language
from koers.monitor import drawings
from koers.monitor.drawings.inline import inline
from koers.monitor.models import StatementTopic
from koers.monitor.numbers import number
from koers.monitor.stated.scores import score_for
from koers.monitor.store import in_words
from koers_engine.profile.phrases import Phrase
from koers_engine.scores import GoalScore, IndexScore, IndicatorScore, Mark, ScoreCard, described


@dataclass(frozen=True, slots=True)
class StatedScore:
    """What a document states of a goal, drawn as the official score is."""

    sdg: int
    address: str
    sentence: str
    drawing: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class IndicatorBehind:
    """An indicator behind a goal: its figure, its score, and what scores 0 and 100."""

    code: str
    name: LocalisedText
    value: str
    period: str
    score: str
    mark: str
    """The score of the nation."""
    worst: str
    best: str
    trend: str
    why_not: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalOnPage:
    """A goal; `stated` are the scores that documents state for the same goal."""

    code: str
    number: int | None
    title: LocalisedText
    score: str
    sentence: str
    drawing: SafeString
    arrow: str
    trend: str
    note: str
    why_not: str
    indicators: tuple[IndicatorBehind, ...]
    stated: tuple[StatedScore, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresOnPage:
    """A set of goals; those that nothing official or stated is known of stand apart."""

    title: LocalisedText
    description: LocalisedText
    index: str
    sentence: str
    drawing: SafeString
    goals: tuple[GoalOnPage, ...]
    without: tuple[GoalOnPage, ...]
    notes: tuple[LocalisedText, ...]


def stated_scores(topics: Iterable[StatementTopic]) -> tuple[StatedScore, ...]:
    """What topics state of goals, for those that are a score of the place itself."""
    found = []
    for topic in topics:
        score = score_for(topic)
        if topic.sdg is None or score is None or score.own.value is None:
            continue
        other = score.other.value if score.other else None
        bar = drawings.ScoreBar("", float(score.own.value), None if other is None else float(other))
        drawn = inline(drawings.score_bar(bar), css="score-bar")
        found.append(StatedScore(topic.sdg, f"topic-{topic.slug}", score.sentence, drawn))
    return tuple(found)


def scores_of(
    card: ScoreCard, phrases: Mapping[str, Phrase], stated: tuple[StatedScore, ...]
) -> ScoresOnPage:
    """The scores in the reader's language.

    Args:
        phrases: How the figure of an indicator is written, by its code.
    """
    goals = [_goal(each, card.area.name, phrases, stated) for each in card.goals]
    index = card.index
    return ScoresOnPage(
        title=in_words(card.goal_set.title),
        description=in_words(card.goal_set.description),
        index=_written(index.score),
        sentence=_sentence(index, card.area.name),
        drawing=_bar(index),
        goals=tuple(goal for goal in goals if goal.indicators or goal.stated),
        without=tuple(goal for goal in goals if not goal.indicators and not goal.stated),
        notes=tuple(map(in_words, card.notes)),
    )


def _goal(
    scored: GoalScore, place: str, phrases: Mapping[str, Phrase], stated: tuple[StatedScore, ...]
) -> GoalOnPage:
    goal, arrow = scored.goal, scored.arrow
    why_no_arrow = in_words(scored.why_no_arrow) if scored.why_no_arrow else ""
    return GoalOnPage(
        code=goal.code,
        number=goal.sdg,
        title=in_words(goal.title),
        score=_written(scored.score),
        sentence=_sentence(scored, place),
        drawing=_bar(scored),
        arrow=arrow.sign if arrow else "",
        trend=in_words(arrow.words) if arrow else why_no_arrow,
        note=in_words(goal.note) if goal.note else "",
        why_not=in_words(scored.why_not) if scored.why_not else "",
        indicators=tuple(_behind(each, phrases) for each in scored.indicators),
        stated=tuple(each for each in stated if each.sdg == goal.sdg),
    )


def _behind(scored: IndicatorScore, phrases: Mapping[str, Phrase]) -> IndicatorBehind:
    indicator = scored.indicator
    phrase, language = phrases.get(indicator.code) or Phrase.plain(indicator), current_language()

    def written(value: float | None) -> str:
        return "–" if value is None else phrase.figure(value, language)

    posts = scored.asked.goalposts
    said = [f"{written(scored.worst)}", f"{written(scored.best)}"]
    for at, post in enumerate((posts.worst, posts.best)):
        words = described(post)
        said[at] += f" ({in_words(words)})" if words else ""
    trend = scored.trend.sentence(indicator.decimals) if scored.trend else scored.why_no_trend
    return IndicatorBehind(
        code=indicator.code,
        name=in_words(indicator.name),
        value=written(scored.value),
        period=scored.period.label if scored.period else "",
        score=_written(scored.score),
        mark=_written(scored.marks[0].score) if scored.marks else "–",
        worst=said[0],
        best=said[1],
        trend=in_words(trend) if trend else "",
        why_not=in_words(scored.why_not) if scored.why_not else "",
    )


def _bar(scored: GoalScore | IndexScore) -> SafeString:
    bar = drawings.ScoreBar("", scored.score, reference=_nation(scored.marks))
    return inline(drawings.score_bar(bar), css="score-bar")


def _nation(marks: tuple[Mark, ...]) -> float | None:
    return marks[0].score if marks else None


def _sentence(scored: GoalScore | IndexScore, place: str) -> str:
    """Own score, that of the nation, and the place among municipalities."""
    if scored.score is None:
        return ""
    words = {"place": place, "score": _written(scored.score)}
    nation = scored.marks[0] if scored.marks else None
    if nation is None or nation.score is None:
        said = _("%(place)s scores %(score)s.") % words
    elif _written(nation.score) == words["score"]:
        said = _("%(place)s scores %(score)s, as much as the Netherlands.") % words
    else:
        words["nation"] = _written(nation.score)
        said = _("%(place)s scores %(score)s, the Netherlands %(nation)s.") % words
    if scored.rank is None:
        return said
    place_words = {"rank": scored.rank, "n": scored.n}
    if scored.tied:
        return f"{said} " + _("Shared place %(rank)s of %(n)s municipalities.") % place_words
    return f"{said} " + _("Place %(rank)s of %(n)s municipalities.") % place_words


def _written(score: float | None) -> str:
    return "–" if score is None else number(score)
