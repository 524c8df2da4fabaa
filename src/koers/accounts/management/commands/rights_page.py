"""`manage.py rights_page > docs/reference/rights.md`: the table of rights, to read."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.text import capfirst
from django.utils.translation import override

from koers.accounts.rights import ACTIONS, RIGHTS
from koers.accounts.roles import Role

_INTRODUCTION = """# Who may do what in the workspace

This page is made from the table in `koers/accounts/rights.py` by `manage.py rights_page`; a test
checks that it is current. After every migration the groups in the database follow the table.

- **view**: look it up, with its history; compare revisions
- **add**: view, and record a new one; what is there is never edited (a new target supersedes the
  earlier one)
- **write**: view, add, and revise with a reason
- **change**: view and revise; there is exactly one
- **–**: no access

Nobody deletes a record: nothing that is recorded is overwritten. Visitors need no account, since
the site is open; without a role an account does not open the workspace. A superuser, made with
`manage.py createsuperuser`, stands above the table: it is for whoever runs the server.
"""


def rights_page() -> str:
    """The table of rights as a page in Markdown, in English."""
    with override("en"):
        head = ["record", *(str(role.label) for role in Role)]
        rows = [
            [capfirst(str(apps.get_model(kind)._meta.verbose_name)), *map(_word, rights.values())]
            for kind, rights in RIGHTS.items()
        ]
    table = [head, ["---"] * len(head), *rows]
    lines = (f"| {' | '.join(cells)} |" for cells in table)
    return "\n".join([_INTRODUCTION, *lines, ""])


def _word(actions: tuple[str, ...]) -> str:
    word = next(word for word, meant in ACTIONS.items() if meant == actions)
    return "–" if word == "-" else word


class Command(BaseCommand):
    help = "Print the table of rights as a page of the documentation."

    def handle(self, **options: Any) -> None:
        self.stdout.write(rights_page(), ending="")
