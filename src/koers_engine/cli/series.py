"""`koers series`."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from koers_engine.areas import AreaRegister
from koers_engine.cli.data import opened
from koers_engine.cli.moments import end_of_day
from koers_engine.cli.rendering import Format, as_csv, as_json, as_table, number, printable
from koers_engine.cli.standing import on_boundaries
from koers_engine.concepts import Area, Period
from koers_engine.indicators import Catalogue, Panel, load_panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What `koers series` was asked, as it was typed."""

    area: str
    indicator: str
    boundaries: int | None
    since: str | None
    until: str | None
    as_of: str | None
    catalogues: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    period: Period
    value: float | None
    status: str
    estimated: float
    how: str


def show(question: Question, *, store: Path | None, form: Format, language: str) -> None:
    """Print the series of a place."""
    since = Period.parse(question.since) if question.since else None
    until = Period.parse(question.until) if question.until else None
    as_of = end_of_day(question.as_of, "--as-of")
    catalogue = Catalogue.load(*question.catalogues)
    catalogue[question.indicator]  # refuses an unknown one before anything is read
    found = opened(store)
    register = AreaRegister.from_store(found, as_of)
    if question.boundaries is None:
        area = register.find(question.area)
    else:
        _, area = on_boundaries(register, question.area, question.boundaries)
    panel = load_panel(
        question.indicator,
        store=found,
        catalogue=catalogue,
        as_of=as_of,
        boundaries=question.boundaries,
    )
    rows = [
        row
        for row in _rows(panel, area, language)
        if (since is None or row.period >= since) and (until is None or row.period <= until)
    ]
    printed = {Format.JSON: _as_json, Format.CSV: _as_csv, Format.TABLE: _as_text}[form]
    _print(printed(panel, area, rows, language))


def _rows(panel: Panel, area: Area, language: str) -> Iterator[_Row]:
    for period, value, status in panel.series(area.code):
        how = panel.made_how(area.code, period)
        yield _Row(
            period=period,
            value=value,
            status=status,
            estimated=panel.estimated_share(area.code, period),
            how=how.text(language) if how else "",
        )


def _as_json(panel: Panel, area: Area, rows: list[_Row], language: str) -> str:
    indicator = panel.indicator
    return as_json(
        {
            "area": {"code": area.code, "name": area.name},
            "indicator": {
                "code": indicator.code,
                "name": indicator.name.text(language),
                "unit": indicator.unit.text(language),
            },
            "boundaries": panel.boundaries.year if panel.boundaries else None,
            "series": [
                {
                    "period": row.period.label,
                    "value": row.value,
                    "status": row.status,
                    "estimated": row.estimated,
                    "made_how": row.how or None,
                }
                for row in rows
            ],
            "breaks": [period.label for period in panel.breaks],
            "sources": [
                {
                    "dataset": vintage.dataset_id,
                    "vintage": vintage.digest,
                    "retrieved_at": vintage.retrieved_at.isoformat(),
                    "attribution": vintage.attribution,
                    "licence": vintage.licence,
                }
                for vintage in panel.vintages_of(*(row.period for row in rows))
            ],
        }
    )


_CSV_COLUMNS = (
    "area", "name", "indicator", "unit", "boundaries", "period", "value", "status", "estimated",
    "made_how",
)  # fmt: skip


def _as_csv(panel: Panel, area: Area, rows: list[_Row], language: str) -> str:
    indicator, year = panel.indicator, panel.boundaries.year if panel.boundaries else None
    about = (area.code, area.name, indicator.code, indicator.unit.text(language), year)
    return as_csv(
        _CSV_COLUMNS,
        [(*about, row.period.label, row.value, row.status, row.estimated, row.how) for row in rows],
    )


def _as_text(panel: Panel, area: Area, rows: list[_Row], language: str) -> str:
    words = _WORDS[language]
    indicator = panel.indicator
    head = f"{area.name} ({area.code}), {indicator.name.text(language)}"
    if panel.boundaries:
        head += f", {words['boundaries']} {panel.boundaries.year}"
    cells = [
        (
            row.period.label,
            number(row.value, indicator.decimals, language=language),
            row.status,
            *((_percent(row.estimated, language), row.how) if panel.boundaries else ()),
        )
        for row in rows
    ]
    header = words["header"] if panel.boundaries else words["header"][:3]
    breaks = [f"{words['break']} {period}." for period in panel.breaks if period in _periods(rows)]
    sources = [
        f"{vintage.attribution} ({vintage.licence}), "
        f"{words['as known']} {vintage.retrieved_at:%Y-%m-%d}"
        for vintage in panel.vintages_of(*_periods(rows))
    ]
    unit = indicator.unit.text(language)
    return "\n".join([f"{head} ({unit})", "", as_table(header, cells), *breaks, "", *sources])


def _periods(rows: list[_Row]) -> list[Period]:
    return [row.period for row in rows]


def _percent(share: float, language: str) -> str:
    """With a decimal; what is neither nothing nor all is never printed as such."""
    if 0 < share < 0.0005:
        return "<" + number(0.1, 1, language=language)
    return number(100 * share, 1, language=language)


_WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "boundaries": "boundaries of 1 January",
        "break": "The series breaks at",
        "as known": "as known on",
        "header": ("period", "value", "status", "estimated %", "how it was made"),
    },
    "nl": {
        "boundaries": "grenzen van 1 januari",
        "break": "De reeks breekt bij",
        "as known": "stand van",
        "header": ("periode", "waarde", "status", "geschat %", "hoe het is gemaakt"),
    },
}


def _print(text: str) -> None:
    sys.stdout.write(f"{printable(text, lines=True)}\n")
