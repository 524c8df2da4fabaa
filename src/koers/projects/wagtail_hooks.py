"""Projects in the workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from koers.core.workspace.viewsets import RecordViewSet
from koers.projects.models import Project


class ProjectViewSet(RecordViewSet):
    model = Project
    icon = "clipboard-list"
    shown = ("status", "started", "ended", "owner")
    parts = {"partners": _("Partners"), "outcomes": _("What came of it")}
    public_url_name = "portal:project"
    add_to_admin_menu = True
    menu_order = 220


register_snippet(ProjectViewSet)
