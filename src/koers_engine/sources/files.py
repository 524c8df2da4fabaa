"""Reading the files of a recorded table: bounded in size, and never outside their folder."""

from pathlib import Path

from koers_engine.observations.packing import BrokenPacking, twins, unpacking

MOST_BYTES = 1 << 30
_CHUNK = 1 << 20


class UnreadableFile(ValueError):
    """A file cannot be read whole; the message says why and belongs in a Fault about the file."""


def read_bytes(path: Path) -> bytes:
    """The content of a file, unpacked where its name ends in .zst or .gz.

    Raises:
        UnreadableFile: It is absent, broken or holds more than MOST_BYTES.
    """
    chunks, n_bytes = [], 0
    try:
        with unpacking(path) as file:
            while chunk := file.read(_CHUNK):
                chunks.append(chunk)
                n_bytes += len(chunk)
                if n_bytes > MOST_BYTES:
                    raise UnreadableFile(
                        f"holds more than {MOST_BYTES:,} bytes; split it into smaller pages"
                    )
    except FileNotFoundError as reason:
        raise UnreadableFile("the file is not there; make the recording again") from reason
    except BrokenPacking as reason:
        raise UnreadableFile(f"{reason}; fetch it again") from reason
    except OSError as reason:
        raise UnreadableFile(f"the file cannot be read ({reason.strerror or reason})") from reason
    return b"".join(chunks)


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
    """The file, or its packed twin where only that is there."""
    return next((twin for twin in twins(path) if _is_there(twin)), path)


def _is_there(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name longer than any file's; reading it tells so
        return False
