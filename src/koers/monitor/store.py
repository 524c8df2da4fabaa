"""The store of vintages as this site uses it: opened once, read again as soon as it changes."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from koers.core.bilingual import LocalisedText, current_language
from koers_engine.areas import AreaRegister
from koers_engine.concepts import Bilingual
from koers_engine.indicators import Catalogue, Panel, load_panel
from koers_engine.observations import Addition, Vintage, VintageStore
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
    """The definitions of the indicators: the engine's own and those the settings name."""
    return _catalogue(tuple(settings.KOERS_INDICATORS))


@lru_cache(maxsize=4)
def _catalogue(paths: tuple[Path, ...]) -> Catalogue:
    return Catalogue.load(*paths)


def indicator_choices() -> list[tuple[str, LocalisedText]]:
    """Code and name of every defined indicator, by name; the store is not touched."""
    choices = [(each.code, in_words(each.name)) for each in catalogue()]
    return sorted(choices, key=lambda choice: choice[1].casefold())


def panel(code: str) -> Panel:
    """All released values of an indicator, for every area and period, as last known.

    Read once per process, and again when the store holds another vintage.

    Raises:
        koers_engine.concepts.Refusal: The indicator is not defined, or no table of it is there.
    """
    return _panel(code, store(), store().state(), tuple(settings.KOERS_INDICATORS))


@lru_cache(maxsize=128)
def _panel(
    code: str, of_store: VintageStore, _state: frozenset[str], indicators: tuple[Path, ...]
) -> Panel:
    return load_panel(code, store=of_store, catalogue=_catalogue(indicators))


def register() -> AreaRegister:
    """The areas that figures are about, as the last vintages name them.

    Raises:
        koers_engine.concepts.Refusal: The store holds no table that names them.
    """
    return _register(store(), store().state())


@lru_cache(maxsize=4)
def _register(of_store: VintageStore, _state: frozenset[str]) -> AreaRegister:
    return AreaRegister.from_store(of_store)


@lru_cache(maxsize=4)
def _datasets(of_store: VintageStore, _state: frozenset[str]) -> tuple[Vintage, ...]:
    return tuple(of_store.datasets())


def datasets() -> tuple[Vintage, ...]:
    """The last vintage of every table in the store, by identifier."""
    return _datasets(store(), store().state())


def in_words(text: Bilingual) -> LocalisedText:
    """A text of the engine in the reader's language."""
    language = current_language()
    return LocalisedText(text.text(language), language)
