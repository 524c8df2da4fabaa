"""Ways to spoil a file of a specimen."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any


def change_json(path: Path, change: Callable[[Any], object]) -> None:
    """Let `change` alter what the file holds."""
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


def replace_text(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def cut_in_half(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])
