"""`koers data diff`."""

import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from koers_engine.areas import AreaRegister, UnknownArea
from koers_engine.cli.conclusions import effect_as_json, effect_lines
from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import Format, as_csv, as_json, as_table, number, printable
from koers_engine.concepts import DimensionKind, Period
from koers_engine.indicators import Catalogue
from koers_engine.observations import UnknownDataset, Vintage, VintageStore
from koers_engine.references import read_groups
from koers_engine.revisions import (
    Change,
    Diff,
    Effect,
    Known,
    StoreWith,
    Wanted,
    conclusions,
    diff,
    effects_of,
    two_vintages,
)

_LONGEST = 60
_METADATA_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What `koers data diff` was asked, as it was typed."""

    table: str
    since: str | None
    until: str | None
    measures: tuple[str, ...]
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    limit: int | None
    catalogues: tuple[Path, ...]
    groups: Path | None = None


def show_diff(asked: Asked, *, store: Path | None, form: Format, language: str) -> None:
    """Compare the vintages and print what changed."""
    found = opened(store)
    dataset_id = asked.table if ":" in asked.table else f"cbs:{asked.table}"
    since, until = end_of_day(asked.since, "--from"), end_of_day(asked.until, "--to")
    if since and until and since > until:
        message = f"{asked.since} lies after {asked.until}; give the earlier day with --from."
        raise typer.BadParameter(message, param_hint="--from")
    before, after = two_vintages(found, dataset_id, before=since, after=until)
    wanted = Wanted(
        measures=asked.measures,
        areas=tuple(_area_code(text, found) for text in asked.areas),
        periods=tuple(Period.parse(text).cbs for text in asked.periods),
    )
    changes = diff(found, before, after, wanted=wanted, limit=asked.limit)
    if form is Format.CSV:
        cells = changes.cells
        names = _names(found, changes)
        rows = [(*row.values(), names.get(row["area"], "")) for row in cells.to_pylist()]
        _print(as_csv((*cells.column_names, "name"), rows))
        return
    catalogue = Catalogue.load(*asked.catalogues)
    lists = read_groups(asked.groups) if asked.groups else {}
    effects = effects_of(
        conclusions(found),
        catalogue,
        before=Known(StoreWith(found, before), catalogue, until, lists),
        after=Known(StoreWith(found, after), catalogue, until, lists),
        vintage=after,
    )
    printed = _as_json if form is Format.JSON else _as_text
    _print(printed(changes, effects, _names(found, changes), language))


def _area_code(text: str, store: VintageStore) -> str:
    """The code that is meant: one by its name where the register of areas is there to tell."""
    with suppress(UnknownArea, UnknownDataset):
        return AreaRegister.from_store(store).find(text).code
    return text  # an area of the table's own, or one that the comparison will refuse


def _names(store: VintageStore, changes: Diff) -> dict[str, str]:
    """The areas' names by code, as the later vintage has them where it does."""
    names: dict[str, str] = {}
    for vintage in (changes.before, changes.after):
        for axis in vintage.dimensions:
            if axis.kind is DimensionKind.AREA:
                codes = store.codes(vintage, axis.identifier)
                listed = (codes.column(name).to_pylist() for name in ("code", "title"))
                names |= dict(zip(*listed, strict=True))
    return names


def _as_json(changes: Diff, effects: list[Effect], names: dict[str, str], language: str) -> str:
    cells = changes.cells.to_pylist()
    return as_json(
        {
            "dataset": changes.after.dataset_id,
            "before": _vintage(changes.before),
            "after": _vintage(changes.after),
            "metadata": [
                {"what": each.what.text(language), "before": each.before, "after": each.after}
                for each in changes.metadata
            ],
            "totals": {change.value: changes.total(change) for change in Change},
            "summary": changes.summary.to_pylist(),
            "cells": [cell | {"name": names.get(cell["area"], "")} for cell in cells],
            "conclusions": [effect_as_json(effect, language) for effect in effects],
        }
    )


def _vintage(vintage: Vintage) -> dict[str, Any]:
    return {
        "digest": vintage.digest,
        "retrieved_at": vintage.retrieved_at.isoformat(),
        "published_at": vintage.published_at.isoformat(),
        "attribution": vintage.attribution,
    }


def _as_text(changes: Diff, effects: list[Effect], names: dict[str, str], language: str) -> str:
    words = _WORDS[language]
    parts = [
        f"{changes.after.dataset_id}, {words['title']}\n"
        + "\n".join(
            f"{words[side]}: {vintage.retrieved_at:%Y-%m-%d}, {words['vintage']} "
            f"{vintage.digest[:12]}, {vintage.attribution}"
            for side, vintage in (("before", changes.before), ("after", changes.after))
        )
    ]
    if changes.before.digest == changes.after.digest:
        return "\n\n".join([*parts, words["same"]])
    if changes.metadata:
        parts.append(_metadata_as_text(changes, language))
    if changes.n_changed:
        parts += [_summary_as_text(changes, language), _cells_as_text(changes, names, language)]
    else:
        parts.append(words["no cell"])
    if effects:
        lines = [line for effect in effects for line in effect_lines(effect, language)]
        parts.append("\n".join([words["conclusions"], *lines]))
    return "\n\n".join(parts)


def _metadata_as_text(changes: Diff, language: str) -> str:
    shown = changes.metadata[:_METADATA_SHOWN]
    lines = [
        f"  {each.what.text(language)}: {_cut(each.before)} → {_cut(each.after)}" for each in shown
    ]
    rest = len(changes.metadata) - len(shown)
    if rest:
        lines.append(f"  {_WORDS[language]['more'].format(rest)}")
    return "\n".join([_WORDS[language]["description"], *lines])


def _cut(text: str) -> str:
    """The text in one line, short enough to read; a dash where there is none."""
    words = " ".join(text.split())
    return (words if len(words) <= _LONGEST else f"{words[: _LONGEST - 1]}…") or "–"


def _summary_as_text(changes: Diff, language: str) -> str:
    words = _WORDS[language]
    kinds = [change.value for change in Change if changes.total(change)]
    header = [words[name] for name in ("measure", "period", "cells", *kinds)]
    has_revised = Change.REVISED.value in kinds
    if has_revised:
        header += [words[name] for name in ("mean", "largest", "percent")]
    decimals = _decimals(changes)
    rows = []
    for row in changes.summary.to_pylist():
        places = decimals.get(row["measure"], 0)
        cells = [row["measure"], Period.from_cbs(row["period"]).label]
        cells += [number(row[name], 0, language=language) for name in ("cells", *kinds)]
        if has_revised:
            cells += [
                number(row["mean_difference"], places + 1, language=language),
                number(row["largest_difference"], places, language=language),
                number(row["largest_percent"], 2, language=language),
            ]
        rows.append(cells)
    return as_table(header, rows)


def _cells_as_text(changes: Diff, names: dict[str, str], language: str) -> str:
    words = _WORDS[language]
    decimals = _decimals(changes)
    others = [name for name in changes.cells.column_names[3:] if name not in _FIXED]
    splitting = [name for name in others if len(set(changes.cells.column(name).to_pylist())) > 1]
    rows = []
    for row in changes.cells.to_pylist():
        places = decimals.get(row["measure"], 0)
        rows.append(
            [
                row["measure"],
                row["area"],
                names.get(row["area"], ""),
                Period.from_cbs(row["period"]).label,
                *(row[name] for name in splitting),
                words[row["change"]],
                *(number(row[name], places, language=language) for name in _FIXED[1:3]),
                number(row["difference"], places, language=language),
                number(row["percent"], 2, language=language),
                " → ".join(dict.fromkeys(row[name] or "–" for name in _STATUSES)),
            ]
        )
    header = [words[name] for name in ("measure", "area", "name", "period")] + splitting
    header += [words[name] for name in ("change", "before", "after", "difference")]
    told = words["listed"].format(len(rows), changes.n_changed)
    return f"{told}\n{as_table([*header, '%', words['status code']], rows)}"


_STATUSES = ("status_before", "status_after")
_FIXED = ("change", "before", "after", "status_before", "status_after", "difference", "percent")


def _decimals(changes: Diff) -> dict[str, int]:
    return {
        measure.code: measure.decimals
        for measure in (*changes.before.measures, *changes.after.measures)
    }


_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "title": "what changed between two vintages",
        "before": "before", "after": "after", "vintage": "vintage",
        "same": "Both days have the same vintage: nothing changed between them.",
        "no cell": "No figure that was asked for changed.",
        "description": "What is said about the table:",
        "more": "and {} more; all of them with --format json",
        "conclusions": "Kept conclusions that rest on this table:",
        "listed": "{} of {} changed cells, the largest differences first:",
        "measure": "measure", "period": "period", "cells": "cells", "area": "area",
        "name": "name", "change": "change", "difference": "difference",
        "status code": "status", "mean": "mean diff.", "largest": "largest", "percent": "largest %",
        "revised": "revised", "released": "released", "withdrawn": "withdrawn",
        "status": "status", "added": "added", "removed": "removed",
    },
    "nl": {
        "title": "wat veranderde tussen twee standen",
        "before": "eerst", "after": "daarna", "vintage": "stand",
        "same": "Op beide dagen geldt dezelfde stand: er veranderde niets.",
        "no cell": "Geen gevraagd cijfer veranderde.",
        "description": "Wat over de tabel wordt gezegd:",
        "more": "en nog {}; alles met --format json",
        "conclusions": "Bewaarde conclusies die op deze tabel rusten:",
        "listed": "{} van {} veranderde cellen, de grootste verschillen eerst:",
        "measure": "onderwerp", "period": "periode", "cells": "cellen", "area": "gebied",
        "name": "naam", "change": "verandering", "difference": "verschil",
        "status code": "status", "mean": "gem. verschil", "largest": "grootste",
        "percent": "grootste %",
        "revised": "herzien", "released": "vrijgegeven", "withdrawn": "ingetrokken",
        "status": "status", "added": "nieuw", "removed": "vervallen",
    },
}  # fmt: skip


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
