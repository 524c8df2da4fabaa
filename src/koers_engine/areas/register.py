from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.areas.divisions import Divisions
from koers_engine.areas.history import AreaHistory, UnknownBoundaries
from koers_engine.concepts import Area, AreaKind, DimensionKind, Period, Refusal
from koers_engine.concepts.refusal import did_you_mean, nearest
from koers_engine.observations import Vintage, VintageStore
from koers_engine.observations.dataset import CODE_COLUMNS

if TYPE_CHECKING:
    import ibis

# The table whose code list names every area and tells the province of each municipality, and whose
# population tells which municipalities there are: CBS, "Bevolking op 1 januari".
REGISTER_DATASET = "cbs:03759ned"
REGISTER_MEASURE = "M000352"

# CBS, "Landelijk dekkende regionale indelingen": the four parts of the country by province. The
# code list tells this in prose only.
_LANDSDEEL_OF_PROVINCE = {
    **dict.fromkeys(("PV20", "PV21", "PV22"), "LD01"),
    **dict.fromkeys(("PV23", "PV24", "PV25"), "LD02"),
    **dict.fromkeys(("PV26", "PV27", "PV28", "PV29"), "LD03"),
    **dict.fromkeys(("PV30", "PV31"), "LD04"),
}
# CBS adds what an area is to its name where names would be the same: "Groningen (gemeente)".
_MARKS = (" (gemeente)", " (PV)", " (LD)", " (CR)")


class UnknownArea(Refusal, LookupError):
    """No area has the code or name that was asked for."""

    def __init__(self, asked: str, suggestions: list[Area]) -> None:
        self.suggestions = tuple(suggestions)
        named = [f"{area.code} ({area.name})" for area in suggestions]
        super().__init__(
            f"There is no area {asked!r}.{did_you_mean(named)} "
            "Give a code such as GM0106 or PV22, or a name such as Assen."
        )


class NotThereThen(Refusal, LookupError):
    """A municipality is asked for on boundaries of a day on which it was not there.

    `began` is when it did, None where that is not known; `heirs` what it went over into before.
    """

    def __init__(self, area: Area, day: date, register: "AreaRegister") -> None:
        life = register.history.lives[area.code]
        self.area, self.day, self.began = area, day, life.begin
        self.heirs: tuple[Area, ...] = ()
        what = f"It began on {life.begin}."
        if life.end is not None and life.end <= day:
            self.heirs = tuple(register.successors(area.code))
            heirs = ", ".join(f"{heir.name} ({heir.code})" for heir in self.heirs)
            what = f"It ended on {life.end} and went over into {heirs or 'nothing known'}."
        super().__init__(
            f"{area.name} ({area.code}) was no municipality on {day}. {what} Ask for one that was, "
            "or for other boundaries."
        )


@dataclass(frozen=True)
class AreaRegister:
    """Every area that the register's table names, defunct municipalities included.

    `areas` by code; `province` gives the code of each municipality's province as the code list
    has it now (for a defunct one: its last). `living` tells per period which municipalities have
    a released population; one without is not there in that period. `descriptions` is the code
    list's prose on each area; `divisions` the COROP areas and labour-market regions.
    """

    areas: dict[str, Area]
    province: dict[str, str]
    living: dict[Period, frozenset[str]] = field(default_factory=dict)
    descriptions: Mapping[str, str] = field(default_factory=dict)
    divisions: Divisions = field(default_factory=Divisions)

    @cached_property
    def history(self) -> AreaHistory:
        """What the code list tells of mergers and boundary changes; read when first asked for.

        Empty where the list came without descriptions.
        """
        return _history_in(tuple(self.descriptions.items()))

    @classmethod
    def from_store(cls, store: VintageStore, as_of: datetime | None = None) -> "AreaRegister":
        """Read the register from its table, as it was known at the moment `as_of`, else last.

        Raises:
            UnknownDataset: The table is not in the store; the message tells how to bring it in.
            NotYetKnown: The table is in the store, but was not known yet at that moment.
        """
        vintage = store.vintage(REGISTER_DATASET, as_of)
        axis = next(d for d in vintage.dimensions if d.kind is DimensionKind.AREA)
        codes = store.codes(vintage, axis.identifier)
        rows = zip(*(codes.column(name).to_pylist() for name in CODE_COLUMNS), strict=True)
        read = list(rows)
        listed = [(code, _plain_name(title), group) for code, title, group, _ in read]
        return cls(
            areas={code: Area(code=code, name=name) for code, name, _ in listed},
            province={
                code: group[2:]
                for code, _, group in listed
                if code.startswith("GM") and group.startswith("GMPV")
            },
            living=_living_municipalities(store, vintage),
            descriptions={code: description for code, _, _, description in read},
            divisions=Divisions.from_store(store, as_of),
        )

    def find(self, text: str) -> Area:
        """The area with this code or this whole name; a municipality goes before a province.

        Raises:
            UnknownArea: There is none; the message names the nearest ones.
        """
        asked = text.strip()
        by_code = self.areas.get(asked.upper())
        if by_code is not None:
            return by_code
        folded = asked.casefold()
        named = [area for area in self.areas.values() if area.name.casefold() == folded]
        if named:
            return min(named, key=self._preference)
        raise UnknownArea(text, self._nearest(asked))

    def municipalities(self, period: Period | None = None) -> list[Area]:
        """The municipalities that are there in a period (else in the last one known), by name.

        Those with a released population; of a period without any, those that the history tells
        were there on its first day.
        """
        if period is None:
            period = max(self.living, default=None)
        if period in self.living:
            codes = self.living[period]
        elif period is not None:
            codes = self.history.municipalities(period.first_day)
        else:
            return []
        return sorted((self.areas[code] for code in codes), key=lambda area: area.name.casefold())

    def names(self, codes: Iterable[str]) -> list[str]:
        """The names of areas in the order of the alphabet; a code that is nobody's stays one."""
        named = (self.areas[code].name if code in self.areas else code for code in codes)
        return sorted(named, key=str.casefold)

    def has_ceased(self, code: str, period: Period) -> bool:
        """Whether a municipality that once was there is so no longer in a period."""
        life = self.history.lives.get(code)
        if life is not None and life.end is not None and life.end <= period.first_day:
            return True
        last = max((known for known, codes in self.living.items() if code in codes), default=None)
        return last is not None and any(last < known <= period for known in self.living)

    def successors(self, code: str) -> list[Area]:
        """The municipalities that one which is no more went over into; empty for a living one."""
        ends = dict.fromkeys(flow.destination for flow in self.history.successors(code))
        return [self.areas[end] for end in ends if end in self.areas]

    def taken_in(self, code: str, since: Period, until: Period) -> list[Area]:
        """The municipalities that ended between two periods, and went to this one in part or whole.

        Who brought no inhabitants is left out.
        """
        flows = self.history.absorbed(code, since.first_day, until.first_day)
        ended = [
            flow.origin
            for flow in flows
            if flow.amounts.inhabitants and self.history.lives[flow.origin].end == flow.on
        ]
        return [self.areas[origin] for origin in dict.fromkeys(ended) if origin in self.areas]

    def find_on(self, text: str, day: date) -> Area:
        """The area with this code or name, a municipality only where it was one on a day.

        Raises:
            UnknownArea: There is none; the message names the nearest ones.
            NotThereThen: It was none on that day; the message names what it went over into.
        """
        area = self.find(text)
        if area.code in self.history.lives and not self.history.existed(area.code, day):
            raise NotThereThen(area, day, self)
        return area

    def refuse_unknown_boundaries(self, year: int) -> None:
        """Refuse a year whose boundaries on 1 January the list of regions does not tell.

        Raises:
            NoHistory: It tells of no change at all.
            UnknownBoundaries: It does not reach to that year.
        """
        first, last = self.boundary_years
        if not first <= year <= last:
            raise UnknownBoundaries(year, first, last)

    @property
    def boundary_years(self) -> tuple[int, int]:
        """The first and the last year whose boundaries on 1 January are told.

        Raises:
            NoHistory: The list of regions tells of no change at all.
        """
        first, last = self.history.years
        return first, max([last, *(period.year for period in self.living)])

    def on(self, day: date) -> "AreaRegister":
        """The same register with each municipality in the province it lay in on a day.

        It matters not on which day this register stands itself.
        """
        by_name = {
            area.name: area.code for area in self.areas.values() if area.kind is AreaKind.PROVINCE
        }
        province = dict(self.province)
        for code in self.province:
            moves = [(move.on, move) for move in self.history.province_changes(code) if move.on]
            if moves:
                later = [(on, move.provinces[0]) for on, move in moves if day < on]
                sooner = [(on, move.provinces[1]) for on, move in moves if on <= day]
                _, name = min(later) if later else max(sooner)
                province[code] = by_name.get(name, province[code])
        return replace(self, province=province)

    def landsdeel_of(self, code: str) -> str | None:
        """The code of the part of the country that a municipality or province lies in."""
        return _LANDSDEEL_OF_PROVINCE.get(self.province.get(code, code))

    def municipalities_in(self, container: str) -> frozenset[str]:
        """The municipalities in a country, part of the country or province, defunct ones too."""
        if AreaKind.of(container) is AreaKind.COUNTRY:
            return frozenset(self.province)
        return self._inside.get(container, frozenset())

    @cached_property
    def _inside(self) -> Mapping[str, frozenset[str]]:
        """Per province and part of the country the municipalities that lie in it."""
        found: dict[str, set[str]] = {}
        for code, province in self.province.items():
            for container in filter(None, (province, self.landsdeel_of(code))):
                found.setdefault(container, set()).add(code)
        return {container: frozenset(codes) for container, codes in found.items()}

    def _preference(self, area: Area) -> tuple[bool, bool, str]:
        last = self.living[max(self.living)] if self.living else frozenset()
        return (area.code not in last, area.kind is not AreaKind.MUNICIPALITY, area.code)

    def _nearest(self, asked: str) -> list[Area]:
        by_name: dict[str, Area] = {}
        for area in sorted(self.areas.values(), key=self._preference):
            by_name.setdefault(area.name, area)
        close = nearest(asked, by_name)
        codes = nearest(asked, self.areas)
        return [by_name[name] for name in close] or [self.areas[code] for code in codes]


@lru_cache(maxsize=4)  # reading the prose takes longer than all else that a question needs
def _history_in(descriptions: tuple[tuple[str, str], ...]) -> AreaHistory:
    return AreaHistory.read(descriptions)


def _plain_name(title: str) -> str:
    for mark in _MARKS:
        title = title.removesuffix(mark)
    return title


def _living_municipalities(store: VintageStore, vintage: Vintage) -> dict[Period, frozenset[str]]:
    released = store.ask(vintage, _with_inhabitants)
    periods = pc.unique(released.column("period")).to_pylist()
    return {Period.from_cbs(code): frozenset(_areas_in(released, code)) for code in periods}


def _with_inhabitants(table: "ibis.Table") -> "ibis.Table":
    rows = table.filter(
        table.measure == REGISTER_MEASURE, table.value.notnull(), table.area.startswith("GM")
    )
    return rows.select("area", "period").distinct()


def _areas_in(released: pa.Table, period_code: str) -> list[str]:
    rows = released.filter(pc.equal(released.column("period"), period_code))
    areas: list[str] = rows.column("area").to_pylist()
    return areas
