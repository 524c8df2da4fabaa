"""Run with `python -m fuzz TARGET [SECONDS]`. Needs atheris; finds are kept in var/fuzz.

Each file of a target's table is fuzzed in a process of its own, for its share of the seconds.
"""

import random
import subprocess
import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["koers_engine", "sdmx", "openpyxl"]):
    from fuzz.targets import TARGETS

    target = TARGETS[sys.argv[1]]() if sys.argv[1:] and sys.argv[1] in TARGETS else None
from fuzz.mutating import mutated

FINDS = Path("var/fuzz")


def main() -> int:
    """Fuzz every file of a target's table in turn; how many of them broke it."""
    if target is None:
        sys.exit(f"Give a target: {', '.join(TARGETS)}; and for how many seconds (300).")
    if sys.argv[3:]:
        fuzz_file(int(sys.argv[3]), sys.argv[2])
    seconds = int(sys.argv[2]) if sys.argv[2:] else 300
    share = max(seconds // len(target.seeds), 1)
    runs = [
        subprocess.run(
            [sys.executable, "-m", "fuzz", sys.argv[1], str(share), str(place)], check=False
        )
        for place in range(len(target.seeds))
    ]
    return sum(run.returncode != 0 for run in runs)


def fuzz_file(place: int, seconds: str) -> None:
    """Fuzz one file until it breaks its reader or the time is over; does not return."""
    assert target is not None
    run, seed = target.run, target.seeds[place]
    corpus = Path(tempfile.mkdtemp(prefix="koers-corpus-"))
    (corpus / "seed").write_bytes(seed)
    FINDS.mkdir(parents=True, exist_ok=True)

    def changed(data: bytes, most: int, number: int) -> bytes:
        rng = random.Random(number)
        form = mutated(data, rng) if rng.random() < 0.7 else None
        return atheris.Mutate(data, most) if form is None else form[:most]

    options = [
        f"-max_total_time={seconds}",
        f"-artifact_prefix={FINDS}/{sys.argv[1]}-{place}-",
        "-max_len=20000",
        "-len_control=0",
        "-timeout=20",
        "-rss_limit_mb=3000",
        "-print_final_stats=1",
    ]
    arguments = [sys.argv[0], *options, str(corpus)]
    atheris.Setup(arguments, lambda data: run(place, data), custom_mutator=changed)
    atheris.Fuzz()


sys.exit(main())
