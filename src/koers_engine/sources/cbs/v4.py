"""CBS through OData v4: collected into a recording, which `reading` turns into a dataset."""

import codecs
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

import orjson

from koers_engine.observations import Dataset
from koers_engine.sources.addresses import CBS_V4
from koers_engine.sources.cbs.odata import next_address, no_such_table
from koers_engine.sources.cbs.reading import (
    MOST_OBSERVATIONS,
    NoRecording,
    read_recording,
    refuse_other_than_code,
)
from koers_engine.sources.cbs.recording import INDEX
from koers_engine.sources.fetching import Fetcher, FetchFailed, NotFound, Progress
from koers_engine.sources.files import packed_or_plain, read_bytes
from koers_engine.sources.request import SourceRequest

MOST_PAGES = 10_000


class TableTooLarge(FetchFailed):
    """A table has more observations than are taken in at once."""

    def __init__(self, table: str, address: str, found: int) -> None:
        self.table = table
        super().__init__(
            address,
            f"the table has {found:,} observations or more, and {MOST_OBSERVATIONS:,} is the most "
            "that is taken in at once. Limit it with --where DIMENSION=CODE.",
        )


def collect(request: SourceRequest, fetcher: Fetcher) -> None:
    """Fetch every response that makes up the table, or copy a recording of them.

    Raises:
        NoTableCode: The name is no code of a table.
        NoRecording: The folder of --from holds none.
        FetchFailed: The server cannot be reached, has no such table, answers something else than
            OData v4, points elsewhere or nowhere, or holds more than one table may.
    """
    refuse_other_than_code(request.name)
    if request.is_remote:
        _Recorder(request, fetcher).record()
        return
    folder = Path(request.origin)
    if not (folder / INDEX).is_file():
        raise NoRecording(folder)
    fetcher.copy(folder)


def read(
    request: SourceRequest,
    folder: Path,
    *,
    retrieved_at: datetime,  # noqa: ARG001 - the recording itself says when it was made
    progress: Progress,
    area_codes: Mapping[str, str],  # noqa: ARG001 - CBS names areas by their codes
) -> Dataset:
    """The dataset in the recording that was collected."""
    return read_recording(folder, request.name, page_done=progress)


@dataclass(slots=True)
class _Recorder:
    request: SourceRequest
    fetcher: Fetcher

    @property
    def base(self) -> str:
        return (self.request.origin or str(CBS_V4)).rstrip("/")

    @property
    def root(self) -> str:
        """The address of the table."""
        return f"{self.base}/CBS/{self.request.name}"

    @property
    def is_whole(self) -> bool:
        """Whether all observations that the properties count are to come.

        Another server than the publisher's may serve a part under the properties of the whole.
        """
        return self.base == CBS_V4.default and not self.request.where

    def record(self) -> None:
        properties = self._properties()
        self.fetcher.tells_change(
            packed_or_plain(self.fetcher.folder / "properties.json")
        )  # by Modified
        about = {"dimensions": "Dimensions", "measure-codes": "MeasureCodes"}
        self._fetch_all(about)
        dimensions = _said(packed_or_plain(self.fetcher.folder / "dimensions.json"))
        codes = {f"codes-{name}": f"{name}Codes" for name in _identifiers(dimensions)}
        self._fetch_all(codes)
        announced = properties.get("ObservationCount")
        announced = announced if type(announced) is int and self.is_whole else None
        if announced is not None and announced > MOST_OBSERVATIONS:
            raise TableTooLarge(self.request.name, self.root, announced)
        pages, n_rows = self._fetch_pages(announced)
        index = {
            "tableId": self.request.name,
            "capturedAt": self.fetcher.now.isoformat(),
            "source": self.root,
            "sliceFilter": self._filter() or None,
            "observationRows": announced if announced is not None else n_rows,
            "observationPages": pages,
            "files": {kind: f"{kind}.json" for kind in ("properties", *about, *codes)},
        }
        self.fetcher.note(INDEX, json.dumps(index, indent=1).encode())

    def _properties(self) -> dict[str, Any]:
        address = f"{self.root}/Properties"
        try:
            return self._fetch(address, "properties.json")
        except NotFound as reason:
            raise no_such_table(self.request.name, address, reason) from reason

    def _fetch(self, address: str, name: str) -> dict[str, Any]:
        json_of = _Json(address)
        path = self.fetcher.fetch(address, name, check=json_of)
        return _said(path) if json_of.said is None else json_of.said

    def _fetch_all(self, resources: Mapping[str, str]) -> None:
        wanted = [(f"{self.root}/{name}", f"{kind}.json") for kind, name in resources.items()]
        self.fetcher.fetch_all(wanted, check=_Json(self.root))

    def _fetch_pages(self, announced: int | None) -> tuple[list[str], int]:
        part = f"?$filter={quote(self._filter())}" if self.request.where else ""
        address: str | None = f"{self.root}/Observations{part}"
        pages: list[str] = []
        seen: set[str] = set()
        n_rows = 0
        while address is not None:
            if address in seen or len(pages) >= MOST_PAGES:
                raise FetchFailed(address, "the pages go round in a circle or never end.")
            seen.add(address)
            pages.append(f"observations-page-{len(pages) + 1}.json")
            page = self._fetch(address, pages[-1])
            values = page.get("value")
            n_rows += len(values) if isinstance(values, list) else 0
            if n_rows > MOST_OBSERVATIONS:
                raise TableTooLarge(self.request.name, self.root, n_rows)
            self.fetcher.progress(n_rows, announced)
            link = page.get("@odata.nextLink")
            address = next_address(link, address=address, base=self.base)
        return pages, n_rows

    def _filter(self) -> str:
        """The part that was asked for, in the words of OData."""
        conditions = []
        for dimension, codes in self.request.where.items():
            quoted = (code.replace("'", "''") for code in codes)
            either = " or ".join(f"{dimension} eq '{code}'" for code in quoted)
            conditions.append(f"({either})" if len(codes) > 1 else either)
        return " and ".join(conditions)


def _identifiers(dimensions: dict[str, Any]) -> list[str]:
    rows = dimensions.get("value")
    rows = rows if isinstance(rows, list) else []
    names = [str(row.get("Identifier")) for row in rows if isinstance(row, dict)]
    return [name for name in names if name.isidentifier()]


@dataclass(slots=True)
class _Json:
    """Refuses an answer that is no JSON object or stops half way; what one says is in `said`."""

    address: str
    said: dict[str, Any] | None = None

    def __call__(self, content: bytes) -> None:
        plain = content.removeprefix(codecs.BOM_UTF8)
        if not plain.lstrip().startswith(b"{"):
            begin = content[:40].decode(errors="replace")
            raise FetchFailed(
                self.address, f"the server answered something else than OData v4: {begin!r}."
            )
        try:
            self.said = orjson.loads(plain)
        except orjson.JSONDecodeError as reason:
            raise FetchFailed(
                self.address,
                f"the answer stops half way or is no whole JSON (line {reason.lineno}, column "
                f"{reason.colno}: {reason.msg}).",
            ) from reason


def _said(path: Path) -> dict[str, Any]:
    """What a response says that was checked when it came."""
    said: dict[str, Any] = orjson.loads(read_bytes(path).removeprefix(codecs.BOM_UTF8))
    return said
