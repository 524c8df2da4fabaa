"""The edge: brings a flow's structure and figures into the folder, however late they come.

Eurostat answers at once up to some 500,000 cells, later up to 5,000,000, and not at all above
that. Source: Eurostat, "API - Detailed guidelines - Asynchronous API". An answer that comes later
is either an envelope with the key of the request, whose status can be asked for (the API of now),
or a footer with code 413 and an address (that of before).
"""

import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from koers_engine.concepts import Refusal
from koers_engine.sources.fetching import Fetcher, FetchFailed, NotFound
from koers_engine.sources.files import UnreadableFile, read_bytes
from koers_engine.sources.request import SourceRequest
from koers_engine.sources.sdmx.assembling import Role
from koers_engine.sources.sdmx.csv_figures import is_sdmx_csv
from koers_engine.sources.sdmx.messages import (
    Outline,
    UnreadableMessage,
    is_xml,
    later_address,
    outlined,
    parsed,
    unpacked,
)
from koers_engine.sources.sdmx.query import FlowQuery, key_of
from koers_engine.sources.sdmx.structure import FlowStructure, structure_of

STRUCTURE, DATA, DELIVERY = "structure.xml", "data", "delivery.sdmx"
MOST_SECONDS_WAITED = 900.0
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 60.0
_PEEK = 1 << 16
_MOST_NEIGHBOURS = 50
_DATA_TYPES = (
    "application/vnd.sdmx.data+csv;version=1.0.0, "
    "application/vnd.sdmx.structurespecificdata+xml;version=2.1;q=0.9, "
    "application/vnd.sdmx.genericdata+xml;version=2.1;q=0.8"
)
_STRUCTURE_TYPE = "application/vnd.sdmx.structure+xml;version=2.1"
_TICKET = ".ticket"
_STATUS, _ANSWER = "/1.0/async/status/", "/1.0/async/data/"
_KEY_OF_REQUEST = re.compile(r"[A-Za-z0-9-]{1,64}")
_REQUESTS = (f"{DATA}.sdmx", f"{DATA}-again.sdmx")
_UNDER_WAY = {"SUBMITTED", "PROCESSING"}
_TAKE_A_PART = (
    "Take a part of it: with a key (sdmx:ESTAT/FLOW?A..NL), a period (startPeriod=2015), or "
    "--where DIMENSION=CODE,CODE."
)


class StillMaking(Refusal, TimeoutError):
    """A publisher is still making the table when patience ends."""

    def __init__(self, address: str, seconds: float) -> None:
        super().__init__(
            f"{address}: after {seconds / 60:.0f} minutes the publisher still makes this table. "
            "Nothing was stored. Give the same command again later: it asks for what is being made "
            "now, and does not begin anew. " + _TAKE_A_PART
        )


class TooLargeToAsk(Refusal, ValueError):
    """A publisher will not give so much of a table at once."""

    def __init__(self, address: str, said: str) -> None:
        super().__init__(
            f"{address}: the publisher says that this is too much ({said}). {_TAKE_A_PART}"
        )


class _Told(Exception):
    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


def collect_flow(request: SourceRequest, query: FlowQuery, fetcher: Fetcher) -> None:
    """Fetch the structure, then the figures; wait politely where they come later.

    Raises:
        UnknownAgency, NoFlow: Before anything is asked.
        FetchFailed, TooLargeToAsk, StillMaking: The publisher does not give the table (yet).
    """
    base = query.base(request.origin)
    address = query.structure_address(base)
    path = fetcher.fetch(
        address,
        STRUCTURE,
        headers=_accepting(query, _STRUCTURE_TYPE),
        check=_checking_structure(address),
    )
    if b"UPDATE_DATA" in read_bytes(path):  # Eurostat says here when the figures changed last
        fetcher.tells_change(path)
    structure = _structure(path, query)
    names = [axis.name for axis in structure.axes if axis.role is not Role.PERIOD]
    key = key_of(query, names, _by_dimension(structure, request))
    headers = _accepting(query, _DATA_TYPES)
    _fetch_figures(fetcher, query.data_address(base, key), base, headers)


def _accepting(query: FlowQuery, types: str) -> dict[str, str]:
    """The header that asks for a format; Eurostat looks at the address, and may refuse a header."""
    return {} if query.is_eurostat else {"Accept": types}


def collect_files(path: Path, fetcher: Fetcher) -> None:
    """Copy a file, and the structure beside it where its figures need one; or a whole folder."""
    fetcher.copy(path)
    if path.is_dir():
        return
    with suppress(UnreadableFile):  # then reading says what is wrong
        content = unpacked(read_bytes(path))
        if is_xml(content) and (outline := outlined(content)).is_data:
            neighbour = _structure_beside(path, outline)
            if neighbour is not None:
                fetcher.copy(neighbour)


def _structure_beside(path: Path, outline: Outline) -> Path | None:
    """The file beside it whose name says structure, and which defines the one that is needed."""
    found = sorted(path.absolute().parent.glob("*structure*.xml"))
    for neighbour in found[:_MOST_NEIGHBOURS]:
        with suppress(UnreadableFile):
            beside = outlined(read_bytes(neighbour))
            if beside.is_structure and (beside.structures | beside.dataflows) & outline.structures:
                return neighbour
    return None


def _checking_structure(address: str) -> Callable[[bytes], None]:
    def check(content: bytes) -> None:
        try:
            outline = outlined(content)
        except UnreadableMessage as reason:
            raise FetchFailed(address, f"the answer is no structure of SDMX: {reason}.") from reason
        if not outline.is_structure:
            raise FetchFailed(address, f"the answer is no structure of SDMX, but {outline.root!r}.")

    return check


def _structure(path: Path, query: FlowQuery) -> FlowStructure:
    try:
        found = structure_of(parsed(read_bytes(path)), query.flow)
    except UnreadableFile as reason:
        raise FetchFailed(query.flow, f"its structure cannot be read: {reason}.") from reason
    if found is None:
        raise FetchFailed(query.flow, "the answer describes no data structure of this flow.")
    return found


def _by_dimension(structure: FlowStructure, request: SourceRequest) -> dict[str, tuple[str, ...]]:
    """What --where asks, with the word Measure standing for the dimension that measures."""
    measure = next((axis.name for axis in structure.axes if axis.role is Role.MEASURE), "")
    return {
        measure if name.casefold() == "measure" and measure else name: codes
        for name, codes in request.where.items()
    }


def _fetch_figures(fetcher: Fetcher, address: str, base: str, headers: Mapping[str, str]) -> None:
    ticket = _Ticket(fetcher.folder / _TICKET, address)
    for name in _REQUESTS:
        late = ticket.read()
        if not late:
            late = _ask(fetcher, address, name, headers, base=base)
            if not late:
                return
            ticket.keep(late)
        if _delivered(fetcher, late):
            ticket.drop()
            return
        ticket.drop()  # the request went out of date before its answer was taken
    what = f"the publisher let the request go out of date, {len(_REQUESTS)} times."
    raise FetchFailed(address, what)


@dataclass(frozen=True, slots=True)
class _Ticket:
    """Remembers, beside what is fetched, where the answer to a request will come.

    It outlives what is fetched anew because the publisher's message has another moment in it.
    """

    path: Path
    request: str

    def read(self) -> str:
        """The address at which to ask for the answer; empty where nothing was asked yet."""
        with suppress(OSError, ValueError):
            request, late = self.path.read_text(encoding="utf-8").split("\n")
            return late if request == self.request else ""
        return ""

    def keep(self, late: str) -> None:
        self.path.write_text(f"{self.request}\n{late}", encoding="utf-8")

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)


def _ask(
    fetcher: Fetcher, address: str, name: str, headers: Mapping[str, str], *, base: str
) -> str:
    """Ask for the figures. Where they come later, the address at which to ask; else nothing."""
    # Without a check, so that the whole body need not be in memory.
    try:
        path = fetcher.fetch(address, name, headers=headers)
    except FetchFailed as reason:
        raise _explained(reason, address) from reason
    try:
        return _late_address(_content(path), address, base)
    except (FetchFailed, TooLargeToAsk):
        path.unlink()  # so that the next try asks for it anew
        raise


def _late_address(content: bytes, address: str, base: str) -> str:
    """The address that an answer names in place of figures; empty where it has figures."""
    if is_sdmx_csv(content[:_PEEK]):
        return ""
    outline = _outline(content)
    if outline is None:
        what = "the answer is neither SDMX-CSV nor SDMX-ML, perhaps a page for people."
        raise FetchFailed(address, what)
    if "id" in outline.texts and "status" in outline.texts:
        ticket = outline.texts["id"]
        if not _KEY_OF_REQUEST.fullmatch(ticket):
            raise FetchFailed(address, f"{ticket[:64]!r} is no key of a request.")
        # Eurostat tells of requests under way beside the service of SDMX, not below it.
        return re.sub(r"/sdmx/[0-9.]+$", "", base) + f"{_STATUS}{ticket}"
    if late := later_address(outline):
        return _at_home(late, base)
    if outline.is_data:
        return ""
    said = outline.texts.get("faultstring") or f"XML that begins with {outline.root!r}"
    if outline.texts.get("faultcode") == "413":
        raise TooLargeToAsk(address, said)
    raise FetchFailed(address, f"the answer is: {said}.")


def _explained(reason: FetchFailed, address: str) -> Refusal:
    """A refusal by the server in the server's own words, where it gives them."""
    found = re.search(rb"<faultstring[^>]*>([^<]{1,300})", reason.body)
    said = found[1].decode(errors="replace").strip() if found else ""
    if reason.status == 413:
        return TooLargeToAsk(address, said or reason.why)
    return FetchFailed(address, f"the publisher says: {said}.") if said else reason


def _delivered(fetcher: Fetcher, late: str) -> bool:
    """Wait until there is an answer, and fetch it; False where the request went out of date."""

    def check(content: bytes) -> None:
        with suppress(UnreadableFile):
            raise _Told(outlined(content).texts.get("status", ""))
        raise FetchFailed(late, "the answer does not tell how far the request is.")

    for _ in _pauses(fetcher):
        if _STATUS not in late:
            with suppress(NotFound):  # until there is something, the server knows of no such file
                _fetch_delivery(fetcher, late)
                return True
            continue
        try:
            fetcher.fetch(late, "status.xml", check=check)
        except NotFound:
            return False
        except _Told as told:
            if told.status == "AVAILABLE":
                _fetch_delivery(fetcher, late.replace(_STATUS, _ANSWER))
                return True
            if told.status not in _UNDER_WAY:
                return False
    raise StillMaking(late, MOST_SECONDS_WAITED)


def _fetch_delivery(fetcher: Fetcher, address: str) -> None:
    path = fetcher.fetch(address, DELIVERY)
    with suppress(FetchFailed):
        content = _content(path)
        outline = _outline(content)
        if is_sdmx_csv(content[:_PEEK]) or (outline is not None and outline.is_data):
            return
    path.unlink()
    raise FetchFailed(address, "what was delivered is no table.")


def _pauses(fetcher: Fetcher) -> Iterator[float]:
    """Yield at each moment at which it is polite to ask, until patience ends."""
    pause = waited = 0.0
    while waited <= MOST_SECONDS_WAITED:
        yield waited
        pause = min(max(_FIRST_PAUSE, pause * 1.5), _LONGEST_PAUSE)
        fetcher.progress(0, None)
        (fetcher.wait or time.sleep)(pause)
        waited += pause


def _at_home(address: str, base: str) -> str:
    """The address that was told, at the server that was asked.

    Raises:
        FetchFailed: It is on another server.
    """
    told, home = urlsplit(address), urlsplit(base)
    if told.hostname != home.hostname:
        raise FetchFailed(address[:200], "the publisher sends elsewhere for it, and Koers stays.")
    return urlunsplit((home.scheme, home.netloc, told.path, told.query, ""))


def _content(path: Path) -> bytes:
    try:
        return unpacked(read_bytes(path))
    except UnreadableFile as reason:
        raise FetchFailed(path.name, f"{reason}.") from reason


def _outline(content: bytes) -> Outline | None:
    with suppress(UnreadableFile):
        return outlined(content) if is_xml(content) else None
    return None
