"""The command `koers scores`, and its options."""

from pathlib import Path
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
    app.command("scores")(scores)


def scores(
    area: Annotated[
        str | None,
        typer.Argument(help="Code or name of the place, such as GM0106.", show_default=False),
    ] = None,
    *,
    goals: Annotated[
        Path | None,
        typer.Option(
            "--goals",
            help="A TOML file with goals of your own. Default: Koers' selection for the "
            "Sustainable Development Goals.",
            show_default=False,
        ),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Score all municipalities, the best first.")
    ] = False,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            help="Use no figures of a later year than this one. Default: the last there are.",
            show_default=False,
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="Write the answer to this file, as CSV, or as JSON where its name ends in .json.",
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
    """Score a place from 0 to 100 on goals, such as the Sustainable Development Goals."""
    from koers_engine.cli import scores as work  # noqa: PLC0415

    if (area is None) != every:
        message = "Give a place, or --all for every municipality."
        raise typer.BadParameter(message, param_hint="AREA")
    question = work.Question(
        area=area,
        goals=goals,
        period=period,
        as_of=as_of,
        boundaries=boundaries,
        catalogues=tuple(catalogue or ()),
    )
    work.show(question, out=out, store=store, form=form, language=language)
