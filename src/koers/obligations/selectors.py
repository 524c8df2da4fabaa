"""Questions about the policy's own rules."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, QuerySet

from koers.obligations.models import Rule


def rules_about(record: Model) -> QuerySet[Rule]:
    """The rules about one record; one query."""
    return (
        Rule.objects.filter(
            subject_type=ContentType.objects.get_for_model(record), subject_id=record.pk
        )
        .select_related("document")
        .order_by("slug")
    )
