"""The responses of OData v3 in a folder: of each set its pages, in the order in which they came.

`RegioS.json` is the first page of the set RegioS, `RegioS-2.json` the second; each may be gzipped.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from koers_engine.observations import Fault
from koers_engine.sources.files import UnreadableFile, packed_or_plain, read_bytes

INFO, PROPERTIES, GROUPS = "TableInfos", "DataProperties", "CategoryGroups"
UNTYPED, TYPED = "UntypedDataSet", "TypedDataSet"
ABOUT = (INFO, PROPERTIES, GROUPS)
Row = dict[str, Any]


def page_name(name: str, number: int) -> str:
    """The file of a page; the first is number 1."""
    return f"{name}.json" if number == 1 else f"{name}-{number}.json"


@dataclass(slots=True)
class Responses:
    """Reads the pages of a table's sets and gathers what is wrong with them."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def fault(self, where: str, what: str) -> None:
        """Note that something is wrong at a place."""
        self.faults.append(Fault(where, what))

    def has(self, name: str, number: int = 1) -> bool:
        """Whether a page of the set is there."""
        return packed_or_plain(self.folder / page_name(name, number)).is_file()

    def rows(self, name: str) -> list[tuple[str, Row]]:
        """Every row of a set with its place; with a fault where the set is not there."""
        if not self.has(name):
            self.fault(page_name(name, 1), "the file is not there; fetch the table again")
        return [
            (f"{file}: $.value[{place}]", row)
            for file, page in self.pages(name)
            for place, row in enumerate(page)
        ]

    def pages(self, name: str) -> Iterator[tuple[str, list[Row]]]:
        """Each page of a set: its file and its rows, one page in memory at a time."""
        number = 1
        while self.has(name, number):
            file = page_name(name, number)
            content = self.content(file)
            values = content.get("value")
            number += 1
            if not isinstance(values, list):
                if content:
                    self.fault(f"{file}: $.value", "expected a list; this is no response of OData")
                continue
            wrong = next((at for at, row in enumerate(values) if type(row) is not dict), None)
            if wrong is not None:
                self.fault(f"{file}: $.value[{wrong}]", "expected an object")
                continue
            announced = content.get("odata.nextLink")
            if announced and not self.has(name, number):
                what = "the page announces a next one that is not there; fetch the table again"
                self.fault(f"{file}: $['odata.nextLink']", what)
            yield file, values

    def content(self, file: str) -> Row:
        """The object in a file; empty, with a fault, where it cannot be read."""
        path = packed_or_plain(self.folder / file)
        try:
            content = orjson.loads(read_bytes(path).removeprefix(codecs.BOM_UTF8))
        except UnreadableFile as reason:
            self.fault(file, str(reason))
        except orjson.JSONDecodeError as reason:
            self.fault(
                f"{file}, line {reason.lineno}, column {reason.colno}",
                f"the JSON is broken or stops here ({reason.msg}); fetch the file again",
            )
        else:
            if isinstance(content, dict) and content:
                return content
            what = "expected an object that is not empty; this is no response of OData"
            self.fault(f"{file}: $", what)
        return {}
