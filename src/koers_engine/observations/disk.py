"""Files that are written whole or not at all."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

import pyarrow as pa
import pyarrow.parquet as pq

INCOMING = ".incoming-"
LEFT_AFTER_SECONDS = 24 * 60 * 60
_LOCKED_AFTER_SECONDS = 60


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """A folder that is gone afterwards, unless it was renamed."""
    folder = parent / f"{INCOMING}{uuid.uuid4().hex}"
    folder.mkdir()
    try:
        with _held(folder):
            remove_leftovers(folder)
            yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(fresh: Path) -> None:
    """Remove what killed writers left beside a file or folder made just now.

    A folder whose writer is gone is known by its lock, which the system took back; it is given a
    minute, since a writer makes its folder just before it locks it. Where there are no locks, and
    for single files, which are small, it is a day.
    """
    now = fresh.stat().st_mtime
    for leftover in fresh.parent.glob(f"{INCOMING}*"):
        with suppress(OSError):  # another writer may be doing the same
            age = now - leftover.stat().st_mtime
            if leftover.is_dir() and age > _LOCKED_AFTER_SECONDS:
                with _held(leftover) as is_locked:
                    if is_locked or age > LEFT_AFTER_SECONDS:
                        shutil.rmtree(leftover)
            elif age > LEFT_AFTER_SECONDS:
                leftover.unlink()


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Lock a folder until the block or this process ends; whether the system could.

    Raises:
        BlockingIOError: Another process holds it.
    """
    if fcntl is None:
        yield False
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise
        except OSError:  # some shared disks know no locks
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def read_parquet(path: Path) -> pa.Table:
    """The table in a file."""
    with pq.ParquetFile(path) as file:
        return file.read()


def write_parquet(table: pa.Table, path: Path) -> None:
    """Write a table, and wait until it is on the disk."""
    pq.write_table(table, path, compression="zstd")
    sync(path)


def sync(path: Path) -> None:
    """Wait until the file or folder is on the disk; a folder only where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def publish(path: Path, text: str) -> None:
    """Put a text in its place by one rename: whoever reads finds all of it, or what was there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f"{INCOMING}{uuid.uuid4().hex}")
    try:
        with temporary.open("w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        remove_leftovers(temporary)
        os.replace(temporary, path)  # noqa: PTH105 - the one rename that makes it visible
    finally:
        temporary.unlink(missing_ok=True)
    sync(path.parent)
