"""Which kinds of record there are, and how to fetch records together with their names."""

from collections.abc import Iterator
from typing import Any, TypeVar

from django.apps import apps
from django.db import models
from django.utils.text import capfirst

from koers.core.records import Record

M = TypeVar("M", bound=models.Model)


def record_kinds() -> list[type[Record]]:
    """Every kind of record in the installed apps, in the order of the kinds' labels."""
    return sorted(
        (model for model in apps.get_models() if issubclass(model, Record)),
        key=lambda model: model._meta.label,
    )


def with_names(records: models.QuerySet[M]) -> models.QuerySet[M]:
    """The same records, fetched with the records from which they take their name; one query."""
    named_after = [
        field.name
        for field in records.model._meta.fields
        if isinstance(field, models.ForeignKey) and issubclass(field.remote_field.model, Record)
    ]
    return records.select_related(*named_after) if named_after else records


def record_key(record: Record | None) -> str:
    """The record as a choice names it, such as goals.goal:12; empty for none."""
    return f"{record._meta.label_lower}:{record.pk}" if record and record.pk else ""


def record_of(key: str) -> Record | None:
    """The record that `key` names; None where there is none."""
    label, _, number = key.partition(":")
    kinds = {kind._meta.label_lower: kind for kind in record_kinds()}
    if label not in kinds or not number.isdecimal():
        return None
    return kinds[label]._default_manager.filter(pk=int(number)).first()


def record_choices() -> Iterator[tuple[Any, Any]]:
    """Every record, grouped by kind: choices for a select; one query for each kind."""
    yield ("", "—")
    for kind in sorted(record_kinds(), key=lambda kind: str(kind._meta.verbose_name_plural)):
        records = with_names(kind._default_manager.all())
        if choices := [(record_key(record), str(record)) for record in records]:
            yield (capfirst(str(kind._meta.verbose_name_plural)), choices)
