"""Documents that records come from, in the workspace; and the workspace's first page."""

from wagtail.snippets.models import register_snippet

from koers.core.models import SourceDocument
from koers.core.workspace.viewsets import RecordViewSet


class SourceDocumentViewSet(RecordViewSet):
    model = SourceDocument
    icon = "doc-full"
    shown = ("publisher", "published")
    add_to_admin_menu = True
    menu_order = 290


register_snippet(SourceDocumentViewSet)
