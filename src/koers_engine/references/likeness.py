"""How alike municipalities are: the distance between their standardised characteristics."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from koers_engine.concepts import Refusal
from koers_engine.indicators import IndicatorKind
from koers_engine.indicators.panel import BoolArray, FloatArray, Panel
from koers_engine.observations.faults import Fault
from koers_engine.observations.toml_keys import TomlKeys, read_toml

MOST_PEERS = 100
_DEFAULTS = Path(__file__).with_name("peers.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Characteristic:
    """An indicator by which municipalities are alike, with its weight.

    `logarithm` says whether its natural logarithm is compared; None leaves it to the indicator: of
    a count it is, where all are above 0.
    """

    indicator: str
    weight: float = 1.0
    logarithm: bool | None = None


@dataclass(frozen=True, slots=True)
class Recipe:
    """What peers are chosen by: the characteristics, and how many at most or how near.

    `is_default` says that nobody named the characteristics, so that one without data may lack.
    """

    characteristics: tuple[Characteristic, ...]
    number: int | None
    within: float | None = None
    is_default: bool = False


class FaultyPeers(Refusal, ValueError):
    """The file that says by what municipalities are alike does not say it well."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("; ".join(map(str, faults)))


@lru_cache(maxsize=1)
def default_recipe() -> Recipe:
    """The recipe of `peers.toml`, beside this module."""
    return read_recipe(_DEFAULTS)


def read_recipe(path: Path) -> Recipe:
    """A recipe out of a file as `peers.toml`.

    Raises:
        FaultyPeers: It is no such file; the message names every fault.
    """
    faults: list[Fault] = []
    keys = TomlKeys(read_toml(path, faults), f"{path.name}: ", faults)
    chosen = tuple(
        Characteristic(
            indicator=table.take("indicator", str, "?"),
            weight=table.take("weight", float, 1.0),
            logarithm=table.take("logarithm", bool, otherwise=False),
        )
        for table in keys.tables("characteristics")
    )
    number = keys.take("number", int, 1)
    if faults:
        raise FaultyPeers(faults)
    return Recipe(chosen, number, is_default=True)


def compared(figures: FloatArray, panel: Panel, chosen: Characteristic) -> tuple[FloatArray, bool]:
    """A characteristic's figures as they are compared, and whether these are logarithms.

    No logarithm is taken where a figure is not above 0.
    """
    wanted = chosen.logarithm
    if wanted is None:
        wanted = panel.indicator.kind is IndicatorKind.COUNT
    if not wanted or bool((figures <= 0).any()):
        return figures, False
    return np.log(figures), True


def standardised(figures: FloatArray) -> FloatArray:
    """Figures as deviations from their mean in standard deviations; NaN stays NaN.

    Args:
        figures: Of all municipalities that are there, shape (n,); NaN where there is none.

    Returns:
        Shape (n,): z = (x − mean) ÷ sd with sd = √(Σ(x − mean)² ÷ n) over the figures there are;
        all NaN where these do not differ, since such a characteristic tells nobody apart.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (z-scores).

    >>> standardised(np.array([1.0, 3.0, np.nan]))
    array([-1.,  1., nan])
    """
    known = figures[~np.isnan(figures)]
    deviation = known.std() if known.size else 0.0
    if deviation == 0 or deviation <= 1e-12 * np.abs(known).max():
        return np.full(figures.shape, np.nan)
    z: FloatArray = (figures - known.mean()) / deviation
    return z


def distances(
    own: FloatArray, others: FloatArray, weights: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """How far others are from a place, and what each characteristic contributes.

    Args:
        own: Standardised characteristics of the place, shape (k,).
        others: The same of n others, shape (n, k); NaN where there is no figure.
        weights: Above 0, shape (k,); only their proportions matter.

    Returns:
        d = √(Σ w (z_own − z_other)² ÷ Σ w), shape (n,): 1 means that they differ by one standard
        deviation in all. The share of each characteristic in d², shape (n, k), which add up to 1;
        0 where d is 0. Both NaN for one that lacks a characteristic.

    Source: the weighted Euclidean distance, as in Everitt e.a. (2011), Cluster Analysis, § 3.3.
    """
    parts = weights * (others - own) ** 2 / weights.sum()
    squared = parts.sum(axis=1)
    shares = np.divide(
        parts, squared[:, None], out=np.zeros_like(parts), where=squared[:, None] != 0
    )
    return np.sqrt(squared), shares


def nearest_first(distance: FloatArray, codes: Sequence[str], recipe: Recipe) -> list[int]:
    """The places of those that the recipe chooses, nearest first, ties in order of code."""
    within = math.inf if recipe.within is None else recipe.within
    near: BoolArray = distance <= within  # NaN is never near
    chosen = sorted(np.flatnonzero(near).tolist(), key=lambda at: (distance[at], codes[at]))
    return chosen[: recipe.number]
