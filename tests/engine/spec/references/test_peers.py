"""Peers by likeness, against distances computed by hand and by SciPy."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.spatial.distance import cdist
from scipy.stats import zscore

from koers_engine.concepts import Period
from koers_engine.indicators import IndicatorKind, Panel, UnknownIndicator
from koers_engine.references import Characteristics, ReferenceGroup, parse_reference
from koers_engine.references.likeness import (
    FaultyPeers,
    default_recipe,
    distances,
    read_recipe,
    standardised,
)
from tests.engine.samples import NAN, a_panel, a_register, an_indicator, known_of

CODES = ["GM01", "GM02", "GM03", "GM04", "GM05"]
REGISTER = a_register(dict.fromkeys(CODES, "PV22"), "NL01")
PLACE = REGISTER.areas["GM01"]
BOTH = "peers 9 by population, wealth"


def of(code: str, figures: Mapping[str, float], kind: IndicatorKind = IndicatorKind.RATE) -> Panel:
    rows = {area: [value] for area, value in figures.items()}
    return a_panel(rows, [2024], indicator=an_indicator(code=code, kind=kind))


def five(*figures: float) -> dict[str, float]:
    return dict(zip(CODES, figures, strict=True))


POPULATION = of("population", five(*np.exp([1, 2, 3, 4, 5])), IndicatorKind.COUNT)
WEALTH = of("wealth", five(10, 20, 10, 20, 10))


def the_peers(text: str, *panels: Panel, place: str = "GM01") -> ReferenceGroup:
    known = known_of(*(panels or (POPULATION, WEALTH)))
    return parse_reference(text).group_for(REGISTER.areas[place], REGISTER, known, Period(2024))


def test_the_distance_is_that_of_scipy_on_standardised_characteristics() -> None:
    z = np.column_stack([zscore([1, 2, 3, 4, 5]), zscore([10, 20, 10, 20, 10])])
    expected = cdist(z[:1], z, "euclidean", w=np.array([3, 1]) / 4)[0]

    found = the_peers("peers 9 by population*3, wealth").peers

    assert {peer.code: peer.distance for peer in found} == {
        code: pytest.approx(expected[at]) for at, code in enumerate(CODES) if at
    }


def test_of_a_count_the_logarithm_is_compared_and_of_a_rate_not() -> None:
    (peer, *_) = the_peers(BOTH).peers

    assert [(t.indicator.code, t.logarithm) for t in peer.traits] == [
        ("population", True),
        ("wealth", False),
    ]


def test_a_count_that_is_not_above_nothing_is_compared_as_it_is() -> None:
    balance = of("balance", five(-1, 0, 1, 2, 3), IndicatorKind.COUNT)

    (peer, *_) = the_peers("peers 1 by balance", POPULATION, balance).peers

    assert peer.code == "GM02"
    assert not peer.traits[0].logarithm


CHOSEN = [
    pytest.param("peers 2 by population", ["GM02", "GM03"], id="so many, the nearest first"),
    pytest.param("peers within 1.5 by population", ["GM02", "GM03"], id="within a distance"),
    pytest.param("peers 1 within 1.5 by population", ["GM02"], id="both"),
    pytest.param("peers by wealth", ["GM03", "GM05", "GM02", "GM04"], id="ties go by code"),
    pytest.param("peers within 0.1 by population", [], id="nobody is near enough"),
    pytest.param("PEERS 2 BY population * 2 , wealth*0.5", ["GM02", "GM03"], id="as typed"),
]


@pytest.mark.parametrize(("text", "codes"), CHOSEN)
def test_peers_are_the_nearest_without_the_place_itself(text: str, codes: list[str]) -> None:
    group = the_peers(text)

    assert [peer.code for peer in group.peers] == codes
    assert group.members == frozenset(codes)
    assert not group.includes_self


def test_where_nobody_is_near_enough_the_nearest_is_named() -> None:
    group = the_peers("peers within 0.01 by population, wealth")

    assert group.members == frozenset()
    assert [note.en for note in group.notes if "nearest is" in note.en] == [
        "Nobody is that near; the nearest is Place GM03, at distance 1.00."
    ]


def test_peers_with_itself_hold_the_place_too() -> None:
    group = the_peers("peers 2 by population with itself")

    assert group.members == {"GM01", "GM02", "GM03"}
    assert group.includes_self


def test_who_lacks_a_characteristic_is_no_candidate_and_is_named() -> None:
    wealth = of("wealth", five(10, NAN, 10, 20, NAN))

    group = the_peers(BOTH, POPULATION, wealth)

    assert [peer.code for peer in group.peers] == ["GM03", "GM04"]
    assert any("Place GM02 and Place GM05" in note.en for note in group.notes)


def test_a_characteristic_that_the_place_lacks_does_not_count_and_is_named() -> None:
    wealth = of("wealth", five(NAN, 20, 10, 20, 10))

    group = the_peers("peers 1 by population, wealth", POPULATION, wealth)

    assert [trait.indicator.code for trait in group.peers[0].traits] == ["population"]
    assert any("Without a figure of Place GM01" in note.en for note in group.notes)


def test_a_characteristic_that_is_the_same_everywhere_does_not_count_and_is_named() -> None:
    group = the_peers("peers 1 by population, wealth", POPULATION, of("wealth", five(*[0.1] * 5)))

    assert [trait.indicator.code for trait in group.peers[0].traits] == ["population"]
    assert any(note.en.startswith("The same everywhere") for note in group.notes)


@pytest.mark.parametrize("wealth", [five(*[7.0] * 5), five(NAN, 1, 2, 3, 4)])
def test_without_any_characteristic_left_there_are_no_peers_but_a_note(
    wealth: dict[str, float],
) -> None:
    group = the_peers("peers by wealth", POPULATION, of("wealth", wealth))

    assert group.members == frozenset()
    assert any("No municipalities alike" in note.en for note in group.notes)


def test_only_a_municipality_has_peers() -> None:
    assert the_peers(BOTH, place="NL01").members == frozenset()


def test_a_characteristic_that_was_named_must_be_there_and_one_of_the_defaults_need_not() -> None:
    def load(code: str) -> Panel:
        if code == "population":
            return POPULATION
        raise UnknownIndicator(code, ["population"])

    known = Characteristics(load)
    standard = parse_reference("peers").group_for(PLACE, REGISTER, known, Period(2024))

    assert len(standard.peers) == 4
    assert any("address-density" in note.nl for note in standard.notes)
    with pytest.raises(UnknownIndicator):
        parse_reference("peers by wealth").group_for(PLACE, REGISTER, known, Period(2024))


def test_why_these_names_the_distance_and_what_is_most_and_least_alike() -> None:
    first = the_peers(BOTH).peers[0]

    assert first.code == "GM03"
    assert sum(trait.share for trait in first.traits) == pytest.approx(1)
    assert first.sentence.nl == (
        "Place GM03: afstand 1,00. Lijkt het meest in: wealth (Place GM01 10, Place GM03 10 "
        "wealth). Verschilt het meest in: population (Place GM01 3, Place GM03 20 population), "
        "100% van de afstand."
    )


def test_one_that_is_the_same_in_all_is_said_to_be_so() -> None:
    twin = the_peers("peers 1 by wealth").peers[0]

    assert twin.distance == 0
    assert twin.sentence.en == "Place GM03: distance 0.00. The same in all that was compared."


def test_the_default_characteristics_are_those_of_the_file_beside_the_code() -> None:
    recipe = default_recipe()

    assert recipe.number == 10
    assert [each.indicator for each in recipe.characteristics] == [
        "population",
        "address-density",
        "grey-pressure",
        "income-per-household",
        "jobs-per-1000",
    ]
    assert parse_reference("peers").needs == tuple(e.indicator for e in recipe.characteristics)


@given(
    st.lists(st.lists(st.integers(-1000, 1000), min_size=3, max_size=3), min_size=2, max_size=12),
    st.lists(st.floats(0.01, 100), min_size=3, max_size=3),
)
def test_only_the_proportions_of_the_weights_matter_and_shares_add_up(
    rows: list[list[int]], weights: list[float]
) -> None:
    others, given_weights = np.array(rows, float), np.array(weights)

    distance, shares = distances(others[0], others, given_weights)
    again, _ = distances(others[0], others, 7 * given_weights)

    assert distance == pytest.approx(again)
    assert shares.sum(axis=1) == pytest.approx((distance > 0).astype(float))


@given(st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30, unique=True))
def test_standardised_figures_are_those_of_scipy_or_none_at_all(figures: list[float]) -> None:
    z = standardised(np.array(figures))

    if not np.isnan(z).any():
        assert z == pytest.approx(zscore(figures), rel=1e-6, abs=1e-9)
    else:
        assert np.isnan(z).all()


def test_a_faulty_file_of_characteristics_is_refused_with_every_fault(tmp_path: Path) -> None:
    path = tmp_path / "peers.toml"
    path.write_text('number = "ten"\n[[characteristics]]\nindicator = 3\nweight = "x"\n')

    with pytest.raises(FaultyPeers, match="number") as refused:
        read_recipe(path)

    assert all(word in str(refused.value) for word in ("indicator", "weight", "logarithm"))
