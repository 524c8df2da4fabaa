"""Observations in pieces of a fixed length: the unit of the digest and of the file."""

import queue
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import TypeVar

import numpy as np
import pyarrow as pa

T = TypeVar("T")

ROWS_PER_CHUNK = 1 << 19
"""Part of what a digest means, so another length makes other digests."""


def chunks(observations: pa.Table) -> Iterator[pa.Table]:
    """The rows in pieces of ROWS_PER_CHUNK, each with only the codes that occur in it."""
    for start in range(0, observations.num_rows, ROWS_PER_CHUNK):
        yield with_own_codes(observations.slice(start, ROWS_PER_CHUNK))


def with_own_codes(chunk: pa.Table) -> pa.Table:
    """The rows with dictionaries of just the codes that occur in them, in the order they had."""
    columns = {name: chunk.column(name).combine_chunks() for name in chunk.column_names}
    for name, column in columns.items():
        if pa.types.is_dictionary(column.type):
            indices = column.indices.to_numpy(zero_copy_only=False)
            columns[name] = own_codes(indices, column.dictionary)
    return pa.table(columns)


def own_codes(places: "np.ndarray[tuple[int], np.dtype[np.integer]]", codes: pa.Array) -> pa.Array:
    """A column as a dictionary of just the codes that occur, out of each row's place in `codes`."""
    counts = np.bincount(places, minlength=len(codes))
    used = np.flatnonzero(counts)
    fewer = np.zeros(len(codes), dtype=np.int32)
    fewer[used] = np.arange(used.size)
    return pa.DictionaryArray.from_arrays(pa.array(fewer[places]), codes.take(pa.array(used)))


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
