"""The commands `koers profile` and `koers compare`, and their options."""

from pathlib import Path
from typing import Annotated

import typer

from koers_engine.cli.options import (
    BoundariesOption,
    CatalogueOption,
    FormatOption,
    GroupsOption,
    Language,
    LanguageOption,
    StoreOption,
)
from koers_engine.cli.rendering import Format

_PeriodOption = Annotated[
    str | None,
    typer.Option(
        "--period",
        help="Show no figure of a later period than this, such as 2020. Default: the last ones.",
        show_default=False,
    ),
]
_AsOfOption = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        help="Use the figures as they were known at the end of this day (UTC).",
        show_default=False,
    ),
]
_IndicatorOption = Annotated[
    list[str] | None,
    typer.Option(
        "--indicator",
        help="Code of an indicator: koers indicators. Can be repeated. Default: those of the "
        "profile.",
        show_default=False,
    ),
]


def add_to(app: typer.Typer) -> None:
    """Register the commands of this module with the command `koers`."""
    app.command("profile")(profile)
    app.command("compare")(compare)


def profile(
    area: Annotated[
        str | None, typer.Argument(help="Code or name of the place, such as GM0106.")
    ] = None,
    *,
    every: Annotated[
        bool, typer.Option("--all", help="Every municipality, written to --out as CSV.")
    ] = False,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="The file that --all writes.", show_default=False),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(
            "--reference",
            help="What to hold the place against, as in koers position. Can be repeated. Default: "
            "what suits the place.",
            show_default=False,
        ),
    ] = None,
    indicator: _IndicatorOption = None,
    period: _PeriodOption = None,
    since: Annotated[
        str | None,
        typer.Option(
            "--since",
            help="Base of the growth, where a series has it. Default: 2019, else the first "
            "comparable period.",
            show_default=False,
        ),
    ] = None,
    as_of: _AsOfOption = None,
    boundaries: BoundariesOption = None,
    sections: Annotated[
        Path | None,
        typer.Option(
            "--sections",
            help="A TOML file with tiles and sections of your own.",
            show_default=False,
        ),
    ] = None,
    goals: Annotated[
        Path | None,
        typer.Option(
            "--goals",
            help="A TOML file with goals of your own to score on, as in koers scores.",
            show_default=False,
        ),
    ] = None,
    groups: GroupsOption = None,
    catalogue: CatalogueOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Show where a place stands: its figures beside comparable places, with what they say."""
    from koers_engine.cli import profiles  # noqa: PLC0415

    asked = profiles.query(
        reference=reference,
        indicator=indicator,
        period=period,
        since=since,
        boundaries=boundaries,
        **{"as-of": as_of},
    )
    source = profiles.From(tuple(catalogue or ()), store, sections, groups, goals)
    if every and out is not None and area is None:
        profiles.write_all(asked, source, out=out, language=language)
    elif area is not None and not every and out is None:
        profiles.show(area, asked, source, form=form, language=language)
    else:
        message = "Give a place, or --all and --out FILE to write those of all municipalities."
        raise typer.BadParameter(message)


def compare(
    areas: Annotated[
        list[str],
        typer.Argument(help="Codes or names of the places, at most six.", metavar="AREA..."),
    ],
    *,
    indicator: _IndicatorOption = None,
    period: _PeriodOption = None,
    as_of: _AsOfOption = None,
    boundaries: BoundariesOption = None,
    catalogue: CatalogueOption = None,
    store: StoreOption = None,
    form: FormatOption = Format.TABLE,
    language: LanguageOption = Language.EN,
) -> None:
    """Lay up to six places side by side."""
    from koers_engine.cli import profiles  # noqa: PLC0415

    asked = {"indicator": indicator, "period": period, "as-of": as_of, "boundaries": boundaries}
    profiles.show_side_by_side(
        areas,
        profiles.query(**asked),
        profiles.From(tuple(catalogue or ()), store),
        form=form,
        language=language,
    )
