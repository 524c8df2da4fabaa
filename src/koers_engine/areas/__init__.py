"""Which areas there are, what became of them, and which groups of them a place is held against."""

from koers_engine.areas.changes import Weight
from koers_engine.areas.history import AreaHistory, NoHistory, UnknownBoundaries
from koers_engine.areas.reference import Reference, UnreadableReference, parse_reference
from koers_engine.areas.register import AreaRegister, NotThereThen, UnknownArea

__all__ = [
    "AreaHistory",
    "AreaRegister",
    "NoHistory",
    "NotThereThen",
    "Reference",
    "UnknownArea",
    "UnknownBoundaries",
    "UnreadableReference",
    "Weight",
    "parse_reference",
]
