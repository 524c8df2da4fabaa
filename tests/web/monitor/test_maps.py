"""The site draws on the map of a year as soon as its store has one."""

from pathlib import Path

import pytest
from django.conf import LazySettings

from koers.monitor.maps import add_map, maps, outlines_for
from koers.monitor.store import store
from koers_engine.concepts import Refusal
from koers_engine.maps import NoMap
from koers_engine.sources.koers_table import read_koers_table

DEMO = Path(__file__).parents[3] / "demo"


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path, settings: LazySettings) -> None:
    settings.KOERS_STORE = str(tmp_path / "store")
    store().add(read_koers_table(DEMO / "figures" / "03759ned"))


def test_a_map_that_is_added_is_found_for_each_year_it_serves() -> None:
    with pytest.raises(NoMap):
        outlines_for(2024)

    assert add_map(DEMO / "maps" / "2023.json")

    assert outlines_for(2024).year == outlines_for(2026).year == 2023
    assert outlines_for(2024) is outlines_for(2024)
    assert not add_map(DEMO / "maps" / "2023.json")
    assert maps().years() == (2023,)


def test_a_faulty_map_is_refused_and_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "map.json"
    path.write_text("{}")

    with pytest.raises(Refusal, match="nothing was stored"):
        add_map(path)

    assert maps().years() == ()
