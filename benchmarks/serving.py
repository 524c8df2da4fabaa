"""Serves a generated table as OData v3 from memory: `python -m benchmarks.serving ROWS TOPICS`.

Prints its address when every byte is ready, and serves until its standard input is closed.
"""

import sys
from dataclasses import fields
from functools import cache

from tests.engine.loopback_v3 import LoopbackV3, Row, TableV3, generated_table, serving_v3


class PreparedTable(TableV3):
    """Works its sets out once, so that no answer waits for them."""

    @cache  # noqa: B019 - there is one, for as long as the process lives
    def sets(self) -> dict[str, list[Row]]:
        return super().sets()

    __hash__ = object.__hash__


def main() -> None:
    made = generated_table(int(sys.argv[1]), int(sys.argv[2]))
    table = PreparedTable(**{each.name: getattr(made, each.name) for each in fields(made)})
    with serving_v3(LoopbackV3(table), *table.names()) as server:
        print(server.address, flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
