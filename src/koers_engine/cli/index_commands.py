"""The commands below `koers index` that build an index, and their options."""

from pathlib import Path
from typing import Annotated

import typer

from koers_engine.cli.options import FormatOption, Language, LanguageOption
from koers_engine.cli.rendering import Format

app = typer.Typer(
    help="Build a composite index by the steps of the OECD/JRC handbook, and doubt it.",
    no_args_is_help=True,
)

DataOption = Annotated[
    Path, typer.Option("--data", help="CSV with a row per unit and a column per indicator (iData).")
]
MetaOption = Annotated[
    Path, typer.Option("--meta", help="CSV that describes the columns and the levels (iMeta).")
]
RecipeOption = Annotated[
    Path | None,
    typer.Option(
        "--recipe",
        help="TOML file with the choices. Default: those that koers index recipe prints.",
        show_default=False,
    ),
]


@app.command("build")
def build(
    *,
    data: DataOption,
    meta: MetaOption,
    recipe: RecipeOption = None,
    out: Annotated[
        Path | None,
        typer.Option(
            "--out",
            help="New folder for the scores, ranks, weights, steps, findings and the recipe.",
            show_default=False,
        ),
    ] = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Build an index, and say what was found on the way."""
    from koers_engine.cli import index  # noqa: PLC0415

    index.build_index(data, meta, recipe, out=out, form=form, language=language)


@app.command("recipe")
def recipe() -> None:
    """Print the default recipe, with every key explained."""
    from koers_engine.cli import index  # noqa: PLC0415

    index.print_recipe()
