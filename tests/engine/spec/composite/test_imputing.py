import numpy as np
import pytest

from koers_engine.composite.imputing import Imputation, impute
from tests.engine.composites import NAN

FIGURES = [1.0, 4.0, NAN, 2.0, 11.0, NAN]
GROUPS = np.array([0, 0, 0, 1, 1, -1])
CASES = [
    pytest.param(Imputation.NONE, [NAN, NAN], id="nothing is estimated"),
    pytest.param(Imputation.MEAN, [4.5, 4.5], id="mean"),
    pytest.param(Imputation.MEDIAN, [3.0, 3.0], id="median"),
    pytest.param(Imputation.GROUP_MEAN, [2.5, NAN], id="the mean of its group; no group, nothing"),
    pytest.param(Imputation.GROUP_MEDIAN, [2.5, NAN], id="the median of its group"),
]


@pytest.mark.parametrize(("method", "estimates"), CASES)
def test_imputation(method: Imputation, estimates: list[float]) -> None:
    found = impute(np.array(FIGURES)[:, np.newaxis], method, groups=GROUPS)[:, 0]

    assert found[[2, 5]] == pytest.approx(estimates, nan_ok=True)
    assert found[[0, 1, 3, 4]].tolist() == [1.0, 4.0, 2.0, 11.0]


def test_a_group_without_figures_stays_missing() -> None:
    figures = np.array([[NAN], [NAN], [3.0]])

    found = impute(figures, Imputation.GROUP_MEAN, groups=np.array([0, 0, 1]))

    assert np.isnan(found[:2]).all()


def test_a_regression_finds_what_lies_on_a_line() -> None:
    first = np.arange(10.0)
    table = np.column_stack([first, 5 - 2 * first, np.sin(first)])
    table[3, 0] = table[7, 1] = NAN

    found = impute(table, Imputation.REGRESSION, predictors=1)

    # a gap in the predictor is its mean, so that only the other column lies on the line wholly
    assert found[3, 0] == pytest.approx(3, abs=0.5)
    assert found[7, 1] == pytest.approx(-9, abs=1)


def test_a_regression_is_that_of_least_squares_on_the_best_predictors() -> None:
    dice = np.random.default_rng(3)
    table = dice.normal(size=(30, 4))
    table[:, 0] = 2 * table[:, 1] - table[:, 2] + 0.1 * table[:, 3] + 0.01 * dice.normal(size=30)
    table[4, 0] = NAN

    found = impute(table, Imputation.REGRESSION, predictors=2)[4, 0]

    by = np.column_stack([np.ones(30), table[:, 1:3]])
    known = np.arange(30) != 4
    factors = np.linalg.lstsq(by[known], table[known, 0], rcond=None)[0]
    assert found == pytest.approx(float(by[4] @ factors))


def test_a_regression_says_nothing_where_few_units_or_no_likeness_are_left() -> None:
    few = np.array([[1.0, 2.0, 3.0], [2.0, 4.0, 1.0], [NAN, 5.0, 2.0]])
    constant = np.array([[NAN, 1.0], [2.0, 1.0], [3.0, 1.0], [4.0, 1.0]])

    assert np.isnan(impute(few, Imputation.REGRESSION)[2, 0])
    assert np.isnan(impute(constant, Imputation.REGRESSION)[0, 0])
