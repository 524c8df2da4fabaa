"""Who all places are held against by one reference, in all periods, as arrays."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, Period
from koers_engine.indicators.panel import BoolArray
from koers_engine.position.kernel import IntArray
from koers_engine.references import Characteristics, LiesNowhere, Reference, ReferenceGroup
from koers_engine.references.divisions import Division, OwnDivision
from koers_engine.references.lists import OwnList
from koers_engine.references.ranges import OwnClass, Range
from koers_engine.references.rules import Codes, FixedArea, OwnArea

# By these rules every place has the same group in a period; by those, whoever is in a group has
# it as its own. By any other, such as likeness, each place is asked for its own group.
_SAME_FOR_ALL = (FixedArea, Division, Codes, Range, OwnList)
_ONE_EACH = (OwnArea, OwnDivision, OwnClass)


@dataclass(frozen=True, eq=False, kw_only=True)
class Membership:
    """The groups of one reference as the kernel takes them.

    A column is a place as member of a group, or as held against it, or both. A place that is a
    member of several groups has a column in each.
    """

    reference: str
    places: IntArray
    """Which place a column is, shape (n_columns,)."""
    groups: IntArray
    """Shape (n_periods, n_columns), or (1, n_columns) where it is the same in all."""
    counts: BoolArray
    """Shape (n_periods, n_columns): the place belongs to the group."""
    asks: BoolArray
    """Shape (n_periods, n_columns): the place is held against the group."""
    official: IntArray
    """Shape (n_periods, n_groups): which official area the group is; −1 where none."""

    @property
    def n_groups(self) -> int:
        """How many groups there are."""
        return int(self.official.shape[1])


def membership(
    reference: Reference,
    places: Sequence[Area],
    periods: Sequence[Period],
    *,
    there: BoolArray,
    officials: dict[str, int],
    register: AreaRegister,
    characteristics: Characteristics,
) -> Membership:
    """Ask a reference for the groups of all places in all periods.

    Args:
        places: Municipalities, in order of code.
        there: Whether a place is there in a period, shape (n_periods, n_places); only such a one
            is held against a group.
        officials: Takes up the official areas that groups are, each with a number of its own.

    Raises:
        Refusal: As `Reference.group_for` does; a place that lies in no area of the kind that is
            asked for has no group.
    """

    def group_of(period: Period, place: int) -> ReferenceGroup:
        return reference.group_for(places[place], register, characteristics, period)

    codes = tuple(place.code for place in places)
    found = [
        list(_groups(reference, codes, there[at], partial(group_of, period)))
        for at, period in enumerate(periods)
    ]
    made = _shared if _is_shared(reference) else _each_its_own
    return made(reference.text, codes, found, there, officials)


_Found = list[tuple[list[int], ReferenceGroup]]
"""Groups, each with the places that are held against it."""


def _is_shared(reference: Reference) -> bool:
    """Whether no place is a member of one group and held against another."""
    return reference.itself is None and isinstance(reference.rule, (*_SAME_FOR_ALL, *_ONE_EACH))


def _groups(
    reference: Reference,
    codes: tuple[str, ...],
    there: BoolArray,
    group_of: Callable[[int], ReferenceGroup],
) -> Iterable[tuple[list[int], ReferenceGroup]]:
    """Every group of a period, with the places that are held against it."""
    left = dict.fromkeys(np.flatnonzero(there).tolist())
    while left:
        at = next(iter(left))
        try:
            group = group_of(at)
        except LiesNowhere:
            del left[at]
            continue
        held = [at]
        if _is_shared(reference) and isinstance(reference.rule, _SAME_FOR_ALL):
            held = list(left)
        elif _is_shared(reference):
            held += [each for each in left if each != at and codes[each] in (group.members or ())]
        for each in held:
            del left[each]
        yield held, group


def _shared(
    text: str,
    codes: tuple[str, ...],
    found: list[_Found],
    there: BoolArray,
    officials: dict[str, int],
) -> Membership:
    """One column per place: its only group, whether or not it belongs to it."""
    n_groups = max((len(groups) for groups in found), default=0) or 1
    shape = len(found), len(codes)
    numbers, counts = np.zeros(shape, np.intp), np.zeros(shape, bool)
    asks, official = np.zeros(shape, bool), np.full((shape[0], n_groups), -1)
    for at, groups in enumerate(found):
        for number, (held, group) in enumerate(groups):
            numbers[at, held] = number
            asks[at, held] = True
            counts[at, held] = group.contains([codes[place] for place in held])
            official[at, number] = _number(group, officials)
    return Membership(
        reference=text,
        places=np.arange(len(codes)),
        groups=numbers[:1] if (numbers == numbers[:1]).all() else numbers,
        counts=counts,
        asks=asks & there,
        official=official,
    )


def _each_its_own(
    text: str,
    codes: tuple[str, ...],
    found: list[_Found],
    there: BoolArray,
    officials: dict[str, int],
) -> Membership:
    """A group per place, with a column for itself and for each that is a member in any period."""
    n_periods, n_places = len(found), len(codes)
    counts = np.zeros((n_places, n_periods, n_places), bool)
    asks = np.zeros((n_periods, n_places), bool)
    official = np.full((n_periods, n_places), -1)
    for at, groups in enumerate(found):
        for (place,), group in groups:
            counts[place, at] = group.contains(codes)
            asks[at, place] = True
            official[at, place] = _number(group, officials)
    needed = counts.any(axis=1) | np.eye(n_places, dtype=bool)
    owners, members = np.nonzero(needed)
    return Membership(
        reference=text,
        places=members,
        groups=owners[None],
        counts=counts[owners, :, members].T,
        asks=(asks & there)[:, owners] & (owners == members),
        official=official,
    )


def _number(group: ReferenceGroup, officials: dict[str, int]) -> int:
    return -1 if group.official is None else officials.setdefault(group.official, len(officials))
