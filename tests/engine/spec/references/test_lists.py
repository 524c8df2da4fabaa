"""Lists of one's own, out of a TOML file and as references."""

from pathlib import Path

import pytest

from koers_engine.concepts import Period
from koers_engine.references import UnknownGroup, parse_reference, read_groups
from koers_engine.references.lists import FaultyGroups, UnknownMembers
from tests.engine.samples import NAN, a_panel, a_register, an_indicator, known_of

REGISTER = a_register(dict.fromkeys(["GM0001", "GM0002", "GM0003"], "PV22"))
KNOWN = known_of(
    a_panel(
        {"GM0001": [1, 1], "GM0002": [2, 2], "GM0003": [3, NAN]},
        [2015, 2024],
        indicator=an_indicator(code="population"),
    )
)
LISTS = """
[[groups]]
name = "towns"
title = { nl = "Steden", en = "Towns" }
version = 2
members = ["GM0001", "GM0003"]

[[groups]]
name = "towns"
title = { nl = "Steden van toen", en = "Towns of then" }
members = ["GM0001"]
"""


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    path = tmp_path / "lists.toml"
    path.write_text(LISTS)
    return path


def test_a_list_is_meant_in_its_last_version_unless_one_is_named(lists: Path) -> None:
    groups = read_groups(lists)

    def members(text: str) -> frozenset[str] | None:
        reference = parse_reference(text, groups)
        area = REGISTER.areas["GM0001"]
        return reference.group_for(area, REGISTER, KNOWN, Period(2015)).members

    assert members("group:towns") == members("Group:Towns@2") == {"GM0001", "GM0003"}
    assert members("group:towns@1") == {"GM0001"}
    assert members("group:towns without itself") == {"GM0003"}


def test_a_group_carries_its_version_and_names_who_is_no_longer_there(lists: Path) -> None:
    reference = parse_reference("group:towns", read_groups(lists))

    group = reference.group_for(REGISTER.areas["GM0002"], REGISTER, KNOWN, Period(2024))

    assert (group.version, group.includes_self, group.label.en) == ("2", False, "Towns")
    assert group.notes[0].nl == "Geen gemeente in 2024, en telt dus niet mee: Place GM0003."


@pytest.mark.parametrize("text", ["group:villages", "group:towns@3"])
def test_a_list_that_is_not_given_is_refused_with_those_that_are(lists: Path, text: str) -> None:
    with pytest.raises(UnknownGroup, match=r"Known lists: towns, towns@1, towns@2\."):
        parse_reference(text, read_groups(lists))


def test_codes_that_are_nobodys_are_named_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "lists.toml"
    path.write_text(LISTS.replace('"GM0001", "GM0003"', '"GM0001", "GM9999", "GM8888"'))
    reference = parse_reference("group:towns", read_groups(path))

    with pytest.raises(UnknownMembers, match="GM8888, GM9999"):
        reference.group_for(REGISTER.areas["GM0001"], REGISTER, KNOWN, Period(2024))


FAULTS = [
    pytest.param(LISTS.replace('"towns"', '"Big towns"'), ["groups[0].name"], id="name"),
    pytest.param(
        LISTS.replace("version = 2", "version = 1"), ["twice as version 1"], id="version twice"
    ),
    pytest.param(
        LISTS.replace('["GM0001"]', "[]").replace('"GM0003"', '"PV22", 4'),
        ["groups[0].members", "'PV22', 4", "groups[1].members"],
        id="members",
    ),
    pytest.param("[[groups]]\nowner = 1\n", ["owner", "name", "title", "members"], id="empty"),
    pytest.param("groups = 3", ["groups"], id="no list"),
    pytest.param("[[groups", ["lists.toml"], id="no TOML"),
    pytest.param("", ["groups"], id="nothing"),
]


@pytest.mark.parametrize(("text", "told"), FAULTS)
def test_a_faulty_file_is_refused_with_every_fault(
    tmp_path: Path, text: str, told: list[str]
) -> None:
    path = tmp_path / "lists.toml"
    path.write_text(text)

    with pytest.raises(FaultyGroups) as refused:
        read_groups(path)

    assert all(each in str(refused.value) for each in told)
