"""Files as they are kept: packed by Zstandard, which costs a third of gzip's time for less space.

Files of others, and what earlier versions kept, may be gzipped.
"""

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

import pyarrow as pa

PACKED = ".zst"
_SUFFIXES = (PACKED, ".gz")


class BrokenPacking(OSError):
    """A packed file stops half way or is none; the message says which."""


def bare_name(name: str) -> str:
    """The name of what is in a file: its own, without what tells that it is packed."""
    return next((name[: -len(end)] for end in _SUFFIXES if name.endswith(end)), name)


def twins(path: Path) -> Iterator[Path]:
    """The names that a file may be kept under, packed or not."""
    yield path
    yield from (path.with_name(path.name + end) for end in _SUFFIXES)


@contextmanager
def unpacking(path: Path) -> Iterator[IO[bytes]]:
    """The content of a file, unpacked while it is read where its name says that it is packed.

    Raises:
        BrokenPacking: It stops half way, or is not packed as its name says.
        OSError: It cannot be read.
    """
    try:
        if path.suffix == ".gz":
            with gzip.open(path) as file:
                yield cast("IO[bytes]", file)
        elif path.suffix == PACKED:
            with pa.input_stream(str(path), compression="zstd") as file:
                yield cast("IO[bytes]", file)
        else:
            with path.open("rb") as file:
                yield file
    except EOFError as reason:
        raise BrokenPacking("the file stops half way") from reason
    except (gzip.BadGzipFile, zlib.error) as reason:
        raise BrokenPacking(f"the file is no whole gzip file ({reason})") from reason
    except OSError as reason:
        if reason.errno is not None or path.suffix != PACKED:
            raise
        # Arrow tells what is wrong with the content by an error without a number.
        half = str(reason).startswith("Truncated")
        why = "the file stops half way" if half else f"the file is no whole zstd file ({reason})"
        raise BrokenPacking(why) from reason


@contextmanager
def packing(path: Path) -> Iterator[IO[bytes]]:
    """A new file that packs what is written to it."""
    # Files of Arrow's own, which leave the interpreter to other threads.
    with pa.OSFile(str(path), "wb") as plain, pa.CompressedOutputStream(plain, "zstd") as packed:
        yield cast("IO[bytes]", packed)
