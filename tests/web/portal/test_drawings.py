"""The arithmetic of the drawings: nothing is drawn twice, and bars keep their proportion."""

import pytest

from koers.funding.selectors import Totals
from koers.goals.selectors import chain_of
from koers.portal.bars import bars_of
from koers.portal.network import network_of
from tests.web.portal.policy import a_chain, a_goal, a_grant, a_project, an_agenda

pytestmark = pytest.mark.django_db


def test_given_two_results_with_one_effect_then_it_is_drawn_once_with_two_lines() -> None:
    goal = a_goal("goal", an_agenda("agenda"))
    a_chain(goal, "effort", "result 1", "effect")
    a_chain(goal, "effort", "result 2", "effect")

    network = network_of(goal, chain_of(goal))

    assert network
    assert sorted(box.title for box in network.boxes) == [
        "effect", "effort", "goal", "result 1", "result 2",
    ]  # fmt: skip
    assert len(network.lines) == 5
    assert (network.n_efforts, network.n_results, network.n_effects) == (1, 2, 1)


def test_given_a_large_chain_then_no_box_overlaps_another_or_leaves_the_drawing() -> None:
    goal = a_goal("goal", an_agenda("agenda"))
    for n in range(7):
        a_chain(
            goal, f"effort {n % 2}", f"result {n} with a title of many words " * 3, f"effect {n}"
        )

    network = network_of(goal, chain_of(goal))

    assert network
    for column in {box.x for box in network.boxes}:
        boxes = sorted((b for b in network.boxes if b.x == column), key=lambda box: box.y)
        ends = [box.y + box.height for box in boxes]
        assert all(end < box.y for end, box in zip(ends, boxes[1:], strict=False))
        assert ends[-1] <= network.height


def test_given_no_chain_then_there_is_nothing_to_draw() -> None:
    assert network_of(a_goal("goal", an_agenda("agenda")), []) is None


def test_given_years_then_the_longest_bar_fills_the_width_and_the_others_keep_proportion() -> None:
    project = a_project("project")
    large = Totals(grants=[a_grant(project, "A", 2004, 300, 100)])
    small = Totals(grants=[a_grant(project, "A", 2005, 100, 0)])

    bars = bars_of([(2004, large), (2005, small)])

    assert [(bar.awarded_percent, bar.own_percent) for bar in bars.rows] == [(75, 25), (25, 0)]


def test_given_only_grants_of_nothing_then_the_bars_have_no_length() -> None:
    nothing = Totals(grants=[a_grant(a_project("project"), "A", 2004, 0, 0)])

    assert [bar.awarded_percent for bar in bars_of([(2004, nothing)]).rows] == [0]
