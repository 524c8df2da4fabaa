from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from koers_engine.areas import Weight
from koers_engine.concepts import Bilingual, Frequency


class Direction(StrEnum):
    """Which way is better; `neither` where more is not better and not worse."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


class IndicatorKind(StrEnum):
    """How figures add up: counts are summed over areas, the others are averaged."""

    COUNT = "count"
    RATE = "rate"
    PERCENT = "percent"
    INDEX = "index"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A measure of a dataset, at one code of every other dimension.

    Other measures of it may be added (`plus`) or taken off (`less`); the figure is missing where
    any of them is. `multiply` brings it to the indicator's unit; `breaks_series` says that figures
    from here on do not compare with those of the source before.
    """

    dataset: str
    measure: str
    where: Mapping[str, str]
    plus: tuple[str, ...] = ()
    less: tuple[str, ...] = ()
    multiply: float = 1.0
    breaks_series: bool = False
    frequency: Frequency = Frequency.YEAR

    @property
    def signs(self) -> tuple[tuple[str, int], ...]:
        """Every measure that the figure is made of, each with 1 or -1."""
        added = ((code, 1) for code in (self.measure, *self.plus))
        return (*added, *((code, -1) for code in self.less))


@dataclass(frozen=True, slots=True)
class Published:
    """As published; where several sources have a period, the first named one counts."""

    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Ratio:
    """`factor` × one indicator ÷ another, in the same area and period (per 1,000, a share)."""

    of: str
    by: str
    factor: int


@dataclass(frozen=True, slots=True)
class Growth:
    """Percentage by which an indicator changed since the same part of the year `years` earlier."""

    of: str
    years: int


Derivation = Published | Ratio | Growth


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """What a figure says, in which unit, which way is better, and how it comes about."""

    code: str
    name: Bilingual
    definition: Bilingual
    unit: Bilingual
    direction: Direction
    kind: IndicatorKind
    decimals: int
    derivation: Derivation
    formula: Bilingual
    """The derivation as one sentence."""
    counts_events: bool = True
    """Of a count: whether it counts people, things or events, of which chance makes more or fewer.
    Not so for euros, kilogrammes and square kilometres: these add up, but have no chance interval.
    """
    weight: Weight = Weight.INHABITANTS
    """What tells how much of a count goes along where a part of a municipality changes hands."""

    @property
    def builds_on(self) -> tuple[str, ...]:
        """Codes of the indicators that this one is derived from."""
        match self.derivation:
            case Published():
                return ()
            case Ratio(of=of, by=by):
                return (of, by)
            case Growth(of=of):
                return (of,)
