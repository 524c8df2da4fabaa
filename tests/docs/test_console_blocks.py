"""What the manual shows of the command `koers` is what the command does.

A block of console lines is run when each of its commands is `koers`. The blocks of a page run one
after another with a store of their own; a block of TOML or CSV before them is the file own.toml or
own.csv, or the one that its first line names in a comment. A line with `...` stands for any text.
"""

import doctest
import re
import shlex
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from koers_engine import cli
from tests.engine.loopback import LoopbackCbs, serving

ROOT = Path(__file__).parents[2]
BLOCK = re.compile(r"^```(?P<kind>console|toml|csv)\n(?P<text>.*?)^```", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True)
class Step:
    command: str
    printed: str


def blocks(page: Path) -> list[tuple[str, str]]:
    found = BLOCK.finditer(page.read_text(encoding="utf-8"))
    return [(block["kind"], block["text"]) for block in found]


def steps(text: str) -> list[Step]:
    parts = re.split(r"^\$ ", text.replace("\\\n", " "), flags=re.MULTILINE)[1:]
    return [Step(*part.split("\n", 1)) for part in parts]


def is_run(text: str) -> bool:
    found = steps(text)
    return bool(found) and all(step.command.startswith("koers ") for step in found)


@pytest.fixture
def loopback_cbs(shared_data: Path) -> Iterator[str]:
    """The base address of a server with the recorded table 03759ned."""
    with serving(LoopbackCbs(shared_data / "cbs_odata_v4" / "03759ned", page_size=5000)) as server:
        yield server.address


PAGES = [
    page
    for page in sorted([ROOT / "README.md", *ROOT.glob("docs/**/*.md")])
    if any(kind == "console" and is_run(text) for kind, text in blocks(page))
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_the_command_does_what_the_page_shows(
    page: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    request: pytest.FixtureRequest,
) -> None:
    if "$ koers data add cbs:" in page.read_text(encoding="utf-8"):
        monkeypatch.setenv("KOERS_CBS_BASE", request.getfixturevalue("loopback_cbs"))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KOERS_STORE", str(tmp_path / "store"))
    (tmp_path / "demo").symlink_to(ROOT / "demo")

    for kind, text in blocks(page):
        if kind in {"toml", "csv"}:
            named = re.match(rf"# (\w+\.{kind})\n", text)
            (tmp_path / (named[1] if named else f"own.{kind}")).write_text(text, encoding="utf-8")
        elif is_run(text):
            for step in steps(text):
                monkeypatch.setattr(sys, "argv", shlex.split(step.command))
                with pytest.raises(SystemExit) as end:
                    cli.main()
                printed = capsys.readouterr()
                told = f"$ {step.command}\n{printed.out}{printed.err}"
                assert end.value.code == 0, told
                assert not step.printed or matches(step.printed, printed.out), told


def matches(shown: str, printed: str) -> bool:
    return doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)


def test_there_are_pages_to_run() -> None:
    assert ROOT / "docs" / "how-to" / "add-a-cbs-table.md" in PAGES
