"""Turns the collected files of a table of OData v3 into a dataset: no network, no clock."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from koers_engine.concepts import Bilingual, DimensionKind, ObservationStatus, Origin, Refusal
from koers_engine.observations import Dataset, Fault, FaultyTable, checked_dataset
from koers_engine.observations.checks import repeated
from koers_engine.observations.dataset import streamed_dataset
from koers_engine.observations.packing import bare_name
from koers_engine.observations.stream import ObservationStream
from koers_engine.sources.cbs.about import About
from koers_engine.sources.cbs.part import MEASURE, in_words, refuse_unknown
from koers_engine.sources.cbs.reading import (
    MOST_IN_MEMORY,
    PERIOD_STATUSES,
    refuse_other_than_code,
)
from koers_engine.sources.cbs.v3.description import Description, described
from koers_engine.sources.cbs.v3.export import described_by_itself, read_export, wide_export
from koers_engine.sources.cbs.v3.recorded import read_rows
from koers_engine.sources.cbs.v3.responses import INFO, PROPERTIES, Responses
from koers_engine.sources.cbs.v3.wide import NATION, WideTable, melted
from koers_engine.sources.fetching import Progress
from koers_engine.sources.request import SourceRequest


class NotOfV3(Refusal, FileNotFoundError):
    """What was given is no table of OData v3."""

    def __init__(self, where: object) -> None:
        super().__init__(
            f"{where} holds no table of OData v3: neither {INFO}.json with the other responses, "
            "nor one CSV file as StatLine exports UntypedDataSet. Give the folder or the file; a "
            "zip archive is read with --form csv."
        )


def read(
    request: SourceRequest,
    folder: Path,
    *,
    retrieved_at: datetime,
    progress: Progress,
    area_codes: Mapping[str, str],  # noqa: ARG001 - CBS names areas by their codes
) -> Dataset:
    """The dataset in the collected responses, or in an export.

    An export in CSV tells neither units nor titles. Where `DataProperties.json`, `TableInfos.json`
    and the code lists lie beside it, these do; without, the unit reads "not stated in the export".

    Raises:
        NoTableCode: The name is no code of a table.
        NotOfV3: There is no table in the folder.
        UnknownPart: A part was asked for that the table does not have.
        FaultyTable: With every fault of every file, each with its line or JSON path.
    """
    refuse_other_than_code(request.name)
    responses = Responses(folder)
    exports = sorted(p for p in folder.iterdir() if _plain_name(p).endswith(".csv"))
    if len(exports) > 1 or not (exports or responses.has(INFO)):
        raise NotOfV3(request.origin or folder)
    if exports:
        description, wide = _from_export(exports[0], responses, request.name)
    else:
        description = _refuse_useless(described(responses, request.name), responses.faults)
        topics = [m.code for m in description.measures if _is_asked(request, m.code)]
        wide = read_rows(responses, description.dimensions, topics, progress)
    return _dataset(request, description, wide, responses.faults, retrieved_at)


def _from_export(path: Path, responses: Responses, table: str) -> tuple[Description, WideTable]:
    export = read_export(path, responses.faults)
    if export is None:
        raise FaultyTable(f"cbs-v3:{table}", responses.faults)
    if responses.has(PROPERTIES):
        description = described(responses, table)
        known = {axis.identifier for axis in description.dimensions}
        known |= {measure.code for measure in description.measures}
        lacking = sorted(known.difference(export.columns))
        if lacking:
            what = (
                f"there is no column {', '.join(lacking[:5])}; the description is of another table"
            )
            responses.fault(f"{path.name}, line 1", what)
            raise FaultyTable(f"cbs-v3:{table}", responses.faults)
    else:
        description = described_by_itself(export, table, responses.faults)
    description = _refuse_useless(description, responses.faults)
    return description, wide_export(export, description, responses.faults)


def _refuse_useless(description: Description, faults: list[Fault]) -> Description:
    """Let only a description through by which cells can be read; the faults say what it lacks."""
    has_period = any(axis.kind is DimensionKind.PERIOD for axis in description.dimensions)
    if not (has_period and description.measures):
        if not faults:
            faults.append(Fault(f"{PROPERTIES}.json: $.value", "the table has no topic"))
        raise FaultyTable(f"cbs-v3:{description.table}", faults)
    columns = ["ID", *(axis.identifier for axis in description.dimensions)]
    columns += [measure.code for measure in description.measures]
    if twice := {columns[place] for place in repeated(columns)}:
        faults += [
            Fault(f"{PROPERTIES}.json: $.value", f"two columns have the Key {name!r}")
            for name in sorted(twice)
        ]
        raise FaultyTable(f"cbs-v3:{description.table}", faults)
    return description


def _dataset(
    request: SourceRequest,
    description: Description,
    wide: WideTable,
    faults: list[Fault],
    retrieved_at: datetime,
) -> Dataset:
    table_id = f"cbs-v3:{description.table}"
    known = {name: codes["code"].to_pylist() for name, codes in description.codes.items()}
    known[MEASURE] = [measure.code for measure in description.measures]
    refuse_unknown(request.where, known, table_id)
    for period, word in description.status_of_period.items():
        if word not in PERIOD_STATUSES:
            words = ", ".join(filter(None, PERIOD_STATUSES))
            what = f"status {word!r} is none of the known ones: {words}"
            faults.append(Fault(f"period {period}", what))
    if not wide.n_rows:
        none = [Fault("observations", "there is not a single one")]
        raise FaultyTable(table_id, faults or none)
    provisional = [
        period
        for period, word in description.status_of_period.items()
        if PERIOD_STATUSES.get(word) is ObservationStatus.PROVISIONAL
    ]
    long = melted(wide, provisional, request.where)
    about: About = {
        "id": table_id,
        "title": Bilingual.same(description.title),
        "description": description.told(),
        "origin": Origin(
            publisher="CBS",
            source_url=f"https://opendata.cbs.nl/statline/#/CBS/nl/dataset/{description.table}/table",
            licence="CC BY 4.0",
            attribution=f"Bron: CBS (StatLine), tabel {description.table}",
            published_at=description.published_at or retrieved_at,
            retrieved_at=retrieved_at,
            part=in_words(request.where),
        ),
        "measures": [m for m in description.measures if _is_asked(request, m.code)],
        "dimensions": description.dimensions,
        "codes": description.codes,
        "found_before": [*faults, *long.faults],
    }
    if long.n_observations > MOST_IN_MEMORY:
        has_area = any(axis.kind is DimensionKind.AREA for axis in description.dimensions)
        return streamed_dataset(
            **about,
            observations=ObservationStream(
                lambda _faults: long.parts(), long.locate, {} if has_area else {"area": [NATION]}
            ),
        )
    observations = pa.Table.from_batches(long.parts())
    return checked_dataset(**about, observations=observations, locate=long.locate)


def _is_asked(request: SourceRequest, topic: str) -> bool:
    return topic in request.where.get(MEASURE, (topic,))


def _plain_name(path: Path) -> str:
    return bare_name(path.name.casefold())
