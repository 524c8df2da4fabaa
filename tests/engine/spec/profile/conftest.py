import pytest

from koers_engine.indicators import Catalogue
from koers_engine.observations import VintageStore
from koers_engine.profile import Known, ProfileOutline
from koers_engine.scores import GoalSet


@pytest.fixture(scope="session")
def outline(catalogue: Catalogue) -> ProfileOutline:
    return ProfileOutline.load(catalogue)


@pytest.fixture(scope="session")
def known(demo_store: VintageStore, catalogue: Catalogue) -> Known:
    """What the demonstration's figures make of every place."""
    return Known.from_store(
        demo_store,
        catalogue,
        indicators=[indicator.code for indicator in catalogue],
        goal_set=GoalSet.load(catalogue=catalogue),
    )


@pytest.fixture(scope="session")
def known_of_2023(demo_store: VintageStore, catalogue: Catalogue) -> Known:
    """The same on the boundaries of 2023."""
    return Known.from_store(demo_store, catalogue, boundaries=2023)
