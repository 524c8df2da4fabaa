"""The profile of a municipality as this site knows it, and the list of all there are."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache

from koers.monitor.choices import Chosen
from koers.monitor.known import Definitions, definitions, known, outline
from koers.monitor.store import last_change, register, store
from koers_engine.areas import NotThereThen
from koers_engine.concepts import Area, AreaKind
from koers_engine.profile import (
    Choice,
    Known,
    NoLongerThere,
    Profile,
    ProfileOutline,
    build_profile,
)
from koers_engine.references import OwnGroup

__all__ = [
    "Making",
    "NoProfile",
    "Place",
    "Profile",
    "making",
    "municipalities_by_province",
    "profile",
]


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality as the list of profiles shows it."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """What a profile is made from; equal where an equal choice brings an equal profile."""

    known: Known = field(compare=False)
    outline: ProfileOutline = field(compare=False)
    chosen: Chosen = field(compare=False)
    choice: Choice
    state: frozenset[str]
    defined: Definitions
    change: datetime | None
    groups: frozenset[tuple[str, OwnGroup]]


def making(chosen: Chosen) -> Making:
    """What profiles are made from for a choice. Two queries.

    Raises:
        koers_engine.concepts.Refusal: The store does not hold, or did not, which areas there are.
    """
    held = known(chosen.moment, chosen.choice.boundaries)
    return Making(
        known=held,
        outline=outline(),
        chosen=chosen,
        choice=chosen.choice,
        state=store().state(),
        defined=definitions(),
        change=last_change(chosen.moment),
        groups=frozenset(held.groups.items()),
    )


@dataclass(frozen=True, slots=True)
class NoProfile:
    """Why there is no profile; `name` is that of a municipality that was there once.

    `heirs` is what went on in its place, and `last_year` the last whose boundaries have it.
    """

    name: str = ""
    heirs: tuple[Place, ...] = ()
    last_year: int | None = None
    not_there_in: int | None = None


def profile(code: str, made: Making) -> Profile | NoProfile:
    """The profile of a municipality, or why there is none."""
    area = made.known.register.areas.get(code)
    if area is None or area.kind is not AreaKind.MUNICIPALITY:
        return NoProfile()
    try:
        return _profile(code, made)
    except NoLongerThere as refusal:
        life = made.known.register.history.lives.get(code)
        last_year = life.end.year - 1 if life and life.end else None
        return NoProfile(area.name, _places(refusal.heirs), last_year)
    except NotThereThen as refusal:
        return NoProfile(area.name, _places(refusal.heirs), not_there_in=made.choice.boundaries)


def _places(areas: Iterable[Area]) -> tuple[Place, ...]:
    return tuple(Place(area.code, area.name) for area in areas)


@lru_cache(maxsize=64)
def _profile(code: str, made: Making) -> Profile:
    return build_profile(code, made.choice, known=made.known, outline=made.outline)


def municipalities_by_province(wanted: str = "") -> dict[str, list[Place]]:
    """The current municipalities whose name or code has `wanted` in it, by province and name.

    Raises:
        koers_engine.concepts.Refusal: The store does not hold the register of areas.
    """
    now, sought = register(), wanted.strip().casefold()
    grouped: dict[str, list[Place]] = {}
    for area in now.municipalities():
        if sought in area.name.casefold() or sought == area.code.casefold():
            province = now.areas.get(now.province.get(area.code, ""))
            name = province.name if province else ""
            grouped.setdefault(name, []).append(Place(area.code, area.name))
    return dict(sorted(grouped.items()))
