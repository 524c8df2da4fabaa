"""Zip archives of unknown origin: looked over before anything in them is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from koers_engine.sources.files import UnreadableFile

_ENCRYPTED = 0x1
_ARCHIVES = (".zip", ".7z", ".rar", ".tar", ".gz", ".bz2", ".xz")
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveLimits:
    """What an archive may hold at most; more is refused before it is unpacked."""

    entries: int = 1_000
    bytes_unpacked: int = 8 << 30
    """All entries together."""
    ratio: int = 200
    """Unpacked bytes per byte of the archive, once there are more than `ratio_from` of them."""
    ratio_from: int = 64 << 20


CBS_BULK = ArchiveLimits()
SPREADSHEET = ArchiveLimits(entries=2_000, bytes_unpacked=1 << 30)
"""An .xlsx file is a zip archive too."""


def check_archive(
    path: Path | BytesIO, limits: ArchiveLimits = CBS_BULK, *, nested: bool = False
) -> list[str]:
    """The names of the files in a zip archive that is safe to read.

    Only its table of contents is read. What an entry unpacks to can be no longer than it says
    there, for `zipfile` stops at that length and checks the sum.

    Args:
        nested: Whether archives may lie in it, as they do in spreadsheets with embedded ones.

    Raises:
        UnreadableFile: It is no zip file, holds more than `limits` allow, is protected by a
            password, or has an entry whose name leads outside, stands twice, or is an archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError) as reason:
        raise UnreadableFile(
            f"the file is no whole zip archive ({reason}); fetch it again"
        ) from reason
    except OSError as reason:
        raise UnreadableFile(f"the file cannot be read ({reason.strerror or reason})") from reason
    if len(entries) > limits.entries:
        raise UnreadableFile(
            f"the archive holds {len(entries):,} files; {limits.entries:,} is the most that is read"
        )
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.bytes_unpacked:
        raise UnreadableFile(
            f"the archive unpacks to {unpacked:,} bytes; "
            f"{limits.bytes_unpacked:,} is the most that is read"
        )
    packed = path.stat().st_size if isinstance(path, Path) else path.getbuffer().nbytes
    if unpacked > limits.ratio_from and unpacked > limits.ratio * packed:
        raise UnreadableFile(
            f"the archive unpacks to {unpacked // packed:,} times its size; "
            f"{limits.ratio} times is the most that is read"
        )
    names: set[str] = set()
    for entry in entries:
        why = _unsafe(entry, nested=nested)
        if entry.filename in names:
            why = "stands twice in the archive"
        if why:
            raise UnreadableFile(f"entry {entry.filename!r} {why}; nothing of it was read")
        names.add(entry.filename)
    return [entry.filename for entry in entries if not entry.is_dir()]


def _unsafe(entry: zipfile.ZipInfo, *, nested: bool) -> str | None:
    name = entry.filename
    if name.startswith("/") or "\\" in name or ":" in name or ".." in PurePosixPath(name).parts:
        return "has a name that leads outside the archive"
    if entry.flag_bits & _ENCRYPTED:
        return "is protected by a password; unpack the archive and give the folder"
    if entry.compress_type not in _METHODS:
        return "is packed in a way that is not read; unpack the archive and give the folder"
    if not nested and name.lower().endswith(_ARCHIVES):
        return "is an archive in an archive; unpack the outer one and give the inner one"
    return None


@contextmanager
def entry_of(path: Path, name: str) -> Iterator[IO[bytes]]:
    """One file of an archive that `check_archive` let through, unpacked while it is read.

    Raises:
        UnreadableFile: It is not there, or stops half way, or its bytes are not those packed.
    """
    try:
        with zipfile.ZipFile(path) as archive, archive.open(name) as entry:
            yield entry
    except KeyError as reason:
        raise UnreadableFile(f"there is no {name} in the archive") from reason
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as reason:
        raise UnreadableFile(f"{name} is damaged ({reason}); fetch the archive again") from reason


def is_archive(path: Path) -> bool:
    """Whether a file begins as a zip archive does, whatever its name."""
    try:
        with path.open("rb") as file:
            return file.read(4) == b"PK\x03\x04"
    except OSError:
        return False
