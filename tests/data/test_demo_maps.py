"""The demonstration's maps: what the script makes, small, and of the places of their year."""

from datetime import date
from pathlib import Path

import pytest

from koers_engine.areas import AreaRegister
from koers_engine.maps import OutlineStore
from koers_engine.observations import VintageStore
from koers_engine.sources.koers_table import read_koers_table
from scripts.make_demo_maps import SOURCES, main

DEMO = Path(__file__).parents[2] / "demo"
YEARS = sorted(request.year for request in SOURCES.values())


@pytest.mark.parametrize("year", YEARS)
def test_the_same_files_give_the_same_maps(year: int, shared_data: Path, made: Path) -> None:
    assert (DEMO / "maps" / f"{year}.json").read_bytes() == (made / f"{year}.json").read_bytes()


@pytest.fixture(scope="module")
def made(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("maps")
    assert main([str(shared_data), "--to", str(folder)]) == 0
    return folder


def test_a_map_has_exactly_the_municipalities_of_its_year(tmp_path: Path) -> None:
    store = VintageStore(tmp_path)
    store.add(read_koers_table(DEMO / "figures" / "03759ned"))
    history = AreaRegister.from_store(store).history
    maps = OutlineStore(DEMO / "maps")

    assert maps.years() == tuple(YEARS)
    for year in YEARS:
        assert maps.load(year).areas.keys() == history.municipalities(date(year, 1, 1))
        assert maps.path(year).stat().st_size < 300_000
        assert "Kadaster" in maps.load(year).attribution


def test_a_folder_without_the_files_is_refused_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), "--to", str(tmp_path / "out")]) == 1
    assert capsys.readouterr().err.count("No such file") == len(SOURCES)
    assert not (tmp_path / "out").exists()
