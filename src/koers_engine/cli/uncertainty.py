"""`koers index uncertainty` and `koers index sensitivity`."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from koers_engine.cli.index import built
from koers_engine.cli.rendering import Cell, Format, as_csv, as_json, as_table, number, printable
from koers_engine.composite.building import Index
from koers_engine.composite.replicating import Telling, areas_of
from koers_engine.composite.sensitivity import Explained, Sensitivity, area_called, sensitivity
from koers_engine.composite.uncertainty import (
    SEED,
    AreaUncertainty,
    Failure,
    Uncertainty,
    uncertainty,
)
from koers_engine.composite.uncertainty_wording import choice_named, counted

__all__ = ["built", "show_sensitivity", "show_uncertainty"]


def show_uncertainty(
    index: Index,
    *,
    replicates: int,
    top: int | None,
    areas: Sequence[str],
    seed: int | None,
    form: Format,
    language: str,
) -> None:
    """Print where each area stands in many ways to make the index."""
    codes = [index.codes[areas_of(index)[area_called(index, area)]] for area in areas]
    with _progress(language) as tell:
        found = uncertainty(
            index, replicates=replicates, top=top, seed=SEED if seed is None else seed, tell=tell
        )
    match form:
        case Format.JSON:
            text = as_json(_uncertainty_json(found, language))
        case Format.CSV:
            text = _uncertainty_csv(found, language)
        case _:
            told = [area for area in found.areas if area.code in codes] or found.areas[:1]
            text = _uncertainty_text(found, told, language)
    _print(text)


def show_sensitivity(
    index: Index, *, area: str | None, base: int, seed: int | None, form: Format, language: str
) -> None:
    """Print which choices make the places uncertain."""
    with _progress(language) as tell:
        found = sensitivity(
            index, area=area, base_size=base, seed=SEED if seed is None else seed, tell=tell
        )
    match form:
        case Format.JSON:
            text = as_json(_sensitivity_json(found, language))
        case Format.CSV:
            text = _sensitivity_csv(found)
        case _:
            text = _sensitivity_text(found, language)
    _print(text)


@contextmanager
def _progress(language: str) -> Iterator[Telling]:
    """Shows on a terminal how far it is, and leaves nothing behind; elsewhere nothing at all."""
    if not sys.stderr.isatty():
        yield lambda _done, _total: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(_WORDS[language]["progress"], total=None)

        def tell(done: int, total: int) -> None:
            progress.update(task, completed=done, total=total)

        yield tell


_AREA = (
    "code", "name", "place", "tied", "best_place", "median_place", "worst_place", "in_top",
    "score", "low_score", "median_score", "high_score",
)  # fmt: skip


def _uncertainty_json(found: Uncertainty, language: str) -> dict[str, Any]:
    return {
        "replicates": found.replicates,
        "computed": found.computed,
        "seed": found.seed,
        "top": found.top,
        "choices": [choice.value for choice in found.choices],
        "rescaled": found.rescaled,
        "failures": _failures(found.failures, language),
        "notes": [note.text(language) for note in found.notes],
        "areas": [
            {name: getattr(area, name) for name in (*_AREA, "inside")}
            | {"text": area.text.text(language)}
            for area in found.areas
        ],
    }


def _uncertainty_csv(found: Uncertainty, language: str) -> str:
    rows: list[list[Cell]] = [
        [*(getattr(area, name) for name in _AREA), found.computed, area.text.text(language)]
        for area in found.areas
    ]
    return as_csv((*_AREA, "computed", "text"), rows)


def _uncertainty_text(found: Uncertainty, told: Sequence[AreaUncertainty], language: str) -> str:
    words = _WORDS[language]
    header = [word.format(top=found.top) for word in words["areas"]]
    rows = [
        [
            str(area.place),
            area.code,
            area.name,
            f"{area.best_place}–{area.worst_place}",
            str(area.median_place),
            number(100 * area.in_top, 1, language=language),
            number(area.score, 2, language=language),
            " – ".join(
                number(score, 2, language=language) for score in (area.low_score, area.high_score)
            ),
        ]
        for area in found.areas
    ]
    notes = [note.text(language) for note in found.notes]
    varied = ", ".join(choice_named(choice.value).text(language) for choice in found.choices)
    return "\n".join(
        [
            *(area.text.text(language) for area in told),
            "",
            as_table(header, rows),
            "",
            words["varied"].format(choices=varied, seed=found.seed),
            *([words["rescaled"]] if found.rescaled else []),
            *notes,
        ]
    )


_SHARE = ("first", "first_low", "first_high", "total", "total_low", "total_high")


def _sensitivity_json(found: Sensitivity, language: str) -> dict[str, Any]:
    return {
        "runs": found.runs,
        "rows": found.rows,
        "rows_lost": found.rows_lost,
        "seed": found.seed,
        "confidence": found.confidence,
        "failures": _failures(found.failures, language),
        "notes": [note.text(language) for note in found.notes],
        "outputs": [
            {
                "output": explained.output.value,
                "area": explained.area,
                "mean": explained.mean,
                "deviation": explained.deviation,
                "text": explained.text.text(language),
                "shares": [
                    {key: getattr(value, "value", value) for key, value in asdict(share).items()}
                    for share in explained.shares
                ],
            }
            for explained in found.outputs
        ],
    }


def _sensitivity_csv(found: Sensitivity) -> str:
    rows: list[list[Cell]] = [
        [
            explained.output.value,
            explained.area,
            share.choice.value,
            *(getattr(share, name) for name in _SHARE),
        ]
        for explained in found.outputs
        for share in explained.shares
    ]
    return as_csv(("output", "area", "choice", *_SHARE), rows)


def _sensitivity_text(found: Sensitivity, language: str) -> str:
    words = _WORDS[language]
    lines = []
    for explained in found.outputs:
        lines += [explained.text.text(language), "", _shares(explained, language), ""]
    lines.append(
        words["sample"].format(
            runs=counted(found.runs).text(language),
            rows=counted(found.rows).text(language),
            percent=round(100 * found.confidence),
            seed=found.seed,
        )
    )
    return "\n".join([*lines, *(note.text(language) for note in found.notes)])


def _shares(explained: Explained, language: str) -> str:
    def share(value: float | None) -> str:
        return number(value, 2, language=language)

    rows = [
        [
            choice_named(each.choice.value).text(language),
            share(each.first),
            f"{share(each.first_low)} – {share(each.first_high)}",
            share(each.total),
            f"{share(each.total_low)} – {share(each.total_high)}",
        ]
        for each in explained.shares
    ]
    return as_table(_WORDS[language]["shares"], rows)


def _failures(failures: Sequence[Failure], language: str) -> list[dict[str, Any]]:
    return [{"number": each.number, "reason": each.reason.text(language)} for each in failures]


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")


_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "progress": "Computing",
        "areas": ("place", "code", "name", "5–95%", "median", "top {top} %", "score", "5–95%"),
        "varied": "Varied, all alternatives as likely: {choices}. Seed {seed}.",
        "rescaled": "Scores are on the scale of the index as published.",
        "shares": ("choice", "first order", "interval", "total order", "interval"),
        "sample": "{runs} ways in {rows} rows; intervals hold {percent}% of the bootstrap; "
        "seed {seed}.",
    },
    "nl": {
        "progress": "Rekent",
        "areas": ("plaats", "code", "naam", "5–95%", "mediaan", "top {top} %", "score", "5–95%"),
        "varied": "Gevarieerd, alle alternatieven even waarschijnlijk: {choices}. "
        "Startwaarde {seed}.",
        "rescaled": "Scores staan op de schaal van de index zelf.",
        "shares": ("keuze", "eerste orde", "interval", "totale orde", "interval"),
        "sample": "{runs} manieren in {rows} rijen; intervallen bevatten {percent}% van de "
        "bootstrap; startwaarde {seed}.",
    },
}
