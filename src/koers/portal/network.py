"""The chain of a goal as a network: the arithmetic of the drawing.

Goal, efforts, results and effects stand in four columns; a record that several others lead to is
drawn once. A line's thickness is the strength of the tie. The nested list beside it says the same.
"""

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from koers.core.bilingual import LocalisedText
from koers.goals.models import Goal, Link, Strength, Tie
from koers.goals.selectors import ChainLink

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COLUMN, BOX, GAP, LINE = 274, 226, 14, 17  # widths and heights, in the units of the drawing
CHARACTERS = 25  # that fit on a line of a box
HEAD = 32  # room for the names of the columns
KINDS = {"goal": _("Goal"), "effort": _("Effort"), "result": _("Result"), "effect": _("Effect")}
THICKNESS = {Strength.UNKNOWN: 1.5, Strength.NONE: 1.5, Strength.SOME: 2.5, Strength.MUCH: 5}


@dataclass(frozen=True)
class Box:
    """A record in the drawing, at the upper left corner (x, y)."""

    kind: str
    title: LocalisedText
    lines: list[str]
    x: int
    y: float
    width: int
    height: int

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def text_x(self) -> int:
        return self.x + 12

    @property
    def text_y(self) -> int:
        return int(self.y) + 24


@dataclass(frozen=True)
class Line:
    """A tie in the drawing, as a curve from the right of one box to the left of the next."""

    path: str
    thickness: float
    is_judged: bool


@dataclass(frozen=True)
class Network:
    """The whole drawing."""

    boxes: list[Box]
    lines: list[Line]
    width: int
    height: int
    heads: list[tuple["StrOrPromise", int]]
    n_efforts: int
    n_results: int
    n_effects: int


def network_of(goal: Goal, chain: Sequence[ChainLink]) -> Network | None:
    """The drawing of a goal's chain; None where nothing is recorded below the goal."""
    if not chain:
        return None
    columns: list[dict[int, Link]] = [{goal.pk: goal}, {}, {}, {}]
    ties = list(_ties(goal, chain))
    for depth, _tie, (_above, below) in ties:
        columns[depth][below.pk] = below
    tall = max(_height_of(column) for column in columns)
    boxes = {
        (depth, pk): box
        for depth, column in enumerate(columns)
        for pk, box in _column(depth, column, tall).items()
    }
    lines = {
        (depth, above.pk, below.pk): _line(boxes[depth - 1, above.pk], boxes[depth, below.pk], tie)
        for depth, tie, (above, below) in ties
    }
    return Network(
        boxes=list(boxes.values()),
        lines=list(lines.values()),
        width=3 * COLUMN + BOX,
        height=tall + HEAD,
        heads=[(label, depth * COLUMN) for depth, label in enumerate(KINDS.values())],
        n_efforts=len(columns[1]),
        n_results=len(columns[2]),
        n_effects=len(columns[3]),
    )


def _ties(
    above: Link, links: Sequence[ChainLink], depth: int = 1
) -> Iterator[tuple[int, Tie, tuple[Link, Link]]]:
    """Every tie of the chain with its depth and both ends."""
    for link in links:
        yield depth, link.tie, (above, link.record)
        yield from _ties(link.record, link.following, depth + 1)


def _wrapped(record: Link) -> list[str]:
    return textwrap.wrap(record.title, CHARACTERS)


def _box_height(record: Link) -> int:
    return len(_wrapped(record)) * LINE + 20


def _height_of(column: dict[int, Link]) -> int:
    return sum(_box_height(record) + GAP for record in column.values())


def _column(depth: int, column: dict[int, Link], tall: int) -> dict[int, Box]:
    """The boxes of a column, spread evenly over the height of the tallest one."""
    spare = (tall - _height_of(column)) / max(len(column), 1)
    y = HEAD + spare / 2
    boxes = {}
    for pk, record in column.items():
        height = _box_height(record)
        boxes[pk] = Box(
            kind=list(KINDS)[depth],
            title=record.title,
            lines=_wrapped(record),
            x=depth * COLUMN,
            y=round(y, 1),
            width=BOX,
            height=height,
        )
        y += height + GAP + spare
    return boxes


def _line(above: Box, below: Box, tie: Tie) -> Line:
    x, y, far_x, far_y = above.x + BOX, above.middle, below.x, below.middle
    bend = (x + far_x) / 2
    return Line(
        path=f"M{x} {y}C{bend} {y} {bend} {far_y} {far_x} {far_y}",
        thickness=THICKNESS[Strength(tie.strength)],
        is_judged=tie.strength != Strength.UNKNOWN,
    )
