import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from koers_engine.concepts import Refusal
from koers_engine.intake.bringing import bring_in
from koers_engine.observations import Vintage, VintageStore
from koers_engine.observations.disk import publish
from koers_engine.observations.snapshots import (
    checksum,
    snapshot_files,
    snapshot_folder,
)
from koers_engine.sources.fetching import Entry, Fetcher, Progress, unheard
from koers_engine.sources.request import SourceRequest

_LAST_CHECK = "last-check.json"


class Outcome(StrEnum):
    """What asking for a table again came to."""

    UNCHANGED = "unchanged"
    NEW_VINTAGE = "new vintage"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """When a table was last asked for again, and what came of it.

    `digest` is of the vintage that holds since; `why` tells why it failed. `told_by` are the files
    that tell whether anything changed, as they were at the last check that did not fail; none where
    only the whole table tells it. `failure` is what went wrong just now; it is not kept.
    """

    dataset_id: str
    outcome: Outcome
    checked_at: datetime
    digest: str
    why: str = ""
    told_by: tuple[Entry, ...] = ()
    failure: Exception | None = field(default=None, compare=False)


class UnreadableRequest(Refusal, ValueError):
    """What a manifest says of how a table was asked for cannot be read."""

    def __init__(self, vintage: Vintage) -> None:
        super().__init__(
            f"How {vintage.dataset_id} was asked for cannot be read from its manifest; it was made "
            "by another version of Koers. Add the table once more with koers data add."
        )


def refreshable(store: VintageStore) -> list[Vintage]:
    """The last vintage of every dataset of which is known how it was asked for."""
    return [vintage for vintage in store.datasets() if vintage.provenance.request]


def last_check(store: VintageStore, dataset_id: str) -> Check | None:
    """When the dataset was last asked for again; None where it never was, or is unreadable."""
    try:
        text = (store.folder(dataset_id) / _LAST_CHECK).read_text(encoding="utf-8")
        content: dict[str, Any] = json.loads(text)
        return Check(
            dataset_id=dataset_id,
            outcome=Outcome(content["outcome"]),
            checked_at=datetime.fromisoformat(content["checked_at"]),
            digest=str(content["digest"]),
            why=str(content["why"]),
            told_by=tuple(Entry(**file) for file in content["told_by"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def refresh(
    vintage: Vintage,
    *,
    store: VintageStore,
    now: datetime,
    progress: Progress = unheard,
    wait: Callable[[float], object] | None = None,
) -> Check:
    """Ask for a table again as it was asked for last, and bring in what changed.

    Whether anything changed is asked first, by the one response that tells it (ETag, Last-Modified,
    else its content), or by the checksums of local files. A failure is told, not raised, so that a
    timer can go on with the next table.
    """
    before = last_check(store, vintage.dataset_id)
    told_by = before.told_by if before else ()
    told_by = told_by or _told_by(_kept(store, vintage))
    outcome, digest, failure = Outcome.UNCHANGED, vintage.digest, None
    try:
        request = _request(vintage)
        if not told_by or _is_changed(told_by, store.path, now, wait):
            intake = bring_in(request, store=store, now=now, progress=progress, wait=wait)
            told_by = _told_by(intake.files)
            digest = intake.addition.vintage.digest
            if intake.addition.is_new:
                outcome = Outcome.NEW_VINTAGE
    except (Refusal, OSError) as reason:
        outcome, failure = Outcome.FAILED, reason
    check = Check(
        dataset_id=vintage.dataset_id,
        outcome=outcome,
        checked_at=now,
        digest=digest,
        why=str(failure or ""),
        told_by=told_by,
    )
    with suppress(OSError):  # it is for information; a full disk was told above
        told = asdict(check)
        del told["failure"]
        content = json.dumps(told, ensure_ascii=False, indent=1, default=str)
        publish(store.folder(vintage.dataset_id) / _LAST_CHECK, f"{content}\n")
    return replace(check, failure=failure)


def _request(vintage: Vintage) -> SourceRequest:
    try:
        return SourceRequest.from_json(vintage.provenance.request)
    except (TypeError, AttributeError) as reason:
        raise UnreadableRequest(vintage) from reason


def _kept(store: VintageStore, vintage: Vintage) -> list[Entry]:
    folder = snapshot_folder(store.folder(vintage.dataset_id), vintage.provenance.snapshot)
    try:
        return [Entry(**file) for file in snapshot_files(folder)]
    except (OSError, ValueError, KeyError, TypeError):
        return []  # without, the table is asked for as a whole


def _told_by(files: Sequence[Entry]) -> tuple[Entry, ...]:
    """The responses that tell a change, and every local file; none where these do not suffice."""
    telling = tuple(file for file in files if file.tells_change)
    if not telling and any(file.is_remote for file in files):
        return ()
    return telling + tuple(file for file in files if file.local_path)


def _is_changed(
    told_by: Sequence[Entry],
    folder: Path,
    now: datetime,
    wait: Callable[[float], object] | None,
) -> bool:
    with Fetcher(folder, now, wait=wait) as fetcher:
        for file in told_by:
            if file.local_path is None:
                if not fetcher.is_unchanged(file):
                    return True
            elif checksum(file.local_path) != (file.sha256, file.n_bytes):
                return True
    return False
