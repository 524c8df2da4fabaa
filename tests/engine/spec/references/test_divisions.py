"""COROP areas and labour-market regions, also of municipalities that a table of one year lacks."""

from dataclasses import replace
from datetime import date

import pytest

from koers_engine.areas import AreaHistory, AreaRegister, Divisions, UnknownArea
from koers_engine.areas.changes import Amounts, Flow
from koers_engine.areas.history import Life
from koers_engine.concepts import Period
from koers_engine.observations import VintageStore
from koers_engine.references import ReferenceGroup, parse_reference
from koers_engine.references.divisions import NoDivisions
from tests.engine.samples import a_panel, a_register, an_indicator, known_of

MERGED = date(2021, 1, 1)
# GM01 and GM02 are listed; GM03 is made of both, GM04 of GM03 in turn; GM08 went over into GM02
# before; GM09 comes from nowhere.
LIVES = {
    "GM01": Life(None, MERGED),
    "GM02": Life(None, None),
    "GM03": Life(MERGED, date(2023, 1, 1)),
    "GM04": Life(date(2023, 1, 1), None),
    "GM08": Life(None, date(2010, 1, 1)),
    "GM09": Life(date(2022, 1, 1), None),
}


def a_flow(origin: str, destination: str, inhabitants: int, on: date = MERGED) -> Flow:
    return Flow(
        on=on, origin=origin, destination=destination, amounts=Amounts(inhabitants=inhabitants)
    )


def the_register(small: int = 10, province_of_new: str = "PV22") -> AreaRegister:
    flows = [
        a_flow("GM01", "GM03", 100),
        a_flow("GM02", "GM03", small),
        a_flow("GM03", "GM04", 110, date(2023, 1, 1)),
        a_flow("GM08", "GM02", 5, date(2010, 1, 1)),
    ]
    by_day: dict[date, tuple[Flow, ...]] = {}
    for flow in flows:
        by_day[flow.on] = (*by_day.get(flow.on, ()), flow)
    known = a_register(
        {**dict.fromkeys(LIVES, "PV22"), "GM02": "PV20", "GM03": province_of_new}, "NL01"
    )
    known.__dict__["history"] = AreaHistory(flows=by_day, lives=LIVES)
    listed = {"GM01": ("CR07", "AM01"), "GM02": ("CR03", "AM01")}
    divisions = Divisions(
        names={"CR07": "Noord-Drenthe", "CR03": "Overig Groningen", "AM01": "Groningen"},
        members={Period(2015): listed},
    )
    found = replace(known, divisions=divisions)
    found.__dict__["history"] = known.history
    return found


POPULATION = a_panel(
    {code: [1.0, 1.0] for code in ("GM02", "GM04", "GM09")} | {"GM01": [1.0, float("nan")]},
    [2015, 2024],
    indicator=an_indicator(code="population"),
)


def the_group(text: str, place: str, register: AreaRegister, year: int = 2024) -> ReferenceGroup:
    area = register.areas[place]
    return parse_reference(text).group_for(area, register, known_of(POPULATION), Period(year))


def test_given_a_municipality_of_the_table_then_its_division_is_the_listed_one() -> None:
    group = the_group("corop", "GM01", the_register(), 2015)

    assert (group.label.nl, group.official, group.version) == (
        "COROP-gebied Noord-Drenthe",
        "CR07",
        "2015",
    )
    assert group.includes_self
    assert the_group("CR07", "GM02", the_register()).includes_self is False


def test_given_a_later_municipality_then_it_lies_where_most_of_its_inhabitants_came_from() -> None:
    register = the_register()

    assert the_group("corop", "GM04", register).official == "CR07"
    assert the_group("corop", "GM08", register).official == "CR03"
    notes = [note.en for note in the_group("corop", "GM04", register).notes]
    assert "Placed by the municipalities they were made of or went over into: Place GM04." in notes


def test_given_parts_of_two_provinces_then_the_division_reaches_into_its_own() -> None:
    elsewhere = the_register(small=10, province_of_new="PV20")

    assert the_group("corop", "GM03", elsewhere).official == "CR03"
    assert the_group("labour-market-region", "GM03", elsewhere).official == "AM01"


def test_given_one_of_which_nothing_is_known_then_it_is_in_none_and_the_note_says_so() -> None:
    register = the_register()

    own = the_group("corop", "GM09", register)
    assert own.members == frozenset()
    assert own.notes[0].nl == "Geen COROP-gebied bekend van Place GM09."
    others = the_group("AM01", "GM02", register)
    assert "GM09" not in (others.members or ())
    assert any("No labour-market region is known of Place GM09" in n.en for n in others.notes)


def test_given_a_division_that_is_not_there_then_the_nearest_are_named() -> None:
    with pytest.raises(UnknownArea, match=r"no area 'CR08'\. Nearest: CR0"):
        the_group("CR08", "GM01", the_register())


@pytest.mark.parametrize("text", ["corop", "labour-market-region", "CR07", "AM01"])
def test_given_no_table_of_divisions_then_the_refusal_says_how_to_bring_it_in(text: str) -> None:
    register = a_register({"GM01": "PV22"})

    with pytest.raises(NoDivisions, match="koers data add"):
        the_group(text, "GM01", register)


def test_every_municipality_of_the_demonstration_lies_in_one_of_each_kind(
    demo_store: VintageStore, register: AreaRegister
) -> None:
    for kind in ("CR", "AM"):
        placed = register.divisions.placed(kind, Period(2026), register.history, register.province)
        for year in (2009, 2015, 2026):
            assert {area.code for area in register.municipalities(Period(year))} <= placed.keys()
    corop = register.divisions.placed("CR", Period(2026), register.history, register.province)
    # Berg en Dal got its name from Groesbeek; Vijfheerenlanden moved to Utrecht as a whole.
    assert corop["GM1945"].division == corop["GM0241"].division == "CR15"
    assert corop["GM1961"].division == "CR17"
    assert corop["GM0106"] == ("CR07", ())
