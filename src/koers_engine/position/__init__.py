"""Where a place stands against its reference areas."""

from koers_engine.position.against import ReferencePosition
from koers_engine.position.intervals import Comparison, Interval, Method, Verdict
from koers_engine.position.rank import TooFewPeers, percentile_rank, rank
from koers_engine.position.standing import Position, position

__all__ = [
    "Comparison",
    "Interval",
    "Method",
    "Position",
    "ReferencePosition",
    "TooFewPeers",
    "Verdict",
    "percentile_rank",
    "position",
    "rank",
]
