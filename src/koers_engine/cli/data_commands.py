"""The commands below `koers data`, and their options."""

from pathlib import Path
from typing import Annotated

import typer

from koers_engine.cli.options import AsOfOption, FormatOption, StoreOption
from koers_engine.cli.rendering import Format

app = typer.Typer(help="Bring official tables in, and see which there are.", no_args_is_help=True)


@app.command("add")
def data_add(
    source: Annotated[
        str,
        typer.Argument(
            help="cbs:TABLE, sdmx:AGENCY/FLOW?KEY, jsonstat:FILE, file:FILE with a mapping, or "
            "koers:PATH for a folder in Koers' own format."
        ),
    ],
    *,
    form: Annotated[
        str,
        typer.Option("--form", help="For cbs: v4 (default), v3, or csv for the bulk file."),
    ] = "",
    origin: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="A file or folder with what the publisher once sent, or the base address of "
            "another server. Default: the publisher's own.",
            show_default=False,
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            help="Fetch only this part, as DIMENSION=CODE,CODE or Measure=CODE. Can be repeated.",
        ),
    ] = None,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", help="A TOML file that tells what a file's columns are."),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            help="Let the findings of a check pass, as CHECK=REASON; kept with the vintage. "
            "Can be repeated.",
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option("--by", help="Who accepts. Default: your login name.", show_default=False),
    ] = None,
    recording: Annotated[
        Path | None,
        typer.Option("--recording", help="Keep the responses of the server in this new folder."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Bring a table in as a vintage; content that is there already makes no second one."""
    from koers_engine.cli import bringing  # noqa: PLC0415

    bringing.add(
        source,
        form=form,
        origin=origin,
        where=where or [],
        mapping=mapping,
        accept=accept or [],
        by=by,
        recording=recording,
        store=store,
    )


@app.command("list")
def data_list(
    *,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the tables in the store, with their last vintage."""
    from koers_engine.cli import data  # noqa: PLC0415

    data.list_datasets(as_of=as_of, store=store, form=form)


@app.command("show")
def data_show(
    table: Annotated[str, typer.Argument(help="Id of a table, such as cbs:03759ned.")],
    *,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show a table's measures with their units, its dimensions, periods, vintages and terms."""
    from koers_engine.cli import data  # noqa: PLC0415

    data.show(table, as_of=as_of, store=store, form=form)


TablesArgument = Annotated[
    list[str] | None,
    typer.Argument(help="Ids of tables, such as cbs:03759ned. Default: every table there is."),
]


@app.command("refresh")
def data_refresh(
    tables: TablesArgument = None,
    *,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Ask publishers whether tables changed, and bring in what did; for cron or a timer."""
    from koers_engine.cli import bringing  # noqa: PLC0415

    bringing.refresh(tables or [], store=store, form=form)


@app.command("verify")
def data_verify(tables: TablesArgument = None, *, store: StoreOption = None) -> None:
    """Hold figures and raw responses in the store against their checksums."""
    from koers_engine.cli import bringing  # noqa: PLC0415

    bringing.verify(tables or [], store=store)
