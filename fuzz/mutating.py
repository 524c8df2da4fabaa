"""Changes that keep a file's form: a value in JSON, a cell in CSV, an attribute or text in XML.

Blind changes to bytes seldom come further than the parser; these come to the reader behind it.
"""

import json
import random
import re
from typing import Any

NASTY: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 2**63, -(2**70), 1e308, 1e-320, 0.1, "", " ", "0", "-", ".", "x",
    ":", "NaN", "Infinity", "-99999999", "Impossible", "2024JJ00", "2024MM13", "9999X000", "NL01",
    "GM0106 ", "../../etc/passwd", "=1+1", "\x00", "\ud7ff\ue000", "é" * 300, "1,5", "1.000.000",
    "1e400", "٣", [], {}, [[]], [None], {"value": []}, {"": None},
)  # fmt: skip
_XML_TEXT = re.compile(r'(?<==")[^"]*(?=")|(?<=>)[^<>]+(?=<)')
_MOST_JSON = 100_000


def mutated(data: bytes, rng: random.Random) -> bytes | None:
    """The data with one value changed; None where it has none of these forms."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    for form in (_json, _xml, _lines):
        changed = form(text, rng)
        if changed is not None:
            return changed.encode("utf-8", errors="surrogatepass")
    return None


def _json(text: str, rng: random.Random) -> str | None:
    if text[:1] not in {"{", "["} or len(text) > _MOST_JSON:
        return None
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        return None
    holders = list(_holders(content))
    if not holders:
        return None
    holder = rng.choice(holders)
    key = rng.choice(list(holder)) if isinstance(holder, dict) else rng.randrange(len(holder))
    match rng.randrange(4):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder.insert(key, holder[key])
        case _:
            holder[key] = rng.choice(NASTY)
    return json.dumps(content)


def _holders(content: Any) -> "list[Any]":
    found, ahead = [], [content]
    while ahead:
        one = ahead.pop()
        if isinstance(one, dict | list) and one:
            found.append(one)
            ahead.extend(one.values() if isinstance(one, dict) else one)
    return found


def _xml(text: str, rng: random.Random) -> str | None:
    places = list(_XML_TEXT.finditer(text)) if text.lstrip()[:1] == "<" else []
    if not places:
        return None
    place = rng.choice(places)
    return f"{text[: place.start()]}{rng.choice(NASTY)}{text[place.end() :]}"


def _lines(text: str, rng: random.Random) -> str | None:
    lines = text.split("\n")
    if len(lines) < 2:
        return None
    row = rng.randrange(len(lines))
    mark = ";" if ";" in text else "=" if "=" in text else ","
    cells = lines[row].split(mark)
    match rng.randrange(5):
        case 0:
            lines.insert(row, lines[row])
        case 1:
            del lines[row]
        case 2:
            cells.append(str(rng.choice(NASTY)))
            lines[row] = mark.join(cells)
        case _:
            cells[rng.randrange(len(cells))] = str(rng.choice(NASTY))
            lines[row] = mark.join(cells)
    return "\n".join(lines)
