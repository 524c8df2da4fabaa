from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from koers_engine.observations import Dataset
from koers_engine.sources.fetching import Fetcher, Progress
from koers_engine.sources.koers_table.reading import NoKoersTable, read_koers_table
from koers_engine.sources.request import SourceRequest


def collect(request: SourceRequest, fetcher: Fetcher) -> None:
    """Copy the folder that the request names.

    Raises:
        NoKoersTable: It holds no dataset.toml.
    """
    folder = Path(request.name)
    if not (folder / "dataset.toml").is_file():
        raise NoKoersTable(folder)
    fetcher.copy(folder)


def read(
    request: SourceRequest,
    folder: Path,
    *,
    retrieved_at: datetime,  # noqa: ARG001 - the table itself says when it was retrieved
    progress: Progress,  # noqa: ARG001 - a table of this kind is small
    area_codes: Mapping[str, str],  # noqa: ARG001 - it names areas by their codes
) -> Dataset:
    """The dataset in the copied folder; faults name the folder that it was copied from."""
    return read_koers_table(folder, called=request.name)
