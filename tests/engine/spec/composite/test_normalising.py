import numpy as np
import pytest

from koers_engine.composite.normalising import Normalisation, normalise
from tests.engine.composites import NAN

FIGURES = [10.0, 30.0, NAN, 20.0, 30.0]
N = Normalisation
CASES = [
    pytest.param(N.MIN_MAX, 1, [0, 100, NAN, 50, 100], id="min-max"),
    pytest.param(N.MIN_MAX, -1, [100, 0, NAN, 50, 0], id="min-max where less is better"),
    pytest.param(N.RANK, 1, [1, 3, NAN, 2, 3], id="rank from low, ties share the lowest"),
    pytest.param(N.RANK, -1, [4, 1, NAN, 3, 1], id="rank where less is better"),
    pytest.param(N.BORDA, 1, [0, 2, NAN, 1, 2], id="Borda points are one less than the rank"),
    pytest.param(
        N.PERCENTILE_RANK, 1, [0, 200 / 3, NAN, 100 / 3, 200 / 3], id="places between on the scale"
    ),
    pytest.param(N.GOALPOSTS, 1, [0, 75, NAN, 25, 75], id="goalposts 15 and 35 cut off"),
    pytest.param(N.GOALPOSTS, -1, [100, 25, NAN, 75, 25], id="goalposts where less is better"),
    pytest.param(N.DISTANCE_TO_TARGET, 1, [0, 50, NAN, 25, 50], id="towards a target of 50"),
    pytest.param(N.DISTANCE_TO_REFERENCE, 1, [0, 200, NAN, 100, 200], id="the fourth is 100"),
    pytest.param(N.DISTANCE_TO_BEST, 1, [100 / 3, 100, NAN, 200 / 3, 100], id="share of the best"),
    pytest.param(N.DISTANCE_TO_BEST, -1, [100, 100 / 3, NAN, 50, 100 / 3], id="the least is best"),
]


def on_scale(figures: list[float], method: Normalisation, direction: float) -> np.ndarray:
    return normalise(
        np.array(figures)[:, np.newaxis],
        np.array([direction]),
        method,
        posts=np.array([[15.0], [35.0]]),
        targets=np.array([50.0]),
        reference=3,
    )[:, 0]


@pytest.mark.parametrize(("method", "direction", "scores"), CASES)
def test_normalisation(method: Normalisation, direction: float, scores: list[float]) -> None:
    assert on_scale(FIGURES, method, direction) == pytest.approx(scores, nan_ok=True)


def test_a_z_score_has_the_mean_and_the_deviation_of_its_scale() -> None:
    figures = np.array([[3.0], [8.0], [1.0], [NAN], [9.5]])

    scores = normalise(figures, np.ones(1), Normalisation.Z_SCORE, low=100, high=110)

    assert np.nanmean(scores) == pytest.approx(100)
    assert np.nanstd(scores, ddof=1) == pytest.approx(10)


@pytest.mark.parametrize("method", sorted(set(N) - {N.RANK, N.BORDA, N.PERCENTILE_RANK}))
def test_a_method_of_distances_leaves_out_an_indicator_without_differences(
    method: Normalisation,
) -> None:
    if method in {N.GOALPOSTS, N.DISTANCE_TO_TARGET, N.DISTANCE_TO_BEST}:
        assert len(set(on_scale([7.0] * 4, method, 1))) == 1
    else:
        assert np.isnan(on_scale([7.0] * 4, method, 1)).all()


def test_differences_that_are_only_rounding_are_none() -> None:
    assert np.isnan(on_scale([0.1 + 0.2, 0.3, 0.3, 0.3], Normalisation.MIN_MAX, 1)).all()


def test_a_share_of_the_best_is_not_made_of_negative_figures() -> None:
    assert np.isnan(on_scale([-1.0, 2.0, 3.0, 4.0], Normalisation.DISTANCE_TO_BEST, 1)).all()
