"""One viewset for every kind of record: an app names the kind, its icon and its columns."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import UpdatedAtColumn
from wagtail.permissions import register_permission_policy
from wagtail.snippets.views.chooser import SnippetChooserViewSet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from koers.core.bilingual import BilingualText
from koers.core.records import About, Cited, Record
from koers.core.workspace import views
from koers.core.workspace.forms import AboutRecordForm, RecordForm
from koers.core.workspace.kinds import with_names
from koers.core.workspace.panels import own_fields, record_panels
from koers.core.workspace.policies import NeverDeleted


class _RecordChooserViewSet(SnippetChooserViewSet):
    register_widget = False  # records are chosen from a plain list, which needs no script


class RecordViewSet(SnippetViewSet):
    """The pages of a kind of record in the workspace: list, add, revise, history, compare."""

    model: type[Record]
    shown: tuple[str, ...] = ()  # columns of the list, beside the name and the last change
    parts: Mapping[str, Any] = {}  # relation to parts of the record: heading above them
    form_class: type[RecordForm] | None = None
    policy_class: type[NeverDeleted] = NeverDeleted
    public_url_name = ""  # address on the public site, which takes the slug

    copy_view_enabled = False
    inspect_view_enabled = True
    list_per_page = 50
    search_backend_name = None
    chooser_viewset_class = _RecordChooserViewSet
    index_view_class = views.RecordIndexView
    edit_view_class = views.RecordEditView
    inspect_view_class = views.RecordInspectView
    history_view_class = views.RecordHistoryView
    revisions_compare_view_class = views.RecordCompareView

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        register_permission_policy(self.model, self.policy_class(self.model))
        super().__init__(*args, **kwargs)

    def get_edit_handler(self) -> ObjectList:
        form = self.form_class or (AboutRecordForm if issubclass(self.model, About) else RecordForm)
        panels = record_panels(self.model, self.parts)
        return ObjectList(panels, base_form_class=form).bind_to_model(self.model)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Record]:  # noqa: ARG002
        ties = [name for name in self.shown if self.model._meta.get_field(name).is_relation]
        records = with_names(self.model._default_manager.all())
        return records.select_related(*ties) if ties else records

    @cached_property
    def list_display(self) -> list[Any]:
        return ["__str__", *self.shown, UpdatedAtColumn()]

    @cached_property
    def list_filter(self) -> list[str]:
        return [name for name in self.shown if _is_choice(self.model._meta.get_field(name))]

    @cached_property
    def search_fields(self) -> list[str]:
        """All texts of the record, and the titles of the records it is tied to."""
        return ["slug", *_text_columns(self.model), *_titles_of_ties(self.model)]

    @cached_property
    def inspect_view_fields(self) -> list[str]:
        about = ["subject"] if issubclass(self.model, About) else []
        source = ["document", "place_nl", "place_en"] if issubclass(self.model, Cited) else []
        own = [field.name for field in own_fields(self.model)]
        return [*own, *about, *self.parts, *source, "slug"]

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        labels = {**self.parts, "subject": _("About")}
        return super().get_common_view_kwargs(
            public_url_name=self.public_url_name, part_labels=labels, **kwargs
        )


class RecordGroup(SnippetViewSetGroup):
    """The kinds of record of one app, together in the menu."""


def _is_choice(field: Any) -> bool:
    return bool(field.choices) or isinstance(field, models.ForeignKey)


def _text_columns(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.fields:
        stem = field.name.rpartition("_")[0]
        if isinstance(getattr(model, stem, None), BilingualText):
            yield field.name


def _titles_of_ties(model: type[models.Model]) -> Iterator[str]:
    for field in model._meta.fields:
        if isinstance(field, models.ForeignKey) and issubclass(field.remote_field.model, Record):
            titled = isinstance(getattr(field.remote_field.model, "title", None), BilingualText)
            if titled and field.name not in ("document", "latest_revision"):
                yield from (f"{field.name}__title_{language}" for language in ("nl", "en"))
