"""The first page of the workspace: what somebody answers for, may change, and saw changed last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.text import capfirst
from wagtail.admin.ui.components import Component
from wagtail.models import Revision
from wagtail.permissions import policy_registry

from koers.core.records import Record
from koers.core.workspace.kinds import record_kinds

CHANGES_SHOWN = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A kind of record that somebody may add or change."""

    label: str
    icon: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A record in a list on the first page; of a change also why, by whom and when."""

    title: str
    kind: str
    url: str
    reason: str = ""
    by: str = ""
    at: datetime | None = None


class FirstPage(Component):
    """Replaces Wagtail's panels about pages, of which the workspace has none."""

    template_name = "core/workspace/first_page.html"
    order = 100

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        user = parent_context["request"].user
        return {"yours": [*yours(user)], "kept": [*kept_by(user)], "changes": [*last_changes()]}


def yours(user: Any) -> Iterator[Entry]:
    """The records that this person owns; one query for each kind that has an owner."""
    for kind in record_kinds():
        if any(field.name == "owner" for field in kind._meta.fields):
            for record in kind._default_manager.filter(owner=user):
                yield Entry(title=str(record), kind=_label(kind), url=_url(kind, record.pk))


def kept_by(user: Any) -> Iterator[Kept]:
    """The kinds of record that this person may add or change, in the order of their labels."""
    for kind in sorted(record_kinds(), key=lambda kind: str(kind._meta.verbose_name_plural)):
        if policy_registry.get_by_type(kind).user_has_any_permission(user, ["add", "change"]):
            viewset = kind.snippet_viewset
            label = capfirst(str(kind._meta.verbose_name_plural))
            yield Kept(label=label, icon=viewset.icon, url=reverse(viewset.get_url_name("list")))


def last_changes() -> Iterator[Entry]:
    """The latest revisions of any record, newest first; one query."""
    kinds = {ContentType.objects.get_for_model(kind).pk: kind for kind in record_kinds()}
    revisions = Revision.objects.filter(content_type__in=kinds).select_related("user")
    for revision in revisions.order_by("-created_at", "-pk")[:CHANGES_SHOWN]:
        kind = kinds[revision.content_type_id]
        yield Entry(
            title=revision.object_str,
            kind=_label(kind),
            url=_url(kind, revision.object_id),
            reason=revision.content.get("change_note", ""),
            by=str(revision.user or ""),
            at=revision.created_at,
        )


def _label(kind: type[Record]) -> str:
    return str(kind._meta.verbose_name)


def _url(kind: type[Record], pk: Any) -> str:
    return reverse(kind.snippet_viewset.get_url_name("inspect"), args=[pk])
