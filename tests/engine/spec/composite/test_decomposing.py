"""What lifts a score and what lowers it."""

import numpy as np
import pytest

from koers_engine.composite import (
    CompositeData,
    Element,
    build,
    lifts,
    recipe_of,
    structure_of,
)

NAN = np.nan
PARTS = [
    Element(code="a", name="A", level=1, parent="Goal", weight=3.0),
    Element(code="b", name="B", level=1, parent="Goal"),
    Element(code="c", name="C", level=1, parent="Other", direction=-1),
]


def an_index(values: list[list[float]], **recipe: object):
    codes = tuple(f"U{unit}" for unit in range(len(values)))
    data = CompositeData(
        codes=codes, names=codes, structure=structure_of(PARTS), values=np.array(values)
    )
    return build(data, recipe_of({"screen": {"minimum_share": 0.0}, **recipe}))


def test_given_arithmetic_means_then_the_lifts_add_up_to_the_distance_from_the_average_unit() -> (
    None
):
    index = an_index([[1.0, 5.0, 9.0], [2.0, 9.0, 2.0], [6.0, 7.0, 3.0]])
    middle = float(index.scores[:, -1].mean())

    for unit in range(3):
        total = sum(part.lift for part in lifts(index, unit))
        assert total == pytest.approx(index.scores[unit, -1] - middle)


def test_given_a_part_on_which_a_unit_is_best_then_it_lifts_whatever_the_direction() -> None:
    index = an_index([[1.0, 5.0, 1.0], [2.0, 9.0, 8.0], [6.0, 7.0, 9.0]])

    a, b, c = lifts(index, 0)

    assert (a.lift < 0, b.lift < 0, c.lift > 0) == (True, True, True)
    assert (c.score, c.mean) == (100.0, pytest.approx((100 + 12.5 + 0) / 3))


def test_given_a_gap_then_that_part_neither_lifts_nor_lowers_and_says_so() -> None:
    index = an_index([[1.0, NAN, 1.0], [2.0, 9.0, 8.0], [6.0, 7.0, 9.0]])

    _, gap, _ = lifts(index, 0)

    assert (gap.score, gap.lift) == (None, None)


@pytest.mark.parametrize("method", ["geometric", "harmonic", "mazziotta-pareto", "copeland"])
def test_given_another_mean_then_the_average_in_a_part_is_put_in_place_of_its_score(
    method: str,
) -> None:
    index = an_index(
        [[1.0, 5.0, 9.0], [2.0, 9.0, 2.0], [6.0, 7.0, 3.0], [5.0, 6.0, 4.0]],
        normalise={"low": 10.0},
        aggregate={"methods": [method]},
    )

    first = lifts(index, 1)[0]

    scores = index.steps[-1].values.copy()
    scores[1, 0] = scores[:, 0].mean()
    again = build(
        CompositeData(
            codes=index.codes,
            names=index.names,
            structure=structure_of([e if e.direction > 0 else _turned(e) for e in PARTS]),
            values=scores,
        ),
        recipe_of(
            {
                "steps": ["normalise"],
                "normalise": {
                    "method": "goalposts",
                    "goalposts": {code: [0.0, 200.0] for code in "abc"},
                    "high": 200.0,
                },
                "aggregate": {"methods": [method]},
            }
        ),
    )
    assert first.lift == pytest.approx(index.scores[1, -1] - again.scores[1, -1])


def _turned(element: Element) -> Element:
    return Element(code=element.code, name=element.name, level=1, parent=element.parent)
