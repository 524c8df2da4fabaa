"""All positions of a store: every municipality, indicator, period and reference, as one table.

The kernel is that of `position`, and so are the rules of who counts; see there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, Period
from koers_engine.indicators import Direction, IndicatorKind, Panel
from koers_engine.indicators.panel import BoolArray, FloatArray, StatusArray
from koers_engine.position.groups import aligned
from koers_engine.position.kernel import IntArray, Standings, ascending, standings
from koers_engine.position.membership import Membership, membership
from koers_engine.references import Characteristics, Reference
from koers_engine.references.characteristics import POPULATION

AnyArray = npt.NDArray[Any]
_NAMES = pa.dictionary(pa.int32(), pa.string())
SCHEMA = pa.schema(
    [
        *((name, _NAMES) for name in ("indicator", "period", "reference", "area", "status")),
        ("value", pa.float64()),
        ("n", pa.int32()),
        ("is_member", pa.bool_()),
        ("reference_value", pa.float64()),
        ("is_official", pa.bool_()),
        *(
            (name, pa.float64())
            for name in ("mean", "median", "weighted", "lowest", "highest", "best")
        ),
        ("rank", pa.int32()),
        ("tied", pa.int32()),
        *(
            (name, pa.float64())
            for name in ("percentile", "difference", "gap_to_best", "standardised_gap")
        ),
    ]
)
"""One row per municipality that is there in the period, and reference. Names as in
`ReferencePosition`, `reference_value` being its `value`; null where a number cannot be given."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Grid:
    """Places, periods and groups: all that positions take beside an indicator's figures."""

    places: tuple[str, ...]
    officials: tuple[str, ...]
    periods: tuple[Period, ...]
    inhabitants: FloatArray
    """Shape (n_periods, n_places), of the period or the nearest there is; NaN where unknown."""
    there: BoolArray
    """Same shape: a municipality with inhabitants in the period; all where nobody's are known."""
    memberships: tuple[Membership, ...]

    @classmethod
    def of(
        cls,
        references: Sequence[Reference],
        periods: Sequence[Period],
        *,
        register: AreaRegister,
        characteristics: Characteristics,
    ) -> "Grid":
        """Ask every reference for its groups.

        Raises:
            Refusal: As `Reference.group_for` does.
        """
        codes = sorted({*characteristics.municipalities(POPULATION), *register.province})
        places = [register.areas.get(code) or Area(code=code, name=code) for code in codes]
        inhabitants = np.array(
            [characteristics.of(POPULATION, codes, period)[0] for period in periods]
        ).reshape(len(periods), len(codes))
        unknown = [period not in characteristics.population.periods for period in periods]
        there = ~np.isnan(inhabitants) | np.array(unknown, bool)[:, None]
        officials: dict[str, int] = {}
        memberships = tuple(
            membership(
                reference,
                places,
                periods,
                there=there,
                officials=officials,
                register=register,
                characteristics=characteristics,
            )
            for reference in references
        )
        return cls(
            places=tuple(codes),
            officials=tuple(officials),
            periods=tuple(periods),
            inhabitants=inhabitants,
            there=there,
            memberships=memberships,
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class Figures:
    """An indicator's figures as the grid has its places; small enough to send elsewhere."""

    indicator: str
    kind: IndicatorKind
    direction: Direction
    at: tuple[int, ...]
    """Which of the grid's periods there are figures for."""
    values: FloatArray
    """Shape (len(at), n_places); NaN where there is no figure."""
    statuses: StatusArray
    official: FloatArray
    """Shape (len(at), n_officials)."""

    @classmethod
    def of(cls, panel: Panel, grid: Grid) -> "Figures":
        """The panel's figures of the grid's places and periods."""
        at = tuple(place for place, known in enumerate(grid.periods) if known in panel.periods)
        columns = [panel.column(grid.periods[place]) for place in at]
        rows, official = aligned(grid.places, panel.areas), aligned(grid.officials, panel.areas)
        statuses = panel.statuses[rows][:, columns].T
        return cls(
            indicator=panel.indicator.code,
            kind=panel.indicator.kind,
            direction=panel.indicator.direction,
            at=at,
            values=np.where(rows >= 0, panel.values[rows][:, columns].T, np.nan),
            statuses=np.where(rows >= 0, statuses, "O"),
            official=np.where(official >= 0, panel.values[official][:, columns].T, np.nan),
        )


def positions(figures: Figures, grid: Grid) -> pa.Table:
    """The positions of all places by one indicator, in SCHEMA: by reference, period and area."""
    order = ascending(figures.values)
    parts = [_held(figures, grid, held, order) for held in grid.memberships]
    return pa.concat_tables(parts) if parts else SCHEMA.empty_table()


def _held(figures: Figures, grid: Grid, held: Membership, order: IntArray) -> pa.Table:
    at = list(figures.at)
    is_plain = len(held.places) == len(grid.places)  # a column per place: sorted once for all
    values = figures.values if is_plain else figures.values[:, held.places]
    known = standings(
        values,
        members=(held.counts & grid.there[:, held.places])[at],
        groups=None if held.n_groups == 1 else held.groups[at if len(held.groups) > 1 else [0]],
        n_groups=held.n_groups,
        weights=grid.inhabitants[at][:, held.places],
        order=order if is_plain else None,
    )
    # Where it is not known who is there, a place without a figure may long be gone.
    is_known = ~grid.there[at].all(axis=1, keepdims=True)
    told = np.flatnonzero(held.asks[at] & (is_known | ~np.isnan(values)))
    official = held.official[at]
    published = np.where(
        official >= 0,
        np.take_along_axis(
            np.concatenate([figures.official, np.full((len(at), 1), np.nan)], axis=1),
            np.where(official >= 0, official, figures.official.shape[1]),
            axis=1,
        ),
        np.nan,
    )
    return _table(figures, grid, held, known=known, published=published, told=told)


def _table(
    figures: Figures,
    grid: Grid,
    held: Membership,
    *,
    known: Standings,
    published: FloatArray,
    told: IntArray,
) -> pa.Table:
    is_count = figures.kind is IndicatorKind.COUNT
    lower = figures.direction is Direction.LOWER
    together = known.total if is_count else known.weighted
    reference = np.where(np.isnan(published), together, published)
    nothing = np.full(known.mean.shape, np.nan)
    best = nothing if figures.direction is Direction.NEITHER else known.best(lower_is_better=lower)
    shape = known.counts.shape
    periods, columns_told = np.divmod(told, shape[1])
    places = held.places[columns_told]
    statuses, status = np.unique(figures.statuses, return_inverse=True)

    def chosen(numbers: AnyArray) -> AnyArray:
        return np.ravel(np.broadcast_to(numbers, shape))[told]

    def group(numbers: AnyArray) -> AnyArray:
        return chosen(known.of_column(numbers))

    ranked = np.where(group(known.n) > 0, chosen(known.rank(lower_is_better=lower)), np.nan)
    n = len(places)
    columns = {
        "indicator": _repeated(figures.indicator, n),
        "period": _named(
            np.array(figures.at, np.int32)[periods], [period.label for period in grid.periods]
        ),
        "reference": _repeated(held.reference, n),
        "area": _named(places.astype(np.int32), grid.places),
        "status": _named(status[periods, places].astype(np.int32), statuses.tolist()),
        "value": chosen(known.values),
        "n": group(known.n),
        "is_member": chosen(known.counts),
        "reference_value": group(reference),
        "is_official": group(~np.isnan(published)),
        "mean": group(known.mean),
        "median": group(known.median),
        "weighted": group(known.weighted),
        "lowest": group(known.lowest),
        "highest": group(known.highest),
        "best": group(best),
        "rank": ranked,
        "tied": np.where(np.isnan(ranked), np.nan, chosen(known.tied)),
        "percentile": chosen(known.percentile),
        "difference": chosen(known.gap(known.mean if is_count else reference)),
        "gap_to_best": chosen(known.gap(best)),
        "standardised_gap": chosen(known.standardised_gap),
    }
    return pa.table([_column(columns[field.name], field.type) for field in SCHEMA], schema=SCHEMA)


def _column(content: pa.Array | AnyArray, kind: pa.DataType) -> pa.Array:
    if isinstance(content, pa.Array):
        return content.cast(kind)
    return pa.array(content, from_pandas=True).cast(kind)


def _repeated(text: str, n: int) -> pa.Array:
    return _named(np.zeros(n, np.int32), [text])


def _named(numbers: IntArray, names: Sequence[str]) -> pa.Array:
    return pa.DictionaryArray.from_arrays(pa.array(numbers), pa.array(names, pa.string()))
