"""COROP areas and labour-market regions: by code, or the one that the place lies in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from koers_engine.areas import Placement, UnknownArea
from koers_engine.areas.divisions import DIVISIONS_DATASET
from koers_engine.concepts import Area, Bilingual, Refusal
from koers_engine.concepts.refusal import nearest
from koers_engine.observations.wanted import how_to_add
from koers_engine.references import notes
from koers_engine.references.group import ReferenceGroup, nobody
from koers_engine.references.rules import Asked


class _Kind(NamedTuple):
    """A way to divide the country; `prefix` begins the codes of its areas."""

    prefix: str
    name: Bilingual
    own: Bilingual


KINDS = {
    "corop": _Kind(
        "CR",
        Bilingual(nl="COROP-gebied", en="COROP area"),
        Bilingual(nl="eigen COROP-gebied", en="own COROP area"),
    ),
    "labour-market-region": _Kind(
        "AM",
        Bilingual(nl="arbeidsmarktregio", en="labour-market region"),
        Bilingual(nl="eigen arbeidsmarktregio", en="own labour-market region"),
    ),
}
_BY_PREFIX = {kind.prefix: kind for kind in KINDS.values()}


class NoDivisions(Refusal, LookupError):
    """The store does not tell which municipalities a division holds."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} needs the table {DIVISIONS_DATASET}, which tells who lies in which COROP area "
            f"and labour-market region. Bring it in with: {how_to_add(DIVISIONS_DATASET)}"
        )


@dataclass(frozen=True, slots=True)
class Division:
    """The municipalities of one COROP area or labour-market region."""

    code: str
    needs: tuple[str, ...] = ()

    @property
    def label(self) -> Bilingual:
        """The kind of area with its code."""
        return _named(_BY_PREFIX[self.code[:2]].name, self.code)

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """Who lies in it by the table nearest to the period, followed through mergers.

        Raises:
            NoDivisions: The store has no such table.
            UnknownArea: There is no such division; the message names the nearest ones.
        """
        register, period = asked.register, asked.period
        kind, divisions = _BY_PREFIX[self.code[:2]], register.divisions
        placed = _placed(kind, asked, self.code)
        if self.code not in divisions.names:
            near = nearest(self.code, divisions.names)
            raise UnknownArea(
                self.code, [Area(code=code, name=divisions.names[code]) for code in near]
            )
        members = {code for code, place in placed.items() if place.division == self.code}
        there = asked.characteristics.there_in(period)
        followed = [code for code in there if code in members and placed[code].by_way_of]
        unknown = [code for code in there if code not in placed]
        known = divisions.period_for(period)
        said = [
            *([notes.division_of(known)] if known and known != period else []),
            *([notes.placed_by_merger(register.names(followed))] if followed else []),
            *([notes.in_no_division(kind.name, register.names(unknown))] if unknown else []),
        ]
        return ReferenceGroup(
            label=_named(kind.name, divisions.names[self.code]),
            members=frozenset(members),
            official=self.code,
            includes_self=asked.area.code in members,
            version=known.label if known else "",
            notes=tuple(said),
            vintages=(divisions.vintage,) if divisions.vintage else (),
        )


@dataclass(frozen=True, slots=True)
class OwnDivision:
    """The COROP area or labour-market region that the place itself lies in."""

    kind: str
    needs: tuple[str, ...] = ()

    @property
    def label(self) -> Bilingual:
        """What the kind is called."""
        return KINDS[self.kind].own

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """The division that the place lies in; with a note, nobody where none is known.

        Raises:
            NoDivisions: The store has no table of divisions.
        """
        kind = KINDS[self.kind]
        placement = _placed(kind, asked, self.kind).get(asked.area.code)
        if placement is not None:
            return Division(placement.division).group_for(asked)
        return nobody(kind.own, notes.in_no_division(kind.name, [asked.area.name]))


def _placed(kind: _Kind, asked: Asked, text: str) -> Mapping[str, Placement]:
    register = asked.register
    divisions = register.divisions
    placed = divisions.placed(kind.prefix, asked.period, register.history, register.province)
    if not placed:
        raise NoDivisions(text)
    return placed


def _named(kind: Bilingual, name: str) -> Bilingual:
    return Bilingual(nl=f"{kind.nl} {name}", en=f"{kind.en} {name}")
