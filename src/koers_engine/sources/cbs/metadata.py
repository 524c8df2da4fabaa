"""Properties, dimensions, measures and code lists of a recorded CBS table."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pyarrow as pa

from koers_engine.concepts import (
    MOST_DECIMALS,
    Bilingual,
    Dimension,
    DimensionKind,
    Measure,
    Origin,
    Unit,
    unusable,
)
from koers_engine.observations.checks import repeated
from koers_engine.observations.dataset import FIXED_COLUMNS
from koers_engine.sources.cbs.recording import INDEX, Index, Recording

_LICENCES = {"https://creativecommons.org/licenses/by/4.0/": "CC BY 4.0"}


def read_properties(recording: Recording, index: Index, table: str) -> dict[str, Any]:
    """The properties, after a check that they are those of the table asked for."""
    properties = recording.object_of(index, "properties")
    name = index.files.get("properties", "properties")
    for where, found in (
        (f"{name}: $.Identifier", properties.get("Identifier")),
        (f"{INDEX}: $.tableId", index.table or None),
    ):
        if properties and str(found).casefold() != table.casefold():
            recording.fault(where, f"expected table {table!r}, found {found!r}; give the right one")
    return properties


def origin_of(
    recording: Recording, index: Index, properties: dict[str, Any], table: str
) -> Origin | None:
    """Where the figures come from; None, with a fault, where a moment is unknown."""
    name = index.files.get("properties", "properties")
    published_at = None
    if properties:
        try:
            published_at = datetime.fromisoformat(str(properties.get("Modified")))
        except ValueError:
            found = properties.get("Modified")
            recording.fault(f"{name}: $.Modified", f"expected a date with time, found {found!r}")
    if published_at is None or index.captured_at is None:
        return None
    why = unusable(published_at)
    if why:
        recording.fault(f"{name}: $.Modified", why)
        return None
    licence = str(properties.get("License") or "")
    return Origin(
        publisher="CBS",
        source_url=f"https://opendata.cbs.nl/statline/#/CBS/nl/dataset/{table}/table",
        licence=_LICENCES.get(licence, licence) or "unknown",
        attribution=f"Bron: CBS (StatLine), tabel {table}",
        published_at=published_at,
        retrieved_at=index.captured_at,
        part=index.part,
    )


def read_measures(recording: Recording, index: Index) -> list[Measure]:
    """The measures; each must have a unit."""
    measures = []
    name = index.files.get("measure-codes", "measure-codes")
    for place, row in enumerate(recording.rows_of(index, "measure-codes")):
        where = f"{name}: $.value[{place}]"
        code = _text(row, "Identifier")
        unit, title = _text(row, "Unit"), _text(row, "Title")
        if not code:
            recording.fault(f"{where}.Identifier", "the measure has no code")
            continue
        if not unit:
            recording.fault(f"{where}.Unit", f"measure {code} ({title}) has no unit")
        decimals = row.get("Decimals")
        decimals = 0 if decimals is None else decimals
        if type(decimals) is not int or not 0 <= decimals <= MOST_DECIMALS:
            expected = f"expected a whole number from 0 to {MOST_DECIMALS}"
            recording.fault(f"{where}.Decimals", f"{expected}, found {decimals!r}")
        measures.append(
            Measure(
                code=code,
                title=Bilingual.same(title or code),
                unit=Unit(unit or "?"),  # a measure without unit is refused with the fault above
                decimals=decimals,
            )
        )
    return measures


def read_dimensions(recording: Recording, index: Index) -> list[Dimension]:
    """The dimensions. The first of areas is the area; a table without one is about the nation."""
    rows = recording.rows_of(index, "dimensions")
    name = index.files.get("dimensions", "dimensions")
    identifiers = [_text(row, "Identifier") for row in rows]
    doubles = set(repeated(map(str.casefold, identifiers), taken=_TAKEN))
    found: list[Dimension] = []
    for place, (row, identifier) in enumerate(zip(rows, identifiers, strict=True)):
        where = f"{name}: $.value[{place}].Identifier"
        if not identifier.isidentifier():
            recording.fault(where, f"{identifier!r} is no name of a dimension")
            continue
        if place in doubles:
            recording.fault(where, f"{identifier!r} is the name of another column too")
            continue
        kind = _KINDS.get(_text(row, "Kind"), DimensionKind.OTHER)
        if any(known.kind is kind for known in found):
            kind = DimensionKind.OTHER
        found.append(
            Dimension(identifier=identifier, kind=kind, title=_text(row, "Title") or identifier)
        )
    if not any(axis.kind is DimensionKind.PERIOD for axis in found):
        recording.fault(
            f"{name}: $.value", "no dimension is a TimeDimension; figures need a period"
        )
    return found


OBSERVATION_FIELDS = ("Id", "Measure", "Value", "ValueAttribute", "StringValue")
_TAKEN = {*FIXED_COLUMNS, *map(str.casefold, OBSERVATION_FIELDS)}
_KINDS = {
    "GeoDimension": DimensionKind.AREA,
    "TimeDimension": DimensionKind.PERIOD,
}


def read_code_lists(
    recording: Recording, index: Index, dimensions: Sequence[Dimension]
) -> tuple[dict[str, pa.Table], dict[str, str]]:
    """The code list of every dimension, and the status of each period."""
    codes: dict[str, pa.Table] = {}
    status_of_period: dict[str, str] = {}
    for axis in dimensions:
        kind = f"codes-{axis.identifier}"
        rows = recording.rows_of(index, kind)
        if not rows:
            if kind in index.files:
                recording.fault(index.files[kind], "the code list is empty or could not be read")
            continue
        columns = {
            "code": [_text(row, "Identifier") for row in rows],
            "title": [_text(row, "Title") for row in rows],
            "group": [_text(row, "DimensionGroupId") for row in rows],
            "description": [_text(row, "Description") for row in rows],
        }
        codes[axis.identifier] = pa.table(columns, schema=_CODE_LIST)
        if axis.kind is DimensionKind.PERIOD:
            statuses = (_text(row, "Status") for row in rows)
            status_of_period = dict(zip(columns["code"], statuses, strict=True))
    return codes, status_of_period


_CODE_LIST = pa.schema([(name, pa.string()) for name in ("code", "title", "group", "description")])


def _text(row: dict[str, Any], key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""
