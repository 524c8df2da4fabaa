"""The reader of a file of one's own: CSV, Excel or JSON with a mapping."""

from collections.abc import Mapping as Mapped
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from koers_engine.concepts import Refusal
from koers_engine.observations import Dataset, Fault, FaultyTable
from koers_engine.observations.packing import bare_name
from koers_engine.sources.fetching import Fetcher, Progress
from koers_engine.sources.files import UnreadableFile, packed_or_plain, read_bytes, read_text
from koers_engine.sources.request import SourceRequest
from koers_engine.sources.tabular.cells import cells_of
from koers_engine.sources.tabular.parsing import parse_mapping
from koers_engine.sources.tabular.reading import read_cells

MAPPING = "mapping.toml"


class NoMapping(Refusal, FileNotFoundError):
    """Nothing says what the columns of a file are."""

    def __init__(self, file: str, mapping: Path) -> None:
        super().__init__(
            f"Nothing tells what the columns of {file} are: there is no {mapping}. Have one "
            f"proposed with: koers data guess {file} --write {mapping}"
        )


class NoSuchFile(Refusal, FileNotFoundError):
    """The file that was named is not there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"There is no file {path}. Give the path of a CSV, Excel or JSON file.")


def collect(request: SourceRequest, fetcher: Fetcher) -> None:
    """Put the file and its mapping in the fetcher's folder.

    Raises:
        NoSuchFile: The file is not there.
        NoMapping: No mapping was given, and none lies beside the file.
        FetchFailed: The server that has the file did not give it.
    """
    mapping = Path(request.mapping or f"{Path(request.name).name}.toml")
    if not request.is_remote:
        file = Path(request.name)
        if not file.is_file():
            raise NoSuchFile(file)
        mapping = Path(request.mapping) if request.mapping else Path(f"{file}.toml")
    if not mapping.is_file():
        raise NoMapping(request.name, mapping)
    if request.is_remote:
        fetcher.tells_change(fetcher.fetch(request.name, _file_name(request)))
    else:
        fetcher.copy(Path(request.name))
    fetcher.copy(mapping, MAPPING)


def read(
    request: SourceRequest,
    folder: Path,
    *,
    retrieved_at: datetime,
    progress: Progress,  # noqa: ARG001 - a file is read in one go
    area_codes: Mapped[str, str],
) -> Dataset:
    """The dataset that the file holds, as its mapping says.

    Raises:
        FaultyTable: With every fault of the mapping, or of the file.
    """
    name = _file_name(request)
    try:
        text = read_text(folder / MAPPING)
        mapping = parse_mapping(text, Path(request.mapping or f"{request.name}.toml").name)
        content = read_bytes(packed_or_plain(folder / name))
        cells = cells_of(content, mapping.layout, bare_name(name))
    except UnreadableFile as reason:
        raise FaultyTable(name, [Fault(name, str(reason))]) from reason
    return read_cells(
        cells,
        mapping,
        name=name,
        retrieved_at=retrieved_at,
        where=request.where,
        area_codes=area_codes,
    )


def _file_name(request: SourceRequest) -> str:
    """The name of the file in the folder; of an address, the last part of its path."""
    if not request.is_remote:
        return Path(request.name).name
    name = Path(urlsplit(request.name).path).name
    return "".join(sign for sign in name if sign.isalnum() or sign in "._-").lstrip(".") or "file"
