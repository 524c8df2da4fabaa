"""Stated figures that belong together in one picture: commuters in and out, and shares of a whole.

Nothing is drawn together unless one figure is stated for each part, for the same time.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from koers.monitor.models import Statement, StatementTopic
from koers.monitor.numbers import plain
from koers.monitor.stated.bars import Bars, bars_of_shares
from koers.monitor.stated.stated import only_figure
from koers.monitor.stated.wording import balance, largest_shares, percent_of, signed_plain

REACH = 368  # units of the drawing: the longest arrow, and where the place begins
LABEL = 130  # units that an arrow's label needs
HEAD = 18
NARROW = 8  # percent of the whole
DIFFERENCE = 84  # units that the difference needs to be written in the gap


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow between its far end, `start`, and the place at REACH, with its label."""

    value: str
    start: int
    label_x: int

    @property
    def head(self) -> int:
        """How long its head is: no longer than the arrow."""
        return min(HEAD, REACH - self.start)

    @property
    def neck(self) -> int:
        """Where the head of an arrow that points away from the place begins."""
        return self.start + self.head

    @property
    def shoulder(self) -> int:
        """Where the head of an arrow that points to the place begins."""
        return REACH - self.head


@dataclass(frozen=True, slots=True)
class Commuting:
    """Arrows into a place and out of it on one scale; the gap is between their far ends."""

    place: str
    incoming: Arrow
    outgoing: Arrow
    gap: tuple[int, int]
    difference: str  # empty where the gap is too narrow to write it
    is_more_in: bool
    sentence: str


def commuting(
    ways_in: Sequence[StatementTopic], ways_out: Sequence[StatementTopic]
) -> Commuting | None:
    """Both ways in one picture; None where one is missing, or they cannot be compared."""
    if len(ways_in) != 1 or len(ways_out) != 1:
        return None
    incoming, outgoing = only_figure(ways_in[0]), only_figure(ways_out[0])
    if incoming is None or outgoing is None or not _are_alike([incoming, outgoing]):
        return None
    coming, going = incoming.value or Decimal(), outgoing.value or Decimal()
    longest = max(coming, going)
    if min(coming, going) < 0 or not longest:
        return None
    starts = [REACH - round(REACH * value / longest) for value in (coming, going)]
    gap = (min(starts), max(starts))
    return Commuting(
        place=incoming.area,
        incoming=_arrow(incoming, starts[0]),
        outgoing=_arrow(outgoing, starts[1]),
        gap=gap,
        difference=signed_plain(coming - going) if gap[1] - gap[0] >= DIFFERENCE else "",
        is_more_in=coming >= going,
        sentence=balance(incoming, outgoing),
    )


def _arrow(statement: Statement, start: int) -> Arrow:
    return Arrow(
        value=plain(statement.value or Decimal()),
        start=start,
        label_x=min(start, REACH - LABEL),
    )


@dataclass(frozen=True, slots=True)
class Share:
    """A part of the whole: place and width in percent of it."""

    name: str
    value: str
    x: str
    width: str
    middle: str
    is_narrow: bool  # without room for its figure above it on a phone


@dataclass(frozen=True, slots=True)
class Shares:
    """Parts that make up a whole; where they do not add up to 100 percent, a bar for each."""

    parts: list[Share]
    bars: Bars | None
    sentence: str


def shares(named: Sequence[StatementTopic], others: Sequence[StatementTopic]) -> Shares | None:
    """One picture of the named parts and `others`, the rest; None where a part has no figure of its
    own, or they are of another time or unit.
    """
    figures = [only_figure(topic) for topic in (*named, *others)]
    stated = [each for each in figures if each is not None]
    if not named or len(stated) < len(figures) or not _are_alike(stated):
        return None
    values = [(str(each.topic.title), each.value or Decimal()) for each in stated]
    if min(value for _name, value in values) < 0:
        return None
    whole = sum((value for _name, value in values), Decimal())
    return Shares(
        parts=list(_parts(values)) if whole == 100 else [],
        bars=None if whole == 100 else bars_of_shares(values),
        sentence=largest_shares(values[: len(named)], whole),
    )


def _parts(values: Iterable[tuple[str, Decimal]]) -> Iterable[Share]:
    start = Decimal()
    for name, value in values:
        yield Share(
            name=name,
            value=percent_of(value),
            x=f"{start:.2f}%",
            width=f"{value:.2f}%",
            middle=f"{start + value / 2:.2f}%",
            is_narrow=value < NARROW,
        )
        start += value


def _are_alike(statements: Sequence[Statement]) -> bool:
    """Whether they speak of the same place and time, in the same unit."""
    return len({(each.where, each.period, each.topic.unit_nl) for each in statements}) == 1
