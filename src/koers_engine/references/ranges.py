"""Municipalities by what an indicator says of them: between two bounds."""

import math
from dataclasses import dataclass

import numpy as np

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, Bilingual, Period
from koers_engine.references import notes
from koers_engine.references.characteristics import POPULATION, Characteristics
from koers_engine.references.group import ReferenceGroup


@dataclass(frozen=True, slots=True)
class Range:
    """The municipalities whose figure is at least `low` and below `high`.

    One without a figure is in no range. Which belong differs from period to period.
    """

    indicator: str
    low: float | None
    high: float | None

    @property
    def needs(self) -> tuple[str, ...]:
        """The one indicator."""
        return (self.indicator,)

    @property
    def label(self) -> Bilingual:
        """The bounds in words, with the indicator's code."""
        return self._label(Bilingual.same(self.indicator), Bilingual.same(""))

    def group_for(
        self,
        area: Area,
        register: AreaRegister,  # noqa: ARG002 - every rule is asked in one way
        characteristics: Characteristics,
        period: Period,
    ) -> ReferenceGroup:
        """The municipalities of the range in a period, or in the nearest one with figures.

        Raises:
            Refusal: There is no such indicator, or the store has no figures of it.
        """
        codes = characteristics.municipalities(self.indicator)
        figures, known = characteristics.of(self.indicator, codes, period)
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        chosen = np.flatnonzero((figures >= low) & (figures < high))
        members = frozenset(codes[place] for place in chosen)
        panel = characteristics.panel(self.indicator)
        said = () if known in (None, period) else (notes.figures_of(panel.indicator, known),)
        return ReferenceGroup(
            label=self._label(panel.indicator.name, panel.indicator.unit),
            members=members,
            includes_self=area.code in members,
            version=known.label if known else "",
            notes=said,
            vintages=panel.vintages_of(known) if known else (),
        )

    def _label(self, name: Bilingual, unit: Bilingual) -> Bilingual:
        low, high = _in_digits(self.low), _in_digits(self.high)
        if self.indicator == POPULATION:
            unit, name, fewer = _INHABITANTS, _UNNAMED, "fewer"
        else:
            name, fewer = Bilingual(nl=f" ({name.nl})", en=f" ({name.en})"), "less"
        if low is None and high is not None:
            nl, en = f"minder dan {high.nl} {unit.nl}", f"{fewer} than {high.en} {unit.en}"
        elif high is None and low is not None:
            nl, en = f"{low.nl} {unit.nl} of meer", f"{low.en} {unit.en} or more"
        elif low is not None and high is not None:
            nl, en = f"{low.nl} tot {high.nl} {unit.nl}", f"{low.en} to {high.en} {unit.en}"
        else:
            nl, en = f"een cijfer {unit.nl}", f"a figure {unit.en}"
        return Bilingual(nl=f"gemeenten met {nl}{name.nl}", en=f"municipalities with {en}{name.en}")


_INHABITANTS = Bilingual(nl="inwoners", en="inhabitants")
_UNNAMED = Bilingual.same("")


def _in_digits(number: float | None) -> Bilingual | None:
    """A bound as people write it: 1.500,5 and 1,500.5."""
    if number is None:
        return None
    english = f"{number:,.2f}".rstrip("0").rstrip(".")
    return Bilingual(nl=english.translate(_DUTCH_MARKS), en=english)


_DUTCH_MARKS = str.maketrans(",.", ".,")
