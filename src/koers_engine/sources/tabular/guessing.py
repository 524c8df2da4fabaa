"""Proposes a mapping for a file, out of its content alone."""

import re
from collections.abc import Mapping as Mapped
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import Any

import pyarrow as pa

from koers_engine.observations import Fault, FaultyTable
from koers_engine.observations.packing import bare_name
from koers_engine.sources.files import UnreadableFile
from koers_engine.sources.tabular.cells import Cells, cells_of
from koers_engine.sources.tabular.mapping import LINE
from koers_engine.sources.tabular.profiling import (
    MISSING_MARKS,
    NUMBER_WORDS,
    Profile,
    profile,
)
from koers_engine.sources.tabular.proposal import Guess, NoFigures, content_of, preview
from koers_engine.sources.tabular.roles import CODE_NAME, Roles, find_area, find_period, find_status
from koers_engine.sources.tabular.sniffing import Sniffed, sniff

_MEASURE_NAME = re.compile(r"^(onderwerp|indic|indicator|measure|variable|variabele|topic|metric)")
_VALUE_NAME = re.compile(r"^(value|waarde|obs value|aantal|factor|figure)$")
_UNITS = (
    (re.compile(r"%|percent|procent|\bperc\b"), "%"),
    (re.compile(r"per 100k|per 100 000"), "per 100 000"),
    (re.compile(r"per km2|/km2"), "per km2"),
    (re.compile(r"km2"), "km2"),
    (re.compile(r"euro|eur\b|€"), "euro"),
)
# Eurostat's flags as SDMX statuses; of two beside each other the first that is no break counts.
_UNKNOWN = "unknown"
_MOST_LISTED = 60
_MOST_NAMED = 10


def guess(
    source: Path | bytes, *, name: str = "", area_codes: Mapped[str, str] | None = None
) -> Guess:
    """Propose what the columns of a file are: delimiter, decimal mark, codes, form and all.

    Args:
        source: The path of a CSV, Excel or JSON file, or its content (then with its `name`).
        area_codes: The code of each area by its casefolded name, as the register of areas has it;
            without it, names are not recognised.

    Raises:
        NoFigures: The file can be read, and no column of it holds figures.
        FaultyTable: The file cannot be read.
    """
    name = name or (source.name if isinstance(source, Path) else "file")
    content, known = content_of(source), area_codes or {}
    try:
        sniffed = sniff(content)
        cells = cells_of(content, sniffed.layout, name)
    except UnreadableFile as reason:
        raise FaultyTable(name, [Fault(name, str(reason))]) from reason
    if not cells.table.num_rows:
        raise NoFigures(name, "there is no row below its header")
    profiles = {
        column: profile(cells, column, sniffed.layout) for column in cells.table.column_names
    }
    roles = Roles(free=dict(profiles))
    find_period(roles, name, sniffed)
    find_area(roles, known, name)
    find_status(roles)
    _find_measures(roles, name)
    _find_dimensions(roles, cells)
    mapping = _mapping(roles, sniffed, profiles, name)
    found = Guess(
        mapping=mapping,
        reasons={**sniffed.reasons, **roles.reasons},
        doubts=(*sniffed.doubts, *roles.doubts),
    )
    shown = preview(content, found.toml(), name=name, area_codes=known)
    return replace(found, preview=shown)


def _find_measures(roles: Roles, name: str) -> None:
    figures = [c for c in roles.free.values() if c.is_numeric and not _is_no_figure(c)]
    topics = [c for c in roles.free.values() if _MEASURE_NAME.match(c.folded) and not c.is_numeric]
    if "columns" in roles.period:
        if topics:
            roles.measure = {"column": topics[0].name, "unit": _UNKNOWN, "decimals": 0}
            roles.because("measure.column", "its name")
            roles.free.pop(topics[0].name)
        else:
            code = re.sub(r"\W+", "_", PurePath(name).stem).strip("_") or "value"
            roles.measures = [{"code": code, "title": code, "unit": _UNKNOWN, "decimals": 0}]
        roles.because("measure.unit" if topics else "measures", "give the unit", doubt=True)
        return
    values = [c for c in figures if _VALUE_NAME.match(c.folded)]
    if topics and values:
        value = values[0]
        roles.value = value.name
        unit = {"unit": _UNKNOWN, "decimals": min(value.decimals, 3)}
        roles.measure = {"column": topics[0].name, **unit}
        roles.because("measure.column", f"its name, beside a column {value.name!r}")
        roles.because("measure.unit", "the file does not tell it: give the unit", doubt=True)
        roles.free.pop(topics[0].name)
        roles.free.pop(value.name)
        return
    nested = [c for c in roles.free.values() if c.is_json]
    if not figures and not nested:
        raise NoFigures(name, _why_none(roles))
    for column in figures:
        roles.measures.append(_measure(column))
        roles.figures[column.name] = roles.free.pop(column.name)
    for column in nested:
        roles.measures.append(_keyed(column))
        roles.free.pop(column.name)
    unknown = sum(measure["unit"] == _UNKNOWN for measure in roles.measures)
    n_columns = len(roles.measures)
    why = "1 column holds figures" if n_columns == 1 else f"{n_columns} columns hold figures"
    if unknown:
        why += f"; the file does not tell the unit of {unknown}: give it"
    roles.because("measures", why, doubt=bool(unknown))


def _measure(column: Profile) -> dict[str, Any]:
    unit = next((unit for pattern, unit in _UNITS if pattern.search(column.folded)), _UNKNOWN)
    decimals = min(column.decimals, 3)
    return {"column": column.name, "title": column.name, "unit": unit, "decimals": decimals}


def _keyed(column: Profile) -> dict[str, Any]:
    """A column of JSON objects; how deep they go is told by the first."""
    depth = 2 if re.match(r"\{\s*\"[^\"]*\"\s*:\s*\{", column.texts[0]) else 1
    words = re.sub(r"\W+", "_", column.name).strip("_").split("_per_")[-1].removeprefix("per_")
    keys = words.split("_", 1) if depth == 2 else [words]
    keys = [*keys, f"{words}_key"][:depth]
    return {"column": column.name, "title": column.name, "unit": _UNKNOWN, "keys": keys}


def _is_no_figure(column: Profile) -> bool:
    """Codes, row numbers and years are whole numbers that count nothing."""
    if CODE_NAME.search(column.folded) or "unix" in column.folded:
        return True
    return column.name.startswith("$.") or (column.sounds_like_period and column.form is not None)


def _why_none(roles: Roles) -> str:
    looked = [name for name, column in roles.free.items() if column.is_numeric]
    if looked:
        return f"the columns with numbers ({', '.join(looked[:5])}) are codes, years or row numbers"
    return "none of its columns holds numbers; it is a list"


def _find_dimensions(roles: Roles, cells: Cells) -> None:
    """The columns without which two figures would have the same key."""
    keys = [roles.area.get("column"), roles.period.get("column"), roles.measure.get("column")]
    taken = [key for key in keys if key]
    repeats = _repeats(cells, taken)
    candidates = [
        c
        for c in roles.free.values()
        if c.n_distinct > 1 and not c.is_json and c.n_filled == cells.table.num_rows
    ]
    candidates.sort(key=lambda c: (c.is_numeric, c.n_distinct))
    while repeats:
        if not candidates and len(roles.measures) > 1:  # a number can be a key: a step, an age
            whole = [c for c in roles.figures.values() if c.is_whole and c.n_distinct > 1]
            candidates = [c for c in whole if not _repeats(cells, [*taken, c.name])][:1]
            keys_now = {c.name for c in candidates}
            roles.measures = [m for m in roles.measures if m.get("column") not in keys_now]
        if not candidates:
            break
        left = {c.name: _repeats(cells, [*taken, c.name]) for c in candidates}
        best = min(candidates, key=lambda c: left[c.name])
        if left[best.name] == repeats:
            break
        repeats = left[best.name]
        candidates.remove(best)
        taken.append(best.name)
        roles.free.pop(best.name, None)
        identifier = re.sub(r"\W+", "_", best.name).strip("_") or "dimension"
        if not identifier.isidentifier():
            identifier = f"d_{identifier}"
        roles.dimensions.append({"column": best.name, "identifier": identifier, "title": best.name})
    if roles.dimensions:
        roles.because("dimensions", "without it, several figures would have the same key")
    if repeats and not taken:
        roles.dimensions = [{"column": LINE, "identifier": "row", "title": "Row of the file"}]
        why = "no column tells the rows apart; the number of the row stands in for one"
        roles.because("dimensions", why, doubt=True)
    elif repeats and "column" in roles.area and not roles.is_coded:
        roles.area["repeated"] = "number"
        why = f"{repeats} rows have a key that stood before; if these are areas with the same name"
        roles.because("area.repeated", f"{why}, they are numbered; else remove this", doubt=True)


def _repeats(cells: Cells, names: Sequence[str]) -> int:
    """How many rows have the same texts in these columns as a row before them."""
    if not names:
        return int(cells.table.num_rows) - 1
    columns = {str(place): cells.column(name) for place, name in enumerate(names)}
    groups = pa.table(columns).group_by(list(columns)).aggregate([])
    repeats: int = cells.table.num_rows - groups.num_rows
    return repeats


def _mapping(
    roles: Roles, sniffed: Sniffed, profiles: Mapped[str, Profile], name: str
) -> dict[str, Any]:
    stem = bare_name(name).rpartition(".")[0] or name
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._") or "table"
    publisher = _publisher(sniffed)
    about: dict[str, Any] = {"id": f"own:{slug}", "title": stem, "publisher": publisher or _UNKNOWN}
    roles.because("dataset.id", "after the name of the file", doubt=True)
    why = "stands in the footer" if publisher else "the file does not tell whose figures these are"
    roles.because("dataset.publisher", why, doubt=not publisher)
    url = next((text for text in sniffed.footer if text.startswith(("http://", "https://"))), "")
    if url:
        about["source_url"] = url
    mapping: dict[str, Any] = {"dataset": about, "file": dict(sniffed.keys)}
    mapping |= {"area": roles.area, "period": roles.period}
    if roles.measure:
        mapping["measure"] = roles.measure
    if roles.value:
        mapping["value"] = {"column": roles.value}
    figures = [profiles[m["column"]] for m in roles.measures if m.get("column") in profiles]
    figures += [profiles[c] for c in (roles.value, *roles.period.get("columns", [])) if c]
    if len(roles.measures) > _MOST_LISTED and all(m["unit"] == _UNKNOWN for m in roles.measures):
        mapping["other_columns"] = {"unit": _UNKNOWN, "decimals": 0}
        left = [c.name for c in roles.free.values() if c.is_numeric and _is_no_figure(c)]
        if left:
            mapping["other_columns"]["leave_out"] = left
        roles.because("other_columns", "every other column with figures is a measure", doubt=True)
    elif roles.measures:
        mapping["measures"] = roles.measures
    if roles.dimensions:
        mapping["dimensions"] = roles.dimensions
    if roles.status:
        mapping["status"] = roles.status
    if roles.free and "other_columns" not in mapping:
        more = f" and {len(roles.free) - _MOST_NAMED} more" if len(roles.free) > _MOST_NAMED else ""
        roles.because("file", f"not used: {', '.join([*roles.free][:_MOST_NAMED])}{more}")
    return mapping | _marks(roles, figures, publisher, profiles)


def _publisher(sniffed: Sniffed) -> str:
    for text in sniffed.footer:
        found = re.match(r"(?:Bron|Source)\s*:\s*(.+)", text.strip(), re.IGNORECASE)
        if found:
            return found[1].strip()
    return ""


def _marks(
    roles: Roles, figures: Sequence[Profile], publisher: str, profiles: Mapped[str, Profile]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    missing = {mark: MISSING_MARKS[mark] for column in figures for mark in column.missing}
    if missing:
        if "" in missing and publisher == "CBS":
            missing[""] = "M"
        found["missing"] = missing
        why = "these stand where figures are expected: O missing, M cannot exist, Q suppressed"
        roles.because("missing", why, doubt=True)
    period = profiles.get(roles.period.get("column", ""))
    marked = [*figures, *([period] if period else [])]
    marks = dict.fromkeys((mark for column in marked for mark in column.marks), "P")
    if any(name.endswith("*") for name in roles.period.get("columns", [])):
        marks |= {"**": "P", "*": "P"}
    if marks:
        found["marks"] = marks
        roles.because("marks", "behind a figure or period: provisional, as CBS marks it")
    words = {word: NUMBER_WORDS[word] for column in figures for word in column.words}
    if words:
        found["numbers"] = words
        why = "texts that stand for a number" + (" (CBS: - is nil)" if "-" in words else "")
        roles.because("numbers", why, doubt=True)
    return found
