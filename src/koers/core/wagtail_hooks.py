"""The workspace's own first page and menu, and the documents that records come from."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from koers.core.models import SourceDocument
from koers.core.spreadsheets import make_workspace_exports_safe
from koers.core.workspace.first_page import FirstPage
from koers.core.workspace.viewsets import RecordViewSet


class SourceDocumentViewSet(RecordViewSet):
    model = SourceDocument
    icon = "doc-full"
    shown = ("publisher", "published")
    add_to_admin_menu = True
    menu_order = 290


register_snippet(SourceDocumentViewSet)
make_workspace_exports_safe()


@hooks.register("construct_homepage_panels")
def show_the_first_page(_request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [FirstPage()]


@hooks.register("construct_help_menu")
def keep_help_to_what_is_here(_request: HttpRequest, items: list[Any]) -> None:
    """Leave out Wagtail's news and its manual, which are on another host."""
    items[:] = [item for item in items if not str(item.url).startswith("http")]


@hooks.register("insert_global_admin_css")
def keep_forms_in_their_columns() -> str:
    return format_html('<link rel="stylesheet" href="{}">', static("core/workspace.css"))
