"""`manage.py demo`: prepare the demonstration and serve it, all in one process."""

import socket
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.core.wsgi import get_wsgi_application
from waitress import serve

from koers.monitor.running import start_only_worker

HOST = "127.0.0.1"


def _refuse_a_taken_port(port: int) -> None:
    """Say so before the work is done, not after."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as refusal:
            raise CommandError(
                f"Port {port} of {HOST} cannot be used: {refusal.strerror}. "
                "Stop what is running there, or choose another: PORT=8080 make demo"
            ) from refusal


class Command(BaseCommand):
    help = "Migrate, load Assen's demonstration where it is not there yet, and serve it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *, port: int, **options: Any) -> None:
        _refuse_a_taken_port(port)
        settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
        self.stdout.write("Preparing the database ...")
        call_command("migrate", verbosity=0)
        call_command("load_demo")
        start_only_worker()
        self.stdout.write("Ctrl-C stops the server; what you change is kept.")
        serve(get_wsgi_application(), host=HOST, port=port, threads=4, ident="Koers")
