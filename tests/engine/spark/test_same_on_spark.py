"""The same positions, worked out on Spark and on DuckDB."""

import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from koers_engine.areas import AreaRegister
from koers_engine.indicators import Catalogue, Panel, load_panel
from koers_engine.indicators.loading import IndicatorWithoutData
from koers_engine.observations import VintageStore
from koers_engine.observations.engines import NoSpark, Spark, UnknownEngine
from koers_engine.observations.store import DamagedVintage
from koers_engine.position import Position, position
from koers_engine.references import Characteristics, parse_reference
from tests.engine.spoiling import cut_in_half

pytestmark = pytest.mark.spark

REFERENCES = ("nl", "north-netherlands", "50000..100000 inhabitants", "GM0106,GM0114,GM0014")
AREAS = ("GM0106", "GM0014", "PV22", "NL01", "GM0003")


def panels(store: VintageStore) -> dict[str, Panel]:
    """Every indicator of the catalogue that the store has figures of."""
    found, catalogue = {}, Catalogue.load()
    for indicator in catalogue:
        try:
            found[indicator.code] = load_panel(indicator.code, store=store, catalogue=catalogue)
        except IndicatorWithoutData:
            continue
    return found


def positions(store: VintageStore) -> dict[tuple[str, str, str], Position]:
    """The last position and that of five periods before, of every indicator and area."""
    register, known = AreaRegister.from_store(store), panels(store)
    references = [parse_reference(text) for text in REFERENCES]
    return {
        (code, area, period.label): position(
            panel,
            area,
            references=references,
            register=register,
            characteristics=Characteristics(known.__getitem__),
            period=period,
        )
        for code, panel in known.items()
        for area in AREAS
        for period in (panel.periods[-1], panel.periods[max(len(panel.periods) - 6, 0)])
    }


def told(answer: Position) -> tuple[list[float], dict[str, Any]]:
    """The answer's numbers, and all the rest of it."""
    numbers: list[float] = []

    def without_numbers(part: Any) -> Any:
        if isinstance(part, float):
            numbers.append(part)
            return "a number"
        if isinstance(part, dict):
            return {name: without_numbers(each) for name, each in part.items()}
        if isinstance(part, (list, tuple)):
            return [without_numbers(each) for each in part]
        return part

    return numbers, without_numbers(asdict(answer))


def test_every_position_is_the_same_on_spark_as_on_duckdb(
    demo_store: VintageStore, spark_store: VintageStore
) -> None:
    on_duckdb = positions(VintageStore(demo_store.path, engine="duckdb"))
    on_spark = positions(spark_store)

    assert len(on_duckdb) >= 60
    assert on_spark.keys() == on_duckdb.keys()
    for asked, answer in on_duckdb.items():
        numbers, words = told(answer)
        spark_numbers, spark_words = told(on_spark[asked])
        assert spark_words == words, asked
        assert spark_numbers == pytest.approx(numbers, rel=1e-9, abs=1e-9), asked


def test_the_setting_is_what_makes_it_spark(spark_store: VintageStore) -> None:
    vintage = spark_store.vintage("cbs:03759ned")

    backend = spark_store.observations(vintage).get_backend().name

    assert backend == "pyspark"


def test_a_broken_file_is_told_as_it_is_on_duckdb(
    spark_store: VintageStore, tmp_path: Path
) -> None:
    store = VintageStore(Path(shutil.copytree(spark_store.path, tmp_path / "store")))
    vintage = store.vintage("cbs:03759ned")
    cut_in_half(store.observations_file(vintage))

    with pytest.raises(DamagedVintage, match="koers data add"):
        store.answer(vintage, store.observations(vintage))


def test_the_cluster_may_see_the_store_under_another_address(
    spark_store: VintageStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "mounted").symlink_to(spark_store.path)
    monkeypatch.setenv("KOERS_STORE", str(spark_store.path))
    monkeypatch.setenv("KOERS_SPARK_STORE", f"file://{tmp_path}/mounted/")
    vintage = spark_store.vintage("cbs-v3:70072ned")

    rows = spark_store.observations(vintage)

    counted = spark_store.answer(vintage, rows.count().as_table())
    assert counted.column(0).to_pylist() == [vintage.n_observations]
    assert Spark()._address(Path("/elsewhere/file")) == "file:///elsewhere/file"


def test_an_unknown_engine_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownEngine, match=r"Nearest: spark\. Set KOERS_ENGINE to one of duckdb"):
        VintageStore(tmp_path, engine="sparc")


def test_a_spark_that_does_not_start_tells_how_to_go_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pytest.importorskip("pyspark")
    monkeypatch.setenv("KOERS_SPARK_MASTER", "no-such-master")
    monkeypatch.setattr("pyspark.sql.SparkSession.getActiveSession", lambda: None)

    def refused(_: object) -> None:
        message = "Could not parse Master URL: 'no-such-master'"
        raise RuntimeError(message)

    monkeypatch.setattr("pyspark.sql.SparkSession.Builder.getOrCreate", refused)

    with pytest.raises(NoSpark, match=r"Could not parse Master URL.*KOERS_SPARK_MASTER"):
        Spark().table(tmp_path / "observations.parquet")
