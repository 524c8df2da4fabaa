"""A large table in Koers' own format, made from a seed: the same for the same size, always."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from pyarrow import csv as arrow_csv

SEED = 20260701
DATASET = "bench:large"
YEARS = range(1995, 2025)
SEXES = ("T001038", "3000", "4000")
_ROWS = 1 << 20

TOML = """
id = "{dataset}"
publisher = "Koers"
source_url = "https://example.test"
licence = "CC0-1.0"
attribution = "Generated"
published_at = 2026-07-01T00:00:00Z
retrieved_at = 2026-07-02T00:00:00Z
title = {{ nl = "Gegenereerd", en = "Generated" }}
description = {{ nl = "Gegenereerd uit een vast begin", en = "Generated from a seed" }}
{measures}
[[dimensions]]
identifier = "RegioS"
kind = "area"
title = "Regions"
[[dimensions]]
identifier = "Perioden"
kind = "period"
title = "Periods"
[[dimensions]]
identifier = "Geslacht"
kind = "other"
title = "Sex"
[[dimensions]]
identifier = "Leeftijd"
kind = "other"
title = "Age"
"""
MEASURE = """[[measures]]
code = "{code}"
title = {{ nl = "{code}", en = "{code}" }}
unit = "aantal"
decimals = 1
"""


@dataclass(frozen=True)
class Size:
    """How long the code lists are: measures × 3 sexes × ages × areas × 30 years."""

    n_measures: int
    n_ages: int


MILLION, TEN_MILLION, HUNDRED_MILLION = Size(4, 7), Size(10, 28), Size(100, 28)


@dataclass(frozen=True)
class Table:
    folder: Path
    n_rows: int


def generate(folder: Path, size: Size, areas: list[str], *, form: str = "parquet") -> Table:
    """Write the table, in the order in which CBS publishes: all measures of a cell together.

    Args:
        areas: The codes of areas; a million observations take 400 of them.
        form: parquet, csv, or shuffled (Parquet with the rows in an order that seems random).
    """
    folder.mkdir(parents=True)
    codes = {
        "measure": [f"M{at:06}" for at in range(size.n_measures)],
        "Geslacht": list(SEXES),
        "Leeftijd": [f"{10000 + 100 * at}" for at in range(size.n_ages)],
        "area": areas,
        "period": [f"{year}JJ00" for year in YEARS],
    }
    measures = "".join(MEASURE.format(code=code) for code in codes["measure"])
    (folder / "dataset.toml").write_text(TOML.format(dataset=DATASET, measures=measures))
    lists = {"RegioS": "area", "Perioden": "period", "Geslacht": "Geslacht", "Leeftijd": "Leeftijd"}
    for identifier, name in lists.items():
        with (folder / f"codes-{identifier}.csv").open("w", newline="") as file:
            lines = csv.writer(file)
            lines.writerow(["code", "title", "group"])
            lines.writerows([code, code, ""] for code in codes[name])
    n_rows = int(np.prod([len(each) for each in codes.values()]))
    batches = _batches(codes, n_rows, is_shuffled=form == "shuffled")
    if form == "csv":
        _write_csv(batches, folder / "observations.csv")
    else:
        _write_parquet(batches, folder / "observations.parquet")
    return Table(folder, n_rows)


def _batches(
    codes: dict[str, list[str]], n_rows: int, *, is_shuffled: bool
) -> Iterator[pa.RecordBatch]:
    chance = np.random.default_rng(SEED)
    step = _coprime(n_rows) if is_shuffled else 1
    places = ["Geslacht", "Leeftijd", "area", "period", "measure"]  # the last one changes first
    for start in range(0, n_rows, _ROWS):
        at = np.arange(start, min(start + _ROWS, n_rows), dtype=np.int64)
        cell = at * step % n_rows
        columns: dict[str, pa.Array] = {}
        for name in reversed(places):
            cell, place = np.divmod(cell, len(codes[name]))
            columns[name] = _coded(place, codes[name])
        missing = chance.random(at.size) < 0.01
        value = np.round(chance.gamma(2.0, 500.0, at.size), 1)
        columns["value"] = pa.array(value, mask=missing)
        columns["status"] = _coded(missing.astype(np.int64), ["A", "Q"])
        columns["break"] = _coded(np.zeros(at.size, np.int64), [""])
        yield pa.RecordBatch.from_pydict(columns)


def _coded(places: npt.NDArray[np.int64], codes: list[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(codes))


def _coprime(n_rows: int) -> int:
    step = int(n_rows * 0.618034) | 1
    while np.gcd(step, n_rows) != 1:
        step += 2
    return step


def _write_parquet(batches: Iterator[pa.RecordBatch], path: Path) -> None:
    first = next(batches)
    with pq.ParquetWriter(path, first.schema, compression="zstd") as writer:
        for batch in chain([first], batches):
            writer.write_batch(batch)


def _write_csv(batches: Iterator[pa.RecordBatch], path: Path) -> None:
    first = next(batches)
    kinds = {name: pa.float64() if name == "value" else pa.string() for name in first.schema.names}
    plain = pa.schema(kinds.items())
    options = arrow_csv.WriteOptions(quoting_style="none")
    with arrow_csv.CSVWriter(path, plain, write_options=options) as writer:
        for batch in chain([first], batches):
            writer.write_table(pa.Table.from_batches([batch]).cast(plain))
