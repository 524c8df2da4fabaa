"""Files as they are kept, packed."""

from pathlib import Path

import pytest

from koers_engine.observations.packing import BrokenPacking, bare_name, packing, unpacking
from koers_engine.sources.files import UnreadableFile, packed_or_plain, read_bytes

CONTENT = b'{"value": [1, 2, 3]}' * 1000


def packed(folder: Path) -> Path:
    path = folder / "page.json.zst"
    with packing(path) as file:
        file.write(CONTENT)
    return path


def test_what_is_packed_comes_out_whole_and_is_found_by_its_bare_name(tmp_path: Path) -> None:
    path = packed(tmp_path)

    assert path.stat().st_size < len(CONTENT) / 10
    assert read_bytes(path) == CONTENT
    assert packed_or_plain(tmp_path / "page.json") == path
    assert bare_name(path.name) == "page.json"


@pytest.mark.parametrize(
    ("kept", "why"),
    [(slice(0, -3), "stops half way"), (slice(7, None), "no whole zstd file")],
    ids=["its end is gone", "its beginning is gone"],
)
def test_a_damaged_file_is_refused_with_what_to_do(tmp_path: Path, kept: slice, why: str) -> None:
    path = packed(tmp_path)
    path.write_bytes(path.read_bytes()[kept])

    with pytest.raises(UnreadableFile, match=f"{why}.*fetch it again"):
        read_bytes(path)
    with pytest.raises(BrokenPacking, match=why), unpacking(path) as file:
        file.read()


def test_a_bomb_is_refused_before_it_is_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("koers_engine.sources.files.MOST_BYTES", len(CONTENT) - 1)

    with pytest.raises(UnreadableFile, match="more than"):
        read_bytes(packed(tmp_path))
