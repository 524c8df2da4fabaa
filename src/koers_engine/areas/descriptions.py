"""What happened to an area, out of the prose of CBS's list of regions.

CBS tells every merger and boundary change in the description of each code, in lines such as
"Opgeheven per 01-01-2021, overgegaan naar:", "- Boxtel (GM0757)," and "... 535 hectare met 918
woningen en 2149 inwoners". The forms are few; whatever has another one is handed back unread.
"""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from koers_engine.areas.changes import Amounts, Change, ChangeKind, Part, UnreadLine

_DATE = r"(?P<day>\d\d)-(?P<month>\d\d)-(?P<year>\d{4})"
_HEAD = re.compile(
    rf"(?P<kind>Ontstaan|Opgeheven|Gemeentelijke herindeling|Grenswijziging|Wijziging) per {_DATE}"
    r",? (?P<way>ontvangen van|uit|overgegaan naar):"
)
_ENDED = re.compile(rf"Opgeheven per {_DATE}")
_RENAMED = re.compile(rf"Naamswijziging per {_DATE},?")
_OTHER_NAME = re.compile(r"(?P<way>oude|nieuwe) naam: (?P<name>.+) \((?P<code>GM\d{4})\),?")
_PROVINCE_CHANGED = re.compile(rf"Provinciale wijziging per {_DATE}:")
_PROVINCES = re.compile(r"- overgegaan van provincie (?P<old>.+) naar provincie (?P<new>.+)")
_BEGAN = re.compile(rf"Begindatum (?:{_DATE}|voor 1830)")
_PART = re.compile(r"- (?P<name>.+) \((?P<code>GM\d{4})\),?")
_NUMBERS = (
    r"(?:(?P<hectares>\d{1,9}(?:,\d{1,9})?) hectare)?(?: met)?"
    r"(?: ?(?P<dwellings>\d{1,9}) woning(?:en)?)?(?: en)?"
    r"(?: ?(?P<inhabitants>\d{1,9}) inwoners?)?"
)
_AMOUNTS = re.compile(rf"\.\.\. (?=\d){_NUMBERS}")
_LARGER_CHANGED = re.compile(rf"Grenswijziging per {_DATE}:")
_LARGER_PART = re.compile(
    r"- (?P<way>Ontvangen van|Over naar) (?P<name>.+) \((?P<code>[A-Z]{2}\d\d)\),? "
    rf"(?=\d){_NUMBERS}\.?"
)
_KINDS = {
    "Ontstaan": ChangeKind.FOUNDED,
    "Opgeheven": ChangeKind.DISSOLVED,
    "Gemeentelijke herindeling": ChangeKind.REDIVISION,
    "Grenswijziging": ChangeKind.BOUNDARY_CHANGE,
    "Wijziging": ChangeKind.CHANGE,
}


@dataclass(slots=True)
class Described:
    """What the description of one area tells, and the lines of it that could not be read."""

    changes: list[Change] = field(default_factory=list)
    unread: list[UnreadLine] = field(default_factory=list)


def read_description(code: str, text: str) -> Described:
    r"""The changes that the description of an area tells, in its order.

    Of a municipality every line must have a known form. Of a larger area (nation, part of the
    country, province, COROP area) only the lines that tell with which of its like it exchanged
    something are taken; what municipalities did they tell themselves.

    >>> told = read_description("GM1", "Begindatum 01-01-2019\nSomething new")
    >>> [change.kind.value for change in told.changes], [line.line for line in told.unread]
    (['began'], [2])
    """
    reader = _Reader(code) if code.startswith("GM") else _LargerReader(code)
    for number, raw in enumerate(text.splitlines(), start=1):
        line = " ".join(raw.split())
        # A lone full stop stands between two changes here and there.
        if line.strip(".") and not reader.takes(line):
            reader.told.unread.append(UnreadLine(area=code, line=number, text=line))
    return reader.told


class _Reader:
    """Takes the lines of one municipality; a line belongs to the change begun before it."""

    def __init__(self, code: str) -> None:
        self.code = code
        self.told = Described()

    def takes(self, line: str) -> bool:
        """Whether the line had a known form at this place."""
        return self._begins_change(line) or self._goes_on(line)

    def _begins_change(self, line: str) -> bool:
        if found := _HEAD.fullmatch(line):
            return self._add(_KINDS[found["kind"]], found, found["way"] != "overgegaan naar")
        for form, kind in (
            (_ENDED, ChangeKind.DISSOLVED),
            (_RENAMED, ChangeKind.RENAMED),
            (_PROVINCE_CHANGED, ChangeKind.PROVINCE_CHANGE),
            (_BEGAN, ChangeKind.BEGAN),
        ):
            if found := form.fullmatch(line):
                return self._add(kind, found, kind is not ChangeKind.DISSOLVED)
        return False

    def _add(self, kind: ChangeKind, found: re.Match[str], received: bool) -> bool:  # noqa: FBT001
        on = None
        if found["year"]:
            try:
                on = date(int(found["year"]), int(found["month"]), int(found["day"]))
            except ValueError:
                return False
        self.told.changes.append(Change(area=self.code, kind=kind, on=on, received=received))
        return True

    def _goes_on(self, line: str) -> bool:
        if not self.told.changes:
            return False
        change = self.told.changes[-1]
        if change.kind is ChangeKind.RENAMED:
            goes_on = self._rename(change, line)
        elif change.kind is ChangeKind.PROVINCE_CHANGE:
            goes_on = self._provinces(change, line)
        elif change.kind is ChangeKind.BEGAN:
            goes_on = False
        else:
            goes_on = self._part(change, line) or self._amounts(change, line)
        return goes_on

    def _rename(self, change: Change, line: str) -> bool:
        found = _OTHER_NAME.fullmatch(line)
        if found is None or change.parts:
            return False
        part = Part(code=found["code"], name=found["name"])
        self._put(replace(change, parts=(part,), received=found["way"] == "oude"))
        return True

    def _provinces(self, change: Change, line: str) -> bool:
        found = _PROVINCES.fullmatch(line)
        if found is None or any(change.provinces):
            return False
        self._put(replace(change, provinces=(found["old"], found["new"])))
        return True

    def _part(self, change: Change, line: str) -> bool:
        found = _PART.fullmatch(line)
        if found is None:
            return False
        part = Part(code=found["code"], name=found["name"])
        self._put(replace(change, parts=(*change.parts, part)))
        return True

    def _amounts(self, change: Change, line: str) -> bool:
        found = _AMOUNTS.fullmatch(line)
        if found is None or not change.parts or change.parts[-1].amounts != Amounts():
            return False
        told = replace(change.parts[-1], amounts=_amounts(found))
        self._put(replace(change, parts=(*change.parts[:-1], told)))
        return True

    def _put(self, change: Change) -> None:
        self.told.changes[-1] = change


class _LargerReader(_Reader):
    """Takes the lines of a larger area: what it exchanged with its like."""

    def takes(self, line: str) -> bool:
        """Whether the line had a known form, or tells no change at all."""
        if found := _LARGER_CHANGED.fullmatch(line):
            return self._add(ChangeKind.BOUNDARY_CHANGE, found, received=True)
        if not self.told.changes or line.startswith("..."):
            return True
        found = _LARGER_PART.fullmatch(line)
        if found is None:
            return False
        change = self.told.changes[-1]
        part = Part(code=found["code"], name=found["name"], amounts=_amounts(found))
        received = found["way"] == "Ontvangen van"
        if change.parts and change.received != received:
            self.told.changes.append(replace(change, parts=(part,), received=received))
        else:
            self._put(replace(change, parts=(*change.parts, part), received=received))
        return True


def _amounts(found: re.Match[str]) -> Amounts:
    hectares, dwellings, inhabitants = found.group("hectares", "dwellings", "inhabitants")
    return Amounts(
        hectares=float(hectares.replace(",", ".")) if hectares else None,
        dwellings=int(dwellings) if dwellings else None,
        inhabitants=int(inhabitants) if inhabitants else None,
    )
