"""What profiles and comparisons are made from, as this site knows it: read once, and again as soon
as the store, a definition or a list changes.
"""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from koers.monitor.own_indicators import Version, catalogue_of, version_of_own
from koers.monitor.reference_lists import own_groups
from koers.monitor.store import last_change, store
from koers_engine.observations import VintageStore
from koers_engine.profile import Known, ProfileOutline
from koers_engine.scores import SDG_SET, GoalSet

Definitions = tuple[tuple[Path, ...], Version]


def known(as_of: datetime | None = None, boundaries: int | None = None) -> Known:
    """What was known at `as_of`, or is now, as published or on the boundaries of a year.

    Two queries at most; the store is read where it changed.

    Raises:
        koers_engine.concepts.Refusal: The store does not hold, or did not, which areas there are;
            or it does not know the boundaries of that year.
    """
    of_store = store()
    held = _known(of_store, of_store.state(), definitions(), last_change(as_of), boundaries)
    return replace(held, groups=own_groups(as_of))


def outline() -> ProfileOutline:
    """What a profile shows of the indicators there are now."""
    return _outline(definitions())


def definitions() -> Definitions:
    """Changes with every indicator's definition; at most one query a request."""
    return tuple(settings.KOERS_INDICATORS), version_of_own()


@lru_cache(maxsize=8)
def _known(
    of_store: VintageStore,
    _state: frozenset[str],
    defined: Definitions,
    as_of: datetime | None,
    boundaries: int | None,
) -> Known:
    return Known.from_store(
        of_store,
        catalogue_of(*defined),
        indicators=_outline(defined).indicators,
        as_of=as_of,
        boundaries=boundaries,
        goal_set=_goal_set(defined),
    )


@lru_cache(maxsize=4)
def _outline(defined: Definitions) -> ProfileOutline:
    return ProfileOutline.load(catalogue_of(*defined))


@lru_cache(maxsize=4)
def _goal_set(defined: Definitions) -> GoalSet:
    return GoalSet.load(SDG_SET, catalogue=catalogue_of(*defined))
