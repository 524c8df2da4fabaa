"""`koers position` and `koers indicators`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from koers_engine.areas import AreaRegister
from koers_engine.cli.conclusions import keep_as
from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import Cell, Format, as_csv, as_json, as_table, number, printable
from koers_engine.concepts import Area, AreaKind, Bilingual, Period, Refusal
from koers_engine.indicators import Catalogue, Panel, load_panel
from koers_engine.position import Position, ReferencePosition, position
from koers_engine.references import Characteristics, parse_reference, read_groups
from koers_engine.revisions import checked_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What `koers position` was asked, as it was typed."""

    area: str
    indicator: str
    references: tuple[str, ...]
    """Empty for those that suit the place."""
    period: str | None
    since: str | None
    as_of: str | None
    catalogues: tuple[Path, ...]
    boundaries: int | None = None
    groups: Path | None = None


class NoFigureEver(Refusal, LookupError):
    """A place has no figure in any period, so that no last one can be taken."""

    def __init__(self, area: str, indicator: str) -> None:
        super().__init__(
            f"{area} has no figure of {indicator!r} in any period. Ask for a period with --period "
            "to see where others stand, or choose another indicator: koers indicators"
        )


def list_indicators(catalogues: Sequence[Path], *, form: Format, language: str) -> None:
    """Print the catalogue."""
    header = ("indicator", "name", "unit", "direction", "kind", "formula")
    rows = [
        (
            indicator.code,
            indicator.name.text(language),
            indicator.unit.text(language),
            indicator.direction.value,
            indicator.kind.value,
            indicator.formula.text(language),
        )
        for indicator in Catalogue.load(*catalogues)
    ]
    if form is Format.JSON:
        _print(as_json([dict(zip(header, row, strict=True)) for row in rows]))
    else:
        _print(as_csv(header, rows) if form is Format.CSV else as_table(header, rows))


def show(
    question: Question, *, keep: str | None, store: Path | None, form: Format, language: str
) -> None:
    """Answer the question, keep the answer where that is asked, and print it."""
    if keep is not None:
        checked_name(keep)  # refuses one that cannot be before anything is read
    answer = answered(question, store=store)
    if keep is not None:
        keep_as(keep, answer, store=store)
    printed = {Format.JSON: _as_json, Format.CSV: _as_csv, Format.TABLE: _as_text}[form]
    _print(printed(answer, language))


def answered(question: Question, *, store: Path | None) -> Position:
    """The position that was asked for."""
    groups = read_groups(question.groups) if question.groups else {}
    references = [parse_reference(text, groups) for text in question.references]
    period = Period.parse(question.period) if question.period else None
    since = Period.parse(question.since) if question.since else None
    as_of = end_of_day(question.as_of, "--as-of")
    catalogue = Catalogue.load(*question.catalogues)
    catalogue[question.indicator]  # refuses an unknown one before anything is read
    found = opened(store)
    register = AreaRegister.from_store(found, as_of)
    area = register.find(question.area)
    if question.boundaries is not None:
        register, area = on_boundaries(register, question.area, question.boundaries)
    references = references or [parse_reference(text) for text in _fitting(area)]

    def load(indicator: str) -> Panel:
        return load_panel(
            indicator,
            store=found,
            catalogue=catalogue,
            as_of=as_of,
            boundaries=question.boundaries,
        )

    panel = load(question.indicator)
    return position(
        panel,
        area.code,
        references=references,
        register=register,
        characteristics=Characteristics(
            lambda code: panel if code == question.indicator else load(code)
        ),
        period=period or _last_period(panel, area.code),
        since=since,
    )


def on_boundaries(register: AreaRegister, text: str, year: int) -> tuple[AreaRegister, Area]:
    """The register with provinces as in a year, and the area that the text names in it.

    Raises:
        NoHistory, UnknownBoundaries: The store does not know the boundaries of that year.
        UnknownArea, NotThereThen: There is no such area then.
    """
    register.refuse_unknown_boundaries(year)
    day = date(year, 1, 1)
    return register.on(day), register.find_on(text, day)


def _fitting(area: Area) -> tuple[str, ...]:
    """The references that suit a place: only a municipality lies in a province of its own."""
    return ("nl", "province") if area.kind is AreaKind.MUNICIPALITY else ("nl",)


def _last_period(panel: Panel, area: str) -> Period:
    last = panel.last_period(area)
    if last is None:
        raise NoFigureEver(area, panel.indicator.code)
    return last


_NUMBERS = ("value", "mean", "median", "growth", "difference", "growth_difference")


def _as_json(answer: Position, language: str) -> str:
    indicator = answer.indicator
    return as_json(
        {
            "area": {"code": answer.area.code, "name": answer.area.name},
            "indicator": {
                "code": indicator.code,
                "name": indicator.name.text(language),
                "unit": indicator.unit.text(language),
                "direction": indicator.direction.value,
                "formula": indicator.formula.text(language),
            },
            "period": answer.period.label,
            "since": answer.since.label if answer.since else None,
            "value": answer.value,
            "status": answer.status,
            "growth": answer.growth,
            "boundaries": answer.boundaries,
            "estimated": answer.estimated,
            "notes": _texts(answer.notes, language),
            "references": [_reference(held, language) for held in answer.references],
            "sources": [
                {
                    "dataset": vintage.dataset_id,
                    "vintage": vintage.digest,
                    "retrieved_at": vintage.retrieved_at.isoformat(),
                    "attribution": vintage.attribution,
                    "licence": vintage.licence,
                }
                for vintage in answer.vintages
            ],
        }
    )


def _reference(held: ReferencePosition, language: str) -> dict[str, Any]:
    return {
        "reference": held.reference,
        "label": held.label.text(language),
        "n": held.n,
        "is_member": held.is_member,
        "is_official": held.is_official,
        **{name: getattr(held, name) for name in _NUMBERS},
        "rank": held.rank,
        "tied": held.tied if held.rank is not None else None,
        "percentile": held.percentile,
        "notes": _texts(held.notes, language),
    }


def _as_csv(answer: Position, language: str) -> str:
    """One line for the place itself, with no reference, and one per reference."""
    about: dict[str, Cell] = {
        "area": answer.area.code,
        "name": answer.area.name,
        "indicator": answer.indicator.code,
        "unit": answer.indicator.unit.text(language),
        "period": answer.period.label,
        "since": answer.since.label if answer.since else None,
        "boundaries": answer.boundaries,
        "source": "; ".join(f"{v.dataset_id} {v.digest[:12]}" for v in answer.vintages),
    }
    own: dict[str, Any] = {
        "label": answer.area.name,
        "value": answer.value,
        "status": answer.status,
        "growth": answer.growth,
        "estimated": answer.estimated,
        "notes": _texts(answer.notes, language),
    }
    rows = [
        about | content | {"notes": "; ".join(content["notes"])}
        for content in (own, *(_reference(held, language) for held in answer.references))
    ]
    return as_csv(_CSV_COLUMNS, [[row.get(name) for name in _CSV_COLUMNS] for row in rows])


_CSV_COLUMNS = (
    "area", "name", "indicator", "unit", "period", "since", "reference", "label", "n", "value",
    "status", "mean", "median", "growth", "rank", "tied", "percentile", "difference",
    "growth_difference", "boundaries", "estimated", "source", "notes",
)  # fmt: skip


def _as_text(answer: Position, language: str) -> str:
    decimals = answer.indicator.decimals

    def figure(value: float | None) -> str:
        return number(value, decimals, language=language)

    def percent(value: float | None) -> str:
        return number(value, 1, language=language)

    words = _WORDS[language]
    head = f"{answer.area.name} ({answer.area.code}), {answer.indicator.name.text(language)}"
    lines = [
        f"{head}, {answer.period}",
        f"{figure(answer.value)} {answer.indicator.unit.text(language)}"
        + (
            f"; {words['since']} {answer.since}: {percent(answer.growth)} %" if answer.since else ""
        ),
        *(_texts(answer.notes, language)),
        "",
    ]
    rows = [
        (
            held.label.text(language),
            str(held.n),
            figure(held.value),
            figure(held.mean),
            figure(held.median),
            percent(held.growth),
            str(held.rank) if held.rank is not None else "–",
            number(held.percentile, 2, language=language),
            figure(held.difference),
            percent(held.growth_difference),
        )
        for held in answer.references
    ]
    lines.append(as_table(words["header"], rows))
    noted = [
        f"{held.label.text(language)}: {note}"
        for held in answer.references
        for note in _texts(held.notes, language)
    ]
    sources = [
        f"{vintage.attribution} ({vintage.licence}), "
        f"{words['as known']} {vintage.retrieved_at:%Y-%m-%d}"
        for vintage in answer.vintages
    ]
    return "\n".join([*lines, *([""] if noted else []), *noted, "", *sources])


_WORDS: dict[str, Any] = {
    "en": {
        "since": "growth since",
        "as known": "as known on",
        "header": (
            "reference", "n", "value", "mean", "median", "growth %", "rank", "percentile",
            "difference", "growth diff.",
        ),
    },
    "nl": {
        "since": "groei sinds",
        "as known": "stand van",
        "header": (
            "referentie", "n", "waarde", "gemiddelde", "mediaan", "groei %", "rang", "percentiel",
            "verschil", "groeiverschil",
        ),
    },
}  # fmt: skip


def _texts(notes: Sequence[Bilingual], language: str) -> list[str]:
    return [note.text(language) for note in notes]


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
