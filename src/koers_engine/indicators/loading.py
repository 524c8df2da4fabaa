"""From the store to panels: every vintage is found once, and asked once for all that is wanted."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import numpy as np

from koers_engine.areas import AreaRegister, Weight
from koers_engine.areas.sizes import Total
from koers_engine.concepts import Period, Refusal
from koers_engine.indicators import derive
from koers_engine.indicators.blocks import AmbiguousSource, Block, Wanted, read_blocks
from koers_engine.indicators.catalogue import Catalogue, UnknownIndicator
from koers_engine.indicators.converting import BoundaryConversion
from koers_engine.indicators.indicator import Growth, Indicator, Published, Ratio
from koers_engine.indicators.panel import Panel
from koers_engine.observations import UnknownDataset, Vintage, VintageStore
from koers_engine.observations.wanted import how_to_add

__all__ = ["AmbiguousSource", "IndicatorWithoutData", "load_panel", "load_panels"]

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
        DamagedVintage: A vintage cannot be read.
    """
    found = load_panels(
        [indicator_code], store=store, catalogue=catalogue, as_of=as_of, boundaries=boundaries
    )[indicator_code]
    if isinstance(found, Refusal):
        raise found
    return found


def load_panels(
    codes: Iterable[str],
    *,
    store: VintageStore,
    catalogue: Catalogue,
    as_of: datetime | None = None,
    boundaries: int | None = None,
) -> dict[str, Panel | Refusal]:
    """The panel of each indicator as `load_panel` gives it, or the refusal that it would raise.

    What several of them rest on is read once: one question for each vintage.

    Raises:
        NoHistory, UnknownBoundaries: The store does not know the boundaries that are asked for.
    """
    wanted = tuple(dict.fromkeys(codes))
    if boundaries is None:
        return _Loading(wanted, store, catalogue, as_of).panels()
    register = AreaRegister.from_store(store, as_of)
    sizes = _Loading(_SIZES.values(), store, catalogue, as_of).panels()
    converted = BoundaryConversion(register, boundaries, _total(sizes))
    return _Loading(wanted, store, catalogue, as_of, converted).panels()


class _Loading:
    """One reading of some indicators, with all that they are derived from."""

    def __init__(
        self,
        codes: Iterable[str],
        store: VintageStore,
        catalogue: Catalogue,
        as_of: datetime | None,
        converted: BoundaryConversion | None = None,
    ) -> None:
        self._codes, self._store, self._as_of = tuple(codes), store, as_of
        self._catalogue, self._converted = catalogue, converted
        self._vintages: dict[str, Vintage | Refusal] = {}
        self._blocks: dict[str, list[Block]] = {}
        self._found: dict[str, Panel | Refusal] = {}

    def panels(self) -> dict[str, Panel | Refusal]:
        """The panel or the refusal of each code."""
        self._read(self._published())
        return {code: self._panel(code) for code in self._codes}

    def _published(self) -> dict[str, Published]:
        """By code what is read from the store, reached from the codes over all derivations."""
        reached: dict[str, Published] = {}
        ahead = list(self._codes)
        while ahead:
            code = ahead.pop()
            with suppress(UnknownIndicator):
                indicator = self._catalogue[code]
                ahead.extend(indicator.builds_on)
                if isinstance(indicator.derivation, Published):
                    reached[code] = indicator.derivation
        return reached

    def _read(self, published: dict[str, Published]) -> None:
        """Ask each vintage for all that is wanted of it."""
        wanted: dict[str, list[Wanted]] = {}
        of_dataset: dict[str, list[Wanted]] = defaultdict(list)
        for code, derivation in published.items():
            try:
                wanted[code] = self._wanted(self._catalogue[code], derivation)
            except Refusal as refusal:
                self._found[code] = refusal
                continue
            for each in wanted[code]:
                of_dataset[each.source.dataset].append(each)
        answers = {name: iter(self._ask(several)) for name, several in of_dataset.items()}
        for code, several in wanted.items():  # in the order in which the questions were put
            said = [next(answers[each.source.dataset]) for each in several]
            refusals = [each for each in said if isinstance(each, Refusal)]
            if refusals:
                self._found[code] = refusals[0]
            self._blocks[code] = [each for each in said if isinstance(each, Block)]

    def _ask(self, wanted: list[Wanted]) -> Sequence[Block | Refusal]:
        try:
            return read_blocks(wanted, self._store)
        except Refusal as refusal:
            return [refusal] * len(wanted)

    def _wanted(self, indicator: Indicator, published: Published) -> list[Wanted]:
        """The sources that the store holds."""
        found = []
        for source in published.sources:
            vintage = self._vintage(source.dataset)
            if isinstance(vintage, UnknownDataset):
                continue
            if isinstance(vintage, Refusal):
                raise vintage
            found.append(Wanted(indicator, source, vintage))
        if not found:
            absent = self._absent(published)
            raise IndicatorWithoutData(indicator, absent, self._store)
        return found

    def _vintage(self, dataset: str) -> Vintage | Refusal:
        if dataset not in self._vintages:
            try:
                self._vintages[dataset] = self._store.vintage(dataset, self._as_of)
            except Refusal as refusal:
                self._vintages[dataset] = refusal
        return self._vintages[dataset]

    def _absent(self, published: Published) -> tuple[str, ...]:
        datasets = dict.fromkeys(source.dataset for source in published.sources)
        return tuple(name for name in datasets if isinstance(self._vintage(name), UnknownDataset))

    def _panel(self, code: str) -> Panel | Refusal:
        if code not in self._found:
            try:
                self._found[code] = self._made(self._catalogue[code])
            except Refusal as refusal:
                self._found[code] = refusal
        return self._found[code]

    def _made(self, indicator: Indicator) -> Panel:
        match indicator.derivation:
            case Published() as derivation:
                joined = _joined(indicator, self._blocks[indicator.code])
                panel = replace(joined, absent=self._absent(derivation))
                return panel if self._converted is None else self._converted(panel)
            case Ratio(of=of, by=by) as derivation:
                return derive.ratio(indicator, derivation, self._part(of), self._part(by))
            case Growth(of=of) as derivation:
                return derive.growth(indicator, derivation, self._part(of))

    def _part(self, code: str) -> Panel:
        found = self._panel(code)
        if isinstance(found, Refusal):
            raise found
        return found


def _total(panels: dict[str, Panel | Refusal]) -> Total:
    """The sizes of municipalities on 1 January, as far as the store knows them."""
    sizes: dict[tuple[Weight, str, int], float] = {}
    for weight, code in _SIZES.items():
        panel = panels[code]
        if isinstance(panel, Refusal):
            continue
        for row, column in np.argwhere(~np.isnan(panel.values)):
            key = (weight, panel.areas[row], panel.periods[column].year)
            sizes[key] = float(panel.values[row, column])
    return lambda weight, code, year: sizes.get((weight, code, year))


def _joined(indicator: Indicator, blocks: Sequence[Block]) -> Panel:
    """One series out of several sources: a period belongs to the first that released a figure."""
    areas = sorted({area for block in blocks for area in block.areas})
    periods = sorted({period for block in blocks for period in block.periods})
    place_of_area = {area: place for place, area in enumerate(areas)}
    shape = (len(areas), len(periods))
    values = np.full(shape, np.nan)
    statuses = np.full(shape, "", dtype="<U1")
    area_breaks = np.zeros(shape, bool)
    owners: list[Block | None] = [None] * len(periods)
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


def _switches(owners: Sequence[Block | None], periods: Sequence[Period]) -> tuple[Period, ...]:
    """The periods at which a source takes over that says it breaks the series."""
    found: list[Period] = []
    before: Block | None = None
    for owner, period in zip(owners, periods, strict=True):
        if owner is None:
            continue
        if before is not None and owner is not before and owner.source.breaks_series:
            found.append(period)
        before = owner
    return tuple(found)
