"""What was fetched so far into a folder: one line per file, so that a break loses none of them."""

import json
import threading
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

JOURNAL = "snapshot.jsonl"
SNAPSHOT = "snapshot.json"
RESERVED = frozenset({JOURNAL, SNAPSHOT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One raw response or local file.

    `sha256` and `n_bytes` are of the content as it was received; where `is_packed` it stands
    packed in `file`. A file too large to copy `is_left_out`: it stayed at its address.
    One that `tells_change` is another one as soon as the publisher changes the table.
    """

    file: str
    address: str
    sha256: str
    n_bytes: int
    n_stored: int
    is_packed: bool = False
    is_left_out: bool = False
    tells_change: bool = False
    etag: str = ""
    last_modified: str = ""
    fetched_at: str = ""

    @property
    def is_remote(self) -> bool:
        """Whether it came from a server."""
        return self.address.lower().startswith("http")

    @property
    def local_path(self) -> Path | None:
        """The local file that it was copied from; None where it was not."""
        parts = urlsplit(self.address)
        return Path(url2pathname(parts.path)) if parts.scheme == "file" else None


class Journal:
    """The entries of a folder in the order in which they came, safe for several threads."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        self._lock = threading.Lock()
        self._entries = {entry.file: entry for entry in _entries(folder, self._path)}

    def entries(self) -> list[Entry]:
        """Every file that is there whole, first come first."""
        with self._lock:
            return list(self._entries.values())

    def entry(self, file: str) -> Entry | None:
        """The entry of a file that came whole; None where none did."""
        with self._lock:
            return self._entries.get(file)

    def clear(self) -> None:
        """Forget every file and take it away, lest a reader takes it for one of the new ones."""
        with self._lock:
            for file in self._entries:
                self._path.with_name(file).unlink(missing_ok=True)
            self._path.unlink(missing_ok=True)
            self._entries.clear()

    def note(self, entry: Entry) -> None:
        """A file is there whole."""
        line = json.dumps(asdict(entry), ensure_ascii=False)
        with self._lock:
            with self._path.open("a", encoding="utf-8") as file:
                file.write(f"\n{line}\n")  # on a line of its own, whatever a break left before it
            self._entries[entry.file] = entry


def _entries(folder: Path, path: Path) -> Iterator[Entry]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
        try:
            entry = Entry(**json.loads(line))
            stored = (folder / entry.file).stat().st_size
        except (ValueError, TypeError, OSError):  # a line that a break cut off, or its file is gone
            continue
        if stored == entry.n_stored:
            yield entry
