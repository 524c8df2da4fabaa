"""Work plans in the workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from koers.core.workspace.viewsets import RecordViewSet
from koers.work_plans.models import WorkPlan


class WorkPlanViewSet(RecordViewSet):
    model = WorkPlan
    icon = "calendar"
    shown = ("agenda", "status", "year_from", "year_until")
    parts = {"rows": _("Objective, effort, result and effect")}
    public_url_name = "portal:work_plan"
    add_to_admin_menu = True
    menu_order = 225


register_snippet(WorkPlanViewSet)
