"""Which choice the places of an index hang on most, and in which words."""

import pytest

from koers_engine.composite import uncertainty_wording as say
from koers_engine.composite.building import build
from koers_engine.composite.sensitivity import (
    NotInIndex,
    Output,
    Sensitivity,
    sensitivity,
)
from koers_engine.composite.sobol import UnusableDesign
from koers_engine.composite.uncertainty import UnusableNumber
from koers_engine.composite.variants import Choice
from tests.engine.composites import a_recipe, some_data

COLUMNS = {
    "jobs": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0],
    "green": [6.0, 5.0, 4.0, 3.0, 2.0, 1.0],
    "homes": [1.0, 9.0, 2.0, 8.0, 3.0, 7.0],
}


def told_of(table: dict[str, object], **more: object) -> Sensitivity:
    return sensitivity(build(some_data(COLUMNS), a_recipe(uncertainty=table)), **more)  # type: ignore[arg-type]


def test_the_choice_that_alone_moves_places_explains_all() -> None:
    """Leaving one of three opposed indicators out turns the places round; 1% of weight does not."""
    found = told_of({"weights": 0.01, "leave_one_out": True}, base_size=512)

    [shift] = found.outputs
    first, second = shift.shares
    assert first.choice is Choice.LEFT_OUT
    assert first.total == pytest.approx(1, abs=0.1)
    assert second.choice is Choice.WEIGHTS
    assert second.total == pytest.approx(0, abs=0.1)
    assert shift.text.en.startswith(
        "Of the variation in how far places shift, the choice of the indicator left out explains "
        "most: "
    )
    assert "does not settle" not in shift.text.en


def test_of_one_area_its_place_and_its_score_are_explained_as_well() -> None:
    found = told_of({"weights": 0.9, "normalise": [{"low": 1}, "rank"]}, area="unit u2")

    assert [each.output for each in found.outputs] == [Output.SHIFT, Output.PLACE, Output.SCORE]
    assert [each.area for each in found.outputs] == [None, "U2", "U2"]
    assert "the score of Unit U2" in found.outputs[2].text.en
    assert found.runs == 256 * 4


def test_the_intervals_hold_their_estimates() -> None:
    for explained in told_of({"weights": 0.9, "leave_one_out": True}, area="U2").outputs:
        for share in explained.shares:
            assert share.first_low <= share.first <= share.first_high  # type: ignore[operator]
            assert share.total_low <= share.total <= share.total_high  # type: ignore[operator]


def test_rows_that_cannot_be_computed_are_told_with_their_reason() -> None:
    found = told_of(
        {
            "weights": 0.5,
            "aggregate": ["arithmetic", "geometric"],
            "normalise": [{"low": 1}, {"low": 2}, {"low": 3}, {"low": 0}],
        },
        base_size=256,
    )

    assert 0 < found.rows_lost < 256
    assert found.rows + found.rows_lost == 256
    assert "has no outcome for a score of 0" in found.notes[0].en
    assert found.notes[1].en.startswith(f"Of 256 rows of the sample {found.rows_lost} fell away")


def test_what_never_moves_is_told_without_a_number() -> None:
    index = build(
        some_data({"jobs": [1.0, 2.0, 3.0], "green": [1.0, 2.0, 3.0]}),
        a_recipe(uncertainty={"weights": 0.5}),
    )

    [shift] = sensitivity(index, base_size=32).outputs

    assert shift.shares[0].total is None
    assert shift.text.en == "There is no variation in how far places shift: all ways give the same."


def test_an_area_that_is_not_there_is_refused_with_the_nearest() -> None:
    with pytest.raises(NotInIndex, match="Nearest: U2"):
        told_of({"weights": 0.5}, area="U22")


@pytest.mark.parametrize(
    ("base_size", "kind"), [(100, UnusableDesign), (1 << 24, UnusableNumber), (0, UnusableDesign)]
)
def test_a_sample_that_cannot_be_is_refused(base_size: int, kind: type[Exception]) -> None:
    with pytest.raises(kind):
        told_of({"weights": 0.5}, base_size=base_size)


def test_a_sample_that_cannot_be_computed_is_refused_with_the_reason() -> None:
    with pytest.raises(UnusableDesign, match=r"(?s)Only 0 of 256 rows.*geometric mean of Index"):
        told_of({"weights": 0.5, "aggregate": ["geometric", "harmonic"]})


WORDS = {"alone": -0.02, "total": 1.04, "low": 0.9, "high": 1.2}


def test_shares_in_words_lie_between_nothing_and_everything() -> None:
    told = say.explains_most(say.output("shift", None), "weights", **WORDS, rival="left-out")

    assert "0% by itself, 100% together with other choices (interval 90–100%)" in told.en
    assert told.en.endswith(
        "this sample does not settle that it is more than the choice of the indicator left out."
    )
    assert told.nl.startswith(
        "Van de variatie in de verschuiving van plaatsen verklaart de keuze van de gewichten het "
        "meest: 0% op zichzelf, 100% samen met andere keuzes"
    )


@pytest.mark.parametrize("choice", list(Choice))
def test_every_choice_has_its_words(choice: Choice) -> None:
    assert say.only_choice(say.output("place", "Assen"), choice.value).nl.startswith(
        "Alle variatie in de plaats van Assen komt door "
    )
