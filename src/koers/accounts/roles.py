"""The roles people have in the workspace; a councillor or resident needs none: the site is open."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What somebody comes to do. The value is the name of the group that carries the role."""

    PROGRAMME_MANAGER = "programme-manager", _("programme manager")
    POLICY_ADVISER = "policy-adviser", _("policy adviser")
    RESEARCHER = "researcher", _("researcher")
    CONTROLLER = "controller", _("controller")
    COUNCIL_CLERK = "council-clerk", _("council clerk")
    ALDERMAN = "alderman", _("alderman or mayor")
    PROJECT_LEAD = "project-lead", _("project lead")
    ADMINISTRATOR = "administrator", _("administrator")
