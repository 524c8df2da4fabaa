"""Figures on other boundaries, in a country small enough to reckon by hand.

See tests/engine/histories.py for what happened there.
"""

from dataclasses import replace

import numpy as np
import pytest

from koers_engine.areas import NoHistory, UnknownBoundaries, Weight
from koers_engine.concepts import Period
from koers_engine.indicators import IndicatorKind, Panel, derive
from koers_engine.indicators.indicator import Growth, Ratio
from tests.engine.histories import DESCRIPTIONS, a_country, column, converted
from tests.engine.samples import NAN, a_panel, a_register, an_indicator

IN_2020 = {
    "GM0001": [100.0], "GM0002": [300.0], "GM0004": [200.0], "GM0005": [1000.0],
    "GM0006": [1000.0], "GM0008": [50.0], "GM0009": [7.0], "GM0010": [900.0], "GM0011": [100.0],
    "GM0012": [505.0], "PV20": [3657.0], "PV21": [505.0], "CR01": [70.0], "CR02": [80.0],
    "NL01": [4162.0],
}  # fmt: skip
SIZES = {("GM0005", 2021): 1060.0, ("GM0006", 2021): 1140.0, ("GM0012", 2023): 500.0}
DWELLINGS = replace(an_indicator(), weight=Weight.DWELLINGS)


def in_words(area: str, year: int, wanted: int, **more: object) -> str | None:
    """How the figure of an area for a year was made, on the boundaries of the wanted year."""
    panel = converted(a_panel(IN_2020, [year], **more), wanted, sizes=SIZES)  # type: ignore[arg-type]
    how = panel.made_how(area, Period(year))
    return how.en if how else None


FORWARDS = [
    pytest.param("GM0003", 400.0, 0.0, "Sum of Old and Older.", id="a whole merger is exact"),
    pytest.param("GM0009", 7.0, 0.0, None, id="who is untouched keeps its figure"),
    pytest.param(
        "GM0005",
        1060.0,
        60 / 1060,
        "Left and 30.0% of Split, by share of inhabitants.",
        id="a part goes by the share of inhabitants",
    ),
    pytest.param(
        "GM0006",
        1140.0,
        60 / 1140,
        "Right and 70.0% of Split, by share of inhabitants.",
        id="of who took over more than half, what went elsewhere is estimated",
    ),
]


@pytest.mark.parametrize(("area", "value", "estimated", "how"), FORWARDS)
def test_figures_of_2020_on_the_boundaries_of_2021(
    area: str, value: float, estimated: float, how: str | None
) -> None:
    panel = converted(a_panel(IN_2020, [2020]), 2021, sizes=SIZES)

    assert panel.value(area, Period(2020)) == pytest.approx(value)
    assert panel.estimated_share(area, Period(2020)) == pytest.approx(estimated)
    assert in_words(area, 2020, 2021) == how


def test_what_is_divided_has_the_status_of_an_estimate_and_what_is_summed_has_not() -> None:
    panel = converted(a_panel(IN_2020, [2020]), 2021, sizes=SIZES)
    status = {area: panel.series(area)[0][2] for area in panel.areas}

    assert (status["GM0003"], status["GM0005"], status["GM0009"]) == ("A", "E", "A")


def test_municipalities_that_ended_are_gone_and_new_ones_are_there() -> None:
    areas = set(converted(a_panel(IN_2020, [2020]), 2021, sizes=SIZES).areas)

    assert "GM0003" in areas
    assert areas.isdisjoint({"GM0001", "GM0002", "GM0004", "GM0007"})


def test_dwelling_like_figures_go_by_the_share_of_dwellings() -> None:
    panel = converted(a_panel(IN_2020, [2020], indicator=DWELLINGS), 2021, sizes=SIZES)

    assert panel.value("GM0005", Period(2020)) == pytest.approx(1100.0)
    assert "by share of dwellings" in str(panel.made_how("GM0005", Period(2020)))


def test_backwards_a_merged_municipality_is_divided_as_it_was_put_together() -> None:
    panel = converted(a_panel({"GM0003": [800.0], "GM0009": [7.0]}, [2021]), 2020)

    assert column(panel) == {"GM0001": 200.0, "GM0002": 600.0, "GM0009": 7.0}
    assert panel.estimated_share("GM0001", Period(2021)) == 1.0
    how = panel.made_how("GM0001", Period(2021))
    assert how is not None
    assert how.nl == "25,0% van New, naar aandeel in de inwoners."


def test_changes_after_one_another_are_taken_together() -> None:
    panel = converted(a_panel(IN_2020, [2020]), 2022, sizes=SIZES)

    # Left kept 1,050 of its 1,060; of Split 30% went there first, and 10/1,060 of that went on.
    assert panel.value("GM0005", Period(2020)) == pytest.approx(1060 * 1050 / 1060)
    assert panel.value("GM0006", Period(2020)) == pytest.approx(1140 + 10)


def test_a_change_on_new_years_day_is_in_the_figures_of_that_year() -> None:
    figures = {"GM0003": [400.0], "GM0005": [1060.0], "GM0006": [1140.0]}

    panel = converted(a_panel(figures, [2021]), 2021)

    assert column(panel) == {area: values[0] for area, values in figures.items()}
    assert panel.made_how("GM0003", Period(2021)) is None


def test_a_merger_in_march_counts_from_the_next_new_years_day() -> None:
    panel = a_panel({"GM0010": [900.0], "GM0011": [100.0]}, [2022])

    assert column(converted(panel, 2022)) == {"GM0010": 900.0, "GM0011": 100.0}
    assert column(converted(panel, 2023)) == {"GM0010": 1000.0}


def test_another_code_takes_the_figure_over_as_it_is() -> None:
    rate = an_indicator(kind=IndicatorKind.RATE)
    panel = converted(a_panel({"GM0007": [50.0]}, [2019], indicator=rate), 2021)

    assert column(panel) == {"GM0008": 50.0}
    how = panel.made_how("GM0008", Period(2019))
    assert how is not None
    assert how.en == "The figure of Alias (GM0007)."


def test_another_code_on_the_day_of_a_boundary_change_is_still_the_same_place() -> None:
    # As Groesbeek, which got 5 people of Mook on the day it became Berg en Dal.
    described = DESCRIPTIONS | {
        "GM0008": DESCRIPTIONS["GM0008"]
        + "\nGrenswijziging per 01-01-2020, ontvangen van:\n- Far (GM0009),\n... 5 inwoners",
        "GM0009": DESCRIPTIONS["GM0009"]
        + "\nGrenswijziging per 01-01-2020, overgegaan naar:\n- Name (GM0008),\n... 5 inwoners",
    }
    forwards, back = (
        a_panel({"GM0007": [45.0], "GM0009": [20.0]}, [2019]),
        a_panel({"GM0008": [50.0], "GM0009": [15.0]}, [2020]),
    )
    known = {("GM0008", 2020): 50.0, ("GM0009", 2020): 15.0}
    country = a_country(described)

    there = converted(forwards, 2020, sizes=known, register=country)
    here = converted(back, 2019, sizes=known, register=country)
    unknown = converted(back, 2019, register=country)

    assert column(there) == pytest.approx({"GM0008": 50.0, "GM0009": 15.0})
    assert column(here) == pytest.approx({"GM0007": 45.0, "GM0009": 20.0})
    assert here.estimated_share("GM0007", Period(2020)) == pytest.approx(5 / 45)
    assert column(unknown) == {"GM0007": 50.0, "GM0009": 15.0}
    assert "its share is not known" in str(unknown.made_how("GM0007", Period(2020)))


def test_a_share_that_is_not_known_leaves_the_figure_as_it_is_and_says_so() -> None:
    panel = converted(a_panel({"GM0005": [1060.0], "GM0006": [1140.0]}, [2021]), 2022)

    assert column(panel) == {"GM0005": 1060.0, "GM0006": 1140.0}
    how = panel.made_how("GM0006", Period(2021))
    assert how is not None
    assert how.en == (
        "Without the boundary change of 1 January 2022 (Left → Right, inhabitants: 10): its share "
        "is not known."
    )


def test_backwards_over_a_split_of_which_a_share_is_not_known_nobody_gets_a_figure() -> None:
    panel = converted(a_panel({"GM0005": [1060.0], "GM0006": [1140.0]}, [2021]), 2020)

    assert column(panel) == {}
    assert panel.made_how("GM0004", Period(2021)) is not None


MISSING = [
    pytest.param("Q", "Q", id="secret"),
    pytest.param("O", "O", id="not released"),
]


@pytest.mark.parametrize(("status", "told"), MISSING)
def test_a_sum_with_a_missing_part_is_missing_and_says_which(status: str, told: str) -> None:
    panel = a_panel(IN_2020 | {"GM0002": [NAN]}, [2020], statuses={"GM0002": [status]})

    made = converted(panel, 2021, sizes=SIZES)

    assert made.series("GM0003") == [(Period(2020), None, told)]
    how = made.made_how("GM0003", Period(2020))
    assert how is not None
    assert how.en == "No figure: none was released for Older."


def test_a_published_rate_is_kept_where_nothing_changed_and_missing_where_something_did() -> None:
    rate = an_indicator(kind=IndicatorKind.RATE)

    panel = converted(a_panel(IN_2020, [2020], indicator=rate), 2021, sizes=SIZES)

    assert panel.value("GM0009", Period(2020)) == 7.0
    assert panel.value("GM0003", Period(2020)) is None
    assert "cannot be divided or added" in str(panel.made_how("GM0003", Period(2020)))


def test_a_ratio_is_made_again_from_its_converted_parts() -> None:
    over = a_panel({"GM0001": [10.0], "GM0002": [90.0]}, [2020])
    under = a_panel({"GM0001": [100.0], "GM0002": [300.0]}, [2020])

    panel = derive.ratio(
        an_indicator(kind=IndicatorKind.RATE),
        Ratio("over", "under", 1000),
        converted(over, 2021),
        converted(under, 2021),
    )

    assert column(panel) == {"GM0003": 250.0}  # and not the mean of 100 and 300
    assert told(panel, "GM0003") == "Numerator and denominator: Sum of Old and Older."


def test_a_ratio_tells_how_each_of_its_two_figures_was_made() -> None:
    dwellings = a_panel(IN_2020 | {"GM0004": [100.0]}, [2020], indicator=DWELLINGS)
    people = a_panel(
        {code: figures for code, figures in IN_2020.items() if code != "GM0001"}, [2020]
    )
    ratio = Ratio("dwellings", "people", 1000)
    rate = an_indicator(kind=IndicatorKind.RATE)

    panel = derive.ratio(rate, ratio, *(converted(of, 2021) for of in (dwellings, people)))

    assert told(panel, "GM0005") == (
        "Numerator: Left and 50.0% of Split, by share of dwellings. "
        "Denominator: Left and 30.0% of Split, by share of inhabitants."
    )
    assert panel.value("GM0003", Period(2020)) is None
    assert "Denominator: No figure: none was released for Old." in str(told(panel, "GM0003"))
    assert told(panel, "GM0009") is None


def told(panel: Panel, area: str) -> str | None:
    how = panel.made_how(area, panel.periods[0])
    return how.en if how else None


def test_growth_over_a_merger_is_that_of_the_whole() -> None:
    figures = {"GM0001": [100.0, NAN], "GM0002": [300.0, NAN], "GM0003": [NAN, 440.0]}
    of = converted(a_panel(figures, [2020, 2021]), 2021)

    panel = derive.growth(an_indicator(kind=IndicatorKind.PERCENT), Growth("of", 1), of)

    assert panel.value("GM0003", Period(2021)) == pytest.approx(10.0)
    assert "2020: Sum of Old and Older." in str(panel.made_how("GM0003", Period(2021)))


def test_a_province_gets_what_crossed_its_border_and_the_nation_stays() -> None:
    figures = {"GM0003": [400.0], "GM0012": [505.0], "PV20": [400.0], "PV21": [505.0]}
    panel = converted(a_panel(figures | {"NL01": [905.0]}, [2022]), 2023, sizes=SIZES)

    assert column(panel) == pytest.approx(
        {"GM0003": 405.0, "GM0012": 500.0, "PV20": 405.0, "PV21": 500.0, "NL01": 905.0}
    )
    how = panel.made_how("PV21", Period(2022))
    assert how is not None
    assert how.en == ("Published figure, changed by what crossed the border: Rim.")
    assert panel.estimated_share("PV21", Period(2022)) == pytest.approx(0.01)
    own = panel.made_how("GM0003", Period(2022))
    assert own is not None
    assert own.en == (
        "New and 1.0% of Rim, by share of inhabitants. Rim lay in another province then."
    )


def test_a_corop_area_that_lost_somebody_has_no_figure_since_its_parts_are_not_known() -> None:
    panel = converted(a_panel(IN_2020, [2022]), 2023, sizes=SIZES)

    assert panel.value("CR01", Period(2022)) is None
    assert panel.value("CR02", Period(2022)) == 80.0


def test_a_table_on_later_boundaries_than_its_periods_is_recognised() -> None:
    # A publisher that gives all years on the boundaries of 2021: New has a figure in 2019.
    panel = converted(a_panel({"GM0003": [400.0], "GM0009": [7.0]}, [2019]), 2021)

    assert column(panel) == {"GM0003": 400.0, "GM0009": 7.0}


def test_before_the_first_change_in_the_list_no_municipality_gets_a_figure() -> None:
    panel = converted(a_panel({"GM0009": [7.0], "NL01": [9.0]}, [2017]), 2021)

    assert column(panel) == {"NL01": 9.0}
    assert "before 2018 are not known" in str(panel.made_how("GM0009", Period(2017)))


def test_areas_of_other_publishers_are_left_alone() -> None:
    panel = converted(a_panel({"NL131": [1.0], "GM0001": [2.0], "GM0002": [3.0]}, [2020]), 2021)

    assert column(panel) == {"GM0003": 5.0, "NL131": 1.0}


@pytest.mark.parametrize("year", [2017, 2024])
def test_boundaries_that_the_list_does_not_tell_are_refused(year: int) -> None:
    with pytest.raises(UnknownBoundaries, match="Give a year from 2018 to 2023"):
        converted(a_panel(IN_2020, [2020]), year)


def test_without_descriptions_the_way_to_bring_them_in_is_told() -> None:
    with pytest.raises(NoHistory, match="koers data add cbs:03759ned"):
        converted(a_panel(IN_2020, [2020]), 2021, register=a_register({"GM0001": "PV20"}))


def test_the_conversion_of_the_same_boundaries_changes_nothing_at_all() -> None:
    panel = a_panel(IN_2020, [2020])

    made = converted(panel, 2020, sizes=SIZES)

    kept = [panel.areas.index(area) for area in made.areas]
    assert np.array_equal(made.values, panel.values[kept], equal_nan=True)
    assert made.estimated.sum() == 0


def test_the_small_country_is_read_whole() -> None:
    assert a_country().history.unread == ()
    assert len(DESCRIPTIONS) == 13
