"""The glossary in the workspace."""

from wagtail.snippets.models import register_snippet

from koers.core.workspace.viewsets import RecordViewSet
from koers.glossary.models import Term


class TermViewSet(RecordViewSet):
    model = Term
    icon = "info-circle"
    shown = ("document",)
    add_to_admin_menu = True
    menu_order = 280


register_snippet(TermViewSet)
