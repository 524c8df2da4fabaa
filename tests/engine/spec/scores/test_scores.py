"""Scores of a place, as one would work them out by hand on twelve municipalities."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from koers_engine.areas import UnknownArea
from koers_engine.concepts import Period, Refusal
from koers_engine.references import Characteristics
from koers_engine.scores import notes, score_all
from koers_engine.scores.table import mean_of
from tests.engine.samples import NAN, a_panel
from tests.engine.scoring import (
    HEAD,
    INDICATOR,
    PEOPLE,
    REGISTER,
    TWELVE,
    WASTE,
    WASTE_FIXED,
    WORK,
    WORK_FIXED,
    a_goal_set,
    goal,
    scored,
    steps,
)


def test_a_goal_is_the_mean_of_its_indicators_and_the_index_of_its_goals(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED, WASTE_FIXED), goal("b", WORK_FIXED))

    # GM06: work 60 of 200 is 30; waste 250 between 300 and 100 is 25.
    card = scored(goals, {"work": steps(WORK), "waste": steps(WASTE, GM06=[250.0])})

    first, second = card.goals
    assert [each.score for each in first.indicators] == [30, 25]
    assert (first.score, first.used) == (27.5, 2)
    assert second.score == 30
    assert (card.index.score, card.index.used, card.index.of) == (28.75, 2, 2)


def test_the_marks_are_the_scores_of_the_figures_of_nation_and_province(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED))

    card = scored(goals, {"work": steps(WORK, NL01=[80.0])})

    nation, province = card.goals[0].indicators[0].marks
    assert (nation.area.code, nation.value, nation.score) == ("NL01", 80, 40)
    assert nation.is_official
    assert (province.area.code, province.value, province.score) == ("PV22", 35, 17.5)
    assert not province.is_official
    assert [mark.score for mark in card.index.marks] == [40, 17.5]


def test_an_area_without_a_figure_of_its_own_is_weighed_by_inhabitants(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED))
    people = a_panel(
        {code: [9.0 if code == "GM01" else 0.2] for code in TWELVE}, [2024], indicator=PEOPLE
    )

    card = scored(goals, {"work": steps(WORK)}, population=people)

    # GM01 has 10 and weight 9; GM02 to GM06 have 20 to 60, on average 40, and weigh 1 together.
    assert card.goals[0].indicators[0].marks[1].value == pytest.approx(0.9 * 10 + 0.1 * 40)


def test_a_mark_is_of_the_same_indicators_as_the_own_score(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED, WASTE_FIXED))
    waste = steps(WASTE, GM06=[NAN], NL01=[100.0])

    card = scored(goals, {"work": steps(WORK, NL01=[80.0]), "waste": waste})

    assert card.goals[0].score == 30
    assert card.goals[0].marks[0].score == 40  # and not (40 + 100) / 2


def test_a_missing_indicator_is_left_out_and_named(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED, WASTE_FIXED))

    card = scored(goals, {"work": steps(WORK), "waste": steps(WASTE, GM06=[NAN])})

    (left_out,) = card.goals[0].left_out
    assert (card.goals[0].score, card.goals[0].used) == (30, 1)
    assert left_out.indicator.code == "waste"
    assert left_out.why_not == notes.no_figure(Period(2024), "O")


def test_below_the_minimum_there_is_no_score_but_a_reason(tmp_path: Path) -> None:
    head = HEAD + "minimum = { indicators = 0.6 }\n"
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED, WASTE_FIXED), head=head)

    card = scored(goals, {"work": steps(WORK), "waste": steps(WASTE, GM06=[NAN])})

    assert (card.goals[0].score, card.goals[0].rank) == (None, None)
    assert card.goals[0].why_not == notes.too_few_indicators(1, 2, 2)
    assert card.index.score is None
    assert card.index.why_not == notes.too_few_goals(0, 1, 1)


def test_a_goal_without_indicators_has_no_score_and_does_not_count(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED), goal("none", more="sdg = 7\n"))

    card = scored(goals, {"work": steps(WORK)})

    assert card.goals[1].why_not == notes.NO_INDICATORS
    assert (card.index.score, card.index.of) == (30, 1)
    assert card.by_sdg == {7: card.goals[1]}


def test_municipalities_are_ranked_and_ties_share_a_place(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED))
    panels = {"work": steps(WORK, GM07=[60.0], GM12=[NAN])}

    best, tied, province = (scored(goals, panels, area) for area in ("GM11", "GM06", "PV22"))

    assert (best.index.rank, best.index.tied, best.index.n) == (1, 0, 11)
    assert (tied.index.rank, tied.goals[0].rank, tied.index.tied) == (5, 5, 1)
    assert (province.index.score, province.index.rank) == (17.5, None)


NO_SCORE = [
    pytest.param({}, notes.NO_SOURCE, id="no panel"),
    pytest.param({"work": Refusal("no source")}, notes.NO_SOURCE, id="a source that is not there"),
    pytest.param(
        {"work": steps(WORK, **{code: [5.0] for code in TWELVE})},
        notes.NO_SPREAD,
        id="all municipalities alike",
    ),
    pytest.param(
        {"work": steps(WORK, **{code: [NAN] for code in TWELVE})},
        notes.no_period(None),
        id="no figure at all",
    ),
    pytest.param(
        {"work": steps(WORK, **{code: [NAN] for code in TWELVE[:5]})},
        notes.too_few_municipalities(7, 10),
        id="figures of a few",
    ),
    pytest.param({"work": a_panel({}, [], indicator=WORK)}, notes.no_period(None), id="empty"),
]


@pytest.mark.parametrize(("panels", "reason"), NO_SCORE)
def test_where_nobody_can_have_a_score_the_reason_is_told(
    tmp_path: Path, panels: dict[str, object], reason: object
) -> None:
    relative = INDICATOR.format(code="work", worst="percentile = 5", best="mean_of_best = 3")
    goals = a_goal_set(tmp_path, goal("a", relative))

    card = scored(goals, panels)  # type: ignore[arg-type]

    assert card.goals[0].indicators[0].why_not == reason
    assert (card.goals[0].score, card.index.score, card.index.rank) == (None, None, None)


def test_no_figure_of_a_later_year_counts(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED))
    work = a_panel({code: [50.0, 100.0] for code in TWELVE}, [2019, 2024], indicator=WORK)

    before, then, now, too_early = (
        scored(goals, {"work": work}, period=period)
        for period in (Period(2023), Period(2024), None, Period(2010))
    )

    assert (before.index.score, before.goals[0].indicators[0].period) == (25, Period(2019))
    assert then.index.score == now.index.score
    assert (now.index.score, now.goals[0].indicators[0].period) == (50, Period(2024))
    assert too_early.goals[0].indicators[0].why_not == notes.no_period(Period(2010))


def test_a_period_with_figures_of_a_few_is_not_taken(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED))
    work = a_panel(
        {code: [50.0, 100.0 if code < "GM06" else NAN] for code in TWELVE},
        [2019, 2024],
        indicator=WORK,
    )

    assert scored(goals, {"work": work}).goals[0].indicators[0].period == Period(2019)


def test_a_municipality_that_is_not_there_any_more_does_not_move_the_goalposts(
    tmp_path: Path,
) -> None:
    relative = INDICATOR.format(code="work", worst="percentile = 0", best="mean_of_best = 1")
    goals = a_goal_set(tmp_path, goal("a", relative))
    people = a_panel(
        {code: [NAN if code == "GM12" else 1.0] for code in TWELVE}, [2024], indicator=PEOPLE
    )

    best = scored(goals, {"work": steps(WORK)}, "GM11", population=people)

    assert (best.index.score, best.goals[0].indicators[0].best) == (100, 110)


def test_who_is_no_municipality_then_is_scored_but_not_ranked(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED))
    register = replace(REGISTER, living={Period(2024): frozenset(TWELVE) - {"GM06"}})

    gone = scored(goals, {"work": steps(WORK)}, "GM06", register=register)

    assert (gone.index.score, gone.index.rank) == (30, None)
    assert gone.notes == (notes.no_longer_there([]),)


def test_an_unknown_place_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnknownArea, match="GM99"):
        scored(a_goal_set(tmp_path, goal("a", WORK_FIXED)), {}, "GM99")


def test_one_place_scores_as_it_does_among_all(tmp_path: Path) -> None:
    goals = a_goal_set(tmp_path, goal("a", WORK_FIXED), goal("b", WASTE_FIXED))
    panels = {"work": steps(WORK, GM06=[NAN]), "waste": steps(WASTE)}
    people = a_panel({code: [1.0] for code in TWELVE}, [2024], indicator=PEOPLE)

    table = score_all(
        goals, panels=panels, register=REGISTER, characteristics=Characteristics(lambda _: people)
    )

    for row, place in enumerate(table.places[: table.n_ranked]):
        card = scored(goals, panels, place.code)
        own = [card.index, *card.goals]
        found = [each.score if each.score is not None else NAN for each in own]
        assert found == pytest.approx([table.index[row], *table.goals[row]], nan_ok=True)
        places = [each.rank if each.rank is not None else NAN for each in own]
        assert places == pytest.approx(table.ranks[row].tolist(), nan_ok=True)


def test_the_mean_of_nothing_is_nothing() -> None:
    assert np.isnan(mean_of(np.zeros((2, 0)), 0.5)).all()
