"""A municipality that is in a group because it is like the place, and the answer to "why?"."""

from dataclasses import dataclass

from koers_engine.concepts import Bilingual, Period
from koers_engine.concepts.numbers import number
from koers_engine.indicators import Indicator


@dataclass(frozen=True, slots=True, kw_only=True)
class Trait:
    """One characteristic of a place and of its peer, beside each other."""

    indicator: Indicator
    period: Period
    """What the figures are of."""
    own: float
    theirs: float
    """In the indicator's unit."""
    weight: float
    logarithm: bool
    """Whether the logarithms are compared."""
    share: float
    """Of the squared distance, from 0.0 to 1.0; 0.0 for all where there is no distance."""

    def between(self, place: str, peer: str) -> Bilingual:
        """The two figures in words."""

        def told(language: str) -> str:
            own, theirs = (
                number(value, self.indicator.decimals, language=language)
                for value in (self.own, self.theirs)
            )
            name, unit = self.indicator.name.text(language), self.indicator.unit.text(language)
            return f"{name} ({place} {own}, {peer} {theirs} {unit})"

        return Bilingual(nl=told("nl"), en=told("en"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """A municipality like the place; `distance` 1 is one standard deviation in every trait."""

    code: str
    name: str
    place: str
    """The name of the place that it is like."""
    distance: float
    traits: tuple[Trait, ...]

    @property
    def sentence(self) -> Bilingual:
        """Why this one: what makes it most like the place, and what least."""
        far = Bilingual(
            nl=f"{self.name}: afstand {number(self.distance, 2, language='nl')}.",
            en=f"{self.name}: distance {number(self.distance, 2, language='en')}.",
        )
        if self.distance == 0:
            return Bilingual(
                nl=f"{far.nl} Gelijk in alles waarop is vergeleken.",
                en=f"{far.en} The same in all that was compared.",
            )
        by_share = sorted(self.traits, key=lambda trait: trait.share)
        most, least = by_share[0], by_share[-1]
        likest = most.between(self.place, self.name)
        if most is least:
            return Bilingual(
                nl=f"{far.nl} Vergeleken op: {likest.nl}.",
                en=f"{far.en} Compared by: {likest.en}.",
            )
        other = least.between(self.place, self.name)
        percent = f"{100 * least.share:.0f}%"
        return Bilingual(
            nl=f"{far.nl} Lijkt het meest in: {likest.nl}. Verschilt het meest in: {other.nl}, "
            f"{percent} van de afstand.",
            en=f"{far.en} Most alike in: {likest.en}. Least alike in: {other.en}, {percent} of the "
            "distance.",
        )
