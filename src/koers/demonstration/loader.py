"""Loading content: tables become records, whole or not at all, and never twice.

A record whose short name exists already is left as it is: people may have changed it since.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any, TypeAlias

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import override

from koers.demonstration.baselines import Baseline, UnknownBaseline, own_baseline, with_baseline
from koers.demonstration.content import Entry, Fault, FaultyContent, read_content
from koers.demonstration.drafts import Draft, Reference, draft_of, kinds, nearest, useless_defaults

Name: TypeAlias = tuple[str, str]  # kind and short name
Watch: TypeAlias = Callable[[list[Name]], Iterable[Name]]


@dataclass(slots=True)
class Loaded:
    """How many records of each kind were made, and how many were there already."""

    made: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)


def load_content(
    folder: Path, *, reason: str, baseline: Baseline = own_baseline, watch: Watch = iter
) -> Loaded:
    """Make a record, with its first revision, of each table in `folder` that is not there yet.

    Args:
        folder: Holds the *.toml files; see `content` for their form.
        reason: Kept with each first revision as its change note.
        baseline: Where targets read their baseline.
        watch: Handed the names of the records to make, in order; lets a caller show progress.

    Raises:
        FaultyContent: Something is wrong with the content; all of it is named, nothing is stored.
    """
    content = read_content(folder)
    loading = _Loading([*content.faults, *useless_defaults(content.entries)], reason)
    for entry in content.entries:
        loading.take(entry, baseline)
    with transaction.atomic():
        for name in watch(loading.order()):
            loading.make(name)
        if loading.faults:
            raise FaultyContent(loading.faults)
    return loading.loaded


class _Loading:
    """One load: the drafts still to be made, the records that are there, and the faults so far."""

    def __init__(self, faults: list[Fault], reason: str) -> None:
        self.faults = faults
        self.reason = reason
        self.loaded = Loaded()
        self.drafts: dict[Name, Draft] = {}
        self.records: dict[str, dict[str, models.Model | None]] = {}  # None: faulty, told already
        self.kinds = kinds()

    def take(self, entry: Entry, baseline: Baseline) -> None:
        """Make a draft of `entry`, unless it is faulty or its record exists."""
        if not (model := self.kinds.get(entry.kind)):
            reason = f"unknown kind of record; near it: {nearest(entry.kind, self.kinds)}"
            self.faults.append(Fault(entry.place, reason))
            return
        if entry.slug in self._of_kind(entry.kind):
            self.loaded.kept[entry.kind] += 1
            return
        if entry.kind == "goals.target":
            try:
                entry = replace(entry, values=with_baseline(entry.values, baseline))
            except UnknownBaseline as unknown:
                self.faults.append(Fault(entry.place.at("baseline_period"), str(unknown)))
                entry.values.pop("increase", None)
        name = (entry.kind, entry.slug or str(entry.place))
        if name in self.drafts:
            first = self.drafts[name].place
            self.faults.append(Fault(entry.place, f"slug is used twice: see {first}"))
            return
        self.drafts[name] = draft_of(entry, model)

    def order(self) -> list[Name]:
        """The drafts, each after those it refers to."""
        arrows = {
            name: [
                (other.kind, other.name)
                for other in draft.references()
                if (other.kind, other.name) in self.drafts
            ]
            for name, draft in self.drafts.items()
        }
        try:
            return list(TopologicalSorter(arrows).static_order())
        except CycleError as cycle:
            circle = " → ".join(slug for _kind, slug in cycle.args[1])
            place = self.drafts[cycle.args[1][0]].place
            self.faults.append(Fault(place, f"these refer to each other in a circle: {circle}"))
            return list(self.drafts)

    def make(self, name: Name) -> None:
        """Store the record of a draft and its first revision, or note what is wrong with it."""
        kind, slug = name
        draft = self.drafts[name]
        before = len(self.faults)
        self.faults.extend(draft.all_faults())
        record = self._build(draft)
        if len(self.faults) > before or record is None:
            self._of_kind(kind)[slug] = None
            return
        record.change_note = self.reason
        with override("nl"):  # the history names a record in the language of record
            record.save()
            record.save_revision(clean=False, log_action="wagtail.create")  # it was cleaned above
        self._of_kind(kind)[slug] = record
        self.loaded.made[kind] += 1

    def _build(self, draft: Draft) -> Any:
        """The instance of `draft`, valid but not stored; None if it or what it needs is faulty."""
        unsettled = {draft.parent}  # set when the parent is stored
        try:
            instance = draft.model(**draft.plain)
        except (TypeError, ValueError) as error:
            self.faults.append(Fault(draft.place, str(error)))
            return None
        complete = True
        for key, reference in draft.one.items():
            if found := self._find(reference):
                setattr(instance, key, found)
            else:
                complete = False
                unsettled.add(key)
        for key, references in draft.many.items():
            found_all = [found for one in references if (found := self._find(one))]
            complete &= len(found_all) == len(references)
            setattr(instance, key, found_all)
        for key, children in draft.children.items():
            built = [self._build(child) for child in children]
            whole = [child for child in built if child is not None]
            complete &= len(whole) == len(children)
            for position, child in enumerate(whole):
                child.sort_order = position
            setattr(instance, key, whole)
        return instance if self._is_valid(instance, draft, unsettled) and complete else None

    def _is_valid(self, instance: models.Model, draft: Draft, unsettled: set[str]) -> bool:
        """Whether the model accepts the instance; what it does not is noted with its key."""
        needed = [
            one.name
            for one in draft.model._meta.many_to_many
            if not one.blank and one.editable and one.name not in draft.many
        ]
        self.faults.extend(Fault(draft.place.at(name), "is missing") for name in needed)
        try:
            instance.full_clean(exclude=unsettled)
        except ValidationError as error:
            with override("en"):  # the language of all faults
                reasons_by_key = error.message_dict
            for key, reasons in reasons_by_key.items():
                place = draft.place if key == NON_FIELD_ERRORS else draft.place.at(key)
                self.faults.extend(Fault(place, reason) for reason in reasons)
            return False
        return not needed

    def _find(self, reference: Reference) -> models.Model | None:
        """The record that is named; None where it is unknown, or cannot be made itself."""
        known = self._of_kind(reference.kind)
        names = {*known, *(name for kind, name in self.drafts if kind == reference.kind)}
        if reference.name not in names:
            reason = f"{reference.kind} has no {reference.name!r}; near it: "
            self.faults.append(Fault(reference.place, reason + nearest(reference.name, names)))
        return known.get(reference.name)

    def _of_kind(self, kind: str) -> dict[str, Any]:
        """The records of `kind` by their lasting name; people go by their user name."""
        if kind not in self.records:
            model = apps.get_model(kind)
            lasting = getattr(model, "USERNAME_FIELD", "slug")
            self.records[kind] = {
                str(getattr(record, lasting)): record for record in model._default_manager.all()
            }
        return self.records[kind]
