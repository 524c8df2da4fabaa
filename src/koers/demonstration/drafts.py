"""Drafts: what a table says, held against the model of its kind; records are named, not yet found.

A draft can be made without the database, so that the order in which records must be made, and
every fault in the keys, is known before the first one is stored.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.contrib.contenttypes.fields import GenericForeignKey
from django.db import models
from modelcluster.fields import ParentalKey

from koers.core.records import Record
from koers.core.workspace.kinds import record_kinds
from koers.demonstration.content import Entry, Fault, Place

# Kept by the platform itself; content has no say in them.
_NOT_IN_CONTENT = {"id", "latest_revision", "change_note", "sort_order"}


@dataclass(frozen=True, slots=True)
class Reference:
    """Another record, as content names it: its kind and its lasting name."""

    kind: str
    name: str
    place: Place = field(compare=False)


@dataclass(slots=True)
class Draft:
    """A record to be: plain values, references to one and to many, and its inline children.

    `parent` is the field by which an inline child will know its parent; empty for a record.
    """

    model: type[models.Model]
    place: Place
    parent: str = ""
    plain: dict[str, Any] = field(default_factory=dict)
    one: dict[str, Reference] = field(default_factory=dict)
    many: dict[str, list[Reference]] = field(default_factory=dict)
    children: dict[str, list["Draft"]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def references(self) -> Iterator[Reference]:
        """Every record this one or its children name."""
        yield from self.one.values()
        for references in self.many.values():
            yield from references
        for child in self._all_children():
            yield from child.references()

    def all_faults(self) -> Iterator[Fault]:
        """The faults of this draft and of its children."""
        yield from self.faults
        for child in self._all_children():
            yield from child.all_faults()

    def _all_children(self) -> Iterator["Draft"]:
        for children in self.children.values():
            yield from children


def kinds() -> dict[str, type[Record]]:
    """The kinds of record that content can hold: app.model → model."""
    return {kind._meta.label_lower: kind for kind in record_kinds()}


def nearest(word: str, known: Iterable[str]) -> str:
    """A hint for whoever mistyped `word`: the nearest of `known`, or all when none is near."""
    known = sorted(known)
    near = get_close_matches(word, known, n=3, cutoff=0.6) or known[:30]
    return ", ".join(near) or "none"


def draft_of(entry: Entry, model: type[Record]) -> Draft:
    """What `entry` says, as a draft of `model`, with the file's defaults where it says nothing."""
    names = _names_of_fields(model)
    defaults = {key: value for key, value in entry.defaults.items() if key in names}
    draft = _draft(model, {**defaults, **entry.values}, entry.place)
    if not entry.slug:
        draft.faults.append(
            Fault(entry.place, "slug is missing: without it a second load would double the record")
        )
    return draft


def useless_defaults(entries: Iterable[Entry]) -> Iterator[Fault]:
    """A fault for each default of a file that no kind of record in that file has as a field."""
    useless: dict[Place, set[str]] = {}
    for entry in entries:
        place = Place(entry.place.file, "defaults")
        keys = useless.setdefault(place, set(entry.defaults))
        if model := kinds().get(entry.kind):
            keys -= _names_of_fields(model)
    for place, keys in useless.items():
        for key in sorted(keys):
            yield Fault(place.at(key), "no kind of record in this file has such a field")


def _draft(
    model: type[models.Model], values: dict[str, Any], place: Place, *, parent: str = ""
) -> Draft:
    draft = Draft(model, place, parent)
    names = _names_of_fields(model)
    for key, value in values.items():
        if key in names:
            _take(draft, key, value, place.at(key))
        else:
            draft.faults.append(
                Fault(place.at(key), f"unknown field; near it: {nearest(key, names)}")
            )
    return draft


def _names_of_fields(model: type[models.Model]) -> set[str]:
    """The keys a table of this kind may have; inline children go by their related name."""
    children = {
        relation.name
        for relation in model._meta.related_objects
        if isinstance(relation.field, ParentalKey)
    }
    fields = {
        one.name
        for one in [*model._meta.fields, *model._meta.many_to_many, *model._meta.private_fields]
        if not isinstance(one, ParentalKey)
    }
    generic = {
        part
        for one in model._meta.private_fields
        if isinstance(one, GenericForeignKey)
        for part in (one.ct_field, one.fk_field)
    }
    return (fields | children) - generic - _NOT_IN_CONTENT


def _take(draft: Draft, key: str, value: Any, place: Place) -> None:
    """Put `value` where it belongs in `draft`, by the sort of field that `key` is."""
    match kind_of_field := draft.model._meta.get_field(key):
        case models.ManyToOneRel():
            if isinstance(value, list) and all(isinstance(one, dict) for one in value):
                child, parent = kind_of_field.related_model, kind_of_field.field.name
                draft.children[key] = [
                    _draft(child, one, place.at(str(number)), parent=parent)
                    for number, one in enumerate(value, start=1)
                ]
            else:
                draft.faults.append(Fault(place, "expected a list of tables"))
        case models.ManyToManyField():
            if isinstance(value, list) and all(isinstance(one, str) for one in value):
                kind = kind_of_field.related_model._meta.label_lower
                draft.many[key] = [Reference(kind, one, place) for one in value]
            else:
                draft.faults.append(Fault(place, "expected a list of short names"))
        case GenericForeignKey():
            kind, _colon, name = str(value).partition(":")
            if kind in kinds() and name:
                draft.one[key] = Reference(kind, name, place)
            else:
                draft.faults.append(
                    Fault(place, "expected kind and short name, as in goals.goal:dwellings")
                )
        case models.ForeignKey():
            kind = kind_of_field.related_model._meta.label_lower
            draft.one[key] = Reference(kind, str(value), place)
        case _:
            draft.plain[key] = value
