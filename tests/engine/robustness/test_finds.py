"""What fuzzing once broke a reader with: each is read to its end, or refused."""

from functools import cache
from pathlib import Path

import pytest

from fuzz.targets import TARGETS, Target

FINDS = sorted((Path(__file__).parents[1] / "finds").iterdir())


@cache
def target(name: str) -> Target:
    return TARGETS[name]()


@pytest.mark.parametrize("find", FINDS, ids=lambda path: path.name[:40])
def test_a_find_breaks_its_reader_no_more(find: Path) -> None:
    """Its name is target-place-kind-digest, as the fuzzer gave it."""
    name, place, _kind, _digest = find.name.rsplit("-", 3)

    target(name).run(int(place), find.read_bytes())
