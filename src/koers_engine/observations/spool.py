"""Sorting more observations than the memory holds, by way of a file."""

import errno
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import FileIO
from pathlib import Path

import numpy as np
import numpy.typing as npt

from koers_engine.observations.stream import Rows

_PARTS = 256
MOST_ROWS_AT_ONCE = 1 << 21
"""A part with more rows than this is parted again before it is sorted."""
_FIELDS = ("keys", "values", "marks")


@dataclass(slots=True)
class Spool:
    """Rows with keys in a range, kept in a folder, to be read back in the order of their keys.

    The range is parted evenly in 256. Each batch is written with its rows in order of part, so
    that a part is read back as one stretch of each batch: a radix sort from the highest digit
    that writes and reads everything once, and again only where keys lie close together.
    """

    folder: Path
    low: int
    high: int
    """Just past the last key."""
    name: str = "spool"
    _starts: list[npt.NDArray[np.int64]] = field(default_factory=list)
    _n_rows: int = 0
    _files: dict[str, FileIO] = field(default_factory=dict)

    @property
    def _width(self) -> int:
        return max(-(-(self.high - self.low) // _PARTS), 1)

    def __enter__(self) -> "Spool":
        for name in _FIELDS:
            self._files[name] = (self.folder / f"{self.name}-{name}").open("w+b", buffering=0)
        return self

    def __exit__(self, *_: object) -> None:
        for name, file in self._files.items():
            file.close()
            (self.folder / f"{self.name}-{name}").unlink()

    def append(self, rows: Rows) -> None:
        """Keep a batch; its keys lie in the range."""
        parts = ((rows.keys - self.low) // self._width).astype(np.uint8)
        if (parts[1:] < parts[:-1]).any():
            rows = rows.take(np.argsort(parts, kind="stable"))
        counts = np.bincount(parts, minlength=_PARTS)
        self._starts.append(self._n_rows + np.concatenate([[0], np.cumsum(counts)]))
        self._n_rows += parts.size
        for name, file in self._files.items():
            content = _as_bytes(getattr(rows, name))
            while content:  # a file without buffer may take less than it was given
                content = content[file.write(content) :]

    def sorted(self) -> Iterator[Rows]:
        """The rows part by part, in the order of their keys."""
        starts = np.array(self._starts).reshape(-1, _PARTS + 1)
        sizes = np.diff(starts, axis=1).sum(axis=0)
        for part in np.flatnonzero(sizes).tolist():
            begins, ends = starts[:, part], starts[:, part + 1]
            if self._width == 1:  # all one key, of which two are as telling as a million
                yield self._read(begins, np.minimum(ends, begins + 2))
            elif sizes[part] <= MOST_ROWS_AT_ONCE:
                yield _in_order(self._read(begins, ends))
            else:
                yield from self._parted_again(part, starts)

    def _parted_again(self, part: int, starts: npt.NDArray[np.int64]) -> Iterator[Rows]:
        low = self.low + part * self._width
        with Spool(self.folder, low, low + self._width, f"{self.name}-{part}") as finer:
            for begin, end in zip(starts[:, part], starts[:, part + 1], strict=True):
                if end > begin:
                    finer.append(self._read(np.array([begin]), np.array([end])))
            yield from finer.sorted()

    def _read(self, begins: npt.NDArray[np.int64], ends: npt.NDArray[np.int64]) -> Rows:
        """The rows of one stretch per batch."""
        n_rows = int((ends - begins).sum())
        rows = Rows(np.empty(n_rows, np.int64), np.empty(n_rows), np.empty(n_rows, np.uint8))
        for name in _FIELDS:
            column = getattr(rows, name)
            file, size, view, filled = self._files[name], column.itemsize, _as_bytes(column), 0
            for begin, end in zip(begins.tolist(), ends.tolist(), strict=True):
                file.seek(begin * size)
                until = filled + (end - begin) * size
                while filled < until:
                    n_read = file.readinto(view[filled:until])
                    if not n_read:
                        raise OSError(errno.EIO, "a temporary file was cut off", file.name)
                    filled += n_read
        return rows


def _as_bytes(column: npt.NDArray[np.generic]) -> memoryview:
    return column.data.cast("B")


def _in_order(rows: Rows) -> Rows:
    if (np.diff(rows.keys) > 0).all():
        return rows
    return rows.take(np.argsort(rows.keys, kind="stable"))
