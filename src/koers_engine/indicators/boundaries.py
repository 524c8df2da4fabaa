"""On which boundaries figures stand that were brought to others, and how each was made."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from koers_engine.areas.changes import Flow
from koers_engine.areas.conversion import Conversion
from koers_engine.concepts import Bilingual, Period

_MONTHS_NL = (
    "januari februari maart april mei juni juli augustus september oktober november december"
)
_MONTHS_EN = "January February March April May June July August September October November December"


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundaries:
    """The boundaries of 1 January of a year, and how the figures of each period came to them.

    `conversions` by period; `names` of areas by code; `was_released` tells whether an area had a
    figure in a period before the conversion; `said` are the sentences on cells that no conversion
    made, as those of provinces. Figures that do not add up (`is_additive` False) are not divided
    nor summed.
    """

    year: int
    is_additive: bool
    conversions: Mapping[Period, Conversion]
    names: Mapping[str, str]
    was_released: Callable[[str, Period], bool]
    said: Mapping[tuple[str, Period], Bilingual]
    crossed: Mapping[tuple[str, Period], tuple[str, ...]]
    """The names of those parts of a figure that lay in another province then."""
    divided_by: "Boundaries | None" = None
    """How the figures came about that these were divided by, where it is a ratio."""
    years_back: int = 0
    """How far back the figure lies that each one was compared with, where it is a growth."""

    def made_how(self, area: str, period: Period) -> Bilingual | None:
        """Out of which areas a figure was made, or why there is none; None where as published."""
        how = self._made_how(area, period)
        if not self.years_back:
            return how
        base = period.years_earlier(self.years_back)
        before = self._made_how(area, base)
        told = [(period, how), (base, before)]
        said = [Bilingual(nl=f"{at}: {it.nl}", en=f"{at}: {it.en}") for at, it in told if it]
        return _together(said) if said else None

    def _made_how(self, area: str, period: Period) -> Bilingual | None:
        how = self._summed_how(area, period)
        if self.divided_by is None:
            return how
        under = self.divided_by.made_how(area, period)
        if how == under:
            return how and Bilingual(
                nl=f"Teller en noemer: {how.nl}", en=f"Numerator and denominator: {how.en}"
            )
        told = [("Teller", "Numerator", how), ("Noemer", "Denominator", under)]
        said = [Bilingual(nl=f"{nl}: {it.nl}", en=f"{en}: {it.en}") for nl, en, it in told if it]
        return _together(said)

    def _summed_how(self, area: str, period: Period) -> Bilingual | None:
        conversion = self.conversions.get(period)
        if conversion is None or area not in conversion.codes:
            return self.said.get((area, period))
        parts = conversion.parts(area)
        crossed = self.crossed.get((area, period))
        said = [_crossed(crossed)] if crossed else []
        said += [_left_out(flow, self.name) for flow in conversion.without(area)]
        if parts != [(area, 1.0)]:
            why_not = self._why_not(parts, period)
            said = [why_not] if why_not else [self._sum(conversion, area, parts), *said]
        return _together(said) if said else None

    def _why_not(self, parts: Sequence[tuple[str, float]], period: Period) -> Bilingual | None:
        if not self.is_additive and not _is_whole(parts):
            return _NOT_ADDITIVE
        if any(math.isnan(share) for _, share in parts):
            return _NOT_TOLD
        missing = [code for code, _ in parts if not self.was_released(code, period)]
        return _no_figure_for([self.name(code) for code in missing]) if missing else None

    def name(self, code: str) -> str:
        """The name of an area; its code where it has none."""
        return self.names.get(code, code)

    def _sum(
        self, conversion: Conversion, area: str, parts: Sequence[tuple[str, float]]
    ) -> Bilingual:
        if not parts:
            return _NOTHING_IN
        if _is_whole(parts):
            old = f"{self.name(parts[0][0])} ({parts[0][0]})"
            return Bilingual(nl=f"Het cijfer van {old}.", en=f"The figure of {old}.")
        names = [self.name(code) for code, _ in parts]
        if all(share == 1.0 for _, share in parts):
            return Bilingual(
                nl=f"Som van {_listed(names, 'en')}.", en=f"Sum of {_listed(names, 'and')}."
            )
        weights = [weight.in_words for weight in conversion.weights(area)]
        dutch, english = (
            [
                name if share == 1.0 else word.format(percent=_percent(share, comma), name=name)
                for name, (_, share) in zip(names, parts, strict=True)
            ]
            for word, comma in (("{percent}% van {name}", ","), ("{percent}% of {name}", "."))
        )
        return Bilingual(
            nl=f"{_listed(dutch, 'en')}, naar aandeel in de "
            f"{_listed([weight.nl for weight in weights], 'en')}.",
            en=f"{_listed(english, 'and')}, by share of "
            f"{_listed([weight.en for weight in weights], 'and')}.",
        )


_NOT_ADDITIVE = Bilingual(
    nl="Geen cijfer: de grenzen zijn sindsdien gewijzigd, en dit cijfer is niet te verdelen of op "
    "te tellen.",
    en="No figure: the boundaries changed in between, and this figure cannot be divided or added.",
)
_NOT_TOLD = Bilingual(
    nl="Geen cijfer: niet bekend is welk deel van een gemeente overging.",
    en="No figure: it is not known which part of a municipality went over.",
)
_NOTHING_IN = Bilingual(
    nl="Land waar toen niemand woonde en geen woning stond.",
    en="Land on which nobody lived and no dwelling stood then.",
)


def _is_whole(parts: Sequence[tuple[str, float]]) -> bool:
    """Whether a figure is that of one area, undivided."""
    return len(parts) == 1 and parts[0][1] == 1.0


def larger_area_changed(moved: Sequence[str], *, released: bool) -> Bilingual:
    """Municipalities went over between provinces, or parts of the country, in between."""
    dutch, english = _listed(list(moved), "en"), _listed(list(moved), "and")
    if released:
        return Bilingual(
            nl=f"Gepubliceerd cijfer, gewijzigd met wat de grens overging: {dutch}.",
            en=f"Published figure, changed by what crossed the border: {english}.",
        )
    return Bilingual(
        nl=f"Geen cijfer: de grens is sindsdien gewijzigd met {dutch}.",
        en=f"No figure: the border changed in between with {english}.",
    )


def _crossed(names: Sequence[str]) -> Bilingual:
    lay = "lag" if len(names) == 1 else "lagen"
    return Bilingual(
        nl=f"{_listed(list(names), 'en')} {lay} toen in een andere provincie.",
        en=f"{_listed(list(names), 'and')} lay in another province then.",
    )


LARGER_AREA_NOT_KNOWN = Bilingual(
    nl="Geen cijfer: de grens van dit gebied is sindsdien gewijzigd.",
    en="No figure: the border of this area changed in between.",
)


def too_early(first: int) -> Bilingual:
    """The period lies before the changes that the list of regions tells of."""
    return Bilingual(
        nl=f"Geen cijfer: de gemeentegrenzen van voor {first} zijn niet bekend.",
        en=f"No figure: the municipal boundaries of before {first} are not known.",
    )


def _no_figure_for(names: Sequence[str]) -> Bilingual:
    return Bilingual(
        nl=f"Geen cijfer: voor {_listed(list(names), 'en')} is er geen vrijgegeven.",
        en=f"No figure: none was released for {_listed(list(names), 'and')}.",
    )


def _left_out(flow: Flow, name: Callable[[str], str]) -> Bilingual:
    moved = flow.amounts.inhabitants
    ends = f"{name(flow.origin)} → {name(flow.destination)}"
    return Bilingual(
        nl=f"Zonder de grenswijziging van {in_dutch(flow.on)} ({ends}"
        + (f", inwoners: {moved})" if moved is not None else ")")
        + ": het aandeel daarvan is niet bekend.",
        en=f"Without the boundary change of {in_english(flow.on)} ({ends}"
        + (f", inhabitants: {moved})" if moved is not None else ")")
        + ": its share is not known.",
    )


def _together(sentences: Sequence[Bilingual]) -> Bilingual:
    return Bilingual(
        nl=" ".join(sentence.nl for sentence in sentences),
        en=" ".join(sentence.en for sentence in sentences),
    )


def in_dutch(day: date) -> str:
    """The day as a Dutch text has it."""
    return f"{day.day} {_MONTHS_NL.split()[day.month - 1]} {day.year}"


def in_english(day: date) -> str:
    """The day as an English text has it."""
    return f"{day.day} {_MONTHS_EN.split()[day.month - 1]} {day.year}"


def _listed(names: Sequence[str], word: str) -> str:
    return f" {word} ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def _percent(share: float, comma: str) -> str:
    """With a decimal, and never 0.0 or 100.0 for what is neither."""
    text = "<0.1" if share < 0.0005 else ">99.9" if share > 0.9995 else f"{100 * share:.1f}"
    return text.replace(".", comma)
