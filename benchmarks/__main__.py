"""Run with `python -m benchmarks`, or with the folder of the recorded table as argument."""

import sys
from pathlib import Path

from benchmarks import adding, positioning
from benchmarks.measuring import table

RECORDING = Path(__file__).parents[2] / "shared" / "data" / "cbs_odata_v4" / adding.TABLE


def main() -> int:
    recording = Path(sys.argv[1]) if sys.argv[1:] else RECORDING
    if not recording.is_dir():
        print(f"{recording} is not there: give the folder with the recorded table 03759ned.")
        return 1
    print(table([*adding.compare(recording), *positioning.compare(recording)]))
    return 0


sys.exit(main())
