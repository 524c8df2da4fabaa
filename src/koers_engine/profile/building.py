"""Making profiles: of one place, or of every municipality there is."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, AreaKind, Bilingual, Period, Refusal
from koers_engine.profile import notes
from koers_engine.profile.choice import Choice
from koers_engine.profile.groups import place_name
from koers_engine.profile.known import Known
from koers_engine.profile.outline import ProfileOutline, SectionOutline, SharesOutline
from koers_engine.profile.profile import Profile, ProfileFigure, Section, Shares
from koers_engine.profile.sight import Sight
from koers_engine.references import parse_reference
from koers_engine.scores import ScoreCard

NORTH = "LD01"


class NoLongerThere(Refusal, LookupError):
    """A municipality was asked for that was merged or split; `heirs` is what it went over into."""

    def __init__(self, area: Area, register: AreaRegister) -> None:
        self.area, self.heirs = area, tuple(register.successors(area.code))
        life = register.history.lives.get(area.code)
        end = life.end if life else None
        when = f" ended on {end}" if end else " is no longer there"
        into = ", ".join(f"{heir.name} ({heir.code})" for heir in self.heirs)
        super().__init__(
            f"{area.name} ({area.code}){when}"
            + (f" and went over into {into}. Ask for that instead" if into else ". Ask for another")
            + (
                f", or for the boundaries of a year with it: --boundaries {end.year - 1}."
                if end
                else "."
            )
        )


def build_profile(area: str, choice: Choice, *, known: Known, outline: ProfileOutline) -> Profile:
    """Where a place stands, as it was chosen to be seen.

    An indicator without data is in the profile with the reason; only the place itself can be
    refused.

    Args:
        area: Code or name of the place.
        known: Of the moment and the boundaries that `choice` asks for.

    Raises:
        UnreadableReference, UnknownGroup: A reference of the choice names none.
        UnknownArea: There is no such area; the message names the nearest ones.
        NoLongerThere: The municipality was merged or split.
        NotThereThen: It was none on the boundaries that are asked for.
    """
    place = find_place(area, known)
    texts = choice.references or fitting_references(place, known.register)
    sight = Sight(
        known=known,
        place=place,
        choice=replace(choice, references=texts),
        references=tuple(parse_reference(text, known.groups) for text in texts),
    )
    codes = choice.indicators or outline.indicators
    figures = {code: sight.figure(code, outline.phrases.get(code)) for code in codes}
    province = known.register.areas.get(known.register.province.get(place.code, ""))
    return Profile(
        area=place,
        name=place_name(place.code, place.name),
        province=province,
        choice=sight.choice,
        references=sight.named(),
        tiles=tuple(figures[code] for code in outline.tiles if code in figures),
        sections=_sections(outline, figures, choice),
        scores=_scores(place, choice, known),
        notes=notes.on_place(place, known.register, known.boundaries),
    )


def _scores(place: Area, choice: Choice, known: Known) -> ScoreCard | None:
    try:
        return known.scores(place.code, choice.period)
    except Refusal:  # such as no inhabitants to weigh by
        return None


def build_all(choice: Choice, *, known: Known, outline: ProfileOutline) -> Iterator[Profile]:
    """The profile of every municipality there is, one after another by name."""
    for area in all_places(known):
        yield build_profile(area.code, choice, known=known, outline=outline)


def all_places(known: Known) -> list[Area]:
    """The municipalities that are there in the last period known, or on the boundaries chosen."""
    period = Period(known.boundaries) if known.boundaries else None
    return known.register.municipalities(period)


def find_place(text: str, known: Known) -> Area:
    """The area with this code or name, as long as it is there.

    Raises:
        UnknownArea, NoLongerThere, NotThereThen: As `build_profile`.
    """
    register = known.register
    if known.boundaries is not None:
        return register.find_on(text, date(known.boundaries, 1, 1))
    place = register.find(text)
    last = max(register.living, default=None)
    if place.kind is AreaKind.MUNICIPALITY and last and register.has_ceased(place.code, last):
        raise NoLongerThere(place, register)
    return place


def fitting_references(place: Area, register: AreaRegister) -> tuple[str, ...]:
    """What suits a place: for a municipality the nation, its province, those of its size, the
    north where it lies there, and those most like it; for others the nation.
    """
    if place.kind is AreaKind.COUNTRY:
        return ()
    if place.kind is not AreaKind.MUNICIPALITY:
        return ("nl",)
    north = ("north-netherlands",) if register.landsdeel_of(place.code) == NORTH else ()
    return ("nl", "province", "size-class", *north, "peers")


def _sections(
    outline: ProfileOutline, figures: dict[str, ProfileFigure], choice: Choice
) -> tuple[Section, ...]:
    if choice.indicators:
        return (Section(code="chosen", title=_CHOSEN, figures=tuple(figures.values()), shares=()),)
    return tuple(_section(section, figures) for section in outline.sections)


_CHOSEN = Bilingual(nl="Gekozen indicatoren", en="Chosen indicators")


def _section(section: SectionOutline, figures: dict[str, ProfileFigure]) -> Section:
    shares = (_shares(each, figures) for each in section.shares)
    return Section(
        code=section.code,
        title=section.title,
        figures=tuple(figures[code] for code in section.indicators),
        shares=tuple(each for each in shares if each is not None),
    )


def _shares(outline: SharesOutline, figures: dict[str, ProfileFigure]) -> Shares | None:
    """The parts of a whole, where the place has them all in one period; None where not."""
    parts = tuple(figures[code] for code in outline.indicators)
    period = parts[0].period
    if period is None or any(part.period != period for part in parts):
        return None
    rows = [(_label(parts[0]), [part.value for part in parts])]
    for place, held in enumerate(parts[0].held):
        beside = [part.held[place] for part in parts]
        rows.append((held.position.label, [one.level for one in beside]))
    return Shares(
        code=outline.code,
        title=outline.title,
        parts=parts,
        period=period,
        rows=tuple(
            (label, tuple(value for value in values if value is not None))
            for label, values in rows
            if None not in values
        ),
    )


def _label(part: ProfileFigure) -> Bilingual:
    area = part.position.area if part.position else None
    return place_name(area.code, area.name) if area else Bilingual.same("")
