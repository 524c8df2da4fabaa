"""`koers conclusions`, and what `koers position --keep` keeps."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day, login_name
from koers_engine.cli.rendering import Format, as_csv, as_json, as_table, number, printable
from koers_engine.concepts import Period
from koers_engine.indicators import Catalogue
from koers_engine.position import Position
from koers_engine.references import read_groups
from koers_engine.revisions import (
    Conclusion,
    Effect,
    Known,
    conclusions,
    keep,
    rechecked,
    records,
)


def keep_as(name: str, answer: Position, *, store: Path | None) -> None:
    """Keep an answer as a conclusion, and say so on the error stream."""
    now = datetime.now(UTC)
    conclusion = Conclusion.of(name, answer, at=now, by=login_name())
    is_new = keep(opened(store), conclusion)
    said = f"kept as {name}" if is_new else f"already kept as {name}, and nothing changed"
    print(f"koers: {printable(said)}", file=sys.stderr)


def list_conclusions(*, store: Path | None, form: Format, language: str) -> None:
    """Print the last conclusion of every name."""
    kept = conclusions(opened(store))
    if form is Format.JSON:
        _print(as_json([conclusion.to_json() for conclusion in kept]))
    elif form is Format.TABLE and not kept:
        _print("No conclusion is kept yet. Keep one with: koers position … --keep NAME")
    else:
        printed = as_csv if form is Format.CSV else as_table
        _print(printed(_HEADER[language], [_row(conclusion, language) for conclusion in kept]))


_HEADER = {
    "en": ("name", "place", "indicator", "period", "value", "rank", "verdict", "kept", "by"),
    "nl": (
        "naam",
        "plaats",
        "indicator",
        "periode",
        "waarde",
        "rang",
        "oordeel",
        "bewaard",
        "door",
    ),
}


def _row(kept: Conclusion, language: str) -> tuple[str, ...]:
    from koers_engine.revisions import wording  # noqa: PLC0415

    answer = kept.answer
    ranks = [
        f"{held.label.text(language)} {held.rank}/{held.n_ranked}"
        for held in answer.held
        if held.rank is not None
    ]
    verdicts = [
        f"{held.label.text(language)}: {wording.verdict(held).text(language)}"
        for held in answer.held
        if held.verdict is not None
    ]
    return (
        kept.name,
        f"{answer.area} ({kept.question.area})",
        answer.indicator.text(language),
        Period.from_cbs(kept.question.period).label,
        number(answer.value, answer.decimals, language=language),
        "; ".join(ranks),
        "; ".join(verdicts),
        f"{kept.kept_at:%Y-%m-%d}",
        kept.kept_by,
    )


def check(
    name: str | None,
    *,
    as_of: str | None,
    catalogues: Sequence[Path],
    groups: Path | None,
    store: Path | None,
    form: Format,
    language: str,
) -> None:
    """Print what became of the conclusion, or of all of them."""
    found = opened(store)
    kept = conclusions(found) if name is None else records(found, name)[-1:]
    lists = read_groups(groups) if groups else {}
    known = Known(found, Catalogue.load(*catalogues), end_of_day(as_of, "--as-of"), lists)
    effects = rechecked(kept, known)
    if form is Format.JSON:
        _print(as_json([effect_as_json(effect, language) for effect in effects]))
    elif form is Format.CSV:
        _print(as_csv(("name", "holds", "aspect", "what"), effect_rows(effects, language)))
    elif effects:
        _print("\n".join(line for effect in effects for line in effect_lines(effect, language)))
    else:
        _print("No conclusion is kept yet. Keep one with: koers position … --keep NAME")


_HOLDS = {"nl": "blijft gelden", "en": "holds"}
_CHANGES = {"nl": "verandert", "en": "changes"}
_NOT_DRAWN = {"nl": "is niet opnieuw te trekken", "en": "cannot be drawn again"}


def effect_lines(effect: Effect, language: str) -> list[str]:
    """What became of a conclusion, for people."""
    name, question = effect.conclusion.name, effect.conclusion.question
    period = Period.from_cbs(question.period)
    about = f"{name} ({effect.conclusion.answer.area}, {question.indicator}, {period})"
    if effect.holds:
        return [f"{about} {_HOLDS[language]}."]
    if effect.trouble:
        return [f"{about} {_NOT_DRAWN[language]}: {effect.trouble}"]
    sentences = [f"  {turn.sentence.text(language)}" for turn in effect.turns]
    return [f"{about} {_CHANGES[language]}:", *sentences]


def effect_as_json(effect: Effect, language: str) -> dict[str, Any]:
    """What became of a conclusion, for programs."""
    return {
        "name": effect.conclusion.name,
        "holds": effect.holds,
        "turns": [
            {"aspect": turn.aspect.value, "sentence": turn.sentence.text(language)}
            for turn in effect.turns
        ],
        "trouble": effect.trouble or None,
    }


def effect_rows(effects: Sequence[Effect], language: str) -> list[tuple[str, str, str, str]]:
    """What became of conclusions, a line per thing that changed, for spreadsheets."""
    rows = []
    for effect in effects:
        name = effect.conclusion.name
        if effect.holds:
            rows.append((name, "yes", "", ""))
        elif effect.trouble:
            rows.append((name, "unknown", "", effect.trouble))
        rows += [
            (name, "no", turn.aspect.value, turn.sentence.text(language)) for turn in effect.turns
        ]
    return rows


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
