"""What a command shows while it takes long, and how it ends when it is stopped."""

import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import typer

from koers_engine.cli.rendering import printable

STOPPED = 130


@contextmanager
def stoppable(how_to_go_on: str) -> Iterator[None]:
    """Ends with code 130 on Ctrl-C or SIGTERM, and says how to go on."""

    def stop(_signal: int, _frame: object) -> NoReturn:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, stop)
    try:
        yield
    except KeyboardInterrupt:
        sys.stderr.write(f"koers: stopped. {how_to_go_on}\n")
        raise typer.Exit(STOPPED) from None
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def progress_bar(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """A bar with rate and time left on the error stream, where that is a terminal; else nothing."""
    if not sys.stderr.isatty():
        yield lambda _done, _whole: None
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.completed:,}"),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(printable(what), total=None, rate="")

        def done(n_done: int, whole: int | None) -> None:
            shown = progress.tasks[0]
            if n_done < shown.completed:  # collected, and now read
                progress.reset(task)
            speed = shown.finished_speed or shown.speed
            rate = f"{speed:,.0f} a second" if speed else ""
            progress.update(task, completed=n_done, total=whole, rate=rate)

        yield done
