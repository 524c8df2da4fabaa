"""Stated figures in one picture: commuters in and out, and shares that make up a whole."""

import pytest

from koers.monitor.models import StatementTopic
from koers.monitor.selectors import topics_of_area
from koers.monitor.stated.wholes import REACH, Commuting, Shares, commuting, shares
from tests.web.monitor.examples import a_statement, a_topic

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def _topics(group: str) -> list[StatementTopic]:
    return [topic for topic in topics_of_area("GM0106") if topic.group == group]


def _ways(*figures: tuple[str, int, str]) -> Commuting | None:
    for way, value, period in figures:
        topic = a_topic(title_nl=way, group=f"commuting-{way}", unit_nl="mensen", unit_en="people")
        a_statement(topic, value, period=period)
    return commuting(_topics("commuting-in"), _topics("commuting-out"))


@pytest.mark.parametrize(
    ("coming", "going", "difference", "sentence"),
    [
        pytest.param(
            23_800,
            15_800,
            "+8,000",
            "More commuters come to Assen than leave it: 23,800 against 15,800 people in 2018, "
            "a difference of 8,000.",
            id="more in",
        ),
        pytest.param(
            5_000,
            20_000,
            "−15,000",
            "Fewer commuters come to Assen than leave it: 5,000 against 20,000 people in 2018, "
            "a difference of 15,000.",
            id="more out",
        ),
        pytest.param(
            900,
            900,
            "",
            "As many commuters come to Assen as leave it: 900 people in 2018.",
            id="as many",
        ),
    ],
)
def test_the_balance_of_commuters(coming: int, going: int, difference: str, sentence: str) -> None:
    found = _ways(("in", coming, "2018"), ("out", going, "2018"))

    assert found
    assert (found.difference, found.sentence) == (difference, sentence)


def test_the_arrows_keep_their_proportion_and_the_longest_has_the_whole_reach() -> None:
    found = _ways(("in", 400, ""), ("out", 100, ""))

    assert found
    assert (found.incoming.start, found.outgoing.start) == (0, REACH * 3 // 4)
    assert found.gap == (0, REACH * 3 // 4)


def test_given_a_very_short_arrow_then_its_head_stays_within_it() -> None:
    found = _ways(("in", 10_000, ""), ("out", 1, ""))

    assert found
    assert found.outgoing.start <= found.outgoing.neck <= REACH
    assert found.outgoing.label_x < REACH


@pytest.mark.parametrize(
    "figures",
    [
        pytest.param([("in", 5, "")], id="one way alone"),
        pytest.param([("in", 5, "2017"), ("out", 4, "2018")], id="different years"),
        pytest.param([("in", 0, ""), ("out", 0, "")], id="nobody at all"),
    ],
)
def test_commuters_that_cannot_be_compared_are_not_drawn(figures: list) -> None:
    assert _ways(*figures) is None


def test_given_two_figures_for_one_way_then_none_is_chosen() -> None:
    a_statement(a_topic(group="commuting-out", title_nl="uit"), 4)
    coming = a_topic(group="commuting-in", title_nl="in")
    a_statement(coming, 5)
    a_statement(coming, 6)

    assert commuting(_topics("commuting-in"), _topics("commuting-out")) is None


def _sectors(named: dict[str, float], other: float | None = None) -> Shares | None:
    for name, value in named.items():
        a_statement(a_topic(title_nl=name, title_en=name, group="sector"), value)
    if other is not None:
        a_statement(a_topic(title_nl="Rest", title_en="Rest", group="other-sectors"), other)
    return shares(_topics("sector"), _topics("other-sectors"))


def test_shares_of_a_whole_lie_end_to_end() -> None:
    found = _sectors({"Care": 30, "Energy": 5.5}, 64.5)

    assert found
    assert [(part.x, part.width, part.value) for part in found.parts] == [
        ("0.00%", "30.00%", "30%"),
        ("30.00%", "5.50%", "5.5%"),
        ("35.50%", "64.50%", "64.5%"),
    ]
    assert found.bars is None


def test_the_largest_is_sought_among_the_named_and_their_sum_is_computed() -> None:
    found = _sectors({"Care": 24, "Energy": 6, "Government": 12, "Leisure": 6}, 52)

    assert found
    assert found.sentence == (
        "Care is the largest sector named, with 24%. The 4 sectors named have 48% together."
    )


def test_given_two_that_are_the_largest_then_both_are_named() -> None:
    found = _sectors({"Care": 20, "Energy": 20}, 60)

    assert found
    assert found.sentence.startswith("Care and Energy are the largest sectors named, each with 20%")


def test_given_shares_that_do_not_add_to_100_then_each_has_a_bar_and_the_sentence_says_so() -> None:
    found = _sectors({"Care": 24, "Energy": 6}, 69)

    assert found
    assert found.bars
    assert not found.parts
    assert [bar.value for bar in found.bars.rows] == ["24%", "6%", "69%"]
    assert found.sentence.endswith(
        "All shares stated add up to 99%, not 100%: so each has a bar of its own."
    )


def test_given_a_sector_without_a_figure_then_nothing_is_drawn_as_a_whole() -> None:
    a_statement(a_topic(title_nl="Zorg", group="sector"), text_nl="de grootste")

    assert shares(_topics("sector"), []) is None


def test_given_no_sectors_then_there_is_nothing_to_draw() -> None:
    assert shares([], []) is None
