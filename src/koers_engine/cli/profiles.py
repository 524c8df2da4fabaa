"""`koers profile` and `koers compare`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

from koers_engine.cli.data import opened
from koers_engine.cli.profile_content import comparison_content, profile_content, texts
from koers_engine.cli.rendering import Format, as_csv, as_json, as_table, number, printable
from koers_engine.concepts import Bilingual
from koers_engine.indicators import Catalogue, IndicatorKind
from koers_engine.observations import Vintage
from koers_engine.profile import (
    Choice,
    Comparison,
    FaultyChoice,
    Known,
    Profile,
    ProfileFigure,
    ProfileOutline,
    all_places,
    build_all,
    build_profile,
)
from koers_engine.profile import compare as side_by_side
from koers_engine.profile.outline import DEFAULT_OUTLINE
from koers_engine.profile.rows import (
    COMPARISON_COLUMNS,
    PROFILE_COLUMNS,
    comparison_rows,
    profile_rows,
)
from koers_engine.references import read_groups
from koers_engine.scores import SDG_SET, GoalScore, GoalSet, IndexScore, ScoreCard

Query = dict[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class From:
    """Where definitions and figures are read from."""

    catalogues: tuple[Path, ...]
    store: Path | None
    sections: Path | None = None
    groups: Path | None = None
    goals: Path | None = None


def query(**typed: Sequence[str] | str | int | None) -> Query:
    """What was typed, as the parameters of a choice."""
    several = {
        name: [value] if isinstance(value, str | int) else value or []
        for name, value in typed.items()
    }
    return {name: tuple(map(str, values)) for name, values in several.items()}


def show(area: str, asked: Query, source: From, *, form: Format, language: str) -> None:
    """Build the profile and print it."""
    choice, known, outline = looked_up(asked, source, with_scores=True)
    found = build_profile(area, choice, known=known, outline=outline)
    if form is Format.JSON:
        _print(as_json(profile_content(found, language)))
    elif form is Format.CSV:
        _print(as_csv(PROFILE_COLUMNS, profile_rows(found, language)))
    elif sys.stdout.isatty():
        from koers_engine.cli import profile_screen  # noqa: PLC0415

        profile_screen.draw(found, language)
    else:
        _print(_profile_text(found, language))


def write_all(asked: Query, source: From, *, out: Path, language: str) -> None:
    """Write the profile of every municipality to one file of CSV, and tell how far it is."""
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import track  # noqa: PLC0415

    choice, known, outline = looked_up(asked, source)
    built = build_all(choice, known=known, outline=outline)
    screen = Console(stderr=True)
    n_places = len(all_places(known))
    with out.open("w", encoding="utf-8", newline="") as file:
        file.write(f"{as_csv(PROFILE_COLUMNS, [])}\n")
        for profile in track(
            built, out.name, n_places, console=screen, disable=not screen.is_terminal
        ):
            lines = as_csv(PROFILE_COLUMNS, profile_rows(profile, language)).partition("\n")[2]
            file.write(f"{lines}\n" if lines else "")
    _print(WORDS[language]["written"].format(n=n_places, out=out))


def show_side_by_side(
    areas: Sequence[str], asked: Query, source: From, *, form: Format, language: str
) -> None:
    """Lay the places side by side and print them."""
    choice, known, outline = looked_up(asked, source)
    found = side_by_side(areas, choice, known=known, outline=outline)
    if form is Format.JSON:
        _print(as_json(comparison_content(found, language)))
    elif form is Format.CSV:
        _print(as_csv(COMPARISON_COLUMNS, comparison_rows(found, language)))
    else:
        _print(_comparison_text(found, language))


def looked_up(
    asked: Query, source: From, *, with_scores: bool = False
) -> tuple[Choice, Known, ProfileOutline]:
    """What was chosen, what is known for it, and what is to be shown.

    Raises:
        FaultyChoice: With every part of the choice that cannot be followed.
        Refusal: A file, the store or the boundaries cannot be used.
    """
    catalogue = Catalogue.load(*source.catalogues)
    groups = read_groups(source.groups) if source.groups else {}
    choice, faults = Choice.read(asked, catalogue, groups)
    if faults:
        raise FaultyChoice(faults)
    outline = ProfileOutline.load(catalogue, source.sections or DEFAULT_OUTLINE)
    goal_set = None
    if with_scores and not choice.indicators:
        goal_set = GoalSet.load(source.goals or SDG_SET, catalogue=catalogue)
    known = Known.from_store(
        opened(source.store),
        catalogue,
        indicators=choice.indicators or outline.indicators,
        as_of=datetime.combine(choice.as_of, time.max, tzinfo=UTC) if choice.as_of else None,
        boundaries=choice.boundaries,
        groups=groups,
        goal_set=goal_set,
    )
    return choice, known, outline


def _profile_text(profile: Profile, language: str) -> str:
    """The profile without any drawing, for a file or another program."""
    words = WORDS[language]
    lines = [title(profile, language), *texts(profile.notes, language), ""]
    header = (
        words["indicator"],
        words["period"],
        words["value"],
        *(one.label.text(language) for one in profile.references),
    )
    for section in profile.sections:
        lines += [section.title.text(language), ""]
        rows = [
            (
                figure.indicator.name.text(language),
                figure.period.label if figure.period else "–",
                figure.text(language),
                *(level_text(figure, one.text, language) for one in profile.references),
            )
            for figure in section.figures
        ]
        lines += [as_table(header, rows), ""] if rows else []
        lines += [words["of counts"], ""] if has_counts(section.figures) else []
        for figure in section.figures:
            lines += [f"- {text}" for text in texts(said_of(figure, profile), language)]
        lines.append("")
    if profile.scores:
        lines += _scores_text(profile.scores, language)
    return "\n".join([*lines, *source_lines(profile.vintages, language)])


def _scores_text(card: ScoreCard, language: str) -> list[str]:
    marks = [mark.area.name for mark in card.index.marks]
    rows = [
        (goal.goal.title.text(language), *score_texts(goal, language))
        for goal in card.goals
        if goal.indicators
    ]
    total = (WORDS[language]["total"], *score_texts(card.index, language))
    header = (WORDS[language]["goal"], card.area.name, *marks)
    title = card.goal_set.title.text(language)
    return [title, "", as_table(header, [*rows, total]), ""]


def score_texts(scored: GoalScore | IndexScore, language: str) -> list[str]:
    """The place's own score, and those of the larger areas beside it."""
    scores = [scored.score, *(mark.score for mark in scored.marks)]
    return [number(score, 0, language=language) for score in scores]


def has_counts(figures: Sequence[ProfileFigure]) -> bool:
    """Whether references are shown beside any count: then they are means."""
    return any(each.indicator.kind is IndicatorKind.COUNT and each.held for each in figures)


def said_of(figure: ProfileFigure, profile: Profile) -> list[Bilingual]:
    """The sentences to show: all of them where the reader chose indicators, else one of each."""
    if profile.choice.indicators:
        told = [sentence for held in figure.held for sentence in held.sentences]
        return list(dict.fromkeys(told)) or [each for each in (figure.why_missing,) if each]
    return [each for each in (figure.headline or figure.why_missing,) if each]


def title(profile: Profile, language: str) -> str:
    """The place with its code and province."""
    province = f", {profile.province.name}" if profile.province else ""
    return f"{profile.name.text(language)} ({profile.area.code}){province}"


def level_text(figure: ProfileFigure, reference: str, language: str) -> str:
    """What a reference comes to, with its unit; a dash where it comes to nothing."""
    for held in figure.held:
        if held.position.reference == reference and held.level is not None:
            return figure.phrase.figure(held.level, language)
    return "–"


def source_lines(vintages: Sequence[Vintage], language: str) -> list[str]:
    """Who published the figures, under which licence, and as known when."""
    known = WORDS[language]["as known"]
    lines = (
        f"{vintage.attribution} ({vintage.licence}), {known} {vintage.retrieved_at:%Y-%m-%d}"
        for vintage in vintages
    )
    return list(dict.fromkeys(lines))


def _comparison_text(comparison: Comparison, language: str) -> str:
    words = WORDS[language]
    header = (
        words["indicator"],
        words["period"],
        *(name.text(language) for name in comparison.names),
    )
    rows = []
    said = texts(comparison.notes, language)
    for row in comparison.rows:
        periods = dict.fromkeys(cell.period.label for cell in row.cells if cell.period)
        mixed = len(periods) > 1
        cells = []
        for cell in row.cells:
            text = "–" if cell.value is None else row.phrase.figure(cell.value, language)
            text += f" ({cell.period})" if mixed and cell.period else ""
            cells.append(f"{text} *" if cell.is_best else text)
        name = row.indicator.name.text(language)
        rows.append((name, "/".join(periods) or "–", *cells))
        said += [row.why_missing.text(language)] if row.why_missing else []
        said += [f"{name}: {note}" for note in texts(row.notes, language)]
    marked = [words["best"]] if any(c.is_best for row in comparison.rows for c in row.cells) else []
    return "\n".join(
        [
            as_table(header, rows),
            "",
            *marked,
            *said,
            "",
            *source_lines(comparison.vintages, language),
        ]
    )


WORDS: dict[str, dict[str, str]] = {
    "en": {
        "indicator": "indicator",
        "period": "period",
        "value": "value",
        "goal": "goal (score of 0 to 100)",
        "total": "Overall",
        "written": "{n} profiles are in {out}",
        "as known": "as known on",
        "best": "* the most favourable of these places, where one way is better",
        "others below": "others below",
        "bar": "Others below: the share of the {group} that have a lower figure; ties count half.",
        "marks": "Beyond chance (95% or more): ▲ better, ▼ worse, △ higher, ▽ lower; ≈ similar.",
        "of counts": "Of counts, the references are the mean per municipality.",
        "beside": "beside",
    },
    "nl": {
        "indicator": "indicator",
        "period": "periode",
        "value": "waarde",
        "goal": "doel (score van 0 tot 100)",
        "total": "Totaal",
        "written": "{n} profielen staan in {out}",
        "as known": "stand van",
        "best": "* het gunstigst van deze plaatsen, waar één richting gunstig is",
        "others below": "anderen lager",
        "bar": "Anderen lager: het aandeel van de {group} met een lager cijfer; gelijke "
        "tellen half.",
        "marks": "Meer dan toeval (95% of meer): ▲ beter, ▼ slechter, △ hoger, ▽ lager; "
        "≈ vergelijkbaar.",
        "of counts": "Van aantallen is de referentie het gemiddelde per gemeente.",
        "beside": "naast",
    },
}


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
