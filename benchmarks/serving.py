"""Serves a generated table as OData v3 from memory: `python -m benchmarks.serving ROWS TOPICS`.

Prints its address when every byte is ready, and serves until its standard input is closed.
"""

import sys

from tests.engine.loopback_v3 import LoopbackV3, generated_table, serving_v3


def main() -> None:
    table = generated_table(int(sys.argv[1]), int(sys.argv[2]))
    # All that is asked for is made beforehand, so that serving takes next to nothing.
    with serving_v3(LoopbackV3(table), *table.sets()) as server:
        print(server.address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
