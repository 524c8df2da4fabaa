"""The command `koers positions`, and its options."""

from pathlib import Path
from typing import Annotated

import typer

from koers_engine.cli.options import (
    AsOfOption,
    BoundariesOption,
    CatalogueOption,
    GroupsOption,
    StoreOption,
)


def add_to(app: typer.Typer) -> None:
    """Register the command of this module with the command `koers`."""
    app.command("positions")(positions)


def positions(
    out: Annotated[
        Path,
        typer.Argument(
            help="File to write: .parquet or .csv. One that is there is replaced.",
            show_default=False,
        ),
    ],
    *,
    indicator: Annotated[
        list[str] | None,
        typer.Option(
            "--indicator",
            help="Code of an indicator. Can be repeated. Default: all that have figures.",
            show_default=False,
        ),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(
            "--reference",
            help="As of koers position. Can be repeated. Default: nl, province and size-class.",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        list[str] | None,
        typer.Option(
            "--period",
            help="Period, such as 2024. Can be repeated. Default: all there are.",
            show_default=False,
        ),
    ] = None,
    groups: GroupsOption = None,
    as_of: AsOfOption = None,
    boundaries: BoundariesOption = None,
    catalogue: CatalogueOption = None,
    store: StoreOption = None,
) -> None:
    """Write where every municipality stands: by every indicator, period and reference."""
    from koers_engine.cli import positions as work  # noqa: PLC0415

    work.write(
        work.Wanted(
            out=out,
            indicators=tuple(indicator or ()),
            references=tuple(reference or work.DEFAULT_REFERENCES),
            periods=tuple(period or ()),
            groups=groups,
            as_of=as_of,
            boundaries=boundaries,
            catalogues=tuple(catalogue or ()),
        ),
        store=store,
    )
