"""Which statements do documents make, about which record or place?"""

from collections.abc import Iterable

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Prefetch, Q, QuerySet

from koers.core.models import SourceDocument
from koers.monitor.models import ImportRun, RunState, Statement, StatementTopic


def topics_about(*records: Model) -> list[StatementTopic]:
    """Topics about these records with their `statements_list`, as the pages order them; two queries
    (the content types are looked up once per process).
    """
    about = Q(pk__in=[])
    for record in records:
        kind = ContentType.objects.get_for_model(record)
        about |= Q(subject_type=kind, subject_id=record.pk)
    return _with_statements(StatementTopic.objects.filter(about))


def topics_of_area(code: str) -> list[StatementTopic]:
    """Topics of this municipality with their `statements_list`, by group and position; two queries.

    Those about a record that is a draft are among them: what is public, the portal decides.
    """
    return _with_statements(StatementTopic.objects.filter(area_code=code))


def topics() -> QuerySet[StatementTopic]:
    """Every topic, drafts included; one query."""
    return StatementTopic.objects.order_by("group", "position", "slug")


def documents_that_state(topics: Iterable[StatementTopic]) -> QuerySet[SourceDocument]:
    """Documents that a statement on one of these topics rests on, oldest first; one query."""
    cited = Statement.objects.filter(topic__in=[topic.pk for topic in topics]).values("document")
    return SourceDocument.objects.filter(pk__in=cited).order_by("published", "slug")


def _with_statements(topics: QuerySet[StatementTopic]) -> list[StatementTopic]:
    statements = Statement.objects.select_related("document").order_by("pk")
    found = list(
        topics.order_by("group", "position", "slug").prefetch_related(
            Prefetch("statements", statements)
        )
    )
    for topic in found:  # the place's own figure first, then its references as they were entered
        entered = list(topic.statements.all())
        own = [each for each in entered if each.area_code == topic.area_code]
        topic.statements_list = own + [each for each in entered if each not in own]
    return found


def latest_runs(n: int = 20) -> QuerySet[ImportRun]:
    """The runs that were asked for last, newest first; one query."""
    return ImportRun.objects.select_related("asked_by").order_by("-asked_at", "-pk")[:n]


def runs_with_a_layout() -> list[ImportRun]:
    """Of every own table the last run that brought it in, by the table's name; one query."""
    done = ImportRun.objects.filter(
        kind="file", state__in=(RunState.ADDED, RunState.UNCHANGED)
    ).order_by("dataset", "-asked_at", "-pk")
    last: dict[str, ImportRun] = {}
    for run in done:
        last.setdefault(run.dataset, run)
    return [*last.values()]
