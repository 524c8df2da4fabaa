"""The commands `koers data diff` and `koers conclusions`, and their options."""

from typing import Annotated

import typer

from koers_engine.cli.options import (
    AsOfOption,
    CatalogueOption,
    FormatOption,
    GroupsOption,
    Language,
    LanguageOption,
    StoreOption,
)
from koers_engine.cli.rendering import Format

conclusions_app = typer.Typer(
    help="See the conclusions that were kept, and whether they still hold.",
    invoke_without_command=True,
)


def add_to(app: typer.Typer, data_app: typer.Typer) -> None:
    """Register the commands of this module with `koers` and `koers data`."""
    data_app.command("diff")(diff)
    app.add_typer(conclusions_app, name="conclusions")


def diff(
    table: Annotated[str, typer.Argument(help="Id of a table, such as cbs:03759ned.")],
    *,
    since: Annotated[
        str | None,
        typer.Option(
            "--from",
            help="Compare with what was known at the end of this day (UTC). Default: the vintage "
            "before.",
            show_default=False,
        ),
    ] = None,
    until: Annotated[
        str | None,
        typer.Option(
            "--to",
            help="What was known at the end of this day (UTC). Default: the last vintage.",
            show_default=False,
        ),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option("--measure", help="Only cells of this measure, by code. Can be repeated."),
    ] = None,
    area: Annotated[
        list[str] | None,
        typer.Option("--area", help="Only cells of this area, by code or name. Can be repeated."),
    ] = None,
    period: Annotated[
        list[str] | None,
        typer.Option("--period", help="Only cells of this period, such as 2024. Can be repeated."),
    ] = None,
    limit: Annotated[
        int,
        typer.Option(
            "--limit",
            min=0,
            help="How many changed cells to list, the largest differences first; 0 for all.",
        ),
    ] = 20,
    catalogue: CatalogueOption = None,
    groups: GroupsOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Tell what was revised between two vintages of a table, and which conclusions change."""
    from koers_engine.cli import revisions  # noqa: PLC0415

    revisions.show_diff(
        revisions.Asked(
            table=table,
            since=since,
            until=until,
            measures=tuple(measure or ()),
            areas=tuple(area or ()),
            periods=tuple(period or ()),
            limit=limit or None,
            catalogues=tuple(catalogue or ()),
            groups=groups,
        ),
        store=store,
        form=form,
        language=language,
    )


@conclusions_app.callback()
def conclusions(context: typer.Context) -> None:
    """See the conclusions that were kept, and whether they still hold."""
    if context.invoked_subcommand is None:
        list_conclusions()


@conclusions_app.command("list")
def list_conclusions(
    *,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """List the conclusions that were kept, as they were last drawn."""
    from koers_engine.cli import conclusions as work  # noqa: PLC0415

    work.list_conclusions(store=store, form=form, language=language)


@conclusions_app.command("check")
def check(
    name: Annotated[
        str | None,
        typer.Argument(help="Name of a conclusion. Default: all of them.", show_default=False),
    ] = None,
    *,
    as_of: AsOfOption = None,
    catalogue: CatalogueOption = None,
    groups: GroupsOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Draw conclusions again from the last vintages, and tell which no longer hold."""
    from koers_engine.cli import conclusions as work  # noqa: PLC0415

    work.check(
        name,
        as_of=as_of,
        catalogues=tuple(catalogue or ()),
        groups=groups,
        store=store,
        form=form,
        language=language,
    )
