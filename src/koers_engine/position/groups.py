"""Who a place is held against, worked out once for all indicators that are asked for."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import AreaKind, Period
from koers_engine.indicators.panel import BoolArray, FloatArray
from koers_engine.position.kernel import IntArray
from koers_engine.references import Characteristics, ReferenceGroup
from koers_engine.references.characteristics import POPULATION

# Masks of groups: enough for a walk through all municipalities with a few references each.
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


def columns_of(
    areas: tuple[str, ...], register: AreaRegister, characteristics: Characteristics
) -> Columns:
    """The areas of a panel as columns, made once for all panels with the same areas."""
    return characteristics.kept(register, ("columns", areas), lambda: Columns(areas))


def aligned(wanted: Sequence[str], known: Sequence[str]) -> IntArray:
    """The place of each wanted code among the known ones; −1 where it is not."""
    at = {code: place for place, code in enumerate(known)}
    return np.array([at.get(code, -1) for code in wanted], np.intp)
