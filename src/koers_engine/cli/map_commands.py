"""The commands below `koers map`, and their options."""

from enum import StrEnum
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

app = typer.Typer(no_args_is_help=True)


class Breaks(StrEnum):
    """How figures are put in classes, as `koers_engine.maps.Breaks` has it."""

    QUANTILES = "quantiles"
    ROUND = "round"


def add_to(root: typer.Typer) -> None:
    """Register the commands of this module with the command `koers`."""
    root.add_typer(
        app, name="map", help="Municipal boundaries per year, and figures drawn on them."
    )


@app.command()
def add(
    file: Annotated[Path, typer.Argument(help="GeoJSON, TopoJSON, or a map in Koers' own format.")],
    *,
    year: Annotated[
        int | None,
        typer.Option("--year", help="Of which year the boundaries are.", show_default=False),
    ] = None,
    code: Annotated[
        str,
        typer.Option("--code", help="The property with a municipality's code: GM0106 or 106."),
    ] = "code",
    attribution: Annotated[
        str, typer.Option("--attribution", help="Whose boundaries they are.", show_default=False)
    ] = "",
    licence: Annotated[str, typer.Option("--licence", help="Under which licence.")] = "CC BY 4.0",
    layer: Annotated[
        str | None,
        typer.Option(
            "--object",
            help="The object of a topology; needed where it has several.",
            show_default=False,
        ),
    ] = None,
    where: Annotated[
        list[str] | None,
        typer.Option(
            "--where",
            help="Keep the features whose property reads so, as in H2O=NEE. Can be repeated.",
            show_default=False,
        ),
    ] = None,
    store: StoreOption = None,
) -> None:
    """Keep the boundaries of a year; those that were there of that year are kept beside them."""
    from koers_engine.cli import maps  # noqa: PLC0415
    from koers_engine.maps import MapRequest  # noqa: PLC0415

    request = MapRequest(
        year=year,
        code=code,
        attribution=attribution,
        licence=licence,
        layer=layer,
        where=maps.conditions(where or []),
    )
    maps.add(file, request, store=store)


@app.command("list")
def list_maps(*, store: StoreOption = None, form: FormatOption = Format.TABLE) -> None:
    """List the years there is a map of, and for which years it serves."""
    from koers_engine.cli import maps  # noqa: PLC0415

    maps.list_maps(store=store, form=form)


@app.command()
def draw(
    indicator: Annotated[str, typer.Argument(help="Code of the indicator.")],
    *,
    out: Annotated[Path, typer.Option("--out", help="The SVG file to write.")],
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            help="Period, such as 2024. Default: the last with a figure.",
            show_default=False,
        ),
    ] = None,
    area: Annotated[
        str | None,
        typer.Option("--area", help="Code or name of the place to mark.", show_default=False),
    ] = None,
    breaks: Annotated[
        Breaks, typer.Option("--breaks", help="How figures are put in classes.")
    ] = Breaks.QUANTILES,
    boundaries: BoundariesOption = None,
    as_of: AsOfOption = None,
    catalogue: CatalogueOption = None,
    store: StoreOption = None,
    language: LanguageOption = Language.EN,
) -> None:
    """Draw an indicator on the map, and print what it shows."""
    from koers_engine.cli import maps  # noqa: PLC0415

    maps.draw(
        maps.Question(
            indicator=indicator,
            period=period,
            area=area,
            breaks=breaks.value,
            boundaries=boundaries,
            as_of=as_of,
            catalogues=tuple(catalogue or ()),
        ),
        out=out,
        store=store,
        language=language,
    )
