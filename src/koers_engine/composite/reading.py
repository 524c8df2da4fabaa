"""The two-table CSV format of COINr: one table with figures, one that describes its columns.

The first, iData, has a row per unit: its code (uCode), its name (uName), and a column per
indicator, denominator and way of grouping. The second, iMeta, has a row per column and per
aggregate: iCode, iName, Type, Level, Direction, Weight, Parent and, as far as there are, Unit,
Target, Denominator.
"""

import csv
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path

import numpy as np

from koers_engine.composite import findings as say
from koers_engine.composite.arrays import FloatArray
from koers_engine.composite.data import CompositeData, UnusableData
from koers_engine.composite.structure import Element, Structure, UnsoundStructure
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations.faults import Fault

MOST_BYTES = 64 << 20
MOST_CELLS = 5_000_000
MOST_ELEMENTS = 2000
LONGEST_CELL = 1000
_MISSING = frozenset({"", "NA"})
_UNIT_CODE, _UNIT_NAME = "uCode", "uName"
_KNOWN_COLUMNS = frozenset({_UNIT_CODE, _UNIT_NAME, "Time"})
_NEEDED = ("iCode", "Type", "Level", "Parent")


class _Type:
    INDICATOR, AGGREGATE = "Indicator", "Aggregate"
    GROUP, DENOMINATOR, OTHER = "Group", "Denominator", "Other"
    ALL = (INDICATOR, AGGREGATE, GROUP, DENOMINATOR, OTHER)


def read_composite(data: Path, meta: Path) -> CompositeData:
    """The figures of an index and their structure, from the two tables.

    Cells that are empty or NA are missing. Cells are parted by commas with decimals after a point,
    or by semicolons with decimals after a comma, as the header row has it; lines above it that
    begin with # are comments.

    Raises:
        UnusableData: The tables cannot be used; all faults of both are named with their lines.
    """
    faults: list[Fault] = []
    figures, description = _table(data, faults), _table(meta, faults)
    if figures is None or description is None:
        raise UnusableData(faults)
    if "iCode" in figures.columns and _UNIT_CODE in description.columns:
        what = "describes columns, and the other table holds figures: change the two round"
        raise UnusableData([Fault(figures.name, what)])
    described = _described(description, faults)
    found = _figures(figures, described, faults)
    if faults or described.structure is None:
        raise UnusableData(faults)
    return found.checked(described.structure)


@dataclass(frozen=True, slots=True)
class _Table:
    """The cells of a CSV file by column, and the line on which each row begins."""

    name: str
    columns: Mapping[str, list[str]]
    lines: Sequence[int]
    decimal: str

    def column(self, name: str) -> list[str]:
        return self.columns.get(name) or [""] * len(self.lines)

    def at(self, row: int, column: str) -> str:
        return f"{self.name}, line {self.lines[row]}, column {column}"

    def number(self, text: str) -> float | None:
        """The number in a cell, NaN where it is missing, None where it is no finite number."""
        if text.strip() in _MISSING:
            return float("nan")
        plain = text.strip()
        if self.decimal == ",":
            if "." in plain:
                return None
            plain = plain.replace(",", ".")
        try:
            value = float(plain)
        except ValueError:
            return None
        return value if isfinite(value) and "_" not in plain else None

    def numbers(self, column: str, faults: list[Fault]) -> FloatArray:
        """The numbers of a column; what is none becomes a fault."""
        found = [self.number(text) for text in self.columns[column]]
        for row, value in enumerate(found):
            if value is None:
                text = self.columns[column][row][:40]
                mark = "1,5" if self.decimal == "," else "1.5"
                what = f"{text!r} is no finite number such as {mark}; empty or NA is missing"
                faults.append(Fault(self.at(row, column), what))
        return np.array([np.nan if value is None else value for value in found])


def _table(path: Path, faults: list[Fault]) -> _Table | None:
    text = _text(path, faults)
    if text is None:
        return None
    comments = 0
    while text.startswith("#"):
        text, comments = text.partition("\n")[2], comments + 1
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for row in _within_limits(reader):
            if row:
                rows.append(row)
                lines.append(comments + before + 1)
            before = reader.line_num
    except csv.Error as reason:
        where = f"{path.name}, line {comments + before + 1}"
        faults.append(Fault(where, f"cannot be taken as CSV: {reason}"))
        return None
    return _by_column(path.name, rows, lines, "," if delimiter == ";" else ".", faults)


def _within_limits(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    cells = 0
    for row in rows:
        cells += len(row)
        if cells > MOST_CELLS:
            raise csv.Error(f"it has more than {MOST_CELLS:,} cells")
        if row and len(max(row, key=len)) > LONGEST_CELL:
            raise csv.Error(f"a cell has more than {LONGEST_CELL} characters")
        yield row


def _text(path: Path, faults: list[Fault]) -> str | None:
    try:
        if path.stat().st_size > MOST_BYTES:
            faults.append(Fault(str(path), f"is larger than {MOST_BYTES >> 20} MiB"))
            return None
        return path.read_bytes().decode("utf-8-sig")
    except OSError as reason:
        faults.append(Fault(str(path), f"cannot be read: {reason.strerror or reason}"))
    except UnicodeDecodeError as reason:
        what = f"byte {reason.start + 1} is no UTF-8; save it as CSV UTF-8"
        faults.append(Fault(str(path), what))
    return None


def _by_column(
    name: str, rows: list[list[str]], lines: list[int], decimal: str, faults: list[Fault]
) -> _Table | None:
    if len(rows) < 2:
        faults.append(Fault(name, "has no rows below its header"))
        return None
    header = [cell.strip() for cell in rows[0]]
    for column, number in Counter(header).items():
        if number > 1:
            faults.append(Fault(name, f"{number} columns are called {column!r}"))
    uneven = [at for at, row in enumerate(rows) if len(row) != len(header)]
    for at in uneven:
        what = f"{len(rows[at])} cells, and the header has {len(header)}"
        faults.append(Fault(f"{name}, line {lines[at]}", what))
    if uneven or len(set(header)) < len(header):
        return None
    cells = zip(*rows[1:], strict=True)
    columns = dict(zip(header, map(list, cells), strict=True))
    return _Table(name, columns, lines[1:], decimal)


@dataclass(frozen=True, slots=True)
class _Described:
    structure: Structure | None
    indicators: tuple[str, ...]
    denominators: tuple[str, ...]
    groups: tuple[str, ...]
    known: frozenset[str]


def _described(table: _Table, faults: list[Fault]) -> _Described:
    absent = [column for column in _NEEDED if column not in table.columns]
    for column in absent:
        hint = did_you_mean(nearest(column, table.columns))
        faults.append(Fault(table.name, f"has no column {column}.{hint}"))
    if absent:
        return _Described(None, (), (), (), frozenset())
    codes = [code.strip() for code in table.columns["iCode"]]
    types = [kind.strip() for kind in table.columns["Type"]]
    before = len(faults)
    for row, (code, kind) in enumerate(zip(codes, types, strict=True)):
        if not code:
            faults.append(Fault(table.at(row, "iCode"), "is empty"))
        if kind not in _Type.ALL:
            what = f"{kind!r} is none of {', '.join(_Type.ALL)}"
            faults.append(Fault(table.at(row, "Type"), what))
    elements = _elements(table, codes, types, faults)
    of_type = {
        kind: tuple(code for code, own in zip(codes, types, strict=True) if own == kind)
        for kind in _Type.ALL
    }
    if len(elements) > MOST_ELEMENTS:
        what = f"describes more than {MOST_ELEMENTS} indicators and aggregates"
        faults.append(Fault(table.name, what))
    structure = None
    if len(faults) == before:
        try:
            structure = Structure(tuple(elements))
        except UnsoundStructure as refusal:
            faults += [Fault(f"{table.name}, {f.where}", f.what) for f in refusal.faults]
    return _Described(
        structure,
        of_type[_Type.INDICATOR],
        of_type[_Type.DENOMINATOR],
        of_type[_Type.GROUP],
        frozenset(codes),
    )


def _elements(
    table: _Table, codes: Sequence[str], types: Sequence[str], faults: list[Fault]
) -> list[Element]:
    names, parents = table.column("iName"), table.column("Parent")
    units, denominators = table.column("Unit"), table.column("Denominator")
    elements = []
    for row, (code, kind) in enumerate(zip(codes, types, strict=True)):
        if kind not in {_Type.INDICATOR, _Type.AGGREGATE}:
            continue
        level = _cell(table, row, "Level", None, faults)
        direction = _cell(table, row, "Direction", 1.0, faults)
        weight = _cell(table, row, "Weight", 1.0, faults)
        target = _cell(table, row, "Target", float("nan"), faults)
        if (level == 1) != (kind == _Type.INDICATOR):
            what = f"{level:g}; an indicator is on level 1 and an aggregate above it"
            faults.append(Fault(table.at(row, "Level"), what))
        if not (level.is_integer() and direction.is_integer()):
            faults.append(Fault(table.at(row, "Level"), "level and direction are whole numbers"))
            continue
        elements.append(
            Element(
                code=code,
                name=names[row].strip() or code,
                level=int(level),
                parent=_given(parents[row]),
                direction=int(direction),
                weight=weight,
                unit=_given(units[row]) or "",
                target=None if np.isnan(target) else target,
                denominator=_given(denominators[row]),
            )
        )
    return elements


def _given(text: str) -> str | None:
    return None if text.strip() in _MISSING else text.strip()


def _cell(
    table: _Table, row: int, column: str, default: float | None, faults: list[Fault]
) -> float:
    """A number of the description; `default` where it is absent, a fault where that is None."""
    text = table.column(column)[row]
    value = table.number(text)
    if value is None:
        faults.append(Fault(table.at(row, column), f"{text[:40]!r} is no finite number"))
        return 1.0
    if np.isnan(value):
        if default is None:
            faults.append(Fault(table.at(row, column), "is empty; a number is needed"))
        return 1.0 if default is None else default
    return value


@dataclass(frozen=True, slots=True)
class _Figures:
    codes: tuple[str, ...]
    names: tuple[str, ...]
    values: FloatArray
    groups: Mapping[str, tuple[str | None, ...]]
    denominators: Mapping[str, FloatArray]
    not_read: tuple[str, ...]

    def checked(self, structure: Structure) -> CompositeData:
        return CompositeData(
            codes=self.codes,
            names=self.names,
            structure=structure,
            values=self.values,
            groups=self.groups,
            denominators=self.denominators,
            findings=tuple(say.not_read(column) for column in self.not_read),
        )


def _figures(table: _Table, described: _Described, faults: list[Fault]) -> _Figures:
    asked = (*described.indicators, *described.denominators, *described.groups)
    for column in dict.fromkeys([_UNIT_CODE, *asked]):
        if column not in table.columns:
            hint = did_you_mean(nearest(column, table.columns))
            faults.append(Fault(table.name, f"has no column {column}.{hint}"))
    codes = [code.strip() for code in table.column(_UNIT_CODE)]
    for row, code in enumerate(codes):
        if not code and _UNIT_CODE in table.columns:
            faults.append(Fault(table.at(row, _UNIT_CODE), "is empty; each unit needs a code"))
    for code, number in Counter(codes).items():
        if code and number > 1:
            years = " Keep one Time." if len({*table.column("Time")}) > 1 else ""
            faults.append(Fault(table.name, f"{number} rows are for unit {code}; keep one.{years}"))
    names = [name.strip() for name in table.column(_UNIT_NAME)]
    there = [column for column in described.indicators if column in table.columns]
    values = [table.numbers(column, faults) for column in there]
    return _Figures(
        codes=tuple(codes),
        names=tuple(name or code for name, code in zip(names, codes, strict=True)),
        values=np.column_stack(values) if values else np.empty((len(codes), 0)),
        groups={
            column: tuple(map(_given, table.columns[column]))
            for column in described.groups
            if column in table.columns
        },
        denominators={
            column: table.numbers(column, faults)
            for column in described.denominators
            if column in table.columns
        },
        not_read=tuple(
            column for column in table.columns if column not in described.known | _KNOWN_COLUMNS
        ),
    )
