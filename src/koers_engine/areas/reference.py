import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from koers_engine.areas.register import AreaRegister
from koers_engine.concepts import Area, AreaKind, Bilingual, Refusal

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

_FORMS = (
    "nl; province; landsdeel; north-netherlands; a number of inhabitants as in "
    '"50000..100000 inhabitants", "100000.. inhabitants" or "..20000 inhabitants"; '
    "or codes as in GM0106,GM0114 or PV22"
)
_NUMBER = r"\d{1,3}(?:\.\d{3}){0,3}|\d{1,12}"
_SIZE = re.compile(
    rf"(?P<low>{_NUMBER})?\.\.(?P<high>{_NUMBER})?\s*(?:inhabitants|inwoners)", re.ASCII
)
_CODES = re.compile(r"[A-Z]{2}\d{2,4}(?:,[A-Z]{2}\d{2,4})*", re.ASCII)
_OWN = {
    "province": Bilingual(nl="eigen provincie", en="own province"),
    "landsdeel": Bilingual(nl="eigen landsdeel", en="own part of the country"),
}
_FIXED = {"nl": "NL01", "north-netherlands": "LD01"}
_NAMES = {
    "NL01": Bilingual(nl="Nederland", en="the Netherlands"),
    "LD01": Bilingual(nl="Noord-Nederland", en="North Netherlands"),
    "LD02": Bilingual(nl="Oost-Nederland", en="East Netherlands"),
    "LD03": Bilingual(nl="West-Nederland", en="West Netherlands"),
    "LD04": Bilingual(nl="Zuid-Nederland", en="South Netherlands"),
}


class UnreadableReference(Refusal, ValueError):
    """A text does not say which reference areas are meant."""

    def __init__(self, text: str, why: str = "") -> None:
        super().__init__(f"{text!r} names no reference areas.{why} Known forms: {_FORMS}.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceGroup:
    """The municipalities that one place is held against, as a rule.

    `official` is the code of an area that is those municipalities together, for which the
    publisher may give a figure of its own; None where there is none.
    """

    label: Bilingual
    official: str | None = None
    low: float = -math.inf
    high: float = math.inf
    codes: tuple[str, ...] = ()

    @property
    def needs_inhabitants(self) -> bool:
        """Whether the number of inhabitants decides who belongs to the group."""
        return not (self.official or self.codes)

    def named(self, register: AreaRegister) -> "ReferenceGroup":
        """The same group, of areas that are known and with their names instead of their codes.

        Raises:
            UnknownArea: A code is none of the register's.
        """
        if self.official:
            return _official_group(register.find(self.official).code, register)
        if not self.codes:
            return self
        names = ", ".join(register.find(code).name for code in self.codes)
        return replace(self, label=Bilingual.same(names))

    def contains(
        self, municipalities: Sequence[str], register: AreaRegister, inhabitants: FloatArray
    ) -> BoolArray:
        """Which municipalities belong to the group.

        Args:
            municipalities: Codes, n of them.
            inhabitants: Their population in the period asked for, shape (n,); NaN where unknown,
                and then the municipality is in no class of size.
        """
        if self.official:
            return np.array(
                [register.lies_in(code, self.official) for code in municipalities], bool
            )
        if self.codes:
            return np.isin(np.array(municipalities, str), self.codes)
        return (inhabitants >= self.low) & (inhabitants < self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a place is held against, before it is known which place. Made by `parse_reference`."""

    text: str
    label: Bilingual
    own: str | None = None  # "province" or "landsdeel": the one that the place lies in
    group: ReferenceGroup | None = None

    def group_for(self, area: Area, register: AreaRegister) -> ReferenceGroup:
        """The group for this place.

        Raises:
            UnknownArea: The register has no area with a code that the reference names.
        UnreadableReference: The place lies in no province or part of the country.
        """
        if self.group is not None:
            return self.group.named(register)
        container = (
            register.province.get(area.code)
            if self.own == "province"
            else register.landsdeel_of(area.code)
        )
        if container is None:
            raise UnreadableReference(
                self.text, f" {area.name} ({area.code}) lies in no such area."
            )
        return _official_group(container, register)


def parse_reference(text: str) -> Reference:
    """Read which reference areas are meant.

    Raises:
        UnreadableReference: The text has none of the known forms; the message lists them.

    >>> parse_reference("50000..100000 inhabitants").label.en
    'municipalities with 50,000 to 100,000 inhabitants'
    """
    asked = text.strip()
    folded = asked.casefold()
    if folded in _OWN:
        return Reference(text=asked, label=_OWN[folded], own=folded)
    if folded in _FIXED:
        return _fixed(asked, _official_group(_FIXED[folded]))
    size = _SIZE.fullmatch(folded)
    if size is not None:
        return _fixed(asked, _size_group(asked, _number(size["low"]), _number(size["high"])))
    codes = asked.upper().replace(" ", "")
    if _CODES.fullmatch(codes):
        return _fixed(asked, _coded_group(asked, tuple(dict.fromkeys(codes.split(",")))))
    raise UnreadableReference(text)


def _fixed(text: str, group: ReferenceGroup) -> Reference:
    return Reference(text=text, label=group.label, group=group)


def _official_group(code: str, register: AreaRegister | None = None) -> ReferenceGroup:
    area = register.areas.get(code) if register else None
    label = _NAMES.get(code) or Bilingual.same(area.name if area else code)
    return ReferenceGroup(label=label, official=code)


def _coded_group(text: str, codes: tuple[str, ...]) -> ReferenceGroup:
    kinds = {AreaKind.of(code) for code in codes}
    if kinds == {AreaKind.MUNICIPALITY}:
        return ReferenceGroup(label=Bilingual.same(", ".join(codes)), codes=codes)
    whole = {AreaKind.COUNTRY, AreaKind.LANDSDEEL, AreaKind.PROVINCE}
    if len(codes) == 1 and kinds <= whole:
        return _official_group(codes[0])
    why = " Give municipalities, or one province, part of the country or country."
    raise UnreadableReference(text, why)


def _number(text: str | None) -> int | None:
    return int(text.replace(".", "")) if text else None


def _size_group(text: str, low: int | None, high: int | None) -> ReferenceGroup:
    if low is None and high is None:
        raise UnreadableReference(text, " Give at least one number of inhabitants.")
    if low is not None and high is not None and low >= high:
        raise UnreadableReference(text, " The first number must be the smaller one.")
    return ReferenceGroup(
        label=_size_label(low, high),
        low=-math.inf if low is None else low,
        high=math.inf if high is None else high,
    )


def _size_label(low: int | None, high: int | None) -> Bilingual:
    if low is None:
        nl, en = "minder dan {high} inwoners", "fewer than {high} inhabitants"
    elif high is None:
        nl, en = "{low} inwoners of meer", "{low} inhabitants or more"
    else:
        nl, en = "{low} tot {high} inwoners", "{low} to {high} inhabitants"
    numbers = {"low": f"{low or 0:,}", "high": f"{high or 0:,}"}
    dutch = {name: number.replace(",", ".") for name, number in numbers.items()}
    return Bilingual(
        nl="gemeenten met " + nl.format(**dutch), en="municipalities with " + en.format(**numbers)
    )
