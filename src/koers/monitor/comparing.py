"""Up to six places side by side, as the page and its files show them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koers.core.bilingual import LocalisedText, current_language
from koers.monitor import drawings
from koers.monitor.choices import Chosen, query_of, read_choice
from koers.monitor.drawings.inline import inline
from koers.monitor.figure import NoFigure, Source
from koers.monitor.figures import register_trouble
from koers.monitor.known import known, outline
from koers.monitor.numbers import signed
from koers.monitor.store import in_words
from koers.monitor.wording import status_mark, why_missing
from koers_engine.areas import NotThereThen, UnknownArea
from koers_engine.concepts import Area, AreaKind, Period
from koers_engine.indicators import IndicatorKind
from koers_engine.profile import Comparison, Known, NoLongerThere, Profile, build_profile, compare
from koers_engine.profile.building import find_place
from koers_engine.profile.comparison import MOST_PLACES, Cell, Row

MOST_TYPED = 12
_LONGEST = 100
_WITH_CODE = re.compile(r".*\(([A-Z]{2}\d{2,4})\)")


@dataclass(frozen=True, slots=True)
class PlaceFault:
    """Why a place cannot be shown, how it was written, and those to ask for instead."""

    text: str
    typed: str = ""
    instead: tuple[Area, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked to be laid side by side.

    `typed` are the places as they were written, `found` says which of them is which. Where there is
    any fault nothing is compared. `trouble` tells why no place can be looked up.
    """

    chosen: Chosen
    trouble: NoFigure | None = None
    typed: tuple[str, ...] = ()
    found: Mapping[str, Area] = field(default_factory=dict)
    faults: tuple[PlaceFault, ...] = ()

    @property
    def places(self) -> tuple[Area, ...]:
        """Each place that was found, once."""
        return tuple({area.code: area for area in self.found.values()}.values())

    @property
    def has_fault(self) -> bool:
        return bool(self.trouble or self.faults or self.chosen.faults)

    @property
    def said(self) -> list[str]:
        """Every fault in words; also that no place was chosen."""
        told = [self.trouble.missing] if self.trouble else []
        told += [*(fault.text for fault in self.faults), *self.chosen.said]
        return told or [_("Choose at least one place.")]

    @property
    def query(self) -> str:
        """The end of the address that asks for just this."""
        return self.query_with(*(place.code for place in self.places))

    def ways_on(self, fault: PlaceFault) -> list[tuple[str, str]]:
        """Name and address of each place to ask for instead, beside the others."""
        codes = [self.found[text].code if text in self.found else text for text in self.typed]
        place = self.typed.index(fault.typed) if fault.instead else 0
        return [
            (
                f"{area.name} ({area.code})",
                self.query_with(*codes[:place], area.code, *codes[place + 1 :]),
            )
            for area in fault.instead
        ]

    def query_with(self, *codes: str) -> str:
        """Likewise, for other places."""
        others = [pair for pair in self.chosen.pairs if pair[0] != "indicator"]
        indicators = ",".join(self.chosen.choice.indicators)
        held = [("places", ",".join(codes)), ("indicators", indicators), *others]
        return query_of([pair for pair in held if pair[1]])


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A place at the head of the table; `has_profile`: it is a municipality that is there."""

    code: str
    name: LocalisedText
    has_profile: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A figure in the table. `period` is said where it is not that of the others."""

    value: str
    period: str = ""
    missing: str = ""
    mark: str = ""
    difference: str = ""
    is_best: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An indicator: an entry per place, and what each reference comes to, a dash where nothing."""

    code: str
    name: LocalisedText
    unit: LocalisedText
    period: str
    entries: tuple[tuple[Column, Entry], ...]
    levels: tuple[tuple[LocalisedText, str], ...]
    notes: tuple[LocalisedText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SideBySide:
    """The whole page: columns, lines, the drawing of them, and where all of it comes from."""

    columns: tuple[Column, ...]
    references: tuple[LocalisedText, ...]
    lines: tuple[Line, ...]
    notes: tuple[LocalisedText, ...]
    sources: tuple[Source, ...]
    drawing: SafeString
    title: str
    has_best: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The comparison as the engine gives it, and the first place beside the references asked."""

    comparison: Comparison
    beside: Profile | None = None
    levels: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    """Per indicator what each reference comes to, in the period of the first place's figure."""


def read_comparison(query: Mapping[str, Sequence[str]]) -> Asked:
    """What an address asks for: `places` with commas or `place` each, and a choice.

    Without indicators those of the tiles of a profile are meant.
    """
    written = {
        name: list(query.get(name, ()))
        for name in ("reference", "period", "since", "boundaries", "as-of", "indicator")
    }
    written["indicator"] += _parts(query.get("indicators", ()))
    chosen = read_choice(written)
    if not chosen.choice.indicators:
        chosen = replace(chosen, choice=replace(chosen.choice, indicators=outline().tiles))
    typed = tuple(
        " ".join(text.split())[:_LONGEST]
        for text in [*_parts(query.get("places", ())), *query.get("place", ())]
        if text.strip()
    )
    if trouble := register_trouble(chosen.moment):
        return Asked(chosen=chosen, typed=typed[:MOST_TYPED], trouble=trouble)
    held = known(chosen.moment, chosen.choice.boundaries)
    known_places: dict[str, Area] = {}
    faults = []
    for text in typed[:MOST_TYPED]:
        found = _found(text, held)
        if isinstance(found, PlaceFault):
            faults.append(found)
        else:
            known_places[text] = found
    n_places = len({area.code for area in known_places.values()})
    if n_places > MOST_PLACES or len(typed) > MOST_TYPED:
        faults.append(_too_many(max(n_places, len(set(typed)))))
    return Asked(
        chosen=chosen,
        typed=typed[:MOST_TYPED],
        found=known_places,
        faults=tuple(faults),
    )


def _parts(texts: Iterable[str]) -> list[str]:
    return [part for text in texts for part in text.split(",") if part.strip()]


def _too_many(found: int) -> PlaceFault:
    text = ngettext(
        "%(n)s place is too many to read side by side: choose at most %(most)s.",
        "%(n)s places are too many to read side by side: choose at most %(most)s.",
        found,
    )
    return PlaceFault(text % {"n": found, "most": MOST_PLACES})


def _found(text: str, held: Known) -> Area | PlaceFault:
    """The place that a text means: a code, a name, or a name with its code behind it."""
    with_code = _WITH_CODE.fullmatch(text)
    try:
        return find_place(with_code[1] if with_code else text, held)
    except UnknownArea as refusal:
        said = _("There is no place called “%(text)s”.") % {"text": text}
        return PlaceFault(said, text, refusal.suggestions)
    except NoLongerThere as refusal:
        said = _("%(place)s (%(code)s) is no longer a municipality.")
        words = {"place": refusal.area.name, "code": refusal.area.code}
        return PlaceFault(said % words, text, refusal.heirs)
    except NotThereThen as refusal:
        said = _("%(place)s (%(code)s) was no municipality on 1 January %(year)s.")
        words = {
            "place": refusal.area.name,
            "code": refusal.area.code,
            "year": str(refusal.day.year),
        }
        return PlaceFault(said % words, text, refusal.heirs)


def lay(asked: Asked) -> Laid:
    """Compare what was asked without a fault, which is at least one place."""
    choice = asked.chosen.choice
    held = known(asked.chosen.moment, choice.boundaries)
    codes = [place.code for place in asked.places]
    comparison = compare(codes, choice, known=held, outline=outline())
    if not choice.references:
        return Laid(comparison=comparison)
    beside = build_profile(codes[0], choice, known=held, outline=outline())
    figures = {figure.indicator.code: figure for figure in beside.figures}
    levels = {}
    for row in comparison.rows:
        figure, first = figures[row.indicator.code], row.cells[0]
        by_text = {each.position.reference: each.level for each in figure.held}
        levels[row.indicator.code] = tuple(
            by_text.get(each.text) if figure.period == first.period else None
            for each in beside.references
        )
    return Laid(comparison=comparison, beside=beside, levels=levels)


def side_by_side(asked: Asked) -> SideBySide:
    """What the page shows of a comparison, which has no fault and at least one place."""
    laid = lay(asked)
    comparison, beside = laid.comparison, laid.beside
    living = {area.code for area in known(asked.chosen.moment).register.municipalities()}
    references = tuple(in_words(each.label) for each in beside.references) if beside else ()
    columns = tuple(
        Column(code=area.code, name=in_words(name), has_profile=area.code in living)
        for area, name in zip(comparison.areas, comparison.names, strict=True)
    )
    notes = [*comparison.notes]
    if beside:
        notes += [note for each in beside.references for note in each.notes]
    return SideBySide(
        columns=columns,
        references=references,
        lines=tuple(_line(row, laid, columns, references) for row in comparison.rows),
        notes=tuple(map(in_words, dict.fromkeys(notes))),
        sources=tuple(Source.of(vintage) for vintage in comparison.vintages),
        drawing=inline(drawn(laid)),
        title=title_of(comparison),
        has_best=any(cell.is_best for row in comparison.rows for cell in row.cells),
    )


def title_of(comparison: Comparison) -> str:
    """The places in a row, in the reader's language."""
    names = [in_words(name) for name in comparison.names]
    if len(names) == 1:
        return names[0]
    words = {"places": ", ".join(names[:-1]), "last": names[-1]}
    return _("%(places)s and %(last)s") % words


def _line(
    row: Row, laid: Laid, columns: Sequence[Column], references: Sequence[LocalisedText]
) -> Line:
    language = current_language()
    periods = list(dict.fromkeys(cell.period for cell in row.cells if cell.period))
    write = partial(row.phrase.figure, language=language)
    levels = laid.levels.get(row.indicator.code, (None,) * len(references))
    entries = [_entry(cell, row, has_one_period=len(periods) < 2) for cell in row.cells]
    said = [*((row.why_missing,) if row.why_missing else ()), *row.notes]
    return Line(
        code=row.indicator.code,
        name=in_words(row.indicator.name),
        unit=in_words(row.indicator.unit),
        period=_periods(periods),
        entries=tuple(zip(columns, entries, strict=True)),
        levels=tuple(
            (label, "–" if level is None else write(level))
            for label, level in zip(references, levels, strict=True)
        ),
        notes=tuple(map(in_words, said)),
    )


def _periods(periods: Sequence[Period]) -> str:
    if len(periods) < 2:
        return periods[0].label if periods else ""
    first, last = min(periods), max(periods)
    return _("%(first)s to %(last)s") % {"first": first.label, "last": last.label}


def _entry(cell: Cell, row: Row, *, has_one_period: bool) -> Entry:
    if cell.value is None:
        return Entry(value="–", missing=why_missing(cell.status))
    decimals = row.phrase.decimals
    return Entry(
        value=row.phrase.figure(cell.value, current_language()),
        period="" if has_one_period or not cell.period else cell.period.label,
        mark=status_mark(cell.status),
        difference="" if cell.difference is None else signed(cell.difference, decimals),
        is_best=cell.is_best,
    )


def drawn(laid: Laid) -> drawings.Drawing:
    """The drawing of a comparison, with the first of the references as a line."""
    comparison, language = laid.comparison, current_language()
    reference = laid.beside.references[0] if laid.beside else None
    compared = [
        drawings.Compared(
            name=_told_once(row),
            unit=in_words(row.indicator.unit),
            values=tuple(cell.value for cell in row.cells),
            written=partial(row.phrase.figure, language=language),
            reference=next(iter(laid.levels.get(row.indicator.code, ())), None),
            from_zero=row.indicator.kind is not IndicatorKind.INDEX,
        )
        for row in comparison.rows
    ]
    places = tuple(in_words(name) for name in comparison.names)
    name = in_words(reference.label) if reference else ""
    return drawings.comparison(
        drawings.Comparison(places=places, indicators=compared, reference=name)
    )


def _told_once(row: Row) -> str:
    """The indicator with its period; the table says it of each place where they differ."""
    periods = list(dict.fromkeys(cell.period for cell in row.cells if cell.period))
    told = _periods(periods)
    name = in_words(row.indicator.name)
    return f"{name}, {told}" if told else name


def places_to_choose(asked: Asked) -> list[str]:
    """Every place that can be compared, its code behind its name: the nation and the provinces
    first.
    """
    if asked.trouble:
        return []
    register = known(asked.chosen.moment, asked.chosen.choice.boundaries).register
    year = asked.chosen.choice.boundaries
    wide = {AreaKind.COUNTRY: 0, AreaKind.PROVINCE: 1}
    others = [area for area in register.areas.values() if area.kind in wide]
    several = [
        *sorted(others, key=lambda area: (wide[area.kind], area.name)),
        *register.municipalities(Period(year) if year else None),
    ]
    return [f"{area.name} ({area.code})" for area in several]
