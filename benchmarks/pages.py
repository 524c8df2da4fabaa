"""How long the server takes for a page of the demonstration, asked for the first time and again."""

import os
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, TypeAlias

Spent: TypeAlias = tuple[float, float]
ROOT = Path(__file__).parents[1]
# A province's capital with an agenda of its own, the largest, a tiny one and a new one; and others
# that nobody has asked for yet, for the first time.
WARM = ("GM0106", "GM0363", "GM0088", "GM1992")
COLD = tuple(f"GM{number:04d}" for number in (14, 80, 109, 114, 118, 119, 153, 193, 200, 344, 599))


def compare() -> str:
    """Median and worst of the profile page, in milliseconds, on a server that is warm."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "koers.settings.development",
            "DATABASE_URL": f"sqlite:///{folder}/koers.sqlite3",
            "KOERS_STORE": f"{folder}/store",
        }
        sys.path.insert(0, str(ROOT))
        return _measured()


def _measured() -> str:
    import django  # noqa: PLC0415 - the settings must be known first

    django.setup()
    from django.conf import settings  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    settings.ALLOWED_HOSTS = ["testserver"]
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    client = Client()
    begin = time.perf_counter()
    _ask(client, "GM0106")
    start = time.perf_counter() - begin
    cold = [_asked(client, code) for code in COLD]
    for code in WARM:
        _ask(client, code)
    warm = [_asked(client, code) for code in WARM * 5]
    return "\n".join(
        [
            f"{'page /profile/CODE, server time':<48}{'median':>12}{'worst':>12}{'of a core':>12}",
            _line(f"asked for the first time, {len(cold)} places", cold),
            _line(f"asked again, {len(WARM)} places five times", warm),
            f"the first of all, which reads the store: {start * 1000:.0f} ms",
        ]
    )


def _ask(client: Any, code: str) -> None:
    answer = client.get(f"/profile/{code}")
    if answer.status_code != 200:
        raise SystemExit(f"/profile/{code} answers {answer.status_code}")


def _asked(client: Any, code: str) -> Spent:
    """What a page takes on the clock, and of one core, which a busy machine disturbs less."""
    start, begun = time.perf_counter(), time.process_time()
    _ask(client, code)
    return time.perf_counter() - start, time.process_time() - begun


def _line(job: str, spent: list[Spent]) -> str:
    clock, core = zip(*spent, strict=True)
    figures = (statistics.median(clock), max(clock), statistics.median(core))
    return f"{job:<48}" + "".join(f"{1000 * figure:>9.0f} ms" for figure in figures)
