"""Each way in which a server can fail is overcome, or refused with the store as it was."""

import gzip
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from koers_engine.intake import bring_in
from koers_engine.observations import VintageStore
from koers_engine.sources.fetching import Fetcher, FetchFailed, asking
from koers_engine.sources.fetching import fetcher as fetching
from koers_engine.sources.request import SourceRequest
from tests.engine.loopback import LoopbackCbs, serving

NOW = datetime(2026, 7, 3, tzinfo=UTC)
MEGABYTE = 1 << 20


@dataclass
class Once:
    """Misbehaves on the first request for observations, and well after that."""

    how: Callable[[BaseHTTPRequestHandler], None]
    always: bool = False
    happened: int = 0

    def __call__(self, handler: BaseHTTPRequestHandler) -> bool:
        if "Observations" not in handler.path or (self.happened and not self.always):
            return False
        self.happened += 1
        self.how(handler)
        return True


@dataclass
class Waits:
    seconds: list[float] = field(default_factory=list)

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


def request_to(server: LoopbackCbs) -> SourceRequest:
    return SourceRequest(kind="cbs", name="00001tst", origin=server.address)


def send(
    handler: BaseHTTPRequestHandler, status: int, content: bytes = b"", **headers: str
) -> None:
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(content)


def stops_half_way(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b'{"value": [', Content_Length="5000")


def closes_the_connection(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


def sends_half_a_page(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b'{"value": [{"Id": 1, "Measure": "M1"')


def sends_html(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b"<!DOCTYPE html><title>Maintenance</title>", Content_Type="text/html")


def has_a_fault(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 500)


def is_asked_too_often(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 429, Retry_After="7")


def is_asked_too_often_until(handler: BaseHTTPRequestHandler) -> None:
    # BaseHTTPRequestHandler sends a Date of its own: the wait is counted by the server's clock.
    send(handler, 429, Retry_After=format_datetime(datetime.now(UTC) + timedelta(seconds=60)))


def asks_for_a_long_wait(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 503, Retry_After="3600")


def sends_elsewhere(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 302, Location="http://192.0.2.1/odata")


def sends_to_a_file(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 302, Location="file:///etc/passwd")


def sends_to_no_address(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 302, Location="http://[bad")


def says_that_nothing_changed(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 304)


def sends_round(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 302, Location=handler.path)


def never_ends(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, b'{"value": [')
    try:
        for _ in range(64):
            handler.wfile.write(b" " * MEGABYTE)
    except OSError:
        pass


def packs_a_bomb(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, gzip.compress(b"{" + b" " * 32 * MEGABYTE), Content_Encoding="gzip")


def packs_twice(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 200, gzip.compress(gzip.compress(b"{}")), Content_Encoding="gzip, gzip")


def forbids(handler: BaseHTTPRequestHandler) -> None:
    send(handler, 403)


REFUSED_BY = [
    pytest.param(stops_half_way, r"broke off .* Tried 4 times", 4, id="stops half way"),
    pytest.param(closes_the_connection, r"broke off .* Tried 4 times", 4, id="closes"),
    pytest.param(sends_half_a_page, r"stops half way .* Tried 4 times", 4, id="half a page"),
    pytest.param(sends_html, r"else than OData v4: '<!DOCTYPE html>", 4, id="HTML"),
    pytest.param(has_a_fault, r"answered 500\. Tried 4 times", 4, id="500"),
    pytest.param(is_asked_too_often, r"answered 429\. Tried 4 times", 4, id="429"),
    pytest.param(asks_for_a_long_wait, r"wait 3,600 seconds, .* goes on", 1, id="a long wait"),
    pytest.param(sends_elsewhere, r"another one, .http://192\.0\.2\.1", 1, id="elsewhere"),
    pytest.param(sends_to_a_file, r"sends on to another one", 1, id="to a file"),
    pytest.param(sends_to_no_address, r"sends on to another one", 1, id="to no address"),
    pytest.param(says_that_nothing_changed, r"answered 304 instead", 4, id="304 unasked"),
    pytest.param(sends_round, r"round in a circle", 6, id="round"),
    pytest.param(never_ends, r"over 1,048,576 bytes", 1, id="endless"),
    pytest.param(packs_a_bomb, r"over 1,048,576 bytes", 1, id="gzip bomb"),
    pytest.param(packs_twice, r"packed as 'gzip, gzip'", 1, id="packed twice"),
    pytest.param(forbids, r"answered 403", 1, id="403"),
]


@pytest.mark.parametrize(("how", "told", "times"), REFUSED_BY)
def test_a_server_that_keeps_failing_is_refused_and_the_store_is_as_before(
    how: Callable[[BaseHTTPRequestHandler], None],
    told: str,
    times: int,
    recording: Path,
    store: VintageStore,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(fetching, "MOST_BYTES_IN_MEMORY", MEGABYTE)
    misbehaviour = Once(how, always=True)
    with (
        serving(LoopbackCbs(recording, misbehave=misbehaviour)) as server,
        pytest.raises(FetchFailed, match=told),
    ):
        bring_in(request_to(server), store=store, now=NOW, wait=Waits())

    assert misbehaviour.happened == times
    assert store.datasets() == []


OVERCOME = [
    pytest.param(stops_half_way, 0.5, id="stops half way"),
    pytest.param(closes_the_connection, 0.5, id="closes"),
    pytest.param(sends_half_a_page, 0.5, id="half a page"),
    pytest.param(sends_html, 0.5, id="HTML"),
    pytest.param(has_a_fault, 0.5, id="500"),
    pytest.param(is_asked_too_often, 7.0, id="429 with seconds"),
    pytest.param(is_asked_too_often_until, 58.0, id="429 with a date"),
]


@pytest.mark.parametrize(("how", "shortest_wait"), OVERCOME)
def test_a_server_that_fails_once_is_waited_for(
    how: Callable[[BaseHTTPRequestHandler], None],
    shortest_wait: float,
    recording: Path,
    store: VintageStore,
) -> None:
    waits = Waits()
    with serving(LoopbackCbs(recording, misbehave=Once(how))) as server:
        intake = bring_in(request_to(server), store=store, now=NOW, wait=waits)

    assert intake.addition.vintage.n_observations == 6
    assert [shortest_wait <= wait <= shortest_wait * 1.25 + 2 for wait in waits.seconds] == [True]


def test_a_server_that_stutters_is_waited_for(recording: Path, store: VintageStore) -> None:
    with serving(LoopbackCbs(recording)) as well:
        whole = well.answer("/odata/CBS/00001tst/Observations")[1]

        def stutters(handler: BaseHTTPRequestHandler) -> None:
            send(handler, 200, Content_Length=str(len(whole)))
            for start in range(0, len(whole), 200):
                handler.wfile.write(whole[start : start + 200])
                time.sleep(0.01)

        well.misbehave = Once(stutters)
        intake = bring_in(request_to(well), store=store, now=NOW, wait=Waits())

    assert intake.addition.vintage.n_observations == 6


def test_a_server_that_drips_is_given_up_in_the_end(
    recording: Path, store: VintageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST_SECONDS_PER_RESPONSE", 0.2)

    def drips(handler: BaseHTTPRequestHandler) -> None:
        send(handler, 200)
        try:
            for _ in range(200):
                handler.wfile.write(b" ")
                time.sleep(0.01)
        except OSError:
            pass

    with (
        serving(LoopbackCbs(recording, misbehave=Once(drips))) as server,
        pytest.raises(FetchFailed, match="not whole after"),
    ):
        bring_in(request_to(server), store=store, now=NOW, wait=Waits())


def test_a_redirect_within_the_server_is_followed(recording: Path, store: VintageStore) -> None:
    def moved(handler: BaseHTTPRequestHandler) -> bool:
        if handler.path != "/odata/CBS/00001tst/Properties":
            return False
        send(handler, 301, Location="/odata/CBS/00001tst/Properties?moved")
        return True

    with serving(LoopbackCbs(recording, misbehave=moved)) as server:
        intake = bring_in(request_to(server), store=store, now=NOW, wait=Waits())

    assert intake.addition.is_new


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("http://user:secret@127.0.0.1:9/odata", "leave the password out"),
        ("http://", "no address of a server"),
        ("http://[bad", "no address of a server"),
    ],
)
def test_what_is_no_public_address_is_refused(address: str, told: str, store: VintageStore) -> None:
    request = SourceRequest(kind="cbs", name="00001tst", origin=address)

    with pytest.raises(FetchFailed, match=told) as refusal:
        bring_in(request, store=store, now=NOW, wait=Waits())

    assert "secret" not in str(refusal.value)


def test_no_more_is_asked_at_once_than_is_polite(
    recording: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOERS_PARALLEL", "3")
    at_once: list[int] = []
    running, lock = [0], threading.Lock()

    def counts(_handler: BaseHTTPRequestHandler) -> bool:
        with lock:
            running[0] += 1
            at_once.append(running[0])
        time.sleep(0.02)
        with lock:
            running[0] -= 1
        return False

    with (
        serving(LoopbackCbs(recording, misbehave=counts)) as server,
        Fetcher(tmp_path, NOW, wait=Waits()) as fetcher,
    ):
        address = f"{server.address}/CBS/00001tst/Properties"
        paths = fetcher.fetch_all([(f"{address}?{n}", f"{n}.json") for n in range(12)])

    assert [path.name for path in paths] == [f"{n}.json.zst" for n in range(12)]
    assert 1 < max(at_once) <= 3


def test_of_several_that_are_fetched_one_that_fails_is_told_and_the_others_kept(
    recording: Path, tmp_path: Path
) -> None:
    with serving(LoopbackCbs(recording)) as server:
        root = f"{server.address}/CBS/00001tst"
        wanted = [(f"{root}/{name}", f"{name}.json") for name in ("Properties", "Nothing")]
        with (
            Fetcher(tmp_path, NOW, wait=Waits()) as fetcher,
            pytest.raises(FetchFailed, match="Nothing: the server has no such table"),
        ):
            fetcher.fetch_all(wanted)
        server.asked.clear()
        Fetcher(tmp_path, NOW).fetch(*wanted[0])

    assert server.asked == []
