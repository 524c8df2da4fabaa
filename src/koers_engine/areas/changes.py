from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koers_engine.concepts import Bilingual


class ChangeKind(StrEnum):
    """What happened to an area, as CBS's list of regions words it."""

    BEGAN = "began"
    """Begindatum: from when on the code is used."""
    FOUNDED = "founded"
    """Ontstaan: a new municipality out of others."""
    DISSOLVED = "dissolved"
    """Opgeheven: the municipality went over into others."""
    REDIVISION = "redivision"
    """Gemeentelijke herindeling: it went on under its own code, with others or parts of them."""
    BOUNDARY_CHANGE = "boundary change"
    """Grenswijziging."""
    CHANGE = "change"
    """Wijziging, as the list names changes up to 1991 of either kind."""
    RENAMED = "renamed"
    """Naamswijziging: another name, and with it another code."""
    PROVINCE_CHANGE = "province change"
    """Provinciale wijziging: the whole municipality lies in another province from then on."""


class Weight(StrEnum):
    """What tells how much of an area went over where only a part of it did."""

    INHABITANTS = "inhabitants"
    DWELLINGS = "dwellings"

    @property
    def in_words(self) -> Bilingual:
        """The weight's name in a sentence."""
        dutch = {Weight.INHABITANTS: "inwoners", Weight.DWELLINGS: "woningen"}
        return Bilingual(nl=dutch[self], en=self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How much went over; None where the list does not say."""

    hectares: float | None = None
    dwellings: int | None = None
    inhabitants: int | None = None

    def of(self, weight: Weight) -> int | None:
        """The inhabitants, or the dwellings."""
        return self.inhabitants if weight is Weight.INHABITANTS else self.dwellings


NOTHING_TOLD = Amounts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One of the areas that an area received from or went over to, and how much of it."""

    code: str
    name: str
    amounts: Amounts = NOTHING_TOLD


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that happened to one area, as the description of that area tells it.

    `on` is the first day on which it holds; None for an area older than the list (BEGAN only).
    `received` says whether `parts` came in (True) or went out (False).
    """

    area: str
    kind: ChangeKind
    on: date | None
    received: bool = True
    parts: tuple[Part, ...] = ()
    provinces: tuple[str, str] = ("", "")
    """The names of the province before and after, of a PROVINCE_CHANGE."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """What one area handed over to another on one day, as both their descriptions tell it.

    `origin` and `destination` are codes, equal for the part of an area that stayed what it was.
    """

    on: date
    origin: str
    destination: str
    amounts: Amounts


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """The two sides of a change do not tell the same; `given` or `received` None: not told."""

    on: date
    origin: str
    destination: str
    given: Amounts | None
    received: Amounts | None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnreadLine:
    """A line of a description that the parser makes nothing of; `line` counts from 1."""

    area: str
    line: int
    text: str
