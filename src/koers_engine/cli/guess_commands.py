"""The command `koers data guess`, and its options."""

from pathlib import Path
from typing import Annotated

import typer

from koers_engine.cli.options import StoreOption


def add_to(data_app: typer.Typer) -> None:
    """Register the command of this module with `koers data`."""
    data_app.command("guess")(guess)


def guess(
    file: Annotated[Path, typer.Argument(help="A CSV, Excel or JSON file; it may be gzipped.")],
    *,
    write: Annotated[
        Path | None,
        typer.Option("--write", help="Write the mapping to this new file."),
    ] = None,
    yes: Annotated[
        bool,
        typer.Option("--yes", help="Ask nothing: write the mapping, by default to FILE.toml."),
    ] = False,
    store: StoreOption = None,
) -> None:
    """Propose what the columns of a file are, show the first figures, and ask."""
    from koers_engine.cli import guess as work  # noqa: PLC0415

    work.guess_file(file, write=write, yes=yes, store=store)
