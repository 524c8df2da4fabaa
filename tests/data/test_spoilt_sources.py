"""Spoilt files of the publisher: every fault is named with its place, and nothing is written."""

import gzip
import shutil
from pathlib import Path

import pytest

from scripts.demo_figures import dwellings, jobs, key_figures
from scripts.make_demo_figures import main


@pytest.fixture
def source(shared_data: Path, tmp_path: Path) -> Path:
    """A copy of the publisher's files, to spoil."""
    folder = tmp_path / "source"
    for part in ("cbs_odata_v4/03759ned", "cbs_statline_csv", "cbs_statmine"):
        shutil.copytree(shared_data / part, folder / part, copy_function=shutil.copyfile)
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o755 if path.is_dir() else 0o644)
    return folder


def spoil(path: Path, old: str, new: str, *, encoding: str = "utf-8") -> None:
    packed = path.suffix == ".gz"
    content = gzip.decompress(path.read_bytes()) if packed else path.read_bytes()
    spoiled = content.replace(old.encode(encoding), new.encode(encoding), 1)
    assert spoiled != content
    path.write_bytes(gzip.compress(spoiled) if packed else spoiled)


POPULATION = "cbs_odata_v4/03759ned"
SPOILED = [
    pytest.param(
        dwellings.FILE,
        "Aalsmeer,2012,",
        "Aalsmer,2012,",
        ["line ", "'Aalsmer'", "nearest: Aalsmeer"],
        id="a name that is in no list",
    ),
    pytest.param(
        dwellings.FILE,
        "Aalsmeer,2012,12267",
        'Aalsmeer,2012,"12,267"',
        ["line 10", "'Beginstand voorraad'", "'12,267'"],
        id="a number in another notation",
    ),
    pytest.param(
        dwellings.FILE,
        "Aalsmeer,2012,12267",
        "Aalsmeer,2012,",
        ["line 10", "expected a number, found ''"],
        id="one empty cell among filled ones",
    ),
    pytest.param(
        dwellings.FILE,
        "Aalsmeer,2016,",
        "Aalsmeer,2012,",
        ["Beginstand, GM0358, 2012JJ00: two figures"],
        id="the same figure twice",
    ),
    pytest.param(
        dwellings.FILE,
        "Nieuwbouw",
        "Gebouwd",
        ["column Nieuwbouw is missing"],
        id="a renamed column",
    ),
    pytest.param(
        jobs.FILE,
        '"2008 december**"',
        '"2008 dec"',
        ["line 2", "'2008 dec'"],
        id="a period in another form",
    ),
    pytest.param(
        key_figures.FILE,
        '"GM0106"',
        '"GM9106"',
        ["GM9106", "is in no code list"],
        id="a code that is in no list",
    ),
    pytest.param(
        f"{POPULATION}/index.json",
        "13568",
        "13569",
        ["13568 rows", "13569"],
        id="fewer rows than announced",
    ),
    pytest.param(
        f"{POPULATION}/properties.json",
        '"Identifier": "03759ned"',
        '"Identifier": "03759eng"',
        ["'03759eng'", "expected '03759ned'"],
        id="another table",
    ),
    pytest.param(
        f"{POPULATION}/observations-page-1.json.gz",
        '"Impossible"',
        '"Secret"',
        ["Id ", "'Secret'"],
        id="a reason this reader does not know",
    ),
    pytest.param(
        f"{POPULATION}/codes-RegioS.json",
        '"value": [',
        '"value": ',
        ["codes-RegioS.json", "broken JSON", "line "],
        id="broken JSON",
    ),
]


@pytest.mark.parametrize(("file", "old", "new", "words"), SPOILED)
def test_given_a_spoiled_file_when_made_then_the_place_is_named_and_nothing_is_written(
    file: str,
    old: str,
    new: str,
    words: list[str],
    source: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(source / file, old, new)

    code = main([str(source), "--to", str(tmp_path / "figures")])

    message = capsys.readouterr().err
    assert code == 1
    assert [word for word in words if word not in message] == []
    assert not (tmp_path / "figures").exists()


def test_given_faults_in_several_files_when_made_then_all_are_named(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    spoil(source / dwellings.FILE, "Aalsmeer,2012,", "Aalsmer,2012,")
    spoil(source / dwellings.FILE, "Zwolle,2024,", "Zwole,2024,")
    (source / key_figures.FILE).unlink()

    assert main([str(source), "--to", str(tmp_path / "figures")]) == 1

    message = capsys.readouterr().err
    assert "'Aalsmer'" in message
    assert "'Zwole'" in message
    assert "70072ned_2015_untyped.csv.gz: cannot be read" in message
