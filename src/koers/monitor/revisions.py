"""What a publisher revised between two vintages of a table, in the reader's words."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import LocalisedText
from koers.monitor.figure import NoFigure
from koers.monitor.store import in_words, store
from koers.monitor.wording import status_mark, why_missing
from koers_engine.concepts import Period, Refusal
from koers_engine.observations import Vintage, VintageStore
from koers_engine.revisions.cells import Change
from koers_engine.revisions.difference import Diff, diff

CELLS_SHOWN = 50

_CHANGES = {
    Change.REVISED: _("revised"),
    Change.RELEASED: _("a figure where there was none"),
    Change.WITHDRAWN: _("no figure any more"),
    Change.STATUS: _("the same figure with another status"),
    Change.ADDED: _("not in the table before"),
    Change.REMOVED: _("no longer in the table"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedCell:
    """A figure that became another: which one, and what it said before and says now.

    `before` and `after` are in the unit of the measure; None where there was none: the words beside
    it then say why.
    """

    measure: LocalisedText
    place: str
    period: str
    of: tuple[str, ...]
    change: str
    before: float | None
    before_words: str
    after: float | None
    after_words: str
    difference: float | None
    decimals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """All that differs between two vintages; `cells` are the largest differences."""

    before: Vintage
    after: Vintage
    counts: tuple[tuple[str, int], ...]
    cells: tuple[ChangedCell, ...]
    metadata: tuple[tuple[LocalisedText, str, str], ...]
    is_cut: bool

    @property
    def is_empty(self) -> bool:
        return not (self.counts or self.metadata)


def revision(before: Vintage, after: Vintage) -> Revision | NoFigure:
    """What `after` says otherwise than `before`; or why the two cannot be compared."""
    try:
        found = _diff(store(), before, after)
    except Refusal as refusal:
        return NoFigure("", gettext("These two vintages cannot be compared."), str(refusal))
    return Revision(
        before=before,
        after=after,
        counts=tuple(
            (str(_CHANGES[kind]), found.total(kind)) for kind in Change if found.total(kind)
        ),
        cells=_cells(found),
        metadata=tuple((in_words(each.what), each.before, each.after) for each in found.metadata),
        is_cut=found.n_changed > CELLS_SHOWN,
    )


@lru_cache(maxsize=8)  # anybody may ask, and a large table takes seconds
def _diff(of_store: VintageStore, before: Vintage, after: Vintage) -> Diff:
    return diff(of_store, before, after, limit=CELLS_SHOWN)


def _cells(found: Diff) -> tuple[ChangedCell, ...]:
    titles, measures = _titles(found), {m.code: m for m in found.before.measures}
    measures |= {measure.code: measure for measure in found.after.measures}
    axes = [name for name in titles if name not in ("area", "period")]
    return tuple(
        ChangedCell(
            measure=in_words(measures[row["measure"]].title),
            place=titles.get("area", {}).get(row["area"], row["area"]),
            period=_period(row["period"]),
            of=tuple(titles[name].get(row[name], row[name]) for name in axes if name in row),
            change=str(_CHANGES[Change(row["change"])]),
            before=row["before"],
            before_words=_about(row["before"], row["status_before"]),
            after=row["after"],
            after_words=_about(row["after"], row["status_after"]),
            difference=row["difference"],
            decimals=measures[row["measure"]].decimals,
        )
        for row in found.cells.to_pylist()
    )


def _titles(found: Diff) -> dict[str, Mapping[str, str]]:
    """Per column the title of each code; of both vintages, the later one first."""
    titles: dict[str, Mapping[str, str]] = {}
    for vintage in (found.before, found.after):
        for axis in vintage.dimensions:
            codes = store().codes(vintage, axis.identifier)
            pairs: Any = zip(*(codes.column(n).to_pylist() for n in ("code", "title")), strict=True)
            titles[axis.column] = {**titles.get(axis.column, {}), **dict(pairs)}
    return titles


def _period(code: str) -> str:
    try:
        return Period.from_cbs(code).label
    except Refusal:
        return code


def _about(value: float | None, status: str | None) -> str:
    if status is None:
        return ""
    return why_missing(status) if value is None else status_mark(status)
