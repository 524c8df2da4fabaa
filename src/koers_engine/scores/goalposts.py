"""From figures to scores of 0 to 100: where the two goalposts stand, and what lies between them."""

import math
from dataclasses import dataclass

import numpy as np

from koers_engine.concepts import Bilingual
from koers_engine.indicators import Direction
from koers_engine.indicators.panel import BoolArray, FloatArray

# Where fewer municipalities have a figure, their extremes say more about who they are.
MINIMUM_MUNICIPALITIES = 10


@dataclass(frozen=True, slots=True)
class Fixed:
    """A goalpost at a value that does not depend on anybody's figures, in the indicator's unit."""

    value: float


@dataclass(frozen=True, slots=True)
class Percentile:
    """A goalpost at the figure that `percent` of the municipalities do worse than, 0 to 100."""

    percent: float


@dataclass(frozen=True, slots=True)
class BestPerformers:
    """A goalpost at the mean figure of the best `n` municipalities."""

    n: int


Goalpost = Fixed | Percentile | BestPerformers


@dataclass(frozen=True, slots=True)
class Goalposts:
    """What scores 0 and what scores 100."""

    worst: Goalpost
    best: Goalpost

    @property
    def are_fixed(self) -> bool:
        """Whether both stand apart from anybody's figures."""
        return isinstance(self.worst, Fixed) and isinstance(self.best, Fixed)

    def stand_at(self, figures: FloatArray, direction: Direction) -> tuple[float, float]:
        """The values that score 0 and 100, in the unit of the figures.

        Args:
            figures: Of all municipalities, shape (n,); NaN where not released.
            direction: `higher` or `lower`: which way is better.

        Returns:
            (worst, best); both NaN where a goalpost needs figures and fewer than
            MINIMUM_MUNICIPALITIES have one, or where the two coincide or stand the wrong way round.

        Source: Lafortune et al. (2018), SDG Index and Dashboards: Detailed Methodological Paper,
        on rescaling; OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5.

        >>> Goalposts(Fixed(10.0), Fixed(2.0)).stand_at(np.array([]), Direction.LOWER)
        (10.0, 2.0)
        """
        sign = -1.0 if direction is Direction.LOWER else 1.0
        goods = sign * figures[~np.isnan(figures)]
        if not self.are_fixed and goods.size < MINIMUM_MUNICIPALITIES:
            return math.nan, math.nan
        worst, best = (_stands_at(post, goods, sign) for post in (self.worst, self.best))
        return (worst, best) if sign * (best - worst) > 0 else (math.nan, math.nan)


def _stands_at(post: Goalpost, goods: FloatArray, sign: float) -> float:
    """A goalpost in the unit of the figures; `goods` are those figures, the higher the better."""
    match post:
        case Fixed(value=value):
            return value
        case Percentile(percent=percent):
            return sign * float(np.percentile(goods, percent))
        case BestPerformers(n=n):
            return sign * float(np.sort(goods)[-n:].mean())


def score(values: FloatArray, worst: float, best: float) -> tuple[FloatArray, BoolArray]:
    """How far figures are on the way from the worst to the best goalpost, from 0 to 100.

    Args:
        values: Figures, any shape; NaN where there is none.
        worst: The value that scores 0, in the same unit.
        best: The value that scores 100; below `worst` where lower is better.

    Returns:
        Scores of the same shape, NaN where there is no figure; and which of them were clipped,
        because the figure lies beyond a goalpost.

    Source: Sachs et al., Sustainable Development Report, methods summary: min-max rescaling with
    bounds, and values beyond these set to 0 and 100.

    >>> score(np.array([2.0, 6.0, 12.0]), 10.0, 2.0)
    (array([100.,  50.,   0.]), array([False, False,  True]))
    """
    raw = 100 * (values - worst) / (best - worst)
    return np.clip(raw, 0.0, 100.0), (raw < 0) | (raw > 100)


def described(post: Goalpost) -> Bilingual | None:
    """How a goalpost was placed; None where it is fixed, for then its value says it all."""
    match post:
        case Fixed():
            return None
        case Percentile(percent=percent):
            share = f"{percent:g}"
            return Bilingual(
                nl=f"{share.replace('.', ',')}% van de gemeenten doet het slechter",
                en=f"{share}% of the municipalities do worse",
            )
        case BestPerformers(n=1):
            return Bilingual(nl="de beste gemeente", en="the best municipality")
        case BestPerformers(n=n):
            return Bilingual(
                nl=f"gemiddelde van de beste {n} gemeenten",
                en=f"mean of the best {n} municipalities",
            )
