"""Agendas and their parts in the workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from koers.agenda import models
from koers.core.workspace.forms import RecordForm
from koers.core.workspace.viewsets import RecordGroup, RecordViewSet
from koers.monitor.forms import IndicatorsField, MeasuredRecordForm


class AgendaViewSet(RecordViewSet):
    model = models.Agenda
    icon = "openquote"
    shown = ("status", "period_from", "period_until")
    public_url_name = "portal:agenda"


class PillarViewSet(RecordViewSet):
    model = models.Pillar
    icon = "bars"
    shown = ("agenda", "number")


class ActionThemeViewSet(RecordViewSet):
    model = models.ActionTheme
    icon = "tasks"
    shown = ("agenda", "number")


class MatrixCellViewSet(RecordViewSet):
    model = models.MatrixCell
    icon = "grid"
    shown = ("pillar", "theme")


class AmbitionViewSet(RecordViewSet):
    model = models.Ambition
    icon = "arrow-up"
    shown = ("agenda", "pillar", "quantity")
    form_class = MeasuredRecordForm


class TrendViewSet(RecordViewSet):
    model = models.Trend
    icon = "arrow-right"
    shown = ("agenda", "number")
    form_class = MeasuredRecordForm


class IndicatorGroupForm(RecordForm):
    """An indicator group names its indicators from the catalogue."""

    indicator_codes = IndicatorsField(required=False)


class IndicatorGroupViewSet(RecordViewSet):
    model = models.IndicatorGroup
    icon = "sliders"
    shown = ("agenda", "number")
    form_class = IndicatorGroupForm


class OfferOrAskViewSet(RecordViewSet):
    model = models.OfferOrAsk
    icon = "resubmit"
    shown = ("side", "agenda", "pillar", "counterpart")


class AgendaGroup(RecordGroup):
    menu_label = _("Agenda")
    menu_icon = "openquote"
    menu_order = 200
    items = (
        AgendaViewSet,
        PillarViewSet,
        ActionThemeViewSet,
        MatrixCellViewSet,
        AmbitionViewSet,
        TrendViewSet,
        IndicatorGroupViewSet,
        OfferOrAskViewSet,
    )


register_snippet(AgendaGroup)
