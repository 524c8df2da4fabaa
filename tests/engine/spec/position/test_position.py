from dataclasses import replace

import pytest

from koers_engine.areas import AreaRegister, UnknownArea
from koers_engine.concepts import Period
from koers_engine.indicators import Direction, IndicatorKind, Panel, UnknownPeriod
from koers_engine.position import Position, notes, position
from koers_engine.position.standing import BaseNotEarlier
from koers_engine.references import parse_reference
from koers_engine.references.notes import population_of
from tests.engine.samples import NAN, a_panel, a_register, an_indicator, known_of

REGISTER = a_register(
    {"GM01": "PV22", "GM02": "PV22", "GM03": "PV22", "GM04": "PV20", "GM09": "PV22"},
    "NL01",
    "PV22",
    "PV20",
)
POPULATION = a_panel(
    {
        "GM01": [10, 10],
        "GM02": [20, 20],
        "GM03": [30, 30],
        "GM04": [40, 40],
        "GM09": [5, NAN],
        "NL01": [105, 100],
    },
    [2019, 2024],
    indicator=an_indicator(code="population"),
)


def held(
    panel: Panel,
    *references: str,
    area: str = "GM01",
    since: int | None = None,
    period: int = 2024,
    register: AreaRegister = REGISTER,
) -> Position:
    return position(
        panel,
        area,
        references=[parse_reference(text) for text in references],
        register=register,
        characteristics=known_of(POPULATION),
        period=Period(period),
        since=Period(since) if since else None,
    )


def test_given_an_official_figure_it_goes_before_the_sum() -> None:
    panel = a_panel({"GM01": [4, 5], "GM02": [1, 1], "NL01": [10, 12]}, [2019, 2024])

    nl, province = held(panel, "nl", "province").references

    assert (nl.value, nl.is_official, nl.growth) == (12, True, pytest.approx(20))
    assert (province.value, province.is_official, province.growth) == (6, False, pytest.approx(20))


def test_given_counts_the_difference_is_with_the_mean_per_municipality() -> None:
    panel = a_panel({"GM01": [5], "GM02": [1], "NL01": [12]}, [2024])

    assert held(panel, "nl").references[0].difference == 5 - 3


def test_given_rates_the_difference_is_with_the_groups_own_figure() -> None:
    rate = an_indicator(kind=IndicatorKind.RATE)
    panel = a_panel({"GM01": [5], "GM02": [2]}, [2024], indicator=rate)

    reference = held(panel, "nl").references[0]

    assert reference.value == pytest.approx((5 * 10 + 2 * 20) / 30)
    assert reference.difference == pytest.approx(5 - 3)


def test_given_a_missing_figure_it_counts_nowhere_and_is_not_zero() -> None:
    panel = a_panel({"GM01": [5], "GM02": [NAN], "GM03": [7]}, [2024])

    reference = held(panel, "nl").references[0]

    assert (reference.n, reference.mean, reference.median, reference.rank) == (2, 6, 6, 2)


def test_given_no_population_in_the_period_a_municipality_is_not_there() -> None:
    panel = a_panel({"GM01": [5], "GM02": [6], "GM09": [99]}, [2024])

    reference = held(panel, "nl").references[0]

    assert (reference.n, reference.rank) == (2, 2)


def test_given_a_place_outside_the_group_its_rank_is_the_one_it_would_have() -> None:
    panel = a_panel({"GM01": [5], "GM02": [6], "GM03": [4], "GM04": [1]}, [2024])

    reference = held(panel, "GM02,GM03,GM04").references[0]

    assert (reference.n, reference.rank, reference.is_member) == (3, 2, False)
    assert reference.percentile == pytest.approx(2 / 3)
    assert notes.NOT_A_MEMBER in reference.notes


def test_given_too_few_others_there_is_a_rank_and_a_note_but_no_percentile() -> None:
    panel = a_panel({"GM01": [5], "GM02": [6]}, [2024])

    reference = held(panel, "nl").references[0]

    assert (reference.rank, reference.percentile) == (2, None)
    assert notes.too_few(1, 3) in reference.notes


def test_given_lower_is_better_the_lowest_is_first() -> None:
    lower = an_indicator(direction=Direction.LOWER)
    panel = a_panel({"GM01": [5], "GM02": [6], "GM03": [4]}, [2024], indicator=lower)

    assert held(panel, "nl").references[0].rank == 2


def test_given_an_empty_group_every_number_is_left_open() -> None:
    panel = a_panel({"GM01": [5], "GM02": [6]}, [2024])

    reference = held(panel, "1000000.. inhabitants").references[0]

    assert (reference.n, reference.value, reference.mean, reference.difference) == (
        0, None, None, None,
    )  # fmt: skip
    assert (reference.rank, reference.percentile) == (None, None)
    assert notes.EMPTY_GROUP in reference.notes


def test_given_a_group_of_the_place_alone_it_is_the_first_of_one() -> None:
    panel = a_panel({"GM01": [5], "GM02": [6]}, [2024])

    reference = held(panel, "GM01").references[0]

    assert (reference.n, reference.rank, reference.tied) == (1, 1, 0)


def test_given_others_with_the_same_figure_they_are_counted_beside_the_rank() -> None:
    panel = a_panel({"GM01": [5], "GM02": [6], "GM03": [5], "GM04": [5]}, [2024])

    reference = held(panel, "nl").references[0]

    assert (reference.rank, reference.tied) == (2, 2)


def test_given_a_break_there_is_no_growth_and_the_note_says_so() -> None:
    panel = a_panel({"GM01": [4, 5], "GM02": [1, 1]}, [2019, 2024], breaks=[2024])

    answer = held(panel, "nl", since=2019)

    assert answer.growth is None
    assert answer.notes == (notes.SERIES_BREAKS,)
    assert answer.references[0].growth is None


def test_given_percentages_no_growth_in_percent_is_given() -> None:
    percent = an_indicator(kind=IndicatorKind.PERCENT)
    panel = a_panel({"GM01": [4, 5], "GM02": [1, 1]}, [2019, 2024], indicator=percent)

    answer = held(panel, "nl", since=2019)

    assert answer.growth is None
    assert answer.notes == (notes.GROWTH_OF_PERCENT,)


BASES = [
    pytest.param([2018, 2019, 2024], [], 2019, id="2019 where it is there"),
    pytest.param([2017, 2018, 2024], [], 2017, id="else the first"),
    pytest.param([2019, 2021, 2022, 2024], [2021], 2021, id="never before the last break"),
    pytest.param([2024, 2025], [], None, id="nothing earlier, no growth"),
]


@pytest.mark.parametrize(("years", "breaks", "expected"), BASES)
def test_the_base_of_the_growth(years: list[int], breaks: list[int], expected: int | None) -> None:
    panel = a_panel({"GM01": [1] * len(years)}, years, breaks=breaks)

    since = held(panel).since

    assert since == (Period(expected) if expected else None)


def test_given_members_without_a_base_the_growth_leaves_them_out_and_says_so() -> None:
    panel = a_panel({"GM01": [4, 5], "GM02": [4, 5], "GM03": [NAN, 90]}, [2019, 2024])

    reference = held(panel, "nl").references[0]

    assert reference.growth == pytest.approx(25)
    assert notes.fewer_at_base(1, Period(2019)) in reference.notes


def test_given_another_year_than_the_population_has_the_nearest_is_used_and_told() -> None:
    panel = a_panel({"GM01": [5], "GM02": [6]}, [2022])

    reference = held(panel, "15..25 inhabitants", period=2022).references[0]

    assert reference.n == 1
    assert population_of(Period(2024)) in reference.notes


def test_given_a_province_itself_it_gets_no_rank_among_municipalities() -> None:
    panel = a_panel({"GM01": [5], "GM02": [6], "PV22": [11]}, [2024])

    reference = held(panel, "nl", area="PV22").references[0]

    assert reference.rank is None
    assert notes.NO_MUNICIPALITY in reference.notes


def test_given_a_province_itself_its_count_is_not_less_a_mean_per_municipality() -> None:
    panel = a_panel({"GM01": [5], "GM02": [6], "PV22": [11]}, [2024])

    reference = held(panel, "nl", area="PV22").references[0]

    assert reference.difference is None
    assert notes.NO_DIFFERENCE in reference.notes


def test_given_a_province_itself_its_rate_is_compared_with_the_groups_own() -> None:
    rate = an_indicator(kind=IndicatorKind.RATE)
    panel = a_panel({"GM01": [5], "PV22": [11]}, [2024], indicator=rate)

    assert held(panel, "nl", area="PV22").references[0].difference == 6


def test_given_a_municipality_that_is_no_more_its_last_period_is_told() -> None:
    living = {Period(2019): frozenset({"GM01", "GM09"}), Period(2024): frozenset({"GM01"})}
    panel = a_panel({"GM01": [4, 5], "GM09": [3, NAN]}, [2019, 2024])

    gone = held(panel, area="GM09", register=replace(REGISTER, living=living))
    silent = held(panel, area="GM09")

    assert notes.no_longer_there(Period(2019)) in gone.notes
    assert silent.notes == (notes.no_figure(Period(2024), "O"),)


def test_an_unknown_area_is_refused() -> None:
    with pytest.raises(UnknownArea):
        held(a_panel({"GM01": [5]}, [2024]), area="GM77")


def test_an_unknown_period_is_refused_with_the_nearest_ones() -> None:
    with pytest.raises(UnknownPeriod, match=r"Nearest: 2019, 2024"):
        held(a_panel({"GM01": [4, 5]}, [2019, 2024]), period=2023)


def test_a_base_that_is_not_earlier_is_refused() -> None:
    with pytest.raises(BaseNotEarlier):
        held(a_panel({"GM01": [4, 5]}, [2019, 2024]), since=2024)
