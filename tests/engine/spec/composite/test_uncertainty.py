"""Where an area stands in the ways in which an index could have been made, and in which words."""

from typing import Any

import numpy as np
import pytest

from koers_engine.composite import uncertainty_wording as say
from koers_engine.composite.building import Index, build
from koers_engine.composite.uncertainty import (
    NothingComputed,
    UnusableNumber,
    on_scale_of,
    uncertainty,
)
from koers_engine.composite.variants import NothingVaries
from tests.engine.composites import a_recipe, some_data

COLUMNS = {
    "jobs": [9.0, 7.0, 5.0, 3.0, 1.0, 2.0],
    "green": [1.0, 8.0, 6.0, 2.0, 3.0, 4.0],
    "homes": [9.0, 6.0, 5.0, 4.0, 2.0, 1.0],
}


def an_index(columns: dict[str, list[float]] = COLUMNS, **tables: Any) -> Index:
    return build(some_data(columns), a_recipe(**tables))


def test_a_place_that_every_way_gives_is_certain() -> None:
    index = an_index(
        {"jobs": [1.0, 2.0, 3.0], "green": [1.0, 2.0, 3.0]}, uncertainty={"weights": 0.9}
    )

    found = uncertainty(index, replicates=200)

    assert [(area.code, area.best_place, area.worst_place) for area in found.areas] == [
        ("U3", 1, 1),
        ("U2", 2, 2),
        ("U1", 3, 3),
    ]
    assert found.areas[0].text.en == (
        "Unit U3 stands on place 1 in all 200 reasonable ways to compute this index."
    )


def test_at_least_nine_in_ten_ways_lie_in_the_interval_and_no_place_less_would_do() -> None:
    index = an_index(
        uncertainty={"weights": 0.9, "normalise": [{"low": 1}, "rank"], "leave_one_out": True}
    )

    found = uncertainty(index, replicates=500, top=2)

    assert any(area.best_place < area.worst_place for area in found.areas)
    for area in found.areas:
        assert area.inside >= 450
        assert area.best_place <= area.median_place <= area.worst_place
        assert area.low_score <= area.median_score <= area.high_score
    assert sum(area.in_top for area in found.areas) == pytest.approx(2, abs=0.15)  # but for ties


def test_the_same_seed_gives_the_same_answer() -> None:
    index = an_index(uncertainty={"weights": 0.9})

    assert uncertainty(index, seed=1, replicates=50) == uncertainty(index, seed=1, replicates=50)
    assert uncertainty(index, seed=1, replicates=50) != uncertainty(index, seed=2, replicates=50)


def test_ways_that_cannot_be_computed_are_counted_with_their_reason() -> None:
    index = an_index(uncertainty={"aggregate": ["arithmetic", "geometric"]})  # scores from 0 on

    found = uncertainty(index, replicates=100)

    [failure] = found.failures
    assert 30 < failure.number < 70
    assert found.computed == 100 - failure.number
    assert found.notes[0].en == (
        f"{failure.number} of 100 ways could not be computed and do not count: the geometric mean "
        "of Index has no outcome for a score of 0 or less."
    )
    assert found.areas[0].text.en.endswith(
        f"all {found.computed} reasonable ways to compute this index; {failure.number} others have "
        "no outcome."
    )


def test_an_index_of_which_no_way_can_be_computed_is_refused() -> None:
    index = an_index(uncertainty={"aggregate": ["geometric", "harmonic"]})

    with pytest.raises(NothingComputed, match=r"(?s)harmonic mean of Index.*begin above 0"):
        uncertainty(index, replicates=20)


REASONS = [
    pytest.param({"methods": ["mazziotta-pareto"]}, "scores of 0 or less on average", id="penalty"),
    pytest.param({"methods": ["generalised"], "power": 2.0}, "a score below 0", id="power"),
    pytest.param({"methods": ["harmonic"]}, "a score of 0 or less", id="harmonic"),
]


@pytest.mark.parametrize(("means", "why"), REASONS)
def test_the_reason_says_what_a_mean_cannot_take(means: dict[str, Any], why: str) -> None:
    index = an_index(
        normalise={"method": "z-score"}, uncertainty={"aggregate": ["arithmetic", means]}
    )

    [failure] = uncertainty(index, replicates=50).failures

    assert failure.reason.en == f"the {means['methods'][0]} mean of Index has no outcome for {why}."


def test_scores_beyond_all_numbers_are_told_as_such() -> None:
    index = an_index(
        normalise={"low": 1, "high": 1e9},
        uncertainty={"aggregate": ["arithmetic", {"methods": ["generalised"], "power": 99.0}]},
    )

    [failure] = uncertainty(index, replicates=50).failures

    assert failure.reason.en.endswith("has no outcome for scores that large.")


def test_an_area_without_a_score_is_told_of_and_has_no_place() -> None:
    columns = {code: [*figures, np.nan] for code, figures in COLUMNS.items()}
    index = an_index(columns, steps=["normalise"], uncertainty={"weights": 0.5})

    found = uncertainty(index, replicates=20)

    assert len(found.areas) == 6
    assert [note.en for note in found.notes] == [
        "Without a score in the index, and so without a place: Unit U7."
    ]


def test_leaving_out_what_an_area_rests_on_is_no_way_that_counts() -> None:
    """The last area has half of two indicators; without that one it would have none."""
    index = an_index(
        {"jobs": [1.0, 2.0, 3.0], "green": [3.0, 1.0, np.nan]},
        screen={"minimum_share": 0.5},
        uncertainty={"leave_one_out": True},
    )

    found = uncertainty(index, replicates=300)

    [failure] = found.failures
    assert failure.number == pytest.approx(100, abs=30)
    assert "an area is left without a score" in failure.text.en


def test_a_shared_place_is_told() -> None:
    index = an_index(
        {"jobs": [1.0, 1.0, 3.0], "green": [1.0, 1.0, 4.0]}, uncertainty={"weights": 0.5}
    )

    found = uncertainty(index, replicates=100)

    tied = next(area for area in found.areas if area.code == "U1")
    assert tied.tied == 1
    assert tied.text.en.endswith("In the index itself Unit U1 shares place 2 with one other area.")


@pytest.mark.parametrize(("replicates", "top"), [(0, 1), (-5, 1), (10**9, 1), (10, 0)])
def test_a_number_that_cannot_be_is_refused(replicates: int, top: int) -> None:
    with pytest.raises(UnusableNumber):
        uncertainty(an_index(), replicates=replicates, top=top)


def test_an_index_of_which_nothing_varies_is_refused() -> None:
    with pytest.raises(NothingVaries, match="leave_one_out = true"):
        uncertainty(an_index(uncertainty={"aggregate": ["arithmetic"]}))


def test_scores_of_other_scales_get_the_mean_and_deviation_of_those_published() -> None:
    published = np.array([10.0, 20.0, 60.0])

    found = on_scale_of(published, np.array([[3.0, 2.0, 1.0], [5.0, 5.0, 5.0]]))

    assert found[0].mean() == pytest.approx(30)
    assert found[0].std() == pytest.approx(published.std())
    assert found[0].argmax() == 0
    assert found[1].tolist() == [30.0, 30.0, 30.0]


STANDS = [
    pytest.param(
        (5, 8, 900, 1000),
        "Assen staat tussen plaats 5 en 8 in 90% van 1.000 redelijke manieren om deze index te "
        "berekenen.",
        "Assen stands between place 5 and 8 in 90% of 1,000 reasonable ways to compute this index.",
        id="several places",
    ),
    pytest.param(
        (5, 6, 999, 1000),
        "Assen staat op plaats 5 of 6 in 99% van 1.000 redelijke manieren om deze index te "
        "berekenen.",
        "Assen stands on place 5 or 6 in 99% of 1,000 reasonable ways to compute this index.",
        id="two places, and never more than there is",
    ),
    pytest.param(
        (5, 5, 10_000, 10_000),
        "Assen staat op plaats 5 in alle 10.000 redelijke manieren om deze index te berekenen.",
        "Assen stands on place 5 in all 10,000 reasonable ways to compute this index.",
        id="one place",
    ),
    pytest.param(
        (5, 5, 1, 1),
        "Assen staat op plaats 5 in één redelijke manier om deze index te berekenen.",
        "Assen stands on place 5 in one reasonable way to compute this index.",
        id="one way",
    ),
]


@pytest.mark.parametrize(("numbers", "dutch", "english"), STANDS)
def test_where_an_area_stands_in_words(
    numbers: tuple[int, int, int, int], dutch: str, english: str
) -> None:
    lowest, highest, inside, computed = numbers

    told = say.stands("Assen", lowest=lowest, highest=highest, inside=inside, computed=computed)

    assert (told.nl, told.en) == (dutch, english)


def test_one_other_without_an_outcome_is_told_in_the_singular() -> None:
    told = say.stands("Assen", lowest=1, highest=1, inside=9, computed=9, failed=1)

    assert told.nl.endswith("om deze index te berekenen; 1 andere heeft geen uitkomst.")
    assert told.en.endswith("to compute this index; 1 other has no outcome.")


def test_one_way_that_failed_is_told_in_the_singular() -> None:
    told = say.not_computed(1, 1000, say.AREA_WITHOUT_SCORE)

    assert told.en.startswith("1 of 1,000 ways could not be computed and does not count: an area")
    assert told.nl.startswith("1 van 1.000 manieren kon niet worden berekend en telt niet mee: er")
    assert " konden " in say.not_computed(2, 1000, say.AREA_WITHOUT_SCORE).nl


def test_a_tie_with_several_is_told_in_the_plural() -> None:
    assert say.shares_place("Assen", 3, 2).nl.endswith("plaats 3 met 2 andere gebieden.")
    assert say.shares_place("Assen", 3, 1).nl.endswith("plaats 3 met één ander gebied.")
