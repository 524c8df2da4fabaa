"""Partners, relations and agreements in the workspace."""

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.models import register_snippet

from koers.core.workspace.viewsets import RecordGroup, RecordViewSet
from koers.partners import models


class OrganisationViewSet(RecordViewSet):
    model = models.Organisation
    icon = "group"
    shown = ("kind", "country")
    public_url_name = "portal:partner"


class RelationViewSet(RecordViewSet):
    model = models.Relation
    icon = "link"
    shown = ("organisation", "started", "ended")


class AgreementViewSet(RecordViewSet):
    model = models.Agreement
    icon = "form"
    shown = ("kind", "signed", "valid_until")


class MotiveViewSet(RecordViewSet):
    model = models.Motive
    icon = "help"
    shown = ("position",)


class PartnerGroup(RecordGroup):
    menu_label = _("Partners")
    menu_icon = "group"
    menu_order = 230
    items = (OrganisationViewSet, RelationViewSet, AgreementViewSet, MotiveViewSet)


register_snippet(PartnerGroup)
