"""What documents state, own indicators, and the bringing in of figures, in the workspace."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, URLResolver, include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import ObjectList
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView

from koers.core.workspace.forms import AboutRecordForm
from koers.core.workspace.panels import record_panels
from koers.core.workspace.viewsets import RecordGroup, RecordViewSet
from koers.monitor import models
from koers.monitor.forms import MeasuredRecordForm
from koers.monitor.own_indicator_form import OwnIndicatorForm
from koers.monitor.panels import own_indicator_panels
from koers.monitor.reference_list_form import ReferenceListForm


class StatementTopicForm(AboutRecordForm, MeasuredRecordForm):
    """A topic may be about a record, and may have an official figure."""


class StatementTopicViewSet(RecordViewSet):
    model = models.StatementTopic
    icon = "tag"
    shown = ("group", "area_code", "sdg")
    form_class = StatementTopicForm


class StatementViewSet(RecordViewSet):
    model = models.Statement
    icon = "comment"
    shown = ("topic", "period", "value", "document")


class StatementGroup(RecordGroup):
    menu_label = _("Statements")
    menu_icon = "comment"
    menu_order = 270
    items = (StatementTopicViewSet, StatementViewSet)


class OwnIndicatorCreateView(CreateView):
    """Defines an indicator; `?table=` says out of which table."""

    def get_initial_form_instance(self) -> models.OwnIndicator:
        return models.OwnIndicator(dataset=self.request.GET.get("table", "")[:120])


class OwnIndicatorViewSet(RecordViewSet):
    model = models.OwnIndicator
    icon = "order"
    shown = ("calculation", "dataset", "direction")
    form_class = OwnIndicatorForm
    public_url_name = "portal:indicator"
    add_view_class = OwnIndicatorCreateView
    add_to_admin_menu = True
    menu_order = 266

    def get_edit_handler(self) -> ObjectList:
        panels = ObjectList(own_indicator_panels(), base_form_class=self.form_class)
        return panels.bind_to_model(self.model)


class ReferenceListViewSet(RecordViewSet):
    model = models.ReferenceList
    icon = "list-ul"
    parts = {"versions": _("Versions")}
    form_class = ReferenceListForm
    add_to_admin_menu = True
    menu_order = 267

    def get_edit_handler(self) -> ObjectList:
        """Without the versions: these are looked at and never edited."""
        panels = ObjectList(record_panels(self.model, {}), base_form_class=self.form_class)
        return panels.bind_to_model(self.model)


class IndicesMenuItem(MenuItem):
    """Leads to the composite indices, for whoever may see these."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("monitor.view_compositeindex"))


class FiguresMenuItem(MenuItem):
    """Leads to the tables and runs, for whoever may see these."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("monitor.view_importrun"))


register_snippet(StatementGroup)
register_snippet(OwnIndicatorViewSet)
register_snippet(ReferenceListViewSet)


@hooks.register("register_admin_urls")
def below_figures() -> list[URLPattern | URLResolver]:
    return [
        path("figures/", include("koers.monitor.urls")),
        path("indices/", include("koers.monitor.indices.urls")),
    ]


@hooks.register("register_admin_menu_item")
def figures_in_the_menu() -> Any:
    return FiguresMenuItem(
        _("Figures"), reverse_lazy("figures:overview"), icon_name="table", order=265
    )


@hooks.register("register_admin_menu_item")
def indices_in_the_menu() -> Any:
    return IndicesMenuItem(
        _("Indices"), reverse_lazy("indices:indices"), icon_name="list-ol", order=268
    )
