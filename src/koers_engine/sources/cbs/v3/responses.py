"""The responses of OData v3 in a folder: of each set its pages, in the order in which they came.

`RegioS.json` is the first page of the set RegioS, `RegioS-2.json` the second; each may be gzipped.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, takewhile
from pathlib import Path
from typing import Any

import orjson

from koers_engine.observations import Fault
from koers_engine.sources.files import UnreadableFile, packed_or_plain, read_bytes

INFO, PROPERTIES, GROUPS = "TableInfos", "DataProperties", "CategoryGroups"
UNTYPED, TYPED = "UntypedDataSet", "TypedDataSet"
ABOUT = (INFO, PROPERTIES, GROUPS)
Row = dict[str, Any]
_END = re.compile(rb'(?:\]|"odata\.nextLink"\s*:\s*("(?:[^"\\]|\\.){0,4000}"))\s*\}\s*\Z')
_END_BYTES = 5_000


def ends_well(content: bytes) -> bool:
    """Whether a response ends as one that is whole does; what is before is not looked at."""
    return _END.search(content[-_END_BYTES:]) is not None


def next_link(content: bytes) -> object:
    """The link to the next page at the end of a response, or wherever else it stands."""
    found = _END.search(content[-_END_BYTES:])
    if found is not None and (found[1] or b"odata.nextLink" not in content[:_END_BYTES]):
        return orjson.loads(found[1]) if found[1] else None
    try:
        said = orjson.loads(content.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError:
        return None
    return said.get("odata.nextLink") if isinstance(said, dict) else None


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
        for number in self.numbers(name):
            rows = self.page(name, number)
            if rows is not None:
                yield page_name(name, number), rows

    def numbers(self, name: str) -> Iterator[int]:
        """The numbers of the pages that are there without a gap."""
        return takewhile(lambda number: self.has(name, number), count(1))

    def page(self, name: str, number: int) -> list[Row] | None:
        """The rows of a page; None, with faults, where they cannot be read."""
        file = page_name(name, number)
        content = self._content(file)
        if not content:
            return None
        values = content.get("value")
        if not isinstance(values, list):
            self.fault(f"{file}: $.value", "expected a list; this is no response of OData")
            return None
        wrong = next((at for at, row in enumerate(values) if type(row) is not dict), None)
        if wrong is not None:
            self.fault(f"{file}: $.value[{wrong}]", "expected an object")
            return None
        self.check_next(name, number, content.get("odata.nextLink"))
        return values

    def check_next(self, name: str, number: int, link: object) -> None:
        """Note it where a page announces a next one and there is none."""
        if link and not self.has(name, number + 1):
            what = "the page announces a next one that is not there; fetch the table again"
            self.fault(f"{page_name(name, number)}: $['odata.nextLink']", what)

    def _content(self, file: str) -> Row:
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
