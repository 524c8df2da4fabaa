"""In which COROP area and labour-market region a municipality lies, by a table in the store."""

from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from koers_engine.areas.history import AreaHistory
from koers_engine.concepts import Period
from koers_engine.observations import UnknownDataset, Vintage, VintageStore
from koers_engine.observations.store import NotYetKnown

if TYPE_CHECKING:
    import ibis

# Made from the columns of CBS table 70072ned that name the divisions: demo/figures/README.md.
DIVISIONS_DATASET = "koers:regional-divisions"
DIVISION_DIMENSION = "Division"
DIVISION_MEASURE = "Membership"


class Placement(NamedTuple):
    """The division that a municipality lies in.

    `by_way_of` are the municipalities it was made of, or went over into, where the table does not
    list the municipality itself; empty where it does.
    """

    division: str
    by_way_of: tuple[str, ...] = ()


@dataclass(frozen=True)
class Divisions:
    """Which divisions of the country a store knows of, and who lies in which.

    `members` tells per period the divisions of every municipality by its code, one of each kind;
    `names` the name of every division. The first two letters of a code tell its kind: CR or AM.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    members: Mapping[Period, Mapping[str, tuple[str, ...]]] = field(default_factory=dict)
    vintage: Vintage | None = None
    _placed: dict[tuple[str, Period], Mapping[str, Placement]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @classmethod
    def from_store(cls, store: VintageStore, as_of: datetime | None = None) -> "Divisions":
        """As known at the moment `as_of`, else last; nothing where the table is not there then."""
        with suppress(UnknownDataset, NotYetKnown):
            vintage = store.vintage(DIVISIONS_DATASET, as_of)
            codes = store.codes(vintage, DIVISION_DIMENSION)
            rows = store.ask(vintage, _memberships)
            members: dict[Period, dict[str, tuple[str, ...]]] = {}
            for area, period, division in zip(*rows.to_pydict().values(), strict=True):
                listed = members.setdefault(Period.from_cbs(period), {})
                listed[area] = (*listed.get(area, ()), division)
            names = codes.select(["code", "title"]).to_pydict()
            return cls(
                names=dict(zip(names["code"], names["title"], strict=True)),
                members=members,
                vintage=vintage,
            )
        return cls()

    def period_for(self, period: Period) -> Period | None:
        """The period of the table that goes for the one asked for: the nearest; None: no table."""
        return min(
            self.members, key=lambda known: (abs(known.year - period.year), known), default=None
        )

    def placed(
        self, kind: str, period: Period, history: AreaHistory, province: Mapping[str, str]
    ) -> Mapping[str, Placement]:
        """The division of a kind ("CR" or "AM") that each municipality lies in; worked out once.

        A municipality that came later goes where most inhabitants came from that it was made of,
        out of the divisions that reach into its `province`; one that ended before where most of its
        own went. One of which nothing is told is left out.
        """
        known = self.period_for(period)
        if known is None:
            return {}
        if (kind, known) not in self._placed:
            listed = {
                area: Placement(division)
                for area, divisions in self.members[known].items()
                for division in divisions
                if division.startswith(kind)
            }
            follow = _Following(listed, known.first_day, history, province)
            others = {code: follow.place(code) for code in history.lives if code not in listed}
            self._placed[kind, known] = listed | {c: found for c, found in others.items() if found}
        return self._placed[kind, known]


class _Following:
    """Follows a municipality that is not listed on a day through mergers to those that are."""

    def __init__(
        self,
        listed: Mapping[str, Placement],
        day: date,
        history: AreaHistory,
        province: Mapping[str, str],
    ) -> None:
        self._listed, self._day, self._history, self._province = listed, day, history, province
        self._reach = {(place.division, province.get(code)) for code, place in listed.items()}

    def place(self, code: str, seen: frozenset[str] = frozenset()) -> Placement | None:
        """Where a municipality lies; `seen` ends a ring of changes."""
        if code in self._listed or code in seen or code not in self._history.lives:
            return self._listed.get(code)
        inhabitants: Counter[str] = Counter()
        known = []
        for part, amount in self._parts(code):
            placement = self.place(part, seen | {code})
            if placement is not None:
                inhabitants[placement.division] += amount
                known.append(part)
        own = self._province.get(code)
        near = [division for division in inhabitants if (division, own) in self._reach]
        most = min(near or inhabitants, key=lambda each: (-inhabitants[each], each), default=None)
        return None if most is None else Placement(most, tuple(sorted(known)))

    def _parts(self, code: str) -> list[tuple[str, int]]:
        """What a municipality was made of, or went over into, with the inhabitants of each part."""
        life = self._history.lives[code]
        came_later = life.begin is not None and life.begin > self._day
        on = life.begin if came_later else life.end
        if on is None:
            return []
        other = self._history.goes_on_as(code, on)
        if other is not None and other != code:  # only its name changed
            return [(other, 1)]
        return [
            (flow.origin if came_later else flow.destination, flow.amounts.inhabitants or 0)
            for flow in self._history.flows.get(on, ())
            if code == (flow.destination if came_later else flow.origin)
        ]


def _memberships(table: "ibis.Table") -> "ibis.Table":
    rows = table.filter(table.measure == DIVISION_MEASURE, table.value == 1)
    return rows.select("area", "period", DIVISION_DIMENSION).order_by(DIVISION_DIMENSION)
