"""Up to 100 million generated observations: how long they take to bring in, and to ask."""

import csv
import math
import shutil
import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import duckdb
import numpy as np

from benchmarks.generating import (
    HUNDRED_MILLION,
    MILLION,
    TEN_MILLION,
    Size,
    Table,
    generate,
)
from benchmarks.measuring import MIB, Comparison, Run, koers, median_seconds, table
from koers_engine.cli.standing import Question, answered
from koers_engine.observations import VintageStore
from koers_engine.sources.koers_table import read_koers_table

REGISTER = Path(__file__).parents[1] / "demo" / "figures" / "03759ned"
N_AREAS = 400
RUNS = 15

CATALOGUE = """
[large]
name = { nl = "Groot", en = "Large" }
definition = { nl = "Gegenereerd", en = "Generated" }
unit = { nl = "aantal", en = "number" }
direction = "higher"
kind = "count"
decimals = 1
[[large.sources]]
dataset = "bench:large"
measure = "M000042"
where = { Geslacht = "T001038", Leeftijd = "10000" }
"""
REFERENCES = ("nl", "province", "50000..100000 inhabitants")

# The same answer by hand: own value, rank, number, percentile (ties count half) and mean.
BY_HAND = """
with place as (
    select code, substr("group", 3) as province from '{codes}' where code like 'GM%'
), inhabitants as (
    select area, value from '{population}'
    where measure = 'M000352' and period = '2024JJ00' and Geslacht = 'T001038'
      and Leeftijd = '10000' and BurgerlijkeStaat = 'T001019' and value is not null
), figure as (
    select large.area, large.value, place.province, inhabitants.value as inhabitants
    from '{large}' as large
    join place on place.code = large.area join inhabitants on inhabitants.area = large.area
    where measure = 'M000042' and Geslacht = 'T001038' and Leeftijd = '10000'
      and period = '2024JJ00' and large.value is not null
), own as (
    select * from figure where area = 'GM0106'
), member as (
    select 1 as reference, area, value from figure
    union all select 2, area, value from figure where province = (select province from own)
    union all select 3, area, value from figure where inhabitants >= 50000 and inhabitants < 100000
)
select reference, own.value, 1 + count(*) filter (member.value > own.value), count(*),
    (count(*) filter (member.value < own.value) + (count(*) filter (member.value = own.value)
      - count(*) filter (member.area = own.area)) / 2) / count(*) filter (member.area <> own.area),
    avg(member.value)
from member, own group by reference, own.value order by reference
"""


def compare(say: Callable[[str], None]) -> None:
    """Bring in 1, 10 and 100 million, then ask; tell each figure as soon as it is there."""
    areas = _areas()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        say(f"{'koers data add koers:FOLDER':<40}{'time':>10}{'per second':>14}{'peak':>12}")
        kept = folder / "store"
        seconds: list[tuple[int, float]] = []
        for size, form in (
            (MILLION, "parquet"),
            (TEN_MILLION, "csv"),
            (HUNDRED_MILLION, "shuffled"),
            (TEN_MILLION, "parquet"),
            (HUNDRED_MILLION, "parquet"),  # the last one stays, to be asked
        ):
            shutil.rmtree(kept, ignore_errors=True)
            made, run = _brought_in(folder / "source", kept, size, form, areas)
            rate, peak = made.n_rows / run.seconds, run.peak_bytes / MIB
            line = f"{made.n_rows:,} observations, {form}"
            say(f"{line:<40}{run.seconds:>8.1f} s{rate:>14,.0f}{peak:>8,.0f} MiB")
            if form == "parquet":
                seconds.append((made.n_rows, run.seconds))
        say(f"\ntime grows as the number of observations to the power {_exponents(seconds)}\n")
        say(table(list(_positions(kept, folder))))


def _areas() -> list[str]:
    """The nation, its parts and the municipalities of now, and others up to N_AREAS."""
    with (REGISTER / "observations.csv").open(newline="") as file:
        now = [row["area"] for row in csv.DictReader(file) if row["period"] == "2024JJ00"]
    with (REGISTER / "codes-RegioS.csv").open(newline="") as file:
        listed = [row["code"] for row in csv.DictReader(file)]
    return list(dict.fromkeys([*now, *listed]))[:N_AREAS]


def _brought_in(
    source: Path, store: Path, size: Size, form: str, areas: list[str]
) -> tuple[Table, Run]:
    made = generate(source, size, areas, form=form)
    run = koers("data", "add", f"koers:{source}", "--store", str(store))()
    kept = VintageStore(store).datasets()
    assert [vintage.n_observations for vintage in kept] == [made.n_rows]
    shutil.rmtree(source)
    return made, run


def _exponents(seconds: list[tuple[int, float]]) -> str:
    steps = [
        math.log(later / before) / math.log(more / fewer)
        for (fewer, before), (more, later) in pairwise(seconds)
    ]
    (fewest, shortest), (most, longest) = seconds[0], seconds[-1]
    overall = math.log(longest / shortest) / math.log(most / fewest)
    named = ", ".join(f"{step:.2f}" for step in steps)
    return f"{overall:.2f} from 1 to 100 million ({named} per tenfold)"


def _positions(path: Path, folder: Path) -> Iterator[Comparison]:
    store = VintageStore(path)
    population = store.add(read_koers_table(REGISTER)).vintage
    files = {
        "large": store.observations_file(store.vintage("bench:large")),
        "population": store.observations_file(population),
        "codes": store.observations_file(population).with_name("codes-RegioS.parquet"),
    }
    catalogue = folder / "catalogue.toml"
    catalogue.write_text(CATALOGUE)
    question = Question(
        area="GM0106",
        indicator="large",
        references=REFERENCES,
        period="2024",
        since=None,
        as_of=None,
        catalogues=(catalogue,),
    )
    query, connection = BY_HAND.format(**files), duckdb.connect()
    by_hand = [row[1:] for row in connection.execute(query).fetchall()]
    answer = answered(question, store=path)
    told = [(answer.value, r.rank, r.n, r.percentile, r.mean) for r in answer.references]
    assert np.allclose(np.array(told, float), np.array(by_hand, float), rtol=1e-12), (told, by_hand)
    yield Comparison(
        job="position over 100 million, DuckDB with an open connection",
        koers=median_seconds(lambda: answered(question, store=path), runs=RUNS),
        bare=median_seconds(lambda: connection.execute(query).fetchall(), runs=RUNS),
    )
    yield Comparison(
        job="position over 100 million, DuckDB opened for it",
        koers=median_seconds(lambda: answered(question, store=path), runs=RUNS),
        bare=median_seconds(lambda: duckdb.connect().execute(query).fetchall(), runs=RUNS),
    )
