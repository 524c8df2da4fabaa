"""The commands and their options. What a command needs is imported when it runs: it starts fast."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from koers_engine.cli.rendering import Format, printable
from koers_engine.concepts import Refusal

app = typer.Typer(
    name="koers",
    help="Official figures, kept with their vintages, and where a municipality stands.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
data_app = typer.Typer(
    help="Bring official tables in, and see which there are.", no_args_is_help=True
)
app.add_typer(data_app, name="data")


class Language(StrEnum):
    """The language of names and notes."""

    NL = "nl"
    EN = "en"


StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        help="Folder of the store. Default: KOERS_STORE, else below your user data folder.",
        show_default=False,
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the answer.")]
LanguageOption = Annotated[
    Language, typer.Option("--language", help="Language of names and notes.")
]
CatalogueOption = Annotated[
    list[Path] | None,
    typer.Option("--catalogue", help="A TOML file with indicators of your own. Can be repeated."),
]


@data_app.command("add")
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


@data_app.command("list")
def data_list(*, store: StoreOption = None, form: FormatOption = Format.TABLE) -> None:
    """List the tables in the store, with their last vintage."""
    from koers_engine.cli import data  # noqa: PLC0415

    data.list_datasets(store=store, form=form)


@data_app.command("show")
def data_show(
    table: Annotated[str, typer.Argument(help="Id of a table, such as cbs:03759ned.")],
    *,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """Show a table's measures with their units, its dimensions, periods, vintages and terms."""
    from koers_engine.cli import data  # noqa: PLC0415

    data.show(table, store=store, form=form)


@app.command("indicators")
def list_indicators(
    *,
    catalogue: CatalogueOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """List the indicators, with their unit, direction and formula."""
    from koers_engine.cli import standing  # noqa: PLC0415

    standing.list_indicators(catalogue or [], form=form, language=language)


@app.command("position")
def position(
    area: Annotated[str, typer.Argument(help="Code or name of the place, such as GM0106.")],
    *,
    indicator: Annotated[str, typer.Option("--indicator", help="Code of the indicator.")],
    reference: Annotated[
        list[str] | None,
        typer.Option(
            "--reference",
            help="nl, province, landsdeel, north-netherlands, a class of size as in "
            '"50000..100000 inhabitants", or codes as in GM0106,GM0114. Can be repeated. '
            "Default: nl, and for a municipality province.",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            help="Period, such as 2024. Default: the last with a figure.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            help="Base of the growth. Default: 2019, else the first comparable period.",
            show_default=False,
        ),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(
            "--as-of", help="Use the figures as they were known at the end of this day (UTC)."
        ),
    ] = None,
    catalogue: CatalogueOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Hold a place against its reference areas: value, growth, rank, percentile, difference."""
    from koers_engine.cli import standing  # noqa: PLC0415

    standing.show(
        standing.Question(
            area=area,
            indicator=indicator,
            references=tuple(reference or ()),
            period=period,
            since=since,
            as_of=as_of,
            catalogues=tuple(catalogue or ()),
        ),
        store=store,
        form=form,
        language=language,
    )


def main() -> None:
    """Run the command: exit code 0 when done, 1 when it refuses, 2 when it is called wrongly."""
    try:
        app()
    except BrokenPipeError:
        # Whoever read the answer has read enough; what is left must not fail at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (Refusal, OSError) as refusal:
        print(f"koers: {printable(str(refusal), lines=True)}", file=sys.stderr)
        sys.exit(1)
