"""The sentences, case by case."""

import pytest

from koers.monitor import wording
from koers.monitor.figure import Aim, Figure, Point
from koers_engine.concepts import Period
from tests.web.monitor.examples import a_figure

pytestmark = [pytest.mark.usefixtures("in_english"), pytest.mark.django_db]


@pytest.mark.parametrize(
    ("shown", "sentence"),
    [
        pytest.param(
            a_figure({2019: 100.0, 2020: 104.0}),
            "Things in Assen: 104 things in 2020, 4.0% more than in 2019.",
            id="more",
        ),
        pytest.param(
            a_figure({2019: 100.0, 2020: 96.0}),
            "Things in Assen: 96 things in 2020, 4.0% fewer than in 2019.",
            id="fewer",
        ),
        pytest.param(
            a_figure({2019: 100.0, 2020: 100.01}),
            "Things in Assen: 100 things in 2020, practically as many as in 2019.",
            id="as many",
        ),
        pytest.param(
            a_figure({2019: 100.0, 2020: 104.0}, breaks_at=2020),
            "Things in Assen: 104 things in 2020.",
            id="no change over a break",
        ),
        pytest.param(
            a_figure({2019: 0.0, 2020: 104.0}),
            "Things in Assen: 104 things in 2020.",
            id="no percentage of nothing",
        ),
        pytest.param(
            a_figure({2019: 1.0, 2020: 2.0}, is_change=True),
            "Things in Assen: 2 things in 2020.",
            id="no growth of a growth",
        ),
        pytest.param(
            a_figure({2018: 100.0, 2019: 102.0, 2020: None}),
            "Things in Assen: 102 things in 2019.",
            id="the last released one counts, and the monitor's baseline is 2019",
        ),
        pytest.param(
            a_figure({2019: None}),
            "Things: no figure has been released for Assen.",
            id="none",
        ),
        pytest.param(
            a_figure({2020: 5.0}, target=Aim(9.0, 2030)),
            "Things in Assen: 5 things in 2020. The target is 9 things in 2030.",
            id="a target without a baseline",
        ),
        pytest.param(
            a_figure({2020: 5.0}, target=Aim(9.0, 2030), baseline=Point(Period(2020), 5.0, "A")),
            "Things in Assen: 5 things in 2020. The target is 9 things in 2030, from a baseline of "
            "5 in 2020.",
            id="a target with a baseline",
        ),
    ],
)
def test_figure_sentence(shown: Figure, sentence: str) -> None:
    assert wording.figure_sentence(shown) == sentence


@pytest.mark.parametrize(("status", "mark"), [("A", ""), ("P", "provisional"), ("E", "estimated")])
def test_a_released_value_says_what_one_must_know(status: str, mark: str) -> None:
    assert wording.status_mark(status) == mark


@pytest.mark.parametrize(
    ("status", "reason"),
    [("M", "cannot exist"), ("O", "not released"), ("Q", "kept secret by the publisher")],
)
def test_a_missing_value_says_why(status: str, reason: str) -> None:
    assert wording.why_missing(status) == reason
