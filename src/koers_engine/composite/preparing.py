"""From figures to scores of the indicators: the steps before weighing, in the recipe's order."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from koers_engine.composite import findings as say
from koers_engine.composite.arrays import BoolArray, FloatArray, IntArray, is_constant
from koers_engine.composite.data import FEWEST_UNITS, CompositeData
from koers_engine.composite.denominating import denominate
from koers_engine.composite.findings import Finding
from koers_engine.composite.imputing import Imputation, impute
from koers_engine.composite.normalising import Normalisation, normalise
from koers_engine.composite.recipe import Normalising, Recipe, Step, UnusableRecipe
from koers_engine.composite.screening import screen, share_known, share_not_zero
from koers_engine.composite.structure import Element
from koers_engine.composite.treating import Transformation, treat
from koers_engine.concepts import Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations.faults import Fault


class TooFewUnits(Refusal, ValueError):
    """Screening leaves too few units to compare."""

    def __init__(self, left: int, of: int, least: float) -> None:
        super().__init__(
            f"{left} of {of} units have figures for {100 * least:.1f}% of the indicators; an index "
            f"compares at least {FEWEST_UNITS}. Lower screen.minimum_share, put impute before "
            "screen in steps, or leave out indicators that few units have."
        )


@dataclass(frozen=True, slots=True, eq=False)
class StepTable:
    """The figures of the indicators as one step leaves them."""

    step: Step
    kept: IntArray
    """Places in the data of the units that are there, shape (n_units,)."""
    values: FloatArray
    """Shape (n_units, n_indicators); NaN is missing."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Prepared:
    """The indicators on one scale."""

    codes: tuple[str, ...]
    """Of the units that were kept."""
    kept: IntArray
    """Places of the units in the data, shape (n_units,)."""
    values: FloatArray
    """Shape (n_units, n_indicators), more is better; NaN is missing."""
    steps: tuple[StepTable, ...]
    findings: tuple[Finding, ...]


def prepare(data: CompositeData, recipe: Recipe) -> Prepared:
    """Take the steps of the recipe up to and including normalisation.

    Raises:
        UnusableRecipe, UnknownGrouping: The recipe names what the data does not have.
        TooFewUnits: Screening leaves fewer than two units.
    """
    work = _Work(data, recipe)
    for step in recipe.steps:
        match step:
            case Step.DENOMINATE:
                work.denominate()
            case Step.SCREEN:
                work.screen()
            case Step.IMPUTE:
                work.impute()
            case Step.TREAT:
                work.treat()
            case Step.NORMALISE:
                work.normalise()
        work.steps.append(StepTable(step, work.kept, work.values))
    return Prepared(
        codes=tuple(data.codes[place] for place in work.kept),
        kept=work.kept,
        values=work.values,
        steps=tuple(work.steps),
        findings=tuple(work.findings),
    )


class _Work:
    """The figures between two steps."""

    def __init__(self, data: CompositeData, recipe: Recipe) -> None:
        self._data, self._recipe = data, recipe
        self.kept: IntArray = np.arange(len(data.codes), dtype=np.intp)
        self.values: FloatArray = data.values
        self.steps: list[StepTable] = []
        self.findings: list[Finding] = list(data.findings)

    @property
    def _indicators(self) -> tuple[Element, ...]:
        return self._data.structure.indicators

    def _names(self, which: BoolArray) -> Sequence[str]:
        return [self._data.names[place] for place in self.kept[which]]

    def denominate(self) -> None:
        before = self.values
        self.values = denominate(before, self._data.divisors[self.kept])
        lost = np.isnan(self.values) & ~np.isnan(before)
        for column in np.flatnonzero(lost.any(axis=0)):
            element, units = self._indicators[column], self._names(lost[:, column])
            by = element.denominator or ""
            self.findings.append(say.not_denominated(element.code, element.name, by, units))

    def screen(self) -> None:
        choice = self._recipe.screening
        stays = screen(
            self.values,
            minimum_share=choice.minimum_share,
            minimum_not_zero=choice.minimum_not_zero,
        )
        known, filled = share_known(self.values), share_not_zero(self.values)
        for unit in np.flatnonzero(~stays):
            place = self.kept[unit]
            short = known[unit] < choice.minimum_share
            share, least = (
                (known[unit], choice.minimum_share)
                if short
                else (filled[unit], choice.minimum_not_zero)
            )
            self.findings.append(
                say.excluded(
                    self._data.codes[place], self._data.names[place], 100 * share, 100 * least
                )
            )
        if stays.sum() < FEWEST_UNITS:
            raise TooFewUnits(int(stays.sum()), len(stays), choice.minimum_share)
        self.kept, self.values = self.kept[stays], self.values[stays]

    def impute(self) -> None:
        choice = self._recipe.imputing
        groups = None
        if choice.method.by_group and choice.group is not None:
            groups = self._data.grouped(choice.group)[self.kept]
        before = self.values
        self.values = impute(before, choice.method, groups=groups, predictors=choice.predictors)
        if choice.method is Imputation.NONE:
            return
        gaps, left = np.isnan(before), np.isnan(self.values)
        for column, element in enumerate(self._indicators):
            done = gaps[:, column] & ~left[:, column]
            if done.any():
                units = self._names(done)
                self.findings.append(say.imputed(element.code, element.name, choice.method, units))
            if left[:, column].any() and not left[:, column].all():
                units = self._names(left[:, column])
                self.findings.append(say.still_missing(element.code, element.name, units))

    def treat(self) -> None:
        choice = self._recipe.treating
        treated = treat(
            self.values,
            most_points=choice.most_points,
            transformation=choice.transformation,
            maximum_skewness=choice.maximum_skewness,
            maximum_kurtosis=choice.maximum_kurtosis,
            fixed_lambda=choice.fixed_lambda,
        )
        self.values = treated.values
        how = {Transformation.LOG: "log", Transformation.BOX_COX: "Box-Cox"}
        for column, element in enumerate(self._indicators):
            about = element.code, element.name
            if treated.winsorised[column]:
                self.findings.append(say.winsorised(*about, int(treated.winsorised[column])))
            if treated.transformed[column]:
                self.findings.append(say.transformed(*about, how[choice.transformation]))
            if treated.still_out[column]:
                self.findings.append(say.still_out(*about))

    def normalise(self) -> None:
        choice = self._recipe.normalising
        before = self.values
        self.values = normalise_as(choice, before, self._data, self.kept)
        same = is_constant(before).ravel()
        empty, lost = _all_missing(before), _all_missing(self.values)
        for column, element in enumerate(self._indicators):
            about = element.code, element.name
            if empty[column]:
                self.findings.append(say.no_values(*about))
            elif same[column]:
                self.findings.append(say.constant(*about, counts=not lost[column]))
            elif lost[column]:
                self.findings.append(say.not_normalised(*about, choice.method.value))


def _all_missing(values: FloatArray) -> BoolArray:
    return np.asarray(np.isnan(values).all(axis=0))


def normalise_as(
    choice: Normalising, values: FloatArray, data: CompositeData, kept: IntArray
) -> FloatArray:
    """The values on the scale that a recipe chooses, with what the method needs from the data.

    Args:
        choice: The method, its scale, and its reference or goalposts.
        values: Shape (..., n_units, n_indicators) of the kept units; NaN is missing.
        data: Where targets and units are looked up.
        kept: Places of the units in the data, shape (n_units,).

    Raises:
        UnusableRecipe: The reference is not among the units, or an indicator has no goalposts.
    """
    indicators = data.structure.indicators
    posts = reference = None
    if choice.method is Normalisation.GOALPOSTS:
        _refuse_unfitting_posts(choice, [indicator.code for indicator in indicators])
        posts = np.array([choice.goalposts[indicator.code] for indicator in indicators]).T
    if choice.method is Normalisation.DISTANCE_TO_REFERENCE:
        reference = _place_of(str(choice.reference), [data.codes[place] for place in kept])
    targets = [np.nan if each.target is None else each.target for each in indicators]
    return normalise(
        values,
        data.structure.directions,
        choice.method,
        low=choice.low,
        high=choice.high,
        posts=posts,
        targets=np.array(targets),
        reference=reference,
    )


def _refuse_unfitting_posts(choice: Normalising, codes: Sequence[str]) -> None:
    faults = [
        Fault("normalise.goalposts", f"{code} has no posts; add {code} = [lowest, highest]")
        for code in codes
        if code not in choice.goalposts
    ]
    for code in choice.goalposts.keys() - set(codes):
        hint = did_you_mean(nearest(code, codes))
        faults.append(Fault(f"normalise.goalposts.{code}", f"there is no such indicator.{hint}"))
    if faults:
        raise UnusableRecipe(faults)


def _place_of(code: str, codes: Sequence[str]) -> int:
    if code not in codes:
        hint = did_you_mean(nearest(code, codes))
        what = f"{code!r} is not among the units that are compared.{hint}"
        raise UnusableRecipe([Fault("normalise.reference", what)])
    return codes.index(code)
