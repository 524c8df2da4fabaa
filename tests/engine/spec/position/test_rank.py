import numpy as np
import pytest

from koers_engine.indicators import Direction
from koers_engine.position import rank
from tests.engine.samples import NAN

HIGHER, LOWER, NEITHER = Direction.HIGHER, Direction.LOWER, Direction.NEITHER

CASES = [
    pytest.param(9.0, [5.0, 7.0], HIGHER, 1, id="above every peer, higher is better"),
    pytest.param(9.0, [5.0, 7.0], LOWER, 3, id="above every peer, lower is better"),
    pytest.param(5.0, [5.0, 7.0], LOWER, 1, id="ties share the best rank"),
    pytest.param(7.0, [9.0, 7.0, 7.0, 5.0], HIGHER, 2, id="a tie of three behind one"),
    pytest.param(6.0, [NAN, 7.0], HIGHER, 2, id="peers without a figure do not count"),
    pytest.param(6.0, [5.0, 7.0], NEITHER, 2, id="no better way: 1 is the highest"),
    pytest.param(6.0, [], HIGHER, 1, id="alone"),
]


@pytest.mark.parametrize(("own", "peers", "direction", "expected"), CASES)
def test_rank(own: float, peers: list[float], direction: Direction, expected: int) -> None:
    assert rank(own, np.array(peers, float), direction) == expected
