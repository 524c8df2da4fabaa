"""The maps of this site: read once, and again as soon as they change."""

from functools import lru_cache
from pathlib import Path

from koers.monitor.store import register, store
from koers_engine.maps import MapRequest, Outlines, OutlineStore, read_map


def maps() -> OutlineStore:
    """The maps beside the figures of this site."""
    return OutlineStore.beside(store())


def add_map(path: Path) -> bool:
    """Keep a map in Koers' own format as the one of its year; whether it says anything new.

    Raises:
        koers_engine.concepts.Refusal: The map is faulty.
    """
    return maps().add(read_map(path, MapRequest()))


def outlines_for(year: int) -> Outlines:
    """The map of the municipalities of 1 January of a year.

    Raises:
        koers_engine.concepts.Refusal: There is none, or the store does not know which
            municipalities there were.
    """
    return _outlines(maps().folder, maps().state(), store().state(), year)


@lru_cache(maxsize=64)
def _outlines(
    folder: Path, _maps: tuple[tuple[str, int, int], ...], _tables: frozenset[str], year: int
) -> Outlines:
    return OutlineStore(folder).for_year(year, register())
