import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from koers_engine.observations import FaultyTable, UnknownDataset, VintageStore
from koers_engine.observations.store import (
    DamagedVintage,
    NotYetKnown,
    UnreadableDatasetId,
    UnreadableManifest,
    UnusableStore,
)
from tests.engine.samples import AUGUST, JULY, SEPTEMBER, a_dataset
from tests.engine.spoiling import cut_in_half

FIRST = [("GM0106", "2024JJ00", 60.0, "A")]
REVISED = [("GM0106", "2024JJ00", 61.0, "A")]


def test_what_was_added_is_read_back(store: VintageStore) -> None:
    addition = store.add(a_dataset(FIRST))

    rows = store.observations(addition.vintage).to_pyarrow().to_pylist()

    assert addition.is_new
    assert rows == [
        {
            "measure": "M1",
            "area": "GM0106",
            "period": "2024JJ00",
            "value": 60.0,
            "status": "A",
            "breaks_series": False,
        }
    ]
    assert store.codes(addition.vintage, "RegioS").column("code").to_pylist() == ["GM0106"]
    assert store.vintage("cbs:00003tst") == addition.vintage


def test_the_same_content_makes_no_second_vintage(store: VintageStore) -> None:
    first = store.add(a_dataset(FIRST, retrieved_at=JULY))

    again = store.add(a_dataset(FIRST, retrieved_at=AUGUST))

    assert not again.is_new
    assert again.vintage == first.vintage
    assert len(store.vintages("cbs:00003tst")) == 1


def test_a_revision_makes_one_and_what_was_known_before_can_be_asked(store: VintageStore) -> None:
    before = store.add(a_dataset(FIRST, retrieved_at=JULY)).vintage
    after = store.add(a_dataset(REVISED, retrieved_at=AUGUST)).vintage

    assert store.vintages("cbs:00003tst") == [before, after]
    assert store.vintage("cbs:00003tst") == after
    assert store.vintage("cbs:00003tst", as_of=AUGUST - timedelta(seconds=1)) == before
    assert store.vintage("cbs:00003tst", as_of=AUGUST) == after
    assert store.observations(before).value.sum().to_pyarrow().as_py() == 60.0


def test_a_figure_that_is_put_back_is_news_again(store: VintageStore) -> None:
    for rows, moment in ((FIRST, JULY), (REVISED, AUGUST), (FIRST, SEPTEMBER)):
        store.add(a_dataset(rows, retrieved_at=moment))

    digests = [vintage.digest for vintage in store.vintages("cbs:00003tst")]

    assert len(digests) == 3
    assert digests[0] == digests[2] != digests[1]


def test_an_older_recording_takes_its_place_in_time(store: VintageStore) -> None:
    store.add(a_dataset(REVISED, retrieved_at=AUGUST))
    store.add(a_dataset(FIRST, retrieved_at=JULY))

    assert [v.retrieved_at for v in store.vintages("cbs:00003tst")] == [JULY, AUGUST]


def test_before_the_first_vintage_nothing_was_known(store: VintageStore) -> None:
    store.add(a_dataset(FIRST, retrieved_at=AUGUST))

    with pytest.raises(NotYetKnown, match=r"first vintage was retrieved on 2026-08-02"):
        store.vintage("cbs:00003tst", as_of=JULY)


def test_an_unknown_dataset_is_refused_with_the_nearest_and_the_way_in(
    store: VintageStore,
) -> None:
    store.add(a_dataset(FIRST))

    with pytest.raises(UnknownDataset, match=r"Nearest: cbs:00003tst.*koers data add cbs:00004tst"):
        store.vintage("cbs:00004tst")


@pytest.mark.parametrize("dataset_id", ["03759ned", "cbs:", "cbs:../../etc", "../x:y", "cbs:.x"])
def test_an_id_that_could_leave_the_store_is_refused(store: VintageStore, dataset_id: str) -> None:
    with pytest.raises(UnreadableDatasetId, match="publisher:table"):
        store.vintage(dataset_id)


def test_datasets_are_listed_with_their_last_vintage(store: VintageStore) -> None:
    store.add(a_dataset(FIRST, dataset_id="cbs:b"))
    store.add(a_dataset(FIRST, dataset_id="cbs:a"))
    store.add(a_dataset(REVISED, dataset_id="cbs:a", retrieved_at=AUGUST))

    listed = [(vintage.dataset_id, vintage.retrieved_at) for vintage in store.datasets()]

    assert listed == [("cbs:a", AUGUST), ("cbs:b", JULY)]


def test_an_empty_or_absent_store_holds_nothing(tmp_path: Path) -> None:
    store = VintageStore(tmp_path / "nowhere")

    assert store.datasets() == []
    assert store.state() == frozenset()
    assert not (tmp_path / "nowhere").exists()


def test_a_store_that_cannot_be_written_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(
        UnusableStore, match=r"cannot be used: .*--store or the variable KOERS_STORE"
    ):
        VintageStore(tmp_path / "file").add(a_dataset(FIRST))


def test_a_store_below_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")

    with pytest.raises(UnusableStore, match="cannot be used: Not a directory"):
        VintageStore(tmp_path / "file" / "store").add(a_dataset(FIRST))


def test_a_file_is_no_store_that_happens_to_be_empty(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    store = VintageStore(tmp_path / "file")

    for asked in (store.datasets, store.state, lambda: store.vintages("cbs:x")):
        with pytest.raises(UnusableStore, match="cannot be used: Not a directory"):
            asked()


def test_what_was_retrieved_in_the_future_is_refused(store: VintageStore) -> None:
    with pytest.raises(FaultyTable, match=r"2026-09-02 00:00 UTC lies in the future"):
        store.add(a_dataset(FIRST, retrieved_at=SEPTEMBER), now=AUGUST)

    assert store.datasets() == []
    assert store.add(a_dataset(FIRST, retrieved_at=AUGUST), now=AUGUST).is_new


def overwritten_in_the_middle(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4:40] = b"?" * 36
    file.write_bytes(content)


DAMAGES = [
    pytest.param(Path.unlink, id="not there"),
    pytest.param(cut_in_half, id="cut in half"),
    pytest.param(lambda file: file.write_bytes(b""), id="empty"),
    pytest.param(overwritten_in_the_middle, id="other bytes"),
]


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", ["observations", "codes-RegioS"])
def test_damaged_files_are_told_and_put_back_when_the_content_comes_again(
    store: VintageStore, damage: Callable[[Path], object], name: str
) -> None:
    vintage = store.add(a_dataset(FIRST)).vintage
    damage(next(store.path.glob(f"cbs/*/data/*/{name}.parquet")))

    def read() -> None:
        store.answer(vintage, store.observations(vintage))
        store.codes(vintage, "RegioS")

    with pytest.raises(DamagedVintage, match=r"cbs:00003tst, vintage .* 2026-07-02, .*data add"):
        read()
    again = store.add(a_dataset(FIRST, retrieved_at=AUGUST))

    assert (again.vintage, again.is_new, again.is_repaired) == (vintage, False, True)
    read()
    assert not store.add(a_dataset(FIRST, retrieved_at=AUGUST)).is_repaired


def test_what_a_crash_left_is_removed_at_the_next_addition_after_a_day(
    store: VintageStore,
) -> None:
    store.add(a_dataset(FIRST))
    data, vintages = (store.path / "cbs" / "00003tst" / part for part in ("data", "vintages"))
    old, young = data / ".incoming-old", data / ".incoming-young"
    for folder in (old, young):
        folder.mkdir()
    manifest = vintages / ".incoming-old"
    manifest.write_text("{")
    two_days_ago = old.stat().st_mtime - 2 * 24 * 60 * 60
    for left in (old, manifest):
        os.utime(left, (two_days_ago, two_days_ago))

    store.add(a_dataset(REVISED, retrieved_at=AUGUST))

    assert (old.exists(), manifest.exists(), young.exists()) == (False, False, True)


@pytest.mark.parametrize("content", ["{", "null", "[]", "{}"])
def test_a_broken_manifest_is_named(store: VintageStore, content: str) -> None:
    store.add(a_dataset(FIRST))
    manifest = next(store.path.glob("*/*/vintages/*.json"))
    manifest.write_text(content)

    with pytest.raises(UnreadableManifest, match=manifest.name):
        store.datasets()


CRASH = """
import os, sys
from pathlib import Path
from koers_engine.observations import VintageStore
from tests.engine.samples import AUGUST, a_dataset

os.replace = lambda *_: os._exit(9)  # the machine stops between the data and the manifest
revised = a_dataset([("GM0106", "2024JJ00", 61.0, "A")], retrieved_at=AUGUST)
VintageStore(Path(sys.argv[1])).add(revised)
"""


@pytest.mark.slow
def test_a_crash_before_the_manifest_leaves_the_store_as_it_was(store: VintageStore) -> None:
    first = store.add(a_dataset(FIRST)).vintage
    before = store.state()

    crashed = subprocess.run([sys.executable, "-c", CRASH, str(store.path)], check=False)

    assert crashed.returncode == 9
    assert store.state() == before
    assert store.vintages("cbs:00003tst") == [first]
    assert store.add(a_dataset(REVISED, retrieved_at=AUGUST)).is_new
    assert len(store.vintages("cbs:00003tst")) == 2


def test_writers_at_the_same_time_do_not_harm_each_other(store: VintageStore) -> None:
    revisions = [
        a_dataset(rows, retrieved_at=JULY + timedelta(days=day))
        for day in range(8)
        for rows in (FIRST if day % 2 else REVISED,)
    ]

    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda dataset: VintageStore(store.path).add(dataset), revisions * 2))

    digests = [vintage.digest for vintage in store.vintages("cbs:00003tst")]
    assert all(one != next_ for one, next_ in pairwise(digests))
    for vintage in store.vintages("cbs:00003tst"):
        assert store.observations(vintage).count().to_pyarrow().as_py() == 1


def test_threads_read_side_by_side(store: VintageStore) -> None:
    vintage = store.add(a_dataset(FIRST)).vintage

    def figure(_: int) -> float:
        value: float = store.observations(vintage).value.sum().to_pyarrow().as_py()
        return value

    with ThreadPoolExecutor(4) as readers:
        assert set(readers.map(figure, range(16))) == {60.0}


def test_the_default_store_is_the_one_that_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOERS_STORE", str(tmp_path / "named"))
    assert VintageStore.default().path == tmp_path / "named"

    monkeypatch.delenv("KOERS_STORE")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert VintageStore.default().path.name == "store"
