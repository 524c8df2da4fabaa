"""Which areas there are, and what became of them."""

from koers_engine.areas.changes import Weight
from koers_engine.areas.divisions import Divisions, Placement
from koers_engine.areas.history import AreaHistory, NoHistory, UnknownBoundaries
from koers_engine.areas.register import AreaRegister, NotThereThen, UnknownArea

__all__ = [
    "AreaHistory",
    "AreaRegister",
    "Divisions",
    "NoHistory",
    "NotThereThen",
    "Placement",
    "UnknownArea",
    "UnknownBoundaries",
    "Weight",
]
