import pytest

from koers_engine.composite.structure import Element, Structure, UnsoundStructure, structure_of
from tests.engine.composites import an_indicator


def part(code: str, level: int, parent: str | None, **about: float) -> Element:
    return Element(code=code, name=code, level=level, parent=parent, **about)  # type: ignore[arg-type]


TOP = part("top", 2, None)
A, B = part("a", 1, "top"), part("b", 1, "top")
UNSOUND = [
    pytest.param([A, A, TOP], "2 parts have this code", id="one code twice"),
    pytest.param(
        [A, part("b", 1, "tpo"), TOP], "'tpo' is no part of this index. Nearest: top", id="orphan"
    ),
    pytest.param(
        [A, part("x", 2, "y"), part("y", 3, "x"), TOP], "x → y → x. Break the ring", id="ring"
    ),
    pytest.param([A, part("x", 1, "x"), TOP], "x → x. Break the ring", id="part of itself"),
    pytest.param([A, B, TOP, part("other", 2, None)], "found top, other", id="two tops"),
    pytest.param(
        [A, TOP, part("empty", 2, "most"), part("most", 3, None)],
        "nothing is part of",
        id="empty aggregate",
    ),
    pytest.param(
        [A, part("b", 1, "most"), part("top", 2, "most"), part("most", 3, None)],
        "a parent is one level up",
        id="a level skipped",
    ),
    pytest.param([part("a", 1, "top", weight=0), TOP], "sum to 0", id="weights that sum to 0"),
    pytest.param(
        [part("a", 1, "top", weight=-1), B, TOP], "not a number of 0 or more", id="negative weight"
    ),
    pytest.param(
        [part("a", 1, "top", weight=float("nan")), TOP], "not a number", id="weight without number"
    ),
    pytest.param([part("a", 1, "top", direction=0), TOP], "neither 1", id="no direction"),
    pytest.param(
        [A, part("top", 2, None, direction=-1)], "turn the indicators", id="aggregate turned"
    ),
    pytest.param([part("a", 0, "top"), TOP], "level 0 is not one of", id="level below the first"),
    pytest.param([part("a", 1, None)], "there is no aggregate", id="one indicator alone"),
    pytest.param([], "there is no aggregate", id="nothing at all"),
]


@pytest.mark.parametrize(("elements", "told"), UNSOUND)
def test_parts_that_make_no_hierarchy_are_refused(elements: list[Element], told: str) -> None:
    with pytest.raises(UnsoundStructure, match="These parts make no index") as refusal:
        Structure(tuple(elements))

    assert told in str(refusal.value)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(UnsoundStructure) as refusal:
        Structure((part("a", 1, "nowhere", weight=-1, direction=5), TOP))

    assert len(refusal.value.faults) == 4


def test_the_elements_stand_by_level_and_the_index_last() -> None:
    structure = Structure((TOP, A, B))

    assert [element.code for element in structure.elements] == ["a", "b", "top"]
    assert structure.top.code == "top"
    assert structure.height == 2


def test_indicators_with_groups_make_three_levels_and_without_them_two() -> None:
    grouped = [an_indicator("jobs", parent="Economy"), an_indicator("green", parent="Living")]

    assert structure_of(grouped).height == 3
    assert [each.parent for each in structure_of(grouped).elements] == [
        "Economy",
        "Living",
        "index",
        "index",
        None,
    ]
    assert structure_of([an_indicator("jobs")]).height == 2
