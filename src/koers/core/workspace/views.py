"""Views on records: where they differ from Wagtail's, and no further."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.widgets.button import HeaderButton
from wagtail.models import BaseLogEntry
from wagtail.snippets.views import snippets

from koers.core.records import Record
from koers.core.workspace.kinds import with_names

ANY = ["view", "add", "change"]  # whoever may see a kind of record may see its history


def reason_of(entry: BaseLogEntry) -> str:
    """Why a record was changed, as the revision of this entry in its history says."""
    return entry.revision.content.get("change_note", "") if entry.revision else ""


def as_written(value: Any) -> Any:
    """The value as a page shows it; a whole number without separators, for most are years."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


class ForViewersToo:
    """A page on a record's past, which whoever may not change the record sees without buttons."""

    any_permission_required = ANY

    @cached_property
    def header_buttons(self) -> list[Any]:
        may_change = self.user_has_permission("change")  # type: ignore[attr-defined]
        return super().header_buttons if may_change else []  # type: ignore[misc]


class OnPublicSite:
    """A view on one record, with a button to its page on the public site."""

    object: Record
    public_url_name = ""

    def get_header_buttons(self) -> list[Any]:
        buttons = super().get_header_buttons()  # type: ignore[misc]
        if self.public_url_name and self.object.slug:
            url = reverse(self.public_url_name, args=[self.object.slug])
            label = _("View on the public site")
            return [HeaderButton(label, url=url, icon_name="link-external"), *buttons]
        return buttons


class RecordIndexView(snippets.IndexView):
    """The list of a kind of record, without the boxes to delete many: nothing is deleted."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return super().columns[1:]

    def _get_custom_column(self, field_name: str, column_class: Any = Column, **more: Any) -> Any:
        column = super()._get_custom_column(field_name, column_class, **more)
        field = {field.name: field for field in self.model._meta.fields}.get(field_name)
        if isinstance(field, models.IntegerField) and not field.choices:
            column.accessor = lambda record: as_written(getattr(record, field_name))
        return column


class RecordEditView(OnPublicSite, snippets.EditView):
    """Revises a record."""


class RecordInspectView(OnPublicSite, snippets.InspectView):
    """Shows a record to whoever may not change it."""

    part_labels: dict[str, Any] = {}

    def get_field_label(self, field_name: str, field: Any) -> str:
        if (
            field is None or field.auto_created
        ):  # the subject, or parts such as a project's partners
            return str(self.part_labels.get(field_name, field_name))
        return capfirst(str(field.verbose_name))

    def get_field_display_value(self, field_name: str, field: Any) -> Any:
        value = getattr(self.object, field_name)
        if isinstance(value, models.Manager):
            value = [*with_names(value.all())]
        if isinstance(value, list):
            return format_html_join("", "<div>{}</div>", ((item,) for item in value)) or "–"
        if value in (None, ""):
            return "–"
        return as_written(super().get_field_display_value(field_name, field))


class RecordHistoryView(ForViewersToo, snippets.HistoryView):
    """Who changed a record, when, and why."""

    @cached_property
    def columns(self) -> list[BaseColumn]:
        action, *others = super().columns
        if not self.user_has_permission("change"):
            compare = "revisions_compare"
            action.url_names = {compare: action.url_names[compare]}
        reason = Column("reason", label=_("Reason for this change"), accessor=reason_of)
        return [action, reason, *others]


class RecordCompareView(ForViewersToo, snippets.RevisionsCompareView):
    """What differs between two revisions."""

    permission_required = None
