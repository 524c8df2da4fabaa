"""Datasets and panels in a line, for tests that need no file."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa

from koers_engine.areas import AreaRegister
from koers_engine.concepts import (
    Area,
    Bilingual,
    Dimension,
    DimensionKind,
    Measure,
    Origin,
    Period,
    Unit,
)
from koers_engine.indicators import Direction, Indicator, IndicatorKind, Panel
from koers_engine.indicators.indicator import Published
from koers_engine.observations import Dataset, checked_dataset
from koers_engine.references import Characteristics

NAN = float("nan")
JULY = datetime(2026, 7, 2, tzinfo=UTC)
AUGUST = datetime(2026, 8, 2, tzinfo=UTC)
SEPTEMBER = datetime(2026, 9, 2, tzinfo=UTC)

Row = tuple[str, str, float | None, str]


def an_origin(retrieved_at: datetime = JULY) -> Origin:
    return Origin(
        publisher="CBS",
        source_url="https://example.test",
        licence="CC BY 4.0",
        attribution="Bron: CBS",
        published_at=JULY,
        retrieved_at=retrieved_at,
    )


def a_dataset(
    rows: Sequence[Row] = (("GM0106", "2024JJ00", 60.0, "A"),),
    *,
    dataset_id: str = "cbs:00003tst",
    retrieved_at: datetime = JULY,
    measure: str = "M1",
    breaks: Sequence[bool] | None = None,
) -> Dataset:
    """A dataset of one measure; rows are (area, period, value, status)."""
    areas, periods, values, statuses = zip(*rows, strict=True)
    return checked_dataset(
        id=dataset_id,
        title=Bilingual.same("Specimen"),
        description=Bilingual.same(""),
        origin=an_origin(retrieved_at),
        measures=[
            Measure(code=measure, title=Bilingual.same("People"), unit=Unit("aantal"), decimals=0)
        ],
        dimensions=[
            Dimension(identifier="RegioS", kind=DimensionKind.AREA, title="Regions"),
            Dimension(identifier="Perioden", kind=DimensionKind.PERIOD, title="Periods"),
        ],
        codes={"RegioS": code_list(areas), "Perioden": code_list(periods)},
        observations=pa.table(
            {
                "measure": [measure] * len(rows),
                "area": list(areas),
                "period": list(periods),
                "value": pa.array(values, pa.float64()),
                "status": list(statuses),
                "breaks_series": list(breaks or [False] * len(rows)),
            }
        ),
    )


def code_list(codes: Sequence[str]) -> pa.Table:
    distinct = sorted(set(codes))
    empty = [""] * len(distinct)
    return pa.table({"code": distinct, "title": distinct, "group": empty, "description": empty})


def an_indicator(
    *,
    kind: IndicatorKind = IndicatorKind.COUNT,
    direction: Direction = Direction.HIGHER,
    code: str = "people",
) -> Indicator:
    text = Bilingual.same(code)
    return Indicator(
        code=code,
        name=text,
        definition=text,
        unit=text,
        direction=direction,
        kind=kind,
        decimals=0,
        derivation=Published(()),
        formula=text,
    )


def a_panel(
    figures: Mapping[str, Sequence[float]],
    years: Sequence[int],
    *,
    indicator: Indicator | None = None,
    breaks: Sequence[int] = (),
    statuses: Mapping[str, Sequence[str]] | None = None,
) -> Panel:
    """A panel out of a row of figures per area; NaN where there is none."""
    areas = tuple(sorted(figures))
    values = np.array([figures[area] for area in areas], float).reshape(len(areas), len(years))
    told = np.where(np.isnan(values), "O", "A")
    for area, row in (statuses or {}).items():
        told[areas.index(area)] = row
    return Panel(
        indicator=indicator or an_indicator(),
        areas=areas,
        periods=tuple(Period(year) for year in years),
        values=values,
        statuses=told,
        area_breaks=np.zeros(values.shape, bool),
        breaks=tuple(Period(year) for year in breaks),
        vintages_by_period=tuple(() for _ in years),
    )


def known_of(*panels: Panel) -> Characteristics:
    """What these panels say of areas, by the code of their indicator."""
    return Characteristics({panel.indicator.code: panel for panel in panels}.__getitem__)


def a_register(province: Mapping[str, str], *others: str) -> AreaRegister:
    """A register of these municipalities with their provinces, and of other areas."""
    codes = [*province, *others]
    return AreaRegister(
        areas={code: Area(code=code, name=f"Place {code}") for code in codes},
        province=dict(province),
    )
