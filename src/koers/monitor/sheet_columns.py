"""The columns of profiles and comparisons as a workbook names them."""

from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from koers.monitor.drawings import Mark
from koers.monitor.drawings.parts import mark_label
from koers.monitor.sheets import Cell, Column, Number
from koers.monitor.store import catalogue
from koers.monitor.wording import status_mark, why_missing

Row = Mapping[str, Cell]

_COLUMNS = {
    "area": (_("Code"), 9),
    "area_name": (_("Place"), 20),
    "section": (_("Topic"), 20),
    "indicator": (_("Indicator (code)"), 24),
    "indicator_name": (_("Indicator"), 36),
    "unit": (_("Unit"), 26),
    "period": (_("Period"), 9),
    "value": (_("Figure"), 12),
    "status": (_("Status"), 18),
    "low_95": (_("Lower end of the 95% interval"), 12),
    "high_95": (_("Upper end of the 95% interval"), 12),
    "since": (_("Growth since"), 9),
    "growth_percent": (_("Growth (%)"), 10),
    "growth_percent_per_year": (_("Growth per year (%)"), 10),
    "reference_name": (_("Reference"), 36),
    "n": (_("Municipalities with a figure"), 14),
    "level": (_("Figure of the reference"), 12),
    "mean": (_("Mean"), 12),
    "median": (_("Median"), 12),
    "rank": (_("Rank"), 8),
    "tied": (_("Others on the same place"), 10),
    "percentile": (_("Share of the others that is lower"), 12),
    "difference": (_("Difference"), 12),
    "reference_growth_percent": (_("Growth of the reference (%)"), 12),
    "verdict": (_("Beyond chance"), 12),
    "confidence": (_("Confidence"), 11),
    "is_best": (_("Most favourable"), 11),
    "boundaries": (_("Boundaries of 1 January"), 12),
    "class": (_("Class"), 24),
    "text": (_("In words"), 70),
    "source": (_("Source"), 34),
}
_IN_THE_UNIT = {"value", "low_95", "high_95", "level", "mean", "median", "difference"}
_PERCENT = {"growth_percent", "growth_percent_per_year", "reference_growth_percent"}
_SHARES = {"percentile": 0, "confidence": 1}


def columns(names: Iterable[str]) -> list[Column]:
    """The heads of these columns, in the reader's language."""
    return [Column(str(_COLUMNS[name][0]), _COLUMNS[name][1]) for name in names]


def cells(rows: Iterable[Row], names: Sequence[str]) -> list[list[Cell]]:
    """These columns of rows, each figure with its decimals and each code in words."""
    return [[_cell(row, name) for name in names] for row in rows]


def _cell(row: Row, name: str) -> Cell:
    content = row.get(name)
    if name == "status":
        return _status(row)
    if name == "verdict" and content is not None:
        return mark_label(Mark(str(content)))
    if name == "is_best":
        return str(_("yes")) if content else None
    return _number(row, name, content) if isinstance(content, int | float) else content


def _number(row: Row, name: str, content: float) -> Cell:
    if name in _IN_THE_UNIT:
        return Number(content, catalogue()[str(row["indicator"])].decimals)
    if name in _PERCENT:
        return Number(content, 1)
    if name in _SHARES:
        return Number(content, _SHARES[name], is_share=True)
    return content


def _status(row: Row) -> str | None:
    status = row.get("status")
    if status is None:
        return None
    return why_missing(str(status)) if row.get("value") is None else status_mark(str(status))
