"""The base addresses of publishers. Each is a setting, so that a mirror can stand in for it."""

import os
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BaseAddress:
    """Where a publisher's tables are asked for, unless the variable `setting` says otherwise."""

    setting: str
    default: str
    serves: str

    def __str__(self) -> str:
        return (os.environ.get(self.setting) or self.default).rstrip("/")

    @property
    def is_default(self) -> bool:
        """Whether the publisher itself is asked."""
        return str(self) == self.default


CBS_V4 = BaseAddress("KOERS_CBS_BASE", "https://datasets.cbs.nl/odata/v1", "CBS, OData v4")
CBS_V3 = BaseAddress("KOERS_CBS_V3_BASE", "https://opendata.cbs.nl", "CBS, OData v3 (`--form v3`)")
CBS_CSV = BaseAddress(
    "KOERS_CBS_CSV_BASE", "https://datasets.cbs.nl/CSV/CBS/nl", "CBS, bulk files (`--form csv`)"
)
SDMX_ESTAT = BaseAddress(
    "KOERS_SDMX_BASE_ESTAT",
    "https://ec.europa.eu/eurostat/api/dissemination/sdmx/2.1",
    "Eurostat, SDMX 2.1",
)
BASE_ADDRESSES = (CBS_V4, CBS_V3, CBS_CSV, SDMX_ESTAT)
