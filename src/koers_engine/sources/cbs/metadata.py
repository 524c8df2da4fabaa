"""Properties, dimensions, measures and code lists of a recorded CBS table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
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

NoteFault = Callable[[str, str], None]
"""Notes that something is wrong: the place, and what it is."""

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


def read_measures(recording: Recording, index: Index) -> tuple[list[Measure], dict[str, str]]:
    """The measures, each of which must have a unit; and by code the titles of those in words.

    A measure in words (such as the name of a region) holds no figures.
    """
    name = index.files.get("measure-codes", "measure-codes")
    told = [
        (
            _text(row, "DataType"),
            ToldMeasure(
                where=recording.place(name, place),
                code=_text(row, "Identifier"),
                code_field="Identifier",
                title=_text(row, "Title"),
                unit=_text(row, "Unit"),
                decimals=row.get("Decimals"),
            ),
        )
        for place, row in enumerate(recording.rows_of(index, "measure-codes"))
    ]
    in_words = {one.code: one.title or one.code for kind, one in told if kind == _WORDS}
    figures = (one for kind, one in told if kind != _WORDS)
    return checked_measures(figures, recording.fault), in_words


_WORDS = "String"


def described(text: str, in_words: Iterable[str], further: Iterable[str] = ()) -> Bilingual:
    """What CBS tells of a table, and what of it became something else than a reader expects.

    A table has one area and one period; the titles of further dimensions of either sort, which are
    dimensions like the others, are named. So are those of the measures that hold words, and were
    left out.
    """
    dutch, english = [text] * bool(text), [text] * bool(text)
    if names := ", ".join(further):
        dutch.append(f"Gebied of periode als verdere dimensie: {names}.")
        english.append(f"Area or period as a further dimension: {names}.")
    if names := ", ".join(in_words):
        dutch.append(f"Niet overgenomen, want woorden in plaats van cijfers: {names}.")
        english.append(f"Left out, for they hold words, not figures: {names}.")
    return Bilingual(nl="\n\n".join(dutch), en="\n\n".join(english))


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldMeasure:
    """What a publisher's list says of a measure, and where."""

    where: str
    code: str
    code_field: str
    title: str
    unit: str
    decimals: object


def checked_measures(told: Iterable[ToldMeasure], fault: NoteFault) -> list[Measure]:
    """The measures, with a fault for each that has no code, no unit or odd decimals."""
    measures = []
    for one in told:
        if not one.code:
            fault(f"{one.where}.{one.code_field}", "the measure has no code")
            continue
        if not one.unit:
            fault(f"{one.where}.Unit", f"measure {one.code} ({one.title}) has no unit")
        decimals = 0 if one.decimals is None else one.decimals
        if type(decimals) is not int or not 0 <= decimals <= MOST_DECIMALS:
            expected = f"expected a whole number from 0 to {MOST_DECIMALS}"
            fault(f"{one.where}.Decimals", f"{expected}, found {decimals!r}")
            decimals = 0
        measures.append(
            Measure(
                code=one.code,
                title=Bilingual.same(one.title or one.code),
                unit=Unit(one.unit or "?"),  # without unit it is refused with the fault above
                decimals=decimals,
            )
        )
    return measures


def read_dimensions(recording: Recording, index: Index) -> list[Dimension]:
    """The dimensions. The first of areas is the area; a table without one is about the nation."""
    name = index.files.get("dimensions", "dimensions")
    told = [
        (
            f"{recording.place(name, place)}.Identifier",
            _text(row, "Identifier"),
            _text(row, "Kind"),
            _text(row, "Title"),
        )
        for place, row in enumerate(recording.rows_of(index, "dimensions"))
    ]
    return checked_dimensions(told, f"{name}: $.value", recording.fault)


def checked_dimensions(
    told: Sequence[tuple[str, str, str, str]], where: str, fault: NoteFault
) -> list[Dimension]:
    """The dimensions: the first of areas is the area, the first of time the period.

    Args:
        told: Per dimension the place in the source, its name, its kind in CBS's words, its title.
        where: The place of the list.
    """
    doubles = set(repeated((name.casefold() for _, name, _, _ in told), taken=_TAKEN))
    found: list[Dimension] = []
    for place, (here, identifier, word, title) in enumerate(told):
        if not identifier.isidentifier() or len(identifier) > _LONGEST_NAME:
            fault(here, f"{identifier[:_LONGEST_NAME]!r} is no name of a dimension")
            continue
        if place in doubles:
            fault(here, f"{identifier!r} is the name of another column too")
            continue
        kind = _KINDS.get(word, DimensionKind.OTHER)
        if any(known.kind is kind for known in found):
            kind = DimensionKind.OTHER
        found.append(Dimension(identifier=identifier, kind=kind, title=title or identifier))
    if not any(axis.kind is DimensionKind.PERIOD for axis in found):
        fault(where, "no dimension is a TimeDimension; figures need a period")
    return found


OBSERVATION_FIELDS = ("Id", "Measure", "Value", "ValueAttribute", "StringValue")
_TAKEN = {*FIXED_COLUMNS, *map(str.casefold, OBSERVATION_FIELDS)}
_LONGEST_NAME = 100
"""A dimension's name becomes part of a file's name."""
_KINDS = {
    "GeoDimension": DimensionKind.AREA,
    "GeoDetail": DimensionKind.AREA,
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
