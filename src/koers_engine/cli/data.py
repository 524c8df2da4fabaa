"""`koers data list` and `show`."""

import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import Format, as_csv, as_json, as_table, printable
from koers_engine.cli.without_pandas import leave_pandas_out
from koers_engine.concepts import Period, told
from koers_engine.observations import Vintage, VintageStore
from koers_engine.sources.request import SourceRequest


def opened(store: Path | None) -> VintageStore:
    """The store that was asked for, else the default one."""
    leave_pandas_out()  # every command that reads a figure comes by here first
    return VintageStore(store) if store else VintageStore.default()


def whole_id(table: str) -> str:
    """The id of a dataset; one without publisher is of CBS."""
    return table if ":" in table else f"cbs:{table}"


def list_datasets(*, as_of: str | None, store: Path | None, form: Format) -> None:
    """Print each dataset with its last vintage, or the last one known at the end of a day."""
    found, moment = opened(store), end_of_day(as_of, "--as-of")
    header = ("dataset", "title", "observations", "vintages", "retrieved", "published", "digest")
    rows = [
        (
            vintage.dataset_id,
            vintage.title.nl,
            vintage.n_observations,
            len(found.vintages(vintage.dataset_id, moment)),
            f"{vintage.retrieved_at:%Y-%m-%d}",
            f"{vintage.published_at:%Y-%m-%d}",
            vintage.digest[:12],
        )
        for vintage in found.datasets(moment)
    ]
    if form is Format.JSON:
        _print(as_json([dict(zip(header, row, strict=True)) for row in rows]))
    elif form is Format.CSV:
        _print(as_csv(header, rows))
    elif rows:
        _print(
            as_table(header, [[f"{c:,}" if isinstance(c, int) else c for c in row] for row in rows])
        )
    elif as_of and found.datasets():
        _print(f"Nothing in the store {found.path} was known yet on {as_of}.")
    else:
        _print(
            f"The store {found.path} is empty. Bring a table in with: koers data add cbs:03759ned"
        )


def show(table: str, *, as_of: str | None, store: Path | None, form: Format) -> None:
    """Print what the last vintage of a dataset holds, or the last one known at a day's end."""
    found, moment = opened(store), end_of_day(as_of, "--as-of")
    vintages = found.vintages(whole_id(table), moment)
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
    "asked for as",
    "last asked",
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
        "asked for as": _asked_for(last),
        "last asked": _last_asked(store, last),
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
                "provenance": vintage.provenance.to_json(),
            }
            for vintage in vintages
        ],
    }


def _asked_for(vintage: Vintage) -> str:
    """How the table was asked for, as one would type it."""
    asked = vintage.provenance.request
    if not asked:
        return "not known"
    request = SourceRequest.from_json(asked)
    options = {"--form": request.form, "--from": request.origin, "--mapping": request.mapping}
    words = [f"{option} {value}" for option, value in options.items() if value]
    words += [f"--where {name}={','.join(codes)}" for name, codes in request.where.items()]
    return " ".join([f"{request.kind}:{request.name}", *words])


def _last_asked(store: VintageStore, vintage: Vintage) -> str:
    from koers_engine.intake import last_check  # noqa: PLC0415

    check = last_check(store, vintage.dataset_id)
    if check is None:
        return "not since it was added"
    return f"{check.checked_at:%Y-%m-%d}: {check.outcome} {check.why}".strip()


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
        (
            v["digest"][:12],
            told(datetime.fromisoformat(v["retrieved_at"])),
            told(datetime.fromisoformat(v["published_at"])),
            f"{v['observations']:,}",
            v["provenance"]["snapshot"][:12] or "none",
        )
        for v in content["vintages"]
    ]
    return "\n\n".join(
        [
            "\n".join(f"{key}: {printable(str(content[key]))}" for key in _ABOUT),
            as_table(("measure", "title", "unit", "decimals"), measures),
            as_table(("dimension", "title", "kind", "codes"), axes),
            f"periods ({len(labels)}): {labels[0]} to {labels[-1]}" if labels else "periods: none",
            as_table(("vintage", "retrieved", "published", "observations", "snapshot"), vintages),
            *_as_findings(content["vintages"][-1]["provenance"]),
        ]
    )


def _as_findings(provenance: dict[str, Any]) -> list[str]:
    """What was found in the last vintage, and what of it was accepted."""
    found = [
        f"{f['severity']}: {f['where']}: {f['what']} ({f['check']})" for f in provenance["findings"]
    ]
    accepted = [
        f"accepted: {a['check']}, by {a['by'] or 'unknown'} on {a['at'][:10]}: {a['reason']}"
        for a in provenance["acceptances"]
    ]
    return ["\n".join(map(printable, [*found, *accepted]))] if found else []


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
