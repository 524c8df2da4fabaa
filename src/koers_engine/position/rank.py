"""The place of one figure among others, by the kernel of all positions."""

import numpy as np

from koers_engine.concepts import Refusal
from koers_engine.indicators import Direction
from koers_engine.indicators.panel import FloatArray
from koers_engine.position.kernel import MINIMUM_PEERS, Standings, standings


class TooFewPeers(Refusal, ValueError):
    """A percentile among so few areas would say more about which they are than about the place."""

    def __init__(self, *, found: int, needed: int) -> None:
        self.found, self.needed = found, needed
        super().__init__(
            f"{found} reference areas have a figure and {needed} are needed for a percentile. "
            "Choose a wider reference."
        )


def rank(own: float, peers: FloatArray, direction: Direction) -> int:
    """The place of an area among its peers, 1 being the best; ties share the best rank.

    Args:
        own: The area's figure.
        peers: The other areas' figures, shape (n_peers,), same unit; NaN where not released.
        direction: Which way is better; with `neither`, 1 is the highest.

    Source: as `Standings.rank`.

    >>> rank(7.0, np.array([9.0, 7.0, 5.0, np.nan]), Direction.HIGHER)
    2
    """
    lower = direction is Direction.LOWER
    return int(_among(own, peers).rank(lower_is_better=lower)[0, 0])


def percentile_rank(own: float, peers: FloatArray) -> float:
    """Place an area among its reference areas; ties count half.

    Args:
        own: The area's figure, in the indicator's unit.
        peers: The other areas' figures, shape (n_peers,), same unit; NaN where not released.

    Returns:
        Share of the released peers below `own`, from 0.0 to 1.0; no judgement of good or bad.

    Raises:
        TooFewPeers: Fewer than MINIMUM_PEERS peers have a figure.

    Source: as `Standings.percentile`.

    >>> percentile_rank(7.0, np.array([5.0, 7.0, 9.0, np.nan]))
    0.5
    """
    among = _among(own, peers)
    found = int(among.n[0, 0])
    if found < MINIMUM_PEERS:
        raise TooFewPeers(found=found, needed=MINIMUM_PEERS)
    return float(among.percentile[0, 0])


def _among(own: float, peers: FloatArray) -> Standings:
    """One figure held against others; it is itself none of them."""
    values = np.concatenate(([own], peers))[None]
    return standings(values, members=np.arange(values.size)[None] > 0)
