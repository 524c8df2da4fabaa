"""The commands `koers indicators` and `koers position`, and their options."""

from typing import Annotated

import typer

from koers_engine.cli.options import (
    AsOfOption,
    BoundariesOption,
    CatalogueOption,
    FormatOption,
    GroupsOption,
    Language,
    LanguageOption,
    StoreOption,
)
from koers_engine.cli.rendering import Format


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module with the command `koers`."""
    app.command("indicators")(list_indicators)
    app.command("position")(position)


def list_indicators(
    *,
    catalogue: CatalogueOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """List the indicators, with their unit, direction and formula."""
    from koers_engine.cli import standing  # noqa: PLC0415

    standing.list_indicators(catalogue or [], form=form, language=language)


def position(
    area: Annotated[str, typer.Argument(help="Code or name of the place, such as GM0106.")],
    *,
    indicator: Annotated[str, typer.Option("--indicator", help="Code of the indicator.")],
    reference: Annotated[
        list[str] | None,
        typer.Option(
            "--reference",
            help="nl, province, landsdeel, north-netherlands, corop, labour-market-region, "
            'size-class, urbanisation, peers, a range as in "50000..100000 inhabitants", codes as '
            "in GM0106,GM0114, PV22 or CR07, or group:NAME of --groups; with or without the place "
            'as in "province without itself". Can be repeated. Default: nl, and for a '
            "municipality province.",
            show_default=False,
        ),
    ] = None,
    period: Annotated[
        str | None,
        typer.Option(
            "--period",
            help="Period, such as 2024. Default: the last with a figure.",
            show_default=False,
        ),
    ] = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            help="Base of the growth. Default: 2019, else the first comparable period.",
            show_default=False,
        ),
    ] = None,
    groups: GroupsOption = None,
    as_of: AsOfOption = None,
    boundaries: BoundariesOption = None,
    keep: Annotated[
        str | None,
        typer.Option(
            "--keep",
            help="Keep the answer as a conclusion of this name: koers conclusions.",
            show_default=False,
        ),
    ] = None,
    catalogue: CatalogueOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Hold a place against its reference areas: value, growth, rank, percentile, difference."""
    from koers_engine.cli import standing  # noqa: PLC0415

    standing.show(
        standing.Question(
            area=area,
            indicator=indicator,
            references=tuple(reference or ()),
            period=period,
            since=since,
            as_of=as_of,
            catalogues=tuple(catalogue or ()),
            boundaries=boundaries,
            groups=groups,
        ),
        keep=keep,
        store=store,
        form=form,
        language=language,
    )
