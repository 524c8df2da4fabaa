"""Colours and shapes of all drawings: each has a contrast of at least 4.5 to 1 on white."""

from dataclasses import dataclass
from enum import StrEnum

from koers_engine.maps.svg import OWN

TARGET = "#006b3f"
GOOD, BAD = "#105f26", "#863d15"
PALE, MUTED = "#d5dfea", "#4a6684"  # the fill and the edge of what stands beside the own place


@dataclass(frozen=True, slots=True)
class Look:
    """How a series is told apart from the others."""

    colour: str
    dash: tuple[int, ...]
    shape: str
    thickness: int = 2


LOOKS = (
    Look(OWN, (1, 0), "circle", thickness=3),  # the own place; then its references
    Look("#8a3c00", (6, 3), "square"),
    Look("#5a5a5a", (2, 2), "triangle-up"),
    Look("#7b2d74", (8, 3, 2, 3), "cross"),
    Look("#3d5c00", (1, 3), "triangle-down"),
)


class Mark(StrEnum):
    """How a place stands beside its reference, as a shape as well as a colour."""

    BETTER = "better"
    SIMILAR = "similar"
    WORSE = "worse"
    HIGHER = "higher"
    LOWER = "lower"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class MarkLook:
    """The shape and colour of a mark; `is_open`: white inside."""

    shape: str
    colour: str
    is_open: bool = False


MARK_LOOKS = {
    Mark.BETTER: MarkLook("triangle-up", GOOD),
    Mark.SIMILAR: MarkLook("circle", OWN, is_open=True),
    Mark.WORSE: MarkLook("triangle-down", BAD),
    Mark.HIGHER: MarkLook("triangle-up", OWN),
    Mark.LOWER: MarkLook("triangle-down", OWN),
    Mark.UNKNOWN: MarkLook("diamond", "#5a5a5a", is_open=True),
}
