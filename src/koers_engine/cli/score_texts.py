"""Scores for a terminal: bars with the nation as a mark, and every number beside them in words."""

import sys
from typing import TypedDict

from koers_engine.cli.rendering import Cell, as_table, number, printable
from koers_engine.cli.score_sheets import in_order
from koers_engine.scores import GoalScore, IndexScore, IndicatorScore, Mark, ScoreCard, ScoreTable

_WIDTH = 20
_FILLED, _EMPTY, _MARK = "█", "·", "│"


def show(answer: ScoreCard | ScoreTable, language: str) -> None:
    """Print the scores; in a terminal the bars in colour."""
    told = _card(answer, language) if isinstance(answer, ScoreCard) else _all(answer, language)
    text = printable(told, lines=True)
    if not sys.stdout.isatty():
        sys.stdout.write(f"{text}\n")
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    coloured = Text(text)
    coloured.highlight_regex(f"{_FILLED}+", "cyan")
    coloured.highlight_regex(_MARK, "bold magenta")
    Console(highlight=False, soft_wrap=True).print(coloured)


def bar(score: float | None, mark: float | None) -> str:
    """A score from 0 to 100 as a bar, with a stroke where another one stands.

    >>> bar(50.0, 80.0)
    '██████████······│···'
    """
    filled = 0 if score is None else round(score * _WIDTH / 100)
    cells = list(_FILLED * filled + _EMPTY * (_WIDTH - filled))
    if mark is not None:
        cells[min(int(mark * _WIDTH / 100), _WIDTH - 1)] = _MARK
    return "".join(cells)


class _Words(TypedDict):
    overall: str
    goals_used: str
    rank: str
    nobody: str
    mark: str
    goals: tuple[str, ...]
    behind: tuple[str, ...]
    shared: str
    estimated: str
    clipped: str
    computed: str
    known: str
    place: tuple[str, ...]


_WORDS: dict[str, _Words] = {
    "en": {
        "overall": "Overall",
        "goals_used": "goals with a score: {used} of {of}",
        "rank": "place {rank} of {n}",
        "nobody": "No municipality has a score.",
        "mark": "of the bar is {name}",
        "goals": ("goal", "score", "bar", "place", "of", "trend"),
        "behind": ("indicator", "period", "value", "scores 0", "scores 100", "score", "trend"),
        "shared": "= a place shared with others",
        "clipped": "* the figure lies beyond a goalpost; the score was kept at 0 or 100",
        "estimated": "≈ partly estimated, since boundaries changed",
        "computed": "~ mean of municipalities, weighted by inhabitants",
        "known": "as known on",
        "place": ("place", "municipality", "score"),
    },
    "nl": {
        "overall": "Totaal",
        "goals_used": "doelen met een score: {used} van {of}",
        "rank": "plaats {rank} van {n}",
        "nobody": "Geen enkele gemeente heeft een score.",
        "mark": "in de balk is {name}",
        "goals": ("doel", "score", "balk", "plaats", "van", "trend"),
        "behind": ("indicator", "periode", "waarde", "scoort 0", "scoort 100", "score", "trend"),
        "shared": "= een plaats gedeeld met andere",
        "clipped": "* het cijfer ligt buiten een ijkpunt; de score is op 0 of 100 gehouden",
        "estimated": "≈ deels geschat, door gewijzigde grenzen",
        "computed": "~ gemiddelde van gemeenten, gewogen naar inwoners",
        "known": "stand van",
        "place": ("plaats", "gemeente", "score"),
    },
}


def _card(card: ScoreCard, language: str) -> str:
    words, index = _WORDS[language], card.index
    title = card.goal_set.title.text(language)
    names = [mark.area.name for mark in index.marks]
    lines = [f"{card.area.name} ({card.area.code}), {title}"]
    overall = [f"{words['overall']}: {_score(index.score, language)}"]
    overall += [f"{mark.area.name} {_score(mark.score, language)}" for mark in index.marks]
    if index.rank is not None:
        overall.append(words["rank"].format(rank=_place(index), n=index.n))
    overall.append(words["goals_used"].format(used=index.used, of=index.of))
    lines += ["; ".join(overall), *(note.text(language) for note in card.notes)]
    lines += [index.why_not.text(language)] if index.why_not else []
    header = words["goals"]
    bars = [_goal_row(goal, language) for goal in card.goals if goal.indicators]
    lines += ["", as_table((*header[:3], *names, *header[3:]), bars)]
    lines += [f"{_MARK} {words['mark'].format(name=names[0])}"] if names else []
    lines += [words["shared"]] if any(each.tied for each in card.goals) else []
    behind = [each for goal in card.goals for each in goal.indicators]
    rows = [_indicator_row(each, language) for each in behind]
    header = words["behind"]
    lines += ["", as_table((*header[:6], *names, *header[6:]), rows)]
    lines += [words["clipped"]] if any(each.is_clipped for each in behind) else []
    lines += [words["estimated"]] if any(each.estimated for each in behind) else []
    lines += [words["computed"]] if any("~" in cell for row in rows for cell in row) else []
    lines += ["", *_reasons(card, language)]
    lines += ["", card.goal_set.description.text(language)]
    lines += dict.fromkeys(
        f"{vintage.attribution} ({vintage.licence}), "
        f"{words['known']} {vintage.retrieved_at:%Y-%m-%d}"
        for vintage in card.vintages
    )
    return "\n".join(lines)


def _goal_row(goal: GoalScore, language: str) -> tuple[str, ...]:
    nation = goal.marks[0].score if goal.marks else None
    return (
        goal.goal.title.text(language),
        _score(goal.score, language),
        bar(goal.score, nation),
        *(_score(mark.score, language) for mark in goal.marks),
        _place(goal),
        str(goal.n),
        f"{goal.arrow.sign} {goal.arrow.words.text(language)}" if goal.arrow else "–",
    )


def _place(each: GoalScore | IndexScore) -> str:
    """The rank, with = where others share it."""
    if each.rank is None:
        return "–"
    return f"{each.rank}=" if each.tied else str(each.rank)


def _indicator_row(each: IndicatorScore, language: str) -> tuple[str, ...]:
    decimals, moves = each.indicator.decimals, each.trend

    def figure(value: float | None, *, is_official: bool = True) -> str:
        mark = "" if is_official or value is None else "~"
        return f"{mark}{number(value, decimals, language=language)}"

    def scored(mark: Mark) -> str:
        value = figure(mark.value, is_official=mark.is_official)
        return f"{_score(mark.score, language)} ({value})"

    return (
        each.indicator.name.text(language),
        each.period.label if each.period else "–",
        f"{'≈' if each.estimated else ''}{figure(each.value, is_official=each.is_official)}",
        figure(each.worst),
        figure(each.best),
        f"{_score(each.score, language)}{'*' if each.is_clipped else ''}",
        *(scored(mark) for mark in each.marks),
        moves.arrow.sign if moves else "–",
    )


def _reasons(card: ScoreCard, language: str) -> list[str]:
    """How trends came about, and why scores are not there: of goals and of their indicators."""
    said = [
        f"{each.indicator.name.text(language)}: "
        f"{each.trend.sentence(each.indicator.decimals).text(language)}"
        for goal in card.goals
        for each in goal.indicators
        if each.trend
    ]
    for goal in card.goals:
        title = goal.goal.title.text(language)
        if not goal.indicators and goal.goal.note:
            said.append(f"{title}: {goal.goal.note.text(language)}")
        elif goal.why_not:
            said.append(f"{title}: {goal.why_not.text(language)}")
        said += [
            f"{each.indicator.name.text(language)}: {each.why_not.text(language)}"
            for each in goal.left_out
            if each.why_not
        ]
    return said


def _all(table: ScoreTable, language: str) -> str:
    words = _WORDS[language]
    bearing = [number for number, columns in enumerate(table.columns) if columns]
    goals = [table.goal_set.goals[number] for number in bearing]
    rows = in_order(table)
    if not any(row["rank"] for row in rows):
        return f"{table.goal_set.title.text(language)}\n{words['nobody']}"

    def scored(cell: Cell) -> str:
        return _score(cell if isinstance(cell, float) else None, language)

    lines = [
        (
            str(row["rank"] or "–"),
            f"{row['name']} ({row['area']})",
            scored(row["index"]),
            *(scored(row[goal.code]) for goal in goals),
        )
        for row in rows
    ]
    header = (*words["place"], *(goal.code for goal in goals))
    return f"{table.goal_set.title.text(language)}\n\n{as_table(header, lines)}"


def _score(score: float | None, language: str) -> str:
    return number(score, 0, language=language)
