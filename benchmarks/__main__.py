"""Run with `python -m benchmarks`, or with the names of some, such as small or uncertainty."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

from benchmarks import (
    adding,
    fetching,
    large,
    pages,
    positioning,
    positions_everywhere,
    uncertainty,
)
from benchmarks.measuring import machine, table

SHARED = Path(os.environ.get("KOERS_SHARED", Path(__file__).parents[2] / "shared"))


def small() -> None:
    recording = SHARED / "data" / "cbs_odata_v4" / adding.TABLE
    if not recording.is_dir():
        say(f"{recording} is not there: name the folder that holds data/ in KOERS_SHARED.")
        return
    say(table([*adding.compare(recording), *positioning.compare(recording)]))


def doubting() -> None:
    composite = SHARED / "data" / "composite"
    if not composite.is_dir():
        say(f"{composite} is not there: name the folder that holds data/ in KOERS_SHARED.")
        return
    say(uncertainty.compare(composite))


def say(text: str) -> None:
    print(text, flush=True)


BENCHMARKS: dict[str, Callable[[], None]] = {
    "small": small,
    "fetching": lambda: say(fetching.compare()),
    "uncertainty": doubting,
    "large": lambda: large.compare(say),
    "positions": lambda: say(positions_everywhere.compare()),
    "pages": lambda: say(pages.compare()),
}


def main() -> int:
    asked = sys.argv[1:] or list(BENCHMARKS)
    unknown = set(asked) - BENCHMARKS.keys()
    if unknown:
        say(f"There is no {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}.")
        return 2
    say(machine())
    for name in asked:
        say("")
        BENCHMARKS[name]()
    return 0


sys.exit(main())
