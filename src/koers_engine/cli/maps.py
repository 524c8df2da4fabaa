"""`koers map`."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import typer

from koers_engine.areas import AreaRegister
from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import Cell, Format, as_csv, as_json, as_table, printable
from koers_engine.concepts import Area, AreaKind, Period, Refusal
from koers_engine.indicators import Catalogue, Panel, load_panel
from koers_engine.maps import Breaks, Choropleth, MapRequest, OutlineStore, choropleth, read_map
from koers_engine.maps.svg import standalone
from koers_engine.observations import VintageStore
from koers_engine.observations.disk import publish


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What `koers map draw` was asked, as it was typed."""

    indicator: str
    period: str | None
    area: str | None
    breaks: str
    boundaries: int | None
    as_of: str | None
    catalogues: tuple[Path, ...]


class NothingToDraw(Refusal, LookupError):
    """No municipality has a figure."""

    def __init__(self, indicator: str) -> None:
        super().__init__(
            f"No municipality has a figure of {indicator!r} in any period. Choose another "
            "indicator: koers indicators"
        )


def conditions(typed: Sequence[str]) -> dict[str, str]:
    """Conditions as they are typed, PROPERTY=VALUE.

    Raises:
        BadParameter: One is not of that form.
    """
    pairs = [each.partition("=") for each in typed]
    for (name, sign, _), each in zip(pairs, typed, strict=True):
        if not (name and sign):
            message = f"{each!r} is no condition; write PROPERTY=VALUE, such as H2O=NEE."
            raise typer.BadParameter(message, param_hint="--where")
    return {name: value for name, _, value in pairs}


def add(file: Path, request: MapRequest, *, store: Path | None) -> None:
    """Read a file of boundaries, and keep it as the map of its year."""
    outlines = read_map(file, request)
    found = OutlineStore.beside(opened(store))
    is_new = found.add(outlines)
    what = f"{len(outlines.areas)} municipalities of {outlines.year}"
    kept = f"Kept as {found.path(outlines.year)}" if is_new else "Nothing new: it was there already"
    _print(f"{what}. {kept}.")


def list_maps(*, store: Path | None, form: Format) -> None:
    """Print the maps, and the years each serves for as far as the store knows."""
    opened_store = opened(store)
    found = OutlineStore.beside(opened_store)
    header = ("year", "municipalities", "serves", "attribution", "licence", "source")
    rows: list[tuple[Cell, ...]] = []
    served = _served(found, opened_store)
    for year in found.years():
        held = found.load(year)
        years = served.get(year, "")
        rows.append((year, len(held.areas), years, held.attribution, held.licence, held.source))
    if form is Format.JSON:
        _print(as_json([dict(zip(header, row, strict=True)) for row in rows]))
    elif form is Format.CSV:
        _print(as_csv(header, rows))
    elif rows:
        _print(as_table(header, [[str(cell) for cell in row] for row in rows]))
    else:
        _print(
            f"There is no map in {found.folder}. Bring one in with: koers map add FILE --year 2023 "
            "--code PROPERTY --attribution WHOSE"
        )


def _served(maps: OutlineStore, store: VintageStore) -> dict[int, str]:
    """Per map the first and last year whose municipalities it has; empty where none is known."""
    try:
        history = (register := AreaRegister.from_store(store)).history
        first, last = register.boundary_years
    except Refusal:  # without the list of regions the maps can still be told
        return {}
    there = {year: history.municipalities(date(year, 1, 1)) for year in range(first, last + 1)}
    served = {}
    for year in maps.years():
        areas = maps.load(year).areas.keys()
        same = [each for each, codes in there.items() if codes == areas]
        if same:
            served[year] = f"{same[0]}-{same[-1]}" if len(same) > 1 else str(same[0])
    return served


def draw(question: Question, *, out: Path, store: Path | None, language: str) -> None:
    """Draw the map, write it, and print its sentence."""
    if out.suffix.lower() != ".svg":
        message = f"{out.name!r} does not end in .svg."
        raise typer.BadParameter(message, param_hint="--out")
    asked = Period.parse(question.period) if question.period else None
    as_of = end_of_day(question.as_of, "--as-of")
    catalogue = Catalogue.load(*question.catalogues)
    catalogue[question.indicator]  # refuses an unknown one before anything is read
    found = opened(store)
    register = AreaRegister.from_store(found, as_of)
    panel = load_panel(
        question.indicator,
        store=found,
        catalogue=catalogue,
        as_of=as_of,
        boundaries=question.boundaries,
    )
    period = asked or _last_period(panel)
    column = panel.values[:, panel.column(period)]
    year = question.boundaries or period.year
    own = register.find_on(question.area, date(year, 1, 1)) if question.area else None
    outlines = OutlineStore.beside(found).for_year(year, register)
    drawing = choropleth(
        Choropleth(
            outlines=outlines,
            values=dict(zip(panel.areas, column.tolist(), strict=True)),
            names={code: area.name for code, area in register.areas.items()},
            indicator=panel.indicator.name,
            unit=panel.indicator.unit,
            period=period.label,
            decimals=panel.indicator.decimals,
            own=own.code if own else None,
            breaks=Breaks(question.breaks),
        ),
        language=language,
    )
    sources = dict.fromkeys(
        f"{vintage.attribution} ({vintage.licence})" for vintage in panel.vintages_of(period)
    )
    title = f"{panel.indicator.name.text(language)}, {period}"
    whole = standalone(
        drawing,
        title=title[:1].upper() + title[1:],
        attribution="; ".join([*sources, f"{outlines.attribution} ({outlines.licence})"]),
    )
    publish(out, whole)
    _print(drawing.sentence)
    if own is not None and own.code not in outlines.areas:
        _print(_not_marked(own))


def _not_marked(area: Area) -> str:
    return f"{area.name} ({area.code}) is no municipality, and is not marked."


def _last_period(panel: Panel) -> Period:
    """The last period in which a municipality has a figure."""
    rows = [AreaKind.of(area) is AreaKind.MUNICIPALITY for area in panel.areas]
    released = ~np.isnan(panel.values[np.array(rows, bool)]).all(axis=0)
    if not released.any():
        raise NothingToDraw(panel.indicator.code)
    return panel.periods[int(np.flatnonzero(released)[-1])]


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
