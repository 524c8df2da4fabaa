"""Fetches a CBS table over OData v4 into a recording on disk. The edge: network and clock."""

import codecs
import gzip
import json
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpx

from koers_engine.concepts import Refusal
from koers_engine.sources.cbs.reading import MOST_OBSERVATIONS, refuse_other_than_code
from koers_engine.sources.cbs.recording import INDEX

CBS_BASE = "https://datasets.cbs.nl/odata/v1"
MOST_BYTES_PER_RESPONSE = 256 << 20
MOST_PAGES = 10_000
_TRIES = 4
_FIRST_WAIT_SECONDS = 0.5
_TIME_OUT = httpx.Timeout(60.0, connect=10.0)
_NOT_FOUND = 404
_WORTH_ANOTHER_TRY = {408, 429, 500, 502, 503, 504}


class FetchFailed(Refusal, OSError):
    """A table could not be fetched whole; nothing was stored."""

    def __init__(self, address: str, why: str) -> None:
        super().__init__(f"{address}: {why} Nothing was stored.")


class TableTooLarge(FetchFailed):
    """A table has more observations than are taken in at once."""

    def __init__(self, request: "RecordingRequest", found: int) -> None:
        self.table = request.table
        super().__init__(
            request.root,
            f"the table has {found:,} observations or more, and {MOST_OBSERVATIONS:,} is the most "
            "that is taken in at once. Limit it with --where DIMENSION=CODE.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordingRequest:
    """Which table to fetch, from where, and which part of it."""

    table: str
    base: str = field(default_factory=lambda: os.environ.get("KOERS_CBS_BASE", CBS_BASE))
    where: Mapping[str, str] = field(default_factory=dict)
    """Codes of dimensions that the observations are limited to."""

    def __post_init__(self) -> None:
        refuse_other_than_code(self.table)

    @property
    def root(self) -> str:
        """The address of the table."""
        return f"{self.base.rstrip('/')}/CBS/{self.table}"

    @property
    def is_whole(self) -> bool:
        """Whether all observations that the properties count are to come.

        Another server than the publisher's may serve a part under the properties of the whole.
        """
        return self.base == CBS_BASE and not self.where


def record(
    request: RecordingRequest,
    folder: Path,
    *,
    now: datetime,
    page_done: Callable[[int, int], None] | None = None,
    wait: Callable[[float], None] = time.sleep,
) -> None:
    """Fetch every response that makes up the table, as it comes, into `folder`.

    Args:
        now: The moment of retrieval, with time zone.
        page_done: Told after each page how many observations came and are announced.
        wait: Waits the given seconds between tries.

    Raises:
        FetchFailed: The server cannot be reached, has no such table, answers something else than
            OData v4, points elsewhere or nowhere, or holds more than one table may.
    """
    with httpx.Client(timeout=_TIME_OUT, follow_redirects=False) as client:
        _Recorder(client, request, folder, wait).record(now, page_done or (lambda _n, _all: None))


@dataclass(slots=True)
class _Recorder:
    client: httpx.Client
    request: RecordingRequest
    folder: Path
    wait: Callable[[float], None]

    def record(self, now: datetime, page_done: Callable[[int, int], None]) -> None:
        properties = self._keep("properties.json", self.request.root + "/Properties")
        dimensions = self._keep("dimensions.json", self.request.root + "/Dimensions")
        self._keep("measure-codes.json", self.request.root + "/MeasureCodes")
        files = {kind: f"{kind}.json" for kind in ("properties", "dimensions", "measure-codes")}
        for name in self._identifiers(dimensions):
            files[f"codes-{name}"] = f"codes-{name}.json"
            self._keep(files[f"codes-{name}"], f"{self.request.root}/{name}Codes")
        announced = properties.get("ObservationCount")
        announced = announced if type(announced) is int and self.request.is_whole else None
        if announced is not None and announced > MOST_OBSERVATIONS:
            raise TableTooLarge(self.request, announced)
        pages, n_rows = self._keep_pages(announced, page_done)
        index = {
            "tableId": self.request.table,
            "capturedAt": now.isoformat(),
            "source": self.request.root,
            "sliceFilter": self._filter() or None,
            "observationRows": announced if announced is not None else n_rows,
            "observationPages": pages,
            "files": files,
        }
        (self.folder / INDEX).write_text(json.dumps(index, indent=1), encoding="utf-8")

    def _keep_pages(
        self, announced: int | None, page_done: Callable[[int, int], None]
    ) -> tuple[list[str], int]:
        part = f"?$filter={quote(self._filter())}" if self.request.where else ""
        address: str | None = f"{self.request.root}/Observations{part}"
        pages: list[str] = []
        seen: set[str] = set()
        n_rows = 0
        while address is not None:
            if address in seen or len(pages) >= MOST_PAGES:
                raise FetchFailed(address, "the pages go round in a circle or never end.")
            seen.add(address)
            pages.append(f"observations-page-{len(pages) + 1}.json")
            page = self._keep(pages[-1], address)
            values = page.get("value")
            n_rows += len(values) if isinstance(values, list) else 0
            if n_rows > MOST_OBSERVATIONS:
                raise TableTooLarge(self.request, n_rows)
            page_done(n_rows, announced or n_rows)
            address = self._next(address, page)
        return pages, n_rows

    def _next(self, address: str, page: dict[str, Any]) -> str | None:
        """The address of the next page; only ever one of the server that was asked."""
        link = page.get("@odata.nextLink")
        if link is None:
            return None
        try:
            if not (isinstance(link, str) and link):
                raise ValueError  # noqa: TRY301 - no text is no address either
            following = str(httpx.URL(urljoin(address, link)))
            asked, told = urlsplit(self.request.base), urlsplit(following)
        except (ValueError, httpx.InvalidURL):
            raise FetchFailed(
                address, f"the address of the next page, {link!r}, is none."
            ) from None
        if (asked.scheme, asked.netloc.casefold()) != (told.scheme, told.netloc.casefold()):
            raise FetchFailed(
                address, f"the next page would come from another server, {told.netloc}."
            )
        return following

    def _identifiers(self, dimensions: dict[str, Any]) -> list[str]:
        rows = dimensions.get("value")
        rows = rows if isinstance(rows, list) else []
        names = [str(row.get("Identifier")) for row in rows if isinstance(row, dict)]
        return [name for name in names if name.isidentifier()]

    def _filter(self) -> str:
        conditions = (
            f"{dimension} eq '{code.replace(chr(39), chr(39) * 2)}'"
            for dimension, code in self.request.where.items()
        )
        return " and ".join(conditions)

    def _keep(self, name: str, address: str) -> dict[str, Any]:
        """Fetch one response, put its bytes in the folder, and return what it says.

        JSON that breaks off is kept too: the reader names the place where it breaks.
        """
        content = self._fetch(address)
        if not content.removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            begin = content[:40].decode(errors="replace")
            raise FetchFailed(
                address, f"the server answered something else than OData v4: {begin!r}."
            )
        packed = self.folder / f"{name}.gz"
        packed.write_bytes(gzip.compress(content, compresslevel=1, mtime=0))
        try:
            said = json.loads(content)
        except (ValueError, RecursionError):
            return {}
        return said if isinstance(said, dict) else {}

    def _fetch(self, address: str) -> bytes:
        why = ""
        for attempt in range(_TRIES):
            if attempt:
                self.wait(_FIRST_WAIT_SECONDS * 2 ** (attempt - 1))
            try:
                with self.client.stream("GET", address) as response:
                    if response.status_code == httpx.codes.OK:
                        return self._body(address, response)
                    why = self._refused(address, response.status_code)
            except (httpx.RequestError, httpx.InvalidURL) as reason:
                why = f"the server cannot be reached or broke off ({reason!r})."
        raise FetchFailed(address, f"{why} Tried {_TRIES} times; try again later.")

    def _refused(self, address: str, status: int) -> str:
        if status == _NOT_FOUND:
            raise FetchFailed(
                address,
                f"the server has no table {self.request.table!r} (404). Check the code on "
                "StatLine; case counts.",
            )
        if status not in _WORTH_ANOTHER_TRY:
            raise FetchFailed(address, f"the server answered {status}.")
        return f"the server answered {status}."

    def _body(self, address: str, response: httpx.Response) -> bytes:
        content = bytearray()
        for chunk in response.iter_bytes():
            content += chunk
            if len(content) > MOST_BYTES_PER_RESPONSE:
                raise FetchFailed(address, f"the answer is over {MOST_BYTES_PER_RESPONSE:,} bytes.")
        return bytes(content)
