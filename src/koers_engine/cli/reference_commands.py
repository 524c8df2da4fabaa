"""The command `koers peers`, and its options."""

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


def add_to(app: typer.Typer) -> None:
    """Register the command of this module with the command `koers`."""
    app.command("peers")(peers)


def peers(
    area: Annotated[str, typer.Argument(help="Code or name of the municipality, such as GM0106.")],
    *,
    by: Annotated[
        list[str] | None,
        typer.Option(
            "--by",
            help="An indicator to compare by, with its weight as in population*2. Can be repeated. "
            "Default: size, urbanity, age, income and jobs.",
            show_default=False,
        ),
    ] = None,
    number: Annotated[
        int | None,
        typer.Option(
            "--number",
            min=1,
            max=100,
            help="How many at most. Default: 10, or with --within all.",
            show_default=False,
        ),
    ] = None,
    within: Annotated[
        str | None,
        typer.Option(
            "--within",
            help="Only those within this distance; 1 is one standard deviation in everything.",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            help="Period, such as 2024. Default: the last one with inhabitants.",
            show_default=False,
        ),
    ] = None,
    as_of: AsOfOption = None,
    boundaries: BoundariesOption = None,
    catalogue: CatalogueOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Find the municipalities most like a place, and tell why these."""
    from koers_engine.cli import references  # noqa: PLC0415

    references.show_peers(
        references.Question(
            area=area,
            by=tuple(by or ()),
            number=number,
            within=within,
            period=period,
            as_of=as_of,
            boundaries=boundaries,
            catalogues=tuple(catalogue or ()),
        ),
        store=store,
        form=form,
        language=language,
    )
