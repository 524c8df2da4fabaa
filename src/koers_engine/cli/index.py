"""`koers index build` and `koers index recipe`."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from koers_engine.cli.rendering import Cell, Format, as_csv, as_json, as_table, number, printable
from koers_engine.composite.arrays import FloatArray
from koers_engine.composite.building import Index, build
from koers_engine.composite.coherence import belongings, coherences
from koers_engine.composite.data import CompositeData
from koers_engine.composite.findings import STEP_NAMES
from koers_engine.composite.reading import read_composite
from koers_engine.composite.recipe import Recipe
from koers_engine.composite.recipe_text import read_recipe, written
from koers_engine.composite.structure import Element
from koers_engine.concepts import Refusal

_MOST_COLUMNS = 8


class FolderInUse(Refusal, FileExistsError):
    """The folder for the results holds something already."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} is not an empty folder. Give --out a new one, or empty it.")


def print_recipe() -> None:
    """Print the default recipe."""
    sys.stdout.write(written(Recipe()))


def build_index(
    data: Path, meta: Path, recipe: Path | None, *, out: Path | None, form: Format, language: str
) -> None:
    """Build an index, keep its files where that is asked, and print it."""
    if out is not None and out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise FolderInUse(out)
    index = built(data, meta, recipe)
    if out is not None:
        for name, content in files_of(index, language):
            path = out / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    printed = {Format.JSON: _as_json, Format.CSV: _as_csv, Format.TABLE: _as_text}[form]
    sys.stdout.write(f"{printable(printed(index, language), lines=True)}\n")


def built(data: Path, meta: Path, recipe: Path | None) -> Index:
    """The index of two tables and a recipe, or the default one."""
    choices = Recipe() if recipe is None else read_recipe(recipe)
    return build(read(data, meta), choices)


def read(data: Path, meta: Path) -> CompositeData:
    """The figures and the structure of an index."""
    return read_composite(data, meta)


def files_of(index: Index, language: str) -> Iterator[tuple[str, str]]:
    """The name and content of each file that tells of an index.

    With `recipe.toml` and the same two tables the index is built again: `about.json` then holds the
    same digests. A missing score is empty, and `findings.csv` says why.
    """
    columns = _from_the_top(index)
    yield "recipe.toml", written(index.recipe)
    yield "about.json", f"{as_json(_about(index))}\n"
    yield "scores.csv", _units_csv(index, index.scores, columns)
    yield "ranks.csv", _units_csv(index, index.ranks, columns, whole=True)
    yield "elements.csv", _elements_csv(index)
    yield "coherence.csv", _coherence_csv(index, language)
    findings: list[list[Cell]] = [
        [found.step, found.kind.value, found.about, found.text.text(language)]
        for found in index.findings
    ]
    yield "findings.csv", f"{as_csv(('step', 'kind', 'about', 'text'), findings)}\n"
    header = ["code", "name", *(indicator.code for indicator in index.data.structure.indicators)]
    for number_, table in enumerate(index.steps, 1):
        rows: list[list[Cell]] = [
            [index.data.codes[place], index.data.names[place], *map(_cell, row)]
            for place, row in zip(table.kept.tolist(), table.values.tolist(), strict=True)
        ]
        yield f"steps/{number_}-{table.step}.csv", f"{as_csv(header, rows)}\n"


def _units_csv(
    index: Index, table: FloatArray, columns: Sequence[int], *, whole: bool = False
) -> str:
    elements = index.data.structure.elements
    header = ["code", "name", *(elements[column].code for column in columns)]
    rows: list[list[Cell]] = []
    for unit in index.order.tolist():
        cells = [_cell(table[unit, column]) for column in columns]
        held = [None if cell is None else int(cell) for cell in cells] if whole else cells
        rows.append([index.codes[unit], index.names[unit], *held])
    return f"{as_csv(header, rows)}\n"


def _elements_csv(index: Index) -> str:
    header = ("code", "name", "level", "parent", "direction", "weight", "effective_weight")
    rows: list[list[Cell]] = [
        [e.code, e.name, e.level, e.parent, e.direction, float(weight), float(effective)]
        for e, weight, effective in zip(
            index.data.structure.elements, index.weights, index.effective_weights, strict=True
        )
    ]
    return f"{as_csv(header, rows)}\n"


def _coherence_csv(index: Index, language: str) -> str:
    alphas = {held.code: held for held in coherences(index.data.structure, index.scores)}
    with_others = {held.code: held for held in belongings(index.data.structure, index.scores)}
    rows: list[list[Cell]] = []
    for at in _from_the_top(index):
        element = index.data.structure.elements[at]
        parts, place = alphas.get(element.code), with_others.get(element.code)
        rows.append(
            [
                element.code,
                element.name,
                place.with_parent if place else None,
                place.with_index if place else None,
                parts.alpha if parts else None,
                parts.text.text(language) if parts else None,
            ]
        )
    header = ("code", "name", "correlation_parent", "correlation_index", "alpha", "text")
    return f"{as_csv(header, rows)}\n"


def _about(index: Index) -> dict[str, Any]:
    structure = index.data.structure
    return {
        "index": {"code": structure.top.code, "name": structure.top.name},
        "units": len(index.codes),
        "units_left_out": len(index.data.codes) - len(index.codes),
        "indicators": len(structure.indicators),
        "levels": structure.height,
        "digests": {
            "data": index.data.digest,
            "recipe": index.recipe_digest,
            "scores": index.digest,
        },
    }


def _from_the_top(index: Index) -> list[int]:
    """Places of all elements, level by level from the index down."""
    elements = index.data.structure.elements
    return sorted(range(len(elements)), key=lambda place: -elements[place].level)


def _aggregates(index: Index) -> list[int]:
    """Places of the aggregates, the index first."""
    elements = index.data.structure.elements
    return [place for place in _from_the_top(index) if elements[place].level > 1]


def _as_json(index: Index, language: str) -> str:
    structure = index.data.structure
    aggregates = _aggregates(index)
    about = _about(index)
    about["elements"] = [
        _element(element, float(weight), float(effective))
        for element, weight, effective in zip(
            structure.elements, index.weights, index.effective_weights, strict=True
        )
    ]
    about["scores"] = [
        {
            "code": index.codes[unit],
            "name": index.names[unit],
            "scores": {
                structure.elements[place].code: {
                    "score": _cell(index.scores[unit, place]),
                    "rank": _whole(index.ranks[unit, place]),
                }
                for place in aggregates
            },
        }
        for unit in index.order.tolist()
    ]
    about["coherence"] = [
        {"code": held.code, "alpha": held.alpha, "text": held.text.text(language)}
        for held in coherences(structure, index.scores)
    ]
    about["correlations"] = [
        {"code": held.code, "with_parent": held.with_parent, "with_index": held.with_index}
        for held in belongings(structure, index.scores)
    ]
    about["findings"] = [
        {
            "step": found.step,
            "kind": found.kind.value,
            "about": found.about,
            "text": found.text.text(language),
        }
        for found in index.findings
    ]
    return as_json(about)


def _element(element: Element, weight: float, effective: float) -> dict[str, Any]:
    return {
        "code": element.code,
        "name": element.name,
        "level": element.level,
        "parent": element.parent,
        "direction": element.direction,
        "weight": weight,
        "effective_weight": effective,
    }


def _as_csv(index: Index, _: str) -> str:
    """A row per unit: the score of each aggregate, and its rank beside it."""
    elements = index.data.structure.elements
    header = ["code", "name"]
    for place in _aggregates(index):
        header += [elements[place].code, f"{elements[place].code} rank"]
    rows: list[list[Cell]] = []
    for unit in index.order.tolist():
        row: list[Cell] = [index.codes[unit], index.names[unit]]
        for place in _aggregates(index):
            row += [_cell(index.scores[unit, place]), _whole(index.ranks[unit, place])]
        rows.append(row)
    return as_csv(header, rows)


def _as_text(index: Index, language: str) -> str:
    structure, words = index.data.structure, _WORDS[language]
    shown = _shown(index)
    header = [words["rank"], words["code"], words["name"]]
    header += [structure.elements[place].code for place in shown]
    rows = [
        [
            number(_cell(index.ranks[unit, -1]), 0, language=language),
            index.codes[unit],
            index.names[unit],
            *(number(_cell(index.scores[unit, place]), 2, language=language) for place in shown),
        ]
        for unit in index.order.tolist()
    ]
    left_out = len(index.data.codes) - len(index.codes)
    head = words["head"].format(
        name=structure.top.name,
        units=len(index.codes),
        indicators=len(structure.indicators),
        levels=structure.height,
    )
    lines = [head + (words["left out"].format(left_out) if left_out else ""), ""]
    lines += [as_table(header, rows), ""]
    if len(shown) < len(_aggregates(index)):
        lines += [words["more"], ""]
    lines += [held.text.text(language) for held in coherences(structure, index.scores)]
    lines += ["", words["correlations"]]
    for held in belongings(structure, index.scores):
        if structure.elements[structure.places[held.code]].level == structure.height - 1:
            told = number(held.with_index, 2, language=language)
            lines.append(f"- {structure.elements[structure.places[held.code]].name}: {told}")
    if index.findings:
        lines += ["", words["findings"].format(len(index.findings))]
        lines += [
            f"- {STEP_NAMES[found.step].text(language)}: {found.text.text(language)}"
            for found in index.findings
        ]
    digests = (index.digest, index.data.digest, index.recipe_digest)
    lines += ["", words["digests"].format(*(digest[:12] for digest in digests))]
    return "\n".join(lines)


def _shown(index: Index) -> list[int]:
    """The aggregates that fit on a line: whole levels, from the index down."""
    elements, shown = index.data.structure.elements, _aggregates(index)
    while len(shown) > _MOST_COLUMNS:
        lowest = elements[shown[-1]].level
        if lowest == index.data.structure.height:
            break
        shown = [place for place in shown if elements[place].level > lowest]
    return shown


_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "head": "{name}: {units} units, {indicators} indicators, {levels} levels",
        "left out": "; left out: {}",
        "rank": "rank",
        "code": "code",
        "name": "name",
        "more": "The levels below are in --format csv and json, and in --out.",
        "correlations": "Correlation with the index:",
        "findings": "Findings: {}",
        "digests": "Index {}, of data {} and recipe {}.",
    },
    "nl": {
        "head": "{name}: {units} eenheden, {indicators} indicatoren, {levels} niveaus",
        "left out": "; niet meegedaan: {}",
        "rank": "rang",
        "code": "code",
        "name": "naam",
        "more": "De niveaus daaronder staan in --format csv en json, en in --out.",
        "correlations": "Correlatie met de index:",
        "findings": "Bevindingen: {}",
        "digests": "Index {}, van cijfers {} en recept {}.",
    },
}


def _cell(value: float | np.floating[Any]) -> float | None:
    return None if np.isnan(value) else float(value)


def _whole(value: float | np.floating[Any]) -> int | None:
    return None if np.isnan(value) else int(value)
