"""Peers by likeness: the nearest municipalities on chosen characteristics, and why these."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from koers_engine.concepts import AreaKind, Bilingual, Period, Refusal
from koers_engine.indicators import Panel
from koers_engine.indicators.panel import FloatArray
from koers_engine.references import notes
from koers_engine.references.characteristics import POPULATION, Characteristics
from koers_engine.references.group import ReferenceGroup, nobody
from koers_engine.references.likeness import (
    MOST_PEERS,
    Characteristic,
    Recipe,
    compared,
    default_recipe,
    distances,
    nearest_first,
    standardised,
)
from koers_engine.references.peer import Peer, Trait
from koers_engine.references.rules import Asked

MOST_CHARACTERISTICS = 20
_PEERS = re.compile(
    r"peers(?:\s+(?P<number>\d{1,3}))?(?:\s+within\s+(?P<within>\d{1,3}(?:[.,]\d{1,3})?))?"
    r"(?:\s+by\s+(?P<by>.+))?",
    re.ASCII,
)
_ITEM = re.compile(
    r"\s*(?P<code>[a-z][a-z0-9-]{0,79})(?:\s*\*\s*(?P<weight>\d{1,4}(?:\.\d{1,3})?))?\s*", re.ASCII
)


def read_peers(text: str) -> "Peers | None":
    """The rule in a text as "peers 8 by population*2, address-density"; None where it is no such.

    Raises:
        ValueError: It is, and cannot be followed; the message says why.
    """
    found = _PEERS.fullmatch(text)
    if found is None:
        return None
    standard = default_recipe()
    within = float(found["within"].replace(",", ".")) if found["within"] else None
    number = int(found["number"]) if found["number"] else None
    if number is None and within is None:
        number = standard.number
    if number is not None and not 1 <= number <= MOST_PEERS:
        message = f"Ask for 1 to {MOST_PEERS} peers."
        raise ValueError(message)
    if found["by"] is None:
        return Peers(Recipe(standard.characteristics, number, within, is_default=True))
    return Peers(Recipe(_characteristics(found["by"], standard), number, within))


def _characteristics(text: str, standard: Recipe) -> tuple[Characteristic, ...]:
    logarithms = {each.indicator: each.logarithm for each in standard.characteristics}
    chosen: dict[str, Characteristic] = {}
    for item in text.split(","):
        found = _ITEM.fullmatch(item)
        if found is None:
            message = f"{item.strip()!r} is no indicator, or no weight as in population*2."
            raise ValueError(message)
        code, weight = found["code"], float(found["weight"] or 1)
        if weight == 0 or code in chosen:
            what = "is named twice" if code in chosen else "has no weight"
            message = f"The indicator {code} {what}."
            raise ValueError(message)
        chosen[code] = Characteristic(indicator=code, weight=weight, logarithm=logarithms.get(code))
    if len(chosen) > MOST_CHARACTERISTICS:
        message = f"Name at most {MOST_CHARACTERISTICS} indicators."
        raise ValueError(message)
    return tuple(chosen.values())


@dataclass(frozen=True, slots=True, eq=False)  # arrays do not compare as a whole
class _Column:
    """A characteristic of all municipalities that are there, in the order of their codes."""

    chosen: Characteristic
    panel: Panel
    period: Period
    figures: FloatArray
    z: FloatArray
    logarithm: bool


@dataclass(frozen=True, slots=True)
class _Table:
    """The characteristics that tell municipalities apart in a period, and what is not among them.

    `absent` are codes of indicators without figures, `constant` names of those that are the same
    everywhere.
    """

    codes: tuple[str, ...]
    columns: tuple[_Column, ...]
    absent: tuple[str, ...]
    constant: tuple[Bilingual, ...]


@dataclass(frozen=True, slots=True)
class Peers:
    """The municipalities that are most like the place, without the place itself."""

    recipe: Recipe

    @property
    def needs(self) -> tuple[str, ...]:
        """The characteristics, and the inhabitants that tell who is there."""
        codes = (each.indicator for each in self.recipe.characteristics)
        return tuple(dict.fromkeys((POPULATION, *codes)))

    @property
    def label(self) -> Bilingual:
        """That it is by likeness."""
        return _LABEL

    def group_for(self, asked: Asked) -> ReferenceGroup:
        """The peers of the place in a period, by figures of that period or the nearest.

        A characteristic that the place has no figure of does not count; a municipality that lacks
        one that counts is no candidate. Notes say both, and by what was chosen.

        Raises:
            Refusal: A characteristic that was named is unknown, or has no figures.
        """
        area, recipe = asked.area, self.recipe
        label = Bilingual(
            nl=f"gemeenten die het meest op {area.name} lijken",
            en=f"municipalities most like {area.name}",
        )
        if area.kind is not AreaKind.MUNICIPALITY:
            return nobody(self.label, notes.ONLY_MUNICIPALITIES)
        table = asked.characteristics.kept(
            asked.register,
            (recipe.characteristics, recipe.is_default, asked.period),
            lambda: _table(recipe, asked.characteristics, asked.period),
        )
        row = table.codes.index(area.code) if area.code in table.codes else None
        used = [each for each in table.columns if row is not None and not np.isnan(each.z[row])]
        said = _not_counted(table, used, area.name)
        if row is None or not used:
            return nobody(label, notes.nothing_to_compare(area.name))
        z = np.column_stack([column.z for column in used])
        weights = np.array([column.chosen.weight for column in used])
        distance, shares = distances(z[row], z, weights)
        lacking = [table.codes[at] for at in np.flatnonzero(np.isnan(distance))]
        distance[row] = np.nan
        chosen = nearest_first(distance, table.codes, recipe)
        by = [(c.panel.indicator.name, c.period, c.chosen.weight, c.logarithm) for c in used]
        return ReferenceGroup(
            label=label,
            members=frozenset(table.codes[at] for at in chosen),
            includes_self=False,
            version=", ".join(f"{c.panel.indicator.code} {c.period}" for c in used),
            peers=tuple(
                Peer(
                    code=table.codes[at],
                    name=asked.register.areas[table.codes[at]].name,
                    place=area.name,
                    distance=float(distance[at]),
                    traits=_traits(used, row, at, shares[at]),
                )
                for at in chosen
            ),
            notes=(
                notes.chosen_by(by),
                *_nobody_near(chosen, distance, table, asked),
                *said,
                *([notes.no_candidates(asked.register.names(lacking))] if lacking else []),
            ),
            vintages=tuple(dict.fromkeys(v for c in used for v in c.panel.vintages_of(c.period))),
        )


def _nobody_near(
    chosen: Sequence[int], distance: FloatArray, table: _Table, asked: Asked
) -> tuple[Bilingual, ...]:
    """Who is nearest, where nobody is within the distance that was asked for."""
    if chosen or np.isnan(distance).all():
        return ()
    nearest = int(np.nanargmin(distance))
    name = asked.register.areas[table.codes[nearest]].name
    return (notes.nobody_near(name, float(distance[nearest])),)


_LABEL = Bilingual(nl="gemeenten die het meest lijken", en="municipalities most alike")


def _table(recipe: Recipe, known: Characteristics, period: Period) -> _Table:
    codes = known.there_in(period)
    columns: list[_Column] = []
    absent: list[str] = []
    constant: list[Bilingual] = []
    for chosen in recipe.characteristics:
        try:
            panel = known.panel(chosen.indicator)
        except Refusal:
            if not recipe.is_default:
                raise
            absent.append(chosen.indicator)
            continue
        figures, at = known.of(chosen.indicator, codes, period)
        basis, logarithm = compared(figures, panel, chosen)
        z = standardised(basis)
        if at is None or np.isnan(figures).all():
            absent.append(chosen.indicator)
        elif np.isnan(z).all():
            constant.append(panel.indicator.name)
        else:
            columns.append(_Column(chosen, panel, at, figures, z, logarithm))
    return _Table(tuple(codes), tuple(columns), tuple(absent), tuple(constant))


def _not_counted(table: _Table, used: Sequence[_Column], place: str) -> list[Bilingual]:
    unused = [c.panel.indicator.name for c in table.columns if c not in used]
    return [
        *([notes.characteristics_absent(table.absent)] if table.absent else []),
        *([notes.characteristics_constant(table.constant)] if table.constant else []),
        *([notes.characteristics_without_own(unused, place)] if unused else []),
    ]


def _traits(used: Sequence[_Column], own: int, peer: int, shares: FloatArray) -> tuple[Trait, ...]:
    return tuple(
        Trait(
            indicator=column.panel.indicator,
            period=column.period,
            own=float(column.figures[own]),
            theirs=float(column.figures[peer]),
            weight=column.chosen.weight,
            logarithm=column.logarithm,
            share=float(share),
        )
        for column, share in zip(used, shares, strict=True)
    )
