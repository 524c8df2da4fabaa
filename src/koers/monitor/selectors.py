"""Which statements do documents make, about which record or place?"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Prefetch, QuerySet

from koers.core.models import SourceDocument
from koers.monitor.models import Statement, StatementTopic, TopicGroup


def topics_about(record: Model) -> list[StatementTopic]:
    """Topics about this record with their `statements_list`, as the pages order them; two queries
    (the content type is looked up once per process)."""
    kind = ContentType.objects.get_for_model(record)
    return _with_statements(StatementTopic.objects.filter(subject_type=kind, subject_id=record.pk))


def topics_of_area(code: str, group: TopicGroup | None = None) -> list[StatementTopic]:
    """Topics on the profile of this municipality with their `statements_list`, by group and
    position; two queries."""
    topics = StatementTopic.objects.filter(area_code=code)
    return _with_statements(topics.filter(group=group) if group else topics)


def documents_that_state_figures() -> QuerySet[SourceDocument]:
    """Documents that at least one statement rests on, oldest first; one query."""
    cited = Statement.objects.filter(document__isnull=False).values("document")
    return SourceDocument.objects.filter(pk__in=cited).order_by("published", "slug")


def _with_statements(topics: QuerySet[StatementTopic]) -> list[StatementTopic]:
    statements = Statement.objects.select_related("document").order_by("pk")
    found = list(
        topics.order_by("group", "position", "slug").prefetch_related(
            Prefetch("statements", statements, to_attr="statements_list")
        )
    )
    for topic in found:  # the place's own figure first, then its references as they were entered
        topic.statements_list.sort(key=lambda each: each.area_code != topic.area_code)
    return found
