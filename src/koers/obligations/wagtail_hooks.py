"""The policy's own rules in the workspace."""

from wagtail.snippets.models import register_snippet

from koers.core.workspace.viewsets import RecordViewSet
from koers.obligations.models import Rule


class RuleViewSet(RecordViewSet):
    model = Rule
    icon = "time"
    shown = ("kind", "interval_years")
    add_to_admin_menu = True
    menu_order = 260


register_snippet(RuleViewSet)
