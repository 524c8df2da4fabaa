"""A real HTTP server on loopback that serves a recorded table as OData v4 does, well or badly."""

import hashlib
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from koers_engine.sources.files import packed_or_plain, read_bytes

Misbehaviour = Callable[[BaseHTTPRequestHandler], bool]
"""Answers a request in the server's stead; False where it leaves the answer to the server."""


@dataclass
class LoopbackCbs:
    """Serves one recording, as well or badly as it is told to.

    With `has_etags` it tells an ETag, and answers 304 to whoever knows the answer already.
    """

    recording: Path
    page_size: int = 1000
    address: str = ""
    asked: list[str] = field(default_factory=list)
    unavailable_first: int = 0
    next_host: str = ""
    truncate_page: int = 0
    next_link: object = None
    headers: dict[str, str] = field(default_factory=dict)
    misbehave: Misbehaviour | None = None
    has_etags: bool = False

    def __post_init__(self) -> None:
        index = json.loads(read_bytes(self.recording / "index.json"))
        self.table = index["tableId"]
        self.files = index["files"]
        self.rows = [row for page in index["observationPages"] for row in self._json(page)["value"]]

    def _json(self, name: str) -> Any:
        return json.loads(read_bytes(packed_or_plain(self.recording / name)))

    def answer(self, target: str) -> tuple[int, bytes]:
        self.asked.append(target)
        if self.unavailable_first:
            self.unavailable_first -= 1
            return 503, b"busy"
        parts = urlsplit(target)
        root, _, resource = parts.path.rpartition("/")
        if root != f"/odata/CBS/{self.table}":
            return 404, b"no such table"
        if resource == "Observations":
            return self._page(int(parse_qs(parts.query).get("$skip", ["0"])[0]))
        kind = {"Properties": "properties", "Dimensions": "dimensions"}.get(resource)
        kind = "measure-codes" if resource == "MeasureCodes" else kind
        kind = kind or f"codes-{resource.removesuffix('Codes')}"
        if kind not in self.files:
            return 404, b"no such resource"
        return 200, read_bytes(packed_or_plain(self.recording / self.files[kind]))

    def _page(self, skip: int) -> tuple[int, bytes]:
        page: dict[str, Any] = {"value": self.rows[skip : skip + self.page_size]}
        if skip + self.page_size < len(self.rows):
            host = self.next_host or self.address
            page["@odata.nextLink"] = (
                f"{host}/CBS/{self.table}/Observations?$skip={skip + self.page_size}"
            )
        if self.next_link is not None:
            page["@odata.nextLink"] = self.next_link
        content = json.dumps(page, indent=1).encode()
        if self.truncate_page and skip // self.page_size + 1 == self.truncate_page:
            content = content[: len(content) // 2]
        return 200, content


class Quiet(BaseHTTPRequestHandler):
    """Answers without a word on the terminal."""

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(handler: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    """The address of a server on loopback that answers until the block ends."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        http.daemon_threads = True
        thread = Thread(target=http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}"
        finally:
            http.shutdown()
            thread.join()


@contextmanager
def serving(server: LoopbackCbs) -> Iterator[LoopbackCbs]:
    """Serve until the block ends; `server.address` is the base to give to --from."""

    class Handler(Quiet):
        def do_GET(self) -> None:
            if server.misbehave is not None and server.misbehave(self):
                server.asked.append(self.path)
                return
            status, content = server.answer(self.path)
            headers = dict(server.headers)
            if server.has_etags:
                headers["ETag"] = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
                if self.headers.get("If-None-Match") == headers["ETag"]:
                    status, content = 304, b""
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    with served(Handler) as address:
        server.address = f"{address}/odata"
        yield server
