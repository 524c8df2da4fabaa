"""`koers data add`, `list` and `show`."""

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from koers_engine.cli.rendering import Format, as_csv, as_json, as_table, printable
from koers_engine.concepts import Period, Refusal
from koers_engine.observations import Dataset, Vintage, VintageStore


class UnknownPublisher(Refusal, LookupError):
    """A source does not begin with the name of a publisher that is known."""

    def __init__(self, source: str) -> None:
        super().__init__(
            f"{source!r} names no source. Write cbs:TABLE for a table of CBS (cbs:03759ned), or "
            "koers:PATH for a folder in Koers' own format."
        )


class RecordingExists(Refusal, FileExistsError):
    """A recording would overwrite what is there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder} is there already. Give a folder that is not, for the recording."
        )


class TakeAPart(Refusal, ValueError):
    """A table is too large to take in whole; the part that Koers' own indicators use is named."""

    def __init__(self, reason: Refusal, part: Mapping[str, str]) -> None:
        words = " ".join(f"--where {dimension}={code}" for dimension, code in part.items())
        super().__init__(f"{reason} Koers' own indicators use: {words}" if words else str(reason))


def _part_that_is_used(table: str) -> Mapping[str, str]:
    from koers_engine.indicators import Catalogue  # noqa: PLC0415

    return Catalogue.load().part_used(f"cbs:{table}")


def opened(store: Path | None) -> VintageStore:
    """The store that was asked for, else the default one."""
    return VintageStore(store) if store else VintageStore.default()


def add(
    source: str,
    *,
    origin: str | None,
    where: Sequence[str],
    recording: Path | None,
    store: Path | None,
) -> None:
    """Read the source into a dataset and keep it."""
    now = datetime.now(UTC)
    publisher, _, name = source.partition(":")
    if publisher == "cbs" and name:
        dataset = _cbs_table(name, origin, where, recording, now)
    elif publisher == "koers" and name:
        if origin or where or recording:
            message = "--from, --where and --recording are for tables of CBS only."
            raise typer.BadParameter(message)
        from koers_engine.sources.koers_table import read_koers_table  # noqa: PLC0415

        dataset = read_koers_table(Path(name))
    else:
        raise UnknownPublisher(source)
    addition = opened(store).add(dataset, now=now)
    vintage = addition.vintage
    kept = "new vintage" if addition.is_new else "already there as vintage"
    if addition.is_repaired:
        kept = "repaired the files of vintage"
    _print(
        f"{vintage.dataset_id}: {kept} {vintage.digest[:12]}, retrieved "
        f"{vintage.retrieved_at:%Y-%m-%d}, {vintage.n_observations:,} observations."
    )


def _cbs_table(
    table: str, origin: str | None, where: Sequence[str], recording: Path | None, now: datetime
) -> Dataset:
    from koers_engine.sources import cbs  # noqa: PLC0415

    is_server = origin is None or origin.lower().startswith(("http://", "https://"))
    if origin is not None and not is_server:
        if where or recording:
            message = "--where and --recording are for a server, not for a recording."
            raise typer.BadParameter(message)
        with _progress(f"Reading {table}") as page_done:
            return cbs.read_recording(Path(origin), table, page_done=page_done)
    if recording is not None and recording.exists():
        raise RecordingExists(recording)
    part = dict(_condition(text) for text in where)
    request = cbs.RecordingRequest(table=table, where=part)
    if origin is not None:
        request = cbs.RecordingRequest(table=table, base=origin, where=part)
    beside = None if recording is None else recording.absolute().parent
    if beside:
        beside.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".koers-", dir=beside) as temporary:
        folder = Path(temporary) / table
        folder.mkdir()
        with _progress(f"Fetching {table}") as page_done:
            try:
                cbs.record(request, folder, now=now, page_done=page_done)
            except cbs.TableTooLarge as too_large:
                raise TakeAPart(too_large, _part_that_is_used(table)) from too_large
        if recording:  # only one that is whole gets its name
            folder = folder.rename(recording)
        return cbs.read_recording(folder, table)


def _condition(text: str) -> tuple[str, str]:
    dimension, separator, code = text.partition("=")
    if not (separator and dimension.isidentifier() and code):
        message = f"{text!r} is no condition; write DIMENSION=CODE, as in Geslacht=T001038."
        raise typer.BadParameter(message, param_hint="--where")
    return dimension, code


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on the error stream where that is a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import Progress  # noqa: PLC0415

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(printable(what), total=None)
        yield lambda done, whole: progress.update(task, completed=done, total=whole)


def list_datasets(*, store: Path | None, form: Format) -> None:
    """Print each dataset with its last vintage."""
    found = opened(store)
    header = ("dataset", "title", "observations", "vintages", "retrieved", "published", "digest")
    rows = [
        (
            vintage.dataset_id,
            vintage.title.nl,
            vintage.n_observations,
            len(found.vintages(vintage.dataset_id)),
            f"{vintage.retrieved_at:%Y-%m-%d}",
            f"{vintage.published_at:%Y-%m-%d}",
            vintage.digest[:12],
        )
        for vintage in found.datasets()
    ]
    if form is Format.JSON:
        _print(as_json([dict(zip(header, row, strict=True)) for row in rows]))
    elif form is Format.CSV:
        _print(as_csv(header, rows))
    elif rows:
        _print(as_table(header, [[str(cell) for cell in row] for row in rows]))
    else:
        _print(
            f"The store {found.path} is empty. Bring a table in with: koers data add cbs:03759ned"
        )


def show(table: str, *, store: Path | None, form: Format) -> None:
    """Print what the last vintage of a dataset holds."""
    found = opened(store)
    vintages = found.vintages(table if ":" in table else f"cbs:{table}")
    content = _described(found, vintages)
    if form is Format.JSON:
        _print(as_json(content))
    elif form is Format.CSV:
        _print(as_csv(("part", "code", "title", "detail"), _as_parts(content)))
    else:
        _print(_as_text(content))


_ABOUT = (
    "dataset",
    "title",
    "part",
    "publisher",
    "source",
    "licence",
    "attribution",
    "observations",
)


def _described(store: VintageStore, vintages: Sequence[Vintage]) -> dict[str, Any]:
    last = vintages[-1]
    observed = store.answer(last, store.observations(last).select("period").distinct())
    periods = sorted(Period.from_cbs(code) for code in observed.column("period").to_pylist())
    return {
        "dataset": last.dataset_id,
        "title": last.title.nl,
        "description": last.description.nl,
        "part": last.part or "the whole table",
        "publisher": last.publisher,
        "source": last.source_url,
        "licence": last.licence,
        "attribution": last.attribution,
        "observations": last.n_observations,
        "measures": [
            {"code": m.code, "title": m.title.nl, "unit": m.unit.text, "decimals": m.decimals}
            for m in last.measures
        ],
        "dimensions": [
            {
                "identifier": axis.identifier,
                "title": axis.title,
                "kind": axis.kind.value,
                "codes": store.codes(last, axis.identifier).num_rows,
            }
            for axis in last.dimensions
        ],
        "periods": [period.cbs for period in periods],
        "vintages": [
            {
                "digest": vintage.digest,
                "retrieved_at": vintage.retrieved_at.isoformat(),
                "published_at": vintage.published_at.isoformat(),
                "observations": vintage.n_observations,
            }
            for vintage in vintages
        ],
    }


def _as_parts(content: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """The description as lines of CSV."""
    rows = [("about", key, str(content[key]), "") for key in _ABOUT]
    rows += [("measure", m["code"], m["title"], m["unit"]) for m in content["measures"]]
    for axis in content["dimensions"]:
        rows.append(("dimension", axis["identifier"], axis["title"], f"{axis['codes']} codes"))
    rows += [("period", code, Period.from_cbs(code).label, "") for code in content["periods"]]
    for vintage in content["vintages"]:
        published = f"published {vintage['published_at']}"
        rows.append(("vintage", vintage["digest"], vintage["retrieved_at"], published))
    return rows


def _as_text(content: dict[str, Any]) -> str:
    labels = [Period.from_cbs(code).label for code in content["periods"]]
    measures = [(m["code"], m["title"], m["unit"], str(m["decimals"])) for m in content["measures"]]
    axes = [
        (d["identifier"], d["title"], d["kind"], str(d["codes"])) for d in content["dimensions"]
    ]
    vintages = [
        (v["digest"][:12], v["retrieved_at"], v["published_at"], f"{v['observations']:,}")
        for v in content["vintages"]
    ]
    return "\n\n".join(
        [
            "\n".join(f"{key}: {printable(str(content[key]))}" for key in _ABOUT),
            as_table(("measure", "title", "unit", "decimals"), measures),
            as_table(("dimension", "title", "kind", "codes"), axes),
            f"periods ({len(labels)}): {labels[0]} to {labels[-1]}" if labels else "periods: none",
            as_table(("vintage", "retrieved", "published", "observations"), vintages),
        ]
    )


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
