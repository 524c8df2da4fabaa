"""The figures of a composite index, put together from the store as it was at one moment."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import lru_cache
from typing import cast

import numpy as np
from django.utils import timezone

from koers.monitor.indices.parts import Parts, read_parts, recipe_in
from koers.monitor.known import Definitions, definitions, known
from koers.monitor.models import IndexVersion
from koers.monitor.reference_lists import own_groups
from koers.monitor.store import last_change, store
from koers_engine.composite import (
    CompositeData,
    Index,
    Recipe,
    Structure,
    UnsoundStructure,
    UnusableData,
    build,
)
from koers_engine.composite.arrays import FloatArray
from koers_engine.concepts import Bilingual, Period, Refusal
from koers_engine.indicators import Indicator, Panel
from koers_engine.observations import Fault, Vintage, VintageStore
from koers_engine.profile import Known
from koers_engine.references import parse_reference

PROVINCE = "province"  # by which what is missing may be estimated
ENOUGH = 0.5  # share of the municipalities that must have a figure in the period that is taken


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """All that an index is made from; the same gives the same index.

    `units` says which municipalities as references do, seen from `area_code`. Without `period` each
    indicator has its own: the last in which at least ENOUGH of them have a figure. With
    `boundaries` it is about the municipalities of 1 January of that year.
    """

    title: Bilingual
    parts: Parts
    recipe: Recipe
    units: str
    area_code: str
    period: Period | None
    boundaries: int | None
    as_of: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Which figures of an indicator were taken; `estimated` is their share (0-1) that rests on a
    conversion to other boundaries.
    """

    indicator: Indicator
    period: Period | None
    n_figures: int
    estimated: float
    vintages: tuple[Vintage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The figures with where they come from, and who is compared."""

    data: CompositeData
    taken: Mapping[str, Taken]
    group: Bilingual


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """An index with the figures that it was built of."""

    index: Index
    collected: Collected


@dataclass(frozen=True, slots=True, kw_only=True)
class _Recorded:
    """What an index is made from as a version holds it, by which it is kept."""

    title_nl: str
    title_en: str
    parts: str
    recipe: str
    units: str
    area_code: str
    period: str
    boundaries: int | None
    as_of: datetime


def making_of(version: IndexVersion) -> Making:
    """What a version was made from."""
    return _making(_recorded(version))


def built(version: IndexVersion, language: str) -> Built:
    """The index of a version, made again, with its parts named in a language.

    Kept until the store or a definition changes.

    Raises:
        koers_engine.concepts.Refusal: It can no longer be made; the message says why.
    """
    return _built(_recorded(version), language, store(), store().state(), definitions())


def _recorded(version: IndexVersion) -> _Recorded:
    return _Recorded(**{each.name: getattr(version, each.name) for each in fields(_Recorded)})


def _making(kept: _Recorded) -> Making:
    return Making(
        title=Bilingual(nl=kept.title_nl, en=kept.title_en or kept.title_nl),
        parts=read_parts(kept.parts),
        recipe=recipe_in(kept.recipe),
        units=kept.units,
        area_code=kept.area_code,
        period=Period.from_cbs(kept.period) if kept.period else None,
        boundaries=kept.boundaries,
        as_of=kept.as_of,
    )


@lru_cache(maxsize=32)
def _built(
    kept: _Recorded,
    language: str,
    _store: VintageStore,
    _state: frozenset[str],
    _defined: Definitions,
) -> Built:
    making = _making(kept)
    collected = collect(making, language)
    return Built(index=build(collected.data, making.recipe), collected=collected)


def collect(making: Making, language: str) -> Collected:
    """The figures of an index, with its parts named in a language.

    Raises:
        UnusableData: An indicator is unknown or has no table, the parts make no hierarchy, there
            are too few municipalities; all of it is named.
        koers_engine.concepts.Refusal: The municipalities cannot be told, or the store not be read.
    """
    held = _known(making)
    codes, group = _units(making, held)
    faults: list[Fault] = []
    title = making.title.text(language)
    elements = making.parts.elements(held.catalogue, title, language, faults)
    taken, columns = _figures(making, held, codes)
    for code, found in columns.items():
        if isinstance(found, Refusal):
            faults.append(Fault(code, str(found)))
    structure = None
    try:
        structure = Structure(tuple(elements))
    except UnsoundStructure as refusal:
        faults += refusal.faults
    if faults or structure is None:
        raise UnusableData(faults)
    values = cast(Mapping[str, FloatArray], columns)
    divided_by = {each.denominator for each in structure.indicators} - {None}
    areas, province = held.register.areas, held.register.province
    data = CompositeData(
        codes=codes,
        names=tuple(areas[code].name for code in codes),
        structure=structure,
        values=np.column_stack([values[each.code] for each in structure.indicators]),
        groups={PROVINCE: tuple(province.get(code) for code in codes)},
        denominators={code: values[code] for code in sorted(filter(None, divided_by))},
    )
    return Collected(data=data, taken=taken, group=group)


def _known(making: Making) -> Known:
    """What was known then; shared with the profiles where nothing came in since."""
    as_of = making.as_of
    if last_change(as_of) == last_change(max(as_of, timezone.now())):
        return replace(known(None, making.boundaries), groups=own_groups(as_of))
    return known(as_of, making.boundaries)


def _units(making: Making, held: Known) -> tuple[tuple[str, ...], Bilingual]:
    """The codes of the municipalities that are compared, and what these are together."""
    register = held.register
    year = making.boundaries or (making.period.year if making.period else None)
    last = max(register.living, default=Period(making.as_of.year))
    period = last if year is None else Period(year)
    reference = parse_reference(making.units, held.groups)
    area = register.find(making.area_code)
    group = reference.group_for(area, register, held.characteristics, period)
    there = held.municipalities(period)
    inside = group.contains(there)
    codes = sorted(code for code, is_in in zip(there, inside.tolist(), strict=True) if is_in)
    return tuple(codes), group.label


def _figures(
    making: Making, held: Known, codes: tuple[str, ...]
) -> tuple[dict[str, Taken], dict[str, FloatArray | Refusal]]:
    """Per indicator what was taken, and a column of figures or why there is none."""
    taken: dict[str, Taken] = {}
    columns: dict[str, FloatArray | Refusal] = {}
    for code in making.parts.indicators:
        try:
            panel = held.load(code)
        except Refusal as refusal:
            columns[code] = refusal
            continue
        taken[code], columns[code] = _column(panel, codes, making.period)
    return taken, columns


def _column(
    panel: Panel, codes: tuple[str, ...], wanted: Period | None
) -> tuple[Taken, FloatArray]:
    rows_by_area = {area: row for row, area in enumerate(panel.areas)}
    rows = np.array([rows_by_area.get(code, -1) for code in codes], dtype=np.intp)
    there = rows >= 0
    table = np.full((len(codes), len(panel.periods)), np.nan)
    table[there] = panel.values[rows[there]]
    at = _period(panel, table, wanted)
    if at is None:
        nothing = Taken(
            indicator=panel.indicator, period=wanted, n_figures=0, estimated=0.0, vintages=()
        )
        return nothing, np.full(len(codes), np.nan)
    values = table[:, at]
    has_figure = ~np.isnan(values)
    guessed = panel.estimated[rows[has_figure], at]
    period = panel.periods[at]
    taken = Taken(
        indicator=panel.indicator,
        period=period,
        n_figures=int(has_figure.sum()),
        estimated=float(guessed.mean()) if guessed.size else 0.0,
        vintages=panel.vintages_of(period),
    )
    return taken, values


def _period(panel: Panel, table: FloatArray, wanted: Period | None) -> int | None:
    """The column of the period that is taken; None where there is none with a figure."""
    if wanted is not None:
        return panel.periods.index(wanted) if wanted in panel.periods else None
    counts = (~np.isnan(table)).sum(axis=0)
    if not counts.any():
        return None
    enough = np.flatnonzero(counts >= ENOUGH * len(table))
    if not enough.size:
        return int(np.flatnonzero(counts == counts.max())[-1])
    return int(max(enough.tolist(), key=lambda at: panel.periods[at].first_day))
