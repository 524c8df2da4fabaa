"""Takes the figures of an SDMX-ML data message out of what sdmx1 makes of it."""

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from koers_engine.observations import Fault
from koers_engine.sources.sdmx.figures import Figures, numbers
from koers_engine.sources.sdmx.messages import (
    MOST_XML_OBSERVATIONS,
    Outline,
    UnreadableMessage,
    parsed,
)
from koers_engine.sources.sdmx.structure import FlowStructure, moment

# Of a message without its structure, these are told from the dimensions by their names alone.
_ATTRIBUTES = frozenset(
    {
        "COLLECTION",
        "COMMENT_OBS",
        "CONF_STATUS",
        "DECIMALS",
        "OBS_COM",
        "OBS_CONF",
        "OBS_FLAG",
        "OBS_PRE_BREAK",
        "OBS_STATUS",
        "TIME_FORMAT",
        "TITLE",
        "TITLE_COMPL",
        "UNIT_MEASURE",
        "UNIT_MULT",
    }
)


def read_xml(
    content: bytes,
    outline: Outline,
    name: str,
    structure: FlowStructure | None,
    faults: list[Fault],
) -> Figures:
    """The figures in an SDMX-ML 2.1 data message, generic or structure-specific.

    Raises:
        UnreadableMessage: It does not follow the schema, holds several data sets, or too much.
    """
    if outline.observations > MOST_XML_OBSERVATIONS:
        raise UnreadableMessage(
            f"{outline.observations:,} observations; at most {MOST_XML_OBSERVATIONS:,} are read "
            "from XML: ask the publisher for SDMX-CSV, or for a part"
        )
    message = parsed(content, structure.definition if structure else None)
    if len(message.data) != 1:
        raise UnreadableMessage(f"{len(message.data)} data sets; give a message with one")
    header = message.header

    def locate(row: int, column: str) -> str:
        return f"{name}: observation {row + 1}, {column}"

    observations = message.data[0].obs
    key_names: dict[str, None] = {}
    attribute_names: dict[str, None] = {}
    keys, said, values = [], [], []
    for observation in observations:
        key = {part: _text(given.value) for part, given in observation.key.values.items()}
        attributes = {part: _text(given.value) for part, given in observation.attrib.items()}
        key_names.update(dict.fromkeys(key))
        attribute_names.update(dict.fromkeys(attributes))
        keys.append(key)
        said.append(attributes)
        values.append(_text(observation.value))
    known = structure.attributes if structure else _ATTRIBUTES
    dimensions = [part for part in key_names if part not in known]
    found = {
        part: _column(
            key.get(part) or more.get(part, "") for key, more in zip(keys, said, strict=True)
        )
        for part in {**key_names, **attribute_names}
    }
    measure = getattr(message.observation_dimension, "id", "") if outline.explicit_measures else ""
    return Figures(
        dimensions=dimensions,
        columns={part: found[part] for part in dimensions},
        value=numbers(_column(values), locate, faults),
        attributes={part: column for part, column in found.items() if part not in dimensions},
        measure=measure,
        publisher=str(getattr(header.sender, "name", "") or ""),
        published_at=moment(str(header.prepared)) if header.prepared else None,
        locate=locate,
    )


def _column(texts: Iterable[str]) -> pa.ChunkedArray:
    return pa.chunked_array([pa.array(list(texts), pa.string())])


def _text(value: Any) -> str:
    """A code or value as sdmx1 holds it: a text, a number, or an entry of a code list."""
    return "" if value is None else str(getattr(value, "id", value)).strip()
