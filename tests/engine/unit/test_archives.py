import io
import zipfile
from pathlib import Path

import pytest

from koers_engine.sources.archives import ArchiveLimits, check_archive, entry_of, is_archive
from koers_engine.sources.files import UnreadableFile


def an_archive(path: Path, **entries: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return path


def test_a_harmless_archive_gives_the_names_of_its_files(tmp_path: Path) -> None:
    path = an_archive(tmp_path / "any.zip", **{"a.csv": b"1", "folder/b.csv": b"2", "empty/": b""})

    assert is_archive(path)
    assert check_archive(path) == ["a.csv", "folder/b.csv"]
    with entry_of(path, "folder/b.csv") as entry:
        assert entry.read() == b"2"


@pytest.mark.parametrize("name", ["../up.csv", "/etc/passwd", "a/../../b.csv", "C:\\a.csv", "c:a"])
def test_a_name_that_leads_outside_is_refused(tmp_path: Path, name: str) -> None:
    path = an_archive(tmp_path / "any.zip", **{name: b"1"})

    with pytest.raises(UnreadableFile, match="leads outside"):
        check_archive(path)


def test_a_bomb_is_refused_by_its_table_of_contents_with_the_limit_named(tmp_path: Path) -> None:
    path = an_archive(tmp_path / "bomb.zip", **{"a.csv": bytes(80 << 20)})

    with pytest.raises(UnreadableFile, match="times its size; 200 times is the most"):
        check_archive(path)
    with pytest.raises(UnreadableFile, match="83,886,080 bytes; 1,000 is the most"):
        check_archive(path, ArchiveLimits(bytes_unpacked=1_000))


def test_an_entry_that_lies_about_its_length_unpacks_to_no_more_than_it_says(
    tmp_path: Path,
) -> None:
    content = bytearray(an_archive(tmp_path / "any.zip", **{"a.csv": bytes(1 << 20)}).read_bytes())
    at = content.rfind(b"PK\x01\x02") + 24  # the length in the table of contents
    content[at : at + 4] = (10).to_bytes(4, "little")
    (tmp_path / "any.zip").write_bytes(content)

    assert check_archive(tmp_path / "any.zip") == ["a.csv"]
    with (
        pytest.raises(UnreadableFile, match="is damaged"),
        entry_of(tmp_path / "any.zip", "a.csv") as entry,
    ):
        assert len(entry.read()) == 10


def test_more_files_than_any_table_has_are_refused(tmp_path: Path) -> None:
    path = an_archive(tmp_path / "any.zip", **{f"{n}.csv": b"" for n in range(5)})

    with pytest.raises(UnreadableFile, match="holds 5 files; 4 is the most"):
        check_archive(path, ArchiveLimits(entries=4))


def test_an_archive_in_an_archive_is_refused_unless_it_is_expected(tmp_path: Path) -> None:
    path = an_archive(tmp_path / "any.zip", **{"inner.zip": b"PK"})

    with pytest.raises(UnreadableFile, match="archive in an archive"):
        check_archive(path)
    assert check_archive(path, nested=True) == ["inner.zip"]


def test_a_protected_entry_is_refused(tmp_path: Path) -> None:
    content = bytearray(an_archive(tmp_path / "any.zip", **{"a.csv": b"1"}).read_bytes())
    content[content.rfind(b"PK\x01\x02") + 8] |= 1  # the flag for a password
    (tmp_path / "any.zip").write_bytes(content)

    with pytest.raises(UnreadableFile, match="protected by a password"):
        check_archive(tmp_path / "any.zip")


def test_a_name_that_stands_twice_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "any.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", b"1")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("a.csv", b"2")

    with pytest.raises(UnreadableFile, match="stands twice"):
        check_archive(path)


@pytest.mark.parametrize("keep", [0, 3, 30, 60])
def test_a_file_that_is_cut_off_is_no_archive(tmp_path: Path, keep: int) -> None:
    whole = an_archive(tmp_path / "any.zip", **{"a.csv": b"1" * 100})
    whole.write_bytes(whole.read_bytes()[:keep])

    with pytest.raises(UnreadableFile, match="no whole zip archive"):
        check_archive(whole)


def test_bytes_that_are_not_those_packed_are_told(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", b"original")
    spoilt = buffer.getvalue().replace(b"original", b"changed!")
    (tmp_path / "any.zip").write_bytes(spoilt)

    with (
        pytest.raises(UnreadableFile, match=r"a\.csv is damaged"),
        entry_of(tmp_path / "any.zip", "a.csv") as entry,
    ):
        entry.read()
