import errno
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from koers_engine.arrival import CHECKS, findings_of
from koers_engine.arrival.checks import MOST_CELLS
from koers_engine.concepts import Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.intake.area_codes import AreaCodes
from koers_engine.intake.workplace import RecordingExists, keep_recording, workplace
from koers_engine.observations import (
    Acceptance,
    Addition,
    Dataset,
    Finding,
    Provenance,
    Severity,
    UnknownDataset,
    Vintage,
    VintageStore,
)
from koers_engine.observations.disk import read_parquet
from koers_engine.observations.snapshots import keep_snapshot, remove_unnamed_snapshots
from koers_engine.observations.store import UnusableStore
from koers_engine.sources.fetching import Entry, Fetcher, Progress, unheard
from koers_engine.sources.registry import reader_of
from koers_engine.sources.request import SourceRequest

_CHECKS = frozenset(check.name for check in CHECKS)
_DISK_IS_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EROFS}


class UnknownCheck(Refusal, LookupError):
    """No check has the name of what is to be accepted."""

    def __init__(self, name: str) -> None:
        close = did_you_mean(nearest(name, _CHECKS))
        known = ", ".join(sorted(_CHECKS))
        super().__init__(f"There is no check {name!r}.{close} The checks on arrival are: {known}.")


class NotAccepted(Refusal, ValueError):
    """What was found in a table holds it back until a researcher accepts it; nothing was stored."""

    def __init__(self, dataset_id: str, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        graver = [finding for finding in findings if finding.severity is Severity.REFUSAL]
        others = [finding for finding in findings if finding.severity is not Severity.REFUSAL]
        checks = dict.fromkeys(finding.check for finding in graver)
        lines = [f"{dataset_id} is held back, and nothing was stored, because of:"]
        lines += [f"- {finding}" for finding in graver]
        if others:
            lines += ["To look at as well:", *(f"- {finding}" for finding in others)]
        options = " ".join(f'--accept {check}="why"' for check in checks)
        lines.append(f"Mend it, or ask the publisher. If the figures are right, add: {options}")
        super().__init__("\n".join(lines))


@dataclass(frozen=True, slots=True)
class Intake:
    """What bringing a table in came to."""

    addition: Addition
    findings: tuple[Finding, ...]
    files: tuple[Entry, ...]
    """What was collected."""


def bring_in(
    request: SourceRequest,
    *,
    store: VintageStore,
    now: datetime,
    by: str = "",
    accept: Mapping[str, str] | None = None,
    progress: Progress = unheard,
    wait: Callable[[float], object] | None = None,
    recording: Path | None = None,
) -> Intake:
    """Collect a table, read it, look it over, and keep it as a vintage with its raw responses.

    After a break in the collecting, the same request goes on where it stopped.

    Args:
        now: The moment of retrieval, with time zone.
        by: Who asks; kept with what is accepted.
        accept: Per check the reason why its findings may pass. What was accepted for the vintage
            before, stays so while the findings are the same.
        progress: Told how far the collecting, and then the reading, is. What it raises stops it.
        wait: Waits some seconds between tries.
        recording: A new folder that keeps what the server sent, also where it cannot be read.

    Raises:
        UnreadableSource: No reader knows this kind of source.
        FetchFailed: The table could not be collected whole.
        FaultyTable: It cannot be read; with every fault.
        NotAccepted: Findings hold it back.
        UnusableStore: The store cannot be written.
    """
    reader = reader_of(request)
    for check in (accept or {}).keys() - _CHECKS:
        raise UnknownCheck(check)
    if recording is not None and recording.exists():
        raise RecordingExists(recording)
    try:
        with workplace(store.path, request) as folder:
            with Fetcher(folder, now, progress, wait) as fetcher:
                if request.is_remote:
                    fetcher.start_anew_if_changed()
                reader.collect(request, fetcher)
                files = tuple(fetcher.journal.entries())
            if recording is not None:
                keep_recording(folder, recording)
            dataset = reader.read(
                request,
                folder,
                retrieved_at=now,
                progress=progress,
                area_codes=AreaCodes(store),
            )
            last = _known_before(store, dataset)
            findings = tuple(_findings(store, dataset, last))
            acceptances = _acceptances(dataset.id, findings, accept or {}, last, by=by, at=now)
            table = store.folder(dataset.id)
            provenance = Provenance(
                request=request.to_json(),
                snapshot=keep_snapshot(folder, [asdict(file) for file in files], table),
                findings=findings,
                acceptances=acceptances,
            )
            addition = store.add(dataset, now=now, provenance=provenance)
            named = {vintage.provenance.snapshot for vintage in store.vintages(dataset.id)}
            spare = "" if addition.is_new else provenance.snapshot
            remove_unnamed_snapshots(table, named, at_once=spare)
            return Intake(addition, findings, files)
    except OSError as reason:
        if isinstance(reason, Refusal) or reason.errno not in _DISK_IS_FULL:
            raise
        raise UnusableStore(store.path, reason) from reason


def _known_before(store: VintageStore, dataset: Dataset) -> Vintage | None:
    """The last vintage that was known when the dataset was retrieved."""
    try:
        vintages = store.vintages(dataset.id)
    except UnknownDataset:
        return None
    before = [v for v in vintages if v.retrieved_at <= dataset.origin.retrieved_at]
    return before[-1] if before else None


def _findings(store: VintageStore, dataset: Dataset, last: Vintage | None) -> list[Finding]:
    """What is to be looked at in a table; of one that is too large for the memory, nothing."""
    if dataset.is_stream:
        what = "too large for the memory: only keys, codes and statuses were checked"
        return [Finding("size", "the whole table", what)]
    before = None
    if last is not None and last.n_observations <= MOST_CELLS:
        # One that is damaged counts as none; adding the same content mends it.
        with suppress(OSError, pa.ArrowException):
            before = read_parquet(store.observations_file(last))
    return findings_of(dataset, before)


def _acceptances(
    dataset_id: str,
    findings: Sequence[Finding],
    accept: Mapping[str, str],
    last: Vintage | None,
    *,
    by: str,
    at: datetime,
) -> tuple[Acceptance, ...]:
    """What lets each check's findings pass.

    Raises:
        NotAccepted: Nothing does.
    """
    earlier = last.provenance if last else Provenance()
    found = dict.fromkeys(finding.check for finding in findings)
    accepted = {
        old.check: old
        for old in earlier.acceptances
        if old.check in found
        and {f for f in findings if f.check == old.check} <= set(earlier.findings)
    }
    accepted |= {
        check: Acceptance(check=check, reason=reason, by=by, at=at)
        for check, reason in accept.items()
        if check in found
    }
    if any(f.severity is Severity.REFUSAL and f.check not in accepted for f in findings):
        raise NotAccepted(dataset_id, findings)
    return tuple(accepted.values())
