"""dataset.toml: what a table in Koers' own format is about."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from koers_engine.concepts import Bilingual, Dimension, DimensionKind, Measure, Origin, Unit
from koers_engine.observations import Fault
from koers_engine.sources.files import UnreadableFile, read_text

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    id: str
    title: Bilingual
    description: Bilingual
    origin: Origin
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]


@dataclass(slots=True)
class _Keys:
    """Takes values out of TOML; what is absent or of another kind becomes a fault with its path."""

    content: dict[str, Any]
    path: str
    faults: list[Fault] = field(default_factory=list)

    def take(self, key: str, kind: type[T], otherwise: T) -> T:
        value = self.content.get(key)
        if isinstance(value, kind) and value != "":
            return value
        found = "it is absent" if value is None else f"found {value!r}"
        self.faults.append(Fault(f"{self.path}{key}", f"expected {_WORDS[kind]}, {found}"))
        return otherwise

    def bilingual(self, key: str) -> Bilingual:
        texts = _Keys(self.take(key, dict, {}), f"{self.path}{key}.", self.faults)
        return Bilingual(nl=texts.take("nl", str, "?"), en=texts.take("en", str, "?"))

    def moment(self, key: str) -> datetime:
        value = self.take(key, datetime, _NO_MOMENT)
        if value.tzinfo is None:
            self.faults.append(Fault(f"{self.path}{key}", "the moment has no time zone"))
            return _NO_MOMENT
        return value

    def tables(self, key: str) -> list["_Keys"]:
        tables = self.take(key, list, [])
        return [
            _Keys(
                table if isinstance(table, dict) else {}, f"{self.path}{key}[{place}].", self.faults
            )
            for place, table in enumerate(tables)
        ]


_NO_MOMENT = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
_WORDS: dict[type, str] = {
    str: "a text that is not empty",
    int: "a whole number",
    dict: "a table with nl and en",
    list: "one or more tables",
    datetime: "a date with time and time zone",
}


def read_description(path: Path) -> tuple[Description | None, list[Fault]]:
    """Read dataset.toml; a Description only where there are no faults."""
    try:
        content = tomllib.loads(read_text(path))
    except (UnreadableFile, tomllib.TOMLDecodeError) as reason:
        return None, [Fault(path.name, str(reason))]
    keys = _Keys(content, f"{path.name}: ")
    table_id = keys.take("id", str, "?")
    title, description = keys.bilingual("title"), keys.bilingual("description")
    origin = Origin(
        publisher=keys.take("publisher", str, "?"),
        source_url=keys.take("source_url", str, "?"),
        licence=keys.take("licence", str, "?"),
        attribution=keys.take("attribution", str, "?"),
        published_at=keys.moment("published_at"),
        retrieved_at=keys.moment("retrieved_at"),
    )
    measures = tuple(
        Measure(
            code=measure.take("code", str, "?"),
            title=measure.bilingual("title"),
            unit=Unit(measure.take("unit", str, "?")),
            decimals=measure.take("decimals", int, 0),
        )
        for measure in keys.tables("measures")
    )
    dimensions = tuple(_dimension(axis) for axis in keys.tables("dimensions"))
    for kind in (DimensionKind.AREA, DimensionKind.PERIOD):
        if sum(dimension.kind is kind for dimension in dimensions) != 1:
            keys.faults.append(
                Fault(f"{path.name}: dimensions", f"expected one dimension of kind {kind.value!r}")
            )
    if keys.faults:
        return None, keys.faults
    return (
        Description(
            id=table_id,
            title=title,
            description=description,
            origin=origin,
            measures=measures,
            dimensions=dimensions,
        ),
        [],
    )


def _dimension(axis: _Keys) -> Dimension:
    kind = axis.take("kind", str, "other")
    if kind not in set(DimensionKind):
        known = ", ".join(DimensionKind)
        axis.faults.append(Fault(f"{axis.path}kind", f"{kind!r} is none of {known}"))
        kind = DimensionKind.OTHER
    return Dimension(
        identifier=axis.take("identifier", str, "?"),
        kind=DimensionKind(kind),
        title=axis.take("title", str, "?"),
    )
