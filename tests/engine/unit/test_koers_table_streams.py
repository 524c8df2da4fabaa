"""The observations of Koers' own format in Parquet, or in a CSV too large for the memory."""

from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import csv

from koers_engine.observations import Dataset, FaultyTable, VintageStore
from koers_engine.observations.digest import content_digest
from koers_engine.sources.koers_table import read_koers_table, streaming


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Takes every table for one that does not fit the memory."""
    monkeypatch.setattr(streaming, "MOST_IN_MEMORY", 0)
    monkeypatch.setattr(streaming, "MOST_BYTES_IN_MEMORY", {".csv": 0, ".gz": 0})


def columns_of(folder: Path) -> dict[str, pa.Array]:
    texts = dict.fromkeys(("measure", "area", "period", "status", "break"), pa.string())
    options = csv.ConvertOptions(column_types=texts, strings_can_be_null=False)
    read = csv.read_csv(folder / "observations.csv", convert_options=options)
    return {name: read.column(name).combine_chunks() for name in read.column_names}


def in_parquet(folder: Path, **other: pa.Array) -> Path:
    """The same table with its observations in Parquet, some columns replaced."""
    pq.write_table(pa.table(columns_of(folder) | other), folder / "observations.parquet")
    (folder / "observations.csv").unlink()
    return folder


def digest_of(dataset: Dataset, store: VintageStore) -> str:
    return store.add(dataset).vintage.digest


def test_parquet_holds_the_same_table(koers_table: Path) -> None:
    from_csv = read_koers_table(koers_table)
    breaks = pa.array([mark == "1" for mark in columns_of(koers_table)["break"].to_pylist()])

    from_parquet = read_koers_table(in_parquet(koers_table, **{"break": breaks}))

    assert content_digest(from_parquet) == content_digest(from_csv)


@pytest.mark.parametrize("change", [lambda folder: folder, in_parquet], ids=["csv", "parquet"])
@pytest.mark.usefixtures("large")
def test_a_table_too_large_for_the_memory_becomes_the_same_vintage(
    koers_table: Path, store: VintageStore, change: Callable[[Path], Path]
) -> None:
    with pytest.MonkeyPatch.context() as small:
        small.setattr(streaming, "MOST_IN_MEMORY", 1000)
        small.setattr(streaming, "MOST_BYTES_IN_MEMORY", {".csv": 1_000_000, ".gz": 1_000_000})
        in_memory = read_koers_table(koers_table)

    dataset = read_koers_table(change(koers_table))

    assert dataset.is_stream
    assert not in_memory.is_stream
    assert digest_of(dataset, store) == content_digest(in_memory)


N = 4  # observations of the specimen
BAD = [
    pytest.param(
        {"break": pa.array(["", "yes", "", ""])},
        "observations.parquet, row 2, column break: expected 1 or nothing, found 'yes'",
        id="no break",
    ),
    pytest.param({"value": pa.array(["a"] * N)}, "column value: expected numbers", id="texts"),
    pytest.param({"area": pa.array([1] * N)}, "column area: expected texts", id="numbers"),
    pytest.param({"x": pa.array([1] * N)}, "expected the columns measure, area", id="a column"),
    pytest.param({"period": pa.array(["2024XX00"] * N)}, "'2024XX00' is no period", id="period"),
]


@pytest.mark.parametrize("is_large", [False, True])
@pytest.mark.parametrize(("columns", "told"), BAD)
def test_bad_parquet_is_refused_with_its_place(
    koers_table: Path,
    store: VintageStore,
    monkeypatch: pytest.MonkeyPatch,
    columns: dict[str, pa.Array],
    told: str,
    *,
    is_large: bool,
) -> None:
    monkeypatch.setattr(streaming, "MOST_IN_MEMORY", 0 if is_large else 1000)

    with pytest.raises(FaultyTable) as refusal:
        store.add(read_koers_table(in_parquet(koers_table, **columns)))

    assert told in str(refusal.value)
    assert store.datasets() == []


@pytest.mark.usefixtures("large")
def test_a_csv_that_breaks_off_in_the_middle_is_refused(
    koers_table: Path, store: VintageStore
) -> None:
    with (koers_table / "observations.csv").open("a") as file:
        file.write("M1,GM0106")

    with pytest.raises(FaultyTable, match=r"observations\.csv: CSV parse error"):
        store.add(read_koers_table(koers_table))


def test_what_is_no_parquet_is_refused(koers_table: Path) -> None:
    (koers_table / "observations.csv").rename(koers_table / "observations.parquet")

    with pytest.raises(FaultyTable, match=r"observations\.parquet: Parquet magic bytes not found"):
        read_koers_table(koers_table)


def test_two_files_of_observations_are_refused(koers_table: Path) -> None:
    (koers_table / "observations.parquet").write_bytes(b"")

    with pytest.raises(FaultyTable, match=r"stands beside observations\.csv; leave one"):
        read_koers_table(koers_table)
