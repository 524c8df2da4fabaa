"""What the comparison of two vintages tells."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from errno import ENOSPC

import pyarrow as pa
import pytest

from koers_engine.concepts import Bilingual, Dimension, DimensionKind, Unit
from koers_engine.observations import Dataset, Vintage, VintageStore, checked_dataset
from koers_engine.observations.store import DamagedVintage, NotYetKnown
from koers_engine.revisions import Change, Diff, Wanted, diff, two_vintages
from koers_engine.revisions.difference import (
    NotCompared,
    NotInTheTable,
    OnlyOneVintage,
    OtherDimensions,
)
from tests.engine.samples import AUGUST, JULY, SEPTEMBER, Row, a_dataset, code_list

ID = "cbs:00003tst"
DAY = timedelta(days=1)
FIRST: Row = ("GM0001", "2024JJ00", 1.0, "A")  # stays, so that there is a table at all


def between(store: VintageStore, before: Dataset, after: Dataset, **asked: object) -> Diff:
    store.add(before)
    store.add(after)
    return diff(store, *two_vintages(store, ID), **asked)  # type: ignore[arg-type]


def revised(
    store: VintageStore, before: Sequence[Row], after: Sequence[Row], **asked: object
) -> Diff:
    later = a_dataset([FIRST, *after], retrieved_at=AUGUST)
    return between(store, a_dataset([FIRST, *before]), later, **asked)


CELL = ("GM0106", "2024JJ00")
CHANGES = [
    pytest.param((60.0, "A"), (66.0, "A"), "revised", 6.0, 10.0, id="another figure"),
    pytest.param((60.0, "P"), (60.0, "A"), "status", 0.0, 0.0, id="definitive now"),
    pytest.param((None, "O"), (None, "Q"), "status", None, None, id="missing, for another reason"),
    pytest.param((None, "O"), (60.0, "A"), "released", None, None, id="a figure at last"),
    pytest.param((60.0, "A"), (None, "Q"), "withdrawn", None, None, id="suppressed now"),
    pytest.param(None, (60.0, "A"), "added", None, None, id="a new cell"),
    pytest.param((60.0, "A"), None, "removed", None, None, id="a cell that is gone"),
    pytest.param((0.0, "A"), (5.0, "A"), "revised", 5.0, None, id="no percentage of nothing"),
    pytest.param((-50.0, "A"), (-60.0, "A"), "revised", -10.0, -20.0, id="below zero"),
]


@pytest.mark.parametrize(("before", "after", "change", "difference", "percent"), CHANGES)
def test_a_changed_cell_is_told_with_what_happened_to_it(
    store: VintageStore,
    before: tuple[float | None, str] | None,
    after: tuple[float | None, str] | None,
    change: str,
    difference: float | None,
    percent: float | None,
) -> None:
    rows = [[(*CELL, *said)] if said else [] for said in (before, after)]

    found = revised(store, *rows)

    [cell] = found.cells.to_pylist()
    assert (cell["area"], cell["period"], cell["change"]) == (*CELL, change)
    assert (cell["before"], cell["status_before"]) == (before or (None, None))
    assert (cell["after"], cell["status_after"]) == (after or (None, None))
    assert (cell["difference"], cell["percent"]) == (difference, percent)
    [summary] = found.summary.to_pylist()
    assert (summary["cells"], summary[change], found.n_changed) == (2, 1, 1)


def test_a_break_that_is_marked_later_is_a_change_of_status(store: VintageStore) -> None:
    found = between(store, a_dataset(), a_dataset(breaks=[True], retrieved_at=AUGUST))

    assert found.total(Change.STATUS) == found.n_changed == 1


BEFORE = [(f"GM010{n}", "2024JJ00", 100.0, "A") for n in range(4)]
AFTER = [(f"GM010{n}", "2024JJ00", 100.0 + d, "A") for n, d in enumerate((3, -7, 0, 7))]


def test_the_largest_differences_come_first_then_in_order_of_their_keys(
    store: VintageStore,
) -> None:
    found = revised(store, BEFORE, AFTER, limit=2)

    assert found.cells.column("area").to_pylist() == ["GM0101", "GM0103"]
    assert found.total(Change.REVISED) == 3


def test_the_summary_tells_the_mean_and_the_largest_of_what_was_revised(
    store: VintageStore,
) -> None:
    found = revised(store, BEFORE, AFTER, limit=0)

    [summary] = found.summary.to_pylist()
    assert summary["mean_difference"] == pytest.approx(1.0)
    assert (summary["largest_difference"], summary["largest_percent"]) == (7.0, 7.0)
    assert found.cells.num_rows == 0


def test_only_what_is_asked_for_is_compared(store: VintageStore) -> None:
    found = revised(store, BEFORE, AFTER, wanted=Wanted(areas=["GM0100"], measures=["M1"]))

    assert found.cells.column("area").to_pylist() == ["GM0100"]


def test_a_code_that_neither_vintage_has_is_refused_with_the_nearest(store: VintageStore) -> None:
    with pytest.raises(NotInTheTable, match="has the area 'GM0109'"):
        revised(store, BEFORE, AFTER, wanted=Wanted(areas=["GM0109"]))


# What is said about the table


def test_what_is_said_about_the_table_is_compared_too(store: VintageStore) -> None:
    later = a_dataset([(*CELL, 60.0, "A"), ("GM0114", "2024JJ00", 1.0, "A")], retrieved_at=AUGUST)
    origin = replace(later.origin, attribution="Bron: een ander", published_at=SEPTEMBER)

    found = between(store, a_dataset(), replace(later, title=Bilingual("A", "B"), origin=origin))

    assert [(each.what.en, each.before, each.after) for each in found.metadata] == [
        ("title", "Specimen", "A / B"),
        ("attribution", "Bron: CBS", "Bron: een ander"),
        ("code of RegioS GM0114", "", "GM0114"),
    ]


def test_figures_in_another_unit_have_no_difference(store: VintageStore) -> None:
    later = a_dataset([(*CELL, 0.06, "A")], retrieved_at=AUGUST)
    measures = (replace(later.measures[0], unit=Unit("x 1 000")),)

    found = between(store, a_dataset(), replace(later, measures=measures))

    assert [(each.what.nl, each.after) for each in found.metadata] == [
        ("onderwerp M1, eenheid", "x 1 000")
    ]
    assert found.cells.column("change").to_pylist() == ["revised"]
    assert found.cells.column("difference").to_pylist() == [None]


def split_by_sex(*codes: str, name: str = "Sex", moment: datetime = AUGUST) -> Dataset:
    """The specimen, with a dimension more."""
    plain = a_dataset(retrieved_at=moment)
    rows = [row | {name: code} for row in plain.observations.to_pylist() for code in codes]
    axis = Dimension(identifier=name, kind=DimensionKind.OTHER, title="Sex")
    return checked_dataset(
        id=ID,
        title=plain.title,
        description=plain.description,
        origin=plain.origin,
        measures=plain.measures,
        dimensions=[*plain.dimensions, axis],
        codes={**plain.codes, name: code_list(codes)},
        observations=pa.Table.from_pylist(rows),
    )


def test_a_dimension_of_a_single_code_does_not_stand_in_the_way(store: VintageStore) -> None:
    found = between(store, a_dataset(), split_by_sex("T"))

    assert found.n_changed == 0
    assert [each.what.en for each in found.metadata] == ["dimension Sex"]


def test_vintages_that_are_split_in_other_ways_are_refused(store: VintageStore) -> None:
    with pytest.raises(OtherDimensions, match="--where Sex=CODE"):
        between(store, a_dataset(), split_by_sex("M", "V"))


@pytest.mark.parametrize("name", ["Change", "before", "value_new", "key_1"])
def test_a_dimension_may_have_the_name_of_a_column_of_the_answer(
    store: VintageStore, name: str
) -> None:
    found = between(
        store, split_by_sex("M", name=name, moment=JULY), split_by_sex("M", "V", name=name)
    )

    [cell] = found.cells.to_pylist()
    assert (cell["change"], cell["after"]) == ("added", 60.0)
    assert cell.get(f"{name}_code", cell.get(name)) == "V"


def test_a_comparison_that_finds_no_room_blames_no_vintage(
    store: VintageStore, three: list[Vintage], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(ENOSPC, "No space left on device")

    monkeypatch.setattr("koers_engine.revisions.difference.compared", full)

    with pytest.raises(NotCompared, match=r"No space left on device.*Both are whole"):
        diff(store, three[0], three[1])


# Which vintages


@pytest.fixture
def three(store: VintageStore) -> list[Vintage]:
    for value, moment in ((1.0, JULY), (2.0, AUGUST), (3.0, SEPTEMBER)):
        store.add(a_dataset([(*CELL, value, "A")], retrieved_at=moment))
    return store.vintages(ID)


def test_by_default_the_last_two_are_compared(store: VintageStore, three: list[Vintage]) -> None:
    assert two_vintages(store, ID) == (three[1], three[2])


def test_the_vintage_of_a_day_is_compared_with_the_one_before(
    store: VintageStore, three: list[Vintage]
) -> None:
    assert two_vintages(store, ID, after=AUGUST + DAY) == (three[0], three[1])
    assert two_vintages(store, ID, before=JULY, after=AUGUST) == (three[0], three[1])
    assert two_vintages(store, ID, before=JULY) == (three[0], three[2])


def test_what_was_not_known_yet_is_not_compared(store: VintageStore, three: list[Vintage]) -> None:
    with pytest.raises(NotYetKnown):
        two_vintages(store, ID, before=JULY - DAY)
    with pytest.raises(OnlyOneVintage, match="koers data refresh"):
        two_vintages(store, ID, after=JULY)


@pytest.mark.parametrize("broken", [0, 1])
def test_a_damaged_vintage_is_named(store: VintageStore, three: list[Vintage], broken: int) -> None:
    path = store.observations_file(three[broken])
    path.write_bytes(path.read_bytes()[:200])

    with pytest.raises(DamagedVintage, match=three[broken].digest[:12]):
        diff(store, three[0], three[1])
