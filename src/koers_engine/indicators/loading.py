"""From the store to a panel: Ibis expressions up to here, NumPy from here on."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from koers_engine.areas import AreaRegister, Weight
from koers_engine.areas.sizes import Total
from koers_engine.concepts import Period, Refusal
from koers_engine.indicators import derive
from koers_engine.indicators.catalogue import Catalogue, UnknownIndicator
from koers_engine.indicators.converting import BoundaryConversion
from koers_engine.indicators.indicator import Growth, Indicator, Published, Ratio, Source
from koers_engine.indicators.panel import BoolArray, FloatArray, Panel, StatusArray
from koers_engine.observations import UnknownDataset, Vintage, VintageStore
from koers_engine.observations.store import NotYetKnown
from koers_engine.observations.wanted import how_to_add

if TYPE_CHECKING:
    import ibis

# 38.81 (x 1 000) times 1,000 is 38,810 and not 38,810.000000000004.
_KEPT_DECIMALS = 9

# The indicators that tell how large a municipality is, both on 1 January.
_SIZES = {Weight.INHABITANTS: "population", Weight.DWELLINGS: "dwellings"}


class IndicatorWithoutData(Refusal, LookupError):
    """The store holds none of the datasets that an indicator rests on."""

    def __init__(self, indicator: Indicator, datasets: Sequence[str], store: VintageStore) -> None:
        commands = "; ".join(map(how_to_add, datasets))
        super().__init__(
            f"Indicator {indicator.code!r} needs {' or '.join(datasets)}, and the store "
            f"{store.path} holds no source of it. Bring it in with: {commands} (or, from a folder "
            "in Koers' own format, with: koers data add koers:PATH)"
        )


class AmbiguousSource(Refusal, ValueError):
    """A source of an indicator does not single out one figure per area and period."""

    def __init__(self, indicator: Indicator, source: Source, vintage: Vintage, why: str) -> None:
        axes = [axis.identifier for axis in vintage.dimensions if axis.kind == "other"]
        super().__init__(
            f"Indicator {indicator.code!r}, source {source.dataset} {source.measure}: {why} "
            "In the catalogue, name one code under `where` for each of "
            f"{', '.join(axes) or 'no dimension'}, and a measure out of "
            f"{', '.join(measure.code for measure in vintage.measures)}."
        )


def load_panel(
    indicator_code: str,
    *,
    store: VintageStore,
    catalogue: Catalogue,
    as_of: datetime | None = None,
    boundaries: int | None = None,
) -> Panel:
    """An indicator's figures for all areas and periods, as they were known at the moment `as_of`.

    A source that the store does not hold is passed over and named in `absent`, as long as another
    one is there.

    Args:
        boundaries: Bring the figures to the municipalities of 1 January of this year. Published
            counts are added up and divided, and all else is derived from those.

    Raises:
        NoHistory, UnknownBoundaries: The store does not know the boundaries that are asked for.
        UnknownIndicator: The catalogue has no such indicator.
        IndicatorWithoutData: None of its datasets is in the store.
        NotYetKnown: A dataset is in the store, but was not known yet at that moment.
        AmbiguousSource: A source leaves more than one figure per area and period.
    """
    if boundaries is None:
        return _load(indicator_code, store, catalogue, as_of, _as_published)
    register = AreaRegister.from_store(store, as_of)
    total = _total(store, catalogue, as_of)
    converted = BoundaryConversion(register, boundaries, total)
    return _load(indicator_code, store, catalogue, as_of, converted)


def _load(
    indicator_code: str,
    store: VintageStore,
    catalogue: Catalogue,
    as_of: datetime | None,
    converted: Callable[[Panel], Panel],
) -> Panel:
    def load(code: str) -> Panel:
        return _load(code, store, catalogue, as_of, converted)

    indicator = catalogue[indicator_code]
    match indicator.derivation:
        case Published(sources=sources):
            return converted(_published(indicator, sources, store, as_of))
        case Ratio(of=of, by=by) as derivation:
            return derive.ratio(indicator, derivation, load(of), load(by))
        case Growth(of=of) as derivation:
            return derive.growth(indicator, derivation, load(of))


def _as_published(panel: Panel) -> Panel:
    return panel


def _total(store: VintageStore, catalogue: Catalogue, as_of: datetime | None) -> Total:
    """The sizes of municipalities on 1 January, as far as the store knows them."""
    sizes: dict[tuple[Weight, str, int], float] = {}
    for weight, code in _SIZES.items():
        with suppress(UnknownIndicator, IndicatorWithoutData, NotYetKnown):
            panel = _load(code, store, catalogue, as_of, _as_published)
            for row, column in np.argwhere(~np.isnan(panel.values)):
                key = (weight, panel.areas[row], panel.periods[column].year)
                sizes[key] = float(panel.values[row, column])
    return lambda weight, code, year: sizes.get((weight, code, year))


@dataclass(frozen=True, slots=True)
class _Block:
    """What one source says: as in a panel, with "" where it is silent."""

    source: Source
    vintage: Vintage
    areas: list[str]
    periods: list[Period]
    values: FloatArray
    statuses: StatusArray
    breaks: BoolArray


def _published(
    indicator: Indicator, sources: Sequence[Source], store: VintageStore, as_of: datetime | None
) -> Panel:
    blocks: list[_Block] = []
    absent: list[str] = []
    for source in sources:
        try:
            vintage = store.vintage(source.dataset, as_of)
        except UnknownDataset:
            absent.append(source.dataset)
            continue
        blocks.append(_block(indicator, source, vintage, store))
    if not blocks:
        raise IndicatorWithoutData(indicator, absent, store)
    return replace(_joined(indicator, blocks), absent=tuple(dict.fromkeys(absent)))


def _block(indicator: Indicator, source: Source, vintage: Vintage, store: VintageStore) -> _Block:
    if source.measure not in {measure.code for measure in vintage.measures}:
        raise AmbiguousSource(indicator, source, vintage, "the dataset has no such measure.")
    strangers = source.where.keys() - {axis.column for axis in vintage.dimensions}
    if strangers:
        why = f"the dataset has no dimension {', '.join(sorted(strangers))}."
        raise AmbiguousSource(indicator, source, vintage, why)
    where = (("measure", source.measure), *sorted(source.where.items()))
    return _scattered(indicator, source, vintage, store.ask(vintage, _rows_where, where))


def _rows_where(table: "ibis.Table", where: tuple[tuple[str, str], ...]) -> "ibis.Table":
    rows = table.filter(*(table[name] == code for name, code in where))
    return rows.select("area", "period", "value", "status", "breaks_series")


def _scattered(indicator: Indicator, source: Source, vintage: Vintage, rows: pa.Table) -> _Block:
    """Put the rows in their cells; rows of another frequency than the source's are left out."""
    area = rows.column("area").combine_chunks().dictionary_encode()
    period = rows.column("period").combine_chunks().dictionary_encode()
    periods = [Period.from_cbs(code) for code in period.dictionary.to_pylist()]
    shape = (len(area.dictionary), len(periods))
    cells = (area.indices.to_numpy(), period.indices.to_numpy())
    if np.unique(np.ravel_multi_index(cells, shape)).size < rows.num_rows:
        why = "there is more than one figure for an area and period."
        raise AmbiguousSource(indicator, source, vintage, why)
    values = np.full(shape, np.nan)
    released = pc.fill_null(rows.column("value"), np.nan).to_numpy()
    values[cells] = np.round(released * source.multiply, _KEPT_DECIMALS)
    statuses = np.full(shape, "", dtype="<U1")
    statuses[cells] = rows.column("status").to_numpy()
    breaks = np.zeros(shape, bool)
    breaks[cells] = rows.column("breaks_series").to_numpy()
    kept = [place for place, known in enumerate(periods) if known.frequency is source.frequency]
    return _Block(
        source,
        vintage,
        area.dictionary.to_pylist(),
        [periods[place] for place in kept],
        values[:, kept],
        statuses[:, kept],
        breaks[:, kept],
    )


def _joined(indicator: Indicator, blocks: Sequence[_Block]) -> Panel:
    """One series out of several sources: a period belongs to the first that released a figure."""
    areas = sorted({area for block in blocks for area in block.areas})
    periods = sorted({period for block in blocks for period in block.periods})
    place_of_area = {area: place for place, area in enumerate(areas)}
    shape = (len(areas), len(periods))
    values = np.full(shape, np.nan)
    statuses = np.full(shape, "", dtype="<U1")
    area_breaks = np.zeros(shape, bool)
    owners: list[_Block | None] = [None] * len(periods)
    for block in blocks:
        rows = np.array([place_of_area[area] for area in block.areas], dtype=np.intp)
        for column, period in enumerate(block.periods):
            place = periods.index(period)
            if owners[place] is not None or np.isnan(block.values[:, column]).all():
                continue
            owners[place] = block
            values[rows, place] = block.values[:, column]
            statuses[rows, place] = block.statuses[:, column]
            area_breaks[rows, place] = block.breaks[:, column]
    owned = np.flatnonzero([owner is not None for owner in owners])
    cannot_exist = np.isin(statuses[:, owned], ["", "M"]) & np.isnan(values[:, owned])
    ever = ~cannot_exist.all(axis=1)
    cells = np.ix_(np.flatnonzero(ever), owned)
    return Panel(
        indicator=indicator,
        areas=tuple(area for area, there in zip(areas, ever, strict=True) if there),
        periods=tuple(periods[place] for place in owned),
        values=values[cells],
        statuses=np.where(statuses[cells] == "", "O", statuses[cells]),
        area_breaks=area_breaks[cells],
        breaks=_switches(owners, periods),
        vintages_by_period=tuple((owner.vintage,) for owner in owners if owner is not None),
    )


def _switches(owners: Sequence[_Block | None], periods: Sequence[Period]) -> tuple[Period, ...]:
    """The periods at which a source takes over that says it breaks the series."""
    found: list[Period] = []
    before: _Block | None = None
    for owner, period in zip(owners, periods, strict=True):
        if owner is None:
            continue
        if before is not None and owner is not before and owner.source.breaks_series:
            found.append(period)
        before = owner
    return tuple(found)
