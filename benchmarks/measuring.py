import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

RUNS = 7
LIBRARIES = ("duckdb", "ibis-framework", "pyarrow", "numpy", "cbsodata", "httpx", "orjson")
KOERS = "import sys; from koers_engine.cli import main; main()"
MIB = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The same job done by Koers and by a bare query; medians in seconds."""

    job: str
    koers: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.koers / self.bare


@dataclass(frozen=True, kw_only=True)
class Run:
    """A whole process, from its start to its end.

    `cpu_seconds` is what it asked of all cores together, which a busy machine disturbs less.
    """

    seconds: float
    cpu_seconds: float
    peak_bytes: int


def median_seconds(job: Callable[[], object], *, runs: int = RUNS) -> float:
    """The median of several runs, after one that warms caches up."""
    job()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def process(*words: str) -> Callable[[], Run]:
    """A whole Python process; those that are measured here start no others."""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}

    def run() -> Run:
        command, start = [sys.executable, *words], time.perf_counter()
        started = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment
        )
        assert started.stderr is not None
        said = started.stderr.read().decode(errors="replace")
        _, status, usage = os.wait4(started.pid, 0)
        started.returncode = os.waitstatus_to_exitcode(status)
        if started.returncode:
            raise SystemExit(f"{' '.join(words)} ended with {started.returncode}: {said}")
        seconds = time.perf_counter() - start
        return Run(
            seconds=seconds,
            cpu_seconds=usage.ru_utime + usage.ru_stime,
            peak_bytes=usage.ru_maxrss * 1024,
        )

    return run


def koers(*words: str) -> Callable[[], Run]:
    """The command `koers` with these words."""
    return process("-c", KOERS, *words)


def table(comparisons: Sequence[Comparison]) -> str:
    lines = [f"{'job':<56}{'Koers':>10}{'bare':>10}{'ratio':>8}"]
    lines += [
        f"{c.job:<56}{c.koers * 1000:>7.0f} ms{c.bare * 1000:>7.0f} ms{c.ratio:>8.1f}"
        for c in comparisons
    ]
    return "\n".join(lines)


def machine() -> str:
    """What the figures were measured on, and with."""
    about = Path("/proc/cpuinfo")
    text = about.read_text() if about.is_file() else ""
    named = [line.partition(":")[2].strip() for line in text.splitlines() if "model name" in line]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / (1 << 30)
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return (
        f"{os.cpu_count()} cores of {named[0] if named else platform.processor()}, "
        f"{memory:.0f} GiB, {platform.system()} {platform.release()}; "
        f"load {os.getloadavg()[0]:.1f} at the start\n"
        f"Python {platform.python_version()}, {libraries}"
    )
