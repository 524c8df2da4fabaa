"""Questions about decisions."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Prefetch, QuerySet

from koers.council.models import Decision, DecisionSubject


def decisions() -> QuerySet[Decision]:
    """Every decision and its subjects, the latest first; two queries, one per kind of subject."""
    subjects = DecisionSubject.objects.order_by("sort_order", "pk").prefetch_related("subject")
    return (
        Decision.objects.select_related("document")
        .prefetch_related(Prefetch("subjects", subjects))
        .order_by("-decided", "slug")
    )


def decisions_about(record: Model) -> QuerySet[Decision]:
    """The decisions about one record, the latest first; one query."""
    return (
        Decision.objects.filter(
            subjects__subject_type=ContentType.objects.get_for_model(record),
            subjects__subject_id=record.pk,
        )
        .select_related("document")
        .distinct()
        .order_by("-decided", "slug")
    )
