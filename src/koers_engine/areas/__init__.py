"""Which areas there are, what they lie in, and which groups of them a place is held against."""

from koers_engine.areas.reference import Reference, UnreadableReference, parse_reference
from koers_engine.areas.register import AreaRegister, UnknownArea

__all__ = ["AreaRegister", "Reference", "UnknownArea", "UnreadableReference", "parse_reference"]
