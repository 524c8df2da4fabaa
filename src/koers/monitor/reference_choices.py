"""References to choose from in a form."""

from dataclasses import dataclass

from koers.core.bilingual import LocalisedText
from koers.monitor.reference_lists import own_groups
from koers.monitor.store import in_words
from koers_engine.references import parse_reference

USUAL = (
    "nl", "landsdeel", "province", "corop", "labour-market-region", "size-class", "urbanisation",
    "peers",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReferenceChoice:
    """A reference as an address writes it, and in words."""

    text: str
    label: LocalisedText
    is_chosen: bool


def reference_choices(chosen: tuple[str, ...]) -> list[ReferenceChoice]:
    """The usual references, the municipality's own lists, and what was written; one query."""
    groups = own_groups()
    texts = dict.fromkeys((*USUAL, *(f"group:{name}" for name in groups), *chosen))
    return [
        ReferenceChoice(text, in_words(parse_reference(text, groups).label), text in chosen)
        for text in texts
    ]
