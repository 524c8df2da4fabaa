"""All positions, handed out to Spark and worked out here."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from koers_engine.cli import app
from koers_engine.observations import VintageStore

pytestmark = pytest.mark.spark

ASKED = ("--reference", "nl", "--reference", "province", "--reference", "peers 8 by population")


def not_here(*_: object) -> None:
    message = "this process was to leave the work to Spark"
    raise AssertionError(message)


def test_every_position_is_the_same_on_spark_as_in_numpy(
    spark_store: VintageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written = {}
    for engine in ("spark", "duckdb"):
        monkeypatch.setenv("KOERS_ENGINE", engine)
        out = tmp_path / f"{engine}.parquet"
        words = ["positions", str(out), *ASKED, "--store", str(spark_store.path)]
        words += ["--indicator", "population", "--indicator", "jobs-per-1000"]
        words += ["--period", "2015", "--period", "2024"]
        with monkeypatch.context() as only_there:
            if engine == "spark":
                only_there.setattr("koers_engine.cli.positions.positions", not_here)
            result = CliRunner().invoke(app, words, catch_exceptions=False)
        assert result.exit_code == 0, result.output
        written[engine] = pq.read_table(out)

    here, there = written["duckdb"], written["spark"]
    assert here.num_rows == there.num_rows > 3_000
    for name in here.schema.names:
        ours, theirs = here.column(name), there.column(name)
        if str(ours.type) == "double":
            np.testing.assert_allclose(theirs.to_numpy(), ours.to_numpy(), rtol=1e-9, atol=1e-9)
        else:
            assert theirs.to_pylist() == ours.to_pylist()
