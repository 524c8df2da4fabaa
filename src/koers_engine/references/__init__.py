"""What a place is held against: fixed areas, ranges of an indicator, lists and likeness."""

from koers_engine.references.characteristics import Characteristics
from koers_engine.references.group import ReferenceGroup
from koers_engine.references.lists import OwnGroup, UnknownGroup, by_name, read_groups
from koers_engine.references.peer import Peer, Trait
from koers_engine.references.reference import Reference, UnreadableReference, parse_reference
from koers_engine.references.rules import LiesNowhere

__all__ = [
    "Characteristics",
    "LiesNowhere",
    "OwnGroup",
    "Peer",
    "Reference",
    "ReferenceGroup",
    "Trait",
    "UnknownGroup",
    "UnreadableReference",
    "by_name",
    "parse_reference",
    "read_groups",
]
