"""CBS in bulk: the whole table as CSV, in one zip archive or as the files that were in it.

The files say the same as OData v4, with the same codes of measures, so that a table is one dataset
(`cbs:03759ned`) whichever of the two it came by. A part that is asked for is taken out after all
has come, for the server gives a table as a whole.
"""

from koers_engine.sources.cbs.bulk.collecting import collect
from koers_engine.sources.cbs.bulk.reading import read

__all__ = ["collect", "read"]
