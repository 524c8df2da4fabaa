"""How far the places of an index hang on choices that could reasonably have been others."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from koers_engine.composite import uncertainty_wording as say
from koers_engine.composite.arrays import FloatArray, ranks_from_high
from koers_engine.composite.building import Index
from koers_engine.composite.replicating import COMPUTED, Replicates, Telling, areas_of, replicate
from koers_engine.composite.variants import Choice, ChoiceSpace, choice_space
from koers_engine.concepts import Bilingual, Refusal

REPLICATES = 1_000
SEED = 20261121
CONFIDENCE = 0.90
TOP = 10
MOST_CELLS = 10_000_000


class UnusableNumber(Refusal, ValueError):
    """A number of replicates or of places that cannot be; the message says what can."""


class NothingComputed(Refusal, ArithmeticError):
    """Not one way to make the index could be computed."""

    def __init__(self, failures: Sequence["Failure"]) -> None:
        reasons = "\n".join(f"- {failure.text.en}" for failure in failures)
        super().__init__(
            f"None of the ways to make this index could be computed.\n{reasons}\n"
            "Leave that alternative out of [uncertainty] in the recipe, or let the scales under "
            "[uncertainty] normalise begin above 0 (low = 1)."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Ways that could not be computed for one reason."""

    number: int
    reason: Bilingual
    text: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaUncertainty:
    """Where one area stands in all ways that could be computed. Place 1 is the best."""

    code: str
    name: str
    place: int
    """In the index as published; ties share the best place."""
    tied: int
    """How many others share that place."""
    best_place: int
    """Less than 5% of the ways give a better one."""
    median_place: int
    worst_place: int
    """Less than 5% of the ways give a worse one."""
    inside: int
    """How many ways put it on one of the places from best to worst: 90% or more."""
    in_top: float
    """Share of the ways in which its place is `top` or better, 0 to 1."""
    score: float
    """In the index as published."""
    low_score: float
    """Below it lie 5% of the scores; on the scale of the index as published."""
    median_score: float
    high_score: float
    """Above it lie 5% of the scores."""
    text: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Uncertainty:
    """The index as published among the ways in which it could have been made."""

    choices: tuple[Choice, ...]
    """Those that vary."""
    replicates: int
    """Ways that were drawn."""
    computed: int
    """Those that could be computed; all shares are of these."""
    seed: int
    top: int
    rescaled: bool
    """Whether scores were brought to the mean and deviation of the index as published."""
    areas: tuple[AreaUncertainty, ...]
    """By place in the index as published."""
    failures: tuple[Failure, ...]
    notes: tuple[Bilingual, ...]


def uncertainty(
    index: Index,
    *,
    replicates: int = REPLICATES,
    seed: int = SEED,
    top: int | None = None,
    space: ChoiceSpace | None = None,
    tell: Telling | None = None,
) -> Uncertainty:
    """Make the index in many ways, drawn at random, and tell where each area stands in them.

    Args:
        index: As published.
        replicates: How many ways to draw.
        seed: Of the drawing; the same seed gives the same answer.
        top: Up to which place an area is counted as among the best; a quarter of the areas by
            default, and at most TOP.
        space: What may vary; as the recipe says by default.
        tell: Hears how far it is.

    Raises:
        UnusableNumber: `replicates` or `top` is below 1, or there are too many replicates.
        UnusableRecipe: The recipe's [uncertainty] says what cannot be done.
        NothingVaries: No choice does.
        NothingComputed: Not one way could be computed.

    Source: Saisana, Saltelli and Tarantola (2005), Journal of the Royal Statistical Society A 168;
    OECD/JRC (2008), step 7.
    """
    if not 1 <= replicates <= most_replicates(index):
        raise UnusableNumber(
            f"{replicates:,} replicates: take 1 to {most_replicates(index):,} for this index."
        )
    if top is None:
        top = max(1, min(TOP, len(areas_of(index)) // 4))
    if top < 1:
        raise UnusableNumber(f"A top of {top} places holds nobody; take 1 or more.")
    space = space or choice_space(index.data, index.recipe)
    structure = index.data.structure
    columns = space.columns(structure)
    points = np.random.default_rng(seed).random((replicates, sum(columns.values())))
    made = replicate(index, space, space.variants(points, structure), tell=tell)
    failures = failures_of(made)
    if not made.computed.any():
        raise NothingComputed(failures)
    rescaled = is_rescaled(space)
    areas = _areas(
        index,
        made.scores[made.computed],
        failed=int(np.count_nonzero(~made.computed)),
        top=top,
        rescaled=rescaled,
    )
    return Uncertainty(
        choices=tuple(columns),
        replicates=replicates,
        computed=int(np.count_nonzero(made.computed)),
        seed=seed,
        top=top,
        rescaled=rescaled,
        areas=areas,
        failures=failures,
        notes=notes_of(index, failures),
    )


def most_replicates(index: Index) -> int:
    """How many replicates of an index are kept in memory at most."""
    return MOST_CELLS // max(len(index.codes), len(index.data.structure.elements))


def failures_of(made: Replicates) -> tuple[Failure, ...]:
    """Per reason how many ways could not be computed, most first."""
    failed = made.why[made.why != COMPUTED]
    counted = np.bincount(failed, minlength=len(made.reasons)).tolist()
    found = [
        Failure(
            number=number,
            reason=reason,
            text=say.not_computed(number, len(made.why), reason),
        )
        for number, reason in zip(counted, made.reasons, strict=True)
    ]
    return tuple(sorted(found, key=lambda failure: -failure.number))


def notes_of(index: Index, failures: Sequence[Failure]) -> tuple[Bilingual, ...]:
    """What must be said beside the numbers: ways that failed, and units without a place."""
    told = [failure.text for failure in failures]
    placed = set(areas_of(index).tolist())
    without = [name for unit, name in enumerate(index.names) if unit not in placed]
    return (*told, *([say.have_no_place(without)] if without else []))


def places_of(scores: FloatArray) -> FloatArray:
    """The places of areas in each way, shape (n, n_areas): 1 is best, ties share the best."""
    return ranks_from_high(scores.T).T


def is_rescaled(space: ChoiceSpace) -> bool:
    """Whether ways differ in scale from the index as published."""
    return any(scale != space.recipe.normalising for scale in space.normalising)


def on_scale_of(published: FloatArray, scores: FloatArray) -> FloatArray:
    """Scores with, in each way, the mean and the standard deviation of those as published.

    Args:
        published: Shape (n_areas,).
        scores: Shape (n, n_areas).
    """
    middle = scores.mean(axis=1, keepdims=True)
    spread = scores.std(axis=1, keepdims=True)
    same = spread <= 1e-12 * abs(middle)
    shares = np.where(same, 0.0, (scores - middle) / np.where(same, 1.0, spread))
    return np.asarray(published.mean() + shares * published.std())


def _areas(
    index: Index, scores: FloatArray, *, failed: int, top: int, rescaled: bool
) -> tuple[AreaUncertainty, ...]:
    units = areas_of(index)
    published = index.scores[units, -1]
    own = index.ranks[units, -1].astype(int)
    places = places_of(scores)
    edge = (1 - CONFIDENCE) / 2
    # places that are there, so that at least 90% of the ways lie between them
    best, median, worst = np.quantile(
        places, [edge, 0.5, 1 - edge], axis=0, method="inverted_cdf"
    ).astype(int)
    inside = np.count_nonzero((places >= best) & (places <= worst), axis=0)
    in_top = (places <= top).mean(axis=0)
    if rescaled:
        scores = on_scale_of(published, scores)
    low, middle, high = np.quantile(scores, [edge, 0.5, 1 - edge], axis=0)
    found = []
    for at in np.argsort(own, kind="stable").tolist():
        name = index.names[units[at]]
        text = say.stands(
            name,
            lowest=int(best[at]),
            highest=int(worst[at]),
            inside=int(inside[at]),
            computed=len(scores),
            failed=failed,
        )
        tied = int(np.count_nonzero(own == own[at])) - 1
        if tied:
            text = say.joined(text, say.shares_place(name, int(own[at]), tied))
        found.append(
            AreaUncertainty(
                code=index.codes[units[at]],
                name=name,
                place=int(own[at]),
                tied=tied,
                best_place=int(best[at]),
                median_place=int(median[at]),
                worst_place=int(worst[at]),
                inside=int(inside[at]),
                in_top=float(in_top[at]),
                score=float(published[at]),
                low_score=float(low[at]),
                median_score=float(middle[at]),
                high_score=float(high[at]),
                text=text,
            )
        )
    return tuple(found)
