import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa

from koers_engine.observations.chunks import pieces_of
from koers_engine.observations.dataset import Dataset


def content_digest(dataset: Dataset, pieces: Iterable[pa.Table] | None = None) -> str:
    """SHA-256 over what the table says, however and whenever it was fetched.

    Title, description, publisher, terms, measures, dimensions, code lists (in any order) and
    observations count. The moments of publication and retrieval do not: the same figures published
    again are the same figures. Neither do the words in which a part was asked for, nor the form of
    any file.

    Args:
        pieces: The observations as `pieces_of` makes them, where they are not those of `dataset`.
    """
    digest = ContentDigest(dataset)
    for piece in pieces_of(dataset.observations) if pieces is None else pieces:
        digest.update(piece)
    return digest.hexdigest()


class ContentDigest:
    """The digest of a table whose observations come by in pieces, as `pieces_of` makes them.

    A column of a piece counts as the list of the codes that occur in it and each row's place in
    that list, or as numbers with their gaps; so the digest does not tell whether the table was
    ever in memory as a whole.
    """

    def __init__(self, dataset: Dataset) -> None:
        self._digest = hashlib.sha256(_canonical_json(_head(dataset)))

    def update(self, piece: pa.Table) -> None:
        """Go on with the next piece, in the order of the keys."""
        for name in sorted(piece.column_names):
            self._digest.update(name.encode())
            _update_with_column(self._digest, piece.column(name).combine_chunks())

    def hexdigest(self) -> str:
        """The digest of all that came by."""
        return self._digest.hexdigest()


def _head(dataset: Dataset) -> dict[str, Any]:
    origin = dataset.origin
    return {
        "id": dataset.id,
        "title": asdict(dataset.title),
        "description": asdict(dataset.description),
        "origin": [origin.publisher, origin.source_url, origin.licence, origin.attribution],
        "measures": sorted((asdict(measure) for measure in dataset.measures), key=_code),
        "dimensions": sorted((asdict(axis) for axis in dataset.dimensions), key=_code),
        "codes": {
            name: sorted(codes.to_pylist(), key=_code) for name, codes in dataset.codes.items()
        },
    }


def _code(record: dict[str, Any]) -> str:
    return str(record.get("code") or record.get("identifier"))


def _canonical_json(content: object) -> bytes:
    return json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _update_with_column(digest: "hashlib._Hash", column: pa.Array) -> None:
    """Feed a column's values: codes as their list and places, numbers as bytes with their gaps."""
    if pa.types.is_string(column.type):
        column = column.dictionary_encode()
    if pa.types.is_dictionary(column.type):
        # Columns of codes are sorted dictionaries already; a short one such as the status is
        # brought into that form here, so that the order in which values appear does not matter.
        codes = column.dictionary.to_pylist()
        places = np.argsort(np.argsort(np.array(codes, dtype=object))).astype("<i4")
        digest.update(_canonical_json(sorted(codes)))
        digest.update(places[column.indices.to_numpy(zero_copy_only=False)].data)
    else:
        digest.update(column.is_null().to_numpy(zero_copy_only=False).data)
        values = column.cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False)
        digest.update(values.astype("<f8", copy=False).data)
