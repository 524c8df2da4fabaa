"""Putting the observations of a vintage in its file, as a whole or while they come by."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from koers_engine.observations.chunks import (
    ROWS_PER_GROUP,
    ROWS_PER_PIECE,
    ahead,
    pieces_of,
    with_own_codes,
)
from koers_engine.observations.dataset import FIXED_COLUMNS, Dataset, key_columns
from koers_engine.observations.digest import ContentDigest
from koers_engine.observations.disk import sync
from koers_engine.observations.faults import Fault, FaultyTable
from koers_engine.observations.ordering import IntArray
from koers_engine.observations.spool import Spool
from koers_engine.observations.stream import (
    KeySpace,
    ObservationStream,
    Rows,
    find_repeats,
    marks_as_columns,
    numbered,
    statuses,
)


def write_observations(observations: pa.Table, path: Path) -> None:
    """Write a table as a whole, and wait until it is on the disk.

    In the order of the keys a row group holds few codes, so that a question about one measure
    passes over nearly all of the file.
    """
    with _writer(path, observations.schema) as writer:
        writer.write_table(observations, row_group_size=ROWS_PER_GROUP)
    sync(path)


def read_pieces(path: Path) -> Iterator[pa.Table]:
    """What was written, in pieces, of which no more than a row group is in memory."""
    with pq.ParquetFile(path) as file:
        for group in range(file.num_row_groups):
            yield from pieces_of(file.read_row_group(group))


def _writer(path: Path, schema: pa.Schema) -> pq.ParquetWriter:
    codes = [field.name for field in schema if not pa.types.is_floating(field.type)]
    # Questions pass over row groups by the bounds of codes; those of values cost time to find.
    return pq.ParquetWriter(
        path, schema, compression="zstd", use_dictionary=codes, write_statistics=codes
    )


def _write_pieces(pieces: Iterable[pa.Table], path: Path, schema: pa.Schema) -> int:
    """Write pieces, as many to a row group as go into one; the number of rows."""
    n_rows, held = 0, []
    with _writer(path, schema) as writer:
        for piece in pieces:
            held.append(piece)
            n_rows += piece.num_rows
            if not n_rows % ROWS_PER_GROUP:
                writer.write_table(pa.concat_tables(held), row_group_size=ROWS_PER_GROUP)
                held = []
        if held:
            writer.write_table(pa.concat_tables(held), row_group_size=ROWS_PER_GROUP)
    sync(path)
    return n_rows


def write_stream(dataset: Dataset, path: Path) -> tuple[str, int]:
    """Check, sort, digest and write the observations of a dataset whose table is a stream.

    Returns:
        The content's digest and the number of observations. Temporary files stand beside `path`.

    Raises:
        FaultyTable: As `checked_dataset`.
        TooManyCombinations: The code lists are too long for the keys to be numbered.
    """
    stream: ObservationStream = dataset.observations
    space = KeySpace(_codes_of_keys(dataset))
    faults: list[Fault] = []
    repeated: list[int] = []
    try:
        # What comes in order needs no sorting; a table that does not shows it early.
        rows = _in_order(numbered(stream, space, faults))
        digest, n_rows = _write(dataset, ahead(rows), space, path)
    except _OutOfOrder:
        faults.clear()
        with Spool(path.parent, 0, space.size) as spool:
            for batch in ahead(numbered(stream, space, faults)):
                spool.append(batch)
            if faults:
                raise FaultyTable(dataset.id, faults) from None
            rows = _without_repeats(ahead(spool.sorted()), repeated)
            digest, n_rows = _write(dataset, rows, space, path)
    if repeated:
        find_repeats(stream, space, np.array(repeated), faults)
    elif not (n_rows or faults):
        faults.append(Fault("observations", "there is not a single one"))
    if faults:
        raise FaultyTable(dataset.id, faults)
    return digest, n_rows


class _OutOfOrder(Exception):
    """The rows do not come in the order of their keys, or a key is there twice."""


def _in_order(batches: Iterator[Rows]) -> Iterator[Rows]:
    """The rows as they come.

    Raises:
        _OutOfOrder: A key is not above the one before it.
    """
    last = -1
    for rows in batches:
        if rows.keys.size:
            if rows.keys[0] <= last or (np.diff(rows.keys) <= 0).any():
                raise _OutOfOrder
            last = int(rows.keys[-1])
        yield rows


def _write(dataset: Dataset, rows: Iterator[Rows], space: KeySpace, path: Path) -> tuple[str, int]:
    """Digest and write rows in the order of their keys; the digest, and how many there are."""
    digest = ContentDigest(dataset)

    def digested(pieces: Iterator[pa.Table]) -> Iterator[pa.Table]:
        for piece in pieces:
            digest.update(with_own_codes(piece))
            yield piece

    pieces = ahead(digested(_pieces(rows, space)))
    n_rows = _write_pieces(pieces, path, _as_table(_NO_ROWS, space).schema)
    return digest.hexdigest(), n_rows


def _codes_of_keys(dataset: Dataset) -> dict[str, pa.Array]:
    """Per key column its codes in the order of their bytes."""
    lists = {name: pa.array(codes) for name, codes in dataset.observations.listless.items()}
    for axis in dataset.dimensions:
        lists[axis.column] = dataset.codes[axis.identifier]["code"].combine_chunks()
    lists["measure"] = pa.array([measure.code for measure in dataset.measures])
    texts = {name: lists[name].cast(pa.string()) for name in key_columns(lists)}
    return {name: codes.take(pc.sort_indices(codes)) for name, codes in texts.items()}


def _without_repeats(parts: Iterable[Rows], repeated: list[int]) -> Iterator[Rows]:
    """The rows, as long as no key was met twice; a few of those that were are noted."""
    for rows in parts:
        twice = rows.keys[1:][np.diff(rows.keys) == 0]
        if twice.size:
            repeated += np.unique(twice)[:20].tolist()
            return
        yield rows


def _pieces(parts: Iterable[Rows], space: KeySpace) -> Iterator[pa.Table]:
    """The rows as tables of ROWS_PER_PIECE rows each, but for the last."""
    held: list[Rows] = []
    n_held = 0
    for rows in parts:
        held.append(rows)
        n_held += rows.keys.size
        if n_held < ROWS_PER_PIECE:
            continue
        together = _joined(held)
        whole = n_held - n_held % ROWS_PER_PIECE
        for start in range(0, whole, ROWS_PER_PIECE):
            yield _as_table(together.part(start, start + ROWS_PER_PIECE), space)
        held, n_held = [together.part(whole, n_held)], n_held - whole
    if n_held:
        yield _as_table(_joined(held), space)


def _joined(several: list[Rows]) -> Rows:
    return Rows(
        np.concatenate([rows.keys for rows in several]),
        np.concatenate([rows.values for rows in several]),
        np.concatenate([rows.marks for rows in several]),
    )


def _as_table(rows: Rows, space: KeySpace) -> pa.Table:
    keys = {name: _coded(places, space.codes[name]) for name, places in space.places(rows.keys)}
    reasons, breaks = marks_as_columns(rows.marks)
    others = [name for name in keys if name not in FIXED_COLUMNS]
    return pa.table(
        {
            "measure": keys["measure"],
            "area": keys["area"],
            "period": keys["period"],
            "value": pa.array(rows.values, pa.float64(), from_pandas=True),  # NaN is a missing one
            "status": _coded(reasons, statuses()),
            "breaks_series": breaks,
            **{name: keys[name] for name in others},
        }
    )


def _coded(places: IntArray, codes: pa.Array) -> pa.DictionaryArray:
    """A column that keeps the whole list: a row group can only be written with one list."""
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), codes)


_NO_ROWS = Rows(np.empty(0, np.int64), np.empty(0), np.empty(0, np.uint8))
