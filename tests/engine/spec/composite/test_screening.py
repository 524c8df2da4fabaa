import numpy as np
import pytest

from koers_engine.composite.building import build
from koers_engine.composite.screening import screen
from koers_engine.composite.structure import structure_of
from tests.engine.composites import NAN, a_recipe, an_indicator, some_data

CASES = [
    pytest.param([1, 2, 3, NAN], 0.75, 0, True, id="just enough"),
    pytest.param([1, 2, NAN, NAN], 0.75, 0, False, id="too few"),
    pytest.param([0, 0, 3, NAN], 0.75, 1 / 3, True, id="a third of what is there is not zero"),
    pytest.param([0, 0, 0, NAN], 0.75, 1 / 3, False, id="only zeros"),
    pytest.param([NAN] * 4, 0, 1, True, id="without figures there are no zeros"),
]


@pytest.mark.parametrize(("figures", "share", "not_zero", "stays"), CASES)
def test_screening(figures: list[float], share: float, not_zero: float, stays: bool) -> None:
    kept = screen(np.array([figures]), minimum_share=share, minimum_not_zero=not_zero)

    assert kept.tolist() == [stays]


def test_nine_in_ten_is_ninety_percent_however_it_is_rounded() -> None:
    figures = np.ones((1, 10))
    figures[0, 3] = NAN

    assert screen(figures, minimum_share=0.9).all()


def test_a_unit_of_zeros_that_is_left_out_is_told_with_its_share() -> None:
    data = some_data({"a": [0, 1, 2], "b": [0, 3, 1]})

    index = build(data, a_recipe(screen={"minimum_not_zero": 0.5}))

    assert [found.text.en for found in index.findings if found.kind == "excluded"] == [
        "Unit U1 is left out: 0.0% of the indicators have a (non-zero) figure, 50.0% is needed."
    ]


def test_what_cannot_be_divided_is_missing_and_told() -> None:
    parts = [an_indicator("jobs", denominator="people"), an_indicator("green")]
    data = some_data(
        {"jobs": [10, 20, 30, 40], "green": [1, 2, 3, 4]},
        structure=structure_of(parts),
        denominators={"people": np.array([5.0, 0.0, NAN, 10.0])},
    )

    index = build(data, a_recipe(steps=["denominate", "normalise"]))

    assert index.steps[0].values[:, 0] == pytest.approx([2, NAN, NAN, 4], nan_ok=True)
    assert index.findings[0].text.en == (
        "Jobs is now missing for Unit U2, Unit U3 too: people is 0 or unknown there."
    )
