"""Makes a dataset of what a message of SDMX or JSON-stat says. Pure.

The rules, for both formats:

- **Area** is the dimension that the structure gives that role, else the first whose name is one of
  AREA_NAMES. A table without one gets SDMX's code for "not applicable", NO_AREA.
- **Period** is the time dimension; it is kept in the codes of CBS.
- **Measure** is the dimension that the standard marks as such (SDMX MeasureDimension, JSON-stat's
  role metric), or that is called MEASURE. Elsewhere the table has one measure, OBS_VALUE.
- **Unit** is what UNIT or UNIT_MEASURE says of the measure, with the multiplier in its words: a
  value is never rescaled. Where one measure comes in several units, they stay a dimension of their
  own, and the measure's unit says so.
- Every other dimension is kept, under its own name.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.concepts import (
    MOST_DECIMALS,
    Bilingual,
    Dimension,
    DimensionKind,
    Measure,
    Origin,
    Period,
    Refusal,
    Unit,
)
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations import Dataset, Fault, FaultyTable, checked_dataset
from koers_engine.observations.dataset import CODE_COLUMNS, FIXED_COLUMNS, Locate
from koers_engine.sources.sdmx.flags import statuses
from koers_engine.sources.sdmx.periods import period_codes

AREA_NAMES = ("geo", "ref_area", "country", "area", "location", "region", "cities", "metroreg")
TIME_NAMES = ("time_period", "time", "period", "year")
UNIT_NAMES = ("unit_measure", "unit")
NO_AREA = "_Z"
ONE_MEASURE = "OBS_VALUE"
NO_UNIT = "not stated"
MOST_OBSERVATIONS = 20_000_000

_KINDS_OF_ROLE = {"area": DimensionKind.AREA, "period": DimensionKind.PERIOD}


class Role(StrEnum):
    """What the codes of a dimension stand for in a message."""

    AREA = "area"
    PERIOD = "period"
    MEASURE = "measure"
    OTHER = "other"


class NoSuchPart(Refusal, LookupError):
    """A part of a table was asked for that it does not have."""

    def __init__(self, table: str, what: str, known: Iterable[str], asked: str) -> None:
        known = list(known)
        shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
        super().__init__(
            f"{table} has no {what} {asked!r}. It has: {shown}."
            f"{did_you_mean(nearest(asked, known))}"
        )


@dataclass(frozen=True, slots=True)
class Code:
    """An entry of a code list; `unit` and `decimals` are those of a measure."""

    code: str
    title: str
    parent: str = ""
    note: str = ""
    unit: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """A dimension of a message; a code that is not in its list is its own name."""

    name: str
    title: str
    role: Role = Role.OTHER
    codes: Sequence[Code] = ()


@dataclass(slots=True, kw_only=True)
class Content:
    """What a message says: one row per observation, every column of the same length.

    `columns` holds the codes per axis, as text. `value` is null where there is none. `flags`,
    `confidential` and `attributes` (UNIT, UNIT_MEASURE, UNIT_MULT) are empty where nothing is said.
    """

    id: str
    title: Bilingual
    description: Bilingual
    origin: Origin
    axes: Sequence[Axis]
    columns: dict[str, pa.ChunkedArray]
    value: pa.ChunkedArray
    flags: pa.ChunkedArray
    confidential: pa.ChunkedArray | None = None
    attributes: Mapping[str, pa.ChunkedArray] = field(default_factory=dict)
    attribute_titles: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    locate: Locate
    faults: list[Fault]


def role_by_name(name: str, taken: Iterable[Role]) -> Role:
    """The role that a dimension's name gives it, unless another has it already."""
    folded = name.casefold()
    for role, names in (
        (Role.AREA, AREA_NAMES),
        (Role.PERIOD, TIME_NAMES),
        (Role.MEASURE, ("measure",)),
    ):
        if folded in names and role not in taken:
            return role
    return Role.OTHER


def assembled(content: Content, where: Mapping[str, tuple[str, ...]]) -> Dataset:
    """The dataset that the message holds, or the part of it that `where` names.

    Args:
        where: Per dimension the codes to take; case of the dimension's name does not count.

    Raises:
        NoSuchPart: `where` names a dimension or code that is not there.
        FaultyTable: With every fault found in the message, each with its place.
    """
    if len(content.value) > MOST_OBSERVATIONS:
        most = f"over {MOST_OBSERVATIONS:,} observations; take a part of it with --where"
        raise FaultyTable(content.id, [*content.faults, Fault("observations", most)])
    if not any(axis.role is Role.PERIOD for axis in content.axes):
        names = ", ".join(axis.name for axis in content.axes) or "none"
        what = f"no dimension is time, and figures need a period; the dimensions are: {names}"
        raise FaultyTable(content.id, [*content.faults, Fault("dimensions", what)])
    _take_part(content, where)
    of_measure = next((axis for axis in content.axes if axis.role is Role.MEASURE), None)
    rows = len(content.value)
    codes_of_measure = (
        content.columns[of_measure.name] if of_measure else _constant(ONE_MEASURE, rows)
    )
    measures, kept = _measures(content, of_measure, codes_of_measure)
    axes = [*(axis for axis in content.axes if axis.role is not Role.MEASURE), *kept]

    observations = {"measure": codes_of_measure, "area": _constant(NO_AREA, rows)}
    dimensions, codes = [], {}
    for axis, identifier in zip(axes, _identifiers(axes), strict=True):
        dimension = Dimension(
            identifier=identifier,
            kind=_KINDS_OF_ROLE.get(axis.role, DimensionKind.OTHER),
            title=axis.title or axis.name,
        )
        column = content.columns[axis.name]
        if axis.role is Role.PERIOD:
            column, periods = period_codes(column, content.locate, content.faults)
            codes[identifier] = _periods(periods)
        else:
            codes[identifier] = _code_list(axis, column)
        dimensions.append(dimension)
        observations[dimension.column] = column
    has_value = content.value.is_valid().to_numpy()
    status, breaks = statuses(
        content.flags, content.confidential, has_value, content.locate, content.faults
    )
    observations |= {"value": content.value, "status": status, "breaks_series": breaks}
    return checked_dataset(
        id=content.id,
        title=content.title,
        description=content.description,
        origin=content.origin,
        measures=measures,
        dimensions=dimensions,
        codes=codes,
        observations=pa.table(observations),
        locate=content.locate,
        found_before=content.faults,
    )


def _take_part(content: Content, where: Mapping[str, tuple[str, ...]]) -> None:
    """Leave out the rows that were not asked for."""
    if not where:
        return
    names = {axis.name.casefold(): axis.name for axis in content.axes}
    for axis in content.axes:
        if axis.role is Role.MEASURE:
            names["measure"] = axis.name
    taken = np.ones(len(content.value), dtype=bool)
    for asked, codes in where.items():
        name = names.get(asked.casefold())
        if name is None:
            known = (axis.name for axis in content.axes)
            raise NoSuchPart(content.id, "dimension", known, asked)
        column = content.columns[name]
        there = set(pc.unique(column).to_pylist())
        for code in codes:
            if code not in there:
                raise NoSuchPart(content.id, f"figure for {name}", sorted(there), code)
        taken &= pc.is_in(column, value_set=pa.array(codes, pa.string())).to_numpy()
    rows = np.flatnonzero(taken)
    whole = content.locate
    content.locate = lambda row, column: whole(int(rows[row]) if rows.size else 0, column)
    kept = pa.array(rows)
    content.columns = {name: column.take(kept) for name, column in content.columns.items()}
    content.attributes = {name: text.take(kept) for name, text in content.attributes.items()}
    content.value, content.flags = content.value.take(kept), content.flags.take(kept)
    if content.confidential is not None:
        content.confidential = content.confidential.take(kept)


def _measures(
    content: Content, axis: Axis | None, column: pa.ChunkedArray
) -> tuple[list[Measure], list[Axis]]:
    """The measures that have figures, and the attributes that must become dimensions."""
    listed = {code.code: code for code in axis.codes} if axis else {}
    encoded = column.combine_chunks().dictionary_encode()
    found = encoded.dictionary.to_pylist()
    decimals = _decimals(content.value, encoded.indices.to_numpy(zero_copy_only=False), len(found))
    units, kept = _units(content, column)
    place = {code: number for number, code in enumerate(listed)}
    measures = []
    for number, code in sorted(enumerate(found), key=lambda pair: place.get(pair[1], len(place))):
        entry = listed.get(code, Code(code, code))
        title = Bilingual.same(entry.title or code) if axis else content.title
        measures.append(
            Measure(
                code=code,
                title=title,
                unit=Unit(entry.unit.strip() or units.get(code, "").strip() or NO_UNIT),
                decimals=decimals[number] if entry.decimals is None else entry.decimals,
            )
        )
    return measures, kept


def _units(content: Content, measure: pa.ChunkedArray) -> tuple[dict[str, str], list[Axis]]:
    """Per measure the words of its unit; and the attributes that vary within a measure."""
    axis = next((axis for axis in content.axes if axis.name.casefold() in UNIT_NAMES), None)
    said = dict(content.attributes)
    titles = {name: dict(of) for name, of in content.attribute_titles.items()}
    if axis is not None:
        said[axis.name] = content.columns[axis.name]
        titles[axis.name] = {code.code: code.title for code in axis.codes}
    if not said:
        return {}, []
    combined = pa.table({"measure": measure, **said}).group_by(["measure", *said]).aggregate([])
    per_measure: dict[str, list[dict[str, str]]] = {}
    for row in combined.to_pylist():
        per_measure.setdefault(row["measure"], []).append(row)
    varying = [
        name
        for name in said
        if any(len({row[name] for row in rows}) > 1 for rows in per_measure.values())
    ]
    words = {
        code: f"see {', '.join(varying)}"
        if any(row != rows[0] for row in rows)
        else _words(rows[0], titles)
        for code, rows in per_measure.items()
    }
    kept = []
    for name in varying:
        if name in content.columns:
            continue
        content.columns[name] = said[name]
        if "" in pc.unique(said[name]).to_pylist():  # the attribute is not given everywhere
            content.columns[name] = pc.if_else(pc.equal(said[name], ""), NO_AREA, said[name])
        listed = tuple(Code(code, title) for code, title in titles.get(name, {}).items())
        kept.append(Axis(name=name, title=name, codes=listed))
    return {code: text for code, text in words.items() if text}, kept


def _words(row: Mapping[str, str], titles: Mapping[str, Mapping[str, str]]) -> str:
    """The unit as words: its label, and by how much a value is to be multiplied."""
    said = {name.casefold(): (name, code) for name, code in row.items() if name != "measure"}
    name, code = next((said[known] for known in UNIT_NAMES if known in said), ("", ""))
    label = titles.get(name, {}).get(code) or code or NO_UNIT
    _, power = said.get("unit_mult", ("", ""))
    if power in {"", "0"}:
        return label
    factor = f"{10 ** int(power):,}" if re.fullmatch("[1-9]|1[0-2]", power) else f"10^{power}"
    return f"{label} × {factor}"


def _decimals(
    values: pa.ChunkedArray, measure: npt.NDArray[np.int32], n_measures: int
) -> list[int]:
    """Per measure how many digits after the point its values need."""
    numbers = values.to_numpy()
    needed = np.zeros(n_measures, dtype=np.int64)
    left = np.flatnonzero(np.isfinite(numbers))
    with np.errstate(over="ignore", invalid="ignore"):
        for decimals in range(MOST_DECIMALS + 1):
            np.maximum.at(needed, measure[left], decimals)
            of_row = numbers[left]
            off = np.abs(np.round(of_row, decimals) - of_row) > 1e-12 * np.abs(of_row)
            left = left[off]
            if not left.size:
                break
    return [int(count) for count in needed]


def _identifiers(axes: Sequence[Axis]) -> list[str]:
    """A name per axis that can be a column's and a file's; a clash gets a dash below at its end."""
    names: list[str] = []
    for axis in axes:
        name = re.sub(r"\W", "_", axis.name)
        name = name if name.isidentifier() else f"_{name}"
        taken = {known.casefold() for known in names}
        if axis.role is Role.OTHER:
            taken |= set(FIXED_COLUMNS)
        while name.casefold() in taken:
            name += "_"
        names.append(name)
    return names


def _code_list(axis: Axis, column: pa.ChunkedArray) -> pa.Table:
    """The list of the publisher, and the codes that are used without being in it."""
    listed = {entry.code for entry in axis.codes}
    used = pc.unique(column).to_pylist()
    entries = [*axis.codes, *(Code(code, code) for code in used if code and code not in listed)]
    rows = [(entry.code, entry.title or entry.code, entry.parent, entry.note) for entry in entries]
    return _as_table(rows)


def _periods(periods: Sequence[Period]) -> pa.Table:
    return _as_table([(period.cbs, period.label, "", "") for period in periods])


def _as_table(rows: Sequence[tuple[str, str, str, str]]) -> pa.Table:
    columns = list(zip(*rows, strict=True)) or [()] * len(CODE_COLUMNS)
    arrays = [pa.array(column, pa.string()) for column in columns]
    return pa.table(arrays, names=list(CODE_COLUMNS))


def _constant(text: str, rows: int) -> pa.ChunkedArray:
    return pa.chunked_array([pa.repeat(pa.scalar(text), rows)])
