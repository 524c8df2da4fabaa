"""Reads a request as `koers data add` does, and SDMX-ML and JSON-stat anew without our readers."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from koers_engine.observations import Dataset
from koers_engine.sources.fetching import Fetcher, unheard
from koers_engine.sources.registry import reader_of
from koers_engine.sources.request import SourceRequest

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CSV_HEADER = (
    "DATAFLOW,LAST UPDATE,freq,unit,na_item,geo,TIME_PERIOD,OBS_VALUE,OBS_FLAG,CONF_STATUS\n"
)


def brought(
    folder: Path,
    name: str,
    *,
    kind: str = "sdmx",
    wait: Callable[[float], None] | None = None,
    **more: Any,
) -> Dataset:
    """The dataset that a request comes to; what was collected stays in `folder`."""
    folder.mkdir(exist_ok=True)
    request = SourceRequest(kind=kind, name=name, **more)
    reader = reader_of(request)
    with Fetcher(folder, NOON, wait=wait) as fetcher:
        reader.collect(request, fetcher)
    return reader.read(request, folder, retrieved_at=NOON, progress=unheard, area_codes={})


def cells(dataset: Dataset, *others: str) -> dict[tuple[str, ...], tuple[float | None, str, bool]]:
    """Every observation by its key: measure, area, period and the other dimensions named."""
    return {
        tuple(row[name] for name in ("measure", "area", "period", *others)): (
            row["value"],
            row["status"],
            row["breaks_series"],
        )
        for row in dataset.observations.to_pylist()
    }


def cross_sectional(path: Path) -> dict[tuple[str, ...], tuple[float | None, str | None]]:
    """Measure, country, year, sex of demography-xs.xml, with value and status as they stand."""
    measure = "{http://www.w3.org/2001/XMLSchema-instance}type"
    found = {}
    for series in ElementTree.parse(path).iter("Series"):
        for one in series.iter("Obs"):
            key = (
                one.attrib[measure].partition(":")[2],
                series.attrib["COUNTRY"],
                series.attrib["TIME_PERIOD"],
                series.attrib["SEX"],
            )
            value = one.get("OBS_VALUE")
            found[key] = (None if value is None else float(value), one.get("OBS_STATUS"))
    return found


def old_eurostat(path: Path) -> dict[tuple[str, str], tuple[float | None, str | None]]:
    """Country and year of Eurostat's old JSON, with value and status as they stand."""
    table = json.loads(path.read_bytes())["nama_gdp_c"]
    axes = {name: table["dimension"][name]["category"]["index"] for name in ("geo", "time")}
    return {
        (area, year): (
            table["value"][place * len(axes["time"]) + moment],
            table["status"]["value"][place * len(axes["time"]) + moment],
        )
        for area, place in axes["geo"].items()
        for year, moment in axes["time"].items()
    }
