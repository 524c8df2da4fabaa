"""All positions at once: against plain pandas, and bare NumPy on a cube without a gap.

342 municipalities × 60 indicators × 20 years × 4 references; each position with mean, median, mean
by inhabitants, rank, percentile and gap. Koers and pandas leave out 3 figures in 100 and share
ranks among equals; NumPy does neither, and is what the sorting and adding alone costs.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from benchmarks.measuring import median_seconds
from koers_engine.concepts import Period
from koers_engine.indicators import Direction, IndicatorKind
from koers_engine.position.everywhere import Figures, Grid, positions
from koers_engine.position.kernel import ascending, standings
from koers_engine.position.membership import Membership

N_PLACES, N_INDICATORS, N_YEARS = 342, 60, 20
N_CELLS = N_INDICATORS * N_YEARS
# Indicators that the kernel is given together: what fits in a processor's cache.
TOGETHER = 5
# The nation, parts of the country, provinces, and classes of size, which change from year to year.
GROUPS = {"nl": 1, "landsdeel": 4, "province": 12, "size-class": 5}


class Data:
    """Generated figures, the same in every run."""

    def __init__(self) -> None:
        random = np.random.default_rng(20)
        self.inhabitants = random.lognormal(10.4, 0.8, (N_YEARS, N_PLACES)).round()
        province = random.integers(0, 12, N_PLACES)
        size = np.digitize(self.inhabitants, [20_000, 50_000, 100_000, 250_000])
        self.groups = {
            "nl": np.zeros((1, N_PLACES), int),
            "landsdeel": province[None] // 3,
            "province": province[None],
            "size-class": size,
        }
        self.full = random.normal(100, 20, (N_INDICATORS, N_YEARS, N_PLACES)).round(1)
        self.values = np.where(random.random(self.full.shape) < 0.03, np.nan, self.full)

    def grid(self) -> Grid:
        everybody = np.ones((N_YEARS, N_PLACES), bool)
        return Grid(
            places=tuple(f"GM{place:04}" for place in range(N_PLACES)),
            officials=(),
            periods=tuple(Period(2005 + year) for year in range(N_YEARS)),
            inhabitants=self.inhabitants,
            there=everybody,
            memberships=tuple(
                Membership(
                    reference=name,
                    places=np.arange(N_PLACES),
                    groups=groups,
                    counts=everybody,
                    asks=everybody,
                    official=np.full((N_YEARS, GROUPS[name]), -1),
                )
                for name, groups in self.groups.items()
            ),
        )

    def figures(self) -> list[Figures]:
        return [
            Figures(
                indicator=f"indicator-{number}",
                kind=IndicatorKind.RATE,
                direction=Direction.HIGHER,
                at=tuple(range(N_YEARS)),
                values=values,
                statuses=np.full(values.shape, "A"),
                official=np.zeros((N_YEARS, 0)),
            )
            for number, values in enumerate(self.values)
        ]

    def frame(self) -> pd.DataFrame:
        indicator, year, place = (axis.ravel() for axis in np.indices(self.values.shape))
        columns = {
            name: np.broadcast_to(groups, (N_YEARS, N_PLACES))[year, place]
            for name, groups in self.groups.items()
        }
        about = {"indicator": indicator, "year": year, "place": place}
        weights = self.inhabitants[year, place]
        return pd.DataFrame(
            about | {"value": self.values.ravel(), "inhabitants": weights} | columns
        )


Result = list[tuple[np.ndarray, ...]]


def by_kernel(data: Data) -> Result:
    """Per reference and chunk: mean, median, weighted, rank, percentile, gap; each per position."""
    found: Result = []
    for start in range(0, N_INDICATORS, TOGETHER):
        chunk = data.values[start : start + TOGETHER].reshape(-1, N_PLACES)
        weights = np.tile(data.inhabitants, (TOGETHER, 1))
        order = ascending(chunk)
        for name, groups in data.groups.items():
            known = standings(
                chunk,
                groups=groups if len(groups) == 1 else np.tile(groups, (TOGETHER, 1)),
                n_groups=GROUPS[name],
                weights=weights,
                order=order,
            )
            given = known.of_column(known.mean), known.of_column(known.median)
            by_inhabitants = known.of_column(known.weighted)
            found.append(
                (*given, by_inhabitants, known.rank(), known.percentile, chunk - by_inhabitants)
            )
    return found


def by_pandas(frame: pd.DataFrame) -> list[pd.DataFrame]:
    """As one writes it: group, aggregate, rank, merge."""
    known = frame.dropna(subset="value").assign(product=lambda rows: rows.value * rows.inhabitants)
    found = []
    for name in GROUPS:
        keys = ["indicator", "year", name]
        grouped = known.groupby(keys)
        numbers = grouped.agg(
            n=("value", "size"),
            mean=("value", "mean"),
            median=("value", "median"),
            product=("product", "sum"),
            inhabitants=("inhabitants", "sum"),
        )
        numbers["weighted"] = numbers["product"] / numbers["inhabitants"]
        held = known[["indicator", "year", "place", "value", name]].merge(
            numbers[["n", "mean", "median", "weighted"]], left_on=keys, right_index=True
        )
        held["rank"] = grouped.value.rank(method="min", ascending=False)
        held["percentile"] = (grouped.value.rank() - 1) / (held.n - 1)
        held["gap"] = held.value - held.weighted
        found.append(held)
    return found


def by_numpy(data: Data) -> Result:
    """Per group of a cube without gaps or equals; ranks by sorting twice."""
    found: Result = []
    for name, groups in data.groups.items():
        spans = [slice(None)]
        if len(groups) > 1:
            spans = [slice(year, year + 1) for year in range(N_YEARS)]
        for row, span in zip(groups, spans, strict=True):
            for number in range(GROUPS[name]):
                chosen = np.flatnonzero(row == number)
                if not chosen.size:
                    continue
                values, weights = data.full[:, span, chosen], data.inhabitants[span, chosen]
                n = len(chosen)
                weighted = (values * weights).sum(axis=-1) / weights.sum(axis=-1)
                rank = n - values.argsort(axis=-1).argsort(axis=-1)
                mean, median = values.mean(axis=-1), np.median(values, axis=-1)
                percentile = (n - rank) / max(n - 1, 1)
                found.append(
                    (mean, median, weighted, rank, percentile, values - weighted[..., None])
                )
    return found


def check(data: Data, frame: pd.DataFrame) -> int:
    """Hold the kernel against pandas, number by number; how many positions there are."""
    kernel, n_positions = by_kernel(data), 0
    for at, held in enumerate(by_pandas(frame)):
        rows = (held.indicator * N_YEARS + held.year, held.place)
        names = ("mean", "median", "weighted", "rank", "percentile", "gap")
        for column, name in enumerate(names):
            chunks = [kernel[chunk][column] for chunk in range(at, len(kernel), len(GROUPS))]
            whole = np.concatenate([np.broadcast_to(c, (len(c), N_PLACES)) for c in chunks])
            few = np.isnan(whole[rows]) & (held.n <= 3)  # Koers gives no percentile among so few
            np.testing.assert_allclose(whole[rows][~few], held[name][~few], rtol=1e-9, atol=1e-9)
        n_positions += len(held)
    return n_positions


def compare() -> str:
    data = Data()
    frame, grid, figures = data.frame(), data.grid(), data.figures()
    n_positions = check(data, frame)
    jobs: dict[str, Callable[[], object]] = {
        "the kernel": lambda: by_kernel(data),
        "all of it, as Arrow tables of 22 columns": lambda: [positions(f, grid) for f in figures],
        "pandas: groupby, agg, rank, merge": lambda: by_pandas(frame),
        "bare NumPy on a dense cube, no gaps, no equals": lambda: by_numpy(data),
    }
    seconds = {name: median_seconds(job) for name, job in jobs.items()}
    kernel = seconds["the kernel"]
    lines = [f"{n_positions:,} positions, checked number by number against pandas"]
    lines += [f"{'job':<56}{'time':>10}{'÷ kernel':>10}"]
    lines += [
        f"{name:<56}{taken * 1000:>7.0f} ms{taken / kernel:>10.1f}"
        for name, taken in seconds.items()
    ]
    return "\n".join(lines)
