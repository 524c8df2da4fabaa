"""The command `koers`: its groups, and how it ends.

The commands stand in the modules named *_commands, and what they do beside them. A command's
work is imported when it runs, so that `koers --help` starts fast.
"""

import os
import sys

import typer

from koers_engine.cli import (
    area_commands,
    data_commands,
    guess_commands,
    index_commands,
    map_commands,
    positions_commands,
    profile_commands,
    reference_commands,
    revision_commands,
    score_commands,
    standing_commands,
    uncertainty_commands,
)
from koers_engine.cli.rendering import printable
from koers_engine.concepts import Refusal

app = typer.Typer(
    name="koers",
    help="Official figures, kept with their vintages, and where a municipality stands.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(data_commands.app, name="data")
guess_commands.add_to(data_commands.app)
standing_commands.add_to(app)
positions_commands.add_to(app)
reference_commands.add_to(app)
score_commands.add_to(app)
profile_commands.add_to(app)
area_commands.add_to(app)
app.add_typer(index_commands.app, name="index")
uncertainty_commands.add_to(index_commands.app)
map_commands.add_to(app)
revision_commands.add_to(app, data_commands.app)


def main() -> None:
    """Run the command: exit code 0 when done, 1 when it refuses, 2 when it is called wrongly."""
    try:
        app()
    except BrokenPipeError:
        # Whoever read the answer has read enough; what is left must not fail at the exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (Refusal, OSError) as refusal:
        print(f"koers: {printable(str(refusal), lines=True)}", file=sys.stderr)
        sys.exit(1)
