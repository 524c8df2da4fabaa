import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from koers_engine.indicators import Direction
from koers_engine.position import percentile_rank, rank
from koers_engine.position.rank import MINIMUM_PEERS

# Whole numbers, so that a scale keeps their order and their ties exactly.
figures = st.integers(-(10**6), 10**6).map(float)
several = st.lists(figures, min_size=MINIMUM_PEERS, max_size=40)
directions = st.sampled_from(Direction)


@given(figures, several, directions)
def test_a_rank_lies_between_first_and_behind_all(
    own: float, peers: list[float], direction: Direction
) -> None:
    assert 1 <= rank(own, np.array(peers), direction) <= len(peers) + 1


@given(figures, several)
def test_higher_and_lower_mirror_each_other(own: float, peers: list[float]) -> None:
    there = np.array(peers)
    tied = int(np.count_nonzero(there == own))

    up, down = (rank(own, there, way) for way in (Direction.HIGHER, Direction.LOWER))

    assert up + down + tied == len(peers) + 2


@given(figures, several)
def test_turning_all_figures_round_turns_the_percentile_round(
    own: float, peers: list[float]
) -> None:
    there = np.array(peers)

    assert percentile_rank(own, there) + percentile_rank(-own, -there) == pytest.approx(1)


@given(figures, several, st.integers(1, 1000), st.integers(-1000, 1000))
def test_another_scale_changes_neither(
    own: float, peers: list[float], factor: int, shift: int
) -> None:
    there = np.array(peers)
    scaled, own_scaled = there * factor + shift, own * factor + shift

    assert percentile_rank(own_scaled, scaled) == percentile_rank(own, there)
    assert rank(own_scaled, scaled, Direction.HIGHER) == rank(own, there, Direction.HIGHER)


@given(figures, several, st.integers(0, 5))
def test_peers_without_a_figure_change_neither(own: float, peers: list[float], gaps: int) -> None:
    there = np.array(peers)
    with_gaps = np.append(there, [np.nan] * gaps)

    assert percentile_rank(own, with_gaps) == percentile_rank(own, there)
    assert rank(own, with_gaps, Direction.LOWER) == rank(own, there, Direction.LOWER)
