"""A figure by itself, and where its place stands beside what it is held against."""

from dataclasses import dataclass, replace
from datetime import date
from math import isnan

from koers.core.bilingual import LocalisedText
from koers.monitor.choices import Chosen
from koers.monitor.figure import Figure, NoFigure
from koers.monitor.figures import figure, measure_of, no_municipality
from koers.monitor.known import outline
from koers.monitor.reference_lists import own_groups
from koers.monitor.store import catalogue, characteristics, in_words, panel, register
from koers_engine.areas import AreaRegister
from koers_engine.concepts import Area, Period, Refusal
from koers_engine.position import Position
from koers_engine.profile import Choice, Held, Known, ProfileFigure
from koers_engine.profile.building import fitting_references
from koers_engine.profile.sight import CANNOT_BE_MADE, Sight
from koers_engine.references import parse_reference

MOST_OF = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a place stands in a period, and the panels that this was made from.

    `unmade` are the references that no group of the place could be made of. Of the `n_places`
    municipalities there are, `n_with_figure` have a figure in that period.
    """

    shown: ProfileFigure
    position: Position
    known: Known
    unmade: tuple[LocalisedText, ...]
    n_with_figure: int
    n_places: int

    @property
    def held(self) -> tuple[Held, ...]:
        """Each reference with the numbers and the sentences about it."""
        return self.shown.held

    @property
    def is_partial(self) -> bool:
        """Whether so many municipalities are left out that a reader must know."""
        return self.n_with_figure < MOST_OF * self.n_places

    @property
    def why_unmade(self) -> LocalisedText:
        return in_words(CANNOT_BE_MADE)


@dataclass(frozen=True, slots=True)
class Part:
    """An indicator: its figure, and where the place stands; `missing` tells why it stands nowhere
    in the period that was chosen.
    """

    figure: Figure | NoFigure
    standing: Standing | None = None
    missing: str = ""

    @property
    def name(self) -> LocalisedText:
        """The name of the indicator, where there is no figure too."""
        if isinstance(self.figure, Figure):
            return self.figure.name
        measure = measure_of(self.figure.indicator)
        return measure.name if measure else LocalisedText(self.figure.indicator, "en")


def one_figure(indicator: str, code: str, chosen: Chosen) -> Part:
    """A figure beside what was chosen, else what suits its place, and where the place stands there.

    Where a part of the choice cannot be followed it is held against nothing. No `code` stands for
    our own municipality where nobody said which one that is.
    """
    if not code:
        return Part(no_municipality(indicator))
    choice, moment = chosen.choice, chosen.moment
    alone = figure(indicator, code, (), moment, choice.boundaries)
    if isinstance(alone, NoFigure) or alone.latest is None or chosen.faults:
        return Part(alone)
    if choice.since is None and _has_growth(alone) and alone.first:
        choice = replace(choice, since=alone.first.period)
    sight, unmade = _sight(alone.area_code, replace(chosen, choice=choice))
    shown = sight.figure(indicator, outline().phrases.get(indicator))
    if shown.position is None:
        return Part(alone, missing=in_words(shown.why_missing) if shown.why_missing else "")
    made = tuple(held.position.reference for held in shown.held)
    unmade += [in_words(one.label) for one in sight.references if one.text not in made]
    found = figure(indicator, code, made, moment, choice.boundaries)
    return Part(
        alone if isinstance(found, NoFigure) else found,  # a line that cannot be made all along
        _standing(shown, shown.position, sight.known, tuple(unmade)),
    )


def _sight(code: str, chosen: Chosen) -> tuple[Sight, list[LocalisedText]]:
    """The place as it was chosen to be seen, and lists that were not there yet at the moment."""
    moment, year = chosen.moment, chosen.choice.boundaries
    groups = own_groups(moment)
    known = Known(
        catalogue=catalogue(),
        register=register(moment, year),
        load=lambda code: panel(code, moment, year),
        characteristics=characteristics(moment, year),
        boundaries=year,
        groups=groups,
    )
    place = _place(code, known.register, year)
    references, unmade = [], []
    for text in chosen.choice.references or fitting_references(place, known.register):
        try:
            references.append(parse_reference(text, groups))
        except Refusal:
            unmade.append(LocalisedText(text, "en"))
    seen = Choice(references=tuple(one.text for one in references), period=chosen.choice.period)
    seen = replace(seen, since=chosen.choice.since, boundaries=year)
    sight = Sight(known=known, place=place, choice=seen, references=tuple(references))
    return sight, unmade


def _place(code: str, areas: AreaRegister, boundaries: int | None) -> Area:
    if boundaries is None:
        return areas.find(code)
    return areas.find_on(code, date(boundaries, 1, 1))


def references_for(code: str) -> tuple[str, ...]:
    """What a place is held against where nothing was chosen."""
    areas = register()
    return fitting_references(areas.find(code), areas)


def _has_growth(found: Figure) -> bool:
    return bool(
        not found.is_change
        and found.first
        and found.latest
        and found.first.period < found.latest.period
    )


def _standing(
    shown: ProfileFigure, held: Position, known: Known, unmade: tuple[LocalisedText, ...]
) -> Standing:
    figures = known.load(shown.indicator.code)
    on = None if known.boundaries is None else Period(known.boundaries)
    places = known.register.municipalities(on)
    values = figures.values[:, figures.column(held.period)]
    rows = [figures.row(place.code) for place in places]
    return Standing(
        shown=shown,
        position=held,
        known=known,
        unmade=unmade,
        n_with_figure=sum(row is not None and not isnan(values[row]) for row in rows),
        n_places=len(places),
    )
