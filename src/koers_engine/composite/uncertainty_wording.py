"""What uncertainty and sensitivity say in words, with their numbers."""

from collections.abc import Sequence

from koers_engine.composite.findings import named
from koers_engine.concepts import Bilingual


def stands(
    name: str, *, lowest: int, highest: int, inside: int, computed: int, failed: int = 0
) -> Bilingual:
    """Where an area stands in most ways to compute the index.

    Args:
        name: Of the area.
        lowest, highest: First and last place of the interval; 1 is the best.
        inside: In how many of the computed ways the area stands on one of those places.
        computed: How many ways could be computed, at least 1.
        failed: How many could not.

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
    others = Bilingual(nl="", en="")
    if failed:
        have = ("heeft", "other has") if failed == 1 else ("hebben", "others have")
        others = Bilingual(
            nl=f"; {counted(failed).nl} andere {have[0]} geen uitkomst",
            en=f"; {counted(failed).en} {have[1]} no outcome",
        )
    return Bilingual(
        nl=f"{name} staat {dutch} {ways.nl} om deze index te berekenen{others.nl}.",
        en=f"{name} stands {english} {ways.en} to compute this index{others.en}.",
    )


def in_how_many(inside: int, computed: int) -> Bilingual:
    """A share of the computed ways, rounded so that it never claims more than there is."""
    if computed == 1:
        return Bilingual(nl="in één redelijke manier", en="in one reasonable way")
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


def have_no_place(names: Sequence[str]) -> Bilingual:
    """Areas got no score in the index as published; at least one."""
    who = named(names)
    return Bilingual(
        nl=f"Zonder score in de index, en dus zonder plaats: {who.nl}.",
        en=f"Without a score in the index, and so without a place: {who.en}.",
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


def joined(*texts: Bilingual) -> Bilingual:
    """Sentences one after another."""
    return Bilingual(nl=" ".join(text.nl for text in texts), en=" ".join(text.en for text in texts))


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


def no_outcome(method: str, name: str, why: Bilingual) -> Bilingual:
    """A mean of the parts of an element has no outcome for some area.

    >>> no_outcome("geometric", "Economy", SCORE_OF_ZERO).en
    'the geometric mean of Economy has no outcome for a score of 0 or less.'
    """
    return Bilingual(
        nl=f"{_MEANS_NL.get(method, method)} van {name} bestaat niet bij {why.nl}.",
        en=f"the {method} mean of {name} has no outcome for {why.en}.",
    )


SCORE_OF_ZERO = Bilingual(nl="een score van 0 of lager", en="a score of 0 or less")
SCORE_BELOW_ZERO = Bilingual(nl="een score onder 0", en="a score below 0")
MEAN_OF_ZERO = Bilingual(
    nl="scores die gemiddeld 0 of lager zijn", en="scores of 0 or less on average"
)
TOO_LARGE = Bilingual(nl="zulke grote scores", en="scores that large")


_MEANS_NL = {
    "geometric": "het meetkundig gemiddelde",
    "harmonic": "het harmonisch gemiddelde",
    "generalised": "het gegeneraliseerde gemiddelde",
    "mazziotta-pareto": "het gemiddelde van Mazziotta en Pareto",
    "copeland": "de score van Copeland",
}


_CHOICES = {
    "weights": Bilingual(nl="de keuze van de gewichten", en="the choice of weights"),
    "left-out": Bilingual(
        nl="de keuze van de weggelaten indicator", en="the choice of the indicator left out"
    ),
    "imputation": Bilingual(
        nl="de schatting van wat ontbreekt", en="the estimate of what is missing"
    ),
    "treatment": Bilingual(nl="de behandeling van uitschieters", en="the treatment of outliers"),
    "normalisation": Bilingual(nl="de normalisatie", en="the normalisation"),
    "aggregation": Bilingual(nl="de keuze van het gemiddelde", en="the choice of the mean"),
}


def choice_named(choice: str) -> Bilingual:
    """A choice as the subject of a sentence.

    >>> choice_named("weights").en
    'the choice of weights'
    """
    return _CHOICES[choice]


def output(kind: str, name: str | None) -> Bilingual:
    """What varies, after "of": the shift of all areas, or the place or score of one."""
    if kind == "place":
        return Bilingual(nl=f"de plaats van {name}", en=f"the place of {name}")
    if kind == "score":
        return Bilingual(nl=f"de score van {name}", en=f"the score of {name}")
    return Bilingual(nl="de verschuiving van plaatsen", en="how far places shift")


def nothing_explains(what: Bilingual) -> Bilingual:
    """The output is the same in every way."""
    return Bilingual(
        nl=f"Er is geen variatie in {what.nl}: alle manieren geven hetzelfde.",
        en=f"There is no variation in {what.en}: all ways give the same.",
    )


def only_choice(what: Bilingual, choice: str) -> Bilingual:
    """One choice varies, so that it explains everything."""
    subject = choice_named(choice)
    return Bilingual(
        nl=f"Alle variatie in {what.nl} komt door {subject.nl}, want niets anders varieert.",
        en=f"All variation in {what.en} comes from {subject.en}, since nothing else varies.",
    )


def explains_most(
    what: Bilingual,
    choice: str,
    *,
    alone: float,
    total: float,
    low: float,
    high: float,
    rival: str | None,
) -> Bilingual:
    """Which choice explains most of the variation in an output.

    Args:
        what: The output, as `output` words it.
        choice: The choice with the largest total.
        alone: Its first order index, as a share.
        total, low, high: Its total order index with its interval, as shares.
        rival: The next choice, where the intervals overlap; None where they do not.
    """
    subject = choice_named(choice)
    one, both, least, most = (_percent(share) for share in (alone, total, low, high))
    dutch = (
        f"Van de variatie in {what.nl} verklaart {subject.nl} het meest: {one}% op zichzelf, "
        f"{both}% samen met andere keuzes (interval {least}–{most}%)"
    )
    english = (
        f"Of the variation in {what.en}, {subject.en} explains most: {one}% by itself, "
        f"{both}% together with other choices (interval {least}–{most}%)"
    )
    if rival is not None:
        other = choice_named(rival)
        dutch += f"; dat dit meer is dan {other.nl}, staat met deze steekproef niet vast"
        english += f"; this sample does not settle that it is more than {other.en}"
    return Bilingual(nl=f"{dutch}.", en=f"{english}.")


def rows_lost(lost: int, asked: int) -> Bilingual:
    """Rows of a Sobol design that could not be computed whole; `lost` is at least 1."""
    return Bilingual(
        nl=f"Van {counted(asked).nl} rijen van de steekproef {'viel' if lost == 1 else 'vielen'} "
        f"er {counted(lost).nl} weg, want een van hun manieren was niet te berekenen; de aandelen "
        "gelden voor de rest.",
        en=f"Of {counted(asked).en} rows of the sample {counted(lost).en} fell away, since one of "
        f"their ways could not be computed; the shares hold for the others.",
    )


def _percent(share: float) -> int:
    """A share as whole percent from 0 to 100; an estimate can lie a little beyond by chance."""
    return round(100 * min(max(share, 0.0), 1.0))
