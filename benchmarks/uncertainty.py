"""How sure the places of an index are: against what COINr 1.1.14 took on the same figures."""

import tempfile
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.measuring import MIB, koers, median_seconds
from koers_engine.composite.building import Index, build
from koers_engine.composite.data import CompositeData
from koers_engine.composite.reading import read_composite
from koers_engine.composite.recipe_text import recipe_of, written
from koers_engine.composite.sensitivity import sensitivity
from koers_engine.composite.structure import Element, structure_of
from koers_engine.composite.uncertainty import uncertainty

# Seconds with 2 cores on this kind of machine: N = 1,000, and a sensitivity analysis of 600.
COINR_UNCERTAINTY, COINR_SENSITIVITY = 304.0, 91.0
ASEM = {
    "steps": ["denominate", "impute", "screen", "treat", "normalise"],
    "screen": {"minimum_share": 0.9},
    "impute": {"method": "group-mean", "group": "EurAsia_group"},
}
AS_COINR = {
    # the choices of the example in COINr's manual
    "uncertainty": {
        "weights": 0.25,
        "treat": [{"most_points": points} for points in (1, 2, 3, 4, 5)],
        "normalise": [{"low": 1}, {"method": "z-score", "low": 10, "high": 12}],
        "aggregate": ["arithmetic", "geometric"],
    }
}
AREAS, INDICATORS = 342, 60


def compare(composite: Path) -> str:
    files = composite / "ASEM_iData.csv", composite / "ASEM_iMeta.csv"
    data = read_composite(*files)
    usual, alike = (build(data, recipe_of(ASEM | more)) for more in ({}, AS_COINR))
    lines = [f"{'job':<64}{'Koers':>9}{'COINr':>9}{'times faster':>14}"]
    for name, index in (("its manual's choices", alike), ("all choices", usual)):
        lines += [
            _line(
                f"uncertainty, ASEM, 1,000 replicates, {name}",
                median_seconds(partial(uncertainty, index, replicates=1000)),
                COINR_UNCERTAINTY,
            ),
            _line(
                f"sensitivity, ASEM, {128 * _rows(index)} replicates, {name}",
                median_seconds(partial(sensitivity, index, base_size=128)),
                COINR_SENSITIVITY,
            ),
        ]
    for gaps in (0.0, 0.03):
        index = build(_municipalities(gaps), recipe_of({}))
        seconds = median_seconds(partial(uncertainty, index, replicates=10_000), runs=3)
        lines.append(
            _line(f"uncertainty, 342 × 60, 10,000 replicates, {gaps:.0%} of cells missing", seconds)
        )
    with tempfile.TemporaryDirectory() as folder:
        recipe = Path(folder) / "recipe.toml"
        recipe.write_text(written(recipe_of(ASEM)), encoding="utf-8")
        run = koers(
            "index", "uncertainty", "--data", str(files[0]), "--meta", str(files[1]),
            "--recipe", str(recipe),
        )()  # fmt: skip
    lines.append(
        f"koers index uncertainty on ASEM as a whole process: {run.seconds:.1f} s, "
        f"{run.peak_bytes / MIB:.0f} MiB at its peak"
    )
    return "\n".join(lines)


def _line(job: str, seconds: float, coinr: float | None = None) -> str:
    if coinr is None:
        return f"{job:<64}{seconds:>7.2f} s"
    return f"{job:<64}{seconds:>7.2f} s{coinr:>7.0f} s{coinr / seconds:>14.0f}"


def _rows(index: Index) -> int:
    """Ways per row of a Sobol design: one per choice that varies, and two."""
    return sensitivity(index, base_size=8).runs // 8


def _municipalities(gaps: float) -> CompositeData:
    generator = np.random.default_rng(1)
    values = generator.lognormal(size=(AREAS, INDICATORS))
    values[generator.random(values.shape) < gaps] = np.nan
    indicators = [
        Element(code=f"i{n}", name=f"Indicator {n}", level=1, parent=f"Theme {n % 8}")
        for n in range(INDICATORS)
    ]
    codes = tuple(f"GM{n:04}" for n in range(AREAS))
    return CompositeData(
        codes=codes, names=codes, structure=structure_of(indicators), values=values
    )
