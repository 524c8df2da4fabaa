"""Where a place stands against its reference areas."""

from koers_engine.position.rank import TooFewPeers, percentile_rank, rank
from koers_engine.position.standing import Position, ReferencePosition, position

__all__ = [
    "Position",
    "ReferencePosition",
    "TooFewPeers",
    "percentile_rank",
    "position",
    "rank",
]
