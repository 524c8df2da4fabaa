"""The outlines of municipalities in one year, as Koers keeps and draws them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from koers_engine.observations import Fault

FORMAT = "koers-map/1"
UNIT_METRES = 100
MOST_YEARS = (1800, 2200)
_CODE = re.compile(r"GM\d{4}", re.ASCII)
# Whole numbers and three letters: a path that holds nothing else can do no harm in a page.
_PATH = re.compile(r"(?:M\d{1,5} \d{1,5}(?:l-?\d{1,5}(?:[ -]\d{1,5})*)?z?)+", re.ASCII)
_MOST_SIDE = 20_000


class FaultyOutlines(ValueError):
    """A text is no map in Koers' own format; `faults` tells all that is wrong with it."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = faults
        super().__init__("; ".join(map(str, faults)))


@dataclass(frozen=True, slots=True)
class Outline:
    """One municipality: an SVG path (even-odd), and the point where a label of it belongs."""

    path: str
    centre: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlines:
    """The municipalities of one year, in units of 100 m from the upper left; y goes down.

    `areas` by code, such as GM0106; `edge` is the path of what no two of them share: coast and
    border of the country. `source` tells what it was made from.
    """

    year: int
    attribution: str
    licence: str
    width: int
    height: int
    areas: Mapping[str, Outline]
    edge: str
    source: str = ""

    @property
    def view_box(self) -> str:
        """All of it, as SVG writes it."""
        return f"0 0 {self.width} {self.height}"

    def to_json(self) -> str:
        """One area a line, in order of code: equal maps are equal texts."""
        head = {
            "format": FORMAT,
            "year": self.year,
            "attribution": self.attribution,
            "licence": self.licence,
            "source": self.source,
            "unit_metres": UNIT_METRES,
            "width": self.width,
            "height": self.height,
            "edge": self.edge,
        }
        lines = [f"{_text(key)}: {_text(value)}," for key, value in head.items()]
        areas = [
            f"{_text(code)}: {_text({'centre': area.centre, 'path': area.path})}"
            for code, area in sorted(self.areas.items())
        ]
        return "\n".join(["{", *lines, '"areas": {', ",\n".join(areas), "}", "}", ""])

    @classmethod
    def from_json(cls, content: bytes) -> "Outlines":
        """Read back what `to_json` wrote, as if a stranger had.

        Raises:
            FaultyOutlines: It is none; all faults are told.
        """
        try:
            held = orjson.loads(content)
        except orjson.JSONDecodeError as reason:
            raise FaultyOutlines([Fault("file", f"is no JSON ({reason})")]) from reason
        faults = [Fault(*fault) for fault in _faults(held)]
        if faults:
            raise FaultyOutlines(faults)
        return cls(
            year=held["year"],
            attribution=held["attribution"],
            licence=held["licence"],
            width=held["width"],
            height=held["height"],
            edge=held["edge"],
            source=held["source"],
            areas={
                code: Outline(path=area["path"], centre=tuple(area["centre"]))
                for code, area in held["areas"].items()
            },
        )


def _text(value: object) -> str:
    return orjson.dumps(value).decode()


def is_own_format(held: Any) -> bool:
    """Whether a JSON document says that it is a map of Koers."""
    return isinstance(held, dict) and held.get("format") == FORMAT


def _faults(held: Any) -> list[tuple[str, str]]:
    if not is_own_format(held):
        return [("format", f"is not {FORMAT!r}")]
    faults = [
        (name, "is no text") for name in ("attribution", "licence", "source")
        if not isinstance(held.get(name), str)
    ]  # fmt: skip
    first, last = MOST_YEARS
    for name, (low, high) in {
        "year": (first, last), "width": (1, _MOST_SIDE), "height": (1, _MOST_SIDE),
        "unit_metres": (UNIT_METRES, UNIT_METRES),
    }.items():  # fmt: skip
        if not _is_whole(held.get(name), low, high):
            faults.append((name, f"is no whole number from {low} to {high}"))
    if not _is_path(held.get("edge")):
        faults.append(("edge", "is no path of whole numbers"))
    areas = held.get("areas")
    if not isinstance(areas, dict) or not areas:
        return [*faults, ("areas", "holds no area")]
    for code, area in areas.items():
        if not _CODE.fullmatch(code):
            faults.append((f"area {code[:20]!r}", "has no code such as GM0106"))
        elif not isinstance(area, dict) or not _is_path(area.get("path")):
            faults.append((f"area {code}", "has no path of whole numbers"))
        elif not _is_point(area.get("centre")):
            faults.append((f"area {code}", "has no centre of two whole numbers"))
    return faults


def _is_whole(value: Any, low: int, high: int) -> bool:
    return type(value) is int and low <= value <= high


def _is_path(value: Any) -> bool:
    return isinstance(value, str) and _PATH.fullmatch(value) is not None


def _is_point(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(_is_whole(each, 0, _MOST_SIDE) for each in value)
    )
