"""How a group of municipalities is named within a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from koers_engine.concepts import AreaKind, Bilingual

LANGUAGES = ("nl", "en")
# So many names a sentence bears.
MOST_NAMED = 4

# Areas whose name the register has in Dutch only.
_ENGLISH = {
    "NL01": "the Netherlands",
    "LD01": "North Netherlands",
    "LD02": "East Netherlands",
    "LD03": "West Netherlands",
    "LD04": "South Netherlands",
}
# Areas whose label names the kind of area first, which has an article in a sentence.
_ARTICLES = {
    AreaKind.COROP: Bilingual(nl="het", en="the"),
    AreaKind.LABOUR_MARKET_REGION: Bilingual(nl="de", en="the"),
}
_STARTS = Bilingual(nl="gemeenten ", en="municipalities ")


def in_a_row(names: Sequence[str], word: str) -> str:
    """Names in a row.

    >>> in_a_row(["Appingedam", "Delfzijl", "Loppersum"], "and")
    'Appingedam, Delfzijl and Loppersum'
    """
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


# Islands, which one is on and not in, and whose municipality is called after them.
_ISLANDS = frozenset(
    {
        "Ameland", "Goeree-Overflakkee", "Noord-Beveland", "Schiermonnikoog", "Schouwen-Duiveland",
        "Terschelling", "Texel", "Vlieland",
    }
)  # fmt: skip


def at(place: str, language: str) -> str:
    """A place with its preposition.

    >>> at("Assen", "nl"), at("Texel", "nl"), at("Texel", "en")
    ('in Assen', 'op Texel', 'on Texel')
    """
    if place in _ISLANDS:
        return f"op {place}" if language == "nl" else f"on {place}"
    return f"in {place}"


def place_name(code: str, name: str) -> Bilingual:
    """The name of an area as a sentence has it in the middle."""
    return Bilingual(nl=name, en=_ENGLISH.get(code, name))


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupWords:
    """What tells which municipalities are in a group: "in Drenthe", "with 50,000 or more …".

    `area` is the name of the area that they are together, None where they are no such thing.
    """

    which: Bilingual
    area: Bilingual | None = None

    @classmethod
    def of(cls, label: Bilingual, official: str | None) -> "GroupWords":
        """The words for a group, from its label and the code of the area it is, if it is one.

        A label that is no name of an area and tells of no municipalities is quoted.

        >>> label = Bilingual(nl="Middelgrote steden", en="Mid-size towns")
        >>> GroupWords.of(label, None).all(25, "en")
        'the 25 municipalities of the group “Mid-size towns”'
        >>> GroupWords.of(Bilingual.same("COROP-gebied Twente"), "CR12").all(14, "nl")
        'de 14 gemeenten in het COROP-gebied Twente'
        """
        kind = None if official is None else AreaKind.of(official)
        if kind is not None and kind is not AreaKind.MUNICIPALITY:
            if article := _ARTICLES.get(kind):
                label = Bilingual(nl=f"{article.nl} {label.nl}", en=f"{article.en} {label.en}")
            return cls(which=Bilingual(nl=f"in {label.nl}", en=f"in {label.en}"), area=label)
        if all(label.text(each).startswith(_STARTS.text(each)) for each in LANGUAGES):
            return cls(
                which=Bilingual(
                    nl=label.nl.removeprefix(_STARTS.nl), en=label.en.removeprefix(_STARTS.en)
                )
            )
        return cls(
            which=Bilingual(nl=f"van de groep ‘{label.nl}’", en=f"of the group “{label.en}”")
        )

    @classmethod
    def listed(cls, names: Sequence[str]) -> "GroupWords":
        """The words for municipalities that were named one by one.

        >>> GroupWords.listed(["Emmen", "Hoogeveen"]).all(2, "en")
        'the 2 municipalities in the list of Emmen and Hoogeveen'
        """
        dutch, english = in_a_row(names, "en"), in_a_row(names, "and")
        if len(names) > MOST_NAMED:
            first = ", ".join(names[:MOST_NAMED])
            more = len(names) - MOST_NAMED
            dutch, english = f"{first} en {more} andere", f"{first} and {more} more"
        return cls(
            which=Bilingual(nl=f"uit de rij van {dutch}", en=f"in the list of {english}"),
            area=Bilingual.same(names[0]) if len(names) == 1 else None,
        )

    def all(self, n: int, language: str) -> str:
        """The whole group, of n municipalities."""
        which = self.which.text(language)
        if language == "nl":
            return f"de enige gemeente {which}" if n == 1 else f"de {n} gemeenten {which}"
        return f"the only municipality {which}" if n == 1 else f"the {n} municipalities {which}"

    def others(self, n: int, language: str) -> str:
        """The n municipalities of the group beside the place."""
        which = self.which.text(language)
        if language == "nl":
            one, many = "de enige andere gemeente", f"de {n} andere gemeenten"
        else:
            one, many = "the only other municipality", f"the {n} other municipalities"
        return f"{one if n == 1 else many} {which}"
