"""Who a place is held against, worked out once for all indicators that are asked for."""

from functools import cached_property
from weakref import WeakKeyDictionary

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, AreaKind, Period
from koers_engine.indicators.panel import BoolArray, FloatArray
from koers_engine.references import Characteristics, Reference, ReferenceGroup
from koers_engine.references.characteristics import POPULATION

# A profile page asks some 45 indicators for 5 references in a few periods; what is kept beyond
# that serves a walk through all municipalities, and is dropped when it grows past this.
_MOST_KEPT = 2048


class Columns:
    """The areas of a panel as columns, with what depends on nothing but which areas these are."""

    def __init__(self, areas: tuple[str, ...]) -> None:
        self.areas = areas
        self.row = {code: place for place, code in enumerate(areas)}
        self._members: dict[frozenset[str] | None, BoolArray] = {}
        self._inhabitants: dict[Period, tuple[FloatArray, Period | None]] = {}

    @cached_property
    def municipal(self) -> BoolArray:
        """Whether an area is a municipality."""
        return np.array([AreaKind.of(code) is AreaKind.MUNICIPALITY for code in self.areas], bool)

    def in_group(self, group: ReferenceGroup) -> BoolArray:
        """Whether an area is a municipality of the group."""
        if group.members not in self._members:
            if len(self._members) >= _MOST_KEPT:
                self._members.clear()
            self._members[group.members] = self.municipal & group.contains(self.areas)
        return self._members[group.members]

    def inhabitants(
        self, characteristics: Characteristics, period: Period
    ) -> tuple[FloatArray, Period | None]:
        """Inhabitants in the period, else the nearest there is, and which period that is."""
        if period not in self._inhabitants:
            self._inhabitants[period] = characteristics.of(POPULATION, self.areas, period)
        return self._inhabitants[period]


class Grouping:
    """The groups that some characteristics decide. Made by `of`; it goes when these go."""

    def __init__(self, register: AreaRegister) -> None:
        self.register = register
        self._groups: dict[tuple[Reference, str, Period], ReferenceGroup] = {}
        self._columns: dict[tuple[str, ...], Columns] = {}

    @classmethod
    def of(cls, register: AreaRegister, characteristics: Characteristics) -> "Grouping":
        """That of these characteristics; a new one where the register is another than before."""
        known = _GROUPINGS.get(characteristics)
        if known is None or known.register is not register:
            known = _GROUPINGS[characteristics] = cls(register)
        return known

    def group(
        self, reference: Reference, place: Area, characteristics: Characteristics, period: Period
    ) -> ReferenceGroup:
        """Whom a place is held against in a period.

        Raises:
            Refusal: As `Reference.group_for` does.
        """
        key = (reference, place.code, period)
        if key not in self._groups:
            found = reference.group_for(place, self.register, characteristics, period)
            if len(self._groups) >= _MOST_KEPT:
                self._groups.clear()
            self._groups[key] = found
            return found
        return self._groups[key]

    def columns(self, areas: tuple[str, ...]) -> Columns:
        """The areas of a panel as columns."""
        if areas not in self._columns:
            if len(self._columns) >= _MOST_KEPT:
                self._columns.clear()
            self._columns[areas] = Columns(areas)
        return self._columns[areas]


_GROUPINGS: WeakKeyDictionary[Characteristics, Grouping] = WeakKeyDictionary()
