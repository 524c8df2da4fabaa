"""Options that several commands have, worded once."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from koers_engine.cli.rendering import Format


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
AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="Use the figures as they were known at the end of this day (UTC).",
        show_default=False,
    ),
]
BoundariesOption = Annotated[
    int | None,
    typer.Option(
        "--boundaries",
        help="Bring all figures to the municipalities of 1 January of this year.",
        show_default=False,
    ),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print the answer.")]
LanguageOption = Annotated[
    Language, typer.Option("--language", help="Language of names and notes.")
]
GroupsOption = Annotated[
    Path | None,
    typer.Option(
        "--groups",
        help="A TOML file with lists of municipalities of your own, for group:NAME.",
        show_default=False,
    ),
]
CatalogueOption = Annotated[
    list[Path] | None,
    typer.Option("--catalogue", help="A TOML file with indicators of your own. Can be repeated."),
]
