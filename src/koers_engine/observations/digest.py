import hashlib
import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pyarrow as pa

from koers_engine.observations.dataset import Dataset


def content_digest(dataset: Dataset) -> str:
    """SHA-256 over what the table says, however and whenever it was fetched.

    Title, description, publisher, terms, measures, dimensions, code lists (in any order) and
    observations count. The moments of publication and retrieval do not: the same figures published
    again are the same figures. Neither do the words in which a part was asked for, nor the form of
    any file.
    """
    digest = hashlib.sha256()
    origin = dataset.origin
    head = {
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
    digest.update(_canonical_json(head))
    for name in sorted(dataset.observations.column_names):
        digest.update(name.encode())
        _update_with_column(digest, dataset.observations.column(name).combine_chunks())
    return digest.hexdigest()


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
        digest.update(places[column.indices.to_numpy(zero_copy_only=False)].tobytes())
    else:
        digest.update(column.is_null().to_numpy(zero_copy_only=False).tobytes())
        values = column.cast(pa.float64()).fill_null(0.0).to_numpy(zero_copy_only=False)
        digest.update(values.astype("<f8").tobytes())
