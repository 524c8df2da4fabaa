"""A profile as its page shows it: every text in the reader's language, every drawing made."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from koers.core.bilingual import LocalisedText, capitalised, current_language
from koers.monitor import drawings, wording
from koers.monitor.drawings import Mark
from koers.monitor.drawings.inline import EMPTY, inline
from koers.monitor.drawings.parts import Entry, Written, mark, mark_label
from koers.monitor.figure import NoFigure
from koers.monitor.mapping import Map, MapAsked, draw
from koers.monitor.profiles.profile import Making
from koers.monitor.sources import slug_of
from koers.monitor.store import in_words
from koers_engine.concepts import Bilingual
from koers_engine.concepts.numbers import number
from koers_engine.indicators import Direction, IndicatorKind
from koers_engine.observations import Vintage
from koers_engine.profile import Choice, Held, Profile, ProfileFigure, Section, Shares
from koers_engine.references import Peer

# Samples of what drawings are made of, with what each means.
Key: TypeAlias = tuple[tuple[SafeString, str], ...]
_FEWEST = 2  # periods with a figure, for a line
_SHOWN_SHARES = 3  # references beside the shares of a whole


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """A row of the table of references: texts, with a dash where there is nothing to tell."""

    label: str
    level: str
    difference: str
    growth: str
    place: str
    below: str
    verdict: str
    mark: SafeString


@dataclass(frozen=True, slots=True)
class Origin:
    """A table that a figure was read from, with the name it has in addresses."""

    dataset: str
    slug: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureOnPage:
    """A figure with what it says and how it is drawn; without one, `missing` tells why."""

    code: str
    name: LocalisedText
    value: str
    period: str = ""
    status: str = ""
    missing: str = ""
    headline: str = ""
    sentences: tuple[str, ...] = ()
    beside: tuple[Beside, ...] = ()
    is_count: bool = False
    since: str = ""
    drawing: SafeString = EMPTY
    scale: str = ""
    spine: SafeString = EMPTY
    reference: str = ""
    """The figure of the reference in the middle of the spine."""
    verdict: str = ""
    notes: tuple[LocalisedText, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SharesOnPage:
    """The parts of a whole beside those of references."""

    title: str
    period: str
    drawing: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionOnPage:
    """Figures that belong together; those without a figure stand apart."""

    code: str
    title: str
    shown: tuple[FigureOnPage, ...]
    missing: tuple[FigureOnPage, ...]
    shares: tuple[SharesOnPage, ...]
    key: Key

    @property
    def figures(self) -> tuple[FigureOnPage, ...]:
        """All, those with a figure first."""
        return self.shown + self.missing


@dataclass(frozen=True, slots=True, kw_only=True)
class PeerOnPage:
    """A municipality like the place, and why."""

    code: str
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferenceOnPage:
    """A reference of the profile, with what is to be said of how it was made."""

    text: str
    label: LocalisedText
    notes: tuple[LocalisedText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfilePage:
    """What the page of a place shows, without what other records than figures bring to it."""

    code: str
    name: LocalisedText
    province: str
    references: tuple[ReferenceOnPage, ...]
    notes: tuple[LocalisedText, ...]
    tiles: tuple[FigureOnPage, ...]
    marks: tuple[tuple[SafeString, str], ...]
    """The marks that the tiles use, with what they mean."""
    sections: tuple[SectionOnPage, ...]
    middle: str
    """The reference in the middle of the spine; empty where there is none."""
    key: Key
    peers: tuple[PeerOnPage, ...]
    vintages: tuple[tuple[Vintage, str], ...]


def page_of(profile: Profile) -> ProfilePage:
    """The page of a profile, in the reader's language."""
    shown = {each.indicator.code: _figure(each, profile) for each in profile.figures}
    tiles = tuple(shown[tile.indicator.code] for tile in profile.tiles)
    middle = next(
        (held.position.label for each in profile.figures if (held := _middle(each, profile))), None
    )
    return ProfilePage(
        code=profile.area.code,
        name=in_words(profile.name),
        province=profile.province.name if profile.province else "",
        references=tuple(
            ReferenceOnPage(
                text=one.text, label=in_words(one.label), notes=tuple(map(in_words, one.notes))
            )
            for one in profile.references
        ),
        notes=tuple(map(in_words, profile.notes)),
        tiles=tiles,
        marks=tuple(
            dict.fromkeys(
                (beside.mark, beside.verdict)
                for tile in tiles
                for beside in tile.beside
                if beside.mark
            )
        ),
        sections=tuple(_section(each, shown, profile) for each in profile.sections),
        middle=in_words(middle) if middle else "",
        key=_key(profile, middle) if middle else (),
        peers=tuple(
            PeerOnPage(code=peer.code, name=peer.name, why=in_words(peer.sentence))
            for peer in _peers(profile)
        ),
        vintages=tuple((each, slug_of(each.dataset_id)) for each in profile.vintages),
    )


def map_for(place: str, indicator: str, made: Making) -> Map | NoFigure:
    """The map of an indicator with a place marked, or why there is none."""
    chosen = made.choice
    when = Choice(period=chosen.period, boundaries=chosen.boundaries, as_of=chosen.as_of)
    asked = MapAsked(code=indicator, chosen=replace(made.chosen, choice=when), place=place)
    return draw(asked)


def _figure(figure: ProfileFigure, profile: Profile) -> FigureOnPage:
    language = current_language()
    code, name = figure.indicator.code, in_words(figure.indicator.name)
    own, words = figure.position, {"place": _("%(rank)s of %(n)s")}
    if own is None or own.value is None:
        why = in_words(figure.why_missing) if figure.why_missing else wording.why_missing("O")
        return FigureOnPage(code=code, name=name, value="–", missing=why)
    held = _middle(figure, profile)
    verdict = held.position.verdict if held else None
    notes = [*own.notes, *(note for each in figure.held for note in each.position.notes)]
    return FigureOnPage(
        code=code,
        name=name,
        value=figure.text(language),
        period=own.period.label,
        status=wording.status_mark(own.status),
        headline=in_words(figure.headline) if figure.headline else "",
        sentences=tuple(map(in_words, _further(figure))),
        beside=tuple(_beside(each, figure, words) for each in figure.held),
        is_count=figure.indicator.kind is IndicatorKind.COUNT,
        since=own.since.label if own.since and own.growth is not None else "",
        drawing=_lines(figure),
        scale=_scale(figure),
        spine=_spine(figure, held) if held else EMPTY,
        reference=_level(held, figure) if held else "",
        verdict=mark_label(Mark(verdict.comparison.value)) if verdict else "",
        notes=tuple(map(in_words, dict.fromkeys(notes))),
        origins=tuple(
            dict.fromkeys(Origin(v.dataset_id, slug_of(v.dataset_id)) for v in figure.vintages)
        ),
    )


def _further(figure: ProfileFigure) -> list[Bilingual]:
    """What is said of the place beside its headline: how it stands beside the first reference, and
    how it grew beside that.
    """
    if not figure.held:
        return []
    first = figure.held[0]
    said = [first.beside, first.verdict, first.growth]
    return [each for each in said if each is not None and each != figure.headline]


def _beside(held: Held, figure: ProfileFigure, words: Mapping[str, str]) -> Beside:
    beside = held.position
    verdict = Mark(beside.verdict.comparison.value) if beside.verdict else None
    place = "–"
    if beside.rank is not None:
        place = words["place"] % {"rank": beside.rank, "n": beside.n + (not beside.is_member)}
    language = current_language()
    return Beside(
        label=capitalised(in_words(beside.label)),
        level=_level(held, figure),
        difference=_signed(beside.difference, figure.phrase.decimals, language),
        growth=_signed(beside.growth, 1, language, "%"),
        place=place,
        below="–" if beside.percentile is None else f"{100 * beside.percentile:.0f}%",
        verdict=mark_label(verdict) if verdict else "–",
        mark=_mark(verdict) if verdict else EMPTY,
    )


def _signed(value: float | None, decimals: int, language: str, sign: str = "") -> str:
    """A difference with its plus or minus, and neither where it rounds to zero."""
    if value is None:
        return "–"
    text = number(value, decimals, language=language)
    return f"{'+' if value > 0 and any(c in '123456789' for c in text) else ''}{text}{sign}"


def _level(held: Held, figure: ProfileFigure) -> str:
    return "–" if held.level is None else figure.phrase.figure(held.level, current_language())


def _mark(of: Mark) -> SafeString:
    return inline(drawings.Drawing("0 0 18 18", mark(of, 9, 9)), css="mark-shape")


def _middle(figure: ProfileFigure, profile: Profile) -> Held | None:
    """The first reference that has municipalities to span a spine with."""
    first = {one.text: place for place, one in enumerate(profile.references)}
    found = [held for held in figure.held if held.position.n > 1 and held.level is not None]
    return min(found, key=lambda held: first.get(held.position.reference, 99), default=None)


def _spine(figure: ProfileFigure, held: Held) -> SafeString:
    return inline(drawings.spine_bar(_vertebra(figure, held)), css="spine__bar")


def _vertebra(figure: ProfileFigure, held: Held) -> drawings.Vertebra:
    beside = held.position
    verdict = Mark(beside.verdict.comparison.value) if beside.verdict else Mark.UNKNOWN
    return drawings.Vertebra(
        name="", own=figure.value, own_label="", reference=held.level,
        low=beside.lowest, high=beside.highest,
        lower=beside.lower_quartile, upper=beside.upper_quartile,
        mark=verdict, is_reversed=figure.indicator.direction is Direction.LOWER,
    )  # fmt: skip


def _key(profile: Profile, middle: Bilingual) -> Key:
    rows = [
        _vertebra(figure, held)
        for figure in profile.figures
        if (held := _middle(figure, profile)) is not None
    ]
    wanted = drawings.Spine(
        vertebrae=rows, place=in_words(profile.name), reference=in_words(middle)
    )
    return _keyed(drawings.key_of_spine(wanted))


def _keyed(entries: Iterable[Entry]) -> Key:
    return tuple(
        (inline(drawings.Drawing("-14 -12 28 24", entry.sample), css="key__sample"), entry.label)
        for entry in entries
    )


def _lines(figure: ProfileFigure) -> SafeString:
    """The place and its first references through time; empty where there is no time to show."""
    lines = tuple(
        drawings.Line(
            in_words(line.label), tuple({p.year: value for p, value in line.points}.items())
        )
        for line in figure.lines
    )
    if not lines or len(lines[0].released) < _FEWEST:
        return EMPTY
    wanted = drawings.Multiple(
        name="",
        unit=_scale(figure),
        lines=lines,
        written=_written(figure),
        breaks=frozenset(period.year for period in figure.breaks),
    )
    said = in_words(figure.headline) if figure.headline else figure.text(current_language())
    titled = _("%(indicator)s through time") % {"indicator": in_words(figure.indicator.name)}
    return inline(drawings.multiple(wanted, titled=False), label=f"{titled}. {said}")


def _written(figure: ProfileFigure) -> Written:
    language, phrase = current_language(), figure.phrase
    if figure.index_base is not None:
        return lambda value: number(value, 0, language=language)
    return lambda value: phrase.figure(value, language)


def _scale(figure: ProfileFigure) -> str:
    """What the axis of the drawing measures."""
    if figure.index_base is not None:
        return _("index, %(base)s = 100") % {"base": figure.index_base.label}
    return in_words(figure.indicator.unit)


def _section(section: Section, shown: dict[str, FigureOnPage], profile: Profile) -> SectionOnPage:
    figures = [shown[figure.indicator.code] for figure in section.figures]
    drawn = [figure.lines for figure in section.figures if shown[figure.indicator.code].drawing]
    names = [in_words(line.label) for line in max(drawn, key=len, default=())]
    return SectionOnPage(
        code=section.code,
        title=in_words(section.title),
        shown=tuple(figure for figure in figures if not figure.missing),
        missing=tuple(figure for figure in figures if figure.missing),
        shares=tuple(_shares(each, profile) for each in section.shares),
        key=_keyed(drawings.key_of_lines(names)),
    )


def _shares(shares: Shares, profile: Profile) -> SharesOnPage:
    rows = shares.rows[: 1 + _SHOWN_SHARES]
    bars = tuple(
        drawings.ShareBar(
            in_words(part.indicator.name), rows[0][1][at], tuple(row[1][at] for row in rows[1:])
        )
        for at, part in enumerate(shares.parts)
    )
    phrase, language = shares.parts[0].phrase, current_language()
    wanted = drawings.ShareBars(
        bars=bars,
        place=in_words(profile.name),
        references=tuple(in_words(label) for label, _values in rows[1:]),
        written=lambda value: phrase.figure(value, language),
    )
    title = in_words(shares.title)
    largest = max(shares.parts, key=lambda part: part.value or 0.0)
    said = f"{title}: {in_words(profile.name)}. {in_words(largest.indicator.name)}"
    return SharesOnPage(
        title=title,
        period=shares.period.label,
        drawing=inline(drawings.share_bars(wanted), label=f"{said}, {largest.text(language)}."),
    )


def _peers(profile: Profile) -> Sequence[Peer]:
    """Those most like the place, as of the last period that a figure is held against them in."""
    groups = [
        (figure.position.period, held.position.group)
        for figure in profile.figures
        if figure.position
        for held in figure.held
        if held.position.group and held.position.group.peers
    ]
    return max(groups, key=lambda found: found[0].first_day)[1].peers if groups else ()
