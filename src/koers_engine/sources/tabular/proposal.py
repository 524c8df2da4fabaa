"""A proposed mapping: as a table, as TOML with a reason at each key, and what it reads."""

import json
from collections.abc import Mapping as Mapped
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from koers_engine.concepts import Refusal
from koers_engine.observations import Dataset, Fault, FaultyTable
from koers_engine.observations.packing import bare_name
from koers_engine.sources.files import UnreadableFile, read_bytes
from koers_engine.sources.tabular.cells import cells_of
from koers_engine.sources.tabular.parsing import parse_mapping
from koers_engine.sources.tabular.reading import read_cells

_ROWS_SHOWN = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class NoFigures(Refusal, ValueError):
    """A file holds no statistics: no column of figures, so there is nothing to map."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__(
            f"{name} holds no statistics that can be added: {what}. A table needs at least one "
            "column of figures that are no codes, years or row numbers."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a mapping reads out of a file: the first figures, or every fault.

    `rows` are observations with measure, area, period, value, status and the other dimensions, in
    codes; some of every measure.
    """

    n_observations: int = 0
    measures: tuple[str, ...] = ()
    rows: tuple[Mapped[str, Any], ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """A mapping as the content of a file suggests it. Nothing of it is sure until someone looked.

    `mapping` has the tables and keys of the TOML; `reasons` tells by dotted key what a choice
    rests on; `doubts` are the keys that somebody has to look at.
    """

    mapping: Mapped[str, Any]
    reasons: Mapped[str, str] = field(default_factory=dict)
    doubts: tuple[str, ...] = ()
    preview: Preview = field(default_factory=Preview)

    def toml(self) -> str:
        """The mapping as the text of a file, with a comment at each key that was guessed."""
        return as_toml(self.mapping, self.reasons, self.doubts)


def content_of(source: Path | bytes) -> bytes:
    """The content of a file that is given by its path or as it is.

    Raises:
        FaultyTable: The file cannot be read.
    """
    if isinstance(source, bytes):
        return source
    try:
        return read_bytes(source)
    except UnreadableFile as reason:
        raise FaultyTable(source.name, [Fault(source.name, str(reason))]) from reason


def preview(
    source: Path | bytes,
    mapping: str,
    *,
    name: str,
    area_codes: Mapped[str, str] | None = None,
) -> Preview:
    """What the mapping (the text of its TOML) reads out of the file; faults where it reads nothing.

    Args:
        name: The name of the file, for the places of faults.
        area_codes: The code of each area by its casefolded name.
    """
    try:
        parsed = parse_mapping(mapping, "mapping")
        cells = cells_of(content_of(source), parsed.layout, bare_name(name))
        dataset = read_cells(
            cells, parsed, name=name, retrieved_at=_EPOCH, area_codes=area_codes or {}
        )
    except FaultyTable as refusal:
        return Preview(faults=refusal.faults)
    except UnreadableFile as reason:
        return Preview(faults=(Fault(name, str(reason)),))
    return Preview(
        n_observations=dataset.observations.num_rows,
        measures=tuple(measure.code for measure in dataset.measures),
        rows=_shown(dataset),
    )


def _shown(dataset: Dataset) -> tuple[Mapped[str, Any], ...]:
    """Some of the first observations of the first measures."""
    observations = dataset.observations
    shown = observations.num_rows
    step = max(shown // max(len(dataset.measures), 1), 1)
    each = max(_ROWS_SHOWN // max(min(len(dataset.measures), 4), 1), 1)
    rows = [place + n for place in range(0, shown, step) for n in range(each)]
    taken = observations.take([row for row in dict.fromkeys(rows) if row < shown][:_ROWS_SHOWN])
    return tuple(taken.drop_columns("breaks_series").to_pylist())


def as_toml(
    mapping: Mapped[str, Any], reasons: Mapped[str, str], doubts: tuple[str, ...] = ()
) -> str:
    """The mapping as TOML; above each key that has a reason stands that reason."""
    lines = [
        "# A mapping: what the columns of a file are. Every key is explained in the reference",
        '# "mapping". What is marked with CHECK could not be told from the file.',
    ]
    for name, content in mapping.items():
        tables = content if isinstance(content, list) else [content]
        for place, table in enumerate(tables):
            head = f"[[{name}]]" if isinstance(content, list) else f"[{name}]"
            lines += ["", *(_comment(name, reasons, doubts) if place == 0 else []), head]
            below = []
            for key, value in table.items():
                path = f"{name}.{key}"
                if isinstance(value, dict):
                    below += ["", *_comment(path, reasons, doubts), f"[{name}.{_key(key)}]"]
                    below += [f"{_key(text)} = {_value(said)}" for text, said in value.items()]
                    continue
                if place == 0:
                    lines += _comment(path, reasons, doubts)
                lines.append(f"{_key(key)} = {_value(value)}")
            lines += below
    return "\n".join([*lines, ""])


def _comment(path: str, reasons: Mapped[str, str], doubts: tuple[str, ...]) -> list[str]:
    why = reasons.get(path, "")
    mark = "CHECK: " if path in doubts else ""
    plain = "".join(sign if sign.isprintable() else " " for sign in f"{mark}{why}")
    return [f"# {plain}"] if plain else []


def _key(text: str) -> str:
    is_bare = text and text.isascii() and text.replace("_", "").replace("-", "").isalnum()
    return text if is_bare else _value(text)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, bool | int | float):
        return str(value).lower()
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
