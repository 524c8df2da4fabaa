"""300,000 rows × 10 measures from a server on this machine: `koers data add` beside cbsodata.

The server gives prepared bytes from memory, in a process of its own, so that the clients are what
is measured. cbsodata holds the rows as Python objects and stores nothing; Koers fetches, checks,
compares and keeps them, with their raw responses, until they can be asked.
"""

import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.measuring import MIB, Run, koers, process
from koers_engine.observations import VintageStore

N_ROWS, N_MEASURES = 300_000, 10
TABLE = "00300gen"
RUNS = 3

PEER = """
import sys, cbsodata
cbsodata.options.use_https = False
rows = cbsodata.get_data(sys.argv[1], catalog_url=sys.argv[2].removeprefix("http://"))
assert len(rows) == int(sys.argv[3]), len(rows)
"""


def compare() -> str:
    with _serving() as address, tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        words = ["data", "add", f"cbs:{TABLE}", "--form", "v3", "--from", address]
        add = koers(*words, "--store", str(store))

        def add_anew() -> Run:
            shutil.rmtree(store, ignore_errors=True)
            return add()

        peer = process("-c", PEER, TABLE, address, str(N_ROWS))
        add_anew(), peer()  # the first ones warm the caches up
        mine, theirs = _medians([add_anew() for _ in range(RUNS)], [peer() for _ in range(RUNS)])
        kept = VintageStore(store).datasets()
        assert [vintage.n_observations for vintage in kept] == [N_ROWS * N_MEASURES]
    what = f"{N_ROWS:,} rows × {N_MEASURES} measures by OData v3"
    lines = [f"{what:<48}{'time':>10}{'processor':>12}{'peak':>12}"]
    lines += [
        f"{name:<48}{run.seconds:>8.2f} s{run.cpu_seconds:>10.2f} s"
        f"{run.peak_bytes / MIB:>8,.0f} MiB"
        for name, run in (
            ("koers data add, fetched to stored", mine),
            ("cbsodata.get_data", theirs),
        )
    ]
    time, cpu = mine.seconds / theirs.seconds, mine.cpu_seconds / theirs.cpu_seconds
    peak = mine.peak_bytes / theirs.peak_bytes
    lines.append(f"{'ratio':<48}{time:>10.2f}{cpu:>12.2f}{peak:>12.2f}")
    return "\n".join(lines)


def _medians(*several: list[Run]) -> list[Run]:
    return [
        Run(
            seconds=statistics.median(run.seconds for run in runs),
            cpu_seconds=statistics.median(run.cpu_seconds for run in runs),
            peak_bytes=max(run.peak_bytes for run in runs),
        )
        for runs in several
    ]


@contextmanager
def _serving() -> Iterator[str]:
    command = [sys.executable, "-m", "benchmarks.serving", str(N_ROWS), str(N_MEASURES)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        assert server.stdin is not None
        address = server.stdout.readline().strip()
        assert address, "the server did not start"
        try:
            yield address
        finally:
            server.stdin.close()
