"""A figure by itself as sheets of a workbook: through time, and beside its references."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from koers.monitor.figure import Figure, NoFigure, Point
from koers.monitor.sheets import Cell, Column, Number, Sheet
from koers.monitor.standings.standing import Part, Standing
from koers.monitor.standings.table import labels_of, statistics
from koers.monitor.store import in_words
from koers.monitor.wording import status_mark, why_missing

_WIDE = 24  # letters, for a column of texts


def figure_sheets(part: Part) -> list[Sheet]:
    """The sheets of a figure; none where there is no figure."""
    figure = part.figure
    if isinstance(figure, NoFigure):
        return []
    return [_through_time(figure), *([_beside(part.standing)] if part.standing else [])]


def _through_time(figure: Figure) -> Sheet:
    heads = (
        Column(_("Place"), 30), Column(_("Code"), 9), Column(_("Period"), 9),
        Column(_("Figure"), 12), Column(_("Unit"), 26), Column(_("Status"), 18),
        Column(_("Break in the series"), 12), Column(_("Boundaries of 1 January"), 12),
        Column(_("Estimated"), 11), Column(_("How it was made"), 60),
    )  # fmt: skip
    return Sheet(name=_("Figures"), columns=heads, rows=_points(figure))


def _points(figure: Figure) -> Iterator[list[Cell]]:
    own = (figure.area_code, figure.own)
    for code, series in (own, *(("", each) for each in figure.references)):
        for point in series.points:
            is_made = bool(figure.boundaries and code)
            yield [
                series.label,
                code,
                point.period.label,
                None if point.value is None else Number(point.value, figure.decimals),
                figure.unit,
                _status(point),
                _("yes") if point.breaks else None,
                figure.boundaries,
                Number(point.estimated, 1, is_share=True) if is_made else None,
                point.how or None,
            ]


def _status(point: Point) -> str:
    return why_missing(point.status) if point.value is None else status_mark(point.status)


def _beside(standing: Standing) -> Sheet:
    """A row for the place, and one per reference, with every number that there is."""
    numbers = statistics(standing)
    held = standing.position
    heads = (
        Column(_("Reference"), 36),
        Column(_("Period"), 9),
        *(Column(each.name, _WIDE if isinstance(each.beside[0], str) else 13) for each in numbers),
        Column(_("In words"), 70),
    )
    said = ("", *(" ".join(map(in_words, each.sentences)) for each in standing.held))
    columns = [each.values for each in numbers]
    rows = [
        [label, held.period.label, *(column[at] for column in columns), said[at] or None]
        for at, label in enumerate(labels_of(standing))
    ]
    return Sheet(name=_("References and positions"), columns=heads, rows=rows)
