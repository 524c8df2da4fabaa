import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass

RUNS = 7


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The same job done by Koers and by a bare query; medians in seconds."""

    job: str
    koers: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.koers / self.bare


def median_seconds(job: Callable[[], object], *, runs: int = RUNS) -> float:
    """The median of several runs, after one that warms caches up."""
    job()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        job()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def process(*words: str) -> Callable[[], object]:
    """A whole Python process, from its start to its end."""
    environment = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}

    def run() -> None:
        command = [sys.executable, *words]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)

    return run


def table(comparisons: list[Comparison]) -> str:
    lines = [f"{'job':<48}{'Koers':>10}{'bare':>10}{'ratio':>8}"]
    lines += [
        f"{c.job:<48}{c.koers * 1000:>7.0f} ms{c.bare * 1000:>7.0f} ms{c.ratio:>8.1f}"
        for c in comparisons
    ]
    return "\n".join(lines)
