import numpy as np
import pytest

from koers_engine.composite.correlating import correlations, cronbach_alpha
from koers_engine.composite.structure import Element, Structure
from koers_engine.composite.weighing import budget, first_component, pca
from tests.engine.composites import NAN

DICE = np.random.default_rng(11)
TABLE = DICE.normal(size=(40, 3)) @ np.array([[1, 0.8, 0.2], [0, 1, 0.5], [0, 0, 1.0]])


def test_weights_by_components_are_the_squared_loadings_of_a_decomposition() -> None:
    standard = (TABLE - TABLE.mean(axis=0)) / TABLE.std(axis=0)
    loadings = np.linalg.svd(standard)[2][0]

    assert pca(TABLE) == pytest.approx(loadings**2)


@pytest.mark.parametrize(
    "scores",
    [np.ones((10, 2)), TABLE[:3], TABLE[:, :0], np.where(np.arange(40)[:, None] < 37, NAN, TABLE)],
    ids=["constant", "few units", "nothing", "few complete units"],
)
def test_too_little_gives_no_component(scores: np.ndarray) -> None:
    assert first_component(scores) is None


def test_budget_allocation_is_the_mean_of_the_shares_of_experts_who_gave_points() -> None:
    experts = [{"a": 30.0, "b": 10.0}, {"b": 5.0}, {"elsewhere": 100.0}]

    assert budget(experts, ["a", "b"]).tolist() == [0.375, 0.625]
    assert budget(experts, ["c"]).tolist() == [0.0]


def test_an_effective_weight_is_the_share_in_the_whole_index() -> None:
    structure = Structure(
        (
            Element(code="a", name="a", level=1, parent="left", weight=3),
            Element(code="b", name="b", level=1, parent="left", weight=1),
            Element(code="c", name="c", level=1, parent="right", weight=7),
            Element(code="left", name="left", level=2, parent="top", weight=1),
            Element(code="right", name="right", level=2, parent="top", weight=3),
            Element(code="top", name="top", level=3, parent=None),
        )
    )

    effective = structure.effective_weights(structure.weights)

    assert effective.tolist() == [0.1875, 0.0625, 0.75, 0.25, 0.75, 1.0]


def test_correlations_are_those_of_the_units_with_both_figures() -> None:
    table = TABLE.copy()
    table[5, 0] = table[9, 1] = NAN
    both = ~np.isnan(table[:, :2]).any(axis=1)

    found = correlations(table)

    assert found[0, 1] == pytest.approx(np.corrcoef(table[both, :2].T)[0, 1])
    assert np.diag(found) == pytest.approx(1)


@pytest.mark.parametrize(
    "columns",
    [([1.0, 2.0, NAN, NAN], [1.0, 2.0, 3.0, 4.0]), ([7.0] * 4, [1.0, 2.0, 3.0, 4.0])],
    ids=["two units have both", "one is constant"],
)
def test_where_nothing_can_be_said_there_is_no_correlation(
    columns: tuple[list[float], ...],
) -> None:
    assert np.isnan(correlations(np.array(columns).T)[0, 1])


def test_a_large_mean_does_not_swallow_a_correlation() -> None:
    left = np.array([1.0, 2.0, 3.0, 5.0])
    table = np.column_stack([1e9 + left, -left])

    assert correlations(table)[0, 1] == pytest.approx(-1)


def test_alpha_is_that_of_cronbach() -> None:
    k, parts = 3, np.var(TABLE, axis=0, ddof=1).sum()
    whole = np.var(TABLE.sum(axis=1), ddof=1)

    assert cronbach_alpha(TABLE) == pytest.approx(k / (k - 1) * (1 - parts / whole))


def test_one_part_has_no_alpha() -> None:
    assert cronbach_alpha(TABLE[:, :1]) is None
    assert cronbach_alpha(np.column_stack([TABLE[:, 0], np.ones(40)])) is None
