"""Tables that are read batch by batch: the same vintage as if they had been in memory."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from koers_engine.observations import (
    Dataset,
    Fault,
    FaultyTable,
    ObservationStream,
    VintageStore,
    checked_dataset,
    streamed_dataset,
)
from koers_engine.observations import spool as spool_module
from koers_engine.observations.chunks import ROWS_PER_GROUP, ahead
from koers_engine.observations.digest import content_digest
from koers_engine.observations.store import DamagedVintage, UnusableStore
from koers_engine.observations.stream import KeySpace, TooManyCombinations
from tests.engine.samples import a_dataset, code_list

YEARS = [f"{year}JJ00" for year in range(1990, 2020)]


def a_table(n_areas: int, seed: int = 1) -> pa.Table:
    """Observations of a measure for areas × 30 years × 2 sexes, in an order of no meaning."""
    chance = np.random.default_rng(seed)
    area, year, sex = (
        each.ravel()
        for each in np.meshgrid(np.arange(n_areas), np.arange(30), np.arange(2), indexing="ij")
    )
    order = chance.permutation(area.size)
    missing = chance.random(area.size) < 0.05
    value = np.round(chance.normal(0, 100, area.size), 1)
    return pa.table(
        {
            "measure": pa.array(["M1"] * area.size).dictionary_encode(),
            "area": coded(area[order], [f"GM{at:04}" for at in range(n_areas)]),
            "period": coded(year[order], YEARS),
            "value": pa.array(value, mask=missing),
            "status": coded(missing.astype(int), ["A", "Q"]),
            "breaks_series": pa.array(chance.random(area.size) < 0.01),
            "Sex": coded(sex[order], ["M", "F"]),
        }
    )


def coded(places: "np.ndarray[tuple[int], np.dtype[np.int64]]", codes: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(places.astype(np.int32)), pa.array(codes))


def in_memory(table: pa.Table) -> Dataset:
    return made_of(table, is_stream=False)


def streamed(table: pa.Table, *, rows_per_batch: int = 50_000) -> Dataset:
    return made_of(table, is_stream=True, rows_per_batch=rows_per_batch)


def made_of(table: pa.Table, *, is_stream: bool, rows_per_batch: int = 50_000) -> Dataset:
    about = a_dataset()
    codes = {
        "RegioS": code_list(sorted(set(table["area"].unique().to_pylist()) | {"GM9999"})),
        "Perioden": code_list(YEARS),
        "Sex": code_list(["F", "M"]),
    }
    sex = [dimension("Sex")]
    shared = {
        name: getattr(about, name) for name in ("id", "title", "description", "origin", "measures")
    } | {"dimensions": [*about.dimensions, *sex], "codes": codes}
    if not is_stream:
        status = table["status"].cast(pa.string())
        plain = table.set_column(table.schema.get_field_index("status"), "status", status)
        return checked_dataset(**shared, observations=plain)

    def batches(_: list[Fault]) -> Iterator[pa.RecordBatch]:
        yield from table.to_batches(rows_per_batch)

    stream = ObservationStream(batches, lambda row, column: f"row {row + 1}, {column}")
    return streamed_dataset(**shared, observations=stream)


def dimension(identifier: str) -> object:
    from koers_engine.concepts import Dimension, DimensionKind  # noqa: PLC0415

    return Dimension(identifier=identifier, kind=DimensionKind.OTHER, title=identifier)


def test_a_streamed_table_is_the_very_vintage_that_it_would_be_in_memory(
    store: VintageStore,
) -> None:
    table = a_table(10_000)  # 600,000 observations: more than one row group
    whole = in_memory(table)

    addition = store.add(streamed(table))

    assert addition.vintage.digest == content_digest(whole)
    assert addition.vintage.n_observations == table.num_rows > ROWS_PER_GROUP
    with pq.ParquetFile(store.observations_file(addition.vintage)) as file:
        assert file.metadata.row_group(0).num_rows == ROWS_PER_GROUP
    kept = store.answer(addition.vintage, store.observations(addition.vintage))
    expected = whole.observations
    for name in expected.column_names:
        assert kept[name].equals(expected[name].cast(kept[name].type)), name
    assert not store.add(whole).is_new


def test_what_comes_in_order_is_kept_without_sorting_as_far_as_it_does(
    store: VintageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    table, keys = a_table(100), ["measure", "Sex", "area", "period"]
    texts = pa.table({name: table[name].cast(pa.string()) for name in keys})
    ordered = table.take(pc.sort_indices(texts, [(name, "ascending") for name in keys]))
    late = pa.concat_tables([ordered.slice(1), ordered.slice(0, 1)])
    twice = pa.concat_tables([ordered, ordered.slice(ordered.num_rows - 1)])
    digest = content_digest(in_memory(ordered))

    assert store.add(streamed(late, rows_per_batch=1000)).vintage.digest == digest
    with pytest.raises(FaultyTable, match=f"row {twice.num_rows}, key: the same key"):
        store.add(streamed(twice, rows_per_batch=1000))
    monkeypatch.delattr(spool_module.Spool, "append")
    assert store.add(streamed(ordered, rows_per_batch=1000)).vintage.digest == digest


def test_parts_that_do_not_fit_are_parted_again(
    store: VintageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "MOST_ROWS_AT_ONCE", 10)
    table = a_table(50)

    addition = store.add(streamed(table, rows_per_batch=100))

    assert addition.vintage.digest == content_digest(in_memory(table))
    left = {path.name for path in store.observations_file(addition.vintage).parent.iterdir()}
    assert left == {
        "observations.parquet",
        *(f"codes-{d}.parquet" for d in ("RegioS", "Perioden", "Sex")),
    }


def changed(table: pa.Table, row: int, **cells: object) -> pa.Table:
    """The table with other cells in one row."""
    for name, cell in cells.items():
        column = table[name]
        kind = pa.string() if pa.types.is_dictionary(column.type) else column.type
        values = column.to_pylist()
        values[row] = cell
        place = table.schema.get_field_index(name)
        table = table.set_column(place, name, pa.array(values, kind))
    return table


BAD = [
    pytest.param(
        {"measure": "M2"}, "row 2001, measure: code 'M2' is not in the code list", id="measure"
    ),
    pytest.param({"period": None}, "row 2001, period: the code is empty", id="no code"),
    pytest.param({"status": "Z"}, "row 2001, status: expected a code of SDMX", id="status"),
    pytest.param({"value": 1.0, "status": "Q"}, "the status says it is missing", id="both"),
    pytest.param({"value": None, "status": "A"}, "no status says why", id="neither"),
    pytest.param({"value": float("inf"), "status": "A"}, "not a finite number", id="endless"),
    pytest.param({"value": float("nan"), "status": "A"}, "not a finite number", id="no number"),
]


@pytest.mark.parametrize(("cells", "told"), BAD)
def test_what_is_wrong_in_a_stream_is_told_with_its_place_and_nothing_is_kept(
    store: VintageStore, cells: dict[str, object], told: str
) -> None:
    with pytest.raises(FaultyTable) as refusal:
        store.add(streamed(changed(a_table(50), 2000, **cells), rows_per_batch=300))

    assert told in str(refusal.value)
    assert "row 2001" in str(refusal.value)
    assert store.datasets() == []
    assert not list(store.path.glob("cbs/*/data/.incoming*"))


def test_a_key_that_stands_twice_is_told_at_both_places(store: VintageStore) -> None:
    table = a_table(50)
    keys = {name: table[name][7].as_py() for name in ("area", "period", "Sex")}

    with pytest.raises(FaultyTable) as refusal:
        store.add(streamed(changed(table, 2900, **keys), rows_per_batch=300))

    assert "row 2901, key: the same key (measure M1, Sex" in str(refusal.value)
    assert "as at row 8, key" in str(refusal.value)


def test_a_table_of_one_key_over_and_over_is_refused_without_reading_it_all_at_once(
    store: VintageStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spool_module, "MOST_ROWS_AT_ONCE", 100)
    table = pa.concat_tables([a_table(1).slice(0, 1)] * 20_000).unify_dictionaries()

    with pytest.raises(FaultyTable, match="the same key"):
        store.add(streamed(table.combine_chunks(), rows_per_batch=1000))


def test_a_stream_without_observations_is_refused(store: VintageStore) -> None:
    with pytest.raises(FaultyTable, match="there is not a single one"):
        store.add(streamed(a_table(2).slice(0, 0)))


def test_a_stream_that_cannot_be_read_to_its_end_leaves_nothing(store: VintageStore) -> None:
    def batches(faults: list[Fault]) -> Iterator[pa.RecordBatch]:
        yield from a_table(50).to_batches(300)[:3]
        faults.append(Fault("observations.csv", "the file stops half way"))

    stream = ObservationStream(batches, lambda row, column: f"row {row + 1}, {column}")

    with pytest.raises(FaultyTable, match="the file stops half way"):
        store.add(replace(streamed(a_table(50)), observations=stream))
    assert store.datasets() == []


def test_a_broken_piece_is_told_and_put_back_by_the_same_stream(store: VintageStore) -> None:
    table = a_table(10_000)
    vintage = store.add(streamed(table)).vintage
    file = store.observations_file(vintage)
    content = bytearray(file.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 4000] = random.Random(1).randbytes(4000)
    file.write_bytes(content)

    with pytest.raises(DamagedVintage):
        store.answer(vintage, store.observations(vintage))
    again = store.add(streamed(table))

    assert (again.is_new, again.is_repaired) == (False, True)
    assert store.answer(vintage, store.observations(vintage)).num_rows == table.num_rows


def test_code_lists_too_long_to_number_their_combinations_are_refused() -> None:
    codes = pa.array([f"{at:06}" for at in range(100_000)])

    with pytest.raises(TooManyCombinations, match="Leave codes that are not used out"):
        KeySpace(dict.fromkeys(("measure", "a", "area", "period"), codes))


def test_what_a_thread_ahead_raises_is_raised_where_it_is_asked_for() -> None:
    def items() -> Iterator[int]:
        yield 1
        raise UnusableStore(Path("store"), OSError(28, "No space left on device"))

    made = ahead(items())

    assert next(made) == 1
    with pytest.raises(UnusableStore, match="No space left"):
        next(made)
