"""The tables in the store as the workspace lists them: how old, and when last asked again."""

from dataclasses import dataclass
from datetime import datetime

from koers.core.bilingual import LocalisedText
from koers.monitor.services import is_renewable
from koers.monitor.sources import slug_of
from koers.monitor.store import datasets, in_words, store
from koers_engine.intake import last_check
from koers_engine.observations import Vintage


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table with its last vintage; `checked_at` is when it was last asked again, from the
    workspace, by a timer or at a terminal, and `trouble` why that failed.
    """

    dataset: str
    slug: str
    title: LocalisedText
    vintage: Vintage
    n_warnings: int
    checked_at: datetime | None
    trouble: str
    is_renewable: bool


def kept_tables() -> list[KeptTable]:
    """Every table in the store, by identifier.

    Raises:
        koers_engine.concepts.Refusal: The store cannot be read.
    """
    return [_kept(vintage) for vintage in datasets()]


def _kept(vintage: Vintage) -> KeptTable:
    check = last_check(store(), vintage.dataset_id)
    return KeptTable(
        dataset=vintage.dataset_id,
        slug=slug_of(vintage.dataset_id),
        title=in_words(vintage.title),
        vintage=vintage,
        n_warnings=len(vintage.provenance.findings),
        checked_at=check.checked_at if check else None,
        trouble=check.why if check else "",
        is_renewable=is_renewable(vintage),
    )
