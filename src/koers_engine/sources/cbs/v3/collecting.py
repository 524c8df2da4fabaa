"""Collects the responses of OData v3 that make up a table, or the export of one."""

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import orjson

from koers_engine.sources.addresses import CBS_V3
from koers_engine.sources.cbs.odata import next_address, no_such_table
from koers_engine.sources.cbs.part import MEASURE, refuse_unknown
from koers_engine.sources.cbs.reading import refuse_other_than_code
from koers_engine.sources.cbs.v3.responses import (
    ABOUT,
    GROUPS,
    INFO,
    PROPERTIES,
    TYPED,
    UNTYPED,
    Responses,
    Row,
    ends_well,
    next_link,
    page_name,
)
from koers_engine.sources.fetching import Fetcher, FetchFailed, NotFound
from koers_engine.sources.files import packed_or_plain, read_bytes
from koers_engine.sources.request import SourceRequest

MOST_PAGES = 10_000
SETS = "sets.json"
_AT_ONCE = 16
"""So many pages are asked for before it is looked at whether there are more."""
_AXES = ("Dimension", "GeoDimension", "GeoDetail", "TimeDimension")


def collect(request: SourceRequest, fetcher: Fetcher) -> None:
    """Fetch every response that makes up the table, or copy an export or a folder of responses.

    All is asked from ODataFeed, which serves tables of any length in pages; ODataApi, the other
    service of CBS, refuses more than 10,000 rows.

    Raises:
        NoTableCode: The name is no code of a table.
        UnknownPart: A part is asked for that the table does not have.
        FetchFailed: The server cannot be reached, has no such table, answers something else than
            OData v3, or points elsewhere or nowhere.
    """
    refuse_other_than_code(request.name)
    if request.is_remote:
        _Collector(request, fetcher).collect()
    else:
        fetcher.copy(Path(request.origin))


@dataclass(slots=True)
class _Collector:
    request: SourceRequest
    fetcher: Fetcher

    @property
    def base(self) -> str:
        return (self.request.origin or str(CBS_V3)).rstrip("/")

    @property
    def root(self) -> str:
        """The address of the table."""
        return f"{self.base}/ODataFeed/odata/{self.request.name}"

    def collect(self) -> None:
        sets = self._sets()
        self._fetch_sets([name for name in ABOUT if name in sets or name != GROUPS])
        # TableInfos holds Modified.
        self.fetcher.tells_change(packed_or_plain(self.fetcher.folder / page_name(INFO, 1)))
        rows = self._rows(PROPERTIES)
        axes = [str(row.get("Key")) for row in rows if row.get("Type") in _AXES]
        axes = [name for name in axes if name.isidentifier()]
        self._fetch_sets(axes)
        dataset = UNTYPED if UNTYPED in sets or TYPED not in sets else TYPED
        self._fetch_rows(dataset, self._query(axes, rows))

    def _sets(self) -> set[str]:
        """The names of what the table has."""
        address = f"{self.root}/?$format=json"
        try:
            path = self.fetcher.fetch(address, SETS, check=_RefuseHalf(address))
        except NotFound as reason:
            raise no_such_table(self.request.name, address, reason) from reason
        listed = _said(path).get("value")
        rows = listed if isinstance(listed, list) else []
        return {str(row.get("name")) for row in rows if isinstance(row, dict)}

    def _fetch_sets(self, names: Sequence[str]) -> None:
        wanted = [(f"{self.root}/{name}?$format=json", page_name(name, 1)) for name in names]
        paths = self.fetcher.fetch_all(wanted, check=_RefuseHalf(self.root))
        for name, (address, _), path in zip(names, wanted, paths, strict=True):
            self._follow(name, address, path, number=1)

    def _rows(self, name: str) -> list[Row]:
        return [row for _, row in Responses(self.fetcher.folder).rows(name)]

    def _query(self, axes: Sequence[str], properties: Sequence[Row]) -> str:
        """The part that was asked for, in the words of OData; codes padded as CBS pads them."""
        where = self.request.where
        if not where:
            return ""
        padded = {
            name: {str(row.get("Key")).strip(): str(row.get("Key")) for row in self._rows(name)}
            for name in axes
        }
        topics = [str(row.get("Key")) for row in properties if row.get("Type") == "Topic"]
        known = {name: list(codes) for name, codes in padded.items()} | {MEASURE: topics}
        refuse_unknown(where, known, self.request.name)
        asked = ""
        if conditions := _conditions(where, padded):
            asked += f"&$filter={quote(conditions)}"
        if MEASURE in where:
            asked += f"&$select={quote(','.join(['ID', *axes, *where[MEASURE]]), safe=',')}"
        return asked

    def _fetch_rows(self, name: str, query: str) -> None:
        """The pages of the cells: the first tells how long a page is, and the rest come together.

        CBS numbers pages by the rows before them. What is asked for at once is bounded by the rows
        that the table says it has; where it says nothing, one page follows the other.
        """
        address = f"{self.root}/{name}?$format=json{query}"
        path = self.fetcher.fetch(address, page_name(name, 1), check=_RefuseHalf(address))
        number = 1
        following = self._next(address, path)
        told = self._n_rows() if not self.request.where else 0
        length = _skipped(following)
        while following is not None and length and _skipped(following) == length * number:
            n_pages = -(-told // length) - number
            if n_pages < 1:
                break
            wanted = [
                (_skipping(following, length * at), page_name(name, at + 1))
                for at in range(number, number + min(n_pages, _AT_ONCE))
            ]
            paths = self.fetcher.fetch_all(wanted, check=_RefuseHalf(self.root))
            number += len(wanted)
            address, path = wanted[-1][0], paths[-1]
            following = self._next(address, path)
            self.fetcher.progress(min(length * number, told), told)
        self._follow(name, address, path, number=number)

    def _follow(self, name: str, address: str, path: Path, *, number: int) -> None:
        """Fetch the pages after this one, each from the address that the one before it tells."""
        seen = {address}
        while (following := self._next(address, path)) is not None:
            number += 1
            if following in seen or number > MOST_PAGES:
                raise FetchFailed(following, "the pages go round in a circle or never end.")
            seen.add(following)
            address = following
            path = self.fetcher.fetch(address, page_name(name, number), check=_RefuseHalf(address))
            self.fetcher.progress(number, None)

    def _n_rows(self) -> int:
        """How many rows the table says it has; 0 where it does not say."""
        told = [row.get("RecordCount") for row in self._rows(INFO)]
        return told[0] if told and type(told[0]) is int else 0

    def _next(self, address: str, path: Path) -> str | None:
        return next_address(next_link(read_bytes(path)), address=address, base=self.base)


def _conditions(where: Mapping[str, Sequence[str]], padded: Mapping[str, Mapping[str, str]]) -> str:
    conditions = []
    for name, wanted in where.items():
        if name != MEASURE:
            codes = [padded[name][code].replace("'", "''") for code in wanted]
            either = " or ".join(f"{name} eq '{code}'" for code in codes)
            conditions.append(f"({either})")
    return " and ".join(conditions)


def _skipped(address: str | None) -> int:
    """How many rows an address passes over; 0 where it does not tell in numbers."""
    told = dict(parse_qsl(urlsplit(address or "").query)).get("$skip", "")
    return int(told) if told.isascii() and told.isdigit() and len(told) < 10 else 0


def _skipping(address: str, n_rows: int) -> str:
    """The same address, passing over another number of rows."""
    parts = urlsplit(address)
    query = [(key, value) for key, value in parse_qsl(parts.query) if key != "$skip"]
    told = urlencode([*query, ("$skip", str(n_rows))], safe="$,()'", quote_via=quote)
    return parts._replace(query=told).geturl()


@dataclass(frozen=True, slots=True)
class _RefuseHalf:
    """Refuses an answer that is no JSON object or stops half way, by its begin and end.

    To read it whole is left to the reader, which names the place where it is broken.
    """

    address: str

    def __call__(self, content: bytes) -> None:
        if not content[:64].removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            begin = content[:40].decode(errors="replace")
            why = f"the server answered something else than OData v3: {begin!r}."
            raise FetchFailed(self.address, why)
        if not ends_well(content) and not _is_whole(content):
            raise FetchFailed(self.address, "the answer stops half way or is no whole JSON.")


def _is_whole(content: bytes) -> bool:
    try:
        orjson.loads(content.removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError:
        return False
    return True


def _said(path: Path) -> Row:
    """What a response says; nothing where it is broken, which the reader will tell."""
    try:
        said = orjson.loads(read_bytes(packed_or_plain(path)).removeprefix(codecs.BOM_UTF8))
    except orjson.JSONDecodeError:
        return {}
    return said if isinstance(said, dict) else {}
