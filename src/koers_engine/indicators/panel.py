from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from koers_engine.concepts import Bilingual, Period, Refusal
from koers_engine.indicators.boundaries import Boundaries
from koers_engine.indicators.indicator import Indicator
from koers_engine.observations import Vintage

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
StatusArray = npt.NDArray[np.str_]


class UnknownPeriod(Refusal, LookupError):
    """An indicator has no figures for a period."""

    def __init__(self, period: Period, panel: "Panel") -> None:
        by_distance = sorted(panel.periods, key=lambda known: abs(known.year - period.year))
        close = ", ".join(known.label for known in sorted(by_distance[:3]))
        whole = (
            f"{panel.periods[0]} to {panel.periods[-1]}" if panel.periods else "no period at all"
        )
        super().__init__(
            f"Indicator {panel.indicator.code!r} has no figures for {period}. "
            f"Nearest: {close or 'none'}; it reaches from {whole}."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """An indicator's figures for every area and period, as they were known at one moment.

    Areas are in order of code, periods in order of time. `values` has shape (n_areas, n_periods),
    in the indicator's unit, NaN where there is no figure; `statuses`, of the same shape, holds the
    code of SDMX CL_OBS_STATUS that says why ("O" where a source is silent). Areas that never had
    a figure are left out.
    """

    indicator: Indicator
    areas: tuple[str, ...]
    periods: tuple[Period, ...]
    values: FloatArray
    statuses: StatusArray
    area_breaks: BoolArray
    """Same shape: this area's series breaks at this period."""
    breaks: tuple[Period, ...] = ()
    """Periods from which on no area's figure compares with earlier ones."""
    vintages_by_period: tuple[tuple[Vintage, ...], ...] = ()
    """Per period: what its figures were read from."""
    absent: tuple[str, ...] = ()
    """Datasets that the indicator names and the store does not hold."""
    estimated: FloatArray = field(default_factory=lambda: np.zeros((0, 0)))
    """Same shape as `values`: how much of each figure, from 0.0 to 1.0, rests on a share of
    inhabitants or dwellings, since boundaries were changed in between; zeros when not given."""
    boundaries: Boundaries | None = None
    """The boundaries that the figures were brought to; None where they are as published."""

    def __post_init__(self) -> None:
        if self.estimated.shape != self.values.shape:
            object.__setattr__(self, "estimated", np.zeros(self.values.shape))

    @property
    def vintages(self) -> tuple[Vintage, ...]:
        """Everything that the figures were read from."""
        return self.vintages_of(*self.periods)

    def vintages_of(self, *periods: Period) -> tuple[Vintage, ...]:
        """What the figures of these periods were read from, each vintage once."""
        found = (self.vintages_by_period[self.column(period)] for period in periods)
        return tuple(dict.fromkeys(vintage for several in found for vintage in several))

    def row(self, area: str) -> int | None:
        """The row of an area; None where the panel has no figure of it."""
        return self.areas.index(area) if area in self.areas else None

    def column(self, period: Period) -> int:
        """The column of a period.

        Raises:
            UnknownPeriod: The panel does not have it; the message names the nearest ones.
        """
        if period not in self.periods:
            raise UnknownPeriod(period, self)
        return self.periods.index(period)

    def value(self, area: str, period: Period) -> float | None:
        """The figure; None where none was released, or area or period is not in the panel."""
        row = self.row(area)
        if row is None or period not in self.periods:
            return None
        value = float(self.values[row, self.column(period)])
        return None if np.isnan(value) else value

    def made_how(self, area: str, period: Period) -> Bilingual | None:
        """Out of which areas a converted figure was made, or why there is none, as one sentence.

        None where the figure is as published.
        """
        return None if self.boundaries is None else self.boundaries.made_how(area, period)

    def estimated_share(self, area: str, period: Period) -> float:
        """How much of a figure is estimated, from 0.0 to 1.0; 0.0 where there is no figure."""
        row = self.row(area)
        return 0.0 if row is None else float(self.estimated[row, self.column(period)])

    def series(self, area: str) -> list[tuple[Period, float | None, str]]:
        """Every period with the area's figure and its status, in order of time."""
        row = self.row(area)
        if row is None:
            return [(period, None, "O") for period in self.periods]
        figures = (None if np.isnan(value) else float(value) for value in self.values[row])
        statuses = (str(status) for status in self.statuses[row])
        return list(zip(self.periods, figures, statuses, strict=True))

    def last_period(self, area: str) -> Period | None:
        """The last period for which the area has a figure."""
        released = [period for period, value, _ in self.series(area) if value is not None]
        return released[-1] if released else None

    def broken_between(self, since: Period, period: Period) -> BoolArray:
        """Whether an area's figures at both periods do not compare, shape (n_areas,)."""
        between = np.array([since < known <= period for known in self.periods], bool)
        if any(since < known <= period for known in self.breaks):
            return np.ones(len(self.areas), bool)
        broken: BoolArray = np.logical_or.reduce(self.area_breaks[:, between], axis=1)
        return broken
