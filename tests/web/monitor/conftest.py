"""The demonstration's official figures, in a store of the tests' own."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation

from koers.accounts.models import User
from koers.accounts.roles import Role
from koers.accounts.services import make_demonstration_accounts
from koers.core.models import Municipality
from koers.monitor.store import store
from koers_engine.maps import MapRequest, OutlineStore, read_map
from koers_engine.observations import VintageStore
from koers_engine.sources.koers_table import read_koers_table


@pytest.fixture(scope="session")
def filled_store(tmp_path_factory: pytest.TempPathFactory, demo_figures: Path) -> Path:
    path = tmp_path_factory.mktemp("store")
    for table in sorted(demo_figures.glob("*/dataset.toml")):
        VintageStore(path).add(read_koers_table(table.parent))
    return path


@pytest.fixture
def official_figures(settings: pytest.FixtureRequest, filled_store: Path, db: None) -> VintageStore:
    """The site has the demonstration's tables."""
    settings.KOERS_STORE = filled_store
    return store()


@pytest.fixture(scope="session")
def filled_store_with_maps(
    tmp_path_factory: pytest.TempPathFactory, filled_store: Path, demo_figures: Path
) -> Path:
    path = tmp_path_factory.mktemp("maps") / "store"
    shutil.copytree(filled_store, path)
    for year in ("2014", "2023"):
        OutlineStore(path / "maps").add(
            read_map(demo_figures.parent / "maps" / f"{year}.json", MapRequest())
        )
    return path


@pytest.fixture
def figures_and_maps(
    settings: pytest.FixtureRequest, filled_store_with_maps: Path, db: None
) -> VintageStore:
    """The site has the demonstration's tables, and its maps of 2014 and 2023."""
    settings.KOERS_STORE = filled_store_with_maps
    return store()


@pytest.fixture
def empty_store(settings: pytest.FixtureRequest, tmp_path: Path, db: None) -> Path:
    """The site has no official figure at all."""
    settings.KOERS_STORE = tmp_path / "no-store-yet"
    return settings.KOERS_STORE


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def assen(db: None) -> Municipality:
    municipality = Municipality.load()
    municipality.name, municipality.area_code = "Assen", "GM0106"
    municipality.save()
    return municipality


@pytest.fixture
def researcher(client: Client) -> User:
    """A researcher of the demonstration, who is signed in."""
    make_demonstration_accounts()
    found = User.objects.get(username=Role.RESEARCHER.value)
    client.force_login(found)
    return found
