from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from koers_engine.concepts import Bilingual
from koers_engine.indicators.panel import BoolArray
from koers_engine.observations import Vintage
from koers_engine.references.peer import Peer


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceGroup:
    """The municipalities that one place is held against in one period."""

    label: Bilingual
    members: frozenset[str] | None
    """Codes; None where every municipality belongs."""
    official: str | None = None
    """The code of an area that is those municipalities together, for which the publisher may give
    a figure of its own; None where there is none."""
    includes_self: bool
    """Whether the place itself is one of them."""
    version: str = ""
    """What the composition rests on, such as the period of the figures; "" where it is fixed."""
    peers: tuple[Peer, ...] = ()
    """Those chosen by likeness, the nearest first, with why."""
    notes: tuple[Bilingual, ...] = ()
    """What must be said of how the group was made."""
    vintages: tuple[Vintage, ...] = ()
    """What the figures that decided were read from."""

    def contains(self, municipalities: Sequence[str]) -> BoolArray:
        """Which of these municipalities belong to the group, shape (n,), for n codes."""
        if self.members is None:
            return np.ones(len(municipalities), bool)
        return np.isin(np.array(municipalities, str), np.array(sorted(self.members), str))


def nobody(label: Bilingual, why: Bilingual) -> ReferenceGroup:
    """A group without any municipality, and why it is so."""
    return ReferenceGroup(label=label, members=frozenset(), includes_self=False, notes=(why,))
