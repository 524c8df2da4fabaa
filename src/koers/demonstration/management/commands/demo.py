"""`manage.py demo`: prepare the demonstration and serve it, all in one process."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.core.wsgi import get_wsgi_application
from waitress import serve


class Command(BaseCommand):
    help = "Migrate, load Assen's demonstration where it is not there yet, and serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)
        call_command("load_demo")
        self.stdout.write("Ctrl-C stops the server; what you change is kept.")
        serve(get_wsgi_application(), host="127.0.0.1", port=port, threads=4, ident="Koers")
