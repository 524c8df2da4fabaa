"""All numbers on where a place stands, with what each of them means: for a page and a workbook."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koers.core.bilingual import capitalised
from koers.monitor.drawings import Mark
from koers.monitor.drawings.parts import Written, mark_label
from koers.monitor.numbers import number, percent, share, share_of, signed, signed_percent
from koers.monitor.sheets import Cell, Number
from koers.monitor.standings.standing import Standing
from koers.monitor.store import in_words
from koers_engine.indicators import IndicatorKind
from koers_engine.position import Position, ReferencePosition

Value = str | float | None
Numbers = Sequence[float | None]
_NAMED = 3  # of those who share the best figure
_METHOD, _CHANCE = "position", "intervals"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistic:
    """A number, or a text in its place: of the place itself, and of or beside each reference.

    `method` names the page that gives its formula.
    """

    name: str
    about: str
    own: Value = None
    beside: Sequence[Value]
    written: Written = str
    method: str = _METHOD
    decimals: int = 0
    is_share: bool = False

    @property
    def cells(self) -> list[str]:
        """As the page shows them: the place first, and a dash where there is nothing to tell."""
        return [self._text(value) for value in (self.own, *self.beside)]

    @property
    def values(self) -> list[Cell]:
        """As a workbook holds them, in the same order."""
        return [
            value
            if value is None or isinstance(value, str)
            else Number(value, self.decimals, self.is_share)
            for value in (self.own, *self.beside)
        ]

    def _text(self, value: Value) -> str:
        if value is None:
            return "–"
        return value if isinstance(value, str) else self.written(value)


def statistics(standing: Standing) -> list[Statistic]:
    """Every number that there is of the place or beside any reference, in a fixed order."""
    held, beside = standing.position, [each.position for each in standing.held]
    parts = (_levels(held, beside), _gaps(held, beside), _growth(held, beside), _places(beside))
    return [
        each
        for each in chain(*parts)
        if each.own is not None or any(value is not None for value in each.beside)
    ]


def rows(standing: Standing) -> list[tuple[Statistic, list[tuple[str, str]]]]:
    """Each statistic with its cells, and whose each cell is."""
    labels = labels_of(standing)
    return [(each, list(zip(labels, each.cells, strict=True))) for each in statistics(standing)]


def labels_of(standing: Standing) -> list[str]:
    """The place, and each reference."""
    beside = (capitalised(in_words(each.position.label)) for each in standing.held)
    return [standing.position.area.name, *beside]


def interval_words(held: Position) -> str:
    """The interval of the place's own figure at 95%; empty where there is none."""
    if held.interval is None:
        return ""
    ends = (held.interval.low, held.interval.high)
    low, high = (number(end, held.indicator.decimals) for end in ends)
    return _("%(low)s to %(high)s") % {"low": low, "high": high}


def verdict_words(beside: ReferencePosition) -> str:
    """The verdict with its confidence, in a few words; empty where there is none."""
    if beside.verdict is None:
        return ""
    confidence = 100 * beside.verdict.confidence
    words = mark_label(Mark(beside.verdict.comparison.value))
    return f"{words} ({percent(confidence, 0 if confidence == round(confidence) else 1)})"


def _levels(held: Position, beside: list[ReferencePosition]) -> Iterator[Statistic]:
    is_count = held.indicator.kind is IndicatorKind.COUNT
    level = partial(_of_level, decimals=held.indicator.decimals)
    together = _("of all its municipalities together, or as published for the area")
    as_one = _("of the area as one: as published, else the average by inhabitants")
    yield level(
        _("Figure"),
        together if is_count else as_one,
        [each.value for each in beside],
        own=held.value,
    )
    yield Statistic(
        name=_("Interval of 95%"),
        about=_("within which chance alone would keep the figure"),
        own=interval_words(held) or None,
        beside=[None] * len(beside),
        method=_CHANCE,
    )
    yield level(
        _("Average by inhabitants"),
        _("each municipality counts by its inhabitants"),
        [each.weighted for each in beside],
    )
    yield level(
        _("Average per municipality"),
        _("each municipality counts once"),
        [each.mean for each in beside],
    )
    yield level(
        _("Median"),
        _("half of the municipalities have more, half have less"),
        [each.median for each in beside],
    )


def _gaps(held: Position, beside: list[ReferencePosition]) -> Iterator[Statistic]:
    decimals = held.indicator.decimals
    is_count = held.indicator.kind is IndicatorKind.COUNT
    yield Statistic(
        name=_("Verdict"),
        about=_("beyond chance or not, with its confidence"),
        beside=[verdict_words(each) or None for each in beside],
        method=_CHANCE,
    )
    gap = partial(_of_level, decimals=decimals, sign=True)
    less_mean = _("own figure less the average per municipality")
    yield gap(
        _("Difference"),
        less_mean if is_count else _("own figure less the figure there"),
        [each.difference for each in beside],
    )
    yield _of_level(
        _("Standardised difference"),
        _("own figure less the average per municipality, in standard deviations"),
        [each.standardised_gap for each in beside],
        decimals=2,
        sign=True,
    )
    yield _of_level(
        _("Best figure"),
        _("of one of its municipalities"),
        [each.best for each in beside],
        decimals=decimals,
    )
    yield Statistic(
        name=_("Who is best"),
        about=_("the municipality with that figure"),
        beside=[_best(each) or None for each in beside],
    )
    yield gap(
        _("Difference with the best"),
        _("own figure less the best"),
        [each.gap_to_best for each in beside],
    )
    yield Statistic(
        name=_("Share of the whole"),
        about=_("own figure as a part of that of all together"),
        beside=[None if each.share is None else each.share / 100 for each in beside],
        written=share_of,
        decimals=1,
        is_share=True,
    )


def _growth(held: Position, beside: list[ReferencePosition]) -> Iterator[Statistic]:
    if held.since is None or held.growth is None:
        return
    since = {"since": held.since.label}
    rate = partial(Statistic, written=signed_percent, decimals=1)
    yield rate(
        name=_("Change since %(since)s (%%)") % since,
        about=_("of a group: of the municipalities with a figure at both moments"),
        own=held.growth,
        beside=[each.growth for each in beside],
    )
    yield rate(
        name=_("Change per year (%)"),
        about=_("the yearly rate that comes to the same change"),
        own=held.growth_per_year,
        beside=[each.growth_per_year for each in beside],
    )
    yield _of_level(
        _("Index (%(since)s = 100)") % since,
        _("the figure in percent of what it was"),
        [each.index for each in beside],
        own=held.index,
        decimals=1,
    )
    yield _of_level(
        _("Difference in change (percentage points)"),
        _("own change less the change there"),
        [each.growth_difference for each in beside],
        decimals=1,
        sign=True,
    )


def _places(beside: list[ReferencePosition]) -> Iterator[Statistic]:
    yield _of_level(
        _("Municipalities with a figure"),
        _("those that every number here rests on"),
        [float(each.n) for each in beside],
        decimals=0,
    )
    yield Statistic(
        name=_("Place"),
        about=_("1 is the best figure, or the highest where neither way is better"),
        beside=[_rank(each) or None for each in beside],
    )
    yield Statistic(
        name=_("Share of the others that is lower"),
        about=_("who has the very same figure counts half"),
        beside=[each.percentile for each in beside],
        written=share,
        is_share=True,
    )


def _of_level(
    name: str,
    about: str,
    beside: Numbers,
    *,
    own: float | None = None,
    decimals: int,
    sign: bool = False,
) -> Statistic:
    write: Callable[[float, int], str] = signed if sign else number
    return Statistic(
        name=name,
        about=about,
        own=own,
        beside=beside,
        written=lambda value: write(value, decimals),
        decimals=decimals,
    )


def _best(beside: ReferencePosition) -> str:
    named = ", ".join(area.name for area in beside.best_areas[:_NAMED])
    others = len(beside.best_areas) - _NAMED
    if others <= 0:
        return named
    words = {"named": named, "n": others}
    return ngettext("%(named)s and %(n)s other", "%(named)s and %(n)s others", others) % words


def _rank(beside: ReferencePosition) -> str:
    if beside.rank is None:
        return ""
    n = beside.n + (not beside.is_member)
    told = _("%(rank)s of %(n)s") % {"rank": beside.rank, "n": n}
    if not beside.tied:
        return told
    words = {"place": told, "n": beside.tied}
    return (
        ngettext("%(place)s, with %(n)s other", "%(place)s, with %(n)s others", beside.tied) % words
    )
