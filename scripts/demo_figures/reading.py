"""Opening the publisher's files; what cannot be read is named with its file and place."""

import csv
import gzip
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from .table import Code, UnreadableSource


def text_of(path: Path, *, encoding: str = "utf-8-sig") -> str:
    """The file's text, unpacked where it is gzipped."""
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if path.suffix == ".gz" else content).decode(encoding)
    except (OSError, EOFError, UnicodeDecodeError) as failure:
        raise UnreadableSource([f"{path}: cannot be read: {failure}."]) from failure


def json_of(path: Path) -> Any:
    """The file's JSON, with numbers kept as the text the publisher wrote."""
    try:
        return json.loads(text_of(path), parse_float=str, parse_int=str)
    except json.JSONDecodeError as failure:
        raise UnreadableSource([f"{path}: broken JSON: {failure}."]) from failure


def rows_of(
    path: Path, columns: Sequence[str], *, delimiter: str = ",", encoding: str = "utf-8-sig"
) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row with its place in words, holding only `columns`; padding is trimmed."""
    reader = csv.DictReader(
        text_of(path, encoding=encoding).splitlines(), delimiter=delimiter, strict=True
    )
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise UnreadableSource([f"{path}: column {', '.join(missing)} is missing."])
    for row in reader:
        yield (
            f"{path}, line {reader.line_num}",
            {column: (row[column] or "").strip() for column in columns},
        )


def codes_of(path: Path) -> list[Code]:
    """A code list of CBS OData v4, in the publisher's order, without its descriptions."""
    return [code._replace(description="") for code in described_codes_of(path)]


def described_codes_of(path: Path) -> list[Code]:
    """A code list of CBS OData v4, in the publisher's order."""
    return [
        Code(
            row["Identifier"].strip(),
            row["Title"].strip(),
            row.get("DimensionGroupId") or "",
            "\n".join(
                line.rstrip() for line in (row.get("Description") or "").splitlines()
            ).strip(),
        )
        for row in json_of(path)["value"]
    ]
