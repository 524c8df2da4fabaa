"""`koers data add`, `list` and `show`."""

import getpass
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from koers_engine.cli.rendering import Format, as_csv, as_json, as_table, printable
from koers_engine.concepts import Period, Refusal
from koers_engine.observations import Vintage, VintageStore
from koers_engine.sources.request import SourceRequest


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
    with _progress(f"Bringing in {source}") as progress:
        try:
            intake = bring_in(
                request,
                store=opened(store),
                now=datetime.now(UTC),
                by=by or _login_name(),
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
        found = "\n".join(["To look at:", *(f"- {finding}" for finding in intake.findings)])
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
    part: dict[str, tuple[str, ...]] = {}
    for dimension, codes in map(_condition, where):
        part[dimension] = (*part.get(dimension, ()), *codes)
    request = SourceRequest(
        kind=kind,
        name=name if kind in {"cbs", "sdmx"} else _whole_path(name),
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


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as nobody
        return ""


@contextmanager
def _progress(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar on the error stream where that is a terminal; nothing elsewhere."""
    if not sys.stderr.isatty():
        yield lambda _done, _whole: None
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
