"""`koers data add`, `refresh` and `verify`: what brings tables in and looks after them."""

import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import typer

from koers_engine.cli.data import opened, whole_id
from koers_engine.cli.moments import login_name
from koers_engine.cli.rendering import Format, as_csv, as_json, printable
from koers_engine.cli.waiting import progress_bar, stoppable
from koers_engine.concepts import Refusal
from koers_engine.observations import Vintage, VintageStore
from koers_engine.sources.request import SourceRequest

_OF_PATHS = {"file", "jsonstat", "koers"}
_OF_ONE_FORM = {"sdmx", "jsonstat", "file"}
_MAPPED = {"cbs", "sdmx", "jsonstat"}  # by the reader itself: what its columns are is known
_GO_ON = (
    "Nothing was stored. What came is kept for a week: give the same command again, and it goes on "
    "where it stopped."
)


class TakeAPart(Refusal, ValueError):
    """A table is too large to take in whole; the part that Koers' own indicators use is named."""

    def __init__(self, reason: Refusal, part: Mapping[str, str]) -> None:
        words = " ".join(f"--where {dimension}={code}" for dimension, code in part.items())
        super().__init__(f"{reason} Koers' own indicators use: {words}" if words else str(reason))


class NeverAskedFor(Refusal, LookupError):
    """Of a table is not known how it was asked for."""

    def __init__(self, dataset_id: str) -> None:
        super().__init__(
            f"Of {dataset_id} is not known how it was asked for, so that it cannot be asked for "
            "again. Add it once more with koers data add; from then on it can."
        )


def _part_that_is_used(table: str) -> Mapping[str, str]:
    from koers_engine.indicators import Catalogue  # noqa: PLC0415

    return Catalogue.load().part_used(f"cbs:{table}")


def add(
    source: str,
    *,
    form: str,
    origin: str | None,
    where: Sequence[str],
    mapping: Path | None,
    accept: Sequence[str],
    by: str | None,
    recording: Path | None,
    store: Path | None,
) -> None:
    """Bring the source in as a vintage."""
    from koers_engine.intake import bring_in  # noqa: PLC0415
    from koers_engine.sources.cbs.v4 import TableTooLarge  # noqa: PLC0415

    request = _request(
        source, form=form, origin=origin, where=where, mapping=mapping, recording=recording
    )
    with stoppable(_GO_ON), progress_bar(f"Bringing in {source}") as progress:
        try:
            intake = bring_in(
                request,
                store=opened(store),
                now=datetime.now(UTC),
                by=by or login_name(),
                accept=dict(_accepted(text) for text in accept),
                progress=progress,
                recording=recording,
            )
        except TableTooLarge as too_large:
            raise TakeAPart(too_large, _part_that_is_used(too_large.table)) from too_large
    addition = intake.addition
    vintage = addition.vintage
    kept = "new vintage" if addition.is_new else "already there as vintage"
    if addition.is_repaired:
        kept = "repaired the files of vintage"
    _print(
        f"{vintage.dataset_id}: {kept} {vintage.digest[:12]}, retrieved "
        f"{vintage.retrieved_at:%Y-%m-%d}, {vintage.n_observations:,} observations."
    )
    if intake.findings:
        listed = [f"- {finding}" for finding in intake.findings]
        found = "\n".join([f"To look at in {vintage.dataset_id}:", *listed])
        sys.stderr.write(f"{printable(found, lines=True)}\n")


def _request(
    source: str,
    *,
    form: str,
    origin: str | None,
    where: Sequence[str],
    mapping: Path | None,
    recording: Path | None,
) -> SourceRequest:
    """What the options ask for. Paths are made whole: a later refresh may run elsewhere."""
    kind, _, name = source.partition(":")
    if kind == "koers" and (origin or where or recording or form or mapping):
        message = "a folder in Koers' own format is taken as it is, without further options."
        raise typer.BadParameter(message)
    for option, value, kinds in (("--form", form, _OF_ONE_FORM), ("--mapping", mapping, _MAPPED)):
        if value and kind in kinds:
            message = f"{kind}: takes no {option}; leave it out."
            raise typer.BadParameter(message)
    if origin and kind == "file":
        message = "file: takes no --from; write the path itself, as file:PATH."
        raise typer.BadParameter(message)
    part: dict[str, tuple[str, ...]] = {}
    for dimension, codes in map(_condition, where):
        part[dimension] = (*part.get(dimension, ()), *codes)
    request = SourceRequest(
        kind=kind,
        name=_whole_path(name) if kind in _OF_PATHS and not origin else name,
        form=form,
        origin=_whole_path(origin or ""),
        where=part,
        mapping=_whole_path(str(mapping or "")),
    )
    if recording and not request.is_remote:
        message = "--recording is for what a server sends."
        raise typer.BadParameter(message)
    if where and origin and not request.is_remote and kind == "cbs" and form in {"", "v4"}:
        message = "--where is for a server, not for a recording."
        raise typer.BadParameter(message)
    return request


def _whole_path(text: str) -> str:
    is_path = text and not text.lower().startswith(("http://", "https://"))
    return str(Path(text).absolute()) if is_path else text


def _condition(text: str) -> tuple[str, list[str]]:
    dimension, _, listed = text.partition("=")
    codes = [code.strip() for code in listed.split(",")]
    if not (dimension.isidentifier() and all(codes)):
        message = f"{text!r} is no condition; write DIMENSION=CODE, as in Geslacht=T001038."
        raise typer.BadParameter(message, param_hint="--where")
    return dimension, codes


def _accepted(text: str) -> tuple[str, str]:
    check, _, reason = text.partition("=")
    if not (check.strip() and reason.strip()):
        message = f'{text!r} is no acceptance; write CHECK=REASON, as in jump="new definition".'
        raise typer.BadParameter(message, param_hint="--accept")
    return check.strip(), reason.strip()


def refresh(tables: Sequence[str], *, store: Path | None, form: Format) -> None:
    """Ask for tables again as they were asked for before, and print a line on each."""
    from koers_engine import intake  # noqa: PLC0415

    found = opened(store)
    checks = []
    with stoppable("Give the same command again; a table that was done is only asked about."):
        for vintage in _to_refresh(found, tables):
            with progress_bar(f"Refreshing {vintage.dataset_id}") as progress:
                check = intake.refresh(
                    vintage, store=found, now=datetime.now(UTC), progress=progress
                )
            checks.append(check)
            if form is Format.TABLE:
                _print(f"{check.dataset_id}: {check.outcome} {check.why or check.digest[:12]}")
    header = ("dataset", "outcome", "checked_at", "digest", "why")
    rows = [
        (c.dataset_id, c.outcome.value, c.checked_at.isoformat(), c.digest, c.why) for c in checks
    ]
    if form is Format.JSON:
        _print(as_json([dict(zip(header, row, strict=True)) for row in rows]))
    elif form is Format.CSV:
        _print(as_csv(header, rows))
    elif not rows:
        _print("There is nothing to refresh: of no table is known how it was asked for.")
    if any(check.outcome is intake.Outcome.FAILED for check in checks):
        raise typer.Exit(1)


def _to_refresh(store: VintageStore, tables: Sequence[str]) -> list[Vintage]:
    """The last vintages of the tables, or of all that can be asked for again.

    Raises:
        NeverAskedFor: Of a table that is named, how it was asked for is not known.
    """
    from koers_engine.intake import refreshable  # noqa: PLC0415

    if not tables:
        return refreshable(store)
    named = [store.vintage(whole_id(table)) for table in tables]
    for vintage in named:
        if not vintage.provenance.request:
            raise NeverAskedFor(vintage.dataset_id)
    return named


def verify(tables: Sequence[str], *, store: Path | None) -> None:
    """Hold data and snapshots of every vintage against their checksums."""
    from koers_engine.observations.verifying import vintage_faults  # noqa: PLC0415

    found = opened(store)
    ids = [whole_id(table) for table in tables] or [v.dataset_id for v in found.datasets()]
    vintages = [vintage for dataset_id in ids for vintage in found.vintages(dataset_id)]
    n_faults = 0
    for vintage in vintages:
        for fault in vintage_faults(found, vintage):
            n_faults += 1
            _print(f"{vintage.dataset_id}: {fault}")
    held = f"{_counted(len(vintages), 'vintage')} of {_counted(len(ids), 'table')}"
    _print(f"{held}: {_counted(n_faults, 'fault') if n_faults else 'all whole'}.")
    if n_faults:
        raise typer.Exit(1)


def _counted(number: int, word: str) -> str:
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
    sys.stdout.flush()  # a timer's log shows each table when it is done
