"""Which choice the places of an index hang on most."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from koers_engine.composite import uncertainty_wording as say
from koers_engine.composite.arrays import FloatArray
from koers_engine.composite.building import Index
from koers_engine.composite.replicating import Telling, areas_of, replicate
from koers_engine.composite.sobol import SobolIndices, UnusableDesign, estimate, saltelli_points
from koers_engine.composite.uncertainty import (
    SEED,
    Failure,
    UnusableNumber,
    failures_of,
    is_rescaled,
    most_replicates,
    notes_of,
    on_scale_of,
    places_of,
)
from koers_engine.composite.variants import Choice, ChoiceSpace, choice_space
from koers_engine.concepts import Bilingual, Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest

BASE_SIZE = 256


class NotInIndex(Refusal, LookupError):
    """The area asked for has no place in the index."""

    def __init__(self, asked: str, codes: Sequence[str], names: Sequence[str]) -> None:
        hint = did_you_mean(nearest(asked, [*codes, *names]))
        super().__init__(
            f"{asked!r} has no score in this index.{hint} The areas that have one are printed by: "
            "koers index build"
        )


def area_called(index: Index, asked: str) -> int:
    """Which of the areas with a score has a code or name, case aside.

    Raises:
        NotInIndex: None has, or several have the name.
    """
    units = areas_of(index)
    codes = [index.codes[unit] for unit in units]
    names = [index.names[unit] for unit in units]
    for known in (codes, names):
        folded = [word.casefold() for word in known]
        if folded.count(asked.casefold()) == 1:
            return folded.index(asked.casefold())
    raise NotInIndex(asked, codes, names)


class Output(StrEnum):
    """What of the index is looked at."""

    SHIFT = "shift"
    """The mean over all areas of how many places each is away from that as published."""
    PLACE = "place"
    """The place of one area."""
    SCORE = "score"
    """The score of one area, on the scale of the index as published."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """How much of the variance of an output comes from one choice.

    Shares of 1, with their bootstrap intervals; None throughout where the output does not vary.
    """

    choice: Choice
    first: float | None
    """From this choice alone."""
    first_low: float | None
    first_high: float | None
    total: float | None
    """From this choice and what it does together with others."""
    total_low: float | None
    total_high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """What makes one output vary."""

    output: Output
    area: str | None
    """Code of the area; None where the output is of all areas."""
    mean: float
    """Over the base samples, in places or on the scale of the index."""
    deviation: float
    """The standard deviation."""
    shares: tuple[Share, ...]
    """Of each choice, the largest total first."""
    text: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """Which choices make the index as uncertain as it is."""

    runs: int
    """How many ways were computed or tried."""
    rows: int
    """Rows of the design that could be computed whole."""
    rows_lost: int
    seed: int
    confidence: float
    outputs: tuple[Explained, ...]
    failures: tuple[Failure, ...]
    notes: tuple[Bilingual, ...]


def sensitivity(
    index: Index,
    *,
    area: str | None = None,
    base_size: int = BASE_SIZE,
    seed: int = SEED,
    space: ChoiceSpace | None = None,
    tell: Telling | None = None,
) -> Sensitivity:
    """Attribute the uncertainty of the places to the choices.

    Args:
        index: As published.
        area: Code or name of an area to look at beside all of them.
        base_size: Rows of the base sample, a power of 2; the index is made `base_size` ×
            (number of choices + 2) times.
        seed: Of the sample; the same seed gives the same answer.
        space: What may vary; as the recipe says by default.
        tell: Hears how far it is.

    Raises:
        NotInIndex: `area` has no place.
        UnusableNumber: The sample is too large.
        UnusableDesign: `base_size` is no power of 2, or too few rows can be computed.
        UnusableRecipe, NothingVaries: As `uncertainty` raises them.

    Source: Saisana, Saltelli and Tarantola (2005), with the mean absolute shift in place as their
    measure of the whole; indices as in `sobol`.
    """
    at = None if area is None else area_called(index, area)
    space = space or choice_space(index.data, index.recipe)
    structure = index.data.structure
    columns = space.columns(structure)
    runs = base_size * (len(columns) + 2)
    if runs > most_replicates(index):
        raise UnusableNumber(
            f"A base sample of {base_size:,} rows takes {runs:,} replicates; for this index at "
            f"most {most_replicates(index):,} are made."
        )
    points, _ = saltelli_points(base_size, list(columns.values()), seed=seed)
    variants = space.variants(points.reshape(runs, -1), structure)
    made = replicate(index, space, variants, tell=tell)
    outputs = _outputs(index, space, made.scores, at)
    by_row = outputs.reshape(*points.shape[:2], -1)
    failures = failures_of(made)
    try:
        found = estimate(by_row, seed=seed)
    except UnusableDesign as refusal:
        reasons = "".join(f"\n- {failure.text.en}" for failure in failures)
        raise UnusableDesign(f"{refusal}{reasons}") from None
    notes = [*notes_of(index, failures)]
    if found.rows_lost:
        notes.append(say.rows_lost(found.rows_lost, base_size))
    unit = None if at is None else areas_of(index)[at]
    named = None if unit is None else (index.codes[unit], index.names[unit])
    kinds = [Output.SHIFT] if at is None else [Output.SHIFT, Output.PLACE, Output.SCORE]
    middles = np.nanmean(by_row[:2], axis=(0, 1))
    return Sensitivity(
        runs=runs,
        rows=found.rows,
        rows_lost=found.rows_lost,
        seed=seed,
        confidence=found.confidence,
        outputs=tuple(
            _explained(
                kind,
                number,
                found,
                choices=tuple(columns),
                mean=float(middles[number]),
                area=named,
            )
            for number, kind in enumerate(kinds)
        ),
        failures=failures,
        notes=tuple(notes),
    )


def _outputs(index: Index, space: ChoiceSpace, scores: FloatArray, at: int | None) -> FloatArray:
    """The outputs in each way, shape (n, n_outputs); NaN where it could not be computed."""
    units = areas_of(index)
    places = places_of(scores)
    shift = abs(places - index.ranks[units, -1]).mean(axis=1)
    if at is None:
        return np.column_stack([shift])
    if is_rescaled(space):
        scores = on_scale_of(index.scores[units, -1], scores)
    return np.column_stack([shift, places[:, at], scores[:, at]])


def _explained(
    kind: Output,
    number: int,
    found: SobolIndices,
    *,
    choices: Sequence[Choice],
    mean: float,
    area: tuple[str, str] | None,
) -> Explained:
    def said(values: FloatArray, choice: int) -> float | None:
        value = float(values[choice, number])
        return value if np.isfinite(value) else None

    shares = [
        Share(
            choice=choice,
            first=said(found.first.estimate, at),
            first_low=said(found.first.low, at),
            first_high=said(found.first.high, at),
            total=said(found.total.estimate, at),
            total_low=said(found.total.low, at),
            total_high=said(found.total.high, at),
        )
        for at, choice in enumerate(choices)
    ]
    shares.sort(key=lambda share: -(share.total or 0.0))
    code, name = area if area is not None and kind is not Output.SHIFT else (None, None)
    return Explained(
        output=kind,
        area=code,
        mean=mean,
        deviation=float(np.sqrt(found.variance[number])),
        shares=tuple(shares),
        text=_told(say.output(kind.value, name), shares),
    )


def _told(what: Bilingual, shares: Sequence[Share]) -> Bilingual:
    first = shares[0]
    if first.total is None or first.total_low is None or first.total_high is None:
        return say.nothing_explains(what)
    if len(shares) == 1:
        return say.only_choice(what, first.choice.value)
    second = shares[1]
    unsure = (second.total_high or 0.0) >= first.total_low
    return say.explains_most(
        what,
        first.choice.value,
        alone=first.first or 0.0,
        total=first.total,
        low=first.total_low,
        high=first.total_high,
        rival=second.choice.value if unsure else None,
    )
