from dataclasses import dataclass
from enum import StrEnum


class AreaKind(StrEnum):
    """What sort of area a CBS region code stands for, told by its first two letters."""

    COUNTRY = "country"
    LANDSDEEL = "landsdeel"
    PROVINCE = "province"
    COROP = "corop"
    MUNICIPALITY = "municipality"
    OTHER = "other"

    @classmethod
    def of(cls, code: str) -> "AreaKind":
        """The kind of the area with this code.

        >>> AreaKind.of("GM0106").value
        'municipality'
        """
        return _KINDS.get(code[:2], cls.OTHER)


_KINDS = {
    "NL": AreaKind.COUNTRY,
    "LD": AreaKind.LANDSDEEL,
    "PV": AreaKind.PROVINCE,
    "CR": AreaKind.COROP,
    "GM": AreaKind.MUNICIPALITY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """A place with a code that the publisher keeps; the name is a label, never a key."""

    code: str
    name: str

    @property
    def kind(self) -> AreaKind:
        """What sort of area it is."""
        return AreaKind.of(self.code)
