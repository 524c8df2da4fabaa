"""What documents state, in the workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from koers.core.workspace.forms import AboutRecordForm
from koers.core.workspace.viewsets import RecordGroup, RecordViewSet
from koers.monitor import models
from koers.monitor.forms import MeasuredRecordForm


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


register_snippet(StatementGroup)
