import numpy as np
import pytest
from scipy import stats

from koers_engine.composite.treating import (
    Transformation,
    box_cox,
    is_out,
    kurtosis,
    log_transformed,
    skewness,
    treat,
)
from tests.engine.composites import NAN

ORDINARY = [*map(float, range(1, 11))]


def column(figures: list[float]) -> np.ndarray:
    return np.array(figures)[:, np.newaxis]


def test_skewness_and_kurtosis_are_those_of_the_independent_library() -> None:
    figures = np.random.default_rng(1).lognormal(size=(40, 3))

    assert skewness(figures)[0] == pytest.approx(stats.skew(figures, bias=False))
    assert kurtosis(figures)[0] == pytest.approx(stats.kurtosis(figures, bias=False))


def test_missing_figures_do_not_change_skewness_and_kurtosis() -> None:
    there, gaps = column([*ORDINARY, 40.0]), column([NAN, *ORDINARY, NAN, 40.0])

    assert skewness(gaps)[0] == pytest.approx(skewness(there)[0])
    assert kurtosis(gaps)[0] == pytest.approx(kurtosis(there)[0])


@pytest.mark.parametrize("figures", [[1.0, 2.0], [3.0, 3.0, 3.0, 3.0, 3.0], [NAN] * 5])
def test_what_has_no_shape_is_not_out(figures: list[float]) -> None:
    assert np.isnan(kurtosis(column(figures))).all()
    assert not is_out(column(figures)).any()


WINSORISED = [
    pytest.param([*ORDINARY, 12.0], [*ORDINARY, 12.0], 0, id="what is not out keeps its figures"),
    pytest.param([*ORDINARY, 100.0], [*ORDINARY, 10.0], 1, id="one to the next"),
    pytest.param(
        [*(ORDINARY * 2), 90.0, 100.0],
        [*(ORDINARY * 2), 10.0, 10.0],
        2,
        id="those that tie go on together",
    ),
    pytest.param([*ORDINARY, -100.0], [*ORDINARY, 1.0], 1, id="a low one to the next"),
    pytest.param([*ORDINARY, NAN, 100.0], [*ORDINARY, NAN, 10.0], 1, id="what is missing stays"),
]


@pytest.mark.parametrize(("figures", "after", "points"), WINSORISED)
def test_winsorising(figures: list[float], after: list[float], points: int) -> None:
    treated = treat(column(figures))

    assert treated.values[:, 0] == pytest.approx(after, nan_ok=True)
    assert treated.winsorised.tolist() == [points]
    assert not treated.still_out.any()


def test_where_the_points_do_not_suffice_the_untreated_figures_are_transformed() -> None:
    figures = column([*(ORDINARY * 5), 400.0, 500.0, 600.0])

    treated = treat(figures, most_points=1)

    assert treated.values[:, 0] == pytest.approx(log_transformed(figures[:, 0]))
    assert treated.winsorised.tolist() == [0]
    assert treated.transformed.tolist() == [True]


def test_without_a_transformation_the_points_stay_as_far_as_they_went() -> None:
    figures = column([*(ORDINARY * 5), 400.0, 500.0, 600.0])

    treated = treat(figures, most_points=1, transformation=Transformation.NONE)

    assert sorted(treated.values[-3:, 0]) == [400.0, 500.0, 500.0]
    assert treated.still_out.tolist() == [True]


@pytest.mark.parametrize("tail", [500.0, -500.0])
@pytest.mark.parametrize("power", [None, 0.5, -1.0])
def test_transformations_keep_the_order(tail: float, power: float | None) -> None:
    figures = np.array([*ORDINARY, tail])

    for after in (log_transformed(figures), box_cox(figures, power)):
        assert np.array_equal(np.argsort(after), np.argsort(figures))


def test_the_parameter_of_box_and_cox_is_the_likeliest_of_the_independent_library() -> None:
    figures = np.random.default_rng(5).lognormal(size=60)
    shifted = (figures - figures.min()) / np.ptp(figures) + 0.01

    likeliest = stats.boxcox_normmax(shifted, method="mle")

    assert box_cox(figures) == pytest.approx(stats.boxcox(shifted, lmbda=likeliest), rel=1e-3)


def test_a_stack_of_variants_is_treated_as_each_alone() -> None:
    figures = np.random.default_rng(2).lognormal(sigma=2, size=(3, 60, 6))

    together = treat(figures, most_points=2)

    assert together.transformed.any()
    assert together.winsorised.any()
    for number, table in enumerate(figures):
        assert np.array_equal(together.values[number], treat(table, most_points=2).values)
