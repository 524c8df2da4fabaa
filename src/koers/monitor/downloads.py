"""What a page shows as a file: CSV, a workbook of Excel, and drawings as SVG and PNG."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.utils.translation import gettext as _

from koers.core.bilingual import current_language
from koers.monitor import comparing
from koers.monitor.charts import drawing_of
from koers.monitor.choices import Chosen
from koers.monitor.comparing import Asked
from koers.monitor.drawings import Drawing, as_png, standalone
from koers.monitor.figure import NoFigure, Source
from koers.monitor.figures import register_trouble
from koers.monitor.mapping import MAP_COLUMNS, Map, MapAsked
from koers.monitor.profiles import profile as profiling
from koers.monitor.profiles.drawings import profile_drawings
from koers.monitor.sheet_columns import cells, columns
from koers.monitor.sheets import Cell, Column, Sheet, as_csv, as_workbook
from koers.monitor.standings.sheets import figure_sheets
from koers.monitor.standings.standing import Part
from koers.monitor.store import in_words
from koers_engine.concepts import Bilingual
from koers_engine.profile import Profile
from koers_engine.profile.rows import (
    COMPARISON_COLUMNS,
    PROFILE_COLUMNS,
    comparison_rows,
    profile_rows,
)

PICTURES = ("svg", "png")
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "svg": "image/svg+xml",
    "png": "image/png",
}
_FIGURES = (
    "section", "indicator_name", "area_name", "period", "value", "unit", "status", "low_95",
    "high_95", "since", "growth_percent", "growth_percent_per_year", "text", "indicator", "area",
    "boundaries", "source",
)  # fmt: skip
_REFERENCES = (
    "indicator_name", "area_name", "period", "reference_name", "level", "difference", "unit", "n",
    "mean", "median", "rank", "tied", "percentile", "reference_growth_percent", "verdict",
    "confidence", "text", "indicator", "area", "boundaries",
)  # fmt: skip
_COMPARED = (
    "indicator_name", "area_name", "period", "value", "unit", "status", "difference", "is_best",
    "text", "indicator", "area", "boundaries", "source",
)  # fmt: skip
_SHADED = (
    "area_name", "period", "value", "unit", "status", "class", "text", "area", "indicator_name",
    "indicator", "boundaries", "source",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Download:
    """A file: its name, what it is, and its content."""

    name: str
    form: str
    content: str | bytes

    @property
    def content_type(self) -> str:
        return TYPES[self.form]


def comparison_file(asked: Asked, form: str, *, address: str) -> Download:
    """A comparison without a fault.

    Args:
        form: csv, xlsx, svg or png.
        address: Of the page that shows it; the workbook tells it.
    """
    laid, language = comparing.lay(asked), current_language()
    name = _named("-".join(["compare", *(place.code for place in asked.places)]), asked.chosen)
    title = _("Side by side: %(places)s") % {"places": comparing.title_of(laid.comparison)}
    vintages = [Source.of(vintage) for vintage in laid.comparison.vintages]
    if form in PICTURES:
        return _picture(comparing.drawn(laid), name, form, title, vintages)
    rows = comparison_rows(laid.comparison, language)
    if form == "csv":
        return Download(f"{name}.csv", form, as_csv(COMPARISON_COLUMNS, rows))
    sheets = [_sheet(_("Figures"), _COMPARED, _by_name(COMPARISON_COLUMNS, rows))]
    if laid.beside:
        sheets.append(_references(laid.beside))
    notes = laid.comparison.notes
    return _workbook(name, title, sheets, _about(title, address, asked.chosen, notes, vintages))


def profile_file(code: str, chosen: Chosen, form: str, *, address: str) -> Download | None:
    """A whole profile as csv or xlsx, as `comparison_file`; None where there is no profile."""
    profile = _profile(code, chosen)
    if profile is None:
        return None
    language = current_language()
    name = _named(f"profile-{profile.area.code}", chosen)
    rows = profile_rows(profile, language)
    if form == "csv":
        return Download(f"{name}.csv", form, as_csv(PROFILE_COLUMNS, rows))
    title = _("Profile of %(place)s") % {"place": in_words(profile.name)}
    vintages = [Source.of(vintage) for vintage in profile.vintages]
    own = [row for row in _by_name(PROFILE_COLUMNS, rows) if row["reference"] is None]
    notes = [*profile.notes, *(note for each in profile.references for note in each.notes)]
    sheets = [_sheet(_("Figures"), _FIGURES, own), _references(profile), _series(profile)]
    return _workbook(name, title, sheets, _about(title, address, chosen, notes, vintages))


def map_file(asked: MapAsked, drawn: Map, form: str, *, address: str) -> Download:
    """A map as csv, xlsx, svg or png; as `comparison_file`."""
    name = _named(f"map-{asked.code}-{drawn.period}", asked.chosen)
    if form in PICTURES:
        sources = [*drawn.sources]
        return _picture(drawn.drawing, name, form, drawn.title, sources, also=drawn.outlines)
    if form == "csv":
        rows = ([row[column] for column in MAP_COLUMNS] for row in drawn.rows)
        return Download(f"{name}.csv", form, as_csv(MAP_COLUMNS, rows))
    sheets = [_sheet(_("Figures"), _SHADED, drawn.rows)]
    about = _about(drawn.title, address, asked.chosen, (), drawn.sources)
    return _workbook(name, drawn.title, sheets, about, also=[(_("Boundaries"), drawn.outlines)])


def profile_drawing_file(code: str, chosen: Chosen, name: str, form: str) -> Download | None:
    """One drawing of a profile as svg or png; None where there is none of that name."""
    profile = _profile(code, chosen)
    drawings = profile_drawings(profile) if profile else []
    found = next((each for each in drawings if each.name == name), None)
    if profile is None or found is None:
        return None
    file = _named(f"profile-{profile.area.code}-{name}", chosen)
    return _picture(found.draw(), file, form, found.title, found.sources)


def profile_pictures(code: str, chosen: Chosen) -> list[tuple[str, str]]:
    """Name and title of each drawing that there is of a profile; none is made."""
    profile = _profile(code, chosen)
    return [(each.name, each.title) for each in profile_drawings(profile)] if profile else []


def _profile(code: str, chosen: Chosen) -> Profile | None:
    if register_trouble(chosen.moment):
        return None
    found = profiling.profile(code, profiling.making(chosen))
    return None if isinstance(found, profiling.NoProfile) else found


def figure_file(part: Part, chosen: Chosen, form: str, *, address: str) -> Download | None:
    """A figure through time as xlsx, svg or png; None where there is none, or none to draw."""
    figure = part.figure
    if isinstance(figure, NoFigure):
        return None
    name = _named(f"{figure.indicator}-{figure.area_code}", chosen)
    if form in PICTURES:
        drawing = drawing_of(figure)
        if drawing is None:
            return None
        return _picture(drawing, name, form, figure.title, figure.sources)
    sheets = figure_sheets(part)
    about = _about(figure.title, address, chosen, (), figure.sources)
    return _workbook(name, figure.title, sheets, about)


def _picture(
    drawing: Drawing, name: str, form: str, title: str, sources: Iterable[Source], *, also: str = ""
) -> Download:
    named = dict.fromkeys(f"{each.attribution} ({each.licence})" for each in sources)
    svg = standalone(drawing, title=title, attribution="; ".join(filter(None, [*named, also])))
    return Download(f"{name}.{form}", form, svg if form == "svg" else _png(svg))


@lru_cache(maxsize=16)  # drawing one takes longer than all else that a page does
def _png(svg: str) -> bytes:
    return as_png(svg)


def _named(start: str, chosen: Chosen) -> str:
    """The name of a file, from codes and numbers alone."""
    choice = chosen.choice
    year = f"-boundaries-{choice.boundaries}" if choice.boundaries else ""
    day = f"-as-of-{choice.as_of.isoformat()}" if choice.as_of else ""
    return f"{start}{year}{day}"


def _by_name(names: Sequence[str], rows: Iterable[Sequence[Cell]]) -> list[dict[str, Cell]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _sheet(name: str, shown: Sequence[str], rows: Iterable[Mapping[str, Cell]]) -> Sheet:
    return Sheet(name=name, columns=columns(shown), rows=cells(rows, shown))


def _references(profile: Profile) -> Sheet:
    rows = _by_name(PROFILE_COLUMNS, profile_rows(profile, current_language()))
    beside = [row for row in rows if row["reference"] is not None]
    return _sheet(_("References and positions"), _REFERENCES, beside)


_SERIES = ("indicator_name", "area_name", "period", "value", "unit", "status", "indicator", "area")


def _series(profile: Profile) -> Sheet:
    rows = [
        {
            "indicator": figure.indicator.code,
            "indicator_name": in_words(figure.indicator.name),
            "unit": in_words(figure.indicator.unit),
            "area": profile.area.code,
            "area_name": in_words(profile.name),
            "period": period.label,
            "value": value,
            "status": status,
        }
        for figure in profile.figures
        for period, value, status in figure.series
    ]
    return _sheet(_("Through time"), _SERIES, rows)


def _about(
    title: str,
    address: str,
    chosen: Chosen,
    notes: Iterable[Bilingual],
    sources: Iterable[Source],
) -> list[Sequence[Cell]]:
    """What a reader of the workbook must know, and where its figures come from."""
    choice = chosen.choice
    day = choice.as_of.isoformat() if choice.as_of else _("last known")
    told: list[Sequence[Cell]] = [
        (_("Title"), title, None, None, None),
        (_("Address"), address, None, None, None),
        (_("As known on"), day, None, None, None),
        (_("Municipal boundaries"), str(choice.boundaries or _("as published")), None, None, None),
        *((_("Note"), in_words(note), None, None, None) for note in dict.fromkeys(notes)),
    ]
    told += [
        (
            each.dataset,
            f"{each.title}. {each.attribution}",
            each.licence,
            each.retrieved_at.date().isoformat(),
            each.digest,
        )
        for each in sources
    ]
    return told


def _workbook(
    name: str,
    title: str,
    sheets: Sequence[Sheet],
    about: list[Sequence[Cell]],
    *,
    also: Sequence[tuple[str, str]] = (),
) -> Download:
    heads = (
        Column(_("About"), 24), Column(_("Text"), 80), Column(_("Licence"), 22),
        Column(_("As it was on"), 13), Column(_("Vintage (digest)"), 66),
    )  # fmt: skip
    rows = [*about, *((what, text, None, None, None) for what, text in also)]
    last = Sheet(name=_("Sources and notes"), columns=heads, rows=rows)
    return Download(f"{name}.xlsx", "xlsx", as_workbook([*sheets, last], title=title))
