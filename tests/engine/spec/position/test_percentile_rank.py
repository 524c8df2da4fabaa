import numpy as np
import pytest

from koers_engine.position import TooFewPeers, percentile_rank
from tests.engine.samples import NAN

CASES = [
    pytest.param(9.0, [5.0, 6.0, 7.0], 1.0, id="above every peer"),
    pytest.param(4.0, [5.0, 6.0, 7.0], 0.0, id="below every peer"),
    pytest.param(5.0, [5.0, 5.0, 5.0], 0.5, id="level with every peer"),
    pytest.param(6.0, [5.0, NAN, 7.0, 8.0], 1 / 3, id="peers without a figure do not count"),
    pytest.param(6.0, [5.0, 6.0, 7.0, 8.0], 3 / 8, id="a tie counts half"),
]


@pytest.mark.parametrize(("own", "peers", "expected"), CASES)
def test_percentile_rank(own: float, peers: list[float], expected: float) -> None:
    assert percentile_rank(own, np.array(peers)) == pytest.approx(expected)


def test_a_percentile_among_two_is_refused_and_both_numbers_are_told() -> None:
    with pytest.raises(TooFewPeers, match=r"2 reference areas have a figure and 3 are needed"):
        percentile_rank(5.0, np.array([4.0, 6.0, NAN]))
