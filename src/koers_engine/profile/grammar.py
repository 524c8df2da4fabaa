"""The words and frames that findings are put in, per language; what is said stands in
`sentences`.

Each case has a whole frame of its own, so that each language can order its words as it likes.
`{what}` is the indicator, `{figure}` the place's own figure with its period, `{at}` the place with
its preposition (`{At}` where a sentence begins with it), `{whom}` a group or part of one, and
`{more}` and the like are the words of the indicator's kind.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from koers_engine.profile.phrases import Words


@dataclass(frozen=True, slots=True)
class Comparing:
    """The words by which figures of a kind are compared."""

    more: str
    less: str
    same: str
    most: str
    least: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frames:
    """How a kind of indicator is said of a place."""

    than: str
    """More or less than somebody, `whom` being one of the last four."""
    same: str
    first: str
    """The most or the least of all, nobody having as much."""
    none_beyond: str
    """Nobody has more, or less, and somebody has as much."""
    middle: str
    """As many have more as less; how many, follows."""
    grew: str
    grew_same: str
    some: str
    """Municipalities."""
    area: str
    """An area as a whole; `{at}` is it with its preposition."""
    each: str
    """All of a group that the place does not belong to; `any` is each, any or either."""
    mean: str
    together: str


def _comparing(*rows: tuple[Words, str]) -> Mapping[Words, Comparing]:
    return {words: Comparing(*text.split(" / ")) for words, text in rows}


COMPARING: Mapping[str, Mapping[Words, Comparing]] = {
    "nl": _comparing(
        (Words.COUNT, "meer / minder / evenveel / de meeste / de minste"),
        (Words.MASS, "meer / minder / evenveel / het meeste / het minste"),
        (Words.LEVEL, "hoger / lager / even hoog / het hoogst / het laagst"),
        (Words.SIZE, "groter / kleiner / even groot / het grootst / het kleinst"),
        (Words.DISTANCE, "groter / kleiner / even groot / het grootst / het kleinst"),
        (Words.PLAIN, "hoger / lager / even hoog / hoogste / laagste"),
    ),
    "en": _comparing(
        (Words.COUNT, "more / fewer / as many / the most / the fewest"),
        (Words.MASS, "more / less / as much / the most / the least"),
        (Words.LEVEL, "higher / lower / as high / highest / lowest"),
        (Words.SIZE, "larger / smaller / as large / largest / smallest"),
        (Words.DISTANCE, "longer / shorter / as long / longest / shortest"),
        (Words.PLAIN, "higher / lower / as high / highest / lowest"),
    ),
}

_HAS = {
    "nl": Frames(
        than="{place} heeft {more} {what} ({figure}) dan {whom}.",
        same="{place} heeft {about}{same} {what} ({figure}) als {whom}.",
        first="Van {all} heeft {place} {most} {what} ({figure}).",
        none_beyond="Geen van {others} heeft {more} {what} dan {place} ({figure}).",
        middle="Wat {what} betreft ({figure}) staat {place} in het midden van {others}",
        grew="In {period} {were} er {at} {percent}% {more} {what} dan in {since}",
        grew_same="In {period} {were} er {at} {about}{same} {what} als in {since}",
        some="{whom}",
        area="{whom}",
        each="elk van {all}",
        mean="het gemiddelde van {all}",
        together="{all} samen",
    ),
    "en": Frames(
        than="{place} has {more} {what} ({figure}) than {whom}.",
        same="{place} has {about}{same} {what} ({figure}) as {whom}.",
        first="Of {all}, {place} has {most} {what} ({figure}).",
        none_beyond="None of {others} has {more} {what} than {place} ({figure}).",
        middle="As to {what} ({figure}), {place} is in the middle of {others}",
        grew="In {period} there {were} {percent}% {more} {what} {at} than in {since}",
        grew_same="In {period} there {were} {about}{same} {what} {at} as in {since}",
        some="{whom}",
        area="{whom}",
        each="{any} of {all}",
        mean="the average of {all}",
        together="{all} together",
    ),
}
_IS = {
    "nl": Frames(
        than="{At} is {what} ({figure}) {more} dan {whom}.",
        same="{At} is {what} ({figure}) {about}{same} als {whom}.",
        first="Van {all} is {what} {at} ({figure}) {most}.",
        none_beyond="In geen van {others} is {what} {more} dan {at} ({figure}).",
        middle="Wat {what} betreft ({figure}) staat {place} in het midden van {others}",
        grew="In {period} was {what} {at} {percent}% {more} dan in {since}",
        grew_same="In {period} was {what} {at} {about}{same} als in {since}",
        some="in {whom}",
        area="{at}",
        each="in elk van {all}",
        mean="gemiddeld in {all}",
        together="in {all} samen",
    ),
    "en": Frames(
        than="{At}, {what} ({figure}) is {more} than {whom}.",
        same="{At}, {what} ({figure}) is {about}{same} as {whom}.",
        first="Of {all}, {what} is {most} {at} ({figure}).",
        none_beyond="In none of {others} is {what} {more} than {at} ({figure}).",
        middle="As to {what} ({figure}), {place} is in the middle of {others}",
        grew="In {period}, {what} {at} was {percent}% {more} than in {since}",
        grew_same="In {period}, {what} {at} was {about}{same} as in {since}",
        some="in {whom}",
        area="{at}",
        each="in {any} of {all}",
        mean="on average in {all}",
        together="in {all} together",
    ),
}
_PLAIN = {
    "nl": Frames(
        than="{what}: het cijfer van {place} ({figure}) is {more} dan {whom}.",
        same="{what}: het cijfer van {place} ({figure}) is {about}{same} als {whom}.",
        first="{what}: van {all} heeft {place} het {most} cijfer ({figure}).",
        none_beyond="{what}: geen van {others} heeft een {more} cijfer dan {place} ({figure}).",
        middle="{what}: {place} ({figure}) staat in het midden van {others}",
        grew="{what}: het cijfer van {place} was in {period} {percent}% {more} dan in {since}",
        grew_same="{what}: het cijfer van {place} was in {period} {about}{same} als in {since}",
        some="dat van {whom}",
        area="dat van {whom}",
        each="dat van elk van {all}",
        mean="het gemiddelde van {all}",
        together="dat van {all} samen",
    ),
    "en": Frames(
        than="{what}: the figure of {place} ({figure}) is {more} than {whom}.",
        same="{what}: the figure of {place} ({figure}) is {about}{same} as {whom}.",
        first="{what}: of {all}, {place} has the {most} figure ({figure}).",
        none_beyond="{what}: none of {others} has a {more} figure than {place} ({figure}).",
        middle="{what}: {place} ({figure}) is in the middle of {others}",
        grew="{what}: the figure of {place} in {period} was {percent}% {more} than in {since}",
        grew_same="{what}: the figure of {place} in {period} was {about}{same} as in {since}",
        some="that of {whom}",
        area="that of {whom}",
        each="that of {any} of {all}",
        mean="the average of {all}",
        together="that of {all} together",
    ),
}


OF = {"nl": "van", "en": "of"}

ABOUT = {"nl": "vrijwel ", "en": "about "}

# By whether it counts from the lowest.
ORDER: Mapping[str, Mapping[bool, str]] = {
    "nl": {False: "geteld vanaf het hoogste cijfer", True: "geteld vanaf het laagste cijfer"},
    "en": {False: "counted from the highest figure", True: "counted from the lowest figure"},
}
# How many stand above and below who is in the middle; by whether others are level.
AROUND: Mapping[str, Mapping[bool, str]] = {
    "nl": {
        False: ", met {above} erboven en {below} eronder.",
        True: ", met {above} erboven, {below} eronder en de rest gelijk.",
    },
    "en": {
        False: ", with {above} above it and {below} below.",
        True: ", with {above} above it, {below} below and the rest level.",
    },
}

BEST = {"nl": ", dat hier het gunstigst is", "en": ", which is the most favourable here"}

RANK: Mapping[str, Mapping[str, str]] = {
    "nl": {
        "member": "Dat is plaats {rank} van {n}, {shared}{order}.",
        "stranger": "{place} hoort zelf niet bij de gemeenten {which}, en zou daar op plaats "
        "{rank} staan, {shared}{order}.",
        "guest": "Tussen hen zou {place} op plaats {rank} staan, {shared}{order}.",
        "alone": "Van de gemeenten {which} heeft alleen {place} een cijfer.",
    },
    "en": {
        "member": "That is place {rank} of {n}, {shared}{order}.",
        "stranger": "{place} is not itself one of the municipalities {which}, and would be at "
        "place {rank} there, {shared}{order}.",
        "guest": "Among them, {place} would be at place {rank}, {shared}{order}.",
        "alone": "Of the municipalities {which}, only {place} has a figure.",
    },
}

# "other", one, many, and the frame.
SHARED = {
    "nl": ("andere ", "gemeente", "gemeenten", "gedeeld met {n} {kind} en "),
    "en": ("other ", "municipality", "municipalities", "shared with {n} {kind} and "),
}

# By whether the two are similar.
VERDICT: Mapping[str, Mapping[bool, str]] = {
    "nl": {
        False: "Dit cijfer is {compared} dan {whole}, met een zekerheid van {confidence}.",
        True: "Het verschil tussen dit cijfer en dat {whole} kan toeval zijn, bij een interval van "
        "{confidence}.",
    },
    "en": {
        False: "This figure is {compared} than {whole}, with {confidence} confidence.",
        True: "The difference between this figure and that {whole} can be chance, at an interval "
        "of {confidence}.",
    },
}

# Of what is not counted, and of what is.
THERE_WERE = {"nl": ("was", "waren"), "en": ("was", "were")}

TOGETHER = {"nl": " samen", "en": " together"}

CHANGE = {
    "nl": "{whole} was de verandering {change}",
    "en": "{whole} the change was {change}",
}


def frames(words: Words, language: str) -> Frames:
    """The frames that an indicator of this kind is said in."""
    if words in {Words.COUNT, Words.MASS}:
        return _HAS[language]
    return _PLAIN[language] if words is Words.PLAIN else _IS[language]
