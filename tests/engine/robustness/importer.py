"""Brings tables in, each in a process of its own, for a test that kills or starves them.

Run with the store as argument, and perhaps the most bytes that a file may have: the system then
refuses to write on, as it does on a full disk. Every line on the standard input is a folder in
Koers' own format. The answer is a line with the number of a process that brings it in and, when
that has ended, `ended` with its exit code (0 brought in, 1 refused, -9 killed). Processes are
forked from one that has loaded its libraries, so that a killed one is killed while it works.
"""

import os
import resource
import sys
from datetime import UTC, datetime
from pathlib import Path

from koers_engine.concepts import Refusal
from koers_engine.intake import bring_in
from koers_engine.observations import VintageStore
from koers_engine.sources import registry
from koers_engine.sources.koers_table import streaming
from koers_engine.sources.request import SourceRequest

NOW = datetime(2030, 1, 1, tzinfo=UTC)


def bring(folder: str, store: VintageStore) -> int:
    request = SourceRequest(kind="koers", name=folder)
    try:
        bring_in(request, store=store, now=NOW, by="test", accept={}, progress=lambda *_: None)
    except Refusal as refusal:
        sys.stderr.write(f"{type(refusal).__name__}: {refusal}\n")
        return 1
    return 0


def main() -> None:
    streaming.MOST_IN_MEMORY = 1000  # so that a small table takes the way of a large one
    registry.reader_of(SourceRequest(kind="koers", name="x"))  # loaded before the first fork
    store = VintageStore(Path(sys.argv[1]))
    if sys.argv[2:]:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os._exit(bring(line.rstrip("\n"), store))
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print("ended", os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
