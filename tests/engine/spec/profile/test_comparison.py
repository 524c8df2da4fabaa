import pytest

from koers_engine.concepts import Period
from koers_engine.profile import (
    Choice,
    Comparison,
    Known,
    ProfileOutline,
    TooManyPlaces,
    compare,
)
from koers_engine.profile.comparison import Row
from koers_engine.profile.rows import COMPARISON_COLUMNS, comparison_rows


def row_of(comparison: Comparison, code: str) -> Row:
    return next(row for row in comparison.rows if row.indicator.code == code)


def test_places_stand_side_by_side_with_what_they_differ_from_the_first(
    known: Known, outline: ProfileOutline
) -> None:
    found = compare(["Assen", "GM0114"], Choice(), known=known, outline=outline)

    cells = row_of(found, "jobs-per-1000").cells
    assert [cell.period for cell in cells] == [Period(2015)] * 2
    assert cells[0].difference is None
    assert cells[1].value is not None
    assert cells[0].value is not None
    assert cells[1].difference == cells[1].value - cells[0].value
    assert [cell.is_best for cell in cells] == [True, False]


def test_neither_a_count_nor_what_has_no_good_way_has_a_best(
    known: Known, outline: ProfileOutline
) -> None:
    choice = Choice(indicators=("dwellings", "share-under-20"))

    found = compare(["Assen", "Emmen"], choice, known=known, outline=outline)

    assert not any(cell.is_best for row in found.rows for cell in row.cells)


def test_the_lowest_is_best_where_lower_is_better(known: Known, outline: ProfileOutline) -> None:
    choice = Choice(indicators=("welfare-per-1000",))

    (row,) = compare(["Assen", "Tynaarlo"], choice, known=known, outline=outline).rows

    values = [cell.value for cell in row.cells]
    assert [cell.is_best for cell in row.cells] == [value == min(values) for value in values]


def test_a_place_without_figures_is_missing_and_does_not_hide_the_others(
    known: Known, outline: ProfileOutline
) -> None:
    choice = Choice(indicators=("jobs", "population"))

    found = compare(["Assen", "Eemsdelta"], choice, known=known, outline=outline)

    jobs, population = found.rows
    assert [cell.value is None for cell in jobs.cells] == [False, True]
    assert (jobs.cells[1].difference, jobs.cells[1].period) == (None, None)
    assert [cell.period for cell in population.cells] == [Period(2026)] * 2


def test_figures_of_other_periods_are_not_held_against_each_other(
    known: Known, outline: ProfileOutline
) -> None:
    choice = Choice(indicators=("population",), period=Period(2018))

    (row,) = compare(["Assen", "Eemsdelta"], choice, known=known, outline=outline).rows

    assert [cell.period for cell in row.cells] == [Period(2015), None]
    assert row.cells[1].difference is None


def test_a_double_place_counts_once_and_seven_are_too_many(
    known: Known, outline: ProfileOutline
) -> None:
    found = compare(["Assen", "GM0106", "Emmen"], Choice(), known=known, outline=outline)

    assert [area.code for area in found.areas] == ["GM0106", "GM0114"]
    assert found.notes[0].en == "A place that was chosen more than once stands here once."
    seven = ["Assen", "Emmen", "Hoogeveen", "Meppel", "Coevorden", "Midden-Drenthe", "Noordenveld"]
    with pytest.raises(TooManyPlaces, match="at most 6"):
        compare(seven, Choice(), known=known, outline=outline)


def test_rows_hold_a_line_per_indicator_and_place(known: Known, outline: ProfileOutline) -> None:
    found = compare(["Assen", "Emmen"], Choice(), known=known, outline=outline)

    rows = comparison_rows(found, "en")

    assert len(rows) == 2 * len(outline.indicators)
    assert {len(row) for row in rows} == {len(COMPARISON_COLUMNS)}
