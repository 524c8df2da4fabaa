"""How figures are put in classes for a map."""

import numpy as np
import pytest

from koers_engine.maps.classes import Breaks, classified, round_steps

NAN = float("nan")

QUANTILES = [
    pytest.param([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [0, 0, 1, 1, 2, 2, 3, 3, 4, 4], id="two in each"),
    pytest.param([5, 5, 5, 5], [0, 0, 0, 0], id="equal figures are in one class"),
    pytest.param([0, 0, 0, 0, 0, 0, 7], [0, 0, 0, 0, 0, 0, 1], id="no class is empty"),
    pytest.param([NAN, 2, float("inf"), 1], [-1, 1, -1, 0], id="missing is in no class"),
    pytest.param([NAN, NAN], [-1, -1], id="nobody has a figure"),
    pytest.param([8.12, 8.08, 9.0], [0, 0, 1], id="what reads the same is in one class"),
    pytest.param([-0.01, 0.04], [0, 0], id="minus zero reads as zero"),
]


@pytest.mark.parametrize(("values", "classes"), QUANTILES)
def test_classes_by_quantiles(values: list[float], classes: list[int]) -> None:
    assert classified(np.array(values), decimals=1).of_area.tolist() == classes


ROUND = [
    pytest.param([3, 20, 97], [(0, 20), (20, 40), (40, 60), (60, 80), (80, 100)], [0, 1, 4]),
    pytest.param([-1.2, 3.0], [(-2, -1), (-1, 0), (0, 1), (1, 2), (2, 3)], [0, 4]),
    pytest.param([7, 7], [(7, 7)], [0, 0]),
]


@pytest.mark.parametrize(("values", "ranges", "classes"), ROUND)
def test_classes_by_round_breaks(
    values: list[float], ranges: list[tuple[float, float]], classes: list[int]
) -> None:
    found = classified(np.array(values), decimals=1, breaks=Breaks.ROUND)

    assert [(each.low, each.high) for each in found.classes] == ranges
    assert found.of_area.tolist() == classes


@pytest.mark.parametrize("breaks", Breaks)
def test_a_higher_figure_is_never_in_a_lower_class(breaks: Breaks) -> None:
    values = np.random.default_rng(1).lognormal(size=500)

    found = classified(values, decimals=2, breaks=breaks)

    assert (np.diff(found.of_area[np.argsort(values)]) >= 0).all()
    assert sum(each.n for each in found.classes) == 500
    for value, place in zip(values.round(2), found.of_area, strict=True):
        assert found.classes[place].low <= value <= found.classes[place].high


@pytest.mark.parametrize("low", [-1e9, -3.7, 0.0, 1e-7, 99.5])
@pytest.mark.parametrize("width", [1e-6, 0.3, 1.0, 7.0, 1e12])
def test_round_steps_hold_both_ends_in_few_equal_steps(low: float, width: float) -> None:
    steps = round_steps(low, low + width, at_most=5)

    assert 2 <= len(steps) <= 6
    rounding = 1e-15 * abs(low)
    assert steps[0] <= low + rounding
    assert steps[-1] >= low + width - rounding
