from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from koers_engine.areas.changes import Amounts, Change, ChangeKind, Contradiction, Flow, UnreadLine
from koers_engine.areas.descriptions import read_description
from koers_engine.concepts import Refusal

_BEGINS = (ChangeKind.BEGAN, ChangeKind.FOUNDED)
# Exchanged with, where a border of the country moved: no municipality, and nobody lives there.
_ABROAD = "GM0998"


class NoHistory(Refusal, LookupError):
    """The list of regions in the store has no descriptions, so that no change is known."""

    def __init__(self) -> None:
        super().__init__(
            "The store knows of no merger or boundary change: its table cbs:03759ned came without "
            "the descriptions of the regions. Bring in the table of CBS itself with: "
            "koers data add cbs:03759ned"
        )


class UnknownBoundaries(Refusal, ValueError):
    """The boundaries of a year cannot be told from the list of regions."""

    def __init__(self, year: int, first: int, last: int) -> None:
        super().__init__(
            f"The boundaries of {year} are not known: the list of regions in the store tells of "
            f"changes from {first} to {last}. Give a year from {first} to {last}; for a later one, "
            "first bring in a newer list with: koers data add cbs:03759ned"
        )


class Life(NamedTuple):
    """From which day an area was there, and from which day no longer; None: open."""

    begin: date | None
    end: date | None

    def holds(self, day: date) -> bool:
        """Whether the area was there on a day."""
        return (self.begin is None or self.begin <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class AreaHistory:
    """What happened to every municipality, both sides of each change laid beside each other.

    `changes` are the events by area, latest first as told; `flows` what went over, per day in the
    order of time, areas that kept a part of their own included; `lives` when each code was there.
    """

    changes: Mapping[str, tuple[Change, ...]] = field(default_factory=dict)
    flows: Mapping[date, tuple[Flow, ...]] = field(default_factory=dict)
    lives: Mapping[str, Life] = field(default_factory=dict)
    contradictions: tuple[Contradiction, ...] = ()
    unread: tuple[UnreadLine, ...] = ()

    @classmethod
    def read(cls, descriptions: Iterable[tuple[str, str]]) -> "AreaHistory":
        """Out of codes with their descriptions; an empty description tells nothing."""
        told = {code: read_description(code, text) for code, text in descriptions if text.strip()}
        changes = {code: tuple(described.changes) for code, described in told.items()}
        municipal = {code: found for code, found in changes.items() if code.startswith("GM")}
        flows, contradictions = _reconciled(municipal)
        return cls(
            changes=changes,
            flows=flows,
            lives={code: _life(found) for code, found in municipal.items()},
            contradictions=tuple(contradictions),
            unread=tuple(line for described in told.values() for line in described.unread),
        )

    @property
    def years(self) -> tuple[int, int]:
        """The first and the last year of which the boundaries on 1 January are known.

        Raises:
            NoHistory: The list of regions has no descriptions.
        """
        if not self.flows:
            raise NoHistory
        return min(self.flows).year, max(self.flows).year

    def existed(self, code: str, day: date) -> bool:
        """Whether a municipality was there on a day; one that the list is silent of never was."""
        life = self.lives.get(code)
        return life is not None and life.holds(day)

    def municipalities(self, day: date) -> frozenset[str]:
        """The codes of all municipalities that were there on a day."""
        return frozenset(code for code, life in self.lives.items() if life.holds(day))

    def goes_on_as(self, code: str, day: date) -> str | None:
        """The code of an area on the other side of a day of change; None where it is not there.

        Its own code, but for an area that got another name, and with it another code, on that day.
        """
        life = self.lives[code]
        if day not in (life.begin, life.end):
            return code
        for change in self.changes.get(code, ()):
            if change.kind is ChangeKind.RENAMED and change.on == day and change.parts:
                return change.parts[0].code
        return None

    def successors(self, code: str) -> tuple[Flow, ...]:
        """What a municipality that is no more handed over when it ended; empty for a living one."""
        end = self.lives[code].end if code in self.lives else None
        if end is None:
            return ()
        return tuple(flow for flow in self.flows.get(end, ()) if flow.origin == code)

    def absorbed(self, code: str, since: date, until: date) -> tuple[Flow, ...]:
        """What a municipality received after `since`, up to and on `until`, own parts left out."""
        return tuple(
            flow
            for day, flows in self.flows.items()
            if since < day <= until
            for flow in flows
            if flow.destination == code != flow.origin
        )

    def between(self, since: date, until: date) -> tuple[date, ...]:
        """The days of change after `since`, up to and on `until`, in the order of time."""
        return tuple(sorted(day for day in self.flows if since < day <= until))

    def province_changes(self, code: str) -> tuple[Change, ...]:
        """The moves of a whole municipality to another province."""
        told = self.changes.get(code, ())
        return tuple(each for each in told if each.kind is ChangeKind.PROVINCE_CHANGE)

    def moved_between(self, since: date, until: date) -> set[str]:
        """Who moved to another province as a whole after `since`, up to and on `until`."""
        return {
            code
            for code in self.lives
            for change in self.province_changes(code)
            if change.on and since < change.on <= until
        }

    def exchanged(self, code: str, since: date, until: date) -> bool:
        """Whether an area larger than a municipality gained or lost people or homes in between."""
        return any(
            change.on is not None
            and since < change.on <= until
            and any(part.amounts.dwellings or part.amounts.inhabitants for part in change.parts)
            for change in self.changes.get(code, ())
        )


def _reconciled(
    changes: Mapping[str, tuple[Change, ...]],
) -> tuple[dict[date, tuple[Flow, ...]], list[Contradiction]]:
    """Lay what the one gave beside what the other received; where they differ, the giver counts."""
    given: dict[tuple[date, str, str], Amounts] = {}
    received: dict[tuple[date, str, str], Amounts] = {}
    for change in (change for told in changes.values() for change in told):
        for part in change.parts:
            if change.on is None:
                continue
            ends = (part.code, change.area) if change.received else (change.area, part.code)
            side = received if change.received else given
            side[(change.on, *ends)] = part.amounts
    flows: dict[date, list[Flow]] = {}
    contradictions: list[Contradiction] = []
    for key in sorted(given.keys() | received.keys()):
        on, origin, destination = key
        gave, got = given.get(key), received.get(key)
        if gave != got and origin != destination and _ABROAD not in key:
            contradictions.append(
                Contradiction(
                    on=on, origin=origin, destination=destination, given=gave, received=got
                )
            )
        amounts = gave or got or Amounts()
        flows.setdefault(on, []).append(
            Flow(on=on, origin=origin, destination=destination, amounts=amounts)
        )
    return {on: tuple(found) for on, found in flows.items()}, contradictions


def _life(changes: tuple[Change, ...]) -> Life:
    begins = [
        change.on
        for change in changes
        if change.on
        and (change.kind in _BEGINS or (change.kind is ChangeKind.RENAMED and change.received))
    ]
    ends = [
        change.on
        for change in changes
        if change.on
        and (
            change.kind is ChangeKind.DISSOLVED
            or (change.kind is ChangeKind.RENAMED and not change.received)
        )
    ]
    return Life(begin=max(begins, default=None), end=max(ends, default=None))
