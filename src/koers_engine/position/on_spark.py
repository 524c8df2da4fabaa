"""Positions of all places handed out to the machines of a Spark cluster, by the same kernel."""

from collections.abc import Iterable, Iterator

import pyarrow as pa

from koers_engine.observations.engines import Spark
from koers_engine.position.everywhere import Figures, Grid, positions


def positions_on_spark(figures: Iterable[Figures], grid: Grid, engine: Spark) -> Iterator[pa.Table]:
    """The positions by each indicator, in the order given; one task per indicator.

    The groups are sent to every machine once, an indicator's figures to the one that works them
    out; answers come back one at a time, so that all of them need not fit here at once. The
    machines must have Koers installed.

    Raises:
        NoSpark: Spark cannot be started here.
    """
    context = engine.session().sparkContext
    shared = context.broadcast(grid)

    def worked_out(one: Figures) -> bytes:
        table = positions(one, shared.value)
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
        content: bytes = sink.getvalue().to_pybytes()
        return content

    tasks = list(figures)
    if not tasks:
        return
    handed_out = context.parallelize(tasks, len(tasks)).map(worked_out)
    for content in handed_out.toLocalIterator(prefetchPartitions=True):
        yield pa.ipc.open_stream(content).read_all()
    shared.destroy()
