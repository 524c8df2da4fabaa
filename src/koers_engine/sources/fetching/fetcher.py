import hashlib
import os
import shutil
import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path

from koers_engine.concepts import Refusal
from koers_engine.observations.snapshots import checksum
from koers_engine.sources.fetching.asking import (
    MOST_BYTES_IN_MEMORY,
    MOST_BYTES_PER_RESPONSE,
    Answer,
    Asking,
)
from koers_engine.sources.fetching.failures import FetchFailed
from koers_engine.sources.fetching.journal import RESERVED, Entry, Journal
from koers_engine.sources.fetching.keeping import gains_by_packing, keep, kept_name

MOST_BYTES_COPIED = 256 << 20
MOST_FILES_COPIED = 10_000
_PARALLEL, _MOST_PARALLEL = 4, 16

Progress = Callable[[int, int | None], None]
"""Told how much is done, and of how much; None where that is unknown."""

Check = Callable[[bytes], None]
"""Raises FetchFailed where a response is no answer: a page of HTML, or half of one."""


def unheard(_done: int, _whole: int | None) -> None:
    """A progress that nobody follows."""


class NothingToCopy(Refusal, FileNotFoundError):
    """A local file or folder is not there, or holds nothing that could be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path} {why}. Give the path of a file, or of a folder with files.")


@dataclass(slots=True)
class Fetcher:
    """Brings raw responses and local files into `folder`, whole, each with its checksum.

    What a folder holds already is not asked for again, so that a broken fetch goes on where it
    stopped. Names are those of files; a response of text is packed, and `name` gets ".zst".
    """

    folder: Path
    now: datetime
    progress: Progress = unheard
    wait: Callable[[float], object] | None = None
    """Waits some seconds before another try; None waits by the clock, until stopped."""
    journal: Journal = field(init=False)
    _stopped: threading.Event = field(init=False, default_factory=threading.Event)
    _asking: Asking = field(init=False)

    def __post_init__(self) -> None:
        self.journal = Journal(self.folder)
        self._asking = Asking(self.wait or self._stopped.wait, self._stopped)

    def __enter__(self) -> "Fetcher":
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._asking.close()

    def fetch(
        self,
        address: str,
        name: str,
        *,
        headers: Mapping[str, str] | None = None,
        check: Check | None = None,
    ) -> Path:
        """One response, as a file in the folder.

        Args:
            check: Given the whole body. Where it raises FetchFailed, the server is asked again, and
                after some tries that error is raised; a kind of FetchFailed is raised at once.

        Raises:
            NotFound: The server has no such thing.
            FetchFailed: The server cannot be reached, refuses, sends elsewhere, or sends too much.
            OSError: The folder cannot be written.
        """
        packed = gains_by_packing(name)
        file = kept_name(name, is_packed=packed)
        known = self.journal.entry(file)
        if known is None or known.address != address or not (self.folder / file).is_file():
            self._asking.get(
                address,
                lambda answer: self._keep(answer, address, name, check),
                headers=headers,
                most_bytes=MOST_BYTES_IN_MEMORY if check else MOST_BYTES_PER_RESPONSE,
            )
        return self.folder / file

    def _keep(self, answer: Answer, address: str, name: str, check: Check | None) -> None:
        if answer.is_unchanged:  # said to whom did not ask whether anything changed
            raise FetchFailed(address, "the server answered 304 instead of the content.")
        packed = gains_by_packing(name)
        kept = keep(self.folder, name, answer.chunks, check=check, is_packed=packed)
        self.journal.note(
            Entry(
                **asdict(kept),
                address=address,
                etag=answer.headers.get("ETag", ""),
                last_modified=answer.headers.get("Last-Modified", ""),
                fetched_at=self.now.isoformat(),
            )
        )

    def tells_change(self, path: Path) -> None:
        """This response is another one as soon as the publisher changes the table.

        By it a refresh sees whether there is anything to fetch, and a broken fetch whether it can
        go on. Without one, a refresh fetches the whole table.
        """
        entry = self.journal.entry(path.name)
        if entry is not None and not entry.tells_change:
            self.journal.note(replace(entry, tells_change=True))

    def start_anew_if_changed(self) -> None:
        """Forget what an earlier, broken fetch left, where the publisher changed the table since.

        Raises:
            FetchFailed: As `fetch`.
        """
        entries = [entry for entry in self.journal.entries() if entry.is_remote]
        entries.sort(key=lambda entry: not entry.tells_change)
        if entries and not self.is_unchanged(entries[0]):
            self.journal.clear()

    def is_unchanged(self, entry: Entry) -> bool:
        """Whether the server would send the same again; asked with its ETag, else by content.

        Raises:
            FetchFailed: As `fetch`.
        """
        headers = {"If-None-Match": entry.etag, "If-Modified-Since": entry.last_modified}
        headers = {name: value for name, value in headers.items() if value}
        found: list[bool] = []

        def take(answer: Answer) -> None:
            digest = hashlib.sha256()
            for chunk in answer.chunks:
                digest.update(chunk)
            found.append(answer.is_unchanged or digest.hexdigest() == entry.sha256)

        self._asking.get(entry.address, take, headers=headers)
        return found[-1]

    def fetch_all(
        self,
        wanted: Sequence[tuple[str, str]],
        *,
        headers: Mapping[str, str] | None = None,
        check: Check | None = None,
    ) -> list[Path]:
        """Several (address, name) side by side, no more at once than is polite.

        Raises:
            FetchFailed, OSError: As `fetch`; of several failures the first. What came is kept.
        """
        paths: dict[int, Path] = {}
        failures: dict[int, BaseException] = {}
        waiting = deque(enumerate(wanted))

        def work() -> None:
            while waiting and not failures:
                try:
                    place, (address, name) = waiting.popleft()
                except IndexError:  # another thread took the last one
                    return
                try:
                    paths[place] = self.fetch(address, name, headers=headers, check=check)
                except BaseException as reason:  # noqa: BLE001 - raised below
                    failures[place] = reason

        # Daemons, since a command that is stopped must not wait for a server that says nothing.
        n_threads = min(parallel(), len(wanted))
        threads = [threading.Thread(target=work, daemon=True) for _ in range(n_threads)]
        try:
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        except BaseException:
            self._stopped.set()
            raise
        if failures:
            raise failures[min(failures)]
        return [paths[place] for place in range(len(wanted))]

    def note(self, name: str, content: bytes) -> Path:
        """A file that Koers makes itself, such as an index of the others."""
        kept = keep(self.folder, name, [content], is_packed=False)
        self.journal.note(Entry(**asdict(kept), address="", fetched_at=self.now.isoformat()))
        return self.folder / name

    def copy(self, path: Path, name: str | None = None) -> Path:
        """A local file, or every file that lies directly in a local folder; hidden ones are not.

        A file of over MOST_BYTES_COPIED is not copied: the folder gets a link to it, and the
        snapshot its checksum.

        Returns:
            The file in the folder; for a folder of files the folder itself.

        Raises:
            NothingToCopy: There is no such file, no file in that folder, or too many.
            OSError: A file cannot be read, or the folder not be written.
        """
        if path.is_dir():
            files = sorted(
                file for file in path.iterdir() if file.is_file() and file.name[0] != "."
            )
            files = [file for file in files if file.name not in RESERVED]
            if not files or len(files) > MOST_FILES_COPIED:
                found = f"holds {len(files):,} files" if files else "holds no file"
                raise NothingToCopy(path, f"{found}, and 1 to {MOST_FILES_COPIED:,} are copied")
            for file in files:
                self._copy(file, file.name)
            return self.folder
        if not path.is_file():
            raise NothingToCopy(path, "is no file")
        return self._copy(path, name or path.name)

    def _copy(self, path: Path, name: str) -> Path:
        target = self.folder / name
        address = path.absolute().as_uri()
        target.unlink(missing_ok=True)  # a local file may have changed since: it is taken anew
        is_left_out = path.stat().st_size > MOST_BYTES_COPIED
        if is_left_out:
            target.symlink_to(path.absolute())
        else:
            shutil.copyfile(path, target)
        sha256, n_bytes = checksum(target)
        self.journal.note(
            Entry(
                file=name,
                address=address,
                sha256=sha256,
                n_bytes=n_bytes,
                n_stored=n_bytes,
                is_left_out=is_left_out,
                fetched_at=self.now.isoformat(),
            )
        )
        return target


def parallel() -> int:
    """How many responses are asked for side by side: KOERS_PARALLEL, else four."""
    try:
        asked = int(os.environ.get("KOERS_PARALLEL", _PARALLEL))
    except ValueError:
        return _PARALLEL
    return min(max(asked, 1), _MOST_PARALLEL)
