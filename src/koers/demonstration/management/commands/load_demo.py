"""`manage.py load_demo`: Assen's demonstration, loaded as far as it is not there yet."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track

from koers.accounts.models import User
from koers.accounts.services import DEMONSTRATION_PASSWORD, NoDemonstration
from koers.demonstration.content import FaultyContent
from koers.demonstration.demonstration import Demonstration, load_demonstration


class Command(BaseCommand):
    help = "Load Assen's demonstration: accounts, figures and records. Can be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--quiet", action="store_true", help="Say nothing of records when none was added."
        )

    def handle(self, *, quiet: bool, **options: Any) -> None:
        console = Console(stderr=True)

        def watch(things: list[Any], what: str) -> Iterable[Any]:
            return track(things, what, console=console, transient=True) if things else things

        try:
            demonstration = load_demonstration(folder=settings.KOERS_DEMO_DIR, watch=watch)
        except (FaultyContent, NoDemonstration, OSError, ValueError) as refusal:
            raise CommandError(str(refusal)) from refusal
        if demonstration.is_changed or not quiet:
            self.stdout.write(_tell_what_was_loaded(demonstration))
        self.stdout.write(_addresses_and_accounts(demonstration.accounts))


def _tell_what_was_loaded(demonstration: Demonstration) -> str:
    records = demonstration.records
    return _(
        "Records added: %(made)d, kept as they were: %(kept)d. Tables of figures added: %(tables)d."
    ) % {
        "made": records.made.total(),
        "kept": records.kept.total(),
        "tables": demonstration.new_tables,
    }


def _addresses_and_accounts(accounts: list[User]) -> str:
    """Where to look and as whom, one per line in columns."""
    base = settings.WAGTAILADMIN_BASE_URL
    rows = [
        (_("Public site"), base + reverse("portal:home")),
        (_("Workspace"), base + reverse("wagtailadmin_home")),
        (_("Password"), DEMONSTRATION_PASSWORD),
        *((str(account.function), account.username) for account in accounts),
    ]
    width = max(len(label) for label, _value in rows)
    return "\n".join(f"{label:<{width}}  {value}" for label, value in rows)
