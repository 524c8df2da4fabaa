from dataclasses import dataclass
from enum import StrEnum

from koers_engine.concepts.bilingual import Bilingual


@dataclass(frozen=True, slots=True)
class Unit:
    """What a value counts, as the publisher words it ("aantal", "x 1 000"); never empty."""

    text: str

    def __post_init__(self) -> None:
        if not self.text.strip():
            message = "A unit is never empty: without it a figure means nothing."
            raise ValueError(message)

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """A thing that a table measures; its values are in `unit` and never rescaled."""

    code: str
    title: Bilingual
    unit: Unit
    decimals: int


MOST_DECIMALS = 15
"""More digits after the point than a double can tell apart are a mistake."""


class DimensionKind(StrEnum):
    """What the codes of a dimension stand for."""

    AREA = "area"
    PERIOD = "period"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """An axis of a table. Area and period have columns of that name; others their identifier."""

    identifier: str
    kind: DimensionKind
    title: str

    @property
    def column(self) -> str:
        """The column of the observations that holds this dimension's codes."""
        return self.identifier if self.kind is DimensionKind.OTHER else self.kind.value
