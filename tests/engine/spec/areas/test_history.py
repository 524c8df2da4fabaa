from datetime import date

from koers_engine.areas import AreaHistory
from tests.engine.histories import DESCRIPTIONS, a_country

HISTORY = AreaHistory.read(DESCRIPTIONS.items())


def test_who_was_there_on_a_day_follows_from_what_began_and_ended() -> None:
    before, after = (HISTORY.municipalities(date(year, 1, 1)) for year in (2020, 2021))

    assert before - after == {"GM0001", "GM0002", "GM0004"}
    assert after - before == {"GM0003"}


def test_a_merger_in_march_holds_from_that_day_on() -> None:
    assert HISTORY.existed("GM0011", date(2022, 3, 23))
    assert not HISTORY.existed("GM0011", date(2022, 3, 24))


def test_the_successors_are_those_that_everything_went_to() -> None:
    register = a_country()

    assert [area.name for area in register.successors("GM0004")] == ["Left", "Right"]
    assert [area.name for area in register.successors("GM0007")] == ["Name"]
    assert register.successors("GM0009") == []


def test_both_sides_of_a_change_make_one_flow() -> None:
    flows = HISTORY.flows[date(2021, 1, 1)]

    assert len(flows) == 4
    assert HISTORY.contradictions == ()


def test_sides_that_differ_are_listed_and_the_giver_is_followed() -> None:
    changed = DESCRIPTIONS | {
        "GM0005": DESCRIPTIONS["GM0005"].replace("60 inwoners", "61 inwoners")
    }

    history = AreaHistory.read(changed.items())

    (found,) = history.contradictions
    assert (found.origin, found.destination) == ("GM0004", "GM0005")
    assert found.given is not None
    assert found.received is not None
    assert (found.given.inhabitants, found.received.inhabitants) == (60, 61)
    flow = next(f for f in history.flows[found.on] if f.destination == "GM0005")
    assert flow.amounts.inhabitants == 60


def test_a_side_that_tells_nothing_is_listed_too() -> None:
    silent = DESCRIPTIONS | {"GM0012": "Begindatum voor 1830"}

    (found,) = AreaHistory.read(silent.items()).contradictions

    assert (found.origin, found.given) == ("GM0012", None)


def test_a_municipality_lies_in_the_province_of_the_day() -> None:
    moved = DESCRIPTIONS | {
        "GM0009": "Provinciale wijziging per 01-01-2022:\n"
        "- overgegaan van provincie Fryslân naar provincie Groningen\nBegindatum voor 1830"
    }
    register = a_country(moved)

    assert register.on(date(2021, 12, 31)).province["GM0009"] == "PV21"
    assert register.on(date(2022, 1, 1)).province["GM0009"] == "PV20"
