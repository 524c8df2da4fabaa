"""Asks a server politely: again when it is busy or broke off, no further than it may send us."""

import logging
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from koers_engine.sources.fetching.failures import FetchFailed, NotFound

MOST_BYTES_PER_RESPONSE = 4 << 30
MOST_BYTES_IN_MEMORY = 256 << 20
MOST_SECONDS_PER_RESPONSE = 30 * 60.0
LONGEST_WAIT_SECONDS = 120.0
_TRIES = 4
_FIRST_WAIT_SECONDS = 0.5
_MOST_REDIRECTS = 5
_ERROR_BYTES = 64 << 10
_TIME_OUT = httpx.Timeout(60.0, connect=10.0)
_WORTH_ANOTHER_TRY = {408, 425, 429, 500, 502, 503, 504}
_NOT_MODIFIED = 304
_WORTH_TELLING_SECONDS = 5.0
_CODINGS = {"", "identity", "gzip", "deflate"}
_HEADERS = {"Accept-Encoding": "gzip, deflate", "User-Agent": "Koers (statistics client)"}

# A response of megabytes comes in few reads, so that the threads that fetch leave each other time.
httpcore.HTTP11Connection.READ_NUM_BYTES = 1 << 18

_log = logging.getLogger(__name__)


class TooMuch(FetchFailed):
    """A response is larger, or takes longer, than any table does."""


class AskedToWait(FetchFailed):
    """The server asks for a longer wait than a command makes."""


class _Stopped(FetchFailed):
    """Somebody stopped the fetch; what came is kept."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered: its head, and its body as it comes in."""

    status: int
    headers: Mapping[str, str]
    chunks: Iterator[bytes]

    @property
    def is_unchanged(self) -> bool:
        """Whether the server says that what is known of it still holds."""
        return self.status == _NOT_MODIFIED


@dataclass(slots=True)
class Asking:
    """Asks for one address at a time, from several threads if need be."""

    wait: Callable[[float], object]
    stopped: threading.Event
    _client: httpx.Client | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def close(self) -> None:
        """Let go of the connections."""
        if self._client is not None:
            self._client.close()

    def get(
        self,
        address: str,
        take: Callable[[Answer], None],
        *,
        headers: Mapping[str, str] | None = None,
        most_bytes: int = MOST_BYTES_PER_RESPONSE,
    ) -> None:
        """Hand the answer to `take`. Where the body breaks off, or `take` raises FetchFailed itself
        and no kind of its own, the server is asked again.

        Raises:
            FetchFailed: Or a kind of it, after as many tries as the failure is worth.
        """
        last, pause = FetchFailed(address, ""), 0.0
        for attempt in range(_TRIES):
            if attempt:
                # The jitter keeps many clients that broke off together from coming back together.
                backing_off = _FIRST_WAIT_SECONDS * 2 ** (attempt - 1)
                self._pause(address, pause or backing_off * random.uniform(1.0, 1.25))  # noqa: S311
            pause = 0.0
            try:
                with self._opened(address, headers or {}) as response:
                    if response.status_code in {httpx.codes.OK, _NOT_MODIFIED}:
                        chunks = self._chunks(address, response, most_bytes)
                        take(Answer(response.status_code, response.headers, chunks))
                        return
                    last = self._refused(address, response)
                    pause = _asked_pause(address, response)
            except FetchFailed as reason:
                if type(reason) is not FetchFailed or reason.status is not None:
                    raise
                last = reason
            except (httpx.RequestError, httpx.InvalidURL, UnicodeError) as reason:
                said = f"{type(reason).__name__}: {reason}".removesuffix(": ")
                why = f"the server cannot be reached or broke off ({said})."
                last = FetchFailed(address, why)
        why = f"{last.why} Tried {_TRIES} times; try again later."
        raise FetchFailed(address, why, status=last.status, body=last.body) from last

    @contextmanager
    def _opened(self, address: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The response, after as many redirects as are followed."""
        asked = address
        for _ in range(_MOST_REDIRECTS + 1):
            _refuse_other_than_web(asked)
            with self._connected().stream("GET", asked, headers=dict(headers)) as response:
                if not response.has_redirect_location:
                    yield response
                    return
                asked = _followed(address, asked, response)
        raise FetchFailed(address, "the server sends round in a circle.", status=302)

    def _connected(self) -> httpx.Client:
        with self._lock:
            if self._client is None:
                self._client = httpx.Client(
                    timeout=_TIME_OUT, follow_redirects=False, headers=_HEADERS
                )
            return self._client

    def _pause(self, address: str, seconds: float) -> None:
        self._refuse_when_stopped(address)
        if seconds > _WORTH_TELLING_SECONDS:
            _log.warning("%s: waiting %.0f seconds, as the server asks.", address, seconds)
        self.wait(seconds)
        self._refuse_when_stopped(address)

    def _refuse_when_stopped(self, address: str) -> None:
        if self.stopped.is_set():
            raise _Stopped(address, "the fetch was stopped.")

    def _chunks(self, address: str, response: httpx.Response, most_bytes: int) -> Iterator[bytes]:
        coding = response.headers.get("Content-Encoding", "").strip().casefold()
        if coding not in _CODINGS:  # packed twice, a small answer could fill any memory
            raise TooMuch(address, f"the answer is packed as {coding!r}, which was not asked for.")
        begin, n_bytes = time.monotonic(), 0
        for chunk in response.iter_bytes():
            self._refuse_when_stopped(address)
            n_bytes += len(chunk)
            if n_bytes > most_bytes:
                raise TooMuch(address, f"the answer is over {most_bytes:,} bytes.")
            if time.monotonic() - begin > MOST_SECONDS_PER_RESPONSE:
                minutes = MOST_SECONDS_PER_RESPONSE / 60
                raise TooMuch(address, f"the answer was not whole after {minutes:.0f} minutes.")
            yield chunk

    def _refused(self, address: str, response: httpx.Response) -> FetchFailed:
        """The failure that another try may mend; others are raised."""
        status = response.status_code
        body = _beginning(response)
        if status in {404, 410}:
            why = f"the server has no such table ({status})."
            raise NotFound(address, why, status=status, body=body)
        why = f"the server answered {status}."
        if status not in _WORTH_ANOTHER_TRY:
            raise FetchFailed(address, why, status=status, body=body)
        return FetchFailed(address, why, status=status, body=body)


def _beginning(response: httpx.Response) -> bytes:
    """How the body of a refusal begins; it may hold the reason."""
    begin = bytearray()
    for chunk in response.iter_raw():
        begin += chunk
        if len(begin) > _ERROR_BYTES:
            break
    return bytes(begin[:_ERROR_BYTES])


def _refuse_other_than_web(address: str) -> None:
    try:
        parts = urlsplit(address)
        is_web = parts.scheme.casefold() in {"http", "https"} and bool(parts.hostname)
    except ValueError:  # such as a half bracket
        is_web = False
    if not is_web:
        raise FetchFailed(address, "this is no address of a server (http or https).", status=0)
    if parts.username or parts.password:
        # It would be kept with the vintage, and printed wherever the source is.
        raise FetchFailed(
            f"{parts.scheme}://{parts.hostname}", "leave the password out of the address.", status=0
        )


def _followed(address: str, asked: str, response: httpx.Response) -> str:
    """Where a redirect leads to: only within the host that was asked."""
    location = response.headers["Location"]
    try:
        told = urljoin(asked, location)
        before, after = urlsplit(asked), urlsplit(told)
        same_host = (before.hostname or "").casefold() == (after.hostname or "").casefold()
        same_server = same_host and (before.scheme, before.port) == (after.scheme, after.port)
        made_safe = same_host and (before.scheme, after.scheme) == ("http", "https")
    except ValueError:
        told, same_server, made_safe = location, False, False
    if not (same_server or made_safe):
        raise FetchFailed(
            address,
            f"the server sends on to another one, {told!r}. If you trust that one, give its "
            "address with --from.",
            status=response.status_code,
        )
    return told


def _asked_pause(address: str, response: httpx.Response) -> float:
    """How long the server asks to wait, in seconds; 0 where it does not say."""
    said = response.headers.get("Retry-After", "").strip()
    if said.isdecimal():
        seconds = float(said)
    else:
        try:
            until = parsedate_to_datetime(said)
            present = _date_of(response)
            seconds = (until.astimezone(UTC) - present).total_seconds()
        except (ValueError, TypeError, OverflowError):
            return 0.0
    if seconds > LONGEST_WAIT_SECONDS:
        raise AskedToWait(
            address,
            f"the server answered {response.status_code} and asks to wait {seconds:,.0f} seconds, "
            f"more than the {LONGEST_WAIT_SECONDS:.0f} that are waited. Give the same command "
            "after that time: it goes on where it stopped.",
            status=response.status_code,
        )
    return max(seconds, 0.0)


def _date_of(response: httpx.Response) -> datetime:
    """The moment by the server's own clock, else by ours."""
    try:
        return parsedate_to_datetime(response.headers["Date"]).astimezone(UTC)
    except (KeyError, ValueError, TypeError):
        return datetime.now(UTC)
