"""Answering `koers position`: against one query that ranks over the same Parquet file."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import duckdb

from benchmarks.adding import BARE_PROCESS, TABLE
from benchmarks.measuring import Comparison, koers, median_seconds, process
from koers_engine.cli.standing import Question, answered
from koers_engine.observations import VintageStore
from koers_engine.sources.cbs import read_recording

# Value, rank, number and mean of the municipalities, for one measure, place and period.
BARE = """
with municipality as (
    select area, value from '{parquet}'
    where measure = 'M000352' and period = '2024JJ00' and area like 'GM%' and value is not null
)
select own.value, 1 + count(*) filter (other.value > own.value), count(*), avg(other.value)
from municipality as own, municipality as other
where own.area = 'GM0106' group by own.value
"""
REFERENCES = ("nl", "province", "50000..100000 inhabitants")


def compare(recording: Path) -> Iterator[Comparison]:
    with tempfile.TemporaryDirectory() as folder:
        store = VintageStore(Path(folder))
        vintage = store.add(read_recording(recording, TABLE)).vintage
        query = BARE.format(parquet=store.observations_file(vintage))
        question = Question(
            area="GM0106",
            indicator="population",
            references=REFERENCES,
            period="2024",
            since=None,
            as_of=None,
            catalogues=(),
        )
        yield Comparison(
            job="position, in a running process",
            koers=median_seconds(lambda: answered(question, store=store.path)),
            bare=median_seconds(lambda: duckdb.connect().execute(query).fetchall()),
        )

        words = ["position", "GM0106", "--indicator", "population", "--period", "2024"]
        for reference in REFERENCES:
            words += ["--reference", reference]
        yield Comparison(
            job="position, as a whole process",
            koers=median_seconds(koers(*words, "--store", folder)),
            bare=median_seconds(process("-c", BARE_PROCESS + ".fetchall()", query)),
        )
