"""Stores with official figures, and specimens that a test may spoil."""

import shutil
from pathlib import Path

import pytest

from koers_engine.areas import AreaRegister
from koers_engine.indicators import Catalogue
from koers_engine.observations import VintageStore
from koers_engine.sources.cbs import read_recording
from koers_engine.sources.koers_table import read_koers_table

SPECIMENS = Path(__file__).parent / "specimens"


@pytest.fixture(scope="session")
def recorded_population(shared_data: Path) -> Path:
    """The recorded responses for 03759ned, as CBS gave them."""
    return shared_data / "cbs_odata_v4" / "03759ned"


@pytest.fixture(scope="session")
def population_store(
    recorded_population: Path, tmp_path_factory: pytest.TempPathFactory
) -> VintageStore:
    store = VintageStore(tmp_path_factory.mktemp("population"))
    store.add(read_recording(recorded_population, "03759ned"))
    return store


@pytest.fixture(scope="session")
def demo_store(demo_figures: Path, tmp_path_factory: pytest.TempPathFactory) -> VintageStore:
    store = VintageStore(tmp_path_factory.mktemp("demo"))
    for description in sorted(demo_figures.glob("*/dataset.toml")):
        store.add(read_koers_table(description.parent))
    return store


@pytest.fixture(scope="session")
def revised_store(demo_figures: Path, tmp_path_factory: pytest.TempPathFactory) -> VintageStore:
    """Two real vintages: the population of 1 January 2025 as first, and as last published."""
    store = VintageStore(tmp_path_factory.mktemp("revised"))
    store.add(read_koers_table(demo_figures.with_name("vintages") / "37230ned"))
    store.add(read_koers_table(demo_figures / "03759ned"))
    return store


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def register(demo_store: VintageStore) -> AreaRegister:
    return AreaRegister.from_store(demo_store)


@pytest.fixture
def store(tmp_path: Path) -> VintageStore:
    return VintageStore(tmp_path / "store")


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """A small recorded CBS table of two pages, to be spoilt at will."""
    return Path(shutil.copytree(SPECIMENS / "cbs_recording", tmp_path / "recording"))


@pytest.fixture
def koers_table(tmp_path: Path) -> Path:
    """A small table in Koers' own format, to be spoilt at will."""
    return Path(shutil.copytree(SPECIMENS / "koers_table", tmp_path / "koers_table"))
