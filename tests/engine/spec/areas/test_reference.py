import numpy as np
import pytest

from koers_engine.areas import UnknownArea, UnreadableReference, parse_reference
from koers_engine.concepts import Area
from tests.engine.samples import NAN, a_register

# Two municipalities of Drenthe, one of Groningen, one of Utrecht; the last has unknown population.
PROVINCE = {"GM0106": "PV22", "GM0114": "PV22", "GM0014": "PV20", "GM0344": "PV26"}
INHABITANTS = np.array([70_000.0, 100_000.0, 238_000.0, NAN])
REGISTER = a_register(PROVINCE, "NL01", "LD01", "PV20", "PV22")
ASSEN = REGISTER.areas["GM0106"]

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
]


@pytest.mark.parametrize(("text", "expected"), MEMBERS)
def test_a_reference_says_which_municipalities_are_meant(text: str, expected: list[int]) -> None:
    group = parse_reference(text).group_for(ASSEN, REGISTER)

    members = group.contains(list(PROVINCE), REGISTER, INHABITANTS)

    assert members.tolist() == [bool(member) for member in expected]


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
        "CR07",
    ],
)
def test_what_names_no_reference_is_refused_with_the_known_forms(text: str) -> None:
    with pytest.raises(UnreadableReference, match="Known forms: nl; province"):
        parse_reference(text)


def test_a_place_without_a_province_has_no_own_province() -> None:
    with pytest.raises(UnreadableReference, match="lies in no such area"):
        parse_reference("province").group_for(Area(code="NL01", name="Nederland"), REGISTER)


@pytest.mark.parametrize("code", ["GM0107", "PV99", "LD09", "NL02"])
def test_a_code_that_is_nobodys_is_refused_with_the_nearest(code: str) -> None:
    with pytest.raises(UnknownArea, match=rf"no area '{code}'\. Nearest: {code[:2]}"):
        parse_reference(code).group_for(ASSEN, REGISTER)
