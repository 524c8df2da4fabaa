"""The rules that say which municipalities are in a group: fixed areas, and lists of codes."""

from dataclasses import dataclass
from typing import Protocol

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, Bilingual, Period, Refusal
from koers_engine.references import notes
from koers_engine.references.characteristics import Characteristics
from koers_engine.references.group import ReferenceGroup

_NAMES = {
    "NL01": Bilingual(nl="Nederland", en="the Netherlands"),
    "LD01": Bilingual(nl="Noord-Nederland", en="North Netherlands"),
    "LD02": Bilingual(nl="Oost-Nederland", en="East Netherlands"),
    "LD03": Bilingual(nl="West-Nederland", en="West Netherlands"),
    "LD04": Bilingual(nl="Zuid-Nederland", en="South Netherlands"),
}
_OWN = {
    "province": Bilingual(nl="eigen provincie", en="own province"),
    "landsdeel": Bilingual(nl="eigen landsdeel", en="own part of the country"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """For whom, when, and with what knowledge a group is made."""

    area: Area
    register: AreaRegister
    characteristics: Characteristics
    period: Period


class Rule(Protocol):
    """Which municipalities a place is held against, before it is known which place and period."""

    @property
    def label(self) -> Bilingual:
        """The rule in words."""

    @property
    def needs(self) -> tuple[str, ...]:
        """Codes of the indicators that decide who belongs."""

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """The group for this place in this period."""


class LiesNowhere(Refusal, LookupError):
    """A place lies in no area of the kind that a reference asks for."""

    def __init__(self, area: Area, what: Bilingual) -> None:
        super().__init__(
            f"{area.name} ({area.code}) has no {what.en}: it lies in no such area. Choose another "
            "reference, such as nl."
        )


@dataclass(frozen=True, slots=True)
class FixedArea:
    """All municipalities of one area: the country, a part of it, or a province."""

    code: str
    needs: tuple[str, ...] = ()

    @property
    def label(self) -> Bilingual:
        """The area's name where that is fixed, else its code."""
        return _NAMES.get(self.code) or Bilingual.same(self.code)

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """The municipalities of the area, defunct ones by the province they ended in.

        Raises:
            UnknownArea: The register has no such area.
        """
        area, register = asked.area, asked.register
        container = register.find(self.code)
        everywhere = container.code.startswith("NL")
        members = register.municipalities_in(container.code)
        return ReferenceGroup(
            label=_NAMES.get(container.code) or Bilingual.same(container.name),
            members=None if everywhere else members,
            official=container.code,
            includes_self=everywhere or area.code in members,
        )


@dataclass(frozen=True, slots=True)
class OwnArea:
    """The area of a kind that the place itself lies in."""

    kind: str  # "province" or "landsdeel"
    needs: tuple[str, ...] = ()

    @property
    def label(self) -> Bilingual:
        """What the kind is called."""
        return _OWN[self.kind]

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """The municipalities of the area that the place lies in.

        Raises:
            LiesNowhere: The place lies in none.
        """
        area, register = asked.area, asked.register
        if self.kind == "province":
            container = register.province.get(area.code)
        else:
            container = register.landsdeel_of(area.code)
        if container is None:
            raise LiesNowhere(area, self.label)
        return FixedArea(container).group_for(asked)


@dataclass(frozen=True, slots=True)
class Codes:
    """Municipalities by their codes."""

    codes: tuple[str, ...]
    needs: tuple[str, ...] = ()

    @property
    def label(self) -> Bilingual:
        """The codes."""
        return Bilingual.same(", ".join(self.codes))

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """Those municipalities, by name.

        Raises:
            UnknownArea: A code is none of the register's.
        """
        names = ", ".join(asked.register.find(code).name for code in self.codes)
        gone = set(self.codes) - set(asked.characteristics.there_in(asked.period))
        said = (notes.not_there(asked.register.names(gone), asked.period),) if gone else ()
        return ReferenceGroup(
            label=Bilingual.same(names),
            members=frozenset(self.codes),
            includes_self=asked.area.code in self.codes,
            notes=said,
        )
