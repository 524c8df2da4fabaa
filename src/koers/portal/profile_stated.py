"""What documents state of a place, rendered once for as long as none of it changes."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from types import SimpleNamespace

from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from koers.core.bilingual import current_language
from koers.glossary.selectors import terms_in_alphabetical_order
from koers.monitor.known import definitions
from koers.monitor.models import StatementTopic, TopicGroup
from koers.monitor.store import store
from koers.portal.explanations import Explainer

KEPT = 32


@dataclass(frozen=True, slots=True)
class Stated:
    """The commuters that a document counted, and the section with everything stated."""

    commuting: SafeString
    section: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """Equal where the same would be rendered."""

    name: str
    language: str
    content: tuple[tuple[str, ...], ...]
    official: tuple[object, ...]
    explainer: Explainer = field(compare=False)
    topics: list[StatementTopic] = field(compare=False)


def by_group(topics: Iterable[StatementTopic]) -> dict[str, list[StatementTopic]]:
    """The topics of every group there is, by its name in small letters."""
    found: dict[str, list[StatementTopic]] = {group.name.lower(): [] for group in TopicGroup}
    for topic in topics:
        found[TopicGroup(topic.group).name.lower()].append(topic)
    return found


def stated(topics: list[StatementTopic], name: str) -> Stated:
    """What documents state on `topics`, which are about the place called `name`. One query."""
    terms = terms_in_alphabetical_order()
    statements = [each for topic in topics for each in topic.statements_list]
    documents = {each.document for each in statements if each.document}
    records: list[Model] = [*topics, *statements, *sorted(documents, key=lambda each: each.pk)]
    return _rendered(
        _Asked(
            name=name,
            language=current_language(),
            content=tuple(map(_content, [*records, *terms])),
            official=(store().state(), definitions()),
            explainer=Explainer(terms),
            topics=topics,
        )
    )


def _content(record: Model) -> tuple[str, ...]:
    return tuple(str(getattr(record, each.attname)) for each in record._meta.concrete_fields)


@lru_cache(maxsize=KEPT)
def _rendered(asked: _Asked) -> Stated:
    context = {
        "name": asked.name,
        "topics": asked.topics,
        "topics_by_group": by_group(asked.topics),
        "request": SimpleNamespace(explainer=asked.explainer),  # all that these templates ask of it
    }
    return Stated(
        commuting=render_to_string("portal/profile_commuting.html", context),
        section=(
            render_to_string("portal/profile_stated.html", context)
            if asked.topics
            else SafeString()
        ),
    )
