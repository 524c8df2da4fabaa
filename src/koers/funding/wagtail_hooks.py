"""Subsidy programmes and grants in the workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from koers.core.workspace.viewsets import RecordGroup, RecordViewSet
from koers.funding import models


class GrantViewSet(RecordViewSet):
    model = models.Grant
    icon = "plus-inverse"
    shown = ("project", "programme", "decision_year", "amount_eur", "own_contribution_eur")


class SubsidyProgrammeViewSet(RecordViewSet):
    model = models.SubsidyProgramme
    icon = "folder"
    shown = ("funder",)


class FundingGroup(RecordGroup):
    menu_label = _("Money")
    menu_icon = "decimal"
    menu_order = 240
    items = (GrantViewSet, SubsidyProgrammeViewSet)


register_snippet(FundingGroup)
