"""How a file is to be taken apart, told from its first bytes and lines."""

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from koers_engine.sources.files import UnreadableFile
from koers_engine.sources.tabular.cells import csv_reader, decoded, unpacked
from koers_engine.sources.tabular.excel import excel_rows, sheet_titles
from koers_engine.sources.tabular.mapping import FileFormat, Layout
from koers_engine.sources.tabular.records import parsed

_LOOKED_AT = 200
_SHEETS_LOOKED_AT = 10
_DELIMITERS = {";": "semicolons", ",": "commas", "\t": "tabs", "|": "bars"}
_FOOTER = re.compile(r"(Bron|Source|Quelle|Toelichting|Noot|Note)\s*:|©|\(c\)", re.IGNORECASE)
_COMMA = re.compile(r"[+-]?(\d+|\d{1,3}(\.\d{3})+),\d+[* ]*")
_POINT = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)\.\d+[* ]*")
_GROUPS = {
    sign: re.compile(rf"[+-]?[1-9]\d{{0,2}}({re.escape(sign)}\d{{3}})+")
    for sign in (".", ",", " ", "'")
}
_NUMBER = re.compile(r"[+-]?[\d.,]+")


@dataclass(slots=True)
class Sniffed:
    """The [file] part of a mapping, why each key is so, what is in doubt, and the last rows."""

    keys: dict[str, Any]
    reasons: dict[str, str] = field(default_factory=dict)
    doubts: list[str] = field(default_factory=list)
    footer: list[str] = field(default_factory=list)

    @property
    def layout(self) -> Layout:
        """The layout as the readers want it."""
        return Layout(**{**self.keys, "format": FileFormat(self.keys["format"])})

    def set(self, key: str, value: Any, why: str, *, doubt: bool = False) -> None:
        """Note a key with its reason, and whether someone must look at it."""
        self.keys[key] = value
        self.reasons[f"file.{key}"] = why
        if doubt:
            self.doubts.append(f"file.{key}")


def sniff(content: bytes) -> Sniffed:
    """How the content is to be taken apart.

    Raises:
        UnreadableFile: It is empty, or of a format that is not read.
    """
    content = unpacked(content)
    start = content.removeprefix(b"\xef\xbb\xbf")[:512].lstrip()
    if not start:
        raise UnreadableFile("the file is empty")
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        return _excel(content)
    if start[:1] in {b"{", b"["}:
        return _json(content)
    if start[:1] == b"<":
        raise UnreadableFile(
            "this is XML or HTML, no table. SDMX messages are read with koers data add sdmx:; of a "
            "web page, save the table itself as CSV"
        )
    return _csv(content)


def _csv(content: bytes) -> Sniffed:
    sniffed = Sniffed({"format": "csv"}, {"file.format": "it is text, and neither JSON nor Excel"})
    text = _encoding(content, sniffed)
    if "\0" in text[:4096]:
        raise UnreadableFile("the file is no text; save the table as CSV or Excel workbook")
    head = list(itertools.islice(text.splitlines(keepends=True), _LOOKED_AT))
    scores = {}
    for delimiter in _DELIMITERS:
        widths = [len(row) for row in _rows(head, delimiter)]
        if widths:
            width, times = Counter(widths).most_common(1)[0]
            scores[delimiter] = (width > 1, times / len(widths), width)
    if not scores:
        raise UnreadableFile("no line of the file can be read as CSV")
    delimiter = max(scores, key=lambda sign: scores[sign])
    is_split, share, width = scores[delimiter]
    if not is_split:
        delimiter = ","
    sniffed.set(
        "delimiter",
        delimiter,
        f"{_DELIMITERS[delimiter]} part {share:.0%} of the first lines into {width} cells",
    )
    rows = list(_rows(head, delimiter))
    _header(rows, sniffed)
    body = rows[sniffed.keys["header"] :]
    _footer(list(_rows(text.splitlines(keepends=True)[-12:], delimiter)), sniffed)
    _decimal(itertools.chain.from_iterable(body), sniffed, delimiter)
    return sniffed


def _rows(lines: Sequence[str], delimiter: str) -> Iterator[list[str]]:
    reader = csv_reader("".join(lines), Layout(delimiter=delimiter))
    try:
        yield from reader
    except csv.Error:
        return


def _encoding(content: bytes, sniffed: Sniffed) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        sniffed.set("encoding", "utf-16", "the file begins with the mark of UTF-16")
        return decoded(content, "utf-16")
    try:
        text = decoded(content, "utf-8")
    except UnreadableFile:
        try:
            text = decoded(content, "cp1252")
            name = "cp1252"
        except UnreadableFile:
            name = "latin-1"
            text = decoded(content, name)
        why = "it is no UTF-8; Western European files of older software are of this encoding"
        sniffed.set("encoding", name, why)
        return text
    marked = "with the mark for it at the start" if content.startswith(b"\xef\xbb\xbf") else "whole"
    sniffed.set("encoding", "utf-8", f"the file is UTF-8, {marked}")
    return text


def _header(rows: Sequence[Sequence[str]], sniffed: Sniffed) -> None:
    """The first row as wide as the table whose cells are filled, and are not all numbers."""
    width = Counter(len(_trimmed(row)) for row in rows).most_common(1)[0][0] if rows else 0
    for place, row in enumerate(rows):
        filled = [cell for cell in row if cell.strip()]
        if len(filled) * 2 > width and len(filled) >= min(width, 2):
            if all(_NUMBER.fullmatch(cell.strip()) for cell in filled):
                sniffed.set("header", 0, "the first row holds numbers only, so no names")
            else:
                before = f", below {place} lines that are no table" if place else ""
                sniffed.set("header", place + 1, f"the first row with as many cells{before}")
            return
    sniffed.set("header", 1, "the first line")


def _trimmed(row: Sequence[str]) -> Sequence[str]:
    end = len(row)
    while end and not row[end - 1].strip():
        end -= 1
    return row[:end]


def _footer(tail: Sequence[Sequence[str]], sniffed: Sniffed) -> None:
    for place, row in enumerate(tail):
        if row and _FOOTER.match(row[0].strip()):
            sniffed.footer = [cell for row in tail[place:] for cell in row if cell.strip()]
            first = re.sub(r"([^\w\s])", r"\\\1", row[0].strip())
            sniffed.set("footer", f"^{first}$", "the rows from this text on are no figures")
            return


def _decimal(cells: Iterator[str], sniffed: Sniffed, delimiter: str) -> None:
    seen = _counted(cells)
    # 1.234 can be either. Only where some other number tells is it taken for a thousand.
    commas, points = (seen[sign] - seen["groups", sign] for sign in (",", "."))
    if commas > points:
        why = f"{seen[',']} numbers as 12,5" if seen[","] else "no number as 12.5"
        sniffed.set("decimal", ",", f"{why} among the first rows")
        if n_thousands := seen["groups", "."] + seen["mixed", ","]:
            sniffed.set("thousands", ".", f"{n_thousands} numbers as 1.234")
    elif points > 0:
        sniffed.set("decimal", ".", f"{seen['.']} numbers as 12.5 among the first rows")
        n_thousands = seen["groups", ","] + seen["mixed", "."]
        if n_thousands and (delimiter != "," or seen["mixed", "."]):
            sniffed.set("thousands", ",", f"{n_thousands} numbers as 1,234")
    elif seen["."] or seen[","]:
        _undecided(sniffed, "." if seen["."] >= seen[","] else ",", delimiter)
    for sign in (" ", "'"):
        if n_thousands := seen["groups", sign]:
            sniffed.set("thousands", sign, f"{n_thousands} numbers as 1{sign}234")
            return


def _counted(cells: Iterator[str]) -> Counter[str | tuple[str, str]]:
    """How many numbers have each sign as a decimal mark, or can have.

    At ("groups", sign) those that are nothing but groups of three digits, so that the sign may part
    thousands; at ("mixed", sign) those in which the other sign parts thousands.
    """
    seen: Counter[str | tuple[str, str]] = Counter()
    for cell in cells:
        text = cell.strip()
        if not text or not (text[0].isdigit() or text[0] in "+-"):
            continue
        for sign, pattern, other in ((",", _COMMA, "."), (".", _POINT, ",")):
            if pattern.fullmatch(text):
                seen[sign] += 1
                seen["mixed", sign] += other in text
        for sign, groups in _GROUPS.items():
            seen["groups", sign] += bool(groups.fullmatch(text))
    return seen


def _undecided(sniffed: Sniffed, sign: str, delimiter: str) -> None:
    """Every number with the sign has three digits behind it: a thousand, or one and a bit."""
    why = f"each number with a {sign!r} has three digits behind it: a thousand, or a decimal mark?"
    if (sign == ".") == (delimiter == ";"):  # software that parts by semicolons writes 1.234,5
        decimal = "," if sign == "." else "."
        sniffed.set("decimal", decimal, f"{why} Taken for a thousand", doubt=True)
        sniffed.set("thousands", sign, "see decimal")
    else:
        sniffed.set("decimal", sign, f"{why} Taken for a decimal mark", doubt=True)


def _excel(content: bytes) -> Sniffed:
    sniffed = Sniffed({"format": "excel"}, {"file.format": "it is a zip with a workbook in it"})
    titles = sheet_titles(content)
    sheets = {
        title: excel_rows(content, place, ".").rows
        for place, title in enumerate(titles[:_SHEETS_LOOKED_AT], start=1)
    }
    if not any(sheets.values()):
        raise UnreadableFile("no sheet of the workbook holds anything")
    title = max(sheets, key=lambda name: sum(map(len, sheets[name])))
    rows = sheets[title]
    what = "the only sheet" if len(titles) == 1 else f"the fullest of {len(titles)} sheets"
    sniffed.set("sheet", title, what)
    _header(rows[:_LOOKED_AT], sniffed)
    _footer(rows[-12:], sniffed)
    return sniffed


def _json(content: bytes) -> Sniffed:
    sniffed = Sniffed({"format": "json"}, {"file.format": "it begins as JSON does"})
    node = parsed(content)
    _refuse_json_stat(node)
    found: Counter[str] = Counter()
    fields: Counter[str] = Counter()
    _count_records(node, [], found, fields)
    if not fields:
        raise UnreadableFile("the JSON holds no list of records with fields")
    path = max(fields, key=lambda path: (found[path], fields[path]))
    others = [other for other in fields if other != path]
    more = f"; others: {', '.join(others[:8])}" if others else ""
    sniffed.set("records", path, f"the list with the most numbers{more}")
    return sniffed


def _refuse_json_stat(node: Any) -> None:
    parts = [node, *node.values()] if isinstance(node, dict) else []
    if any(isinstance(part, dict) and {"dimension", "value"} <= part.keys() for part in parts):
        raise UnreadableFile(
            "this is JSON-stat, which needs no mapping; add it with koers data add jsonstat:FILE"
        )


def _count_records(
    node: Any, path: list[str], numbers: Counter[str], fields: Counter[str], depth: int = 0
) -> None:
    """Per path of a list of records, how many of its fields hold a number, and how many any."""
    if depth > 8:
        return
    if isinstance(node, list):
        for item in node:
            if not isinstance(item, dict):
                return
            _count_fields(item, ".".join(path), numbers, fields)
            _count_records(item, path, numbers, fields, depth + 1)
    elif isinstance(node, dict):
        for name, below in node.items():
            if isinstance(below, dict | list) and name and "." not in name:
                last = f"{name}[]" if isinstance(below, list) else name
                if isinstance(below, dict) and path and path[-1].endswith("[]"):
                    _count_fields(below, ".".join([*path, last]), numbers, fields)
                _count_records(below, [*path, last], numbers, fields, depth + 1)


def _count_fields(
    record: dict[str, Any], path: str, numbers: Counter[str], fields: Counter[str]
) -> None:
    plain = [value for value in record.values() if not isinstance(value, dict | list)]
    if plain:
        fields[path] += len(plain)
        numbers[path] += sum(type(value) in {int, float} for value in plain)
