"""A figure by itself as sheets of a workbook: through time, and beside its references."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from koers.monitor.figure import Figure, NoFigure, Point
from koers.monitor.sheets import Cell, Column, Number, Sheet
from koers.monitor.standing import Part
from koers.monitor.wording import status_mark, why_missing


def figure_sheets(part: Part) -> list[Sheet]:
    """The sheets of a figure; none where there is no figure."""
    figure = part.figure
    return [] if isinstance(figure, NoFigure) else [_through_time(figure), _beside(figure, part)]


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


def _beside(figure: Figure, part: Part) -> Sheet:
    heads = (
        Column(_("Reference"), 36), Column(_("Period"), 9), Column(_("Figure"), 12),
        Column(_("Difference"), 12), Column(_("Growth since"), 9), Column(_("Growth (%)"), 10),
        Column(_("Municipalities with a figure"), 14), Column(_("Rank"), 8),
        Column(_("Share of the others that is lower"), 12), Column(_("In words"), 70),
    )  # fmt: skip
    rows = [
        [
            each.label,
            part.period,
            _number(each.level, figure.decimals),
            _number(each.difference, figure.decimals),
            part.since or None,
            _number(each.growth, 1),
            each.n,
            each.rank,
            None if each.share_below is None else Number(each.share_below, is_share=True),
            " ".join(each.sentences),
        ]
        for each in part.standings
    ]
    return Sheet(name=_("References and positions"), columns=heads, rows=rows)


def _number(value: float | None, decimals: int) -> Number | None:
    return None if value is None else Number(value, decimals)
