"""The raw responses and files that a vintage was read from, kept beside it.

`publisher/table/snapshots/<sha256>/` holds them, and snapshot.json which lists them. The folder's
name is the checksum over that list, so that it names the content; nothing in it ever changes.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from koers_engine.observations.disk import LEFT_AFTER_SECONDS, sync, temporary_folder
from koers_engine.observations.faults import Fault
from koers_engine.observations.packing import unpacking

SNAPSHOT = "snapshot.json"
_CHUNK = 1 << 20
_FORMAT = 1

FileEntry = Mapping[str, Any]
"""One file: `file`, `address`, `sha256` and `n_bytes` of its content, `is_packed`, `is_left_out`,
`etag`, `last_modified`, `fetched_at`."""


def snapshot_digest(files: Sequence[FileEntry]) -> str:
    """SHA-256 over the names and checksums of the files, in order of their names."""
    lines = sorted(f"{file['file']}\0{file['sha256']}\n" for file in files)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def snapshot_folder(table: Path, digest: str) -> Path:
    """Where a table's snapshot is kept."""
    return table / "snapshots" / digest


def keep_snapshot(collected: Path, files: Sequence[FileEntry], table: Path) -> str:
    """Keep the collected files below the folder of their table; the digest that names them.

    Raises:
        OSError: A file cannot be read or written; nothing is visible then.
    """
    digest = snapshot_digest(files)
    folder = snapshot_folder(table, digest)
    if not list(snapshot_faults(folder)):
        os.utime(folder)  # it may be a leftover of a crash, about to be cleared away
        return digest
    folder.parent.mkdir(parents=True, exist_ok=True)
    with temporary_folder(folder.parent) as temporary:
        for file in files:
            if not file["is_left_out"]:
                _linked(collected / file["file"], temporary / file["file"])
        content = {"format": _FORMAT, "files": [dict(file) for file in files]}
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (temporary / SNAPSHOT).write_text(f"{text}\n", encoding="utf-8")
        for path in temporary.iterdir():
            sync(path)
        sync(temporary)
        shutil.rmtree(folder, ignore_errors=True)  # only where it is damaged
        try:
            temporary.rename(folder)
        except OSError:
            if not folder.is_dir():  # else another writer was first, with the same content
                raise
    sync(folder.parent)
    return digest


def remove_unnamed_snapshots(table: Path, named: Collection[str], *, at_once: str = "") -> None:
    """Take away the snapshots that no vintage names.

    Most are what a crash left between snapshot and manifest, or belong to another writer that has
    not come to its manifest yet: those are given a day. The one `at_once` is known to be neither.
    """
    for folder in (table / "snapshots").glob("*"):
        if folder.name in named:
            continue
        with suppress(OSError):  # another writer may be doing the same
            age = time.time() - folder.stat().st_mtime
            if folder.name == at_once or age > LEFT_AFTER_SECONDS:
                shutil.rmtree(folder)


def _linked(source: Path, target: Path) -> None:
    """The same file under a second name, or a copy where the disk has no such names."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def snapshot_files(folder: Path) -> list[dict[str, Any]]:
    """What snapshot.json lists.

    Raises:
        OSError, ValueError, KeyError, TypeError: It is not there, or says something else.
    """
    content = json.loads((folder / SNAPSHOT).read_text(encoding="utf-8"))
    return [dict(file) for file in content["files"]]


def snapshot_faults(folder: Path) -> Iterator[Fault]:
    """What is wrong with a kept snapshot, held against its checksums."""
    try:
        files = snapshot_files(folder)
        if snapshot_digest(files) != folder.name:
            yield Fault(SNAPSHOT, "it lists other files than the snapshot's name stands for")
            return
    except (OSError, ValueError, KeyError, TypeError) as reason:
        yield Fault(SNAPSHOT, f"it cannot be read ({reason})")
        return
    for file in files:
        if file["is_left_out"]:
            continue
        try:
            found = checksum(folder / file["file"], is_packed=file["is_packed"])
        except OSError as reason:
            yield Fault(file["file"], f"it cannot be read ({reason})")
            continue
        if found != (file["sha256"], file["n_bytes"]):
            yield Fault(file["file"], "its content is not what was received")


def checksum(path: Path, *, is_packed: bool = False) -> tuple[str, int]:
    """SHA-256 and size of a file's content.

    Raises:
        OSError: It cannot be read, or was packed and cannot be unpacked.
    """
    digest, n_bytes = hashlib.sha256(), 0
    with unpacking(path) if is_packed else path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
            n_bytes += len(chunk)
    return digest.hexdigest(), n_bytes
