"""What a place is held against: fixed areas, ranges of an indicator, lists and likeness."""

from koers_engine.references.characteristics import Characteristics
from koers_engine.references.group import ReferenceGroup
from koers_engine.references.peer import Peer, Trait
from koers_engine.references.reference import Reference, UnreadableReference, parse_reference
from koers_engine.references.rules import LiesNowhere

__all__ = [
    "Characteristics",
    "LiesNowhere",
    "Peer",
    "Reference",
    "ReferenceGroup",
    "Trait",
    "UnreadableReference",
    "parse_reference",
]
