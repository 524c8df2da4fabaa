"""The reader of JSON-stat: `collect` at the edge, `read` in the middle."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from koers_engine.concepts import Bilingual, Origin
from koers_engine.observations import Dataset, Fault, FaultyTable
from koers_engine.observations.packing import bare_name
from koers_engine.sources.fetching import Fetcher, FetchFailed, Progress
from koers_engine.sources.files import UnreadableFile, read_bytes
from koers_engine.sources.jsonstat.axes import axes_of
from koers_engine.sources.jsonstat.cells import UnreadableCells, cells_of, columns_of
from koers_engine.sources.jsonstat.document import dataset_in, statuses_of
from koers_engine.sources.request import SourceRequest
from koers_engine.sources.sdmx.assembling import Content, assembled
from koers_engine.sources.sdmx.messages import unpacked
from koers_engine.sources.sdmx.structure import moment

_RESPONSE = "table.json"
_DOMAINS = {"ec.europa.eu": "estat"}


def collect(request: SourceRequest, fetcher: Fetcher) -> None:
    """Put the file, or the response at the address, in the fetcher's folder.

    Raises:
        FetchFailed, NothingToCopy, UnreadableFile: It is not to be had.
    """
    where, _ = _where_and_name(request)
    if not request.is_remote:
        fetcher.copy(Path(where))
        return

    def check(content: bytes) -> None:
        if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            raise FetchFailed(where, "the answer is no JSON, perhaps a page for people.")

    headers = {"Accept": "application/json"}
    fetcher.tells_change(fetcher.fetch(where, _RESPONSE, headers=headers, check=check))


def read(
    request: SourceRequest,
    folder: Path,
    *,
    retrieved_at: datetime,
    progress: Progress,
    area_codes: Mapping[str, str],  # noqa: ARG001 - JSON-stat has codes for areas
) -> Dataset:
    """The dataset in the collected file, by the rules of `koers_engine.sources.sdmx.assembling`.

    Raises:
        WhichTable, NoTableYet: It holds several tables, or a message.
        FaultyTable: With every fault, each with its JSON path.
    """
    where, wanted = _where_and_name(request)
    progress(0, None)
    files = [
        path for path in sorted(folder.iterdir()) if not path.name.startswith(("snapshot.", "."))
    ]
    file = files[0] if len(files) == 1 else None
    if file is None:
        what = f"expected one file, found {len(files)}"
        raise FaultyTable(f"jsonstat:{where}", [Fault("files", what)])
    try:
        name, table = dataset_in(unpacked(read_bytes(file)), where, wanted)
    except UnreadableFile as reason:
        raise FaultyTable(f"jsonstat:{where}", [Fault(file.name, str(reason))]) from reason
    dataset = assembled(_content(request, name, table, retrieved_at), request.where)
    progress(dataset.observations.num_rows, dataset.observations.num_rows)
    return dataset


def _where_and_name(request: SourceRequest) -> tuple[str, str]:
    """The file or address, and which table in it; a file whose own name has a # is itself meant."""
    text = request.origin or request.name
    if not request.is_remote and Path(text).is_file():
        return text, ""
    where, _, name = text.partition("#")
    if request.origin and not name:
        name = request.name.partition("#")[2]
    return where, name


def _content(
    request: SourceRequest, name: str, table: Mapping[str, Any], retrieved_at: datetime
) -> Content:
    faults: list[Fault] = []
    table_id = _dataset_id(request, name, table)
    axes, sizes = axes_of(table, faults)
    if faults:
        raise FaultyTable(table_id, faults)
    try:
        cells = cells_of(table["value"], statuses_of(table), sizes)
    except UnreadableCells as reason:
        raise FaultyTable(table_id, [reason.fault]) from reason
    place = cells.place

    def locate(row: int, column: str) -> str:
        key = {"value": "value", "status": "status"}.get(column, "value")
        return f"$.{key}[{place[row]}]" if place.size else f"$.{key}"

    title = str(table.get("label") or table.get("title") or name or table_id)
    return Content(
        id=table_id,
        title=Bilingual.same(" ".join(title.split())),
        description=Bilingual.same(_description(table)),
        origin=_origin(request, table, table_id, retrieved_at),
        axes=axes,
        columns=columns_of(axes, sizes, place),
        value=cells.value,
        flags=cells.flags,
        locate=locate,
        faults=faults,
    )


def _dataset_id(request: SourceRequest, name: str, table: Mapping[str, Any]) -> str:
    """Agency and table as the file names them, else the name of the file."""
    extension = table.get("extension")
    extension = extension if isinstance(extension, dict) else {}
    where, _ = _where_and_name(request)
    code = extension.get("id") or table.get("code") or name
    agency = extension.get("agencyId") or ("ESTAT" if "wsVersion" in table else "")
    if not agency and request.is_remote:
        agency = _DOMAINS.get(urlsplit(where).hostname or "", "")
    stem = PurePosixPath(urlsplit(where).path if request.is_remote else Path(where).name).name
    stem = bare_name(stem).removesuffix(".json")
    if request.origin and request.name:
        stem = request.name.partition("#")[0]
    publisher = re.sub(r"[^a-z0-9-]", "-", str(agency).lower()).lstrip("-0123456789") or "jsonstat"
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", str(code or stem)).strip("._-")
    return f"{publisher}:{slug or 'table'}"


def _description(table: Mapping[str, Any]) -> str:
    notes = table.get("note")
    notes = notes if isinstance(notes, list) else [notes]
    return "\n".join(str(note) for note in [table.get("description"), *notes] if note)


def _origin(
    request: SourceRequest, table: Mapping[str, Any], table_id: str, retrieved_at: datetime
) -> Origin:
    where, _ = _where_and_name(request)
    is_eurostat = table_id.startswith("estat:")
    publisher = str(table.get("source") or ("Eurostat" if is_eurostat else "unknown"))
    code = table_id.partition(":")[2]
    if is_eurostat:
        source = f"https://ec.europa.eu/eurostat/databrowser/view/{code.lower()}/default/table"
    else:
        source = where if request.is_remote else str(table.get("href") or table_id)
    return Origin(
        publisher=publisher,
        source_url=source,
        licence="CC BY 4.0" if is_eurostat else "unknown",
        attribution=f"Bron: {publisher}, {code}",
        published_at=_published_at(table) or retrieved_at,
        retrieved_at=retrieved_at,
        part=", ".join(f"{name}={','.join(codes)}" for name, codes in request.where.items()),
    )


def _published_at(table: Mapping[str, Any]) -> datetime | None:
    """`updated`, in any form of ISO 8601; Eurostat's old form has milliseconds since 1970."""
    milliseconds = table.get("lastUpdateDate")
    if type(milliseconds) is int:
        try:
            return datetime.fromtimestamp(milliseconds / 1000, tz=UTC)
        except (ValueError, OverflowError, OSError):
            return None
    return moment(str(table.get("updated") or ""))
