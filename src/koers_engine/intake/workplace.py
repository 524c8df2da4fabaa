import hashlib
import json
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from koers_engine.concepts import Refusal
from koers_engine.observations import FaultyTable
from koers_engine.observations.disk import temporary_folder
from koers_engine.observations.store import UnusableStore
from koers_engine.sources.request import SourceRequest

try:
    import fcntl
except ImportError:  # Windows, where a broken fetch starts anew
    fcntl = None  # type: ignore[assignment]

FOLDER = ".fetching"
_LEFT_AFTER_SECONDS = 7 * 24 * 60 * 60


class RecordingExists(Refusal, FileExistsError):
    """A recording would overwrite what is there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is there already. Give a folder that is not, for the recording."
        )


@contextmanager
def workplace(store: Path, request: SourceRequest) -> Iterator[Path]:
    """The folder that the parts of a table are collected in.

    It is gone when the table was kept or cannot be read. After a break it stays, so that the same
    request from the same store goes on where it stopped; after a week it is cleared away. While
    one process works in it, another with the same request gets a folder of its own.

    Raises:
        UnusableStore: It cannot be made.
    """
    root = store / FOLDER
    key = hashlib.sha256(json.dumps(request.to_json(), sort_keys=True).encode()).hexdigest()[:32]
    with ExitStack() as held:
        try:
            root.mkdir(parents=True, exist_ok=True)
            _clear_old(root)
            can_go_on = request.is_remote and _locked(root / f"{key}.lock", held)
            if can_go_on:
                folder = root / key
                folder.mkdir(exist_ok=True)
                os.utime(folder)
            else:
                folder = held.enter_context(temporary_folder(root))
        except OSError as reason:
            raise UnusableStore(store, reason) from reason
        try:
            yield folder
        except FaultyTable:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        shutil.rmtree(folder, ignore_errors=True)


def _locked(path: Path, held: ExitStack) -> bool:
    """Whether the lock is ours; it is let go of when this process ends, however it does."""
    if fcntl is None:
        return False
    lock = held.enter_context(path.open("a"))
    os.utime(path)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _clear_old(root: Path) -> None:
    oldest = time.time() - _LEFT_AFTER_SECONDS
    for path in root.iterdir():
        with suppress(OSError):  # another process may be doing the same
            if path.stat().st_mtime < oldest:
                shutil.rmtree(path) if path.is_dir() else path.unlink()


def keep_recording(collected: Path, recording: Path) -> None:
    """Copy what was collected into a new folder, which gets its name when it is whole.

    Raises:
        RecordingExists: There is something by that name.
        OSError: It cannot be written.
    """
    if recording.exists():
        raise RecordingExists(recording)
    recording.parent.mkdir(parents=True, exist_ok=True)
    temporary = recording.with_name(f".koers-{uuid.uuid4().hex}")
    try:
        shutil.copytree(collected, temporary, ignore=shutil.ignore_patterns(".*", "snapshot.*"))
        temporary.rename(recording)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
