"""Which measures may be summed, and by how much a unit is scaled: told by the publisher's words.

A count adds up over areas and classes; an average, share, rate, median or index does not. The
words are those of CBS StatLine and their English counterparts. A measure that is not known to
add up is left alone: better no check than a false one.
"""

import re

from koers_engine.concepts import Measure

_COUNTED = re.compile(
    r"(?i)\s*(aantal|number|(x\s*)?1[ .,]?000([ .,]?000)?( (aantal|euro|inwoners|personen|uur))?|"
    r"personen|persons|inwoners|inhabitants|euro|(mln|miljoen|mld|miljard) euro|hectare|ha|km2|"
    r"woningen|dwellings|banen|jobs)\s*"
)
_NEVER = re.compile(
    r"(?i)\b(gemiddelde?|average|mean|mediaan|median|per|percentage|aandeel|share|index\w*|"
    r"ratio|druk|dichtheid|density|relatie[fv]e?|quoti\w+|graad|rate)\b|%"
)
_THOUSANDS = re.compile(r"1[ .,]?000([ .,]?000)?")
_MILLIONS = re.compile(r"(?i)\b(mln|miljoen)\b")
_BILLIONS = re.compile(r"(?i)\b(mld|miljard)\b")


def adds_up(measure: Measure) -> bool:
    """Whether figures of this measure may be summed.

    >>> from koers_engine.concepts import Bilingual, Unit
    >>> adds_up(Measure(code="1", title=Bilingual.same("Inwoners"), unit=Unit("x 1 000"),
    ...                 decimals=1))
    True
    """
    if _NEVER.search(measure.title.nl) or _NEVER.search(measure.unit.text):
        return False
    return _COUNTED.fullmatch(measure.unit.text) is not None


def factor(measure: Measure) -> int:
    """How many the unit stands for: 1,000 for "x 1 000".

    >>> from koers_engine.concepts import Bilingual, Unit
    >>> factor(Measure(code="1", title=Bilingual.same("Omzet"), unit=Unit("mln euro"), decimals=0))
    1000000
    """
    unit = measure.unit.text
    if _BILLIONS.search(unit):
        return 1_000_000_000
    if _MILLIONS.search(unit):
        return 1_000_000
    found = _THOUSANDS.search(unit)
    return 1 if found is None else 1_000_000 if found[1] else 1_000


def rounding(measure: Measure) -> float:
    """The most by which rounding alone moves a figure, in the measure's unit."""
    return 0.5 * 10.0**-measure.decimals
