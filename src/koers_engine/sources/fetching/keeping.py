import hashlib
import os
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from koers_engine.observations.packing import PACKED, packing

# What is packed already gains nothing by packing it again.
_PACKED = frozenset({".7z", ".gz", ".ods", ".parquet", ".xlsx", ".zip", ".zst"})


@dataclass(frozen=True, slots=True)
class Kept:
    """What was written: its file's name, and the checksum and size of the content."""

    file: str
    sha256: str
    n_bytes: int
    n_stored: int
    is_packed: bool


def keep(
    folder: Path,
    name: str,
    chunks: Iterable[bytes],
    *,
    check: Callable[[bytes], None] | None = None,
    is_packed: bool,
) -> Kept:
    """Write the content under its name, in one rename once it is whole and `check` lets it pass.

    With `check` the whole content is in memory for a while; without, a chunk of it.
    """
    if check is not None:
        content = b"".join(chunks)
        check(content)
        chunks = [content]
    file = kept_name(name, is_packed=is_packed)
    temporary = folder / f".{uuid.uuid4().hex}"
    digest, n_bytes = hashlib.sha256(), 0
    try:
        with packing(temporary) if is_packed else temporary.open("wb") as out:
            for chunk in chunks:
                out.write(chunk)
                digest.update(chunk)
                n_bytes += len(chunk)
        n_stored = temporary.stat().st_size
        os.replace(temporary, folder / file)  # noqa: PTH105 - whole or not at all
    finally:
        temporary.unlink(missing_ok=True)
    return Kept(file, digest.hexdigest(), n_bytes, n_stored, is_packed)


def gains_by_packing(name: str) -> bool:
    """Whether a response is kept packed."""
    return Path(name).suffix.lower() not in _PACKED


def kept_name(name: str, *, is_packed: bool) -> str:
    """The file's name in the folder."""
    return f"{name}{PACKED}" if is_packed else name
