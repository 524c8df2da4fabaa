"""Which codes of a dimension are the parts of which total: what a code list says of itself.

The extent of a code is the set of things it stands for: letters of the business classification
("B-E", "G+I"), years of age or other amounts ("15 tot 20 jaar"), or, in a list with a total and
without any such words, the code itself. A code whose extent others cover exactly, without overlap,
is their total. Areas follow the groups of CBS's region list.

Sources: CBS, Standaard Bedrijfsindeling 2008 (sections A-U); CBS, code lists of StatLine (codes of
totals begin with T and six digits).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

import pyarrow as pa

from koers_engine.concepts import DimensionKind

Extent = frozenset[object]

_TOTAL_CODE = re.compile(r"T\d{6}")
_TOTAL_TITLE = re.compile(r"(?i)(totaal|total|alle|all)\b")
_LETTERS = re.compile(r"([A-U](?:[-+][A-U])*)(?= [A-Z0-9])")
_NUMBER = r"(\d{1,3}(?: \d{3})+|\d+)"
_BETWEEN = re.compile(rf"{_NUMBER} (?:tot|to) {_NUMBER} (\w+)")
_EXACTLY = re.compile(rf"{_NUMBER} (jaar|years?)")
_FROM = re.compile(rf"{_NUMBER} (\w+) (?:of|or) (?:ouder|meer|older|more|over)")
_BELOW = re.compile(rf"(?i)(?:jonger dan|minder dan|tot|under|less than) {_NUMBER} (\w+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """Parts of totals along one dimension: `total_of[part]` is the total it belongs to.

    `is_certain` where the list's own words say that the parts make up the total; else it is a
    list with a total and the rest, and the figures must confirm it.
    """

    column: str
    total_of: Mapping[str, str]
    is_certain: bool

    def parts_of(self, total: str) -> list[str]:
        """The codes of the parts of a total."""
        return [part for part, whole in self.total_of.items() if whole == total]


def of_areas(column: str, codes: pa.Table) -> list[Breakdown]:
    """Nation by province and by part of the country, province by COROP area and municipality."""
    groups = dict(zip(codes["code"].to_pylist(), codes["group"].to_pylist(), strict=True))
    nation = [code for code in groups if code.startswith("NL")]
    found = []
    for kind in ("PV", "LD"):
        parts = [code for code in groups if code.startswith(kind)]
        if len(nation) == 1 and parts:
            found.append(dict.fromkeys(parts, nation[0]))
    for kind in ("CR", "GM"):
        pattern = re.compile(rf"{kind}(PV\d\d)")
        within = {
            code: match[1]
            for code, group in groups.items()
            if (match := pattern.fullmatch(group or "")) and match[1] in groups
        }
        if within:
            found.append(within)
    return [Breakdown(column=column, total_of=parts, is_certain=True) for parts in found]


def of_classes(column: str, codes: pa.Table) -> list[Breakdown]:
    """The totals and parts that the titles of a code list tell of."""
    listed = {row["code"]: (row["title"].strip(), row["group"] or "") for row in codes.to_pylist()}
    totals = [code for code, (title, _) in listed.items() if is_total(code, title)]
    extents = extents_of({code: title for code, (title, _) in listed.items()}, totals)
    if len(extents) > len(totals) + 1:
        covers = [cover for code in extents for cover in covers_of(code, extents)]
        return [
            Breakdown(column=column, total_of=dict.fromkeys(parts, total), is_certain=True)
            for total, parts in covers
        ]
    if len(totals) != 1:
        return []
    groups = {group for code, (_, group) in listed.items() if code != totals[0]}
    return [
        Breakdown(column=column, total_of=dict.fromkeys(parts, totals[0]), is_certain=False)
        for group in sorted(groups)
        if len(
            parts := [
                code for code, (_, own) in listed.items() if own == group and code != totals[0]
            ]
        )
        > 1
    ]


def breakdowns(kind: DimensionKind, column: str, codes: pa.Table) -> list[Breakdown]:
    """Every breakdown that a code list tells of; none for periods."""
    match kind:
        case DimensionKind.AREA:
            return of_areas(column, codes)
        case DimensionKind.PERIOD:
            return []
        case DimensionKind.OTHER:
            return of_classes(column, codes)


def is_total(code: str, title: str) -> bool:
    """Whether a code stands for everything the list divides.

    >>> is_total("T001038", "Mannen en vrouwen"), is_total("3000", "Mannen")
    (True, False)
    """
    return bool(_TOTAL_CODE.fullmatch(code) or _TOTAL_TITLE.match(title))


def extents_of(titles: Mapping[str, str], totals: Sequence[str]) -> dict[str, Extent]:
    """What each code stands for, where its title says so; a total stands for everything.

    >>> extents = extents_of({"1": "A-C Alles", "2": "A+C Twee", "3": "B Een"}, [])
    >>> sorted(extents["2"])
    ['A', 'C']
    """
    letters = {code: letters_in(title) for code, title in titles.items()}
    found: dict[str, Extent] = {code: extent for code, extent in letters.items() if extent}
    if not found:
        spans = {code: span for code, title in titles.items() if (span := span_in(title))}
        found = _as_atoms(spans)
    everything: Extent = frozenset().union(*found.values())
    return found | {code: everything for code in totals if code not in found}


def letters_in(title: str) -> Extent:
    """The sections of the business classification that a title begins with.

    >>> sorted(letters_in("B-E Nijverheid"))
    ['B', 'C', 'D', 'E']
    """
    match = _LETTERS.match(title)
    if match is None:
        return frozenset()
    letters: set[str] = set()
    for part in match[1].split("+"):
        first, _, last = part.partition("-")
        letters |= {chr(sign) for sign in range(ord(first), ord(last or first) + 1)}
    return frozenset(letters)


def span_in(title: str) -> tuple[str, float, float] | None:
    """The unit and the half-open range of amounts that a title names.

    >>> span_in("15 tot 20 jaar"), span_in("95 jaar of ouder"), span_in("Weduwen")
    (('jaar', 15.0, 20.0), ('jaar', 95.0, inf), None)
    """
    if found := _BETWEEN.search(title):
        return found[3], _amount(found[1]), _amount(found[2])
    if found := _FROM.search(title):
        return found[2], _amount(found[1]), inf
    if found := _BELOW.search(title):
        return found[2], 0.0, _amount(found[1])
    if found := _EXACTLY.search(title):
        return found[2], _amount(found[1]), _amount(found[1]) + 1
    return None


def _amount(text: str) -> float:
    return float(text.replace(" ", ""))


def _as_atoms(spans: Mapping[str, tuple[str, float, float]]) -> dict[str, Extent]:
    """Ranges as the sets of the smallest ranges between all their ends; of one unit only."""
    if len({unit for unit, _, _ in spans.values()}) != 1:
        return {}
    ends = sorted({end for _, first, last in spans.values() for end in (first, last)})
    return {
        code: frozenset(end for end in ends if first <= end < last)
        for code, (_, first, last) in spans.items()
    }


def covers_of(total: str, extents: Mapping[str, Extent]) -> list[tuple[str, list[str]]]:
    """The coarsest and the finest way in which other codes make up a total, where there is one."""
    whole = extents[total]
    inside = [code for code, extent in extents.items() if extent and extent < whole]
    found = []
    for coarsest in (True, False):
        order = sorted(inside, key=lambda code: (len(extents[code]), code), reverse=coarsest)
        parts = _cover(whole, order, extents)
        if parts and parts not in found:
            found.append(parts)
    return [(total, parts) for parts in found]


_MOST_STEPS = 2_000


def _cover(whole: Extent, order: Sequence[str], extents: Mapping[str, Extent]) -> list[str]:
    """Codes that cover `whole` without overlap, taken in this order; empty where none is found."""
    steps = 0

    def search(left: Extent, chosen: list[str]) -> list[str]:
        nonlocal steps
        steps += 1
        if not left or steps > _MOST_STEPS:
            return chosen if not left else []
        first = min(left, key=str)
        for code in order:
            extent = extents[code]
            if first in extent and extent <= left:
                found = search(left - extent, [*chosen, code])
                if found:
                    return found
        return []

    return search(whole, [])


def overlapping(extents: Mapping[str, Extent]) -> list[tuple[str, str]]:
    """Pairs of codes that share something while neither holds the other whole."""
    pairs = _pairs(extents)
    return [
        (one, other)
        for one, other in pairs
        if extents[one] & extents[other]
        and not extents[one] <= extents[other]
        and not extents[other] <= extents[one]
    ]


def _pairs(codes: Iterable[str]) -> list[tuple[str, str]]:
    listed = list(codes)
    return [(one, other) for place, one in enumerate(listed) for other in listed[place + 1 :]]
