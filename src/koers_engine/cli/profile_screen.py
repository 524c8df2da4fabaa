"""The profile drawn on a terminal: tiles, bars and sentences."""

from rich.bar import Bar
from rich.columns import Columns
from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from koers_engine.cli.profile_content import texts
from koers_engine.cli.profiles import (
    WORDS,
    has_counts,
    level_text,
    said_of,
    score_texts,
    source_lines,
    title,
)
from koers_engine.cli.rendering import number, printable
from koers_engine.position import Comparison as Compared
from koers_engine.profile import Held, Profile, ProfileFigure, Section
from koers_engine.scores import GoalScore, IndexScore, ScoreCard

_TILE = 34
_BAR = 14
_NAME = 36
# So wide a screen bears two, or three, references beside each figure; else it is one, without bars.
_BEARS_TWO, _BEARS_THREE = 105, 119
# Of a figure: how it compares beyond chance, as a mark beside which a word stands.
_MARKS = {
    Compared.BETTER: ("▲", "green"),
    Compared.WORSE: ("▼", "red"),
    Compared.SIMILAR: ("≈", "yellow"),
    Compared.HIGHER: ("△", "blue"),
    Compared.LOWER: ("▽", "blue"),
}


def draw(profile: Profile, language: str, console: Console | None = None) -> None:
    """Print the profile with its drawings; everything drawn is said in words or numbers too."""
    screen = console or Console()
    screen.print(_head(profile, language))
    screen.print(Columns([_tile(figure, language) for figure in profile.tiles], padding=(0, 1)))
    if has_counts(profile.tiles):
        screen.print(Text(WORDS[language]["of counts"], style="dim"))
    if any(held.position.verdict for figure in profile.tiles for held in figure.held):
        screen.print(Text(WORDS[language]["marks"], style="dim"))
    for section in profile.sections:
        screen.print(_section(section, profile, language, screen.width))
    if profile.scores:
        screen.print(_scores(profile.scores, language))
    for line in source_lines(profile.vintages, language):
        screen.print(Text(printable(line), style="dim"))


def _head(profile: Profile, language: str) -> RenderableType:
    beside = ", ".join(one.label.text(language) for one in profile.references)
    said = [Text(printable(title(profile, language)), style="bold")]
    said += (
        [Text(printable(f"{WORDS[language]['beside']} {beside}"), style="dim")] if beside else []
    )
    said += [Text(printable(note)) for note in texts(profile.notes, language)]
    return Panel(Group(*said), expand=True)


def _tile(figure: ProfileFigure, language: str) -> RenderableType:
    period = f" {figure.period}" if figure.period else ""
    value = Text.assemble((figure.text(language), "bold"), (period, "dim"))
    lines: list[Text] = [value]
    for held in figure.held:
        if held.level is None:
            continue
        level = figure.phrase.figure(held.level, language)
        label = printable(held.position.label.text(language))
        line = Text.assemble((f"{level}  ", ""), (label, "dim"), no_wrap=True, overflow="ellipsis")
        lines.append(Text.assemble(_mark(held), " ", line, no_wrap=True, overflow="ellipsis"))
    name = printable(figure.indicator.name.text(language))
    return Panel(Group(*lines), title=Text(name), title_align="left", width=_TILE)


def _mark(held: Held) -> Text:
    verdict = held.position.verdict
    mark, style = _MARKS[verdict.comparison] if verdict else (" ", "")
    return Text(mark, style=style)


def _section(section: Section, profile: Profile, language: str, width: int) -> RenderableType:
    words = WORDS[language]
    bears = 1 + (width >= _BEARS_TWO) + (width >= _BEARS_THREE)
    bar = _BAR if bears > 1 else 0
    lead = _lead(section)
    table = Table(box=None, pad_edge=False, header_style="dim", expand=False)
    table.add_column(words["indicator"], min_width=_NAME - 12, max_width=_NAME)
    table.add_column(words["period"], no_wrap=True)
    table.add_column(words["value"], justify="right", no_wrap=True)
    shown = profile.references[:bears]
    for one in shown:
        table.add_column(Text(printable(one.label.text(language))), justify="right", max_width=16)
    if lead:
        table.add_column(Text(words["others below"]), justify="left" if bar else "right")
        of = printable(lead.position.label.text(language))
        explained = [Text(words["bar"].format(group=of), style="dim")]
    else:
        explained = []
    for figure in section.figures:
        table.add_row(
            Text(printable(figure.indicator.name.text(language))),
            str(figure.period) if figure.period else "–",
            Text(figure.text(language), style="bold"),
            *(level_text(figure, one.text, language) for one in shown),
            *((_below(figure, lead.position.reference, language, bar),) if lead else ()),
        )
    said = [sentence for figure in section.figures for sentence in said_of(figure, profile)]
    sentences = [Text(f"• {printable(text)}") for text in texts(said, language)]
    heading = Text(printable(section.title.text(language)), style="bold underline")
    return Padding(Group(heading, table, *explained, Text(), *sentences), (1, 0, 0, 0))


def _scores(card: ScoreCard, language: str) -> RenderableType:
    table = Table(box=None, pad_edge=False, header_style="dim")
    table.add_column(WORDS[language]["goal"])
    table.add_column(Text(printable(card.area.name)), justify="right")
    table.add_column("", width=_BAR)
    for mark in card.index.marks:
        table.add_column(Text(printable(mark.area.name)), justify="right")
    titled: list[tuple[str, GoalScore | IndexScore]] = [
        (goal.goal.title.text(language), goal) for goal in card.goals if goal.indicators
    ]
    for name, scored in [*titled, (WORDS[language]["total"], card.index)]:
        own, *marks = score_texts(scored, language)
        drawn = Bar(100, 0, scored.score, width=_BAR) if scored.score is not None else Text("–")
        table.add_row(Text(printable(name)), Text(own, style="bold"), drawn, *marks)
    heading = Text(printable(card.goal_set.title.text(language)), style="bold underline")
    return Padding(Group(heading, table), (1, 0))


def _lead(section: Section) -> Held | None:
    """Whom most sentences of the section are about, where these are ranked."""
    leads = [
        held
        for figure in section.figures
        for held in figure.held
        if held.position.reference == figure.lead and held.position.percentile is not None
    ]
    texts_of = [held.position.reference for held in leads]
    return max(leads, key=lambda held: texts_of.count(held.position.reference), default=None)


def _below(figure: ProfileFigure, reference: str, language: str, bar: int) -> RenderableType:
    for held in figure.held:
        if held.position.reference == reference and held.position.percentile is not None:
            percent = 100 * held.position.percentile
            told = f"{number(percent, 0, language=language)}%"
            if not bar:
                return Text(told)
            grid = Table.grid(padding=(0, 1))
            grid.add_column(width=bar)
            grid.add_column(justify="right")
            grid.add_row(Bar(100, 0, percent, width=bar), told)
            return grid
    return Text("–")
