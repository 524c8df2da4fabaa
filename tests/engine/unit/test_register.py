import pytest

from koers_engine.areas import AreaRegister, UnknownArea
from koers_engine.concepts import AreaKind, Period
from koers_engine.observations import UnknownDataset, VintageStore

FOUND = [
    pytest.param("GM0106", "GM0106", id="by code"),
    pytest.param("gm0106", "GM0106", id="by code, in any case"),
    pytest.param("Assen", "GM0106", id="by name"),
    pytest.param("drenthe", "PV22", id="by name, in any case"),
    pytest.param("Groningen", "GM0014", id="the municipality before the province"),
    pytest.param("Noord-Nederland", "LD01", id="a part of the country"),
]


@pytest.mark.parametrize(("text", "code"), FOUND)
def test_an_area_is_found(register: AreaRegister, text: str, code: str) -> None:
    assert register.find(text).code == code


def test_an_unknown_name_is_refused_with_the_nearest(register: AreaRegister) -> None:
    with pytest.raises(UnknownArea, match=r"GM0106 \(Assen\)") as refusal:
        register.find("Asssen")

    assert "GM0106" in {area.code for area in refusal.value.suggestions}


def test_every_municipality_of_today_lies_in_a_province_and_a_part_of_the_country(
    register: AreaRegister,
) -> None:
    living = register.municipalities()

    assert len(living) == 342
    assert {register.province[area.code] for area in living} == {f"PV{n}" for n in range(20, 32)}
    assert {register.landsdeel_of(area.code) for area in living} == {"LD01", "LD02", "LD03", "LD04"}


LIVING = [(2019, 355), (2020, 355), (2021, 352), (2022, 345), (2023, 342), (2026, 342)]


@pytest.mark.parametrize(("year", "number"), LIVING)
def test_municipalities_are_those_of_the_period(
    register: AreaRegister, year: int, number: int
) -> None:
    assert len(register.municipalities(Period(year))) == number


def test_a_defunct_municipality_has_a_name_but_is_not_there(register: AreaRegister) -> None:
    assert register.find("GM0003").name == "Appingedam"
    assert register.find("GM0003") in register.municipalities(Period(2019))
    assert register.find("GM0003") not in register.municipalities(Period(2024))


def test_kinds_are_told_by_the_code(register: AreaRegister) -> None:
    kinds = {code: register.find(code).kind for code in ("NL01", "LD01", "PV22", "CR07", "GM0106")}

    assert list(kinds.values()) == [
        AreaKind.COUNTRY,
        AreaKind.LANDSDEEL,
        AreaKind.PROVINCE,
        AreaKind.COROP,
        AreaKind.MUNICIPALITY,
    ]


def test_without_its_table_the_way_to_bring_it_in_is_told(store: VintageStore) -> None:
    with pytest.raises(UnknownDataset, match="koers data add cbs:03759ned"):
        AreaRegister.from_store(store)
