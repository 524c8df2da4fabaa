"""Files that are written whole or not at all."""

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

INCOMING = ".incoming-"
_LEFT_AFTER_SECONDS = 24 * 60 * 60


@contextmanager
def temporary_folder(parent: Path) -> Iterator[Path]:
    """A folder that is gone afterwards, unless it was renamed."""
    folder = parent / f"{INCOMING}{uuid.uuid4().hex}"
    folder.mkdir()
    remove_leftovers(folder)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_leftovers(fresh: Path) -> None:
    """Remove what crashed writers left beside a file made just now, over a day before it."""
    now = fresh.stat().st_mtime
    for leftover in fresh.parent.glob(f"{INCOMING}*"):
        with suppress(OSError):  # another writer may be doing the same
            if now - leftover.stat().st_mtime > _LEFT_AFTER_SECONDS:
                shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()


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
