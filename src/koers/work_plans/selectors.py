"""Questions about work plans."""

from django.db.models import Prefetch, QuerySet

from koers.agenda.selectors import public_agendas
from koers.goals.selectors import public_goals
from koers.work_plans.models import WorkPlan, WorkPlanRow, WorkPlanStatus


def public_work_plans() -> QuerySet[WorkPlan]:
    """Work plans of public agendas that are past their draft, the latest first; two queries."""
    rows = WorkPlanRow.objects.filter(goal__in=public_goals()).select_related(
        "goal", "effort", "result", "effect"
    )
    return (
        WorkPlan.objects.filter(agenda__in=public_agendas())
        .exclude(status=WorkPlanStatus.DRAFT)
        .select_related("agenda", "document")
        .prefetch_related(Prefetch("rows", rows.order_by("sort_order", "pk")))
        .order_by("-year_from", "slug")
    )
