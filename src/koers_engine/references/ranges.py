"""Municipalities by what an indicator says of them: between two bounds."""

import math
from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from koers_engine.concepts import AreaKind, Bilingual
from koers_engine.concepts.numbers import number
from koers_engine.references import notes
from koers_engine.references.characteristics import POPULATION
from koers_engine.references.group import ReferenceGroup, nobody
from koers_engine.references.rules import Asked


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

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """The municipalities of the range in a period, or in the nearest one with figures.

        Raises:
            Refusal: There is no such indicator, or the store has no figures of it.
        """
        characteristics, period = asked.characteristics, asked.period
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
            includes_self=asked.area.code in members,
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


def _in_digits(bound: float | None) -> Bilingual | None:
    if bound is None:
        return None
    decimals = next((each for each in (0, 1) if float(bound * 10**each).is_integer()), 2)
    return Bilingual(
        nl=number(bound, decimals, language="nl"), en=number(bound, decimals, language="en")
    )


class _Classes(NamedTuple):
    """A division into classes: an indicator, and the bounds between the classes."""

    indicator: str
    bounds: tuple[float, ...]
    own: Bilingual
    names: tuple[Bilingual, ...] = ()


def _urban(how_nl: str, how_en: str) -> Bilingual:
    return Bilingual(
        nl=f"gemeenten die {how_nl} stedelijk zijn", en=f"municipalities that are {how_en} urban"
    )


CLASSES = {
    # CBS, "Gemeentegrootte" as in Gemeentelijke indeling: eight classes by inhabitants.
    "size-class": _Classes(
        POPULATION,
        (5_000, 10_000, 20_000, 50_000, 100_000, 150_000, 250_000),
        Bilingual(nl="eigen grootteklasse", en="own class of size"),
    ),
    # CBS, "Stedelijkheid (van een gebied)": five classes by surrounding address density.
    "urbanisation": _Classes(
        "address-density",
        (500, 1_000, 1_500, 2_500),
        Bilingual(nl="eigen stedelijkheidsklasse", en="own degree of urbanisation"),
        (
            _urban("niet", "not"),
            _urban("weinig", "hardly"),
            _urban("matig", "moderately"),
            _urban("sterk", "strongly"),
            _urban("zeer sterk", "extremely"),
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class OwnClass:
    """The class of size, or of urbanisation, that the place itself falls in."""

    kind: str

    @property
    def needs(self) -> tuple[str, ...]:
        """The one indicator."""
        return (CLASSES[self.kind].indicator,)

    @property
    def label(self) -> Bilingual:
        """What the division into classes is called."""
        return CLASSES[self.kind].own

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """The municipalities of the same class; with a note, nobody where the place has no figure.

        Raises:
            Refusal: The store has no figures of the indicator.
        """
        area, characteristics, classes = asked.area, asked.characteristics, CLASSES[self.kind]
        if area.kind is not AreaKind.MUNICIPALITY:
            return nobody(classes.own, notes.ONLY_MUNICIPALITIES)
        figures, _ = characteristics.of(classes.indicator, [area.code], asked.period)
        own = float(figures[0])
        if math.isnan(own):
            indicator = characteristics.panel(classes.indicator).indicator
            return nobody(classes.own, notes.no_figure_in_class(area.name, indicator))
        place = bisect_right(classes.bounds, own)
        low = classes.bounds[place - 1] if place else None
        high = classes.bounds[place] if place < len(classes.bounds) else None
        bounds = Range(classes.indicator, low, high)
        group = bounds.group_for(asked)
        return replace(group, label=classes.names[place]) if classes.names else group
