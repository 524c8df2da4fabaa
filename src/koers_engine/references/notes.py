"""What must be said of how a group was made, in words a councillor understands."""

from collections.abc import Sequence

from koers_engine.concepts import Bilingual, Period
from koers_engine.concepts.numbers import number
from koers_engine.indicators import Indicator

_NAMED_AT_MOST = 8

ONLY_MUNICIPALITIES = Bilingual(
    nl="Alleen een gemeente heeft een eigen klasse of gelijkende gemeenten.",
    en="Only a municipality has a class of its own or municipalities like it.",
)


def population_of(period: Period) -> Bilingual:
    """Inhabitants of another period than the one asked for decided or weighed."""
    return Bilingual(
        nl=f"Met het aantal inwoners van {period}, de dichtstbijzijnde periode die er is.",
        en=f"With the number of inhabitants of {period}, the nearest period there is.",
    )


def figures_of(indicator: Indicator, period: Period) -> Bilingual:
    """What decided who belongs is of another period than the one asked for."""
    if indicator.code == "population":
        return population_of(period)
    return Bilingual(
        nl=f"De groep is gemaakt met cijfers van {period}, de dichtstbijzijnde periode die er is: "
        f"{indicator.name.nl}.",
        en=f"The group was made with figures of {period}, the nearest period there is: "
        f"{indicator.name.en}.",
    )


def division_of(period: Period) -> Bilingual:
    """The division of the country is of another period than the one asked for."""
    return Bilingual(
        nl=f"Volgens de gebiedsindeling van {period}, de dichtstbijzijnde die er is.",
        en=f"By the regional divisions of {period}, the nearest there are.",
    )


def placed_by_merger(names: Sequence[str]) -> Bilingual:
    """Who is not in the table of divisions, and was placed by what it was made of or became."""
    return Bilingual(
        nl="Ingedeeld naar de gemeenten waaruit zij ontstonden of waarin zij opgingen: "
        f"{listed(names).nl}.",
        en=f"Placed by the municipalities they were made of or went over into: {listed(names).en}.",
    )


def in_no_division(kind: Bilingual, names: Sequence[str]) -> Bilingual:
    """Of whom the division is not known."""
    return Bilingual(
        nl=f"Geen {kind.nl} bekend van {listed(names).nl}.",
        en=f"No {kind.en} is known of {listed(names).en}.",
    )


def no_figure_in_class(area: str, indicator: Indicator) -> Bilingual:
    """The place has no figure, so that its own class is not known."""
    return Bilingual(
        nl=f"De klasse van {area} is niet bekend: er is geen cijfer van {indicator.name.nl}.",
        en=f"The class of {area} is not known: there is no figure of {indicator.name.en}.",
    )


def chosen_by(characteristics: Sequence[tuple[Bilingual, Period, float, bool]]) -> Bilingual:
    """By what peers were chosen: names, periods, weights, and whether by the logarithm."""

    def told(language: str, weight: str, logarithm: str) -> str:
        parts = []
        for name, period, weighs, is_logarithm in characteristics:
            written = number(weighs, 0 if weighs.is_integer() else 3, language=language)
            of = [str(period), f"{weight} {written}", *([logarithm] if is_logarithm else [])]
            parts.append(f"{name.text(language)} ({', '.join(of)})")
        return "; ".join(parts)

    return Bilingual(
        nl=f"Gekozen op gelijkenis in: {told('nl', 'gewicht', 'logaritme')}.",
        en=f"Chosen by likeness in: {told('en', 'weight', 'logarithm')}.",
    )


def nothing_to_compare(place: str) -> Bilingual:
    """The place has none of the characteristics, so that nobody is like it."""
    return Bilingual(
        nl=f"Geen gelijkende gemeenten: van {place} is geen enkel kenmerk bekend.",
        en=f"No municipalities alike: not one characteristic of {place} is known.",
    )


def nobody_near(name: str, distance: float) -> Bilingual:
    """Nobody is within the distance that was asked for."""
    nl, en = (number(distance, 2, language=language) for language in ("nl", "en"))
    return Bilingual(
        nl=f"Niemand is zo nabij; het meest nabij is {name}, op afstand {nl}.",
        en=f"Nobody is that near; the nearest is {name}, at distance {en}.",
    )


def characteristics_absent(codes: Sequence[str]) -> Bilingual:
    """Characteristics that there are no figures of."""
    row = ", ".join(codes)
    return Bilingual(
        nl=f"Zonder cijfers, en telt dus niet mee: {row}.",
        en=f"Without figures, and therefore not counted: {row}.",
    )


def characteristics_constant(names: Sequence[Bilingual]) -> Bilingual:
    """Characteristics that tell nobody apart."""
    return Bilingual(
        nl=f"Overal gelijk, en telt dus niet mee: {', '.join(name.nl for name in names)}.",
        en=f"The same everywhere, and therefore not counted: {', '.join(n.en for n in names)}.",
    )


def characteristics_without_own(names: Sequence[Bilingual], place: str) -> Bilingual:
    """Characteristics that the place itself has no figure of."""
    return Bilingual(
        nl=f"Zonder cijfer van {place}, en telt dus niet mee: {', '.join(n.nl for n in names)}.",
        en=f"Without a figure of {place}, and therefore not counted: "
        f"{', '.join(n.en for n in names)}.",
    )


def no_candidates(names: Sequence[str]) -> Bilingual:
    """Who could not be chosen for want of a figure."""
    return Bilingual(
        nl=f"Kwam niet in aanmerking, want zonder een van deze cijfers: {listed(names).nl}.",
        en=f"Could not be chosen for want of one of these figures: {listed(names).en}.",
    )


def not_there(names: Sequence[str], period: Period) -> Bilingual:
    """Who is on a list and no municipality in the period."""
    return Bilingual(
        nl=f"Geen gemeente in {period}, en telt dus niet mee: {listed(names).nl}.",
        en=f"No municipality in {period}, and therefore not counted: {listed(names).en}.",
    )


def listed(names: Sequence[str]) -> Bilingual:
    """Names in a row; of many the first, and how many more.

    >>> listed(["Assen", "Emmen", "Hoogeveen"]).nl
    'Assen, Emmen en Hoogeveen'
    """
    if len(names) > _NAMED_AT_MOST:
        row, more = ", ".join(names[: _NAMED_AT_MOST - 1]), len(names) - _NAMED_AT_MOST + 1
        return Bilingual(nl=f"{row} en {more} andere gemeenten", en=f"{row} and {more} others")
    *first, last = names
    row = ", ".join(first)
    return Bilingual(
        nl=f"{row} en {last}" if first else last, en=f"{row} and {last}" if first else last
    )
