"""The edge: brings a flow's structure and figures into the folder, however late they come.

Eurostat answers at once up to some 500,000 cells, later up to 5,000,000, and not at all above
that. Source: Eurostat, "API - Detailed guidelines - Asynchronous API". An answer that comes later
is either an envelope with the key of the request, whose status can be asked for (the API of now),
or a footer with code 413 and an address (that of before).
"""

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
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

STRUCTURE, DATA, DELIVERY = "structure.xml", "data.sdmx", "delivery.sdmx"
MOST_SECONDS_WAITED = 900.0
_FIRST_PAUSE, _LONGEST_PAUSE = 5.0, 60.0
_PEEK = 1 << 16
_MOST_NEIGHBOURS = 50
_HEADERS_FOR_DATA = {
    "Accept": "application/vnd.sdmx.data+csv;version=1.0.0, "
    "application/vnd.sdmx.structurespecificdata+xml;version=2.1;q=0.9, "
    "application/vnd.sdmx.genericdata+xml;version=2.1;q=0.8"
}
_HEADERS_FOR_STRUCTURE = {"Accept": "application/vnd.sdmx.structure+xml;version=2.1"}
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
        address, STRUCTURE, headers=_HEADERS_FOR_STRUCTURE, check=_checking_structure(address)
    )
    structure = _structure(path, query)
    names = [axis.name for axis in structure.axes if axis.role is not Role.PERIOD]
    key = key_of(query, names, _by_dimension(structure, request))
    _fetch_figures(fetcher, query.data_address(base, key), base)


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


def _fetch_figures(fetcher: Fetcher, address: str, base: str) -> None:
    # Without a check, so that Fetcher need not have the whole body in memory.
    for is_last in (False, True):
        try:
            path = fetcher.fetch(address, DATA, headers=_HEADERS_FOR_DATA)
        except FetchFailed as reason:
            raise _explained(reason, address) from reason
        start = _start(path)
        if is_sdmx_csv(start):
            return
        outline = _outline(path)
        if outline is None:
            path.unlink()  # so that the next try asks for it anew
            what = "the answer is neither SDMX-CSV nor SDMX-ML, perhaps a page for people."
            raise FetchFailed(address, what)
        if ticket := outline.texts.get("id") if "status" in outline.texts else "":
            if _delivered(fetcher, _asynchronous(base), ticket):
                return
        elif late := later_address(outline):
            _fetch_late(fetcher, _at_home(late, base))
            return
        elif outline.is_data:
            return
        else:
            path.unlink()
            said = outline.texts.get("faultstring") or outline.root
            code = outline.texts.get("faultcode", "")
            raise _explained(FetchFailed(address, f"{said}.", status=_number(code)), address)
        path.unlink()  # the request went out of date before its answer was taken
        if is_last:
            raise FetchFailed(address, "the publisher let the request go out of date, twice.")


def _explained(reason: FetchFailed, address: str) -> Refusal:
    """What a refusal by the server comes down to."""
    if reason.status != 413:
        return reason
    found = re.search(rb"<faultstring[^>]*>([^<]{1,300})", reason.body)
    said = found[1].decode(errors="replace") if found else reason.why
    return TooLargeToAsk(address, said.strip())


def _delivered(fetcher: Fetcher, endpoint: str, ticket: str) -> bool:
    """Wait until the request with this key is answered; False where it went out of date."""
    if not re.fullmatch(r"[A-Za-z0-9-]{1,64}", ticket):
        raise FetchFailed(endpoint, f"{ticket[:64]!r} is no key of a request.")
    address = f"{endpoint}/status/{ticket}"

    def check(content: bytes) -> None:
        with suppress(UnreadableMessage):
            raise _Told(outlined(content).texts.get("status", ""))
        raise FetchFailed(address, "the answer does not tell how far the request is.")

    for _ in _pauses(fetcher):
        try:
            fetcher.fetch(address, "status.xml", check=check)
        except _Told as told:
            if told.status == "AVAILABLE":
                _fetch_delivery(fetcher, f"{endpoint}/data/{ticket}")
                return True
            if told.status not in _UNDER_WAY:
                return False
    raise StillMaking(address, MOST_SECONDS_WAITED)


def _fetch_late(fetcher: Fetcher, address: str) -> None:
    """Wait until there is something at the address; until then the server knows of no such file."""
    for _ in _pauses(fetcher):
        with suppress(NotFound):
            _fetch_delivery(fetcher, address)
            return
    raise StillMaking(address, MOST_SECONDS_WAITED)


def _fetch_delivery(fetcher: Fetcher, address: str) -> None:
    path = fetcher.fetch(address, DELIVERY)
    outline = None if is_sdmx_csv(_start(path)) else _outline(path)
    if outline is not None and not outline.is_data:
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


def _asynchronous(base: str) -> str:
    """Where Eurostat tells of requests under way: beside the service, not below it."""
    return re.sub(r"/sdmx/[0-9.]+$", "", base) + "/1.0/async"


def _at_home(address: str, base: str) -> str:
    """The address that was told, at the server that was asked.

    Raises:
        FetchFailed: It is on another server.
    """
    told, home = urlsplit(address), urlsplit(base)
    if told.hostname != home.hostname:
        raise FetchFailed(address[:200], "the publisher sends elsewhere for it, and Koers stays.")
    return urlunsplit((home.scheme, home.netloc, told.path, told.query, ""))


def _start(path: Path) -> bytes:
    try:
        return unpacked(read_bytes(path))[:_PEEK]
    except UnreadableFile as reason:
        raise FetchFailed(path.name, f"{reason}.") from reason


def _outline(path: Path) -> Outline | None:
    with suppress(UnreadableFile):
        content = unpacked(read_bytes(path))
        return outlined(content) if is_xml(content) else None
    return None


def _number(text: str) -> int | None:
    return int(text) if re.fullmatch("[0-9]{3}", text) else None
