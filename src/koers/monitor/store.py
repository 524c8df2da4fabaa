"""The store of vintages as this site uses it: opened once, read again as soon as it changes."""

from bisect import bisect_right
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from koers.core.bilingual import LocalisedText, current_language
from koers.monitor.own_indicators import Version, catalogue_of, version_of_own
from koers_engine.areas import AreaRegister
from koers_engine.concepts import Bilingual, Refusal
from koers_engine.indicators import Catalogue, Panel, load_panel
from koers_engine.observations import Addition, Vintage, VintageStore
from koers_engine.references import Characteristics
from koers_engine.sources.koers_table import read_koers_table


def add_table(folder: Path) -> Addition:
    """Add a table in Koers' own format to the store; content that is there already adds nothing.

    Raises:
        koers_engine.concepts.Refusal: The table is faulty or the store cannot be written.
    """
    return store().add(read_koers_table(folder))


def store() -> VintageStore:
    return _store(Path(settings.KOERS_STORE))


@lru_cache(maxsize=4)
def _store(path: Path) -> VintageStore:
    return VintageStore(path)


def catalogue() -> Catalogue:
    """Every indicator: the engine's own, those the settings name, and the municipality's; one query
    where nothing changed.
    """
    return catalogue_of(tuple(settings.KOERS_INDICATORS), version_of_own())


def indicator_choices() -> list[tuple[str, LocalisedText]]:
    """Code and name of every defined indicator, by name; the store is not touched."""
    choices = [(each.code, in_words(each.name)) for each in catalogue()]
    return sorted(choices, key=lambda choice: choice[1].casefold())


def panel(code: str, as_of: datetime | None = None, boundaries: int | None = None) -> Panel:
    """All released values of an indicator, for every area and period, as known at `as_of` or last.

    They are as published, or brought to the municipal boundaries of 1 January of a year. Read once
    per process, and again when the store holds another vintage.

    Raises:
        koers_engine.concepts.Refusal: The indicator is not defined, or no table of it is there, or
            none was at that moment.
    """
    definitions = tuple(settings.KOERS_INDICATORS), version_of_own()
    asked = code, store(), store().state(), definitions, last_change(as_of)
    return _panel(*asked) if boundaries is None else _panel_on(*asked, boundaries)


@lru_cache(maxsize=128)
def _panel(
    code: str,
    of_store: VintageStore,
    _state: frozenset[str],
    definitions: tuple[tuple[Path, ...], Version],
    as_of: datetime | None,
) -> Panel:
    return load_panel(code, store=of_store, catalogue=catalogue_of(*definitions), as_of=as_of)


@lru_cache(maxsize=16)  # apart, so that who asks for every year drives out nothing else
def _panel_on(
    code: str,
    of_store: VintageStore,
    _state: frozenset[str],
    definitions: tuple[tuple[Path, ...], Version],
    as_of: datetime | None,
    boundaries: int,
) -> Panel:
    return load_panel(
        code,
        store=of_store,
        catalogue=catalogue_of(*definitions),
        as_of=as_of,
        boundaries=boundaries,
    )


def characteristics(
    as_of: datetime | None = None, boundaries: int | None = None
) -> Characteristics:
    """What decides who is in a group, as known at `as_of`, on the boundaries of a year."""
    definitions = tuple(settings.KOERS_INDICATORS), version_of_own()
    return _characteristics(store(), store().state(), definitions, last_change(as_of), boundaries)


@lru_cache(maxsize=8)
def _characteristics(
    of_store: VintageStore,
    state: frozenset[str],
    definitions: tuple[tuple[Path, ...], Version],
    as_of: datetime | None,
    boundaries: int | None,
) -> Characteristics:
    def load(code: str) -> Panel:
        asked = code, of_store, state, definitions, as_of
        return _panel(*asked) if boundaries is None else _panel_on(*asked, boundaries)

    return Characteristics(load)


def register(as_of: datetime | None = None, boundaries: int | None = None) -> AreaRegister:
    """The areas that figures are about, as the vintages of `as_of`, or the last ones, name them.

    With `boundaries`, each municipality is in the province it lay in on 1 January of that year.

    Raises:
        koers_engine.concepts.Refusal: The store holds no table that names them.
    """
    asked = store(), store().state(), last_change(as_of)
    return _register(*asked) if boundaries is None else _register_on(*asked, boundaries)


@lru_cache(maxsize=8)
def _register(
    of_store: VintageStore, _state: frozenset[str], as_of: datetime | None
) -> AreaRegister:
    return AreaRegister.from_store(of_store, as_of)


@lru_cache(maxsize=8)
def _register_on(
    of_store: VintageStore, state: frozenset[str], as_of: datetime | None, boundaries: int
) -> AreaRegister:
    known = _register(of_store, state, as_of)
    known.refuse_unknown_boundaries(boundaries)
    return known.on(date(boundaries, 1, 1))


def boundary_years(as_of: datetime | None = None) -> range:
    """The years to whose boundaries figures can be brought; none where no change is known."""
    try:
        first, last = register(as_of).boundary_years
    except Refusal:
        return range(0)
    return range(first, last + 1)


@lru_cache(maxsize=4)
def _datasets(of_store: VintageStore, _state: frozenset[str]) -> tuple[Vintage, ...]:
    return tuple(of_store.datasets())


def datasets() -> tuple[Vintage, ...]:
    """The last vintage of every table in the store, by identifier."""
    return _datasets(store(), store().state())


def last_change(as_of: datetime | None) -> datetime | None:
    """When the store came to know what it knew at `as_of`; `as_of` itself where that was nothing.

    All moments between two vintages have the same answers, so these are kept once.
    """
    if as_of is None:
        return None
    moments = _moments(store(), store().state())
    place = bisect_right(moments, as_of)
    return moments[place - 1] if place else as_of


@lru_cache(maxsize=4)
def _moments(of_store: VintageStore, _state: frozenset[str]) -> tuple[datetime, ...]:
    tables = [vintage.dataset_id for vintage in of_store.datasets()]
    return tuple(sorted({v.retrieved_at for table in tables for v in of_store.vintages(table)}))


def known_since() -> datetime | None:
    """Since when the store knows anything; None where it is empty or cannot be read."""
    try:
        return next(iter(_moments(store(), store().state())), None)
    except Refusal:
        return None


def in_words(text: Bilingual) -> LocalisedText:
    """A text of the engine in the reader's language."""
    language = current_language()
    return LocalisedText(text.text(language), language)
