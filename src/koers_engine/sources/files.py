"""Reading the files of a recorded table: bounded in size, and never outside their folder."""

import gzip
import zlib
from pathlib import Path

MOST_BYTES = 1 << 30
_CHUNK = 1 << 20


class UnreadableFile(ValueError):
    """A file cannot be read whole; the message says why and belongs in a Fault about the file."""


def read_bytes(path: Path) -> bytes:
    """The content of a file, unpacked where its name ends in .gz.

    Raises:
        UnreadableFile: It is absent, stops half way, is no gzip, or holds more than MOST_BYTES.
    """
    content = bytearray()
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                content += chunk
                if len(content) > MOST_BYTES:
                    raise UnreadableFile(
                        f"holds more than {MOST_BYTES:,} bytes; split it into smaller pages"
                    )
    except FileNotFoundError as reason:
        raise UnreadableFile("the file is not there; make the recording again") from reason
    except EOFError as reason:
        raise UnreadableFile("the file stops half way; fetch it again") from reason
    except (gzip.BadGzipFile, zlib.error) as reason:
        raise UnreadableFile(
            f"the file is no whole gzip file ({reason}); fetch it again"
        ) from reason
    except OSError as reason:
        raise UnreadableFile(f"the file cannot be read ({reason.strerror or reason})") from reason
    return bytes(content)


def read_text(path: Path) -> str:
    """The content of a UTF-8 file, with or without a byte order mark.

    Raises:
        UnreadableFile: As for `read_bytes`, or the bytes are no UTF-8.
    """
    try:
        return read_bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as reason:
        raise UnreadableFile(
            f"byte {reason.start + 1} is no UTF-8; save the file as UTF-8"
        ) from reason


def packed_or_plain(path: Path) -> Path:
    """The file, or its gzipped twin where only that is there."""
    packed = path.with_name(path.name + ".gz")
    return packed if _is_there(packed) and not _is_there(path) else path


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than any file's; reading it tells so
        return False
