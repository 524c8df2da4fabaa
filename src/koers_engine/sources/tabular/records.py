"""The records in a JSON file as columns of texts."""

from collections.abc import Iterator
from typing import Any

import orjson

from koers_engine.sources.files import UnreadableFile

MOST_RECORDS = 5_000_000
ROOT = "$"


def parsed(content: bytes) -> Any:
    """The content of a JSON file.

    Raises:
        UnreadableFile: It is none; the message tells where it goes wrong.
    """
    try:
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as reason:
        raise UnreadableFile(f"the file is no JSON ({reason})") from reason


def json_columns(content: bytes, records: str, decimal: str) -> dict[str, list[str]]:
    """Per field the text of each record.

    Args:
        records: The path of the list: `objects[].metrics[]` takes the metrics of every object.
        decimal: The sign that the texts of numbers get for their point.

    Returns:
        The fields of the records, those of objects within them as `outer.inner`, and the fields of
        what the records lie within: `$.code` for the whole file's, `objects.code` for a list's.
        Null and what is absent are empty; lists are left out.

    Raises:
        UnreadableFile: The content is no JSON, or has no such records.
    """
    rows: list[dict[str, str]] = []
    for around, record in _walk(parsed(content), records):
        if not isinstance(record, dict):
            raise UnreadableFile(f"{records or ROOT} holds {_kind(record)}, where records belong")
        if len(rows) == MOST_RECORDS:
            raise UnreadableFile(f"holds more than {MOST_RECORDS:,} records; split it")
        rows.append({**around, **_fields(record, "", decimal)})
    if not rows:
        raise UnreadableFile(f"{records or ROOT} holds no record")
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: [row.get(name, "") for row in rows] for name in names}


def _walk(content: Any, path: str) -> Iterator[tuple[dict[str, str], Any]]:
    """Each record with the fields of what it lies within."""
    steps = [step.removesuffix("[]") for step in path.split(".") if step not in {"", "[]", ROOT}]
    around = _scalars(content, ROOT) if isinstance(content, dict) and steps else {}
    level = [(around, content)]
    named: list[str] = []
    for place, step in enumerate(steps):
        named.append(step)
        below = []
        for around, node in _items(level):
            if not isinstance(node, dict) or step not in node:
                raise UnreadableFile(f"has no {'.'.join(named)}, which file.records names")
            is_last = place == len(steps) - 1
            for item in node[step] if isinstance(node[step], list) else [node[step]]:
                more = {} if is_last else _scalars(item, ".".join(named))
                below.append(({**around, **more}, item))
        level = below
    yield from _items(level)


def _items(level: list[tuple[dict[str, str], Any]]) -> Iterator[tuple[dict[str, str], Any]]:
    for around, node in level:
        for item in node if isinstance(node, list) else [node]:
            yield around, item


def _scalars(node: Any, path: str) -> dict[str, str]:
    if not isinstance(node, dict):
        return {}
    return {
        f"{path}.{name}": _text(value, ".")
        for name, value in node.items()
        if not isinstance(value, dict | list)
    }


def _fields(record: dict[str, Any], prefix: str, decimal: str) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in record.items():
        if isinstance(value, dict):
            fields |= _fields(value, f"{prefix}{name}.", decimal)
        elif not isinstance(value, list):
            fields[f"{prefix}{name}"] = _text(value, decimal)
    return fields


def _text(value: Any, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return repr(value).replace(".", decimal)
    return str(value)


def _kind(value: Any) -> str:
    return {list: "a list", str: "a text", type(None): "nothing"}.get(type(value), "a number")
