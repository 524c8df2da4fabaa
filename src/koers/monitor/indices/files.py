"""An index as files: the tables and recipe it is made again from, its scores, a workbook."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from math import isnan
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from koers.core.spreadsheets import without_formula
from koers.monitor.indices.report import Report
from koers_engine.composite import written, written_tables

TEXT, WORKBOOK = "text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _data(found: Report) -> str:
    return written_tables(found.index.data, without_formula)[0]


def _meta(found: Report) -> str:
    return written_tables(found.index.data, without_formula)[1]


def _recipe(found: Report) -> str:
    return written(found.index.recipe)


def _scores(found: Report) -> str:
    out = io.StringIO()
    writer = csv.writer(out)
    for row in _score_rows(found):
        writer.writerow([without_formula(cell) if isinstance(cell, str) else cell for cell in row])
    return out.getvalue()


def _score_rows(found: Report) -> Iterable[Sequence[Any]]:
    """A header, and per municipality its places, its interval, and the score of every part."""
    index = found.index
    elements = index.data.structure.elements
    order = sorted(range(len(elements)), key=lambda at: -elements[at].level)
    yield [
        "code", "name", "place", "place_best", "place_worst", "score_low", "score_high",
        *(elements[at].code for at in order),
    ]  # fmt: skip
    units = {code: unit for unit, code in enumerate(index.codes)}
    keys = ("best_place", "worst_place", "low_score", "high_score")
    for row in found.rows:
        doubt = row.doubt or {}
        scores = index.scores[units[row.code], order].tolist()
        yield [
            row.code,
            row.name,
            row.place,
            *(doubt.get(key, "") for key in keys),
            *("" if isnan(score) else score for score in scores),
        ]


def _workbook(found: Report) -> bytes:
    """The scores, the parts, what was found, and the sources, each on a sheet of its own."""
    file = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(file, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - same content, same file
    bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
    parts: list[Sequence[Any]] = [
        [_("Code"), _("Name"), _("Level"), _("Part of"), _("Direction"), _("Weight"),
         _("Effective weight"), _("Period"), _("Unit")],
        *(
            [p.element.code, p.element.name, p.element.level, p.element.parent or "",
             p.element.direction, float(found.index.weights[at]),
             float(found.index.effective_weights[at]), p.period, p.element.unit]
            for p in found.parts
            for at in [found.index.data.structure.places[p.element.code]]
        ),
    ]  # fmt: skip
    findings: list[Sequence[Any]] = [[_("Step"), _("What was found")]]
    findings += [[step, text] for step, texts in found.findings for text in texts]
    findings += [[_("Coherence"), text] for text in found.coherence]
    findings += [
        [_("Uncertainty"), text] for text in [found.causes_text, *found.doubt_notes] if text
    ]
    sources = [[_("Table"), _("Title"), _("Publisher"), _("Licence"), _("Retrieved"), _("Vintage")]]
    sources += [
        [v.dataset_id, v.title.text(found.language), v.publisher, v.licence,
         v.retrieved_at.date().isoformat(), v.digest]
        for v in found.vintages
    ]  # fmt: skip
    sheets: list[tuple[str, Iterable[Sequence[Any]]]] = [
        (_("Scores"), _score_rows(found)),
        (_("Parts"), parts),
        (_("Findings"), findings),
        (_("Sources"), sources),
    ]
    for name, rows in sheets:
        _fill(book.add_worksheet(name[:31]), list(rows), bold)
    book.close()
    return file.getvalue()


def _fill(sheet: Any, rows: Sequence[Sequence[Any]], bold: Any) -> None:
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                sheet.write_string(at, column, cell, bold if at == 0 else None)
            else:
                sheet.write_number(at, column, cell)
    sheet.freeze_panes(1, 0)
    for column in range(len(rows[0])):
        longest = max(len(str(row[column])) for row in rows)
        sheet.set_column(column, column, min(max(longest, 8), 60) + 1)


FILES: dict[str, tuple[str, Callable[[Report], str | bytes]]] = {
    "iData.csv": (TEXT, _data),
    "iMeta.csv": (TEXT, _meta),
    "recipe.toml": ("application/toml", _recipe),
    "scores.csv": (TEXT, _scores),
    "index.xlsx": (WORKBOOK, _workbook),
}
"""By name the kind of each file, and how it is made."""


def file_of(found: Report, name: str) -> tuple[str, bytes]:
    """The kind and content of one of FILES."""
    kind, make = FILES[name]
    content = make(found)
    if isinstance(content, bytes):
        return kind, content
    return f"{kind}; charset=utf-8", content.encode()
