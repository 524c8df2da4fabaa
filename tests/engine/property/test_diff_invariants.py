"""What must hold for the comparison of any two vintages."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from koers_engine.observations import VintageStore
from koers_engine.revisions import Change, diff
from tests.engine.samples import AUGUST, Row, a_dataset

Said = tuple[float | None, str]
Table = Mapping[tuple[str, str], Said]

KEYS = st.tuples(
    st.sampled_from(["GM0001", "GM0002", "GM0003"]), st.sampled_from(["2023JJ00", "2024JJ00"])
)
SAID: st.SearchStrategy[Said] = st.one_of(
    st.tuples(st.integers(-3, 3).map(float), st.sampled_from(["A", "P"])),
    st.tuples(st.none(), st.sampled_from(["O", "Q"])),
)
TABLES = st.dictionaries(KEYS, SAID, min_size=1, max_size=6)


def rows(table: Table) -> list[Row]:
    return [(*key, *said) for key, said in table.items()]


def change(before: Said | None, after: Said | None) -> str | None:
    """The rules in plain Python."""
    if before is None or after is None:
        return "added" if after else "removed" if before else None
    if (before[0] is None) != (after[0] is None):
        return "released" if before[0] is None else "withdrawn"
    if before[0] != after[0]:
        return "revised"
    return "status" if before[1] != after[1] else None


MIRRORED = {
    "added": "removed",
    "removed": "added",
    "released": "withdrawn",
    "withdrawn": "released",
}


@settings(max_examples=15, deadline=None)
@given(before=TABLES, after=TABLES)
def test_every_cell_that_changed_is_told_once_and_no_other(before: Table, after: Table) -> None:
    expected = {
        key: kind
        for key in {*before, *after}
        if (kind := change(before.get(key), after.get(key))) is not None
    }
    with TemporaryDirectory() as folder:
        store = VintageStore(Path(folder))
        old = store.add(a_dataset(rows(before))).vintage
        new = store.add(a_dataset(rows(after), retrieved_at=AUGUST)).vintage
        forth, back = (diff(store, *pair, limit=None) for pair in ((old, new), (new, old)))

    told = {(cell["area"], cell["period"]): cell["change"] for cell in forth.cells.to_pylist()}
    assert told == expected
    assert forth.cells.num_rows == len(expected)
    assert {kind: forth.total(kind) for kind in Change} == {
        kind: list(expected.values()).count(kind.value) for kind in Change
    }
    mirrored = {(cell["area"], cell["period"]): cell["change"] for cell in back.cells.to_pylist()}
    assert mirrored == {key: MIRRORED.get(kind, kind) for key, kind in expected.items()}
