"""What a place is held against: fixed areas, ranges of an indicator, lists and likeness."""

from koers_engine.references.characteristics import Characteristics
from koers_engine.references.group import Peer, ReferenceGroup
from koers_engine.references.reference import Reference, UnreadableReference, parse_reference
from koers_engine.references.rules import LiesNowhere

__all__ = [
    "Characteristics",
    "LiesNowhere",
    "Peer",
    "Reference",
    "ReferenceGroup",
    "UnreadableReference",
    "parse_reference",
]
