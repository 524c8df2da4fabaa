"""An index as a page shows it: ranking, doubt, parts, findings, and what makes a score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koers.core.bilingual import LocalisedText, current_language
from koers.monitor.drawings import Drawing
from koers.monitor.drawings.ranking import IntervalBar, IntervalBars, interval_bars
from koers.monitor.indices.data import Built, Taken, built
from koers.monitor.indices.doubt import MOST_SECONDS, Doubt, doubt_of, quick_doubt, seconds
from koers.monitor.indices.wording import told
from koers.monitor.models import DoubtState, IndexVersion
from koers.monitor.numbers import number, percent, signed
from koers.monitor.store import in_words
from koers_engine.composite import Element, Index, Lift, belongings, coherences, lifts
from koers_engine.composite.correlating import correlations
from koers_engine.composite.findings import STEP_NAMES
from koers_engine.concepts import Refusal
from koers_engine.observations import Vintage

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

DRAWN = 15  # bars in a drawing: more are not told apart
MOST_CORRELATED = 25
TICKS = 4  # from which spread on the figures below a scale are whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A municipality in the ranking; `doubt` is what the uncertainty says of it, if known."""

    code: str
    name: str
    place: int
    is_tied: bool
    score: float
    score_text: str
    is_own: bool
    doubt: Mapping[str, Any] | None

    @property
    def places(self) -> str:
        """The places in 90% of the ways, as a text."""
        if self.doubt is None:
            return "–"
        best, worst = self.doubt["best_place"], self.doubt["worst_place"]
        return str(best) if best == worst else f"{best}–{worst}"

    @property
    def sentence(self) -> str:
        """Where it stands in how many of the ways."""
        return "" if self.doubt is None else in_language(self.doubt["text"])


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRow:
    """An element of the hierarchy; `depth` is 0 for the index."""

    element: Element
    depth: int
    weight: str
    effective: str
    with_parent: str
    with_index: str
    taken: Taken | None

    @property
    def period(self) -> str:
        return self.taken.period.label if self.taken and self.taken.period else "–"

    @property
    def definition(self) -> str:
        return in_words(self.taken.indicator.definition) if self.taken else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decomposition:
    """What lifts the score of a place and what lowers it, the largest first."""

    place: Row
    sentence: str
    lifts: Sequence[tuple[Lift, str, str, str]]
    """Each with its lift, its score and the mean as text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """All that a page shows of an index that can be built."""

    index: Index
    language: str
    n_units: int
    group: LocalisedText
    rows: Sequence[Row]
    own: Row | None
    parts: Sequence[PartRow]
    findings: Sequence[tuple[str, Sequence[str]]]
    coherence: Sequence[str]
    matrix: tuple[Sequence[str], Sequence[tuple[str, Sequence[str]]]]
    choices: Sequence[tuple["StrOrPromise", "StrOrPromise"]]
    vintages: Sequence[Vintage]
    doubt: Doubt
    ranking: Drawing
    is_ranking_cut: bool
    causes: Drawing | None

    @property
    def causes_text(self) -> str:
        causes = self.doubt.content.get("causes")
        return in_language(causes["text"]) if causes else ""

    @property
    def doubt_notes(self) -> list[str]:
        causes = self.doubt.content.get("causes") or {}
        notes = [*self.doubt.content.get("notes", []), *causes.get("notes", [])]
        return list(map(in_language, notes))

    @property
    def varied(self) -> str:
        """Which choices were varied, as words."""
        return ", ".join(map(in_language, self.doubt.content.get("choices", [])))


def in_language(text: Mapping[str, str]) -> str:
    """A text that is kept in both languages, in the reader's."""
    return text[current_language()]


def report_of(version: IndexVersion, own: str) -> Report:
    """A recorded version as it is made again now; `own` is the code of the place to stress.

    Raises:
        koers_engine.concepts.Refusal: It can no longer be made; the message says why.
    """
    dutch = built(version, "nl")  # whose doubt counts for both languages
    made = built(version, current_language())
    return report(made, doubt_of(version, dutch.index), own)


def report_or_why(version: IndexVersion, own: str) -> Report | str:
    """The same, or in English why the version can no longer be made."""
    try:
        return report_of(version, own)
    except Refusal as refusal:
        return str(refusal)


def preview_of(made: Built, own: str) -> Report:
    """An index that is not recorded, without its doubt where that takes long."""
    is_slow = seconds(made.index) > MOST_SECONDS
    doubt = Doubt(state=DoubtState.QUEUED) if is_slow else quick_doubt(made.index)
    return report(made, doubt, own)


def report(made: Built, doubt: Doubt, own: str) -> Report:
    """What a page shows of an index and its doubt."""
    index, collected = made.index, made.collected
    rows = _rows(index, doubt, own)
    own_row = next((row for row in rows if row.is_own), None)
    shown = _around(rows, own_row)
    causes = doubt.content.get("causes")
    vintages = [vintage for each in collected.taken.values() for vintage in each.vintages]
    return Report(
        index=index,
        language=current_language(),
        n_units=len(index.codes),
        group=in_words(collected.group),
        rows=rows,
        own=own_row,
        parts=_parts(index, collected.taken),
        findings=_findings(index),
        coherence=[in_words(each.text) for each in coherences(_structure(index), index.scores)],
        matrix=_matrix(index),
        choices=told(index.recipe),
        vintages=list(dict.fromkeys(vintages)),
        doubt=doubt,
        ranking=_ranking(shown),
        is_ranking_cut=len(shown) < len(rows),
        causes=_causes(causes) if causes else None,
    )


def _structure(index: Index) -> Any:
    return index.data.structure


def _decimals(index: Index) -> int:
    """So many that scores can be told apart on the scale that they are on."""
    scores = index.scores[:, -1]
    spread = float(np.nanmax(scores) - np.nanmin(scores))
    return 1 if spread >= 10 else 2 if spread >= 1 else 3


def _rows(index: Index, doubt: Doubt, own: str) -> list[Row]:
    areas = doubt.content.get("areas", {})
    places, scores, decimals = index.ranks[:, -1], index.scores[:, -1], _decimals(index)
    found = []
    for unit in index.order.tolist():
        if np.isnan(scores[unit]):
            continue
        code, place = index.codes[unit], int(places[unit])
        found.append(
            Row(
                code=code,
                name=index.names[unit],
                place=place,
                is_tied=int(np.count_nonzero(places == place)) > 1,
                score=float(scores[unit]),
                score_text=number(float(scores[unit]), decimals),
                is_own=code == own,
                doubt=areas.get(code),
            )
        )
    return found


def _around(rows: Sequence[Row], own: Row | None) -> Sequence[Row]:
    """As many rows as a drawing holds: the first, or those around the own place."""
    if len(rows) <= DRAWN:
        return rows
    middle = rows.index(own) if own else 0
    start = min(max(middle - DRAWN // 2, 0), len(rows) - DRAWN)
    return rows[start : start + DRAWN]


def _ranking(rows: Sequence[Row]) -> Drawing:
    spread = max(row.score for row in rows) - min(row.score for row in rows)
    decimals = 1 if spread >= 1 else 3
    bars = [
        IntervalBar(
            f"{row.place}. {row.name}",
            row.score,
            row.doubt["low_score"] if row.doubt else None,
            row.doubt["high_score"] if row.doubt else None,
            is_own=row.is_own,
        )
        for row in rows
    ]
    return interval_bars(
        IntervalBars(
            bars=bars,
            label=_("Score"),
            named=_("Municipality"),
            written=lambda value: number(value, decimals),
            ticks=lambda value: number(value, 0 if spread >= TICKS else decimals),
        )
    )


def _causes(causes: Mapping[str, Any]) -> Drawing | None:
    bars = [
        IntervalBar(
            _capital(in_language(share["choice"])),
            _hundred(share["total"]),
            _hundred(share["total_low"]),
            _hundred(share["total_high"]),
        )
        for share in causes["shares"]
    ]
    if all(bar.value is None for bar in bars):
        return None
    return interval_bars(
        IntervalBars(
            bars=bars,
            label=_("Share of the uncertainty"),
            named=_("Choice"),
            written=lambda value: percent(value, 0),
            ticks=lambda value: percent(value, 0),
        )
    )


def _hundred(share: float | None) -> float | None:
    """A share in percent; less than nothing, as an estimate may be, is nothing."""
    return None if share is None else max(0.0, 100 * share)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _parts(index: Index, taken: Mapping[str, Taken]) -> list[PartRow]:
    structure = index.data.structure
    belongs = {each.code: each for each in belongings(structure, index.scores)}
    children: dict[str | None, list[Element]] = {}
    for element in structure.elements:
        children.setdefault(element.parent, []).append(element)
    found: list[PartRow] = []

    def walk(element: Element, depth: int) -> None:
        at = structure.places[element.code]
        belonging = belongs.get(element.code)
        found.append(
            PartRow(
                element=element,
                depth=depth,
                weight=percent(100 * float(index.weights[at])),
                effective=percent(100 * float(index.effective_weights[at])),
                with_parent=_r(belonging.with_parent if belonging else None),
                with_index=_r(belonging.with_index if belonging else None),
                taken=taken.get(element.code) if element.level == 1 else None,
            )
        )
        for child in children.get(element.code, []):
            walk(child, depth + 1)

    walk(structure.top, 0)
    return found


def _r(value: float | None) -> str:
    return "–" if value is None or np.isnan(value) else number(value, 2)


def _findings(index: Index) -> list[tuple[str, Sequence[str]]]:
    by_step: dict[str, list[str]] = {}
    for found in index.findings:
        by_step.setdefault(_capital(in_words(STEP_NAMES[found.step])), []).append(
            in_words(found.text)
        )
    return list(by_step.items())


def _matrix(index: Index) -> tuple[Sequence[str], Sequence[tuple[str, Sequence[str]]]]:
    """Correlations of all elements, or of the aggregates alone where those are too many."""
    elements = index.data.structure.elements
    shown = sorted(range(len(elements)), key=lambda at: -elements[at].level)
    if len(shown) > MOST_CORRELATED:
        shown = [at for at in shown if elements[at].level > 1][:MOST_CORRELATED]
    table = correlations(index.scores[:, shown])
    names = [elements[at].name for at in shown]
    return names, [
        (name, [_r(float(value)) for value in row]) for name, row in zip(names, table, strict=True)
    ]


def decomposition(found: Report, code: str) -> Decomposition | None:
    """What makes the score of one place; None where it has none."""
    place = next((row for row in found.rows if row.code == code), None)
    if place is None:
        return None
    index, decimals = found.index, _decimals(found.index)
    parts = lifts(index, index.codes.index(code))
    ordered = sorted(parts, key=lambda part: (part.lift is None, -(part.lift or 0.0)))
    rows = [
        (
            part,
            "–" if part.lift is None else signed(part.lift, max(decimals, 2)),
            "–" if part.score is None else number(part.score, 1),
            "–" if part.mean is None else number(part.mean, 1),
        )
        for part in ordered
    ]
    return Decomposition(place=place, sentence=_lifted(place, ordered), lifts=rows)


def _lifted(place: Row, ordered: Sequence[Lift]) -> str:
    """Which indicator lifts a place most, and which lowers it most."""
    up = [part for part in ordered if (part.lift or 0.0) > 0]
    down = [part for part in ordered if (part.lift or 0.0) < 0]
    words = {"place": place.name}
    if up and down:
        words |= {"up": up[0].name, "down": down[-1].name}
        return _("%(up)s lifts the score of %(place)s most; %(down)s lowers it most.") % words
    if up:
        return _("%(up)s lifts the score of %(place)s most; nothing lowers it.") % (
            words | {"up": up[0].name}
        )
    if down:
        return _("%(down)s lowers the score of %(place)s most; nothing lifts it.") % (
            words | {"down": down[-1].name}
        )
    return _("Nothing lifts or lowers the score of %(place)s: it is as the others are.") % words


def head_of(found: Report) -> str:
    """What is compared, in a sentence."""
    n = sum(part.element.level == 1 for part in found.parts)
    units = ngettext("%(n)d municipality", "%(n)d municipalities", found.n_units)
    indicators = ngettext("%(n)d indicator", "%(n)d indicators", n)
    return _("%(units)s (%(group)s) on %(indicators)s.") % {
        "units": units % {"n": found.n_units},
        "group": found.group,
        "indicators": indicators % {"n": n},
    }
