"""The commands `koers index uncertainty` and `koers index sensitivity`, and their options."""

from typing import Annotated

import typer

from koers_engine.cli.index_commands import DataOption, MetaOption, RecipeOption
from koers_engine.cli.options import FormatOption, Language, LanguageOption
from koers_engine.cli.rendering import Format

SeedOption = Annotated[
    int | None,
    typer.Option(
        "--seed",
        min=0,
        help="Of the drawing; the same seed gives the same answer. Default: a fixed one.",
        show_default=False,
    ),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module with the group `koers index`."""
    app.command("uncertainty")(uncertainty)
    app.command("sensitivity")(sensitivity)


def uncertainty(
    *,
    data: DataOption,
    meta: MetaOption,
    recipe: RecipeOption = None,
    replicates: Annotated[
        int, typer.Option("--replicates", help="In how many ways to make the index.")
    ] = 1000,
    top: Annotated[
        int | None,
        typer.Option(
            "--top",
            help="Give the share of the ways in which a place is among so many best. "
            "Default: a quarter of the areas, at most 10.",
            show_default=False,
        ),
    ] = None,
    area: Annotated[
        list[str] | None,
        typer.Option(
            "--area",
            help="Code or name of an area to tell of in words. Can be repeated. "
            "Default: the first place.",
            show_default=False,
        ),
    ] = None,
    seed: SeedOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Tell how sure each place is, by making the index in many other reasonable ways."""
    from koers_engine.cli import uncertainty as doing  # noqa: PLC0415

    doing.show_uncertainty(
        doing.built(data, meta, recipe),
        replicates=replicates,
        top=top,
        areas=area or [],
        seed=seed,
        form=form,
        language=language,
    )


def sensitivity(
    *,
    data: DataOption,
    meta: MetaOption,
    recipe: RecipeOption = None,
    area: Annotated[
        str | None,
        typer.Option(
            "--area",
            help="Code or name of an area whose place and score to look at as well.",
            show_default=False,
        ),
    ] = None,
    base: Annotated[
        int,
        typer.Option(
            "--base",
            help="Rows of the base sample, a power of 2. The index is made that many times the "
            "number of choices + 2.",
        ),
    ] = 256,
    seed: SeedOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Tell which choice the places hang on most, by Sobol indices with their intervals."""
    from koers_engine.cli import uncertainty as doing  # noqa: PLC0415

    doing.show_sensitivity(
        doing.built(data, meta, recipe),
        area=area,
        base=base,
        seed=seed,
        form=form,
        language=language,
    )
