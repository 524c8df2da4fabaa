"""The municipality's own reference lists as the engine knows them, at any moment."""

from collections.abc import Iterable
from datetime import datetime

from koers.monitor.models import ReferenceListVersion
from koers_engine.concepts import Bilingual
from koers_engine.references import OwnGroup, Reference, by_name, parse_reference

_MENTION = "group:"


def references_named(texts: Iterable[str], as_of: datetime | None = None) -> list[Reference]:
    """The reference areas that texts mean, a list as it was at the moment `as_of`, else last.

    One query, and none where no text mentions a list.

    Raises:
        koers_engine.concepts.Refusal: A text means nothing, or a list that was not there yet.
    """
    asked = list(texts)
    groups = own_groups(as_of) if any(mentions_a_list(text) for text in asked) else {}
    return [parse_reference(text, groups) for text in asked]


def mentions_a_list(text: str) -> bool:
    """Whether a text names a list of the municipality's own."""
    return text.strip().casefold().startswith(_MENTION)


def own_groups(as_of: datetime | None = None) -> dict[str, OwnGroup]:
    """Every list by name, as it was at the moment `as_of`, else last; one query."""
    versions = ReferenceListVersion.objects.select_related("reference_list")
    if as_of is not None:
        versions = versions.filter(valid_from__lte=as_of)
    return by_name(
        OwnGroup(
            name=version.reference_list.slug,
            title=Bilingual(nl=version.title_nl, en=version.title_en or version.title_nl),
            version=version.number,
            members=frozenset(version.members),
        )
        for version in versions
    )
