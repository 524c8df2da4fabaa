"""What uncertainty and sensitivity say in words, with their numbers."""

from koers_engine.concepts import Bilingual


def stands(name: str, *, lowest: int, highest: int, inside: int, computed: int) -> Bilingual:
    """Where an area stands in most ways to compute the index.

    Args:
        name: Of the area.
        lowest, highest: First and last place of the interval; 1 is the best.
        inside: In how many of the computed ways the area stands on one of those places.
        computed: How many ways could be computed, at least 1.

    >>> stands("Assen", lowest=5, highest=8, inside=900, computed=1000).en
    'Assen stands between place 5 and 8 in 90% of 1,000 reasonable ways to compute this index.'
    """
    if lowest == highest:
        dutch, english = f"op plaats {lowest}", f"on place {lowest}"
    elif highest == lowest + 1:
        dutch, english = f"op plaats {lowest} of {highest}", f"on place {lowest} or {highest}"
    else:
        dutch = f"tussen plaats {lowest} en {highest}"
        english = f"between place {lowest} and {highest}"
    ways = in_how_many(inside, computed)
    return Bilingual(
        nl=f"{name} staat {dutch} {ways.nl} om deze index te berekenen.",
        en=f"{name} stands {english} {ways.en} to compute this index.",
    )


def in_how_many(inside: int, computed: int) -> Bilingual:
    """A share of the computed ways, rounded so that it never claims more than there is."""
    if computed == 1:
        return Bilingual(nl="in de enige doorgerekende manier", en="in the one way computed")
    dutch, english = counted(computed).nl, counted(computed).en
    if inside == computed:
        return Bilingual(
            nl=f"in alle {dutch} redelijke manieren", en=f"in all {english} reasonable ways"
        )
    percent = 100 * inside // computed
    return Bilingual(
        nl=f"in {percent}% van {dutch} redelijke manieren",
        en=f"in {percent}% of {english} reasonable ways",
    )


def shares_place(name: str, place: int, others: int) -> Bilingual:
    """A tie in the index as published; `others` is at least 1."""
    dutch = "één ander gebied" if others == 1 else f"{counted(others).nl} andere gebieden"
    english = "one other area" if others == 1 else f"{counted(others).en} other areas"
    return Bilingual(
        nl=f"In de index zelf deelt {name} plaats {place} met {dutch}.",
        en=f"In the index itself {name} shares place {place} with {english}.",
    )


def has_no_place(name: str) -> Bilingual:
    """The area got no score in the index as published."""
    return Bilingual(
        nl=f"{name} heeft geen score in de index, en dus ook geen plaats.",
        en=f"{name} has no score in the index, and so no place either.",
    )


def not_computed(failed: int, asked: int, reason: Bilingual) -> Bilingual:
    """Ways that fell away, and why; `failed` is at least 1."""
    dutch = "kon" if failed == 1 else "konden"
    return Bilingual(
        nl=f"{counted(failed).nl} van {counted(asked).nl} manieren {dutch} niet worden berekend "
        f"en {'telt' if failed == 1 else 'tellen'} niet mee: {reason.nl}",
        en=f"{counted(failed).en} of {counted(asked).en} ways could not be computed "
        f"and {'does' if failed == 1 else 'do'} not count: {reason.en}",
    )


def counted(number: int) -> Bilingual:
    """A whole number with its thousands apart.

    >>> counted(1000)
    Bilingual(nl='1.000', en='1,000')
    """
    return Bilingual(nl=f"{number:,}".replace(",", "."), en=f"{number:,}")


AREA_WITHOUT_SCORE = Bilingual(
    nl="er blijft een gebied zonder score, omdat het te weinig delen heeft.",
    en="an area is left without a score, since it has too few of the parts.",
)


def no_outcome(method: str, name: str) -> Bilingual:
    """A mean cannot take the scores of some area."""
    return Bilingual(
        nl=f"{_MEANS_NL.get(method, method)} van {name} bestaat niet bij een score van 0 of lager.",
        en=f"the {method} mean of {name} has no outcome for a score of 0 or less.",
    )


_MEANS_NL = {
    "geometric": "het meetkundig gemiddelde",
    "harmonic": "het harmonisch gemiddelde",
    "generalised": "het gegeneraliseerde gemiddelde",
    "mazziotta-pareto": "het gemiddelde van Mazziotta en Pareto",
    "copeland": "de score van Copeland",
}
