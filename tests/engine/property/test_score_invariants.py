import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers_engine.indicators import Direction
from koers_engine.scores.goalposts import (
    MINIMUM_MUNICIPALITIES,
    BestPerformers,
    Fixed,
    Goalposts,
    Percentile,
    score,
)

figures = st.floats(-1e9, 1e9, allow_nan=False, width=32)
gappy = st.lists(figures | st.just(float("nan")), max_size=60)
several = st.lists(figures, min_size=MINIMUM_MUNICIPALITIES, max_size=60)
ways = st.sampled_from([Direction.HIGHER, Direction.LOWER])
posts = st.builds(Fixed, figures) | st.builds(Percentile, st.floats(0, 100))
goalposts = st.builds(Goalposts, posts, posts | st.builds(BestPerformers, st.integers(1, 50)))


@given(gappy, goalposts, ways)
def test_a_score_lies_from_0_to_100_and_is_missing_only_where_the_figure_or_a_goalpost_is(
    values: list[float], ends: Goalposts, way: Direction
) -> None:
    there = np.array(values, float)

    worst, best = ends.stand_at(there, way)
    scores, clipped = score(there, worst, best)

    assert np.isnan(worst) == np.isnan(best)
    assert (np.isnan(scores) == (np.isnan(there) | np.isnan(worst))).all()
    given_out = scores[~np.isnan(scores)]
    assert ((given_out >= 0) & (given_out <= 100)).all()
    assert not clipped[np.isnan(scores)].any()


@given(several, goalposts, ways)
def test_a_better_figure_never_scores_less(
    values: list[float], ends: Goalposts, way: Direction
) -> None:
    there = np.sort(np.array(values))[:: -1 if way is Direction.LOWER else 1]

    scores, _ = score(there, *ends.stand_at(there, way))

    assert np.isnan(scores).all() or (np.diff(scores) >= 0).all()


@given(several, figures, figures, st.sampled_from([0.001, 0.5, 1000.0]), st.integers(-100, 100))
def test_another_unit_changes_no_score(
    values: list[float], low: float, high: float, factor: float, shift: int
) -> None:
    there = np.array(values)
    if abs(high - low) < 1e-3 * (1 + abs(low) + abs(high)):
        return  # so narrow that the shift alone rounds the goalposts into one another

    scores, _ = score(there, low, high)
    in_other_unit, _ = score(there * factor + shift, low * factor + shift, high * factor + shift)

    assert in_other_unit == pytest.approx(scores, abs=1e-4)


@given(several, ways)
def test_turning_direction_and_figures_round_changes_no_score(
    values: list[float], way: Direction
) -> None:
    there, ends = np.array(values), Goalposts(Percentile(2.5), BestPerformers(5))
    other = Direction.LOWER if way is Direction.HIGHER else Direction.HIGHER

    scores, _ = score(there, *ends.stand_at(there, way))
    mirrored, _ = score(-there, *ends.stand_at(-there, other))

    assert mirrored == pytest.approx(scores, nan_ok=True)
