import numpy as np

from koers_engine.concepts import Refusal
from koers_engine.indicators import Direction
from koers_engine.indicators.panel import FloatArray

MINIMUM_PEERS = 3


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

    Source: standard competition ranking ("1224"), as scipy.stats.rankdata(method="min").

    >>> rank(7.0, np.array([9.0, 7.0, 5.0, np.nan]), Direction.HIGHER)
    2
    """
    better = peers < own if direction is Direction.LOWER else peers > own
    return 1 + int(np.count_nonzero(better))


def percentile_rank(own: float, peers: FloatArray) -> float:
    """Place an area among its reference areas; ties count half.

    Args:
        own: The area's figure, in the indicator's unit.
        peers: The other areas' figures, shape (n_peers,), same unit; NaN where not released.

    Returns:
        Share of the released peers below `own`, from 0.0 to 1.0; no judgement of good or bad.

    Raises:
        TooFewPeers: Fewer than MINIMUM_PEERS peers have a figure.

    Source: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 5 (ranking);
    ties as in scipy.stats.percentileofscore(kind="mean").

    >>> percentile_rank(7.0, np.array([5.0, 7.0, 9.0, np.nan]))
    0.5
    """
    released = peers[~np.isnan(peers)]
    if released.size < MINIMUM_PEERS:
        raise TooFewPeers(found=released.size, needed=MINIMUM_PEERS)
    below = np.count_nonzero(released < own)
    tied = np.count_nonzero(released == own)
    return float((below + tied / 2) / released.size)
