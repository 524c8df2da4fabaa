"""Days and people as they are typed."""

import getpass
from datetime import UTC, date, datetime, time

import typer


def end_of_day(text: str | None, option: str) -> datetime | None:
    """The last moment (UTC) of a day typed as 2026-07-02; None where none was typed.

    Raises:
        BadParameter: The text is no date.
    """
    if text is None:
        return None
    try:
        return datetime.combine(date.fromisoformat(text), time.max, tzinfo=UTC)
    except ValueError:
        message = f"{text!r} is no date; write it as 2026-07-02."
        raise typer.BadParameter(message, param_hint=option) from None


def login_name() -> str:
    """The name of whoever is logged in; empty where the system does not tell."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run as nobody
        return ""
