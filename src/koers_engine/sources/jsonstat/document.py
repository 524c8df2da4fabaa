"""Takes a JSON-stat file apart: 2.0, 1.x, and the form that Eurostat served before the standard.

Source: JSON-stat 2.0 format (json-stat.org/full), and its history for the earlier ones. A response
of 1.x is an object with a dataset per name; there, and in Eurostat's form, the dataset keeps id,
size and role below `dimension`. 2.0 has them in the dataset itself, and collections with items.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import orjson

from koers_engine.concepts import Refusal
from koers_engine.sources.files import UnreadableFile

MOST_JSON_BYTES = 512 << 20
_MOST_NAMED = 12
_EUROSTAT_STATUSES = "value"


class WhichTable(Refusal, LookupError):
    """A file holds several tables, or not the one that was asked for."""

    def __init__(self, where: str, names: Sequence[str]) -> None:
        held = "one table:" if len(names) == 1 else f"{len(names)} tables:"
        shown = ", ".join(names[:_MOST_NAMED]) + (", …" if len(names) > _MOST_NAMED else "")
        super().__init__(
            f"{where} holds {held} {shown}. Say which one, by its name after a #, as "
            f"in jsonstat:{where}#{names[0] if names else 'NAME'}"
        )


class NoTableYet(Refusal, LookupError):
    """The publisher answered with a message in place of a table."""

    def __init__(self, where: str, said: str) -> None:
        super().__init__(
            f"{where} holds no table; the publisher says: {said[:300]!r}. Ask for a smaller "
            "part, or again in some minutes."
        )


def dataset_in(content: bytes, where: str, wanted: str) -> tuple[str, dict[str, Any]]:
    """The one dataset in a file, or the one of that name; its name is empty where it has none.

    Raises:
        UnreadableFile: It is no JSON, or no JSON-stat.
        WhichTable: There are several, or none of that name.
        NoTableYet: It is a message of the publisher.
    """
    if len(content) > MOST_JSON_BYTES:
        raise UnreadableFile(f"over {MOST_JSON_BYTES:,} bytes of JSON; ask for a part of the table")
    try:
        document = orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except ValueError as reason:
        raise UnreadableFile(f"no whole JSON ({reason}); fetch it again") from reason
    if not isinstance(document, dict):
        raise UnreadableFile("no JSON-stat: it is no object")
    said = _message(document)
    if said:
        raise NoTableYet(where, said)
    found = list(_datasets(document))
    if not found:
        linked = [name for name, _ in _linked(document)]
        if linked:
            what = f"a collection that only links to tables: {', '.join(linked[:_MOST_NAMED])}"
            raise UnreadableFile(f"{what}; bring each in by its own address")
        raise UnreadableFile("no JSON-stat: there is no dataset with dimensions and values in it")
    named = [(name, table) for name, table in found if name == wanted] if wanted else found
    if len(named) != 1:
        raise WhichTable(where, [name for name, _ in found])
    return named[0]


def _message(document: Mapping[str, Any]) -> str:
    """What Eurostat says in place of a table: an error, or that it comes later."""
    for key in ("error", "warning"):
        said = document.get(key)
        said = said[0] if isinstance(said, list) and said else said
        if isinstance(said, dict):
            return " ".join(str(said[name]) for name in ("status", "label") if name in said)
    return ""


def _datasets(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every dataset in the file with its name."""
    if document.get("class") == "collection":
        for number, (name, item) in enumerate(_linked(document), start=1):
            if is_dataset(item):
                yield name or str(number), item
    elif is_dataset(document):
        yield "", dict(document)
    else:
        for name, table in document.items():
            if is_dataset(table):
                yield name, table


def _linked(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The items of a collection: tables, or links to them."""
    link = document.get("link")
    items = link.get("item") if isinstance(link, dict) else None
    for item in items if isinstance(items, list) else ():
        if isinstance(item, dict):
            extension = item.get("extension")
            known = extension.get("id") if isinstance(extension, dict) else None
            yield str(known or item.get("href") or item.get("label") or ""), item


def is_dataset(table: object) -> bool:
    """Whether an object has what makes a dataset: dimensions and values."""
    return isinstance(table, dict) and isinstance(table.get("dimension"), dict) and "value" in table


def head_of(table: Mapping[str, Any], key: str) -> Any:
    """`id`, `size` or `role`: in the dataset itself since 2.0, below `dimension` before."""
    return table[key] if key in table and key != "id" else _id_or(table, key)


def _id_or(table: Mapping[str, Any], key: str) -> Any:
    # In 1.x a dataset may have an `id` that is a text: its own.
    given = table.get(key)
    return given if isinstance(given, list) else table["dimension"].get(key)


def statuses_of(table: Mapping[str, Any]) -> Any:
    """What `status` says; Eurostat's old form has it one step deeper, with what the marks mean."""
    status = table.get("status")
    if isinstance(status, dict) and isinstance(status.get(_EUROSTAT_STATUSES), list | dict):
        return status[_EUROSTAT_STATUSES]
    return status
