"""Koers' own set for the Sustainable Development Goals on the demonstration's official figures."""

import pytest

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Refusal
from koers_engine.indicators import Catalogue, Panel, load_panels
from koers_engine.observations import VintageStore
from koers_engine.references import Characteristics
from koers_engine.scores import GoalSet, ScoreTable, card_of, score_all

# Those of which the economic agenda states a score.
STATED = [4, 1, 3, 7, 8, 16, 17, 9]


@pytest.fixture(scope="module")
def sdgs(catalogue: Catalogue) -> GoalSet:
    return GoalSet.load(catalogue=catalogue)


@pytest.fixture(scope="module")
def panels(
    demo_store: VintageStore, catalogue: Catalogue, sdgs: GoalSet
) -> dict[str, Panel | Refusal]:
    return load_panels([*sdgs.codes, "population"], store=demo_store, catalogue=catalogue)


@pytest.fixture(scope="module")
def table(sdgs: GoalSet, panels: dict[str, Panel | Refusal], register: AreaRegister) -> ScoreTable:
    def load(code: str) -> Panel:
        panel = panels[code]
        assert isinstance(panel, Panel), panel
        return panel

    return score_all(sdgs, panels=panels, register=register, characteristics=Characteristics(load))


def test_assen_scores_beside_what_its_agenda_states(
    table: ScoreTable, register: AreaRegister
) -> None:
    card = card_of(table, "GM0106", register)

    scored = {sdg: card.by_sdg[sdg].score is not None for sdg in STATED}
    assert scored == {4: True, 1: True, 3: True, 7: False, 8: True, 16: False, 17: True, 9: True}
    assert all(card.by_sdg[sdg].goal.note for sdg in (7, 16))
    # 32.9 persons on social assistance per 1,000; the worst 2.5% have 43.5, the best five 4.2.
    (welfare,) = card.by_sdg[1].indicators
    assert (welfare.value, welfare.worst, welfare.best) == pytest.approx(
        (32.9, 43.5, 4.2), abs=0.06
    )
    assert welfare.score == pytest.approx(27, abs=0.5)


def test_every_place_has_a_score_on_each_goal_or_a_reason_why_not(
    table: ScoreTable, register: AreaRegister
) -> None:
    assert table.n_ranked == 342
    for place in table.places:
        card = card_of(table, place.code, register)
        assert (card.index.score is None) == (card.index.why_not is not None)
        for goal in card.goals:
            assert (goal.score is None) == (goal.why_not is not None)
            for each in goal.indicators:
                assert (each.score is None) == (each.why_not is not None)
                assert each.score is None or 0 <= each.score <= 100
                assert each.trend is None or each.why_no_trend is None
