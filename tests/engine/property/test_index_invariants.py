"""What must hold of an index of any figures."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from koers_engine.composite.aggregating import Aggregation, Mean, aggregate
from koers_engine.composite.arrays import ranks_from_low
from koers_engine.composite.building import NoIndex, NotComputable, build
from koers_engine.composite.data import CompositeData
from koers_engine.composite.imputing import Imputation, impute
from koers_engine.composite.normalising import Normalisation, normalise
from koers_engine.composite.preparing import TooFewUnits
from koers_engine.composite.structure import structure_of
from koers_engine.composite.treating import treat
from tests.engine.composites import a_recipe, an_indicator

# Whole numbers, so that a shift keeps their order and their ties exactly; some are missing.
figures = st.integers(-(10**4), 10**4).map(float) | st.just(float("nan"))
sizes = st.tuples(st.integers(4, 12), st.integers(1, 5))
tables = sizes.flatmap(lambda size: arrays.arrays(float, size, elements=figures))
scores = arrays.arrays(float, (6, 3), elements=st.floats(1, 100))
weights = arrays.arrays(float, 3, elements=st.floats(0.1, 10))
METHODS = sorted(set(Normalisation) - {
    Normalisation.GOALPOSTS, Normalisation.DISTANCE_TO_REFERENCE, Normalisation.DISTANCE_TO_TARGET
})  # fmt: skip


@given(tables, st.sampled_from(METHODS))
def test_a_normalised_figure_keeps_its_order_and_is_finite_or_missing(
    table: np.ndarray, method: Normalisation
) -> None:
    found = normalise(table, np.ones(table.shape[1]), method)

    assert not np.isinf(found).any()
    for before, after in zip(table.T, found.T, strict=True):
        there = ~np.isnan(after)
        assert not (there & np.isnan(before)).any()
        order = np.argsort(before[there], kind="stable")
        assert (np.diff(after[there][order]) >= 0).all()


@given(tables)
def test_ranks_are_those_of_the_independent_library(table: np.ndarray) -> None:
    expected = stats.rankdata(table, method="min", axis=0, nan_policy="omit")

    assert np.array_equal(ranks_from_low(table), expected, equal_nan=True)


@given(tables, st.sampled_from(Imputation))
def test_imputing_never_changes_what_is_known(table: np.ndarray, method: Imputation) -> None:
    there = ~np.isnan(table)

    found = impute(table, method, groups=np.arange(len(table)) % 2)

    assert np.array_equal(found[there], table[there])
    assert not np.isinf(found).any()


@given(tables)
def test_treating_keeps_the_order_of_the_units(table: np.ndarray) -> None:
    after = treat(table).values

    assert np.array_equal(np.isnan(after), np.isnan(table))
    for column in range(table.shape[1]):
        there = ~np.isnan(table[:, column])
        order = np.argsort(table[there, column], kind="stable")
        assert (np.diff(after[there, column][order]) >= 0).all()


@given(scores, weights)
def test_the_more_a_mean_punishes_low_scores_the_lower_it_is(
    table: np.ndarray, w: np.ndarray
) -> None:
    arithmetic, geometric, harmonic = (
        aggregate(table, w, Mean(method=method))
        for method in (Aggregation.ARITHMETIC, Aggregation.GEOMETRIC, Aggregation.HARMONIC)
    )

    assert (harmonic <= geometric * (1 + 1e-9)).all()
    assert (geometric <= arithmetic * (1 + 1e-9)).all()
    assert (arithmetic <= table.max(axis=1) * (1 + 1e-9)).all()
    assert (harmonic >= table.min(axis=1) * (1 - 1e-9)).all()


@given(scores, weights, st.sampled_from(Aggregation), st.floats(0.5, 4))
def test_only_the_ratio_of_weights_matters(
    table: np.ndarray, w: np.ndarray, method: Aggregation, by: float
) -> None:
    mean = Mean(method=method, power=2)

    assert aggregate(table, w, mean) == pytest.approx(aggregate(table, by * w, mean), rel=1e-6)


def an_index(table: np.ndarray) -> CompositeData:
    codes = tuple(f"U{number}" for number in range(len(table)))
    parts = [an_indicator(f"i{number}") for number in range(table.shape[1])]
    return CompositeData(codes=codes, names=codes, structure=structure_of(parts), values=table)


@settings(max_examples=60)
@given(
    table=tables,
    method=st.sampled_from(METHODS),
    mean=st.sampled_from(Aggregation),
    imputes=st.booleans(),
)
def test_an_index_of_any_figures_is_refused_or_has_finite_scores_and_reasons(
    table: np.ndarray, method: Normalisation, mean: Aggregation, imputes: bool
) -> None:
    recipe = a_recipe(
        impute={"method": "mean" if imputes else "none"},
        normalise={"method": method.value, "low": 1},
        aggregate={"methods": [mean.value], "power": 0.5},
    )
    try:
        index = build(an_index(table), recipe)
    except (NoIndex, NotComputable, TooFewUnits):
        assume(False)

    assert not np.isinf(index.scores).any()
    assert np.isnan(index.scores[:, -1]).any() == any(
        found.kind == "no-score" for found in index.findings
    )
    assert not np.isnan(index.weights).any()
    assert index.digest == build(an_index(table), recipe).digest


@settings(max_examples=30)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_units_does_not_change_their_ranks(table: np.ndarray, dice) -> None:  # type: ignore[no-untyped-def]
    places = list(range(len(table)))
    dice.shuffle(places)
    recipe = a_recipe(steps=["normalise"], normalise={"method": "borda"})
    try:
        index = build(an_index(table), recipe)
    except NoIndex:
        assume(False)

    again = build(an_index(table[places]), recipe)

    assert again.ranks[:, -1] == pytest.approx(index.ranks[places, -1], nan_ok=True)
