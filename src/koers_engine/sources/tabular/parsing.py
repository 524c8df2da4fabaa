"""Reads a mapping out of its TOML; every fault of it is gathered."""

import re
import tomllib
from datetime import UTC, date, datetime, time
from typing import Any, TypeVar

from koers_engine.concepts import Bilingual, ObservationStatus, Unit, unusable
from koers_engine.observations import Fault, FaultyTable
from koers_engine.observations.checks import repeated
from koers_engine.observations.dataset import FIXED_COLUMNS
from koers_engine.observations.toml_keys import TomlKeys
from koers_engine.sources.tabular.mapping import (
    AreaAxis,
    Axis,
    FileFormat,
    Layout,
    LeftOut,
    Mapping,
    MeasureColumn,
    OtherAxis,
    OtherMeasures,
    PeriodAxis,
    PeriodForm,
    PeriodLength,
)

_KEYS = {
    "": "dataset file area period measure value measures other_columns dimensions status missing "
    "marks numbers leave_out",
    "dataset": "id title description publisher source_url licence attribution published_at "
    "retrieved_at part",
    "file": "format encoding delimiter quote decimal thousands header skip footer sheet records",
    "area": "column columns code template codes identifier title by prefix pad name unlisted "
    "repeated",
    "period": "column columns code template codes identifier title form as",
    "measure": "column unit decimals",
    "value": "column",
    "measures": "column text code title unit decimals keys",
    "other_columns": "unit decimals leave_out",
    "dimensions": "column identifier title name",
    "status": "column codes",
    "leave_out": "column texts",
}
_DATASET_ID = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z0-9][A-Za-z0-9._-]*")
_FORBIDDEN_MARKS = set("\n\r\0")
_MISSING = [status.value for status in ObservationStatus if status.is_missing]
_STATUSES = [status.value for status in ObservationStatus]
TAxis = TypeVar("TAxis", bound=Axis)


def parse_mapping(text: str, name: str) -> Mapping:
    """The mapping that a TOML text describes; `name` stands before each fault.

    Raises:
        FaultyTable: It is no TOML, or keys are absent, unknown, or contradict each other.
    """
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as reason:
        raise FaultyTable(name, [Fault(name, str(reason))]) from reason
    keys = TomlKeys(content, f"{name}: ")
    keys.refuse_others(set(_KEYS[""].split()))
    mapping = _mapping(keys)
    _check(mapping, keys)
    if keys.faults:
        raise FaultyTable(name, keys.faults)
    return mapping


def _mapping(keys: TomlKeys) -> Mapping:
    about = _table(keys, "dataset")
    dataset_id = about.take("id", str, "file:unnamed")
    if not _DATASET_ID.fullmatch(dataset_id):
        about.fault("id", f"expected publisher:table, as in assen:survey-2025, found {dataset_id}")
    title = _words(about, "title")
    publisher = about.take("publisher", str, "?")
    measure, status = _optional(keys, "measure"), _optional(keys, "status")
    return Mapping(
        id=dataset_id,
        title=title,
        description=_words(about, "description") if "description" in about.content else title,
        publisher=publisher,
        source_url=about.take_if_there("source_url", str, ""),
        licence=about.take_if_there("licence", str, "unknown"),
        attribution=about.take_if_there("attribution", str, f"Bron: {publisher}"),
        published_at=_moment(about, "published_at"),
        retrieved_at=_moment(about, "retrieved_at"),
        part=about.take_if_there("part", str, ""),
        layout=_layout(_optional(keys, "file")),
        area=_area(_table(keys, "area")),
        period=_period(_table(keys, "period")),
        measure_column=measure.take_if_there("column", str, ""),
        value_column=_optional(keys, "value").take_if_there("column", str, ""),
        measures=tuple(map(_measure, _tables(keys, "measures"))),
        others=_others(keys, measure),
        dimensions=tuple(map(_dimension, _tables(keys, "dimensions"))),
        status_column=status.take_if_there("column", str, ""),
        status_codes=_statuses(status, "codes"),
        missing=_missing(keys),
        marks=_marks(keys),
        number_words=_numbers(keys),
        left_out=tuple(
            LeftOut(column=rows.take("column", str, "?"), texts=_list(rows, "texts"))
            for rows in _tables(keys, "leave_out")
        ),
    )


def _layout(keys: TomlKeys) -> Layout:
    layout = Layout(
        format=FileFormat(keys.one_of("format", list(FileFormat)))
        if "format" in keys.content
        else FileFormat.CSV,
        encoding=keys.take_if_there("encoding", str, "utf-8"),
        delimiter=_mark(keys, "delimiter", ","),
        quote=_mark(keys, "quote", '"'),
        decimal=_mark(keys, "decimal", "."),
        thousands=_mark(keys, "thousands", ""),
        header=_count(keys, "header", 1),
        skip=_count(keys, "skip", 0),
        footer=_text_or_count(keys, "footer", 0),
        sheet=_text_or_count(keys, "sheet", 1),
        records=keys.take_if_there("records", str, ""),
    )
    for key in ("delimiter", "decimal"):
        if not getattr(layout, key):
            keys.fault(key, "expected one sign, found none")
    if layout.decimal == layout.thousands:
        keys.fault("thousands", "the decimal mark is the same sign")
    if layout.decimal not in {".", ","}:
        keys.fault("decimal", f"expected . or , and found {layout.decimal!r}")
    try:
        "".encode(layout.encoding)
    except (LookupError, ValueError):
        keys.fault("encoding", f"{layout.encoding!r} is unknown; write utf-8, latin-1 or cp1252")
    return layout


def _axis(keys: TomlKeys, kind: type[TAxis], identifier: str, **more: Any) -> TAxis:
    where = {name: keys.take_if_there(name, str, "") for name in ("column", "code", "template")}
    columns = _list(keys, "columns")
    if sum(map(bool, (*where.values(), columns))) != 1:
        keys.fault("column", "expected one of the keys column, columns, code or template")
    return kind(
        **where,
        columns=columns,
        codes=keys.texts("codes"),
        identifier=keys.take_if_there("identifier", str, identifier),
        title=keys.take_if_there("title", str, where["column"] or identifier),
        **more,
    )


def _area(keys: TomlKeys) -> AreaAxis:
    return _axis(
        keys,
        AreaAxis,
        "Area",
        by_name=_choice(keys, "by", ["code", "name"]) == "name",
        prefix=keys.take_if_there("prefix", str, ""),
        pad=min(_count(keys, "pad", 0), 100),
        name=keys.take_if_there("name", str, ""),
        keeps_unlisted=_choice(keys, "unlisted", ["refuse", "keep"]) == "keep",
        numbers_repeated=_choice(keys, "repeated", ["refuse", "number"]) == "number",
    )


def _period(keys: TomlKeys) -> PeriodAxis:
    return _axis(
        keys,
        PeriodAxis,
        "Period",
        form=PeriodForm(_choice(keys, "form", list(PeriodForm))),
        length=PeriodLength(keys.one_of("as", list(PeriodLength)))
        if "as" in keys.content
        else None,
    )


def _measure(keys: TomlKeys) -> MeasureColumn:
    column, text = (keys.take_if_there(key, str, "") for key in ("column", "text"))
    code = keys.take_if_there("code", str, column or text)
    return MeasureColumn(
        column=column,
        text=text,
        code=code,
        title=_words(keys, "title")
        if "title" in keys.content
        else Bilingual.same(column or text or code),
        unit=Unit(keys.take("unit", str, "?").strip() or "?"),
        decimals=keys.decimals("decimals") if "decimals" in keys.content else 0,
        keys=_list(keys, "keys"),
    )


def _others(keys: TomlKeys, measure: TomlKeys) -> OtherMeasures | None:
    others = _optional(keys, "other_columns") if "other_columns" in keys.content else measure
    if "unit" not in others.content and others is measure:
        return None
    return OtherMeasures(
        unit=Unit(others.take("unit", str, "?").strip() or "?"),
        decimals=others.decimals("decimals") if "decimals" in others.content else 0,
        leave_out=_list(others, "leave_out"),
    )


def _dimension(keys: TomlKeys) -> OtherAxis:
    column = keys.take("column", str, "?")
    identifier = keys.take_if_there("identifier", str, column)
    return OtherAxis(
        column=column,
        identifier=identifier,
        title=keys.take_if_there("title", str, column),
        name=keys.take_if_there("name", str, ""),
    )


def _statuses(keys: TomlKeys, key: str) -> dict[str, str]:
    codes = keys.texts(key)
    for text, code in codes.items():
        status = code.replace("B", "", 1)
        if status and status not in _STATUSES:
            keys.fault(
                f"{key}.{text!r}",
                f"{code!r} is no code of SDMX CL_OBS_STATUS ({', '.join(_STATUSES)}), "
                "with or without B",
            )
    return codes


def _missing(keys: TomlKeys) -> dict[str, str]:
    codes = keys.texts("missing")
    for text, code in codes.items():
        if code not in _MISSING:
            known = ", ".join(_MISSING)
            keys.fault(f"missing.{text!r}", f"{code!r} is no status of a missing value ({known})")
    return {"": ObservationStatus.MISSING.value, **codes}


def _marks(keys: TomlKeys) -> dict[str, str]:
    marks = _statuses(keys, "marks")
    for mark in marks:
        if not mark.strip() or any(sign.isdigit() for sign in mark):
            keys.fault(f"marks.{mark!r}", "a mark behind a figure has signs, and no digits")
    return marks


def _numbers(keys: TomlKeys) -> dict[str, float]:
    table = _optional(keys, "numbers") if "numbers" in keys.content else None
    return {text: table.take(text, float, 0.0) for text in table.content} if table else {}


def _check(mapping: Mapping, keys: TomlKeys) -> None:
    """What each key may be on its own, and still not together."""
    if mapping.area.columns and mapping.period.columns:
        keys.fault("period.columns", "the columns are areas already; they cannot be periods too")
    if mapping.melted:
        _check_melted(mapping, keys)
    elif bool(mapping.measure_column) != bool(mapping.value_column):
        keys.fault("value.column", "measure.column and value.column belong together")
    elif not mapping.measure_column:
        columns = [measure.column for measure in mapping.measures if measure.column]
        if not columns and "other_columns" not in keys.content:
            keys.fault("measures", "nothing tells which columns hold figures")
        if len(columns) != len(mapping.measures):
            keys.fault("measures", "each needs the column that it stands in")
    if mapping.measure_column and not all(measure.text for measure in mapping.measures):
        keys.fault("measures", "each needs the text that names it in the column of measures")
    codes = [measure.code for measure in mapping.measures]
    for place in repeated(codes):
        keys.fault("measures", f"two have the code {codes[place]!r}")
    _check_identifiers(mapping, keys)


def _check_melted(mapping: Mapping, keys: TomlKeys) -> None:
    if mapping.value_column:
        keys.fault("value.column", "the values stand in the columns of periods or areas")
    if any(measure.column or measure.keys for measure in mapping.measures):
        keys.fault("measures", "with periods or areas as columns, no measure is a column")
    if not mapping.measure_column and len(mapping.measures) != 1:
        keys.fault("measures", "expected one measure, or measure.column that names it")


def _check_identifiers(mapping: Mapping, keys: TomlKeys) -> None:
    axes = (mapping.area.identifier, mapping.period.identifier)
    others = [axis.identifier for axis in mapping.dimensions] + mapping.keyed_dimensions()
    taken = (*FIXED_COLUMNS, *map(str.casefold, axes))
    for place in repeated(map(str.casefold, others), taken=taken):
        keys.fault("dimensions", f"{others[place]!r} is the name of another one too")
    for identifier in (*axes, *others):
        if not identifier.isidentifier():
            expected = "expected a word without spaces, as in Sex"
            keys.fault("dimensions", f"identifier: {expected}, found {identifier!r}")


def _table(keys: TomlKeys, name: str) -> TomlKeys:
    table = keys.table(name)
    table.refuse_others(set(_KEYS[name].split()))
    return table


def _optional(keys: TomlKeys, name: str) -> TomlKeys:
    if name not in keys.content:
        return TomlKeys({}, f"{keys.path}{name}.", keys.faults)
    return _table(keys, name) if name in _KEYS else keys.table(name)


def _tables(keys: TomlKeys, name: str) -> list[TomlKeys]:
    tables = keys.tables(name) if name in keys.content else []
    for table in tables:
        table.refuse_others(set(_KEYS[name].split()))
    return tables


def _words(keys: TomlKeys, key: str) -> Bilingual:
    """A text in one language, or a table with the keys nl and en."""
    if isinstance(keys.content.get(key), dict):
        return keys.bilingual(key)
    return Bilingual.same(keys.take(key, str, "?"))


def _choice(keys: TomlKeys, key: str, choices: list[str]) -> str:
    return keys.one_of(key, choices) if key in keys.content else choices[0]


def _count(keys: TomlKeys, key: str, default: int) -> int:
    value = keys.take_if_there(key, int, default)
    if value < 0:
        keys.fault(key, f"expected 0 or more, found {value}")
        return default
    return value


def _text_or_count(keys: TomlKeys, key: str, default: int) -> str | int:
    if isinstance(keys.content.get(key), str):
        return keys.take(key, str, "")
    return _count(keys, key, default)


def _mark(keys: TomlKeys, key: str, default: str) -> str:
    """One sign, or an empty text for none."""
    value = keys.content.get(key, default)
    if isinstance(value, str) and len(value) <= 1 and not _FORBIDDEN_MARKS & set(value):
        return value
    keys.fault(key, f"expected one sign, found {value!r}")
    return default


def _list(keys: TomlKeys, key: str) -> tuple[str, ...]:
    value = keys.content.get(key, [])
    if isinstance(value, list) and all(isinstance(text, str) for text in value):
        return tuple(value)
    keys.fault(key, f"expected a list of texts, found {value!r}")
    return ()


def _moment(keys: TomlKeys, key: str) -> datetime | None:
    """A moment, or a date, which is its first moment in UTC; None where it is absent."""
    value = keys.content.get(key)
    if value is None:
        return None
    if isinstance(value, date) and not isinstance(value, datetime):
        return datetime.combine(value, time(), UTC)
    if not isinstance(value, datetime) or unusable(value):
        keys.fault(key, f"expected a date, or a moment with time zone, found {value!r}")
        return None
    return value
