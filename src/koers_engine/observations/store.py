import errno
import os
import re
import time
from collections.abc import Hashable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from koers_engine.concepts import Refusal, told
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations.dataset import Dataset
from koers_engine.observations.digest import content_digest
from koers_engine.observations.disk import (
    LEFT_AFTER_SECONDS,
    publish,
    read_parquet,
    sync,
    temporary_folder,
    write_parquet,
)
from koers_engine.observations.engines import Question, engine_named
from koers_engine.observations.faults import Fault, FaultyTable
from koers_engine.observations.provenance import Provenance
from koers_engine.observations.vintage import Vintage
from koers_engine.observations.wanted import how_to_add
from koers_engine.observations.writing import read_pieces, write_observations, write_stream

if TYPE_CHECKING:
    import ibis

OBSERVATIONS = "observations.parquet"
_DATASET_ID = re.compile(r"[a-z][a-z0-9-]*:[A-Za-z0-9][A-Za-z0-9._-]*")


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
            f"Bring it in with: {how_to_add(dataset_id)}"
        )


class NotYetKnown(Refusal, LookupError):
    """A dataset had no vintage yet at the moment that was asked for."""

    def __init__(self, dataset_id: str, *, as_of: datetime, first: Vintage) -> None:
        super().__init__(
            f"On {told(as_of)} nothing of {dataset_id} was known yet: its first vintage was "
            f"retrieved on {told(first.retrieved_at)}. Ask for that moment or a later one."
        )


class UnusableStore(Refusal, OSError):
    """The store's folder cannot be made or written."""

    def __init__(self, store: Path, reason: OSError) -> None:
        super().__init__(
            f"The store {store} cannot be used: {reason.strerror or reason}. Nothing was changed. "
            "Give a folder that you may write with --store or the variable KOERS_STORE."
        )


class DamagedVintage(Refusal, OSError):
    """The files of a vintage are not there, or do not hold what they held."""

    def __init__(self, vintage: Vintage, folder: Path, reason: Exception) -> None:
        words = str(reason).splitlines()[0]
        super().__init__(
            f"The data of {vintage.dataset_id}, vintage {vintage.digest[:12]} retrieved on "
            f"{vintage.retrieved_at:%Y-%m-%d}, cannot be read from {folder} ({words}). Add the "
            "same content again (koers data add, from its recording or folder): that puts it back."
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
    """What `add` did: the vintage that holds the content, and whether it was made just now.

    `is_repaired` says that it was there, and that its files were not as they should be.
    """

    vintage: Vintage
    is_new: bool
    is_repaired: bool = False


class VintageStore:
    """A folder with every vintage of every dataset; nothing whole in it is ever overwritten.

    Per dataset, `publisher/table/data/<digest>/` holds immutable Parquet files, and
    `publisher/table/vintages/<moment>-<digest>.json` the manifests. A vintage exists from the one
    atomic rename of its manifest on: whoever reads sees all of it or nothing, and a crash before
    leaves only files that no manifest names. Two writers at once write different temporary names
    and the same final content, so neither harms the other.
    """

    def __init__(self, path: Path, *, engine: str = "") -> None:
        """Open the store at `path`.

        Args:
            engine: What works questions out: duckdb or spark; by default what KOERS_ENGINE names,
                else duckdb.

        Raises:
            UnknownEngine: There is no engine of that name.
        """
        self.path = Path(path)
        self.engine = engine_named(engine or os.environ.get("KOERS_ENGINE") or "duckdb")

    @classmethod
    def default(cls) -> "VintageStore":
        """The store that KOERS_STORE names, else the one below the user's data folder."""
        named = os.environ.get("KOERS_STORE")
        if named:
            return cls(Path(named))
        from platformdirs import user_data_path  # noqa: PLC0415 - only where it is needed

        return cls(user_data_path("koers") / "store")

    def add(
        self,
        incoming: Dataset,
        *,
        now: datetime | None = None,
        provenance: Provenance | None = None,
    ) -> Addition:
        """Keep the dataset as a vintage known since its retrieval.

        Content that was already known just before or just after that moment makes no second
        vintage; content that comes back after a revision does, since it is news again.

        Args:
            now: The present moment; what says it was retrieved later is refused. Not checked where
                it is None.
            provenance: How the table came in; kept with the vintage, no part of its content.

        Raises:
            FaultyTable: The moment of retrieval lies in the future; or, of a table too large for
                the memory, what `checked_dataset` would refuse.
            UnusableStore: The folder cannot be made or written; nothing was changed.
        """
        retrieved_at = incoming.origin.retrieved_at
        if now is not None and retrieved_at > now:
            future = f"{told(retrieved_at)} lies in the future; mend it, or the clock"
            raise FaultyTable(incoming.id, [Fault("moment of retrieval", future)])
        try:
            digest, n_observations, is_written = self._keep(incoming)
            vintage = Vintage.of(incoming, digest, n_observations, provenance)
            known = self._known(vintage)
            if known is not None:
                return Addition(known, is_new=False, is_repaired=is_written)
            vintages = self.folder(vintage.dataset_id) / "vintages"
            publish(vintages / _manifest_name(vintage), vintage.to_manifest())
            self._remove_unnamed(vintage.dataset_id)
        except OSError as reason:
            raise UnusableStore(self.path, reason) from reason
        return Addition(vintage, is_new=True)

    def _known(self, incoming: Vintage) -> Vintage | None:
        vintages = self._vintages(incoming.dataset_id)
        before = [known for known in vintages if known.retrieved_at <= incoming.retrieved_at]
        neighbours = [*before[-1:], *vintages[len(before) : len(before) + 1]]
        return next((known for known in neighbours if known.digest == incoming.digest), None)

    def _keep(self, incoming: Dataset) -> tuple[str, int, bool]:
        """Write the files that are not there or not whole.

        Returns:
            The digest of the content, the number of observations, and whether a file was written.
        """
        parent = self.folder(incoming.id) / "data"
        if not incoming.is_stream:
            digest, n_observations = content_digest(incoming), incoming.observations.num_rows
            if _holds(parent / digest, incoming):
                return digest, n_observations, False
        parent.mkdir(parents=True, exist_ok=True)
        with temporary_folder(parent) as temporary:
            path = temporary / OBSERVATIONS
            if incoming.is_stream:
                digest, n_observations = write_stream(incoming, path)
                if _holds(parent / digest, incoming):
                    return digest, n_observations, False
            else:
                write_observations(incoming.observations, path)
            for dimension, codes in incoming.codes.items():
                write_parquet(codes, temporary / f"codes-{dimension}.parquet")
            sync(temporary)
            if (parent / digest).is_dir():  # and damaged
                _remove(parent / digest)
            try:
                temporary.rename(parent / digest)
            except OSError:
                if not (parent / digest).is_dir():  # else another writer was first, with the same
                    raise
        sync(parent)
        return digest, n_observations, True

    def _remove_unnamed(self, dataset_id: str) -> None:
        """Take away data that no manifest names: a writer was killed between the two.

        It is given a day, since another writer may be about to name it.
        """
        named = {vintage.digest for vintage in self._vintages(dataset_id)}
        for data in (self.folder(dataset_id) / "data").iterdir():
            with suppress(OSError):  # another writer may be doing the same
                is_old = time.time() - data.stat().st_mtime > LEFT_AFTER_SECONDS
                if is_old and data.name not in named and not data.name.startswith("."):
                    _remove(data)

    def datasets(self, as_of: datetime | None = None) -> list[Vintage]:
        """The last vintage of every dataset, in order of dataset id; `as_of` as in `vintages`.

        A dataset of which nothing was known yet at that moment is left out.
        """
        found = (self._known_at(self._vintages(name), as_of) for name in self._dataset_ids())
        return [known[-1] for known in found if known]

    def vintages(self, dataset_id: str, as_of: datetime | None = None) -> list[Vintage]:
        """Every vintage of the dataset, oldest first; with `as_of`, those known at that moment.

        Raises:
            UnknownDataset: There is none; the message names the nearest datasets there are.
            NotYetKnown: The store holds nothing of it that was known at that moment.
        """
        vintages = self._vintages(dataset_id)
        if not vintages:
            raise UnknownDataset(dataset_id, store=self.path, existing=self._dataset_ids())
        known = self._known_at(vintages, as_of)
        if as_of is not None and not known:
            raise NotYetKnown(dataset_id, as_of=as_of, first=vintages[0])
        return known

    def vintage(self, dataset_id: str, as_of: datetime | None = None) -> Vintage:
        """The last vintage, or the last one that was known at the moment `as_of`.

        Raises:
            UnknownDataset: The store holds nothing of the dataset.
            NotYetKnown: It holds nothing that was known at that moment.
        """
        return self.vintages(dataset_id, as_of)[-1]

    @staticmethod
    def _known_at(vintages: list[Vintage], as_of: datetime | None) -> list[Vintage]:
        return [each for each in vintages if as_of is None or each.retrieved_at <= as_of]

    def state(self) -> frozenset[str]:
        """The names of all manifests: equal states hold equal vintages. Reads no file."""
        return frozenset(
            manifest.relative_to(self.path).as_posix() for manifest in self._manifests()
        )

    def observations(self, vintage: Vintage) -> "ibis.Table":
        """The observations of a vintage, to build an expression on in this thread.

        Columns: measure, area, period, value, status, breaks_series, and one per other dimension.

        Raises:
            DamagedVintage: The file is not there or broken.
        """
        with self._reading(vintage):
            return self.engine.table(self.observations_file(vintage))

    def answer(self, vintage: Vintage, question: "ibis.Table") -> pa.Table:
        """What an expression over `observations(vintage)` comes to.

        Raises:
            DamagedVintage: The file turns out to be broken.
        """
        with self._reading(vintage):
            return self.engine.answer(question)

    def ask(self, vintage: Vintage, question: Question, *arguments: Hashable) -> pa.Table:
        """What `question(observations(vintage), *arguments)` comes to.

        Faster than `answer` where the same is asked again: a vintage never changes, so neither
        does what has to be done to answer.

        Raises:
            DamagedVintage: The file is not there or broken.
        """
        with self._reading(vintage):
            return self.engine.ask(self.observations_file(vintage), question, arguments)

    def codes(self, vintage: Vintage, dimension: str) -> pa.Table:
        """The code list of a dimension: code, title, group, description; the publisher's order.

        Raises:
            DamagedVintage: The file is not there or broken.
        """
        with self._reading(vintage):
            return read_parquet(self._data(vintage) / f"codes-{dimension}.parquet")

    def observations_file(self, vintage: Vintage) -> Path:
        """The Parquet file of the observations, for an engine of one's own choice."""
        return self._data(vintage) / OBSERVATIONS

    @contextmanager
    def _reading(self, vintage: Vintage) -> Iterator[None]:
        try:
            yield
        except Refusal:
            raise
        except (pa.ArrowException, OSError, *self.engine.errors) as reason:
            raise DamagedVintage(vintage, self._data(vintage), reason) from reason

    def _data(self, vintage: Vintage) -> Path:
        return self.folder(vintage.dataset_id) / "data" / vintage.digest

    def folder(self, dataset_id: str) -> Path:
        """Where all of a dataset is kept; it need not be there yet.

        Raises:
            UnreadableDatasetId: The text is no id.
        """
        if not _DATASET_ID.fullmatch(dataset_id):
            raise UnreadableDatasetId(dataset_id)
        publisher, _, table = dataset_id.partition(":")
        return self.path / publisher / table

    def _dataset_ids(self) -> list[str]:
        tables = {manifest.parents[1] for manifest in self._manifests()}
        return sorted(f"{table.parent.name}:{table.name}" for table in tables)

    def _manifests(self) -> Iterator[Path]:
        if self.path.exists() and not self.path.is_dir():
            reason = NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
            raise UnusableStore(self.path, reason)
        return self.path.glob("*/*/vintages/*.json")

    def _vintages(self, dataset_id: str) -> list[Vintage]:
        """Oldest first; one that says the same as the one before it is the same vintage.

        Such twins are made when two writers add the same content at the same time.
        """
        found = [_read(path) for path in self.folder(dataset_id).glob("vintages/*.json")]
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
    except (ValueError, KeyError, TypeError, AttributeError) as reason:
        raise UnreadableManifest(manifest, reason) from reason


def _remove(folder: Path) -> None:
    """Take a folder away in one rename, so that nobody meets a half of it."""
    with temporary_folder(folder.parent) as aside, suppress(FileNotFoundError):
        folder.rename(aside / folder.name)


def _holds(folder: Path, incoming: Dataset) -> bool:
    """Whether a folder holds this content, whole: its name is the digest of it."""
    try:
        codes = {name: read_parquet(folder / f"codes-{name}.parquet") for name in incoming.codes}
        there = replace(incoming, codes=codes)
        if content_digest(there, read_pieces(folder / OBSERVATIONS)) != folder.name:
            return False
        os.utime(folder)  # in use again, so that nobody takes it for something that was left
    except (OSError, pa.ArrowException):
        return False
    return True
