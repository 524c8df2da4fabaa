"""Killed, starved or crossed: the store is as it was, or has the whole new vintage."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from benchmarks.generating import DATASET, Size, generate
from koers_engine.observations import Vintage, VintageStore
from koers_engine.sources.koers_table import read_koers_table

pytestmark = pytest.mark.slow

IMPORTER = Path(__file__).parent / "importer.py"
KILLS = 50


@dataclass
class Source:
    """A table in Koers' own format that says something new each round."""

    folder: Path
    n_rows: int

    def __post_init__(self) -> None:
        self.description = (self.folder / "dataset.toml").read_text()

    def of_round(self, number: int) -> Path:
        text = self.description.replace("Gegenereerd uit een vast begin", f"Round {number}")
        day, hour = divmod(number, 24)
        text = text.replace("2026-07-02T00", f"2026-08-{day + 1:02}T{hour:02}")
        (self.folder / "dataset.toml").write_text(text)
        return self.folder


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> tuple[Source, Source]:
    """One that is read into memory, and one that is read batch by batch."""
    folder = tmp_path_factory.mktemp("sources")
    areas = [f"GM{at:04}" for at in range(60)]
    made = [
        generate(folder / form, Size(n_measures=3, n_ages=2), areas, form=form)
        for form in ("csv", "parquet")
    ]
    return Source(made[0].folder, made[0].n_rows), Source(made[1].folder, made[1].n_rows)


@dataclass
class Importer:
    """A warm process that forks one for every table it is told to bring in."""

    process: "subprocess.Popen[str]"

    def start(self, folder: Path) -> int:
        """Bring a table in; the number of the process that does it."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{folder}\n")
        self.process.stdin.flush()
        return int(self._line())

    def end(self) -> int:
        """Wait for it; its exit code."""
        return int(self._line().split()[1])

    def _line(self) -> str:
        assert self.process.stdout is not None
        return self.process.stdout.readline()


@contextmanager
def importing(store: Path, *limit: int) -> Iterator[Importer]:
    command = [sys.executable, str(IMPORTER), str(store), *map(str, limit)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Importer(process)
        assert process.stdin is not None
        process.stdin.close()


def vintages(store: VintageStore) -> list[Vintage]:
    return store.vintages(DATASET) if store.datasets() else []


def assert_whole(store: VintageStore, vintage: Vintage, n_rows: int) -> None:
    table = store.observations(vintage)
    answer = store.answer(vintage, table.aggregate(n=table.count(), total=table.value.sum()))
    assert answer.column("n").to_pylist() == [n_rows]
    assert answer.column("total")[0].as_py() > 0
    assert store.codes(vintage, "RegioS").num_rows == 60


def test_killed_at_any_moment_the_store_is_as_it_was_or_has_the_whole_new_vintage(
    sources: tuple[Source, Source], tmp_path: Path
) -> None:
    store, chance = VintageStore(tmp_path / "store"), random.Random(3)
    outcomes = {"as it was": 0, "new vintage": 0}

    with importing(store.path) as importer:
        for number in range(4):  # the last two tell how long it takes
            begin = time.perf_counter()
            importer.start(sources[number % 2].of_round(number))
            assert importer.end() == 0
            seconds = time.perf_counter() - begin
        for number in range(4, 4 + KILLS):
            source = sources[number % 2]
            folder, before = source.of_round(number), vintages(store)

            pid = importer.start(folder)
            time.sleep(chance.uniform(0, 1.2 * seconds))
            with suppress(ProcessLookupError):  # it was ready before
                os.kill(pid, signal.SIGKILL)
            importer.end()

            after = vintages(store)
            is_new = len(after) > len(before)
            assert after[: len(before)] == before
            if is_new:
                assert [v.description.nl for v in after[len(before) :]] == [f"Round {number}"]
            assert_whole(store, after[-1], source.n_rows)
            again = store.add(read_koers_table(folder))
            assert (again.is_new, again.is_repaired) == (not is_new, False)
            outcomes["new vintage" if is_new else "as it was"] += 1

    assert min(outcomes.values()) > 0, f"the moments were not spread: {outcomes}"
    left = list(store.path.glob("bench/large/*/.incoming-*"))
    for path in left:
        long_ago = time.time() - 48 * 60 * 60
        os.utime(path, (long_ago, long_ago))
    store.add(read_koers_table(sources[0].of_round(100)))
    assert left
    assert not list(store.path.glob("bench/large/data/.incoming-*"))


@pytest.mark.parametrize("most_bytes", [0, 20_000, 100_000])
def test_where_a_file_cannot_be_written_the_store_is_as_it_was(
    sources: tuple[Source, Source], tmp_path: Path, most_bytes: int
) -> None:
    store = VintageStore(tmp_path / "store")
    store.add(read_koers_table(sources[0].of_round(0)))
    before = store.state()

    with importing(store.path, most_bytes) as importer:
        for number, source in enumerate(sources, start=1):
            importer.start(source.of_round(number))
            assert importer.end() == 1

    assert store.state() == before
    assert not list(store.path.glob("**/.incoming-*"))
    assert_whole(store, store.vintage(DATASET), sources[0].n_rows)
    assert store.add(read_koers_table(sources[1].of_round(2))).is_new


def test_on_a_full_disk_the_store_is_as_it_was(
    sources: tuple[Source, Source], tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)]
    if not shutil.which("mount") or subprocess.run(mount, check=False).returncode:
        pytest.skip("only an administrator can make a small disk to fill")
    try:
        store = VintageStore(disk / "store")
        store.add(read_koers_table(sources[0].of_round(0)))
        ballast = disk / "ballast"
        ballast.write_bytes(b"0" * (shutil.disk_usage(disk).free - 150_000))
        before = store.state()

        with importing(store.path) as importer:
            for number, source in enumerate(sources, start=1):
                importer.start(source.of_round(number))
                assert importer.end() == 1

        assert store.state() == before
        assert_whole(store, store.vintage(DATASET), sources[0].n_rows)
        assert not list(store.path.glob("**/.incoming-*"))
        ballast.unlink()
        assert store.add(read_koers_table(sources[1].of_round(2))).is_new
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_two_imports_of_the_same_table_at_once_make_one_vintage(
    sources: tuple[Source, Source], tmp_path: Path
) -> None:
    store = VintageStore(tmp_path / "store")

    with importing(store.path) as one, importing(store.path) as other:
        for number in range(6):
            source = sources[number % 2]
            folder = source.of_round(number)
            one.start(folder)
            other.start(folder)

            assert (one.end(), other.end()) == (0, 0)

            kept = vintages(store)
            assert [v.description.nl for v in kept] == [f"Round {n}" for n in range(number + 1)]
            assert_whole(store, kept[-1], source.n_rows)
            assert not store.add(read_koers_table(folder)).is_repaired
