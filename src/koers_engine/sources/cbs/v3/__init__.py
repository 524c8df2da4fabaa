"""CBS through OData v3: a wide table with a column per topic, from a server or an export.

The figures are taken from UntypedDataSet, where a cell is a text as it was published: a number, or
the mark that tells why there is none. TypedDataSet has null for each of these marks alike, so it
is taken only where there is nothing else, and a cell without a number then says no more than that
it is missing.

The measures' codes of v3 (`TotaleBevolking_1`) are others than those of v4 and of the bulk files
(`T001036`), though the table's number is the same. A dataset keeps its measures' codes through
its vintages, so what comes by v3 is a dataset of its own: `cbs-v3:70072ned` beside `cbs:70072ned`.
"""

from koers_engine.sources.cbs.v3.collecting import collect
from koers_engine.sources.cbs.v3.reading import read

__all__ = ["collect", "read"]
