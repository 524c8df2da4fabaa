"""`manage.py load_content FOLDER`: a municipality's own records, from TOML files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from koers.demonstration.content import FaultyContent
from koers.demonstration.loader import load_content


class Command(BaseCommand):
    help = "Load records from a folder of TOML files, whole or not at all. Can be run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--reason", required=True, help="Kept with the first revision of each record."
        )

    def handle(self, *, folder: Path, reason: str, **options: Any) -> None:
        try:
            loaded = load_content(folder, reason=reason)
        except FaultyContent as refusal:
            raise CommandError(str(refusal)) from refusal
        for kind, number in sorted(loaded.made.items()):
            self.stdout.write(f"{kind}: {number}")
        self.stdout.write(
            f"Records added: {loaded.made.total()}, kept as they were: {loaded.kept.total()}."
        )
