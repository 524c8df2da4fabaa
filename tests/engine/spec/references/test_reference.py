import pytest

from koers_engine.areas import UnknownArea
from koers_engine.concepts import Area, Period
from koers_engine.references import (
    LiesNowhere,
    ReferenceGroup,
    UnreadableReference,
    parse_reference,
)
from tests.engine.samples import NAN, a_panel, a_register, an_indicator, known_of

# Two municipalities of Drenthe, one of Groningen, one of Utrecht; the last has unknown population.
PROVINCE = {"GM0106": "PV22", "GM0114": "PV22", "GM0014": "PV20", "GM0344": "PV26"}
INHABITANTS = a_panel(
    {"GM0106": [70_000], "GM0114": [100_000], "GM0014": [238_000], "GM0344": [NAN]},
    [2024],
    indicator=an_indicator(code="population"),
)
DENSITY = a_panel(
    {"GM0106": [1100.5], "GM0114": [400], "GM0014": [3000], "GM0344": [3300], "NL01": [1999]},
    [2015],
    indicator=an_indicator(code="address-density"),
)
KNOWN = known_of(INHABITANTS, DENSITY)
REGISTER = a_register(PROVINCE, "NL01", "LD01", "PV20", "PV22")
ASSEN = REGISTER.areas["GM0106"]


def the_group(text: str) -> ReferenceGroup:
    return parse_reference(text).group_for(ASSEN, REGISTER, KNOWN, Period(2024))


MEMBERS = [
    pytest.param("nl", [1, 1, 1, 1], id="the nation holds all"),
    pytest.param("NL", [1, 1, 1, 1], id="case does not count"),
    pytest.param("province", [1, 1, 0, 0], id="the place's own province"),
    pytest.param("PV20", [0, 0, 1, 0], id="another province"),
    pytest.param("landsdeel", [1, 1, 1, 0], id="the place's own part of the country"),
    pytest.param("north-netherlands", [1, 1, 1, 0], id="North Netherlands"),
    pytest.param("50000..100000 inhabitants", [1, 0, 0, 0], id="the upper bound is outside"),
    pytest.param("70000..100001 inhabitants", [1, 1, 0, 0], id="the lower bound is inside"),
    pytest.param("100000.. inhabitants", [0, 1, 1, 0], id="open above"),
    pytest.param("..100.000 inwoners", [1, 0, 0, 0], id="open below, in Dutch"),
    pytest.param("GM0106, GM0014", [1, 0, 1, 0], id="municipalities by code"),
    pytest.param("1000..3.000 address-density", [1, 0, 0, 0], id="a range of any indicator"),
    pytest.param("1100,5.. address-density", [1, 0, 1, 1], id="decimals by a comma"),
    pytest.param("-5..400.01 address-density", [0, 1, 0, 0], id="a bound below nothing"),
    pytest.param("size-class", [1, 0, 0, 0], id="the place's own class of size"),
    pytest.param("urbanisation", [1, 0, 0, 0], id="the place's own degree of urbanisation"),
    pytest.param("nl without itself", [0, 1, 1, 1], id="all but the place"),
    pytest.param("PV22 Without  Itself", [0, 1, 0, 0], id="its province but the place"),
    pytest.param("PV20 with itself", [1, 0, 1, 0], id="another province and the place"),
    pytest.param("PV20 without itself", [0, 0, 1, 0], id="who is not in it cannot be left out"),
]


@pytest.mark.parametrize(("text", "expected"), MEMBERS)
def test_a_reference_says_which_municipalities_are_meant(text: str, expected: list[int]) -> None:
    group = the_group(text)

    assert group.contains(list(PROVINCE)).tolist() == [bool(member) for member in expected]
    assert group.includes_self == bool(expected[0])


LABELS = [
    ("nl", "Nederland", "the Netherlands"),
    ("province", "eigen provincie", "own province"),
    (
        "50000..100000 inhabitants",
        "gemeenten met 50.000 tot 100.000 inwoners",
        "municipalities with 50,000 to 100,000 inhabitants",
    ),
    (
        "..20000 inhabitants",
        "gemeenten met minder dan 20.000 inwoners",
        "municipalities with fewer than 20,000 inhabitants",
    ),
]


@pytest.mark.parametrize(("text", "dutch", "english"), LABELS)
def test_a_reference_is_named_in_two_languages(text: str, dutch: str, english: str) -> None:
    label = parse_reference(text).label

    assert (label.nl, label.en) == (dutch, english)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "de buren",
        "..",
        ".. inhabitants",
        "9..5 inhabitants",
        "1..2..3 inhabitants",
        "1.00..2.000 inhabitants",
        "٥٠..١٠٠ inhabitants",
        f"{'9' * 5000}.. inhabitants",
        "GM٠١٠٦",
        "PV22,PV20",
        "GM0106,PV22",
        "CR07,CR08",
        "peers 0",
        "peers by population*0",
        "peers by population, population",
        "peers by population*2*2",
    ],
)
def test_what_names_no_reference_is_refused_with_the_known_forms(text: str) -> None:
    with pytest.raises(UnreadableReference, match="Known forms: nl; province"):
        parse_reference(text)


def test_a_place_without_a_province_has_no_own_province() -> None:
    nation = Area(code="NL01", name="Nederland")

    with pytest.raises(LiesNowhere, match="it lies in no such area"):
        parse_reference("province").group_for(nation, REGISTER, KNOWN, Period(2024))


@pytest.mark.parametrize("code", ["GM0107", "PV99", "LD09", "NL02"])
def test_a_code_that_is_nobodys_is_refused_with_the_nearest(code: str) -> None:
    with pytest.raises(UnknownArea, match=rf"no area '{code}'\. Nearest: {code[:2]}"):
        the_group(code)


def test_an_official_area_has_a_figure_of_its_own_only_where_it_is_whole() -> None:
    assert the_group("province").official == "PV22"
    assert the_group("province without itself").official is None
    assert the_group("PV20 without itself").official == "PV20"


URBANISATION = [
    (2500, "gemeenten die zeer sterk stedelijk zijn"),
    (2499, "gemeenten die sterk stedelijk zijn"),
    (1500, "gemeenten die sterk stedelijk zijn"),
    (1000, "gemeenten die matig stedelijk zijn"),
    (500, "gemeenten die weinig stedelijk zijn"),
    (0, "gemeenten die niet stedelijk zijn"),
]


@pytest.mark.parametrize(("density", "label"), URBANISATION)
def test_the_degree_of_urbanisation_is_that_of_statistics_netherlands(
    density: float, label: str
) -> None:
    dense = a_panel({"GM0106": [density]}, [2024], indicator=an_indicator(code="address-density"))
    known = known_of(INHABITANTS, dense)

    group = parse_reference("urbanisation").group_for(ASSEN, REGISTER, known, Period(2024))

    assert (group.label.nl, group.includes_self) == (label, True)


@pytest.mark.parametrize(("text", "place"), [("size-class", "GM0344"), ("urbanisation", "PV22")])
def test_given_no_class_of_its_own_then_nobody_is_in_it_and_a_note_says_why(
    text: str, place: str
) -> None:
    area = REGISTER.areas[place]

    group = parse_reference(text).group_for(area, REGISTER, KNOWN, Period(2024))

    assert group.members == frozenset()
    assert len(group.notes) == 1


def test_a_group_is_made_once_for_a_place_a_period_and_a_register() -> None:
    again = a_register(PROVINCE, "NL01", "LD01", "PV20", "PV22")
    reference = parse_reference("50000.. inhabitants")

    first = reference.group_for(ASSEN, REGISTER, KNOWN, Period(2024))

    assert reference.group_for(ASSEN, REGISTER, KNOWN, Period(2024)) is first
    assert reference.group_for(ASSEN, again, KNOWN, Period(2024)) is not first


def test_a_range_of_another_period_says_so_and_names_what_it_rests_on() -> None:
    group = the_group("1000.. address-density")

    assert group.version == "2015"
    (note,) = group.notes
    assert note.nl.endswith(
        "cijfers van 2015, de dichtstbijzijnde periode die er is: address-density."
    )
    assert the_group("50000.. inhabitants").notes == ()
