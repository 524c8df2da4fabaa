"""A map of municipalities shaded by their figures.

The five shades differ in lightness too, so that they stay apart in print and for every kind of
colour-blindness; the legend numbers them. A missing figure is hatched, never shaded.
"""

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import accumulate

import numpy as np

from koers_engine.concepts import Bilingual
from koers_engine.concepts.numbers import number
from koers_engine.maps import svg
from koers_engine.maps.classes import MISSING, Breaks, Class, Classification, classified
from koers_engine.maps.outlines import Outline, Outlines
from koers_engine.maps.svg import INK, PAPER, SOFT, Drawing

# From light to dark; with fewer classes the outer ones are kept.
SHADES = ("#f4efcb", "#a8d5ba", "#56abc0", "#22739f", "#0f2f5f")
_CHOSEN: Mapping[int, tuple[int, ...]] = {
    1: (2,), 2: (1, 4), 3: (0, 2, 4), 4: (0, 1, 3, 4), 5: (0, 1, 2, 3, 4),
}  # fmt: skip
_DARK_FROM = 3
_WIDTH, _LEFT, _SIZE = 460, 44, 16  # the legend stands in the sea, left of the map
_LEGEND = 150
_KEY = re.compile(r"[a-z][a-z0-9-]{0,60}")
_NUMBERS = re.compile(r"-?\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choropleth:
    """What is to be drawn: one indicator in one period, for the areas of a map.

    `values` and `names` are by area code; an area without a value, or with one that is not finite,
    is missing. `own` is the code of the place that is marked. `key` names the drawing within its
    page: small letters, digits and dashes.
    """

    outlines: Outlines
    values: Mapping[str, float]
    names: Mapping[str, str]
    indicator: Bilingual
    unit: Bilingual
    period: str
    decimals: int
    own: str | None = None
    breaks: Breaks = Breaks.QUANTILES
    key: str = "map"


def choropleth(wanted: Choropleth, *, language: str) -> Drawing:
    """Draw the map, with its legend, its sentence and its figures as a table.

    Raises:
        ValueError: The key is none.
    """
    if not _KEY.fullmatch(wanted.key):
        message = f"{wanted.key!r} cannot name a drawing; use small letters, digits and dashes"
        raise ValueError(message)
    return _Map(wanted, language).drawing()


class _Map:
    def __init__(self, wanted: Choropleth, language: str) -> None:
        self.wanted, self.language = wanted, language
        self.codes = sorted(wanted.outlines.areas)
        self.place = {code: place for place, code in enumerate(self.codes)}
        self.values = np.array([wanted.values.get(code, math.nan) for code in self.codes], float)
        self.values[~np.isfinite(self.values)] = math.nan
        self.found: Classification = classified(
            self.values, decimals=wanted.decimals, breaks=wanted.breaks
        )
        chosen = _CHOSEN.get(len(self.found.classes), ())
        self.shades = [SHADES[shade] for shade in chosen]
        self.are_dark = [shade >= _DARK_FROM for shade in chosen]
        self.own = wanted.own if wanted.own in self.place else None
        self.scale = (_WIDTH - _LEFT) / wanted.outlines.width

    def drawing(self) -> Drawing:
        height = max(self.wanted.outlines.height * self.scale, 320) + 4
        words = _WORDS[self.language == "en"]
        return Drawing(
            view_box=f"0 0 {_WIDTH} {svg.n(height)}",
            body="".join([self._hatch(), self._areas(), *self._label(), *self._legend()]),
            sentence=self._sentence(),
            header=words.header,
            rows=tuple(self._rows()),
        )

    def _hatch(self) -> str:
        """In the units of the map."""
        turned = f"scale({1 / self.scale:.3f}) rotate(45)"
        return (
            f'<defs><pattern id="{self.wanted.key}-missing" width="6" height="6" '
            f'patternUnits="userSpaceOnUse" patternTransform="{turned}">'
            f'<rect width="6" height="6" fill="{PAPER}"/>'
            f'<path d="M0 0V6" stroke="{SOFT}" stroke-width="2.6"/></pattern></defs>'
        )

    def _fill(self, code: str) -> str:
        place = int(self.found.of_area[self.place[code]])
        return f"url(#{self.wanted.key}-missing)" if place == MISSING else self.shades[place]

    def _areas(self) -> str:
        """Light lines between the areas, a dark one around them all."""
        outlines, thin = self.wanted.outlines, svg.n(0.6 / self.scale)
        shapes = "".join(
            f'<path d="{outlines.areas[code].path}" fill="{self._fill(code)}">'
            f"<title>{svg.safe(self._told(code))}</title></path>"
            for code in self.codes
        )
        own = [] if self.own is None else self._mark(outlines.areas[self.own])
        return (
            f'<g transform="translate({_LEFT} 2) scale({self.scale:.5f})" fill-rule="evenodd" '
            f'stroke-linejoin="round" stroke-linecap="round">'
            f'<g stroke="{PAPER}" stroke-width="{thin}">{shapes}</g>'
            f"{svg.path(outlines.edge, stroke=SOFT, width=1.1 / self.scale)}{''.join(own)}</g>"
        )

    def _mark(self, outline: Outline) -> list[str]:
        return [
            svg.path(outline.path, stroke=PAPER, width=4.4 / self.scale),
            svg.path(outline.path, stroke=INK, width=2 / self.scale),
        ]

    def _label(self) -> Iterator[str]:
        if self.own is None:
            return
        outline = self.wanted.outlines.areas[self.own]
        name = svg.lines_of(self._name(self.own), 220, size=_SIZE, at_most=1)[0]
        half = svg.taken(name, _SIZE) * 0.6  # bold letters take more
        x = min(max(_LEFT + outline.centre[0] * self.scale, half), _WIDTH - half)
        y = _highest(outline) * self.scale - 6
        foot = y if y > _SIZE else _lowest(outline) * self.scale + _SIZE + 6
        yield svg.text(x, foot, name, anchor="middle", size=_SIZE, bold=True, halo=True)

    def _legend(self) -> Iterator[str]:
        words, y = _WORDS[self.language == "en"], float(_SIZE)
        unit = svg.lines_of(self.wanted.unit.text(self.language), _LEGEND, size=_SIZE, at_most=3)
        yield svg.written(0, y, unit, size=_SIZE, fill=INK)
        y += len(unit) * _SIZE * 1.2 + 2
        for place in reversed(range(len(self.found.classes))):
            ink = PAPER if self.are_dark[place] else INK
            yield svg.rect(0.5, y - 10, 26, 20, fill=self.shades[place], stroke=SOFT)
            yield svg.text(13.5, y + 5.5, place + 1, anchor="middle", size=_SIZE, fill=ink)
            label = svg.lines_of(self.label(place), _LEGEND, size=_SIZE)
            yield svg.written(34, y + 5, label, size=_SIZE)
            y += 24 + (len(label) - 1) * _SIZE * 1.2
        if MISSING in self.found.of_area:
            box = (0.5, y - 10, 26, 20)
            hatched = svg.rect(
                *(side / self.scale for side in box), fill=f"url(#{self.wanted.key}-missing)"
            )
            yield f'<g transform="scale({self.scale:.5f})">{hatched}</g>'
            yield svg.rect(*box, fill="none", stroke=SOFT)
            yield svg.text(34, y + 5, words.missing, size=_SIZE)

    def label(self, place: int) -> str:
        """The figures of a class, as the legend and the sentence give them."""
        words, found = _WORDS[self.language == "en"], self.found.classes[place]
        if found.low == found.high:
            return self._figure(found.low)
        is_last = place == len(self.found.classes) - 1
        up_to = words.below if self.found.breaks is Breaks.ROUND and not is_last else words.to
        return up_to.format(*self._ends(found))

    def _ends(self, found: Class) -> tuple[str, str]:
        """Round breaks may need more decimals than the figures: 2.5 between whole numbers."""
        ends, decimals = (found.low, found.high), self.wanted.decimals
        while decimals < 6 and any(round(end, decimals) != end for end in ends):
            decimals += 1
        low, high = (number(end, decimals, language=self.language) for end in ends)
        return low, high

    def _figure(self, value: float) -> str:
        return number(value, self.wanted.decimals, language=self.language)

    def _name(self, code: str) -> str:
        return self.wanted.names.get(code, code)

    def _told(self, code: str) -> str:
        words, value = _WORDS[self.language == "en"], self.values[self.place[code]]
        figure = words.missing if math.isnan(value) else self._figure(float(value))
        return f"{self._name(code)}: {figure}"

    def _rows(self) -> Iterator[tuple[str, ...]]:
        """Highest first; those without a figure last."""
        words = _WORDS[self.language == "en"]
        order = sorted(
            self.codes, key=lambda c: (-np.nan_to_num(self.values[self.place[c]], nan=-math.inf),
                                       self._name(c).casefold()),
        )  # fmt: skip
        for code in order:
            place = int(self.found.of_area[self.place[code]])
            value = float(self.values[self.place[code]])
            if place == MISSING:
                yield self._name(code), words.missing, ""
            else:
                yield self._name(code), self._figure(value), f"{place + 1}: {self.label(place)}"

    def _sentence(self) -> str:
        words, head = _WORDS[self.language == "en"], self._head()
        if not self.found.classes:
            return f"{head}: {words.nowhere}."
        shown = np.round(self.values, self.wanted.decimals)
        low, high = float(np.nanmin(shown)), float(np.nanmax(shown))
        if low == high:
            parts = [f"{head}: {words.all_same.format(figure=self._figure(low))}."]
        else:
            span = words.span.format(
                low=self._figure(low), high=self._figure(high),
                lowest=self._holders(shown == low), highest=self._holders(shown == high),
            )  # fmt: skip
            parts = [f"{head}: {span}."]
        parts += self._about_own()
        missing = int(np.count_nonzero(np.isnan(shown)))
        if missing:
            form = words.one_missing if missing == 1 else words.more_missing
            parts.append(form.format(n=missing))
        return " ".join(parts)

    def _head(self) -> str:
        """Indicator and period, with the unit where the name does not tell it already."""
        name, unit = (
            text.text(self.language) for text in (self.wanted.indicator, self.wanted.unit)
        )
        told = "" if unit.casefold() in name.casefold() else f" ({unit})"
        return f"{name}, {self.wanted.period}{told}"

    def _about_own(self) -> Iterator[str]:
        if self.own is None:
            return
        words, name = _WORDS[self.language == "en"], self._name(self.own)
        place = int(self.found.of_area[self.place[self.own]])
        if place == MISSING:
            yield words.own_missing.format(name=name)
        elif len(self.found.classes) > 1:
            figure = self._figure(float(self.values[self.place[self.own]]))
            yield words.own.format(
                name=name, figure=figure, place=place + 1, of=len(self.found.classes),
                range=self.label(place),
            )  # fmt: skip

    def _holders(self, holding: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> str:
        """One municipality that has a figure, and how many others do: the own one first."""
        words = _WORDS[self.language == "en"]
        codes = [self.codes[place] for place in np.flatnonzero(holding)]
        first = self.own if self.own in codes else min(codes, key=self._name)
        others = len(codes) - 1
        if not others:
            return self._name(first)
        form = words.one_other if others == 1 else words.others
        return form.format(name=self._name(first), n=others)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    header: tuple[str, ...]
    missing: str
    nowhere: str
    to: str
    below: str
    all_same: str
    span: str
    own: str
    own_missing: str
    one_missing: str
    more_missing: str
    one_other: str
    others: str


_WORDS = {
    False: _Words(
        header=("Gemeente", "Cijfer", "Klasse"),
        missing="geen cijfer",
        nowhere="voor geen enkele gemeente is een cijfer vrijgegeven",
        to="{} t/m {}",
        below="{} tot {}",
        all_same="overal {figure}",
        span="van {low} in {lowest} tot {high} in {highest}",
        own="{name} valt met {figure} in klasse {place} van {of} ({range}).",
        own_missing="Voor {name} is geen cijfer vrijgegeven.",
        one_missing="Voor 1 gemeente ontbreekt het cijfer.",
        more_missing="Voor {n} gemeenten ontbreekt het cijfer.",
        one_other="{name} en 1 andere gemeente",
        others="{name} en {n} andere gemeenten",
    ),
    True: _Words(
        header=("Municipality", "Figure", "Class"),
        missing="no figure",
        nowhere="no figure was released for any municipality",
        to="{} to {}",
        below="{} to under {}",
        all_same="{figure} everywhere",
        span="from {low} in {lowest} to {high} in {highest}",
        own="With {figure}, {name} is in class {place} of {of} ({range}).",
        own_missing="No figure was released for {name}.",
        one_missing="The figure of 1 municipality is missing.",
        more_missing="The figures of {n} municipalities are missing.",
        one_other="{name} and 1 other municipality",
        others="{name} and {n} other municipalities",
    ),
}


def _heights(outline: Outline) -> Iterator[int]:
    """The y of every point of a path."""
    for ring in outline.path.split("M")[1:]:
        yield from accumulate(int(found) for found in _NUMBERS.findall(ring)[1::2])


def _highest(outline: Outline) -> int:
    return min(_heights(outline))


def _lowest(outline: Outline) -> int:
    return max(_heights(outline))
