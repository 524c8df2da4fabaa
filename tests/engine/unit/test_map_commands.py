"""`koers map` keeps, lists and draws maps, and refuses plainly."""

import json
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from koers_engine import cli
from koers_engine.observations import VintageStore
from tests.engine.maps import TWO, written

DEMO = Path(__file__).parents[3] / "demo"


@pytest.fixture
def run(
    demo_store: VintageStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
):  # fmt: skip
    """Run a command against the figures of the demonstration, with maps of its own."""
    folder = tmp_path / "store"
    folder.mkdir()
    for part in demo_store.path.iterdir():
        (folder / part.name).symlink_to(part)

    def run_it(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["koers", "map", *words, "--store", str(folder)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        printed = capsys.readouterr()
        return int(end.value.code or 0), printed.out, printed.err

    return run_it


def test_a_map_that_was_added_is_listed_with_the_years_it_serves(run) -> None:
    assert "There is no map" in run("list")[1]

    code, out, _ = run("add", str(DEMO / "maps" / "2023.json"))
    assert code == 0
    assert out.startswith("342 municipalities of 2023. Kept as")
    assert "Nothing new" in run("add", str(DEMO / "maps" / "2023.json"))[1]

    (row,) = json.loads(run("list", "--format", "json")[1])
    assert (row["year"], row["municipalities"], row["serves"]) == (2023, 342, "2023-2026")


def test_an_indicator_is_drawn_and_told(run, tmp_path: Path) -> None:
    run("add", str(DEMO / "maps" / "2023.json"))
    out = tmp_path / "map.svg"

    asked = ("population", "--period", "2024", "--area", "Assen", "--out", str(out))
    code, told, _ = run("draw", *asked, "--language", "nl")

    assert code == 0
    assert "Assen valt met" in told
    root = ElementTree.parse(out).getroot()
    texts = [text for element in root.iter() if (text := element.text)]
    assert any("© CBS / Kadaster" in text for text in texts)
    assert "Assen" in texts
    paths = root.findall(".//{http://www.w3.org/2000/svg}path/{http://www.w3.org/2000/svg}title")
    assert len(paths) == 342


def test_a_year_without_a_map_is_refused_and_nothing_is_written(run, tmp_path: Path) -> None:
    out = tmp_path / "map.svg"

    code, _, err = run("draw", "population", "--period", "2022", "--out", str(out))

    assert code == 1
    assert "No map has the 345 municipalities of 1 January 2022" in err
    assert not out.exists()


def test_a_faulty_file_is_refused_and_nothing_is_kept(run, tmp_path: Path) -> None:
    code, _, err = run("add", str(written(tmp_path, TWO)))

    assert code == 1
    assert "--year" in err
    assert "There is no map" in run("list")[1]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("draw", "population", "--out", "map.png"), "does not end in .svg"),
        (("add", "map.json", "--where", "H2O"), "write PROPERTY=VALUE"),
        (("draw", "population", "--out", "map.svg", "--breaks", "nice"), "quantiles"),
    ],
)
def test_a_wrong_call_is_told(run, words: tuple[str, ...], told: str) -> None:
    code, _, err = run(*words)

    assert code == 2
    assert told in " ".join(err.split())
