"""Decisions of council and executive in the workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from koers.core.workspace.viewsets import RecordViewSet
from koers.council.models import Decision


class DecisionViewSet(RecordViewSet):
    model = Decision
    icon = "calendar-check"
    shown = ("body", "outcome", "decided")
    parts = {"subjects": _("What is decided on")}
    add_to_admin_menu = True
    menu_order = 250


register_snippet(DecisionViewSet)
