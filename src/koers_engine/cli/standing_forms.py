"""A position as text: for people, as JSON, and as CSV."""

from collections.abc import Sequence
from typing import Any

from koers_engine.cli.rendering import Cell, Format, as_csv, as_json, as_table
from koers_engine.concepts import Bilingual
from koers_engine.concepts.numbers import number
from koers_engine.position import Position, ReferencePosition, notes
from koers_engine.position.intervals import WARNING

_OF_REFERENCE = (
    "value", "mean", "median", "weighted", "lowest", "lower_quartile", "upper_quartile", "highest",
    "growth", "growth_per_year", "index", "difference", "growth_difference", "best", "gap_to_best",
    "standardised_gap", "share",
)  # fmt: skip
_OF_INTERVAL = ("low", "high", "low_998", "high_998", "events", "whole")


def printed(answer: Position, form: Format, language: str) -> str:
    """The position in the form that was asked for."""
    return {Format.JSON: _as_json, Format.CSV: _as_csv, Format.TABLE: _as_text}[form](
        answer, language
    )


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
            "growth_per_year": answer.growth_per_year,
            "index": answer.index,
            "interval": _interval(answer),
            "why_no_interval": (
                answer.why_no_interval.text(language) if answer.why_no_interval else None
            ),
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


def _interval(answer: Position) -> dict[str, Any] | None:
    found = answer.interval
    if found is None:
        return None
    return {"method": found.method.value} | {name: getattr(found, name) for name in _OF_INTERVAL}


def _reference(held: ReferencePosition, language: str) -> dict[str, Any]:
    return {
        "reference": held.reference,
        "label": held.label.text(language),
        "n": held.n,
        "is_member": held.is_member,
        "is_official": held.is_official,
        **{name: getattr(held, name) for name in _OF_REFERENCE},
        "best_areas": [area.code for area in held.best_areas],
        "rank": held.rank,
        "tied": held.tied if held.rank is not None else None,
        "percentile": held.percentile,
        "verdict": held.verdict.comparison.value if held.verdict else None,
        "confidence": held.verdict.confidence if held.verdict else None,
        "notes": _texts(held.notes, language),
    }


_CSV_COLUMNS = (
    "area", "name", "indicator", "unit", "period", "since", "reference", "label", "n", "value",
    "status", "mean", "median", "growth", "rank", "tied", "percentile", "difference",
    "growth_difference", "growth_per_year", "index", "weighted", "lowest", "lower_quartile",
    "upper_quartile", "highest", "best", "best_areas", "gap_to_best", "standardised_gap", "share",
    "verdict", "confidence", "low", "high", "low_998", "high_998", "boundaries", "estimated",
    "source", "notes",
)  # fmt: skip


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
        "growth_per_year": answer.growth_per_year,
        "index": answer.index,
        "estimated": answer.estimated,
        "best_areas": [],
        "notes": _texts(answer.notes, language),
        **(_interval(answer) or {}),
    }
    rows = [
        about
        | content
        | {"notes": "; ".join(content["notes"]), "best_areas": " ".join(content["best_areas"])}
        for content in (own, *(_reference(held, language) for held in answer.references))
    ]
    return as_csv(_CSV_COLUMNS, [[row.get(name) for name in _CSV_COLUMNS] for row in rows])


def _as_text(answer: Position, language: str) -> str:
    words = _WORDS[language]
    form = _Numbers(answer.indicator.decimals, language)
    head = f"{answer.area.name} ({answer.area.code}), {answer.indicator.name.text(language)}"
    since = (
        f"; {words['since']} {answer.since}: {form.percent(answer.growth)} %"
        if answer.since
        else ""
    )
    lines = [
        f"{head}, {answer.period}",
        f"{form.figure(answer.value)} {answer.indicator.unit.text(language)}{since}",
        *_texts(answer.notes, language),
        *_of_own(answer, form, language),
        "",
    ]
    if answer.references:
        levels = [_level(held, form, language) for held in answer.references]
        lines += [as_table(words["levels"], levels), ""]
        lines += _second_table(answer, form, language)
    noted = [
        f"{held.label.text(language)}: {note}"
        for held in answer.references
        for note in _texts(held.notes, language)
    ]
    sources = dict.fromkeys(
        f"{vintage.attribution} ({vintage.licence}), "
        f"{words['as known']} {vintage.retrieved_at:%Y-%m-%d}"
        for vintage in answer.vintages
    )
    return "\n".join([*lines, *noted, *([""] if noted else []), *sources])


class _Numbers:
    """Numbers in the decimals of an indicator and the marks of a language."""

    def __init__(self, decimals: int, language: str) -> None:
        self.decimals, self.language = decimals, language

    def figure(self, value: float | None) -> str:
        return number(value, self.decimals, language=self.language)

    def percent(self, value: float | None) -> str:
        return number(value, 1, language=self.language)

    def share(self, value: float | None) -> str:
        return number(value, 2, language=self.language)

    def confidence(self, value: float) -> str:
        decimals = 0 if value == WARNING else 1
        return f"{number(100 * value, decimals, language=self.language)}%"


def _of_own(answer: Position, form: _Numbers, language: str) -> list[str]:
    """How the place grew per year, and what chance there is in its share or rate."""
    words, lines = _WORDS[language], []
    if answer.growth_per_year is not None and answer.index is not None:
        lines.append(
            words["per year"].format(
                rate=form.percent(answer.growth_per_year),
                index=form.percent(answer.index),
                since=answer.since,
            )
        )
    found = answer.interval
    if found is not None and found.whole is not None:
        ends = {name: form.figure(getattr(found, name)) for name in _OF_INTERVAL[:4]}
        lines.append(words["chance"].format(**ends, method=found.method.value.capitalize()))
        lines.append(notes.CHANCE.text(language))
    return lines


def _level(held: ReferencePosition, form: _Numbers, language: str) -> tuple[str, ...]:
    return (
        held.label.text(language),
        str(held.n),
        form.figure(held.value),
        form.figure(held.mean),
        form.figure(held.median),
        form.percent(held.growth),
        str(held.rank) if held.rank is not None else "–",
        form.share(held.percentile),
        form.figure(held.difference),
        form.percent(held.growth_difference),
    )


def _second_table(answer: Position, form: _Numbers, language: str) -> list[str]:
    """What is beyond level and rank, as far as there is any of it."""
    rows = [
        (
            held.label.text(language),
            _verdict(held, form, language),
            _best(held, form, language),
            form.figure(held.gap_to_best),
            form.share(held.standardised_gap),
            form.figure(held.lower_quartile),
            form.figure(held.upper_quartile),
            form.percent(held.share),
            form.percent(held.growth_per_year),
            form.percent(held.index),
        )
        for held in answer.references
    ]
    told = [at for at in range(10) if at == 0 or any(row[at] != "–" for row in rows)]
    if len(told) == 1:
        return []
    header = [_WORDS[language]["beyond"][at] for at in told]
    return [as_table(header, [[row[at] for at in told] for row in rows]), ""]


def _verdict(held: ReferencePosition, form: _Numbers, language: str) -> str:
    if held.verdict is None:
        return "–"
    return f"{held.verdict.words.text(language)} ({form.confidence(held.verdict.confidence)})"


def _best(held: ReferencePosition, form: _Numbers, language: str) -> str:
    if held.best is None:
        return "–"
    several = f"{len(held.best_areas)} {_WORDS[language]['places']}"
    who = held.best_areas[0].name if len(held.best_areas) == 1 else several
    return f"{form.figure(held.best)} ({who})"


_WORDS: dict[str, Any] = {
    "en": {
        "since": "growth since",
        "as known": "as known on",
        "places": "municipalities",
        "per year": "{rate} % a year; index {index} ({since} = 100)",
        "chance": "By chance {low} to {high} (95%) or {low_998} to {high_998} (99.8%), by "
        "{method}.",
        "levels": (
            "reference", "n", "value", "mean", "median", "growth %", "rank", "percentile",
            "difference", "growth diff.",
        ),
        "beyond": (
            "reference", "compared", "best", "from best", "z-score", "lower quartile",
            "upper quartile", "share %", "growth a year %", "index",
        ),
    },
    "nl": {
        "since": "groei sinds",
        "as known": "stand van",
        "places": "gemeenten",
        "per year": "{rate} % per jaar; index {index} ({since} = 100)",
        "chance": "Door toeval {low} tot {high} (95%) of {low_998} tot {high_998} (99,8%), volgens "
        "{method}.",
        "levels": (
            "referentie", "n", "waarde", "gemiddelde", "mediaan", "groei %", "rang", "percentiel",
            "verschil", "groeiverschil",
        ),
        "beyond": (
            "referentie", "vergeleken", "beste", "van beste", "z-score", "onderste kwartiel",
            "bovenste kwartiel", "aandeel %", "groei per jaar %", "index",
        ),
    },
}  # fmt: skip


def _texts(said: Sequence[Bilingual], language: str) -> list[str]:
    return [note.text(language) for note in said]
