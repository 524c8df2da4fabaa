"""Sobol indices against the known ones of Ishigami's function (a = 7, b = 0.1)."""

import numpy as np
import pytest

from koers_engine.composite.arrays import FloatArray
from koers_engine.composite.sobol import UnusableDesign, saltelli_points, sobol_indices

FIRST = np.array([0.3139, 0.4424, 0.0])
TOTAL = np.array([0.5576, 0.4424, 0.2437])


def ishigami(points: FloatArray) -> FloatArray:
    x = np.pi * (2 * points - 1)
    found: FloatArray = np.sin(x[:, 0]) * (1 + 0.1 * x[:, 2] ** 4) + 7 * np.sin(x[:, 1]) ** 2
    return found


def test_the_estimates_come_close_and_their_intervals_cover_the_truth() -> None:
    found = sobol_indices(ishigami, [1, 1, 1], base_size=4096, seed=1)

    for kind, truth in ((found.first, FIRST), (found.total, TOTAL)):
        assert kind.estimate[:, 0] == pytest.approx(truth, abs=0.02)
        assert (kind.low[:, 0] <= truth).all()
        assert (kind.high[:, 0] >= truth).all()
        assert (kind.high - kind.low < 0.15).all()
    assert found.variance[0] == pytest.approx(13.8446, rel=0.01)


def test_a_larger_sample_narrows_the_intervals() -> None:
    widths = [
        np.mean(found.high - found.low)
        for size in (128, 2048)
        for found in [sobol_indices(ishigami, [1, 1, 1], base_size=size, seed=2).total]
    ]

    assert widths[1] < widths[0] / 2


def test_the_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    first, again, other = (
        sobol_indices(ishigami, [1, 1, 1], base_size=64, seed=seed).first for seed in (5, 5, 6)
    )

    assert np.array_equal(first.low, again.low)
    assert not np.array_equal(first.estimate, other.estimate)


def test_columns_drawn_together_are_one_factor() -> None:
    """Of the second and third together: V2 / V, as the third does nothing without the first."""
    found = sobol_indices(ishigami, [1, 2], base_size=4096, seed=3)

    assert found.first.estimate[:, 0] == pytest.approx([0.3139, 0.4424], abs=0.02)
    assert found.total.estimate[:, 0] == pytest.approx([0.5576, 0.6861], abs=0.02)


def test_a_point_moves_only_the_columns_of_its_factor() -> None:
    points, places = saltelli_points(16, [1, 3], seed=4)

    own, other, first, second = points
    assert np.array_equal(first[:, places[0]], other[:, places[0]])
    assert np.array_equal(first[:, places[1]], own[:, places[1]])
    assert np.array_equal(second[:, places[1]], other[:, places[1]])
    assert np.array_equal(second[:, places[0]], own[:, places[0]])


def test_an_output_far_from_zero_keeps_its_indices() -> None:
    near = sobol_indices(ishigami, [1, 1, 1], base_size=512, seed=7)
    far = sobol_indices(lambda points: ishigami(points) + 1e6, [1, 1, 1], base_size=512, seed=7)

    assert far.first.estimate == pytest.approx(near.first.estimate, abs=1e-6)


def test_an_output_that_never_varies_has_no_indices_and_no_warning() -> None:
    def model(points: FloatArray) -> FloatArray:
        return np.column_stack([np.full(len(points), 1 / 3), points[:, 0]])

    found = sobol_indices(model, [1, 1], base_size=64, seed=8)

    assert np.isnan(found.total.estimate[:, 0]).all()
    assert found.variance[0] == 0
    assert found.total.estimate[:, 1] == pytest.approx([1, 0], abs=0.05)


def test_rows_that_cannot_be_computed_are_left_out_and_counted() -> None:
    def model(points: FloatArray) -> FloatArray:
        return np.where(points[:, 0] < 0.01, np.nan, ishigami(points))

    found = sobol_indices(model, [1, 1, 1], base_size=1024, seed=9)

    assert 0 < found.rows_lost < 50
    assert found.rows + found.rows_lost == 1024
    assert found.total.estimate[:, 0] == pytest.approx(TOTAL, abs=0.05)


@pytest.mark.parametrize(
    ("base_size", "factors"), [(100, [1]), (4, [1]), (64, []), (64, [1, 0]), (64, [20_000])]
)
def test_a_design_that_cannot_be_is_refused(base_size: int, factors: list[int]) -> None:
    with pytest.raises(UnusableDesign):
        saltelli_points(base_size, factors, seed=1)


def test_a_model_that_can_hardly_be_computed_is_refused() -> None:
    with pytest.raises(UnusableDesign, match="0 of 64 rows"):
        sobol_indices(lambda points: np.full(len(points), np.nan), [1], base_size=64, seed=1)
