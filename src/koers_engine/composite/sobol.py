"""Which input of a model its output hangs on: first and total order indices after Sobol.

A factor is one column of the sample, or several that are drawn together. Sources: Saltelli et al.
(2010), Variance based sensitivity analysis of model output, Computer Physics Communications 181,
for the design and the first order; Jansen (1999), Analysis of variance designs for model output,
Computer Physics Communications 117, for the total order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from koers_engine.composite.arrays import FloatArray
from koers_engine.concepts import Refusal

MOST_COLUMNS = 10_600
"""Half the dimensions of SciPy's sequence."""
BOOTSTRAPS = 1_000
CONFIDENCE = 0.95
FEWEST_ROWS = 8
_COUNTS_AT_ONCE = 1 << 20


class UnusableDesign(Refusal, ValueError):
    """The sample cannot be drawn, or says nothing; the message says what to change."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indices:
    """One kind of index of every factor, for every output.

    Each has shape (n_factors, n_outputs), as a share of the output's variance; NaN throughout for
    an output that does not vary. An estimate can fall a little below 0 or above 1 by chance.
    """

    estimate: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class SobolIndices:
    """How much of the variance of each output comes from each factor.

    `first` is what fixing the factor alone would take away on average; `total` is what would be
    left if all others were fixed, so that total minus first is what it does together with others.
    """

    first: Indices
    total: Indices
    variance: FloatArray
    """Of each output, shape (n_outputs,), in the square of its unit."""
    rows: int
    """Rows of the design that the estimates rest on."""
    rows_lost: int
    """Rows left out, since the model gave no number in one of their points."""
    confidence: float


def saltelli_points(
    base_size: int, factors: Sequence[int], *, seed: int
) -> tuple[FloatArray, tuple[slice, ...]]:
    """The points at which a model is to be computed, for all first and total order indices.

    Args:
        base_size: Rows of the base sample, a power of 2; the model is computed
            `base_size` × (n_factors + 2) times.
        factors: How many columns each factor takes, at least 1.
        seed: Of the scrambling of the sequence; the same seed gives the same points.

    Returns:
        Points in [0, 1), shape (n_factors + 2, base_size, n_columns): the samples A and B, then
        for each factor A with the columns of that factor out of B; and each factor's columns.

    Raises:
        UnusableDesign: `base_size` is no power of 2 or below 8, or there are no or too many
            columns.
    """
    if base_size < FEWEST_ROWS or base_size & (base_size - 1):
        raise UnusableDesign(
            f"A base sample of {base_size} rows does not fill the Sobol sequence evenly. "
            f"Take a power of 2 from {FEWEST_ROWS} on, such as 128 or 1024."
        )
    from scipy.stats import qmc  # noqa: PLC0415 - loading it takes most of a second

    columns = sum(factors)
    if not 0 < columns <= MOST_COLUMNS or min(factors) < 1:
        raise UnusableDesign(
            f"There are {columns} columns to vary in {len(factors)} factors; a factor takes at "
            f"least one, and together they take from 1 to {MOST_COLUMNS}."
        )
    sequence = qmc.Sobol(2 * columns, scramble=True, rng=np.random.default_rng(seed))
    both = sequence.random(base_size)
    own, other = both[:, :columns], both[:, columns:]
    ends = np.cumsum(factors)
    places = tuple(
        slice(int(end) - size, int(end)) for end, size in zip(ends, factors, strict=True)
    )
    points = np.repeat(own[None], len(factors) + 2, axis=0)
    points[1] = other
    for number, place in enumerate(places, start=2):
        points[number][:, place] = other[:, place]
    return points, places


def sobol_indices(
    model: Callable[[FloatArray], FloatArray],
    factors: Sequence[int],
    *,
    base_size: int = 1024,
    seed: int,
    bootstraps: int = BOOTSTRAPS,
    confidence: float = CONFIDENCE,
) -> SobolIndices:
    """The indices of any model.

    Args:
        model: Takes points in [0, 1), shape (n, n_columns), and gives outputs of shape (n,) or
            (n, n_outputs), NaN where it cannot be computed.
        factors, base_size, seed: As `saltelli_points` takes them.
        bootstraps, confidence: As `estimate` takes them.

    Raises:
        UnusableDesign: As `saltelli_points` and `estimate` raise it.
    """
    points, _ = saltelli_points(base_size, factors, seed=seed)
    outputs = np.asarray(model(points.reshape(-1, points.shape[-1])), dtype=float)
    shaped = outputs.reshape(*points.shape[:2], -1)
    return estimate(shaped, seed=seed, bootstraps=bootstraps, confidence=confidence)


def estimate(
    outputs: FloatArray,
    *,
    seed: int,
    bootstraps: int = BOOTSTRAPS,
    confidence: float = CONFIDENCE,
) -> SobolIndices:
    """The indices, from a model's outputs at the points of `saltelli_points`.

    Args:
        outputs: Shape (n_factors + 2, base_size, n_outputs). A row in which any point of any
            output is NaN is left out whole, and counted.
        seed: Of the resampling of rows.
        bootstraps: How many times rows are drawn again, with replacement, for the intervals.
        confidence: Share of those resamples between `low` and `high`.

    Raises:
        UnusableDesign: Fewer than 8 rows are left.

    With *f* centred on its mean over A and B: first = mean(f(B) (f(AB) − f(A))) / V after Saltelli
    et al. (2010), table 2(b); total = mean((f(A) − f(AB))²) / 2V after Jansen (1999), table 2(f);
    V is the variance over A and B together. Intervals are percentiles of the bootstrap over rows
    (Archer, Saltelli & Sobol 1997), wide rather than narrow for a Sobol sequence, whose points
    lie more evenly than independent ones.
    """
    computed = np.isfinite(outputs).all(axis=(0, 2))
    rows = int(np.count_nonzero(computed))
    if rows < FEWEST_ROWS:
        raise UnusableDesign(
            f"Only {rows} of {computed.size} rows of the design could be computed, and "
            f"{FEWEST_ROWS} are needed. Leave out the choice that cannot be computed, "
            "or take a larger sample."
        )
    kept = outputs[:, computed]
    centred = kept - kept[:2].mean(axis=(0, 1))
    own, other, mixed = centred[0], centred[1], centred[2:]
    terms = np.concatenate(
        [
            other * (mixed - own),
            (own - mixed) ** 2 / 2,
            ((own + other) / 2)[None],
            ((own**2 + other**2) / 2)[None],
        ]
    )
    parts = terms.transpose(1, 0, 2).reshape(rows, -1)

    # A mean over rows and a difference of two numbers: what is below this is their rounding.
    noise = 64 * np.finfo(float).eps ** 2 * np.square(kept[:2]).max(axis=(0, 1))

    def indices(means: FloatArray) -> tuple[FloatArray, FloatArray]:
        shaped = means.reshape(-1, *terms.shape[::2])
        variance = shaped[:, -1] - shaped[:, -2] ** 2
        variance = np.where(variance > noise, variance, np.nan)
        return shaped[:, :-2] / variance[:, None], variance

    found, variance = indices(parts.mean(axis=0))
    drawn = _resampled(parts, bootstraps, seed=seed)
    again, _ = indices(drawn)
    edge = (1 - confidence) / 2
    low, high = _quantiles(again, [edge, 1 - edge])
    k = len(mixed)
    return SobolIndices(
        first=Indices(estimate=found[0, :k], low=low[:k], high=high[:k]),
        total=Indices(estimate=found[0, k:], low=low[k:], high=high[k:]),
        variance=np.nan_to_num(variance[0]),
        rows=rows,
        rows_lost=computed.size - rows,
        confidence=confidence,
    )


def _resampled(parts: FloatArray, bootstraps: int, *, seed: int) -> FloatArray:
    """Means over rows drawn again with replacement, shape (bootstraps, n_parts)."""
    rows = len(parts)
    generator = np.random.default_rng([seed, 1])  # not the stream that scrambled the points
    means = np.empty((bootstraps, parts.shape[1]))
    step = max(1, _COUNTS_AT_ONCE // rows)
    for start in range(0, bootstraps, step):
        drawn = generator.integers(rows, size=(min(step, bootstraps - start), rows))
        flat = drawn + rows * np.arange(len(drawn))[:, None]
        counts = np.bincount(flat.ravel(), minlength=drawn.size).reshape(drawn.shape)
        means[start : start + step] = counts.astype(np.float64) @ parts / rows
    return means


def _quantiles(values: FloatArray, shares: Sequence[float]) -> FloatArray:
    """Quantiles over the first axis, of the resamples in which the output varies."""
    undefined = np.isnan(values)
    if not undefined.any():
        return np.quantile(values, shares, axis=0)
    never = undefined.all(axis=0)
    return np.where(never, np.nan, np.nanquantile(np.where(never, 0, values), shares, axis=0))
