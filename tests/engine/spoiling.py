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


def add_measure_in_words(recording: Path) -> None:
    """Give a recorded table a measure that holds names, with one row of it before the others."""
    words = {"Identifier": "W1", "Title": "Name", "Unit": "", "DataType": "String"}
    row = {"Measure": "W1 ", "Value": None, "StringValue": "Assen", "ValueAttribute": "None"}
    change_json(recording / "measure-codes.json", lambda content: content["value"].append(words))
    change_json(
        recording / "observations-page-1.json",
        lambda content: content["value"].insert(0, content["value"][0] | row),
    )
    change_json(recording / "index.json", lambda content: content.update(observationRows=7))
