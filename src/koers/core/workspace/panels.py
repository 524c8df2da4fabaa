"""The parts of a record's form, made from its model."""

from collections.abc import Iterator, Mapping
from typing import Any

from django import forms
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


def own_fields(model: type[models.Model]) -> list[models.Field]:
    """The fields that people fill in, without those that every kind of record has around them."""
    return [
        field
        for field in (*model._meta.fields, *model._meta.many_to_many)
        if field.editable and not field.auto_created and field.name not in _AROUND
    ]


def _own_panels(model: type[models.Model]) -> Iterator[Panel]:
    """The title, what it belongs to and when, what it is about, its texts, and its ties.

    Short fields stand two by two, and a text stands side by side in both languages.
    """
    texts, ties, facts = [], [], []
    for field in own_fields(model):
        stem, _separator, language = field.name.rpartition("_")
        if isinstance(getattr(model, stem, None), BilingualText):
            texts += _bilingual_panel(stem) if language == LANGUAGES[0] else []
        elif field.many_to_many:
            ties.append(FieldPanel(field.name, widget=forms.CheckboxSelectMultiple))
        elif isinstance(field, models.JSONField):
            ties.append(FieldPanel(field.name))
        else:
            facts.append(field)
    if isinstance(getattr(model, "title", None), BilingualText):
        yield texts.pop(0)
    yield from _two_by_two(sorted(facts, key=_place_in_form))
    if issubclass(model, About):
        yield AboutPanel()
    yield from (*texts, *ties)


def _place_in_form(fact: models.Field) -> int:
    """First what a record belongs to, then its kind and status, then its dates and numbers."""
    return 0 if fact.is_relation else 1 if fact.choices else 2


def _two_by_two(facts: list[models.Field]) -> Iterator[Panel]:
    panels = [FieldPanel(fact.name) for fact in facts]
    yield from (FieldRowPanel(panels[first : first + 2]) for first in range(0, len(panels), 2))


def _bilingual_panel(name: str) -> list[Panel]:
    return [FieldRowPanel([FieldPanel(f"{name}_{language}") for language in LANGUAGES])]
