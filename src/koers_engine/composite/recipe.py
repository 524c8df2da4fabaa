"""The choices by which an index is made, as data: with the same figures they make it again."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from koers_engine.composite.aggregating import Mean
from koers_engine.composite.imputing import PREDICTORS, Imputation
from koers_engine.composite.normalising import Normalisation
from koers_engine.composite.treating import (
    MAXIMUM_KURTOSIS,
    MAXIMUM_SKEWNESS,
    MOST_POINTS,
    Transformation,
)
from koers_engine.composite.weighing import Weighting
from koers_engine.concepts import Refusal
from koers_engine.observations.faults import Fault, listed

_LARGEST = 1e9


class UnusableRecipe(Refusal, ValueError):
    """A recipe says what cannot be done; every fault is named with its key."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            f"This recipe cannot be used. {listed(faults)}\n"
            "A recipe with every key explained is printed by: koers index recipe"
        )


class Step(StrEnum):
    """A step that changes the figures of the indicators."""

    DENOMINATE = "denominate"
    SCREEN = "screen"
    IMPUTE = "impute"
    TREAT = "treat"
    NORMALISE = "normalise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """Which units are compared."""

    minimum_share: float = 2 / 3
    minimum_not_zero: float = 0.0

    def faults(self) -> Iterator[Fault]:
        """What cannot be done."""
        yield from _outside("screen.minimum_share", self.minimum_share, 0, 1)
        yield from _outside("screen.minimum_not_zero", self.minimum_not_zero, 0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Imputing:
    """How what is missing is estimated."""

    method: Imputation = Imputation.NONE
    group: str | None = None
    predictors: int = PREDICTORS

    def faults(self) -> Iterator[Fault]:
        """What cannot be done."""
        yield from _outside("impute.predictors", self.predictors, 1, 20)
        if self.method.by_group and not self.group:
            yield Fault("impute.group", f"{self.method} needs the name of a column of type Group")


@dataclass(frozen=True, slots=True, kw_only=True)
class Treating:
    """How outliers are treated."""

    most_points: int = MOST_POINTS
    transformation: Transformation = Transformation.LOG
    maximum_skewness: float = MAXIMUM_SKEWNESS
    maximum_kurtosis: float = MAXIMUM_KURTOSIS
    fixed_lambda: float | None = None

    def faults(self) -> Iterator[Fault]:
        """What cannot be done."""
        yield from _outside("treat.most_points", self.most_points, 0, 1000)
        yield from _outside("treat.maximum_skewness", self.maximum_skewness, 0, 1000)
        yield from _outside("treat.maximum_kurtosis", self.maximum_kurtosis, -2, 1000)
        if self.fixed_lambda is not None:
            yield from _outside("treat.fixed_lambda", self.fixed_lambda, -5, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Normalising:
    """How indicators are brought to one scale."""

    method: Normalisation = Normalisation.MIN_MAX
    low: float = 0.0
    high: float = 100.0
    reference: str | None = None
    """Code of a unit."""
    goalposts: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """Lowest and highest post by indicator, in its own unit."""

    def faults(self) -> Iterator[Fault]:
        """What cannot be done."""
        yield from _outside("normalise.low", self.low, -_LARGEST, _LARGEST)
        yield from _outside("normalise.high", self.high, -_LARGEST, _LARGEST)
        if not self.low < self.high:
            yield Fault("normalise.high", f"{self.high} is not above low, {self.low}")
        if self.method is Normalisation.DISTANCE_TO_REFERENCE and not self.reference:
            yield Fault("normalise.reference", f"{self.method} needs the code of a unit")
        if self.method is Normalisation.GOALPOSTS and not self.goalposts:
            yield Fault("normalise.goalposts", f"{self.method} needs two posts per indicator")
        for code, (low, high) in self.goalposts.items():
            if not (math.isfinite(low) and math.isfinite(high) and low < high):
                yield Fault(
                    f"normalise.goalposts.{code}",
                    f"the second post, {high}, is not above the first, {low}; the direction of "
                    "the indicator says which is better",
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """Where weights come from."""

    method: Weighting = Weighting.GIVEN
    experts: tuple[Mapping[str, float], ...] = ()
    """Of each expert the points by element, for BUDGET."""

    def faults(self) -> Iterator[Fault]:
        """What cannot be done."""
        if self.method is Weighting.BUDGET and not self.experts:
            yield Fault("weigh.experts", "budget needs the points of at least one expert")
        for number, expert in enumerate(self.experts):
            for code, points in expert.items():
                yield from _outside(f"weigh.experts[{number}].{code}", points, 0, _LARGEST)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """All choices of an index. The default imputes nothing and takes the weights as given.

    Raises:
        UnusableRecipe: A choice cannot be made, or lacks what it needs.
    """

    steps: tuple[Step, ...] = tuple(Step)
    """In the order in which they are done; a step that is absent is not done."""
    screening: Screening = field(default_factory=Screening)
    imputing: Imputing = field(default_factory=Imputing)
    treating: Treating = field(default_factory=Treating)
    normalising: Normalising = field(default_factory=Normalising)
    weighing: Weighing = field(default_factory=Weighing)
    means: tuple[Mean, ...] = (Mean(),)
    """One for all levels, or one per level from level 2 up."""
    uncertainty: Mapping[str, object] = field(default_factory=dict)
    """What may vary, as the table [uncertainty] says; its own module reads it."""

    def __post_init__(self) -> None:
        faults = list(self._faults())
        if faults:
            raise UnusableRecipe(faults)

    def _faults(self) -> Iterator[Fault]:
        if len(set(self.steps)) < len(self.steps):
            yield Fault("steps", "a step stands there twice")
        if self.steps[-1:] != (Step.NORMALISE,):
            yield Fault("steps", "the last step must be normalise")
        parts = (self.screening, self.imputing, self.treating, self.normalising, self.weighing)
        for part in parts:
            yield from part.faults()
        if not self.means:
            yield Fault("aggregate.methods", "name at least one method")
        for mean in self.means:
            yield from _outside("aggregate.power", mean.power, -100, 100)
            yield from _outside("aggregate.minimum_share", mean.minimum_share, 0, 1)

    def means_for(self, height: int) -> tuple[Mean, ...]:
        """How each level from 2 up to `height` is aggregated.

        Raises:
            UnusableRecipe: There are several means, but not one per level.
        """
        needed = height - 1
        if len(self.means) == 1:
            return self.means * needed
        if len(self.means) != needed:
            what = (
                f"{len(self.means)} methods, and levels of aggregates: {needed}; name one for all, "
                "or one per level from level 2 up"
            )
            raise UnusableRecipe([Fault("aggregate.methods", what)])
        return self.means


def _outside(key: str, value: float, low: float, high: float) -> Iterator[Fault]:
    if not low <= value <= high:  # also where it is no number
        yield Fault(key, f"{value} is not from {low:g} to {high:g}")
