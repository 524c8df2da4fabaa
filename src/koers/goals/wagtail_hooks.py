"""The chain and its targets in the workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from koers.core.workspace.policies import NeverChanged
from koers.core.workspace.viewsets import RecordGroup, RecordViewSet
from koers.goals import models
from koers.goals.forms import TargetForm


class GoalViewSet(RecordViewSet):
    model = models.Goal
    icon = "crosshairs"
    shown = ("agenda", "pillar", "status", "owner")
    public_url_name = "portal:goal"


class EffortViewSet(RecordViewSet):
    model = models.Effort
    icon = "cogs"
    shown = ("status", "owner")
    parts = {"goal_ties": _("For which goals")}


class ResultViewSet(RecordViewSet):
    model = models.Result
    icon = "check"
    shown = ("status", "owner")
    parts = {"effort_ties": _("From which efforts")}


class EffectViewSet(RecordViewSet):
    model = models.Effect
    icon = "arrow-up"
    shown = ("status", "owner")
    parts = {"result_ties": _("From which results")}


class TargetViewSet(RecordViewSet):
    model = models.Target
    policy_class = NeverChanged
    icon = "thumbtack"
    shown = ("goal", "value", "year", "supersedes")
    form_class = TargetForm


class GoalGroup(RecordGroup):
    menu_label = _("Goals")
    menu_icon = "crosshairs"
    menu_order = 210
    items = (GoalViewSet, EffortViewSet, ResultViewSet, EffectViewSet, TargetViewSet)


register_snippet(GoalGroup)
