from datetime import date

import pytest

from koers_engine.areas.changes import Amounts, Change, ChangeKind, Part
from koers_engine.areas.descriptions import read_description

NEW_YEAR = date(2021, 1, 1)


def part(code: str, name: str, *amounts: float | None) -> Part:
    hectares, dwellings, inhabitants = amounts or (None, None, None)
    told = Amounts(hectares=hectares, dwellings=dwellings, inhabitants=inhabitants)  # type: ignore[arg-type]
    return Part(code=code, name=name, amounts=told)


AMOUNTS = [
    pytest.param("535 hectare met 918 woningen en 2149 inwoners", (535, 918, 2149), id="all"),
    pytest.param("22 hectare met 1 woning en 1 inwoner", (22, 1, 1), id="one of each"),
    pytest.param("2718 hectare met 6577 inwoners", (2718, None, 6577), id="no dwellings"),
    pytest.param("5026 hectare 8104 woningen en 19614 inwoners", (5026, 8104, 19614), id="no met"),
    pytest.param("1 woning en 2 inwoners", (None, 1, 2), id="no land"),
    pytest.param("13 inwoners", (None, None, 13), id="inhabitants alone"),
    pytest.param("0,17 hectare met 0 woningen en 0 inwoners", (0.17, 0, 0), id="a broken hectare"),
]


@pytest.mark.parametrize(("text", "amounts"), AMOUNTS)
def test_what_went_over_is_read(text: str, amounts: tuple[float | None, ...]) -> None:
    prose = f"Opgeheven per 01-01-2021, overgegaan naar:\r\n- Boxtel (GM0757),\r\n... {text} "

    told = read_description("GM0788", prose)

    assert told.unread == []
    assert told.changes == [
        Change(
            area="GM0788",
            kind=ChangeKind.DISSOLVED,
            on=NEW_YEAR,
            received=False,
            parts=(part("GM0757", "Boxtel", *amounts),),
        )
    ]


HEADS = [
    ("Ontstaan per 01-01-2021, ontvangen van:", ChangeKind.FOUNDED, True),
    ("Ontstaan per 01-01-2021, uit:", ChangeKind.FOUNDED, True),
    ("Ontstaan per 01-01-2021 uit:", ChangeKind.FOUNDED, True),
    ("Opgeheven per 01-01-2021, overgegaan naar:", ChangeKind.DISSOLVED, False),
    ("Gemeentelijke herindeling per 01-01-2021, ontvangen van:", ChangeKind.REDIVISION, True),
    ("Grenswijziging per 01-01-2021, ontvangen van:", ChangeKind.BOUNDARY_CHANGE, True),
    ("Grenswijziging per 01-01-2021, overgegaan naar:", ChangeKind.BOUNDARY_CHANGE, False),
    ("Wijziging per 01-01-2021, overgegaan naar:", ChangeKind.CHANGE, False),
    ("Opgeheven per 01-01-2021", ChangeKind.DISSOLVED, False),
]


@pytest.mark.parametrize(("head", "kind", "received"), HEADS)
def test_every_kind_of_change_is_told_apart(head: str, kind: ChangeKind, received: bool) -> None:
    (change,) = read_description("GM0001", head).changes

    assert (change.kind, change.on, change.received) == (kind, NEW_YEAR, received)


def test_a_name_may_hold_brackets() -> None:
    told = read_description(
        "GM0361", "Wijziging per 01-01-2001, ontvangen van:\n- Bergen (NH.) (GM0373),"
    )

    assert told.changes[0].parts == (part("GM0373", "Bergen (NH.)"),)


def test_another_name_brings_another_code() -> None:
    told = read_description(
        "GM1679", "Naamswijziging per 01-02-1994,\noude naam: Posterholt (GM0956)"
    )

    assert told.changes == [
        Change(
            area="GM1679",
            kind=ChangeKind.RENAMED,
            on=date(1994, 2, 1),
            received=True,
            parts=(part("GM0956", "Posterholt"),),
        )
    ]


def test_a_change_of_province_is_read() -> None:
    (change,) = read_description(
        "GM0620",
        "Provinciale wijziging per 01-01-2002:\n"
        "- overgegaan van provincie Zuid-Holland naar provincie Utrecht ",
    ).changes

    assert (change.on, change.provinces) == (date(2002, 1, 1), ("Zuid-Holland", "Utrecht"))


UNREADABLE = [
    pytest.param("Wijziging per 31-02-2021, ontvangen van:", id="a day that is none"),
    pytest.param("... 3 hectare met 1 woning en 2 inwoners", id="amounts of nobody"),
    pytest.param("- Boxtel (GM0757),", id="a partner in no change"),
    pytest.param("Begindatum 01-01-2019, 3 hectare", id="a form with more behind it"),
    pytest.param("Register waarin inwoners van Nederland waren ingeschreven.", id="prose"),
]


@pytest.mark.parametrize("line", UNREADABLE)
def test_what_has_no_known_form_is_listed_with_its_line_and_not_guessed(line: str) -> None:
    told = read_description("GM0001", f"Begindatum voor 1830\r\n\r\n{line}")

    assert [(each.area, each.line, each.text) for each in told.unread] == [("GM0001", 3, line)]
    assert [change.kind for change in told.changes] == [ChangeKind.BEGAN]


def test_a_second_amount_for_one_partner_is_not_taken_for_the_first() -> None:
    told = read_description(
        "GM0001",
        "Opgeheven per 01-01-2021, overgegaan naar:\n- Boxtel (GM0757),\n"
        "... 1 hectare met 2 woningen en 3 inwoners\n... 9 hectare met 9 woningen en 9 inwoners",
    )

    assert told.changes[0].parts[0].amounts.inhabitants == 3
    assert [line.line for line in told.unread] == [4]


def test_a_larger_area_tells_with_which_of_its_like_it_exchanged_something() -> None:
    told = read_description(
        "CR30",
        "CR = COROP-gebied\nGrenswijziging per 01-01-2019:\n"
        "- Over naar Utrecht (CR17), 10721 hectare met 14649 woningen en 35268 inwoners\n"
        "... Leerdam (GM0545) wordt opgeheven en gaat over naar Vijfheerenlanden (GM1961), x",
    )

    (change,) = told.changes
    assert told.unread == []
    assert (change.on, change.received) == (date(2019, 1, 1), False)
    assert change.parts == (part("CR17", "Utrecht", 10721, 14649, 35268),)
