import os
import re
import shutil
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq

from koers_engine.concepts import Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations.dataset import Dataset
from koers_engine.observations.digest import content_digest
from koers_engine.observations.vintage import Vintage

if TYPE_CHECKING:
    import ibis

_DATASET_ID = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z0-9][A-Za-z0-9._-]*")
_INCOMING = ".incoming-"


class UnreadableDatasetId(Refusal, ValueError):
    """A text does not have the form of a dataset's id."""

    def __init__(self, dataset_id: str) -> None:
        super().__init__(
            f"{dataset_id!r} names no dataset. Write publisher:table, for instance cbs:03759ned."
        )


class UnknownDataset(Refusal, LookupError):
    """The store holds no vintage of a dataset, or none that was known at the moment asked for."""

    def __init__(self, dataset_id: str, *, store: Path, existing: list[str]) -> None:
        close = did_you_mean(nearest(dataset_id, existing))
        super().__init__(
            f"The store {store} holds no dataset {dataset_id!r}.{close} "
            f"Bring it in with: koers data add {dataset_id}"
        )


class NotYetKnown(Refusal, LookupError):
    """A dataset had no vintage yet at the moment that was asked for."""

    def __init__(self, dataset_id: str, *, as_of: datetime, first: Vintage) -> None:
        super().__init__(
            f"On {as_of.isoformat()} nothing of {dataset_id} was known yet: its first vintage was "
            f"retrieved on {first.retrieved_at.isoformat()}. Ask for that moment or a later one."
        )


class UnusableStore(Refusal, OSError):
    """The store's folder cannot be made or written."""

    def __init__(self, store: Path, reason: OSError) -> None:
        super().__init__(
            f"The store {store} cannot be used: {reason.strerror or reason}. Nothing was changed. "
            "Give a folder that you may write with --store or the variable KOERS_STORE."
        )


class UnreadableManifest(Refusal, ValueError):
    """A file that stands among the manifests is none."""

    def __init__(self, manifest: Path, reason: Exception) -> None:
        super().__init__(
            f"{manifest} is no manifest of a vintage ({reason}). Put the file back from a copy, or "
            "move it out of the store and add the dataset again."
        )


@dataclass(frozen=True, slots=True)
class Addition:
    """What `add` did: the vintage that holds the content, and whether it was made just now."""

    vintage: Vintage
    is_new: bool


class VintageStore:
    """A folder with every vintage of every dataset; nothing in it is ever overwritten.

    Per dataset, `publisher/table/data/<digest>/` holds immutable Parquet files, and
    `publisher/table/vintages/<moment>-<digest>.json` the manifests. A vintage exists from the one
    atomic rename of its manifest on: whoever reads sees all of it or nothing, and a crash before
    leaves only files that no manifest names. Two writers at once write different temporary names
    and the same final content, so neither harms the other.
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._local = threading.local()  # a DuckDB connection belongs to one thread

    @classmethod
    def default(cls) -> "VintageStore":
        """The store that KOERS_STORE names, else the one below the user's data folder."""
        named = os.environ.get("KOERS_STORE")
        if named:
            return cls(Path(named))
        from platformdirs import user_data_path  # noqa: PLC0415 - only where it is needed

        return cls(user_data_path("koers") / "store")

    def add(self, incoming: Dataset) -> Addition:
        """Keep the dataset as a vintage known since its retrieval.

        Content that was already known just before or just after that moment makes no second
        vintage; content that comes back after a revision does, since it is news again.

        Raises:
            UnusableStore: The folder cannot be made or written; nothing was changed.
        """
        vintage = Vintage.of(incoming, content_digest(incoming))
        known = self._known(vintage)
        if known is not None:
            return Addition(known, is_new=False)
        folder = self._folder(vintage.dataset_id)
        try:
            self._write_data(folder / "data" / vintage.digest, incoming)
            self._publish(folder / "vintages" / _manifest_name(vintage), vintage.to_manifest())
        except OSError as reason:
            raise UnusableStore(self.path, reason) from reason
        return Addition(vintage, is_new=True)

    def _known(self, incoming: Vintage) -> Vintage | None:
        vintages = self._vintages(incoming.dataset_id)
        before = [known for known in vintages if known.retrieved_at <= incoming.retrieved_at]
        neighbours = [*before[-1:], *vintages[len(before) : len(before) + 1]]
        return next((known for known in neighbours if known.digest == incoming.digest), None)

    def _write_data(self, folder: Path, incoming: Dataset) -> None:
        if folder.is_dir():
            return  # its name is its content
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _temporary_folder(folder.parent) as temporary:
            _write_parquet(incoming.observations, temporary / "observations.parquet")
            for dimension, codes in incoming.codes.items():
                _write_parquet(codes, temporary / f"codes-{dimension}.parquet")
            _sync(temporary)
            try:
                temporary.rename(folder)
            except OSError:
                if not folder.is_dir():  # else another writer was first, with the same content
                    raise
        _sync(folder.parent)

    def _publish(self, manifest: Path, text: str) -> None:
        manifest.parent.mkdir(parents=True, exist_ok=True)
        temporary = manifest.with_name(f"{_INCOMING}{uuid.uuid4().hex}")
        try:
            with temporary.open("w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, manifest)  # noqa: PTH105 - the one rename that makes it visible
        finally:
            temporary.unlink(missing_ok=True)
        _sync(manifest.parent)

    def datasets(self) -> list[Vintage]:
        """The last vintage of every dataset, in order of dataset id."""
        return [self._vintages(dataset_id)[-1] for dataset_id in self._dataset_ids()]

    def vintages(self, dataset_id: str) -> list[Vintage]:
        """Every vintage of the dataset, oldest first.

        Raises:
            UnknownDataset: There is none; the message names the nearest datasets there are.
        """
        vintages = self._vintages(dataset_id)
        if not vintages:
            raise UnknownDataset(dataset_id, store=self.path, existing=self._dataset_ids())
        return vintages

    def vintage(self, dataset_id: str, as_of: datetime | None = None) -> Vintage:
        """The last vintage, or the last one that was known at the moment `as_of`.

        Raises:
            UnknownDataset: The store holds nothing of the dataset.
            NotYetKnown: It holds nothing that was known at that moment.
        """
        vintages = self.vintages(dataset_id)
        if as_of is None:
            return vintages[-1]
        known = [vintage for vintage in vintages if vintage.retrieved_at <= as_of]
        if not known:
            raise NotYetKnown(dataset_id, as_of=as_of, first=vintages[0])
        return known[-1]

    def state(self) -> frozenset[str]:
        """The names of all manifests: equal states hold equal vintages. Reads no file."""
        return frozenset(
            manifest.relative_to(self.path).as_posix()
            for manifest in self.path.glob("*/*/vintages/*.json")
        )

    def observations(self, vintage: Vintage) -> "ibis.Table":
        """The observations of a vintage, to be read through Ibis on DuckDB in this thread.

        Columns: measure, area, period, value, status, breaks_series, and one per other dimension.
        """
        import ibis  # noqa: PLC0415 - takes longer to load than most questions to answer

        if not hasattr(self._local, "connection"):
            self._local.connection = ibis.duckdb.connect()
            self._local.tables = {}
        path = self.observations_file(vintage)
        if path not in self._local.tables:
            self._local.tables[path] = self._local.connection.read_parquet(path)
        return self._local.tables[path]

    def codes(self, vintage: Vintage, dimension: str) -> pa.Table:
        """The code list of a dimension: code, title, group, description; the publisher's order."""
        return pq.read_table(self._data(vintage) / f"codes-{dimension}.parquet")

    def observations_file(self, vintage: Vintage) -> Path:
        """The Parquet file of the observations, for an engine of one's own choice."""
        return self._data(vintage) / "observations.parquet"

    def _data(self, vintage: Vintage) -> Path:
        return self._folder(vintage.dataset_id) / "data" / vintage.digest

    def _folder(self, dataset_id: str) -> Path:
        if not _DATASET_ID.fullmatch(dataset_id):
            raise UnreadableDatasetId(dataset_id)
        publisher, _, table = dataset_id.partition(":")
        return self.path / publisher / table

    def _dataset_ids(self) -> list[str]:
        tables = {manifest.parents[1] for manifest in self.path.glob("*/*/vintages/*.json")}
        return sorted(f"{table.parent.name}:{table.name}" for table in tables)

    def _vintages(self, dataset_id: str) -> list[Vintage]:
        """Oldest first; one that says the same as the one before it is the same vintage.

        Such twins are made when two writers add the same content at the same time.
        """
        found = [_read(path) for path in self._folder(dataset_id).glob("vintages/*.json")]
        found.sort(key=lambda vintage: (vintage.retrieved_at, vintage.digest))
        return [
            vintage
            for before, vintage in zip([None, *found], found, strict=False)
            if before is None or before.digest != vintage.digest
        ]


def _manifest_name(vintage: Vintage) -> str:
    moment = vintage.retrieved_at.astimezone(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return f"{moment}-{vintage.digest[:16]}.json"


def _read(manifest: Path) -> Vintage:
    try:
        return Vintage.from_manifest(manifest.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError) as reason:
        raise UnreadableManifest(manifest, reason) from reason


@contextmanager
def _temporary_folder(parent: Path) -> Iterator[Path]:
    folder = parent / f"{_INCOMING}{uuid.uuid4().hex}"
    folder.mkdir()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _write_parquet(table: pa.Table, path: Path) -> None:
    pq.write_table(table, path, compression="zstd")
    _sync(path)


def _sync(path: Path) -> None:
    """Wait until the file or folder is on the disk; a folder only where the system can."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
