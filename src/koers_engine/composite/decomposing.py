"""What lifts the index of a unit and what lowers it, beside the average unit."""

from dataclasses import dataclass

import numpy as np

from koers_engine.composite.aggregating import combine
from koers_engine.composite.building import Index


@dataclass(frozen=True, slots=True, kw_only=True)
class Lift:
    """What one indicator does to the index of a unit."""

    code: str
    name: str
    score: float | None
    """Of the unit on the common scale; None where it has no figure, and the indicator does not
    count for it."""
    mean: float | None
    """Of all units that are compared; None where the indicator counts for nobody."""
    lift: float | None
    """How much the index would fall if the unit had that mean: above 0 lifts, below 0 lowers."""


def lifts(index: Index, unit: int) -> tuple[Lift, ...]:
    """Per indicator how much higher the index of a unit is than it would be with an average score.

    One indicator is changed at a time. With arithmetic means the lifts of a unit without gaps add
    up to its index minus that of a unit that is average in everything; with other means they need
    not, since these let indicators work upon each other.

    Args:
        index: As built.
        unit: Place of the unit in `index.codes`.

    Returns:
        As `structure.indicators`; a lift is None as well where the unit has no index, or would
        have none.
    """
    structure = index.data.structure
    scores = index.steps[-1].values
    there = ~np.isnan(scores)
    means = np.where(there, scores, 0.0).sum(axis=0) / np.maximum(there.sum(axis=0), 1)
    n = len(structure.indicators)
    changed = np.broadcast_to(scores, (n, *scores.shape)).copy()
    own = changed[np.arange(n), unit, np.arange(n)]
    changed[np.arange(n), unit, np.arange(n)] = np.where(np.isnan(own), np.nan, means)
    how = index.recipe.means_for(structure.height)
    would_be = combine(changed, structure, index.weights, how)[:, unit, -1]
    found = []
    for at, element in enumerate(structure.indicators):
        score, lift = scores[unit, at], index.scores[unit, -1] - would_be[at]
        has_score = not np.isnan(score)
        found.append(
            Lift(
                code=element.code,
                name=element.name,
                score=float(score) if has_score else None,
                mean=float(means[at]) if there[:, at].any() else None,
                lift=float(lift) if has_score and not np.isnan(lift) else None,
            )
        )
    return tuple(found)
