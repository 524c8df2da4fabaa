from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import AreaKind, Period
from koers_engine.indicators import Panel
from koers_engine.indicators.panel import FloatArray

POPULATION = "population"
_KEPT_AT_MOST = 1024
T = TypeVar("T")


class Characteristics:
    """What indicators say of areas, for the rules that groups are made by; read when asked for.

    `load` gives the panel of an indicator by its code, and refuses one that is not there as
    `load_panel` does. All panels are of one moment and on the same boundaries.
    """

    def __init__(self, load: Callable[[str], Panel]) -> None:
        self._load = load
        self._panels: dict[str, Panel] = {}
        self._kept: dict[Hashable, tuple[AreaRegister, Any]] = {}

    @cached_property
    def population(self) -> Panel:
        """Inhabitants: who is there in a period, classes of size, and weights."""
        return self.panel(POPULATION)

    def panel(self, code: str) -> Panel:
        """An indicator's figures; read once.

        Raises:
            Refusal: As `load_panel` does.
        """
        if code not in self._panels:
            self._panels[code] = self._load(code)
        return self._panels[code]

    def period_of(self, code: str, period: Period) -> Period | None:
        """The indicator's period that goes for the one asked for: itself, else the nearest year.

        Of two as near the earlier goes; None where the indicator has no period at all.
        """
        return min(
            self.panel(code).periods,
            key=lambda known: (abs(known.year - period.year), known != period, known),
            default=None,
        )

    def of(
        self, code: str, areas: Sequence[str], period: Period
    ) -> tuple[FloatArray, Period | None]:
        """An indicator's figures of these areas in a period, and the period they are of.

        Args:
            areas: Codes, n of them, in any order.

        Returns:
            Shape (n,), in the indicator's unit; NaN where there is no figure. The period as
            `period_of` tells.
        """
        panel, known = self.panel(code), self.period_of(code, period)
        if known is None or not panel.areas:
            return np.full(len(areas), np.nan), known
        names, asked = np.array(panel.areas, str), np.array(areas, str)
        places = np.searchsorted(names, asked).clip(max=names.size - 1)
        figures = panel.values[places, panel.column(known)]
        return np.where(names[places] == asked, figures, np.nan), known

    def municipalities(self, code: str) -> list[str]:
        """The codes of the municipalities that the indicator ever had a figure of, in order."""
        areas = self.panel(code).areas
        return [area for area in areas if AreaKind.of(area) is AreaKind.MUNICIPALITY]

    def there_in(self, period: Period) -> list[str]:
        """The codes of the municipalities with inhabitants in a period, in order."""
        codes = self.municipalities(POPULATION)
        inhabitants, _ = self.of(POPULATION, codes, period)
        return [code for code, known in zip(codes, ~np.isnan(inhabitants), strict=True) if known]

    def kept(self, register: AreaRegister, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, made once for a key as long as the register is the same one."""
        found = self._kept.get(key)
        if found is None or found[0] is not register:
            if len(self._kept) >= _KEPT_AT_MOST:
                self._kept.clear()
            found = self._kept[key] = register, make()
        made: T = found[1]
        return made
