"""Turns the files of a table in bulk into a dataset: no network, no clock, no database."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from koers_engine.concepts import (
    Bilingual,
    DimensionKind,
    ObservationStatus,
    Refusal,
)
from koers_engine.observations import Dataset, Fault, FaultyTable, checked_dataset
from koers_engine.observations.dataset import streamed_dataset
from koers_engine.observations.stream import ObservationStream
from koers_engine.sources.cbs import metadata
from koers_engine.sources.cbs.about import About
from koers_engine.sources.cbs.bulk.files import (
    DIMENSIONS,
    MEASURES,
    OBSERVATIONS,
    PROPERTIES,
    BulkFiles,
)
from koers_engine.sources.cbs.bulk.observations import NATION, BulkRows
from koers_engine.sources.cbs.part import MEASURE, in_words, refuse_unknown
from koers_engine.sources.cbs.reading import (
    MOST_IN_MEMORY,
    MOST_OBSERVATIONS,
    PERIOD_STATUSES,
    refuse_other_than_code,
)
from koers_engine.sources.cbs.recording import Index
from koers_engine.sources.fetching import Progress
from koers_engine.sources.files import UnreadableFile
from koers_engine.sources.request import SourceRequest


class NotInBulk(Refusal, FileNotFoundError):
    """What was given is no table of CBS in bulk."""

    def __init__(self, where: object) -> None:
        super().__init__(
            f"{where} holds no table of CBS in bulk: no zip archive, and no {OBSERVATIONS} beside "
            f"{PROPERTIES}, {DIMENSIONS} and {MEASURES}. Give the archive as CBS serves it, or the "
            "folder that its files were unpacked in. An export with a column per topic is read "
            "with --form v3."
        )


def read(
    request: SourceRequest,
    folder: Path,
    *,
    retrieved_at: datetime,
    progress: Progress,
    area_codes: Mapping[str, str],  # noqa: ARG001 - CBS names areas by their codes
) -> Dataset:
    """The dataset in the collected files.

    Raises:
        NoTableCode: The name is no code of a table.
        NotInBulk: There is no table in the folder.
        UnknownPart: A part was asked for that the table does not have.
        FaultyTable: With every fault of every file, each with its line.
    """
    refuse_other_than_code(request.name)
    table = request.name
    try:
        files = BulkFiles.found_in(folder)
    except UnreadableFile as reason:
        raise FaultyTable(f"cbs:{table}", [Fault("the archive", str(reason))]) from reason
    if not (files.has(OBSERVATIONS) and files.has(_list_name(files, "properties"))):
        raise NotInBulk(request.origin or folder)
    index = _index(files, table, in_words(request.where), retrieved_at)
    properties = metadata.read_properties(files, index, table)
    identifier = str(properties.get("Identifier") or table)
    table = identifier if identifier.casefold() == table.casefold() else table
    origin = metadata.origin_of(files, index, properties, table)
    measures, words = metadata.read_measures(files, index)
    dimensions = metadata.read_dimensions(files, index)
    for axis in dimensions:
        index.files[f"codes-{axis.identifier}"] = _list_name(files, f"codes-{axis.identifier}")
    codes, status_of_period = metadata.read_code_lists(files, index, dimensions)
    has_period = any(axis.kind is DimensionKind.PERIOD for axis in dimensions)
    if origin is None or not measures or not has_period:
        raise FaultyTable(f"cbs:{table}", files.faults)
    known = {name: listed["code"].to_pylist() for name, listed in codes.items()}
    refuse_unknown(request.where, known | {MEASURE: [m.code for m in measures]}, table)

    announced = properties.get("ObservationCount")
    rows = BulkRows(
        files=files,
        dimensions=dimensions,
        provisional=_provisional(files, status_of_period),
        where=request.where,
        in_words=list(words),
        progress=progress,
        n_announced=announced if type(announced) is int else None,
    )
    about: About = {
        "id": f"cbs:{table}",
        "title": Bilingual.same(str(properties.get("Title") or table).strip()),
        "description": metadata.described(
            str(properties.get("Description") or "").strip(), words.values()
        ),
        "origin": origin,
        "measures": [m for m in measures if m.code in request.where.get(MEASURE, (m.code,))],
        "dimensions": dimensions,
        "codes": codes,
        "found_before": files.faults,  # to which reading the observations adds
    }
    if (rows.n_announced or 0) > MOST_IN_MEMORY and not request.where:
        has_area = any(axis.kind is DimensionKind.AREA for axis in dimensions)
        stream = ObservationStream(
            rows.batches, rows.locate, {} if has_area else {"area": [NATION]}
        )
        return streamed_dataset(**about, observations=stream)
    observations = _in_memory(rows, files, about["id"])
    return checked_dataset(**about, observations=observations, locate=rows.locate)


def _provisional(files: BulkFiles, status_of_period: Mapping[str, str]) -> list[str]:
    """The periods whose figures are not definitive."""
    for code, word in status_of_period.items():
        if word not in PERIOD_STATUSES:
            words = ", ".join(filter(None, PERIOD_STATUSES))
            files.fault(f"period {code}", f"status {word!r} is none of the known ones: {words}")
    return [
        code
        for code, word in status_of_period.items()
        if PERIOD_STATUSES.get(word) is ObservationStatus.PROVISIONAL
    ]


def _in_memory(rows: BulkRows, files: BulkFiles, table: str) -> pa.Table:
    batches: list[pa.RecordBatch] = []
    n_rows = 0
    for batch in rows.batches(files.faults):
        batches.append(batch)
        n_rows += batch.num_rows
        if n_rows > MOST_OBSERVATIONS:
            what = f"over {MOST_OBSERVATIONS:,} observations; take a part of it with --where"
            raise FaultyTable(table, [*files.faults, Fault(OBSERVATIONS, what)])
    if not batches:
        raise FaultyTable(
            table, files.faults or [Fault("observations", "there is not a single one")]
        )
    return pa.Table.from_batches(batches)


def _index(files: BulkFiles, table: str, part: str, retrieved_at: datetime) -> Index:
    kinds = ("properties", "dimensions", "measure-codes")
    return Index(
        table=table,
        part=part,
        captured_at=retrieved_at,
        n_rows=None,
        pages=(),
        files={kind: _list_name(files, kind) for kind in kinds},
    )


def _list_name(files: BulkFiles, kind: str) -> str:
    """The file of a list: as the archive has it, or the response of OData v4 in its stead."""
    if files.plain is not None:
        return f"{kind}.json"
    names = {"properties": PROPERTIES, "dimensions": DIMENSIONS, "measure-codes": MEASURES}
    return names.get(kind) or f"{kind.removeprefix('codes-')}Codes.csv"
