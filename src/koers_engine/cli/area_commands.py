"""The commands below `koers areas`, `koers series`, and their options."""

from typing import Annotated

import typer

from koers_engine.cli.options import (
    AsOfOption,
    BoundariesOption,
    CatalogueOption,
    FormatOption,
    Language,
    LanguageOption,
    StoreOption,
)
from koers_engine.cli.rendering import Format

app = typer.Typer(no_args_is_help=True)


def add_to(root: typer.Typer) -> None:
    """Register the commands of this module with the command `koers`."""
    root.add_typer(
        app, name="areas", help="Mergers and boundary changes, as CBS's list of regions tells them."
    )
    root.command("series")(series)


@app.command()
def history(
    area: Annotated[str, typer.Argument(help="Code or name of the place, such as GM0014.")],
    *,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Tell what became of a place: mergers, boundary changes, other names; latest first."""
    from koers_engine.cli import areas  # noqa: PLC0415

    areas.show_history(area, as_of=as_of, store=store, form=form, language=language)


@app.command()
def unread(
    *,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the lines of the list of regions that could not be read; nothing of them is used."""
    from koers_engine.cli import areas  # noqa: PLC0415

    areas.show_unread(as_of=as_of, store=store, form=form)


@app.command()
def contradictions(
    *,
    as_of: AsOfOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
) -> None:
    """List the changes of which giver and receiver do not tell the same; the giver is followed."""
    from koers_engine.cli import areas  # noqa: PLC0415

    areas.show_contradictions(as_of=as_of, store=store, form=form)


def series(
    area: Annotated[str, typer.Argument(help="Code or name of the place, such as GM0106.")],
    *,
    indicator: Annotated[str, typer.Option("--indicator", help="Code of the indicator.")],
    boundaries: BoundariesOption = None,
    since: Annotated[
        str | None, typer.Option("--since", help="First period.", show_default=False)
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", help="Last period.", show_default=False)
    ] = None,
    as_of: AsOfOption = None,
    catalogue: CatalogueOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Print an indicator of a place over time, and how each figure was made."""
    from koers_engine.cli import series as printed  # noqa: PLC0415

    printed.show(
        printed.Question(
            area=area,
            indicator=indicator,
            boundaries=boundaries,
            since=since,
            until=until,
            as_of=as_of,
            catalogues=tuple(catalogue or ()),
        ),
        store=store,
        form=form,
        language=language,
    )
