"""Observations in pieces of a fixed length, and pieces that are made while others are used."""

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TypeVar

import numpy as np
import pyarrow as pa

T = TypeVar("T")

ROWS_PER_PIECE = 1 << 16
"""Part of what a digest means, so another length makes other digests."""
ROWS_PER_GROUP = 8 * ROWS_PER_PIECE
"""A row group of a file: longer ones are read in vain, more of them take longer to choose from."""


def pieces_of(observations: pa.Table) -> Iterator[pa.Table]:
    """The rows in pieces of ROWS_PER_PIECE, each with only the codes that occur in it."""
    for start in range(0, observations.num_rows, ROWS_PER_PIECE):
        yield with_own_codes(observations.slice(start, ROWS_PER_PIECE))


def with_own_codes(piece: pa.Table) -> pa.Table:
    """The rows with dictionaries of just the codes that occur in them, in the order they had."""
    columns = {name: piece.column(name).combine_chunks() for name in piece.column_names}
    for name, column in columns.items():
        if pa.types.is_dictionary(column.type):
            places = column.indices.to_numpy(zero_copy_only=False)
            used = np.flatnonzero(np.bincount(places, minlength=len(column.dictionary)))
            fewer = np.zeros(len(column.dictionary), dtype=np.int32)
            fewer[used] = np.arange(used.size)
            codes = column.dictionary.take(pa.array(used))
            columns[name] = pa.DictionaryArray.from_arrays(pa.array(fewer[places]), codes)
    return pa.table(columns)


class _Failed:
    def __init__(self, reason: BaseException) -> None:
        self.reason = reason


def ahead(items: Iterator[T], *, most: int = 2) -> Iterator[T]:
    """The same items, made in a thread of their own, at most a few before they are asked for.

    Arrow, NumPy and hashing leave the interpreter to others, so that two of such steps keep two
    cores busy. What the thread raises is raised here.
    """
    made: queue.Queue[T | _Failed | None] = queue.Queue(most)
    stopped = threading.Event()

    def put(item: T | _Failed | None) -> None:
        while not stopped.is_set():
            with suppress(queue.Full):
                made.put(item, timeout=0.1)
                return

    def work() -> None:
        try:
            for item in items:
                put(item)
                if stopped.is_set():
                    return
            put(None)
        except BaseException as reason:  # noqa: BLE001 - raised again where it is asked for
            put(_Failed(reason))

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    try:
        while (item := made.get()) is not None:
            if isinstance(item, _Failed):
                raise item.reason
            yield item
    finally:
        stopped.set()
        worker.join()
