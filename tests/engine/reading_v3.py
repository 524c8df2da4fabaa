"""Reads tables of OData v3 and their exports, for the tests of both."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from koers_engine.observations import Dataset
from koers_engine.sources.cbs import v3
from koers_engine.sources.fetching import Fetcher, unheard
from koers_engine.sources.request import SourceRequest
from tests.engine.loopback_v3 import (
    LoopbackV3,
    TableV3,
)

NOON = datetime(2026, 7, 1, 12, tzinfo=UTC)
PAGE = "UntypedDataSet.json"


def asked(
    name: str = "00001tst", *, origin: str = "", where: Mapping[str, tuple[str, ...]] | None = None
) -> SourceRequest:
    return SourceRequest(kind="cbs", name=name, form="v3", origin=origin, where=where or {})


def read(folder: Path, request: SourceRequest | None = None) -> Dataset:
    request = request or asked()
    return v3.read(request, folder, retrieved_at=NOON, progress=unheard, area_codes={})


def put(folder: Path, table: TableV3, *, without: str = "TypedDataSet") -> Path:
    """The table's responses in a folder, each in one page."""
    folder.mkdir(exist_ok=True)
    for name, rows in table.sets().items():
        if name != without:
            (folder / f"{name}.json").write_text(json.dumps({"value": rows}), encoding="utf-8")
    return folder


def collected(server: LoopbackV3, folder: Path, request: SourceRequest) -> Dataset:
    folder.mkdir(exist_ok=True)
    with Fetcher(folder, NOON, wait=lambda _seconds: None) as fetcher:
        v3.collect(request, fetcher)
    return read(folder, request)


def cells(dataset: Dataset) -> dict[tuple[str, str, str], tuple[float | None, str]]:
    names = ["measure", "area", "period", "value", "status"]
    rows = (row.values() for row in dataset.observations.select(names).to_pylist())
    return {(m, a, p): (value, status) for m, a, p, value, status in rows}
