"""A figure as a file that opens safely in a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from koers.core.spreadsheets import without_formula
from koers.monitor.figure import Figure

HEADER = (
    "indicator",
    "series",
    "area",
    "period",
    "value",
    "unit",
    "status",
    "break",
    "boundaries",
    "estimated",
    "made_how",
    "vintages",
)


def figure_as_csv(figure: Figure) -> str:
    """The figure's own series and those of its references, a row per period (RFC 4180).

    Values have a decimal point and are not rounded; empty where none was released, and `status`
    (SDMX CL_OBS_STATUS) then says why. `break` is 1 where the series breaks.
    `boundaries` is the year to whose municipal boundaries the values were brought, empty where they
    are as published; of the own series `made_how` then says how, and `estimated` which share (0-1)
    is an estimate.
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(HEADER)
    vintages = " ".join(f"{source.dataset}@{source.digest[:16]}" for source in figure.sources)
    boundaries = "" if figure.boundaries is None else str(figure.boundaries)
    for area, series in ((figure.area_code, figure.own), *(("", s) for s in figure.references)):
        for point in series.points:
            writer.writerow(
                [
                    *_safe((figure.indicator, series.label, area, point.period.label)),
                    "" if point.value is None else repr(point.value),
                    *_safe((figure.unit, point.status, "1" if point.breaks else "", boundaries)),
                    repr(point.estimated) if boundaries and area else "",
                    *_safe((point.how, vintages)),
                ]
            )
    return file.getvalue()


def _safe(texts: Iterable[str]) -> list[str]:
    return [without_formula(text) for text in texts]
