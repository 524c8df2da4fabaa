import re
from dataclasses import dataclass
from enum import StrEnum


class AreaKind(StrEnum):
    """What sort of area a CBS region code stands for, told by its first two letters."""

    COUNTRY = "country"
    LANDSDEEL = "landsdeel"
    PROVINCE = "province"
    COROP = "corop"
    LABOUR_MARKET_REGION = "labour-market region"
    MUNICIPALITY = "municipality"
    OTHER = "other"

    @classmethod
    def of(cls, code: str) -> "AreaKind":
        """The kind of the area with this code.

        A code of another system (Eurostat's NL131, the country GM) is of another kind.

        >>> AreaKind.of("GM0106").value, AreaKind.of("NL131").value
        ('municipality', 'other')
        """
        known = _CBS_CODE.fullmatch(code)
        return _KINDS[known[1] or known[2]] if known else cls.OTHER


_CBS_CODE = re.compile(r"(?:(NL|LD|PV|CR|AM)\d\d?|(GM)\w+)")
_KINDS = {
    "NL": AreaKind.COUNTRY,
    "LD": AreaKind.LANDSDEEL,
    "PV": AreaKind.PROVINCE,
    "CR": AreaKind.COROP,
    "AM": AreaKind.LABOUR_MARKET_REGION,
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
