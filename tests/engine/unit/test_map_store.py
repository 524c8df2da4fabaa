"""A store keeps one map a year, what a newer one replaced, and says which year a map serves."""

from datetime import date
from pathlib import Path

import pytest

from koers_engine.areas import AreaRegister, NoHistory, UnknownBoundaries
from koers_engine.concepts import Area
from koers_engine.maps import NoMap, OutlineStore, SpoiltMap
from tests.engine.maps import small_map

NAMES = {"GM0106": "Assen", "GM0114": "Emmen", "GM0003": "Appingedam", "GM1979": "Eemsdelta"}


@pytest.fixture
def maps(tmp_path: Path) -> OutlineStore:
    return OutlineStore(tmp_path / "maps")


def test_a_map_reads_back_as_it_was_kept(maps: OutlineStore) -> None:
    assert maps.years() == ()
    assert maps.add(small_map(2023))
    assert maps.add(small_map(2020))

    assert maps.years() == (2020, 2023)
    assert maps.load(2023) == small_map(2023)


def test_the_same_map_again_adds_nothing(maps: OutlineStore) -> None:
    maps.add(small_map())
    before = maps.state()

    assert not maps.add(small_map())
    assert maps.state() == before


def test_a_newer_map_of_a_year_takes_its_place_and_the_old_one_is_kept(maps: OutlineStore) -> None:
    old, new = small_map(2023), small_map(2023, ("GM0106",))
    maps.add(old)

    assert maps.add(new)

    assert maps.load(2023) == new
    (earlier,) = (maps.folder / "earlier").iterdir()
    assert earlier.name.startswith("2023-")
    assert earlier.read_text() == old.to_json()
    assert maps.years() == (2023,)


def test_a_year_without_a_map_is_refused_with_those_there_are(maps: OutlineStore) -> None:
    maps.add(small_map(2020))

    with pytest.raises(NoMap, match=r"no map of 2023\. There are maps of 2020.*koers map add"):
        maps.load(2023)


def test_a_map_that_was_changed_by_hand_is_refused(maps: OutlineStore) -> None:
    maps.add(small_map())
    maps.path(2023).write_text(small_map().to_json().replace("l100", 'l"onload="x'))

    with pytest.raises(SpoiltMap, match="bring it in again"):
        maps.load(2023)


def test_without_history_no_map_is_said_to_serve(maps: OutlineStore) -> None:
    maps.add(small_map())
    areas = {code: Area(code=code, name=name) for code, name in NAMES.items()}

    with pytest.raises(NoHistory):
        maps.for_year(2023, AreaRegister(areas=areas, province={}))


class TestServing:
    """With the register of the demonstration: 355 municipalities in 2019 and 2020."""

    @pytest.fixture
    def maps(self, maps: OutlineStore, register: AreaRegister) -> OutlineStore:
        for year in (2020, 2023):
            maps.add(small_map(year, municipalities(register, year)))
        return maps

    @pytest.mark.parametrize(
        ("year", "served_by"), [(2019, 2020), (2020, 2020), (2023, 2023), (2026, 2023)]
    )
    def test_a_map_serves_every_year_with_the_same_municipalities(
        self, maps: OutlineStore, register: AreaRegister, year: int, served_by: int
    ) -> None:
        assert maps.for_year(year, register).year == served_by

    def test_a_year_with_other_municipalities_is_refused(
        self, maps: OutlineStore, register: AreaRegister
    ) -> None:
        with pytest.raises(NoMap, match=r"345 municipalities of 1 January 2022.*2020, 2023"):
            maps.for_year(2022, register)

    def test_a_year_that_the_register_does_not_know_is_refused(
        self, maps: OutlineStore, register: AreaRegister
    ) -> None:
        with pytest.raises(UnknownBoundaries):
            maps.for_year(2099, register)


def municipalities(register: AreaRegister, year: int) -> tuple[str, ...]:
    return tuple(sorted(register.history.municipalities(date(year, 1, 1))))
