"""Collect the interface's texts for translation, or check that each has its Dutch translation.

`python -m scripts.messages` brings src/koers/locale/nl/LC_MESSAGES/django.po up to date;
`python -m scripts.messages --check` changes nothing, and fails where a text is not collected, not
translated, or marked as doubtful. Both need GNU gettext; the check says so and passes without it.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "koers"
CATALOGUE = SOURCES / "locale" / "nl" / "LC_MESSAGES" / "django.po"


def collect() -> None:
    """Write every text of the code and the templates into the catalogue, sorted by its place."""
    subprocess.run(
        [
            sys.executable,
            str(ROOT / "manage.py"),
            "makemessages",
            "--locale=nl",
            "--no-obsolete",
            "--no-wrap",
            "--add-location=file",
            "--verbosity=0",
        ],
        cwd=SOURCES,
        check=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "koers.settings.development"},
    )
    text = CATALOGUE.read_text(encoding="utf-8")
    # The moment of collecting would make every run a change.
    CATALOGUE.write_text(re.sub(r'"POT-Creation-Date: .*\\n"\n', "", text), encoding="utf-8")


def faults() -> list[str]:
    """What is wrong with the catalogue as it stands, a sentence each."""
    before = CATALOGUE.read_bytes()
    try:
        collect()
        collected = read_po(CATALOGUE.open("rb"), locale="nl")
    finally:
        after = CATALOGUE.read_bytes()
        CATALOGUE.write_bytes(before)
    found = []
    if _ids(after) != _ids(before):
        found.append("The catalogue is not up to date: run `python -m scripts.messages`.")
    for message in collected:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if not all(strings):
            found.append(f"Not translated: {message.id!r}")
        elif message.fuzzy:
            found.append(f"Doubtful (fuzzy): {message.id!r}")
        found += [f"{fault}: {message.id!r}" for fault in message.check()]
    return found


def _ids(content: bytes) -> set[bytes]:
    return set(re.findall(rb'^msgid(?:_plural)? (.*(?:\n".*")*)', content, flags=re.MULTILINE))


def main() -> int:
    """Collect, or with --check report; the exit code is 1 where something is wrong."""
    if shutil.which("xgettext") is None:
        print("Skipped: GNU gettext is absent, so texts cannot be collected (apt install gettext).")
        return 0
    if "--check" not in sys.argv[1:]:
        collect()
        return 0
    found = faults()
    print("\n".join(found) or "Every text of the interface has its Dutch translation.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
