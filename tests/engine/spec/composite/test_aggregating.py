import numpy as np
import pytest

from koers_engine.composite.aggregating import Aggregation, Mean, aggregate
from tests.engine.composites import NAN

A = Aggregation
CASES = [
    pytest.param(Mean(), [2, 8], [1, 1], 5.0, id="arithmetic"),
    pytest.param(Mean(), [2, 8], [3, 1], 3.5, id="weights count by their ratio"),
    pytest.param(Mean(method=A.GEOMETRIC), [2, 8], [1, 1], 4.0, id="geometric"),
    pytest.param(Mean(method=A.HARMONIC), [2, 8], [1, 1], 3.2, id="harmonic"),
    pytest.param(Mean(method=A.GENERALISED, power=2), [1, 7], [1, 1], 5.0, id="of squares"),
    pytest.param(Mean(method=A.GENERALISED, power=0), [2, 8], [1, 1], 4.0, id="power 0"),
    pytest.param(Mean(method=A.GENERALISED, power=-1), [2, 8], [1, 1], 3.2, id="power -1"),
    pytest.param(Mean(method=A.GENERALISED, power=2), [0, 4], [3, 1], 2.0, id="takes a zero"),
    pytest.param(
        Mean(method=A.MAZZIOTTA_PARETO), [90, 110], [1, 1], 99.0, id="imbalance is a penalty"
    ),
    pytest.param(Mean(method=A.MAZZIOTTA_PARETO), [70, 70], [1, 1], 70.0, id="balance is none"),
    pytest.param(Mean(), [2, NAN, 8], [1, 5, 1], 5.0, id="weights of what is there are scaled up"),
    pytest.param(Mean(minimum_share=0.75), [2, NAN, 8], [1, 1, 1], NAN, id="too little is there"),
    pytest.param(Mean(), [NAN, NAN], [1, 1], NAN, id="nothing is there"),
    pytest.param(Mean(minimum_share=0), [NAN, 3], [1, 0], NAN, id="what is there weighs nothing"),
    pytest.param(Mean(method=A.GEOMETRIC), [0, 8], [1, 1], NAN, id="geometric takes no zero"),
    pytest.param(Mean(method=A.GEOMETRIC), [0, 8], [0, 1], 8.0, id="but one that weighs nothing"),
    pytest.param(Mean(method=A.HARMONIC), [-1, 8], [1, 1], NAN, id="harmonic takes no negative"),
    pytest.param(Mean(method=A.MAZZIOTTA_PARETO), [-2, 2], [1, 1], NAN, id="a mean of zero"),
]


@pytest.mark.parametrize(("mean", "scores", "weights", "score"), CASES)
def test_aggregation(mean: Mean, scores: list[float], weights: list[float], score: float) -> None:
    # another unit with all scores, so that no part is without any
    table = np.array([scores, [5.0] * len(scores)])

    found = aggregate(table, np.array(weights, dtype=float), mean)[0]

    assert found == pytest.approx(score, nan_ok=True)


def test_a_part_that_no_unit_has_does_not_count_as_missing() -> None:
    scores = np.array([[1.0, NAN, NAN], [2.0, NAN, 3.0]])

    assert aggregate(scores, np.ones(3), Mean(minimum_share=1.0)) == pytest.approx(
        [NAN, 2.5], nan_ok=True
    )


COPELAND = [
    pytest.param([[3, 3], [2, 2], [1, 1]], [1, 1], [2, 0, -2], id="each beats those below"),
    pytest.param([[3, 1], [1, 3]], [1, 1], [0, 0], id="half of the weight is a draw"),
    pytest.param([[3, 1], [1, 3]], [1, 2], [-1, 1], id="most of the weight wins"),
    pytest.param([[0.1, 1, 1], [1, 0.3, 1]], [0.1, 0.1, 0.8], [0, 0], id="rounding is a draw"),
    pytest.param([[3, NAN], [1, 9], [NAN, 5]], [1, 1], [1, 0, -1], id="over what both have"),
]


@pytest.mark.parametrize(("scores", "weights", "won"), COPELAND)
def test_copeland(scores: list[list[float]], weights: list[float], won: list[float]) -> None:
    mean = Mean(method=Aggregation.COPELAND)

    found = aggregate(np.array(scores, dtype=float), np.array(weights, dtype=float), mean)

    assert found.tolist() == won


@pytest.mark.parametrize("method", Aggregation)
def test_a_stack_of_variants_is_aggregated_as_each_alone(method: Aggregation) -> None:
    dice = np.random.default_rng(7)
    scores = dice.uniform(1, 100, (3, 8, 4))
    scores[0, 2, 1] = scores[1, 5, :2] = NAN
    weights = dice.uniform(0, 2, (3, 4))
    mean = Mean(method=method, power=0.5)

    together = aggregate(scores, weights, mean)

    for number in range(3):
        assert np.array_equal(
            together[number], aggregate(scores[number], weights[number], mean), equal_nan=True
        )
