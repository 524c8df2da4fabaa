"""Reading content: a folder of TOML files, each a list of tables that become records.

[defaults]                      # given to each table of the file whose kind has that field
document = "economic-agenda-2020-2025"

[[agenda.pillar]]               # the kind of record: app and model
slug = "hub-of-the-region"      # its lasting short name, unique among its kind
agenda = "economic-agenda-2020-2025"  # another record, by its short name
title_nl = "Spilfunctie in de regio"
title_en = "Hub of the region"
"""

import tomllib
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any, Self


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the content something stands: a file, and the path of keys within it."""

    file: str
    path: str = ""

    def at(self, key: str) -> Self:
        """The place of `key` below this one."""
        return type(self)(self.file, f"{self.path}.{key}" if self.path else key)

    def __str__(self) -> str:
        return f"{self.file}: {self.path}" if self.path else self.file


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, and where."""

    place: Place
    reason: str

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}"


class FaultyContent(Exception):
    """The content cannot be loaded; every fault is named and nothing was stored."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        listed = "\n".join(f"- {fault}" for fault in faults)
        super().__init__(
            f"The content was not loaded, nothing was stored. Faults found: {len(faults)}.\n"
            f"{listed}\nMend them in the files named and load again."
        )


@dataclass(frozen=True, slots=True)
class Entry:
    """One table of a file: the kind of record it makes (app.model), its keys, and where it is."""

    kind: str
    values: dict[str, Any]
    defaults: dict[str, Any]
    place: Place

    @property
    def slug(self) -> str:
        """The record's short name; empty where the table gives none."""
        return str(self.values.get("slug", ""))


@dataclass(slots=True)
class Content:
    """All tables of a folder, in the order of file names and lines, and what could not be read."""

    entries: list[Entry] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_content(folder: Path) -> Content:
    """Read every *.toml file of `folder`; numbers with a point become Decimal.

    A file that is no TOML, or holds something else than lists of tables, is a fault of the
    content: it is returned, so that the faults of the other files are found as well.
    """
    content = Content()
    files = sorted(folder.glob("*.toml"))
    if not files:
        content.faults.append(Fault(Place(str(folder)), "there are no *.toml files here"))
    for file in files:
        place = Place(file.name)
        try:
            apps = tomllib.loads(file.read_text("utf-8"), parse_float=Decimal)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            content.faults.append(Fault(place, f"this is no TOML: {error}"))
        else:
            _read_file(apps, place, into=content)
    return content


def _read_file(apps: dict[str, Any], place: Place, *, into: Content) -> None:
    defaults = apps.pop("defaults", {})
    if not isinstance(defaults, dict):
        into.faults.append(Fault(place.at("defaults"), "expected a table: [defaults]"))
        defaults = {}
    for app, models in apps.items():
        for model, tables in models.items() if isinstance(models, dict) else [("", None)]:
            kind = f"{app}.{model}"
            if not isinstance(tables, list) or not all(isinstance(one, dict) for one in tables):
                into.faults.append(
                    Fault(place.at(kind.rstrip(".")), "expected tables such as [[goals.goal]]")
                )
                continue
            for number, values in enumerate(tables, start=1):
                name = str(values.get("slug") or number)
                into.entries.append(Entry(kind, values, defaults, place.at(f"{kind}[{name}]")))
