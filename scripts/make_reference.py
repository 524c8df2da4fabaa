"""Writes docs/reference/cli.md from the command itself, so that the page is never out of date."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperGroup

from koers_engine.cli import app
from koers_engine.sources.addresses import BASE_ADDRESSES

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "cli.md"
HEAD = """\
# The command `koers`

Made by `python -m scripts.make_reference`; a test checks that it is current.

Answers go to the standard output, errors and progress to the error stream. The exit code is 0 when
the job is done, 1 when the command refuses (the message says what, where, and how to go on; nothing
was changed), 2 when it was called wrongly, and 130 when it was stopped (Ctrl-C or SIGTERM).

| variable | meaning |
|---|---|
| `KOERS_STORE` | folder of the store, where `--store` is not given |
| `KOERS_PARALLEL` | how many responses are asked for at once, 1 to 16; default 4 |
"""
ADDRESSES = """\
The base addresses of publishers can be set too, so that a mirror can stand in; `--from` goes before
them. For another SDMX agency set `KOERS_SDMX_BASE_` and its name in capitals.

| variable | default | serves |
|---|---|---|
"""


def reference() -> str:
    """The page as text."""
    rows = (f"| `{b.setting}` | {b.default} | {b.serves} |\n" for b in BASE_ADDRESSES)
    addresses = "".join([ADDRESSES, *rows])
    return "\n".join([HEAD, addresses, *_page(typer.main.get_command(app), "koers")])


def _page(command: Any, name: str) -> list[str]:
    """The lines on a command, or on each command of a group."""
    if isinstance(command, TyperGroup):
        pages = (_page(part, f"{name} {word}") for word, part in command.commands.items())
        return [line for page in pages for line in page]
    options = [parameter for parameter in command.params if parameter.opts[0].startswith("--")]
    arguments = [parameter for parameter in command.params if parameter not in options]
    words = " ".join([name, *(argument.name.upper() for argument in arguments), "[OPTIONS]"])
    return [
        f"## `{name}`",
        "",
        command.help,
        "",
        "```text",
        words,
        "```",
        "",
        "| argument or option | meaning |",
        "|---|---|",
        *(f"| `{argument.name.upper()}` | {_meaning(argument)} |" for argument in arguments),
        *(f"| `{o.opts[0]}` | {_meaning(o)} |" for o in options if o.name != "help"),
        "",
    ]


def _meaning(parameter: Any) -> str:
    said = [parameter.help.replace("|", "\\|")]
    if isinstance(parameter.default, StrEnum):
        choices = ", ".join(f"`{choice}`" for choice in type(parameter.default))
        said.append(f"One of {choices}; default `{parameter.default}`.")
    if parameter.required and parameter.opts[0].startswith("--"):
        said.append("Required.")
    return " ".join(said)


def main() -> int:
    """Write the page."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(reference(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
