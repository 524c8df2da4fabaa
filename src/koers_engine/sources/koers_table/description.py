"""dataset.toml: what a table in Koers' own format is about."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from koers_engine.concepts import Bilingual, Dimension, DimensionKind, Measure, Origin, Unit
from koers_engine.observations import Fault
from koers_engine.observations.checks import repeated
from koers_engine.observations.dataset import FIXED_COLUMNS
from koers_engine.observations.toml_keys import TomlKeys
from koers_engine.sources.files import UnreadableFile, read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    """A dataset but for its observations and code lists."""

    id: str
    title: Bilingual
    description: Bilingual
    origin: Origin
    measures: tuple[Measure, ...]
    dimensions: tuple[Dimension, ...]


def read_description(path: Path) -> tuple[Description | None, list[Fault]]:
    """Read dataset.toml; a Description only where there are no faults."""
    try:
        content = tomllib.loads(read_text(path))
    except (UnreadableFile, tomllib.TOMLDecodeError, RecursionError) as reason:
        return None, [Fault(path.name, str(reason))]
    keys = TomlKeys(content, f"{path.name}: ")
    description = Description(
        id=keys.take("id", str, "?"),
        title=keys.bilingual("title"),
        description=keys.bilingual("description"),
        origin=Origin(
            publisher=keys.take("publisher", str, "?"),
            source_url=keys.take("source_url", str, "?"),
            licence=keys.take("licence", str, "?"),
            attribution=keys.take("attribution", str, "?"),
            published_at=keys.moment("published_at"),
            retrieved_at=keys.moment("retrieved_at"),
            part=keys.take_if_there("part", str, ""),
        ),
        measures=tuple(_measure(measure) for measure in keys.tables("measures")),
        dimensions=tuple(_dimension(axis) for axis in keys.tables("dimensions")),
    )
    others = [d.identifier for d in description.dimensions if d.kind is DimensionKind.OTHER]
    for place in repeated(map(str.casefold, others), taken=FIXED_COLUMNS):
        keys.fault("dimensions", f"{others[place]!r} is the name of another column too")
    for kind in (DimensionKind.AREA, DimensionKind.PERIOD):
        if sum(dimension.kind is kind for dimension in description.dimensions) != 1:
            keys.fault("dimensions", f"expected one dimension of kind {kind.value!r}")
    return (None, keys.faults) if keys.faults else (description, [])


def _measure(keys: TomlKeys) -> Measure:
    return Measure(
        code=keys.take("code", str, "?"),
        title=keys.bilingual("title"),
        unit=Unit(keys.take("unit", str, "?").strip() or "?"),
        decimals=keys.decimals("decimals"),
    )


def _dimension(keys: TomlKeys) -> Dimension:
    return Dimension(
        identifier=keys.take("identifier", str, "?"),
        kind=DimensionKind(keys.one_of("kind", [kind.value for kind in DimensionKind])),
        title=keys.take("title", str, "?"),
    )
