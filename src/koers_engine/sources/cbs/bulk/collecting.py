"""Collects the bulk file of a table, or the files of one that somebody has."""

from pathlib import Path

import orjson

from koers_engine.sources.addresses import CBS_CSV, CBS_V4
from koers_engine.sources.archives import is_archive
from koers_engine.sources.cbs.bulk.files import BULK, OBSERVATIONS, header_of
from koers_engine.sources.cbs.part import MEASURE
from koers_engine.sources.cbs.reading import refuse_other_than_code
from koers_engine.sources.fetching import Fetcher, FetchFailed, NotFound
from koers_engine.sources.files import UnreadableFile, packed_or_plain, read_bytes
from koers_engine.sources.request import SourceRequest


def collect(request: SourceRequest, fetcher: Fetcher) -> None:
    """Fetch the bulk file, or copy a file or folder.

    Where the server sends the observations as one plain CSV file, what they mean is asked from
    OData v4, which has the same codes.

    Raises:
        NoTableCode: The name is no code of a table.
        FetchFailed: The server cannot be reached, has no such table, or answers something else
            than an archive or the observations in CSV.
    """
    refuse_other_than_code(request.name)
    if not request.is_remote:
        path = Path(request.origin)
        fetcher.copy(path, BULK if _is_single(path) else None)
        return
    address = f"{(request.origin or str(CBS_CSV)).rstrip('/')}/{request.name}"
    try:
        path = fetcher.fetch(address, BULK)
    except NotFound as reason:
        why = f"the server has no table {request.name!r} ({reason.status}). Check the code on "
        raise NotFound(address, f"{why}StatLine; case counts.", status=reason.status) from reason
    fetcher.tells_change(path)
    if is_archive(path):
        return
    header = _header(path)
    if MEASURE not in header:
        fetcher.journal.clear()
        begin = ";".join(header)[:40]
        why = f"the server answered neither an archive nor observations in CSV: {begin!r}."
        raise FetchFailed(address, why)
    _fetch_lists(request, fetcher)


def _is_single(path: Path) -> bool:
    return path.is_file() and not is_archive(path) and path.name != OBSERVATIONS


def _header(path: Path) -> list[str]:
    with path.open("rb") as file:
        try:
            return header_of(file.read(1 << 16))
        except UnreadableFile:
            return []


def _fetch_lists(request: SourceRequest, fetcher: Fetcher) -> None:
    root = f"{CBS_V4}/CBS/{request.name}"
    resources = {
        "properties": "Properties",
        "dimensions": "Dimensions",
        "measure-codes": "MeasureCodes",
    }
    fetcher.fetch_all([(f"{root}/{name}", f"{kind}.json") for kind, name in resources.items()])
    try:
        said = orjson.loads(read_bytes(packed_or_plain(fetcher.folder / "dimensions.json")))
        names = [str(row["Identifier"]) for row in said["value"]]
    except (orjson.JSONDecodeError, KeyError, TypeError) as reason:
        fetcher.journal.clear()
        raise FetchFailed(f"{root}/Dimensions", "the server answered no OData v4.") from reason
    names = [name for name in names if name.isidentifier()]
    fetcher.fetch_all([(f"{root}/{name}Codes", f"codes-{name}.json") for name in names])
