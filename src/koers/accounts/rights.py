"""Who may do what in the workspace, in one table; groups and permissions are made from it."""

from collections.abc import Iterator

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from koers.accounts.roles import Role

# What a word of the table lets somebody do. Nobody deletes: nothing recorded is overwritten.
ACTIONS = {
    "-": (),
    "view": ("view",),
    "add": ("view", "add"),
    "change": ("view", "change"),
    "write": ("view", "add", "change"),
}

_TABLE = """
                         prog.    policy   re-      con-     council  alder-   project  admini-
                         manager  adviser  searcher troller  clerk    man      lead     strator

agenda.agenda            write    view     view     view     view     view     view     view
agenda.pillar            write    write    view     view     view     view     view     view
agenda.actiontheme       write    write    view     view     view     view     view     view
agenda.matrixcell        write    write    view     view     view     view     view     view
agenda.ambition          write    write    view     view     view     view     view     view
agenda.trend             write    write    write    view     view     view     view     view
agenda.indicatorgroup    write    write    write    view     view     view     view     view
agenda.offerorask        write    write    view     view     view     view     view     view

goals.goal               write    write    view     view     view     view     view     view
goals.effort             write    write    view     view     view     view     write    view
goals.result             write    write    view     view     view     view     write    view
goals.effect             write    write    view     view     view     view     view     view
goals.target             add      view     add      view     view     view     view     view

projects.project         write    write    view     view     view     view     write    view
work_plans.workplan      write    write    view     view     view     view     view     view

partners.organisation    write    write    view     write    view     view     write    view
partners.relation        write    write    view     view     view     view     view     view
partners.agreement       write    write    view     view     view     view     view     view
partners.motive          write    view     view     view     view     view     view     view

funding.grant            view     view     view     write    view     view     view     view
funding.subsidyprogramme view     view     view     write    view     view     view     view

council.decision         view     view     view     view     write    view     view     view
obligations.rule         write    write    view     view     view     view     view     view

monitor.statementtopic   view     view     write    view     view     view     view     view
monitor.statement        view     view     write    view     view     view     view     view
monitor.ownindicator     view     view     write    view     view     view     view     view
monitor.referencelist    view     view     write    view     view     view     view     view
monitor.compositeindex   view     view     write    view     view     view     view     view
monitor.importrun        view     view     write    view     -        -        -        view

glossary.term            write    write    write    write    write    view     view     view
core.sourcedocument      write    write    write    write    write    view     write    view

core.municipality        -        -        -        -        -        -        -        change
accounts.user            -        -        -        -        -        -        -        write
"""


def _read(table: str) -> dict[str, dict[Role, tuple[str, ...]]]:
    rows = (line.split() for line in table.strip().split("\n\n", 1)[1].splitlines() if line)
    return {
        kind: {role: ACTIONS[word] for role, word in zip(Role, words, strict=True)}
        for kind, *words in rows
    }


RIGHTS = _read(_TABLE)
"""Kind of record (app.model) → role → actions on it."""


@transaction.atomic
def sync_rights() -> None:
    """Give the group of every role the permissions of the table, and no others."""
    for app_label in {kind.partition(".")[0] for kind in RIGHTS} | {"wagtailadmin"}:
        # Django makes permissions app by app, after each app's tables; here all must be there.
        create_permissions(apps.get_app_config(app_label), verbosity=0)
    permissions = {
        f"{permission.content_type.app_label}.{permission.codename}": permission
        for permission in Permission.objects.select_related("content_type")
    }
    for role in Role:
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set([permissions[name] for name in _permission_names(role)])


def _permission_names(role: Role) -> Iterator[str]:
    yield "wagtailadmin.access_admin"
    for kind, actions_of in RIGHTS.items():
        app_label, _, model_name = kind.partition(".")
        yield from (f"{app_label}.{action}_{model_name}" for action in actions_of[role])
