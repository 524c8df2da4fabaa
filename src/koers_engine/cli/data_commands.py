"""The commands below `koers data`, and their options."""

from pathlib import Path
from typing import Annotated

import typer

from koers_engine.cli.options import FormatOption, StoreOption
from koers_engine.cli.rendering import Format

app = typer.Typer(help="Bring official tables in, and see which there are.", no_args_is_help=True)


@app.command("add")
def data_add(
    source: Annotated[
        str, typer.Argument(help="cbs:TABLE, or koers:PATH for a folder in Koers' own format.")
    ],
    *,
    origin: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="For cbs: a folder with recorded responses, or the base address of a server. "
            "Default: KOERS_CBS_BASE, else CBS.",
            show_default=False,
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option("--where", help="Fetch only this part, as DIMENSION=CODE. Can be repeated."),
    ] = None,
    recording: Annotated[
        Path | None,
        typer.Option("--recording", help="Keep the responses of the server in this new folder."),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Bring a table in as a vintage; content that is there already makes no second one."""
    from koers_engine.cli import data  # noqa: PLC0415

    data.add(source, origin=origin, where=where or [], recording=recording, store=store)


@app.command("list")
def data_list(*, store: StoreOption = None, form: FormatOption = Format.TABLE) -> None:
    """List the tables in the store, with their last vintage."""
    from koers_engine.cli import data  # noqa: PLC0415

    data.list_datasets(store=store, form=form)


@app.command("show")
def data_show(
    table: Annotated[str, typer.Argument(help="Id of a table, such as cbs:03759ned.")],
    *,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show a table's measures with their units, its dimensions, periods, vintages and terms."""
    from koers_engine.cli import data  # noqa: PLC0415

    data.show(table, store=store, form=form)
