"""The parts of a record's form, made from its model."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.compare import FieldComparison
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, Panel

from koers.core.bilingual import LANGUAGES, BilingualText
from koers.core.records import About, Cited, Record
from koers.core.workspace.forms import AboutPartForm, PartForm

_AROUND = {"slug", "change_note", "document", "place_nl", "place_en", "subject_type", "subject_id"}


class SubjectComparison(FieldComparison):
    """What two revisions are about, by name."""

    def __init__(self, revision_a: About, revision_b: About) -> None:
        self.val_a, self.val_b = str(revision_a.subject or ""), str(revision_b.subject or "")

    def field_label(self) -> Any:
        return _("About")


class AboutPanel(FieldPanel):
    """Chooses the record that something is about."""

    def __init__(self, field_name: str = "about", **kwargs: Any) -> None:
        super().__init__(field_name, **kwargs)

    class BoundPanel(FieldPanel.BoundPanel):
        def get_comparison(self) -> list[Any]:
            return [SubjectComparison]


class PartsPanel(InlinePanel):
    """The parts of a record, such as the partners of a project, with a form of their own."""

    def get_form_options(self) -> dict[str, Any]:
        options = super().get_form_options()
        about = issubclass(self.db_field.related_model, About)
        options["formsets"][self.relation_name]["form"] = AboutPartForm if about else PartForm
        return options


def record_panels(kind: type[Record], parts: Mapping[str, Any]) -> list[Panel]:
    """The form of a kind of record: what it says, its parts, its source, its address, the reason.

    Args:
        kind: The kind of record.
        parts: For every relation to a part of the record, the heading above those parts.
    """
    panels = list(_own_panels(kind))
    for relation, heading in parts.items():
        part = kind._meta.get_field(relation).related_model
        panels.append(
            PartsPanel(
                relation,
                panels=list(_own_panels(part)),
                heading=capfirst(heading),
                label=capfirst(part._meta.verbose_name),
            )
        )
    if issubclass(kind, Cited):
        source = [FieldPanel("document"), *_bilingual_panel("place")]
        panels.append(MultiFieldPanel(source, heading=_("Source"), icon="doc-full"))
    address = MultiFieldPanel([FieldPanel("slug")], heading=_("Address"), classname="collapsed")
    return [*panels, address, FieldPanel("change_note", icon="edit")]


def _own_panels(model: type[models.Model]) -> Iterator[Panel]:
    """A panel for each field that people fill in; a text stands side by side in both languages."""
    for field in (*model._meta.fields, *model._meta.many_to_many):
        if not field.editable or field.auto_created or field.name in _AROUND:
            continue
        stem, _, language = field.name.rpartition("_")
        if not isinstance(getattr(model, stem, None), BilingualText):
            yield FieldPanel(field.name)
        elif language == LANGUAGES[0]:
            yield from _bilingual_panel(stem)
    if issubclass(model, About):
        yield AboutPanel()


def _bilingual_panel(name: str) -> list[Panel]:
    return [FieldRowPanel([FieldPanel(f"{name}_{language}") for language in LANGUAGES])]
