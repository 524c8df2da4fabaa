"""The command `koers`."""

from koers_engine.cli.app import app, main

__all__ = ["app", "main"]
