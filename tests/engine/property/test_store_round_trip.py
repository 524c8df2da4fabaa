import random
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from koers_engine.observations import VintageStore
from koers_engine.observations.digest import content_digest
from tests.engine.samples import Row, a_dataset

finite = st.floats(allow_nan=False, allow_infinity=False)
figures = st.one_of(
    st.tuples(finite, st.sampled_from("AEPU")), st.tuples(st.none(), st.sampled_from("MOQ"))
)
tables = st.dictionaries(
    st.tuples(st.integers(0, 40), st.integers(1990, 2030)), figures, min_size=1, max_size=30
).map(
    lambda cells: [
        (f"GM{area:04}", f"{year}JJ00", value, status)
        for (area, year), (value, status) in cells.items()
    ]
)


@settings(max_examples=40, deadline=None)
@given(tables)
def test_every_observation_comes_back_as_it_was(rows: list[Row]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = VintageStore(Path(folder))
        vintage = store.add(a_dataset(rows)).vintage

        read = store.observations(vintage).select("area", "period", "value", "status")
        back = [tuple(row.values()) for row in read.to_pyarrow().to_pylist()]

    assert sorted(back, key=str) == sorted(rows, key=str)
    assert vintage.n_observations == len(rows)


@settings(deadline=None)
@given(tables, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_no_content(rows: list[Row], chance: random.Random) -> None:
    shuffled = chance.sample(rows, len(rows))

    assert content_digest(a_dataset(shuffled)) == content_digest(a_dataset(rows))


@settings(deadline=None)
@given(tables, st.data())
def test_any_changed_figure_is_other_content(rows: list[Row], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(rows) - 1))
    area, period, value, _ = rows[place]
    changed = [*rows]
    other = 1.0 if value is None else 0.5 if value != 0.5 else 2.5
    changed[place] = (area, period, other, "A")

    assert content_digest(a_dataset(changed)) != content_digest(a_dataset(rows))
