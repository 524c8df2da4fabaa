"""What could reasonably have been chosen otherwise in an index, and ways drawn from that."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from enum import StrEnum
from typing import Any, TypeVar

import numpy as np

from koers_engine.composite.aggregating import Aggregation, Mean
from koers_engine.composite.arrays import FloatArray, IntArray
from koers_engine.composite.data import CompositeData
from koers_engine.composite.imputing import Imputation
from koers_engine.composite.normalising import Normalisation
from koers_engine.composite.recipe import (
    Imputing,
    Normalising,
    Recipe,
    Step,
    Treating,
    UnusableRecipe,
)
from koers_engine.composite.recipe_text import recipe_of
from koers_engine.composite.structure import Structure
from koers_engine.composite.treating import Transformation
from koers_engine.concepts import Refusal
from koers_engine.observations.toml_keys import TomlKeys

NOISE = 0.25
NONE_LEFT_OUT = -1
MOST_ALTERNATIVES = 50
UNTREATED = Treating(most_points=0, transformation=Transformation.NONE)
T = TypeVar("T")


class Choice(StrEnum):
    """A choice that may vary; each is one factor of a sensitivity analysis."""

    WEIGHTS = "weights"
    LEFT_OUT = "left-out"
    IMPUTATION = "imputation"
    TREATMENT = "treatment"
    NORMALISATION = "normalisation"
    AGGREGATION = "aggregation"


class NothingVaries(Refusal, ValueError):
    """There is only one way to make the index, so that it shows no uncertainty."""

    def __init__(self) -> None:
        super().__init__(
            "No choice of this index varies. Give [uncertainty] in the recipe at least one: "
            "weights = 0.25, leave_one_out = true, or two alternatives for impute, treat, "
            "normalise or aggregate."
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Variants:
    """Ways to make an index, n of them."""

    alternatives: Mapping[Choice, IntArray]
    """Of the choices with alternatives, which one is taken in each way, shape (n,)."""
    left_out: IntArray
    """Place of the indicator that is left out, shape (n,); NONE_LEFT_OUT for none."""
    factors: FloatArray
    """What the weight of each element is multiplied by, shape (n, n_elements)."""

    def __len__(self) -> int:
        return len(self.left_out)


@dataclass(frozen=True, kw_only=True)
class ChoiceSpace:
    """All ways to make an index that count as reasonable, around the recipe as published.

    Each way takes one alternative of every choice, all as likely and independent of each other.
    """

    recipe: Recipe
    noise: Mapping[int, float] = field(default_factory=dict)
    """By level: each weight of it is multiplied by a number between 1 − noise and 1 + noise."""
    leave_one_out: bool = False
    """Whether one indicator may be left out: none, or any of them, all as likely."""
    imputing: tuple[Imputing, ...] = ()
    treating: tuple[Treating, ...] = ()
    normalising: tuple[Normalising, ...] = ()
    means: tuple[tuple[Mean, ...], ...] = ()

    def alternatives(self, choice: Choice) -> tuple[Any, ...]:
        """What can be chosen; empty for weights and what is left out."""
        return {
            Choice.IMPUTATION: self.imputing,
            Choice.TREATMENT: self.treating,
            Choice.NORMALISATION: self.normalising,
            Choice.AGGREGATION: self.means,
        }.get(choice, ())

    def columns(self, structure: Structure) -> dict[Choice, int]:
        """The choices that vary, and how many random numbers each takes.

        Raises:
            NothingVaries: None does.
        """
        found = {choice: int(len(self.alternatives(choice)) > 1) for choice in Choice}
        found[Choice.WEIGHTS] = len(self._noisy(structure))
        found[Choice.LEFT_OUT] = int(self.leave_one_out and len(structure.indicators) > 1)
        varying = {choice: number for choice, number in found.items() if number}
        if not varying:
            raise NothingVaries
        return varying

    def variants(self, points: FloatArray, structure: Structure) -> Variants:
        """The ways at which points lie.

        Args:
            points: Numbers in [0, 1), shape (n, n_columns), columns as `columns` says.
            structure: Of the index.
        """
        n = len(points)
        factors = np.ones((n, len(structure.elements)))
        left_out = np.full(n, NONE_LEFT_OUT, dtype=np.intp)
        alternatives: dict[Choice, IntArray] = {}
        start = 0
        for choice, number in self.columns(structure).items():
            own = points[:, start : start + number]
            start += number
            match choice:
                case Choice.WEIGHTS:
                    noisy = self._noisy(structure)
                    size = np.array([self.noise[structure.elements[at].level] for at in noisy])
                    factors[:, noisy] = 1 + size * (2 * own - 1)
                case Choice.LEFT_OUT:
                    left_out = _pick(own[:, 0], 1 + len(structure.indicators)) - 1
                case _:
                    alternatives[choice] = _pick(own[:, 0], len(self.alternatives(choice)))
        return Variants(alternatives=alternatives, left_out=left_out, factors=factors)

    def recipe_with(self, taken: Mapping[Choice, int]) -> Recipe:
        """The recipe with one alternative of each choice; choices not named stay as published."""

        def one(choice: Choice, published: T) -> T:
            there: tuple[T, ...] = self.alternatives(choice)
            return there[taken.get(choice, 0)] if there else published

        own = self.recipe
        return replace(
            own,
            imputing=one(Choice.IMPUTATION, own.imputing),
            treating=one(Choice.TREATMENT, own.treating),
            normalising=one(Choice.NORMALISATION, own.normalising),
            means=one(Choice.AGGREGATION, own.means),
        )

    def _noisy(self, structure: Structure) -> list[int]:
        """Places of the elements whose weight varies: those with others beside them."""
        crowded = [group.children for group in structure.groups if len(group.children) > 1]
        return sorted(
            place
            for children in crowded
            for place in children
            if self.noise.get(structure.elements[place].level, 0) > 0
        )


def _pick(numbers: FloatArray, n: int) -> IntArray:
    """Which of n equal parts of [0, 1) each number lies in."""
    return np.minimum((numbers * n).astype(np.intp), n - 1)


def choice_space(data: CompositeData, recipe: Recipe) -> ChoiceSpace:
    """What may vary, as the recipe's table [uncertainty] says; the usual where it has none.

    Raises:
        UnusableRecipe: The table says what cannot be done; every fault is named with its key.
    """
    if not recipe.uncertainty:
        return usual_space(data, recipe)
    keys = TomlKeys(dict(recipe.uncertainty), "uncertainty.")
    keys.refuse_others({"weights", "leave_one_out", *_OWN})
    read = {table: _alternatives(keys, table, recipe) for table in _OWN if table in keys.content}
    space = ChoiceSpace(
        recipe=recipe,
        noise=_noise(keys, data.structure.height) if "weights" in keys.content else {},
        leave_one_out=keys.take_if_there("leave_one_out", bool, default=False),
        imputing=tuple(each.imputing for each in read.get("impute", ())),
        treating=tuple(each.treating for each in read.get("treat", ())),
        normalising=tuple(each.normalising for each in read.get("normalise", ())),
        means=tuple(each.means for each in read.get("aggregate", ())),
    )
    for table, step in (("impute", Step.IMPUTE), ("treat", Step.TREAT)):
        if len(read.get(table, ())) > 1 and step not in recipe.steps:
            keys.fault(table, f"there is nothing to vary, for steps has no {step}")
    for number, means in enumerate(space.means):
        try:
            replace(recipe, means=means).means_for(data.structure.height)
        except UnusableRecipe as refusal:
            keys.fault(f"aggregate[{number}].methods", refusal.faults[0].what)
    if keys.faults:
        raise UnusableRecipe(keys.faults)
    return space


def _noise(keys: TomlKeys, height: int) -> dict[int, float]:
    """One noise for all levels, or a table with one per level."""
    if not isinstance(keys.content["weights"], dict):
        everywhere = keys.take("weights", float, 0.0)
        noise = dict.fromkeys(range(1, height), everywhere)
    else:
        table = keys.table("weights")
        noise = {}
        for level in table.content:
            if level.isdecimal() and level.isascii() and 1 <= int(level[:9]) < height:
                noise[int(level)] = table.take(level, float, 0.0)
            else:
                table.fault(level, f"is not a level with weights, 1 to {height - 1}")
    for size in set(noise.values()):
        if not 0 <= size < 1:
            keys.fault("weights", f"{size} is not from 0 to below 1, such as 0.25 for ±25%")
    return noise


def _own_means(recipe: Recipe) -> dict[str, Any]:
    mean = recipe.means[0]
    methods = [each.method.value for each in recipe.means]
    return {"methods": methods, "power": mean.power, "minimum_share": mean.minimum_share}


def _own_scale(recipe: Recipe) -> dict[str, Any]:
    posts = {code: list(both) for code, both in recipe.normalising.goalposts.items()}
    return _said(recipe.normalising) | {"goalposts": posts}


def _said(part: Imputing | Treating | Normalising) -> dict[str, Any]:
    content = {each.name: getattr(part, each.name) for each in fields(part)}
    return {
        key: value.value if isinstance(value, StrEnum) else value
        for key, value in content.items()
        if value is not None
    }


_OWN: dict[str, Callable[[Recipe], dict[str, Any]]] = {
    "impute": lambda recipe: _said(recipe.imputing),
    "treat": lambda recipe: _said(recipe.treating),
    "normalise": _own_scale,
    "aggregate": _own_means,
}
"""What the recipe itself says in a table; an alternative says only what it changes."""


def _alternatives(keys: TomlKeys, table: str, recipe: Recipe) -> tuple[Recipe, ...]:
    """The recipe with each alternative of one table; an alternative can be a word or a table."""
    given = keys.take(table, list, [])
    if not 1 <= len(given) <= MOST_ALTERNATIVES:
        keys.fault(table, f"{len(given)} alternatives; name 1 to {MOST_ALTERNATIVES}")
        return ()
    own = _OWN[table](recipe)
    found = []
    for number, alternative in enumerate(given):
        changed = _changed(table, alternative)
        if changed is None:
            keys.fault(f"{table}[{number}]", f"expected a word or a table, found {alternative!r}")
            continue
        try:
            found.append(recipe_of({table: own | changed}))
        except UnusableRecipe as refusal:
            for fault in refusal.faults:
                key = str(fault.where).removeprefix(f"{table}.")
                keys.fault(f"{table}[{number}].{key}", fault.what)
    return tuple(found)


def _changed(table: str, alternative: object) -> dict[str, Any] | None:
    if isinstance(alternative, dict):
        return alternative
    if not isinstance(alternative, str):
        return None
    if table == "aggregate":
        return {"methods": [alternative]}
    if table == "treat":
        if alternative == "none":
            return _said(UNTREATED)
        return {"transformation": alternative}
    return {"method": alternative}


def usual_space(data: CompositeData, recipe: Recipe) -> ChoiceSpace:
    """What varies where the recipe does not say: what the handbook names as open to dispute.

    Weights by ±25% on every level; one indicator left out; outliers treated or not; what is missing
    estimated as published, by the mean or by the median; normalised as published, by percentile
    rank, or by z-score; arithmetic or geometric means. Scales begin above 0 and z-scores have mean
    100 and deviation 10 (as Mazziotta and Pareto take them), since a geometric mean has no outcome
    for 0 or less; under arithmetic means such a shift changes no place.
    """
    own, scale = recipe, _above_zero(recipe.normalising)
    scales = [
        scale,
        Normalising(method=Normalisation.PERCENTILE_RANK, low=1.0),
        Normalising(method=Normalisation.Z_SCORE, low=100.0, high=110.0),
    ]
    plain = own.means[0]
    arithmetic, geometric = (
        (replace(plain, method=method),)
        for method in (Aggregation.ARITHMETIC, Aggregation.GEOMETRIC)
    )
    means = [own.means, arithmetic if own.means[0].method is geometric[0].method else geometric]
    has_gaps = bool(np.isnan(data.values).any()) and Step.IMPUTE in own.steps
    fillings = [own.imputing, Imputing(method=Imputation.MEAN), Imputing(method=Imputation.MEDIAN)]
    return ChoiceSpace(
        recipe=own,
        noise=dict.fromkeys(range(1, data.structure.height), NOISE),
        leave_one_out=True,
        imputing=_different(fillings) if has_gaps else (),
        treating=_different([own.treating, UNTREATED]) if Step.TREAT in own.steps else (),
        normalising=_by_method(scales),
        means=_different(means),
    )


def _above_zero(own: Normalising) -> Normalising:
    if own.method is Normalisation.Z_SCORE:
        return replace(own, low=100.0, high=110.0)
    if own.low > 0 or own.method in {Normalisation.RANK, Normalisation.BORDA}:
        return own
    return replace(own, low=1.0, high=100.0)


def _by_method(scales: Sequence[Normalising]) -> tuple[Normalising, ...]:
    first: dict[Normalisation, Normalising] = {}
    for scale in scales:
        first.setdefault(scale.method, scale)
    return tuple(first.values())


def _different(alternatives: Sequence[T]) -> tuple[T, ...]:
    found: list[T] = []
    for alternative in alternatives:
        if alternative not in found:
            found.append(alternative)
    return tuple(found)
