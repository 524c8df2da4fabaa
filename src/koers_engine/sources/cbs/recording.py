"""The files of a recorded CBS table: the responses of OData v4 as they came, and index.json.

`index.json` names them: {"tableId", "capturedAt", "source", "observationRows",
"observationPages": [file, ...], "files": {"properties": file, "dimensions": file,
"measure-codes": file, "codes-<Dimension>": file, ...}}. A file may be gzipped.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from koers_engine.concepts import unusable
from koers_engine.observations import Fault
from koers_engine.sources.files import UnreadableFile, packed_or_plain, read_text

INDEX = "index.json"
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_DEEPEST = "the file is nested deeper than any table is"


@dataclass(slots=True)
class Recording:
    """Reads the files of a recording and gathers what is wrong with them."""

    folder: Path
    faults: list[Fault] = field(default_factory=list)

    def fault(self, where: str, what: str) -> None:
        """Note that something is wrong at a place."""
        self.faults.append(Fault(where, what))

    def place(self, name: str, row: int) -> str:
        """Names a row of a list: the first is number 0."""
        return f"{name}: $.value[{row}]"

    def index(self) -> "Index":
        """What the recording says of itself."""
        content = self._object(INDEX)
        pages = content.get("observationPages", [])
        files = content.get("files", {})
        rows = content.get("observationRows")
        if not isinstance(pages, list) or not isinstance(files, dict):
            self.fault(INDEX, "expected observationPages as a list and files as an object")
            pages, files = [], {}
        if not pages:
            self.fault(f"{INDEX}: $.observationPages", "no page of observations is named")
        return Index(
            table=str(content.get("tableId", "")),
            part=str(content.get("sliceFilter") or ""),
            captured_at=self._moment(content.get("capturedAt")),
            n_rows=self._whole_number(rows),
            pages=tuple(str(page) for page in pages),
            files={str(kind): str(name) for kind, name in files.items()},
        )

    def _whole_number(self, rows: object) -> int | None:
        if rows is None or type(rows) is int:  # True is an int too
            return rows
        self.fault(f"{INDEX}: $.observationRows", f"expected a whole number, found {rows!r}")
        return None

    def _moment(self, text: object) -> datetime | None:
        try:
            moment = datetime.fromisoformat(str(text))
        except ValueError:
            moment = None
        if moment is None or unusable(moment):
            expected = "expected a date with time and time zone"
            self.fault(f"{INDEX}: $.capturedAt", f"{expected}, found {text!r}")
            return None
        return moment

    def object_of(self, index: "Index", kind: str) -> dict[str, Any]:
        """The one object in a file; empty, with a fault, where it cannot be read."""
        name = index.files.get(kind)
        if name is None:
            self.fault(
                f"{INDEX}: $.files", f"no file is named for {kind!r}; record the table again"
            )
            return {}
        return self._object(name)

    def rows_of(self, index: "Index", kind: str) -> list[dict[str, Any]]:
        """The list of objects under `value` in a file; empty, with a fault, where unreadable."""
        content = self.object_of(index, kind)
        return self.values_in(content, index.files[kind]) if content else []

    def pages(self, index: "Index") -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """Each page of observations: its file and its rows, one page in memory at a time."""
        for place, name in enumerate(index.pages):
            content = self._object(name)
            if not content:
                continue
            if place == len(index.pages) - 1 and content.get("@odata.nextLink"):
                self.fault(
                    f"{name}: $['@odata.nextLink']",
                    "the page announces a next one that the recording does not have; record again",
                )
            yield name, self.values_in(content, name)

    def values_in(self, content: dict[str, Any], name: str) -> list[dict[str, Any]]:
        """The rows of a response."""
        values = content.get("value")
        if not isinstance(values, list):
            self.fault(f"{name}: $.value", "expected a list; this is no response of OData v4")
            return []
        wrong = next((place for place, row in enumerate(values) if not isinstance(row, dict)), None)
        if wrong is not None:
            self.fault(f"{name}: $.value[{wrong}]", "expected an object")
            return []
        return values

    def _object(self, name: str) -> dict[str, Any]:
        if Path(name).name != name or name in {"", ".", ".."}:
            self.fault(INDEX, f"{name!r} is no file name; a recording's files lie beside its index")
            return {}
        path = packed_or_plain(self.folder / name)
        try:
            text = read_text(path)
            content = json.loads(text, parse_constant=_refuse_constant)
            if _SURROGATE.search(text):  # of pairs json makes one sign, of a lone one none
                json.dumps(content, ensure_ascii=False).encode()
        except UnreadableFile as reason:
            self.fault(path.name, str(reason))
        except json.JSONDecodeError as reason:
            self.fault(
                f"{path.name}, line {reason.lineno}, column {reason.colno}",
                f"the JSON is broken or stops here ({reason.msg}); fetch the file again",
            )
        except RecursionError:
            self.fault(path.name, _DEEPEST)
        except UnicodeEncodeError as reason:
            half = reason.object[reason.start : reason.end]
            self.fault(path.name, f"{half!r} in a text is half a sign; fetch the file again")
        except ValueError as reason:
            self.fault(path.name, str(reason))
        else:
            if isinstance(content, dict) and content:
                return content
            what = "expected an object that is not empty; this is no response of OData v4"
            self.fault(f"{path.name}: $", what)
        return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """What index.json says."""

    table: str
    part: str
    captured_at: datetime | None
    n_rows: int | None
    pages: tuple[str, ...]
    files: dict[str, str]


def _refuse_constant(name: str) -> float:
    message = f"{name} stands for a number; a missing value is null in JSON"
    raise ValueError(message)
