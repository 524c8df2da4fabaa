"""Adding 03759ned: read, check, digest and keep it; against unnesting the JSON into Parquet."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.measuring import Comparison, koers, median_seconds, process
from koers_engine.observations import VintageStore
from koers_engine.sources.cbs import read_recording

TABLE = "03759ned"

BARE = """
copy (
    select unnest(observation) from (
        select unnest(value) as observation from read_json('{page}', maximum_object_size=100000000)
    )
) to '{parquet}' (format parquet)
"""
BARE_PROCESS = "import duckdb, sys; duckdb.sql(sys.argv[1])"


def compare(recording: Path) -> Iterator[Comparison]:
    page = recording / "observations-page-1.json.gz"
    with tempfile.TemporaryDirectory() as folder:
        store, parquet = Path(folder) / "store", Path(folder) / "bare.parquet"
        query = BARE.format(page=page, parquet=parquet)

        def add() -> None:
            shutil.rmtree(store, ignore_errors=True)
            VintageStore(store).add(read_recording(recording, TABLE))

        yield Comparison(
            job=f"add {TABLE}, in a running process",
            koers=median_seconds(add),
            bare=median_seconds(lambda: duckdb.connect().execute(query)),
        )

        words = ["data", "add", f"cbs:{TABLE}", "--from", str(recording), "--store", str(store)]
        run = koers(*words)

        def add_in_a_process() -> None:
            shutil.rmtree(store, ignore_errors=True)
            run()

        yield Comparison(
            job=f"add {TABLE}, as a whole process",
            koers=median_seconds(add_in_a_process),
            bare=median_seconds(process("-c", BARE_PROCESS, query)),
        )
