"""What a reader chose to see of a place, as the address of a page or the command has it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from koers_engine.concepts import Bilingual, Period, Refusal
from koers_engine.concepts.period import UnreadablePeriod
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.indicators import Catalogue
from koers_engine.observations.faults import Fault, listed
from koers_engine.references import OwnGroup, UnknownGroup, UnreadableReference, parse_reference

MOST_REFERENCES = 8
MOST_INDICATORS = 60
_LONGEST = 300
_YEAR = re.compile(r"(?:19|20)\d\d", re.ASCII)
_PARAMETERS = ("reference", "period", "since", "boundaries", "as-of", "indicator")


@dataclass(frozen=True, slots=True)
class ChoiceFault:
    """A part of a choice that cannot be followed: which parameter, and why."""

    parameter: str
    text: Bilingual


class FaultyChoice(Refusal, ValueError):
    """What was chosen cannot all be followed; every fault is named."""

    def __init__(self, faults: Sequence[ChoiceFault]) -> None:
        self.faults = tuple(faults)
        said = listed([Fault(fault.parameter, fault.text.en) for fault in faults])
        super().__init__(f"This choice cannot be followed. {said}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What to hold a place against, when, on which boundaries, and as known when.

    Everything may be left open: no references are those that suit the place, no period is the
    last one with a figure, and no indicators are those of the profile.
    """

    references: tuple[str, ...] = ()
    period: Period | None = None
    """No figure is of later than this; one of an earlier period shows that period."""
    since: Period | None = None
    """The base of the growth, where the series has it."""
    boundaries: int | None = None
    as_of: date | None = None
    """The day at whose end the figures were known as they are shown."""
    indicators: tuple[str, ...] = ()

    @classmethod
    def read(
        cls,
        query: Mapping[str, Sequence[str]],
        catalogue: Catalogue,
        groups: Mapping[str, OwnGroup] = MappingProxyType({}),
    ) -> tuple["Choice", tuple[ChoiceFault, ...]]:
        """The choice in a query, and each part of it that cannot be followed and is left out.

        Args:
            query: Texts by parameter, in the order of the address; others than those of a choice
                are passed over, and an empty text stands for nothing chosen.
            groups: The lists of one's own that a reference may name.
        """
        faults: list[ChoiceFault] = []
        texts = {
            name: tuple(
                dict.fromkeys(
                    " ".join(text.split()) for text in query.get(name, ()) if text.strip()
                )
            )
            for name in _PARAMETERS
        }
        for name, several in texts.items():
            most = {"reference": MOST_REFERENCES, "indicator": MOST_INDICATORS}.get(name, 1)
            if len(several) > most:
                faults.append(ChoiceFault(name, _too_many(len(several), most)))
            kept = [text for text in several if len(text) <= _LONGEST]
            if len(kept) < len(several):
                faults.append(ChoiceFault(name, _TOO_LONG))
            texts[name] = tuple(kept[:most])
        choice = cls(
            references=_references(texts["reference"], groups, faults),
            period=_period("period", texts, faults),
            since=_period("since", texts, faults),
            boundaries=_boundaries(texts["boundaries"], faults),
            as_of=_day(texts["as-of"], faults),
            indicators=_indicators(texts["indicator"], catalogue, faults),
        )
        if choice.period and choice.since and choice.since >= choice.period:
            faults.append(ChoiceFault("since", _not_earlier(choice.since, choice.period)))
            choice = replace(choice, since=None)
        return choice, tuple(faults)

    def query(self) -> list[tuple[str, str]]:
        """The choice as parameters of an address, in a fixed order; `read` gives it back."""
        return [
            *(("reference", text) for text in self.references),
            *((("period", self.period.label),) if self.period else ()),
            *((("since", self.since.label),) if self.since else ()),
            *((("boundaries", str(self.boundaries)),) if self.boundaries else ()),
            *((("as-of", self.as_of.isoformat()),) if self.as_of else ()),
            *(("indicator", code) for code in self.indicators),
        ]


def _references(
    texts: Sequence[str], groups: Mapping[str, OwnGroup], faults: list[ChoiceFault]
) -> tuple[str, ...]:
    kept = []
    for text in texts:
        try:
            parse_reference(text, groups)
        except (UnreadableReference, UnknownGroup) as refusal:
            faults.append(ChoiceFault("reference", _no_reference(text, refusal)))
        else:
            kept.append(text)
    return tuple(kept)


def _period(
    name: str, texts: Mapping[str, Sequence[str]], faults: list[ChoiceFault]
) -> Period | None:
    for text in texts[name]:
        try:
            return Period.parse(text)
        except UnreadablePeriod:
            faults.append(ChoiceFault(name, _no_period(text)))
    return None


def _boundaries(texts: Sequence[str], faults: list[ChoiceFault]) -> int | None:
    for text in texts:
        if _YEAR.fullmatch(text):
            return int(text)
        faults.append(ChoiceFault("boundaries", _no_year(text)))
    return None


def _day(texts: Sequence[str], faults: list[ChoiceFault]) -> date | None:
    for text in texts:
        try:
            return date.fromisoformat(text)
        except ValueError:
            faults.append(ChoiceFault("as-of", _no_day(text)))
    return None


def _indicators(
    texts: Sequence[str], catalogue: Catalogue, faults: list[ChoiceFault]
) -> tuple[str, ...]:
    unknown = [code for code in texts if code not in catalogue.by_code]
    faults += [ChoiceFault("indicator", _no_indicator(code, catalogue)) for code in unknown]
    return tuple(code for code in texts if code not in unknown)


_TOO_LONG = Bilingual(
    nl=f"een tekst is langer dan {_LONGEST} tekens en is weggelaten",
    en=f"a text is longer than {_LONGEST} characters and was left out",
)


def _too_many(found: int, most: int) -> Bilingual:
    return Bilingual(
        nl=f"{found} gekozen; de eerste {most} tellen" if most > 1 else "meer dan één gekozen",
        en=f"{found} chosen; the first {most} count" if most > 1 else "more than one chosen",
    )


def _no_reference(text: str, refusal: Refusal) -> Bilingual:
    return Bilingual(
        nl=f"‘{text}’ is geen gebied of groep die hier bekend is. Kies bijvoorbeeld nl, province, "
        "size-class, peers of codes als GM0106,GM0114.",
        en=str(refusal),
    )


def _no_period(text: str) -> Bilingual:
    return Bilingual(
        nl=f"‘{text}’ is geen periode; schrijf 2024, 2024-Q1 of 2024-01",
        en=f"“{text}” is no period; write 2024, 2024-Q1 or 2024-01",
    )


def _no_year(text: str) -> Bilingual:
    return Bilingual(
        nl=f"‘{text}’ is geen jaar; schrijf 2024", en=f"“{text}” is no year; write 2024"
    )


def _no_day(text: str) -> Bilingual:
    return Bilingual(
        nl=f"‘{text}’ is geen datum; schrijf 2024-12-31",
        en=f"“{text}” is no date; write 2024-12-31",
    )


def _not_earlier(since: Period, period: Period) -> Bilingual:
    return Bilingual(
        nl=f"{since} ligt niet voor {period}; kies een eerdere periode",
        en=f"{since} is not before {period}; choose an earlier period",
    )


def _no_indicator(code: str, catalogue: Catalogue) -> Bilingual:
    close = nearest(code, catalogue.by_code)
    return Bilingual(
        nl=f"er is geen indicator ‘{code}’." + (f" Lijkt op: {', '.join(close)}." if close else ""),
        en=f"there is no indicator “{code}”.{did_you_mean(close)}",
    )
