"""Which module reads which kind of source."""

from collections.abc import Mapping
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Protocol, cast

from koers_engine.observations import Dataset
from koers_engine.sources.fetching import Fetcher, Progress
from koers_engine.sources.request import SourceRequest, UnreadableSource

READERS: Mapping[str, str] = {
    "cbs": "koers_engine.sources.cbs.source",
    "sdmx": "koers_engine.sources.sdmx.source",
    "jsonstat": "koers_engine.sources.jsonstat.source",
    "file": "koers_engine.sources.tabular.source",
    "koers": "koers_engine.sources.koers_table.source",
}
KNOWN = (
    "cbs:TABLE for a table of CBS (cbs:03759ned), sdmx:AGENCY/FLOW?KEY, jsonstat:FILE or its "
    "address, file:FILE for a file of your own with a mapping, or koers:PATH for a folder in "
    "Koers' own format"
)


class Reader(Protocol):
    """A module that brings in one kind of source."""

    @staticmethod
    def collect(request: SourceRequest, fetcher: Fetcher) -> None:
        """Put every raw response or local file that the table is made of in `fetcher.folder`.

        The edge: it may use the network. What is there whole already is not fetched again. The
        reader says with `fetcher.tells_change` which response tells that a table changed.
        """

    @staticmethod
    def read(
        request: SourceRequest,
        folder: Path,
        *,
        retrieved_at: datetime,
        progress: Progress,
        area_codes: Mapping[str, str],
    ) -> Dataset:
        """The dataset out of the collected files; no network and no clock.

        Args:
            area_codes: The area's code by its casefolded name, as the store's register of areas has
                it; empty where there is none.

        Raises:
            FaultyTable: With every fault of every file.
        """


def reader_of(request: SourceRequest) -> Reader:
    """The reader of a kind of source, loaded when it is asked for.

    Raises:
        UnreadableSource: No reader is known by that name.
    """
    module = READERS.get(request.kind)
    if module is None or not request.name:
        raise UnreadableSource(":".join(filter(None, (request.kind, request.name))), KNOWN)
    return cast(Reader, import_module(module))
